"""Forms of the page of diary codes: how many to draw, and what a code opens."""

from collections.abc import Mapping
from typing import ClassVar, Self

from django import forms
from django.conf import settings
from django.http import QueryDict
from django.utils.translation import get_language, gettext_lazy

from vecu.fieldlog.diary_settings import format_kinds
from vecu.fieldlog.models import FieldLog
from vecu.translation import LANGUAGES
from vecu.ui.side_by_side import FieldLine, SideBySideForm, TextRow, TextSpec

USUAL_NUMBER = 60


class CodeDrawForm(forms.Form):
    """How many codes to draw, printed in which language."""

    count = forms.IntegerField(label=gettext_lazy("How many codes"))
    language = forms.ChoiceField(
        label=gettext_lazy("Language of the sheets"), choices=settings.LANGUAGES
    )

    @classmethod
    def of(cls, data: QueryDict | None = None) -> Self:
        """Return the form, bound if there are data."""
        return cls(data, initial={"count": USUAL_NUMBER, "language": get_language()})


class DiarySettingsForm(SideBySideForm):
    """Whether codes open the diary, and the kinds of proposal, one a line."""

    specs: ClassVar[Mapping[str, TextSpec]] = {
        "kinds": TextSpec(
            gettext_lazy("Kinds of proposal that the diary offers (optional)"),
            gettext_lazy(
                "One a line, six at most, the same in both languages, such as “Offer flagged as"
                " unlawful”. Without any: a proposal, an alert, a text, a ranking."
            ),
            rows=6,
        )
    }
    opens = forms.ChoiceField(
        label=gettext_lazy("What a code opens"),
        help_text=gettext_lazy(
            "Figures only: for a system that sends its events itself, where a note would count a"
            " decision twice."
        ),
        choices=[
            ("diary", gettext_lazy("the diary, and the figures before others read them")),
            ("figures", gettext_lazy("the figures only")),
        ],
    )

    @classmethod
    def of(cls, log: FieldLog) -> Self:
        """Return the form of what is set."""
        kinds = {f"kinds_{each}": format_kinds(log.proposal_kinds, each) for each in LANGUAGES}
        return cls(initial={"opens": "diary" if log.diary_open else "figures", **kinds})

    @property
    def opens_diary(self) -> bool:
        """Whether a valid form opens the diary."""
        return bool(self.cleaned_data["opens"] == "diary")

    @property
    def lines(self) -> list[TextRow | FieldLine]:
        """Its fields, in order."""
        return self.get_lines(("opens", "kinds"))
