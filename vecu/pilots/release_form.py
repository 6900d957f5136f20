"""The form with which a version is put to use: a support for each reason, and what it cites."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vecu.evidence.choice import format_reference, parse_reference
from vecu.evidence.sources import Evidence, Reference
from vecu.pilots.interface import Words
from vecu.pilots.release import SUPPORT, ReleaseContent
from vecu.ui.form_fields import make_day_field
from vecu.ui.side_by_side import SideBySideForm, TextRow, TextSpec
from vecu.ui.templatetags.ui import translate_wording


class PilotReleaseForm(SideBySideForm):
    """From which day a version is in use, what it changes, and on what each change stands.

    What was chosen stays chosen only while it reads the same: a group shared these very words.
    """

    specs: ClassVar = {
        "changes": TextSpec(
            gettext_lazy("What it changes"),
            gettext_lazy("Everybody reads this. These are the pilot’s own words: correct them."),
            rows=5,
        )
    }
    day = make_day_field(gettext_lazy("In use since"))
    evidence = forms.Field(
        label=gettext_lazy("Words and figures"),
        required=False,
        widget=forms.MultipleHiddenInput(),
    )

    def __init__(
        self, *args: Any, reasons: Mapping[str, Words], supports: Sequence[Evidence], **kwargs: Any
    ) -> None:
        """Ask for each of `reasons` which of `supports` its change stands on."""
        super().__init__(*args, **kwargs)
        self.reasons = reasons
        choices = [(format_reference(each.reference), each.sentence) for each in supports]
        for key, words in reasons.items():
            label = _("What the answer to “%(reason)s” stands on")
            self.fields[f"{SUPPORT}{key}"] = forms.CharField(
                label=label % {"reason": translate_wording(words)},
                required=False,
                widget=forms.RadioSelect(choices=choices),
            )

    @property
    def references(self) -> list[Reference]:
        """What is ticked besides, in its order; what is no reference is left out."""
        values = self["evidence"].value() or []
        return [found for each in values if (found := parse_reference(each))]

    def make_content(self, name: str) -> ReleaseContent:
        """Return what a valid form says of the version of this name."""
        chosen = {
            key: parse_reference(self.cleaned_data[f"{SUPPORT}{key}"]) for key in self.reasons
        }
        return ReleaseContent(
            name,
            self.cleaned_data["day"],
            self.texts["changes"],
            {key: reference for key, reference in chosen.items() if reference},
            self.references,
        )

    @property
    def change_rows(self) -> list[TextRow]:
        """What it changes, language beside language."""
        return self.get_rows(["changes"])

    @property
    def support_fields(self) -> list[forms.BoundField]:
        """The fields of the reasons."""
        return [self[f"{SUPPORT}{key}"] for key in self.reasons]
