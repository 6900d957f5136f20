"""The form that filters answers: by words, any closed question, day and language."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vecu.questionnaires import Question, Questionnaire, page_key
from vecu.surveys.forms.staff import (
    DateRangeForm,
)
from vecu.surveys.results.frequencies import AnswerFilter
from vecu.surveys.results.search import Search, SearchRefused, parse_search
from vecu.surveys.results.sentences import quote_alternatives
from vecu.typography import apply_typography
from vecu.ui.form_fields import make_day_field
from vecu.ui.language_names import get_language_name
from vecu.ui.templatetags.ui import day

ANSWER = "a."
"""Prefix of question parameters in a query string, so that no question is called like `since`."""


class _SearchField(forms.CharField):
    """Search terms; the value is a `Search`, None when nothing is typed."""

    def to_python(self, value: Any) -> Any:
        """Parse the search. Unprintable characters separate words."""
        typed = "".join(each if each >= " " else " " for each in str(value or "")).strip()
        if not typed:
            return None
        try:
            return parse_search(typed)
        except SearchRefused as refused:
            raise forms.ValidationError(_(str(refused))) from None


class SeveralField(forms.MultipleChoiceField):
    """A multiple choice of alternatives: any of them matches; none selected means all."""

    widget = forms.CheckboxSelectMultiple

    def to_python(self, value: Any) -> list[str]:
        """Return the selected values, each once; blank ones come from hand-written URLs."""
        ticked: list[str] = super().to_python(value)
        return [name for name in dict.fromkeys(ticked) if name]

    def describe_choices(self, names: Sequence[str]) -> str:
        """Return the selected labels as text."""
        labels = {str(name): str(label) for name, label in self.widget.choices}
        return quote_alternatives([labels[name] for name in names])


def get_filter_name(path: str) -> str:
    """Return the name of the field, and of the parameter, that filters by a question."""
    return ANSWER + page_key("/".join(path.split("/")[2:]))


class AnswerFilterForm(DateRangeForm):
    """Which answers to show; of several choices of one question, any matches."""

    words = _SearchField(
        label=gettext_lazy("Search in what people wrote"),
        required=False,
        widget=forms.TextInput(attrs={"aria-describedby": "words-hint"}),
    )
    since = make_day_field(gettext_lazy("From the day"), required=False)
    until = make_day_field(gettext_lazy("To the day"), required=False)
    language = SeveralField(label=gettext_lazy("Language of the answers"), required=False)

    def __init__(
        self,
        data: Mapping[str, Any],
        questionnaire: Questionnaire,
        answered_in: Sequence[str],
        reader: str,
    ) -> None:
        super().__init__(data)
        self.paths: dict[str, str] = {}
        names = [(code, get_language_name(code).autonym) for code in answered_in]
        self.fields["language"] = SeveralField(
            label=_("Language of the answers"), required=False, choices=names
        )
        for path, question in questionnaire.questions.items():
            if question.closed:
                name = get_filter_name(path)
                self.paths[name] = path
                self.fields[name] = _choices(question, questionnaire.language_for(reader))

    @property
    def selection(self) -> AnswerFilter:
        """The requested filter; only for a valid form."""
        cleaned = self.cleaned_data
        choices = [(path, each) for name, path in self.paths.items() for each in cleaned[name]]
        return AnswerFilter(
            choices=tuple(choices),
            since=cleaned["since"],
            until=cleaned["until"],
            languages=tuple(cleaned["language"]),
            search=cleaned["words"],
        )

    @property
    def chosen(self) -> dict[str, list[str]]:
        """The filter as query parameters, by field."""
        if not self.is_valid():
            return {}
        return {name: _as_typed(value) for name, value in self.cleaned_data.items() if value}

    @property
    def filter_labels(self) -> list[tuple[str, str]]:
        """The filter in words, as (label of the field, what was selected)."""
        labels = {"words": _("who says")}
        return [
            (labels.get(name, str(self.fields[name].label)), self._describe_value(name))
            for name in self.chosen
        ]

    @property
    def questions(self) -> list[tuple[BoundField, str]]:
        """The multiple-choice fields, each with its selection in words."""
        several = [name for name, field in self.fields.items() if isinstance(field, SeveralField)]
        chosen = self.chosen
        return [
            (self[name], self._describe_value(name) if name in chosen else "") for name in several
        ]

    @property
    def query(self) -> str:
        """The filter as a query string."""
        return urlencode(self.chosen, doseq=True)

    def _describe_value(self, name: str) -> str:
        field, value = self.fields[name], self.cleaned_data[name]
        if isinstance(field, SeveralField):
            return field.describe_choices(value)
        return day(value) if isinstance(value, date) else quote_alternatives([value.typed])


def _as_typed(value: Search | date | list[str]) -> list[str]:
    if isinstance(value, list):
        return value
    return [value.typed if isinstance(value, Search) else value.isoformat()]


def _choices(question: Question, language: str) -> SeveralField:
    return SeveralField(
        label=apply_typography(question.label.say(language) or question.name, language),
        required=False,
        choices=[
            (choice.name, choice.label.say(language) or choice.name) for choice in question.choices
        ],
    )
