"""Whose answers to look at, as a form: by words, any closed question, day and language."""

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
    day_field,
    language_name,
)
from vecu.surveys.results.frequencies import AnswerFilter
from vecu.surveys.results.search import (
    Search,
    SearchRefused,
    parse_search,
)
from vecu.surveys.results.sentences import quote_alternatives
from vecu.typography import apply_typography
from vecu.ui.templatetags.ui import day

ANSWER = "a."
"""Before a question's place in a query string, so that no question hides `since` or `language`."""


class _SearchField(forms.CharField):
    """What to look for in people's words; its value is a `Search`, None when nothing is typed."""

    def to_python(self, value: Any) -> Any:
        """Read what was typed. Characters that nobody can type part words."""
        typed = "".join(each if each >= " " else " " for each in str(value or "")).strip()
        if not typed:
            return None
        try:
            return parse_search(typed)
        except SearchRefused as refused:
            raise forms.ValidationError(_(str(refused))) from None


class _SeveralField(forms.MultipleChoiceField):
    """Choices of which one is enough; none is as good as all."""

    widget = forms.CheckboxSelectMultiple

    def to_python(self, value: Any) -> list[str]:
        """Read what was ticked, each once; a blank one comes from an address written by hand."""
        ticked: list[str] = super().to_python(value)
        return [name for name in dict.fromkeys(ticked) if name]

    def describe_choices(self, names: Sequence[str]) -> str:
        """Say in words what was ticked."""
        labels = {str(name): str(label) for name, label in self.widget.choices}
        return quote_alternatives([labels[name] for name in names])


class AnswerFilterForm(DateRangeForm):
    """Whose answers to look at; of several choices of one question one is enough."""

    words = _SearchField(
        label=gettext_lazy("Search in what people wrote"),
        required=False,
        widget=forms.TextInput(attrs={"aria-describedby": "words-hint"}),
    )
    since = day_field(gettext_lazy("From the day"))
    until = day_field(gettext_lazy("To the day"))
    language = _SeveralField(label=gettext_lazy("Language of the answers"), required=False)

    def __init__(
        self,
        data: Mapping[str, Any],
        questionnaire: Questionnaire,
        answered_in: Sequence[str],
        reader: str,
    ) -> None:
        super().__init__(data)
        self.paths: dict[str, str] = {}
        names = [(code, language_name(code)) for code in answered_in]
        self.fields["language"] = _SeveralField(
            label=_("Language of the answers"), required=False, choices=names
        )
        for path, question in questionnaire.questions.items():
            if question.closed:
                name = ANSWER + page_key("/".join(path.split("/")[2:]))
                self.paths[name] = path
                self.fields[name] = _choices(question, questionnaire.language_for(reader))

    @property
    def selection(self) -> AnswerFilter:
        """The selection asked for; only for a valid form."""
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
        """What was asked for, by field, as a query string holds it."""
        if not self.is_valid():
            return {}
        return {name: _as_typed(value) for name, value in self.cleaned_data.items() if value}

    @property
    def filter_labels(self) -> list[tuple[str, str]]:
        """What was asked for, as (label of the field, what was chosen) in words."""
        labels = {"words": _("who says")}
        return [
            (labels.get(name, str(self.fields[name].label)), self._describe_value(name))
            for name in self.chosen
        ]

    @property
    def questions(self) -> list[tuple[BoundField, str]]:
        """The fields of which several may be ticked, each with what is ticked, in words."""
        several = [name for name, field in self.fields.items() if isinstance(field, _SeveralField)]
        chosen = self.chosen
        return [
            (self[name], self._describe_value(name) if name in chosen else "") for name in several
        ]

    @property
    def query(self) -> str:
        """What was asked for, as a query string."""
        return urlencode(self.chosen, doseq=True)

    def _describe_value(self, name: str) -> str:
        field, value = self.fields[name], self.cleaned_data[name]
        if isinstance(field, _SeveralField):
            return field.describe_choices(value)
        return day(value) if isinstance(value, date) else quote_alternatives([value.typed])


def _as_typed(value: Search | date | list[str]) -> list[str]:
    if isinstance(value, list):
        return value
    return [value.typed if isinstance(value, Search) else value.isoformat()]


def _choices(question: Question, language: str) -> _SeveralField:
    return _SeveralField(
        label=apply_typography(question.label.say(language) or question.name, language),
        required=False,
        choices=[
            (choice.name, choice.label.say(language) or choice.name) for choice in question.choices
        ],
    )
