"""What members of the staff choose: whose answers to look at, a fielding's state, a role."""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import get_language_info, gettext_lazy
from django.utils.translation import gettext as _

from vecu.accounts.rules import Role
from vecu.questionnaires import Question, Questionnaire, page_key
from vecu.surveys.rules import State
from vecu.surveys.searching import Search, SearchRefused, parse_search
from vecu.surveys.tallies import Selection
from vecu.text import typographic

ANSWER = "a."
"""Before a question's place in a query string, so that no question hides `since` or `language`."""
_DATES = ["%Y-%m-%d", "%d/%m/%Y"]


def _day(label: Any) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=False, input_formats=_DATES, widget=widget)


class _Span(forms.Form):
    """Two days, neither required, the first not after the second."""

    names = ("since", "until")

    def clean(self) -> dict[str, Any]:
        """Refuse a span that ends before it begins."""
        cleaned = super().clean() or {}
        first, last = (cleaned.get(name) for name in self.names)
        if first and last and last < first:
            self.add_error(
                self.names[1],
                _("The last day, %(last)s, comes before the first, %(first)s. Change one of them.")
                % {"last": date_format(last), "first": date_format(first)},
            )
        return cleaned


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


class SelectionForm(_Span):
    """Whose answers to look at: by words, any closed question, day and language, all combined."""

    words = _SearchField(
        label=gettext_lazy("Search in what people wrote"),
        required=False,
        widget=forms.TextInput(attrs={"aria-describedby": "words-hint"}),
    )
    since = _day(gettext_lazy("From the day"))
    until = _day(gettext_lazy("To the day"))
    language = forms.ChoiceField(label=gettext_lazy("Language of the answers"), required=False)

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
        self.fields["language"] = forms.ChoiceField(
            label=_("Language of the answers"), required=False, choices=[("", _("Any")), *names]
        )
        for path, question in questionnaire.questions.items():
            if question.closed:
                name = ANSWER + page_key("/".join(path.split("/")[2:]))
                self.paths[name] = path
                self.fields[name] = _choice(question, questionnaire.language_for(reader))

    @property
    def selection(self) -> Selection:
        """The selection asked for; only for a valid form."""
        cleaned = self.cleaned_data
        choices = ((path, cleaned[name]) for name, path in self.paths.items() if cleaned[name])
        return Selection(
            choices=tuple(choices),
            since=cleaned["since"],
            until=cleaned["until"],
            language=cleaned["language"],
            search=cleaned["words"],
        )

    @property
    def chosen(self) -> dict[str, str]:
        """What was asked for, by field, as a query string or the audit keeps it."""
        if not self.is_valid():
            return {}
        return {name: _as_typed(value) for name, value in self.cleaned_data.items() if value}

    @property
    def told(self) -> list[tuple[str, str]]:
        """What was asked for, as (label of the field, what was chosen) in words."""
        told = []
        for name, value in self.chosen.items():
            field = self.fields[name]
            if isinstance(field, forms.ChoiceField):
                words = next(label for code, label in field.widget.choices if code == value)
            elif name == "words":
                words = value
            else:
                words = date_format(self.cleaned_data[name])
            told.append((str(field.label), str(words)))
        return told

    @property
    def query(self) -> str:
        """What was asked for, as a query string."""
        return urlencode(self.chosen)


def _as_typed(value: Any) -> str:
    return value.typed if isinstance(value, Search) else str(value)


def _choice(question: Question, language: str) -> forms.ChoiceField:
    choices = [(choice.name, choice.label.say(language)) for choice in question.choices]
    return forms.ChoiceField(
        label=typographic(question.label.say(language) or question.name, language),
        required=False,
        choices=[("", _("Any")), *choices],
    )


def language_name(code: str) -> str:
    """Return what a language calls itself, its code when it is not known."""
    try:
        return str(get_language_info(code)["name_local"])
    except KeyError:
        return code


class StateForm(_Span):
    """The state that a fielding should go to, and for opening the days, both included."""

    names = ("opens", "closes")
    fielding = forms.UUIDField()
    to = forms.ChoiceField(choices=[(state.value, state.value) for state in State])
    opens = _day(gettext_lazy("First day"))
    closes = _day(gettext_lazy("Last day"))


class RelayForm(forms.Form):
    """What a relay is called."""

    name = forms.CharField(label=gettext_lazy("Name of the relay"), max_length=100)


class DrawForm(forms.Form):
    """How many cards to draw, for which relay, and in which language to print them."""

    count = forms.IntegerField(label=gettext_lazy("How many cards"))
    relay = forms.SlugField(label=gettext_lazy("Handed out by"), required=False)
    language = forms.ChoiceField(
        label=gettext_lazy("Language of the sheets"), choices=settings.LANGUAGES
    )

    def __init__(self, *args: Any, relays: Sequence[tuple[str, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["relay"] = forms.ChoiceField(
            label=_("Handed out by"), required=False, choices=[("", _("no relay")), *relays]
        )


class RoleForm(forms.Form):
    """An existing account, and the role to give it."""

    account = forms.CharField(label=gettext_lazy("Account name"), max_length=150)
    role = forms.ChoiceField(label=gettext_lazy("Role"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labels = role_labels()
        self.fields["role"] = forms.ChoiceField(
            label=_("Role"), choices=[(role.value, labels[role]) for role in Role]
        )


def role_labels() -> dict[Role, str]:
    """Return what each role is called, with what it may do."""
    return {
        Role.OWNER: _("Owner: answers for the study, says who may do what"),
        Role.RESEARCHER: _("Researcher: runs it and reads the answers"),
        Role.CODER: _("Coder: reads and classifies the answers"),
        Role.READER: _("Reader: sees what has been released"),
    }
