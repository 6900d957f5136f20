"""The form of what a study says of itself beyond its description."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vecu.messages import UNFIT
from vecu.surveys.models import StudyStatement
from vecu.translation import LANGUAGES
from vecu.ui.form_fields import make_day_field

_TEXTS = ("assessment", "controllers", "simple", "call_hours", "call_languages")
_SINGLE = (
    "assessment_day",
    "assessment_by",
    "simple_author",
    "simple_day",
    "simple_reader",
    "call_number",
)


def _line(label: Any, most: int = 200) -> forms.CharField:
    return forms.CharField(label=label, max_length=most, required=False)


def _text(label: Any) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": 3})
    return forms.CharField(label=label, max_length=3000, required=False, widget=widget)


class StatementForm(forms.Form):
    """Impact assessment, joint controllers, the simple version, and the card to call from."""

    assessment_day = make_day_field(gettext_lazy("Impact assessment: its day"), required=False)
    assessment_by = _line(gettext_lazy("Who answers for the impact assessment"))
    assessment_fr = _text(gettext_lazy("Its public summary, in French"))
    assessment_en = _text(gettext_lazy("Its public summary, in English"))
    controllers_fr = _text(gettext_lazy("Two controllers: what their agreement says, in French"))
    controllers_en = _text(gettext_lazy("Two controllers: what their agreement says, in English"))
    simple_fr = _text(gettext_lazy("The inquiry in simple words, in French"))
    simple_en = _text(gettext_lazy("The inquiry in simple words, in English"))
    simple_author = _line(gettext_lazy("Who wrote the simple words"))
    simple_day = make_day_field(gettext_lazy("Day of the simple words"), required=False)
    simple_reader = _line(gettext_lazy("Who is concerned and has read them over"))
    call_number = _line(gettext_lazy("Free number to call"), 40)
    call_hours_fr = _line(gettext_lazy("Days and hours, in French"))
    call_hours_en = _line(gettext_lazy("Days and hours, in English"))
    call_languages_fr = _line(gettext_lazy("Languages of the calls, in French"))
    call_languages_en = _line(gettext_lazy("Languages of the calls, in English"))

    @staticmethod
    def get_initial_values(statement: StudyStatement) -> dict[str, Any]:
        """Return what is stored, as this form holds it."""
        texts = {
            f"{name}_{code}": getattr(statement, name).get(code, "")
            for name in _TEXTS
            for code in LANGUAGES
        }
        return texts | {name: getattr(statement, name) for name in _SINGLE}

    def clean(self) -> dict[str, Any]:
        """Require what belongs together: an assessment is named whole, simple words are signed."""
        cleaned = super().clean() or {}
        texts = {name: UNFIT.sub("", each) for name, each in cleaned.items() if _is_text(each)}
        cleaned |= texts
        self._require(cleaned, ("assessment_day", "assessment_by"), "assessment")
        self._require(cleaned, ("simple_author", "simple_day"), "simple")
        return cleaned

    @property
    def columns(self) -> dict[str, Any]:
        """What a valid form stores; languages without a text are left out."""
        cleaned = self.cleaned_data
        texts = {
            name: {code: text for code in LANGUAGES if (text := cleaned[f"{name}_{code}"])}
            for name in _TEXTS
        }
        return texts | {name: cleaned[name] for name in _SINGLE}

    def _require(self, cleaned: dict[str, Any], names: tuple[str, ...], text: str) -> None:
        translated = [f"{text}_{code}" for code in LANGUAGES]
        given = [name for name in (*names, *translated) if cleaned.get(name)]
        missing = [name for name in names if not cleaned.get(name)]
        if not any(cleaned.get(name) for name in translated):
            missing.append(translated[0])
        if given:
            for name in missing:
                self.add_error(name, _("Give this too, or leave the others blank."))


def _is_text(value: object) -> bool:
    return isinstance(value, str)
