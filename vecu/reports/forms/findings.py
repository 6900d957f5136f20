"""The form of a finding: its texts in both languages, its theme, its group, its confidence."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vecu.evidence.actions import FindingContent
from vecu.evidence.queries import Finding
from vecu.evidence.rules import (
    CONFIDENCE_LABELS,
    CONFIDENCE_QUESTIONS,
    THEME_LABELS,
    Confidence,
    ConfidenceReason,
    FindingTheme,
)
from vecu.evidence.sources import Reference
from vecu.reports.forms.evidence_choice import format_reference, parse_reference
from vecu.translation import LANGUAGES

MAX_SENTENCE = 300
MAX_TEXT = 2000
MAX_GROUP = 200
IN_LANGUAGE = {"fr": gettext_lazy("In French"), "en": gettext_lazy("In English")}


@dataclass(frozen=True, slots=True)
class TextSpec:
    """One text of a finding: what it is, what to write, and how long it may be."""

    label: Any
    hint: Any = ""
    rows: int = 4
    limit: int = MAX_TEXT


TEXT_SPECS = {
    "sentence": TextSpec(
        gettext_lazy("The finding, in one sentence"),
        gettext_lazy(
            "A sentence that somebody could dispute, in your own words: a quotation disappears if"
            " its author withdraws it, but your sentence stays."
        ),
        rows=3,
        limit=MAX_SENTENCE,
    ),
    "summary": TextSpec(
        gettext_lazy("What it means, in a sentence or two (optional)"), rows=3, limit=600
    ),
    "limits": TextSpec(
        gettext_lazy("What it does not say"),
        gettext_lazy("Of whom it says nothing, and what must not be concluded from it."),
    ),
    "would_change": TextSpec(
        gettext_lazy("What would change it"),
        gettext_lazy("What you would have to see or hear to write it differently."),
    ),
}
REASON_SPECS = {
    reason.value: TextSpec(gettext_lazy(question), rows=3)
    for reason, question in CONFIDENCE_QUESTIONS.items()
}


@dataclass(frozen=True, slots=True)
class TextInput:
    """One text in one language: its field, and what somebody else wrote there meanwhile."""

    field: BoundField
    language: str
    label: Any
    theirs: str = ""


@dataclass(frozen=True, slots=True)
class TextRow:
    """One text, language beside language."""

    label: Any
    hint: Any
    inputs: list[TextInput]


@dataclass(frozen=True, slots=True)
class FindingFormProblem:
    """One error, with the field that it is about."""

    field_id: str
    message: str


def _text_field(spec: TextSpec, language: str) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": spec.rows, "lang": language})
    return forms.CharField(required=False, max_length=spec.limit, widget=widget)


class FindingForm(forms.Form):
    """What a group writes. Nothing is required of a draft.

    With `theirs`, the finding as somebody else saved it meanwhile, each field that differs shows
    both, and saving again decides.
    """

    theme = forms.ChoiceField(label=gettext_lazy("Theme"), required=False)
    group = forms.CharField(
        label=gettext_lazy("Who answers for it"),
        help_text=gettext_lazy("The name of a group, never of one person: it is published."),
        required=False,
        max_length=MAX_GROUP,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    confidence = forms.ChoiceField(
        label=gettext_lazy("How sure is the group?"), required=False, widget=forms.RadioSelect()
    )
    evidence = forms.Field(required=False, widget=forms.MultipleHiddenInput())
    revision = forms.IntegerField(required=False, widget=forms.HiddenInput())

    def __init__(self, *args: Any, theirs: Finding | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.theirs = theirs
        themes = sorted((_(label), theme.value) for theme, label in THEME_LABELS.items())
        theme_field: Any = self.fields["theme"]
        theme_field.choices = [("", _("None of these")), *((name, label) for label, name in themes)]
        levels = [(level.value, _(CONFIDENCE_LABELS[level])) for level in Confidence]
        confidence_field: Any = self.fields["confidence"]
        confidence_field.choices = [*levels, ("", _("Not discussed yet"))]
        for name, spec in (TEXT_SPECS | REASON_SPECS).items():
            for language in LANGUAGES:
                self.fields[f"{name}_{language}"] = _text_field(spec, language)

    @staticmethod
    def initial_values(finding: Finding) -> dict[str, Any]:
        """Return what a finding says now as initial values of this form."""
        names = ("theme", "group", "confidence", "revision")
        values = {name: getattr(finding, name) for name in names}
        cited = [format_reference(each) for each in finding.references]
        return values | finding.texts | {"evidence": cited}

    @property
    def references(self) -> list[Reference]:
        """What is ticked, in its order; what is no reference is left out."""
        values = self["evidence"].value() or []
        return [found for each in values if (found := parse_reference(each))]

    @property
    def content(self) -> FindingContent:
        """What a valid form says."""
        cleaned = self.cleaned_data
        texts = {
            name: {language: cleaned[f"{name}_{language}"] for language in LANGUAGES}
            for name in TEXT_SPECS | REASON_SPECS
        }
        return FindingContent(
            sentence=texts["sentence"],
            summary=texts["summary"],
            limits=texts["limits"],
            would_change=texts["would_change"],
            confidence_reasons={each: texts[each.value] for each in ConfidenceReason},
            group=cleaned["group"],
            theme=FindingTheme(cleaned["theme"]) if cleaned["theme"] else None,
            confidence=Confidence(cleaned["confidence"]) if cleaned["confidence"] else None,
            references=self.references,
        )

    def refuse(self, problems: Mapping[str, str]) -> None:
        """Add the errors of a refusal to the fields that they are about."""
        for name, message in problems.items():
            self.add_error(name or None, message)

    @property
    def problems(self) -> list[FindingFormProblem]:
        """All errors, each with where it is."""
        found = [FindingFormProblem("main", str(error)) for error in self.non_field_errors()]
        for name, errors in self.errors.items():
            if name != "__all__":
                place = name if name == "evidence" else self[name].id_for_label or f"id_{name}"
                for error in errors:
                    where = {"label": _describe_field(name, self), "error": error}
                    found.append(FindingFormProblem(place, _("%(label)s: %(error)s") % where))
        return found

    def get_rows(self, specs: Mapping[str, TextSpec]) -> list[TextRow]:
        """Return some of the texts, each with its field for each language."""
        return [
            TextRow(spec.label, spec.hint, [self._get_input(name, code) for code in LANGUAGES])
            for name, spec in specs.items()
        ]

    @property
    def finding_rows(self) -> list[TextRow]:
        """The finding itself."""
        return self.get_rows({name: TEXT_SPECS[name] for name in ("sentence", "summary")})

    @property
    def reason_rows(self) -> list[TextRow]:
        """The reasons for its confidence."""
        return self.get_rows(REASON_SPECS)

    @property
    def limit_rows(self) -> list[TextRow]:
        """What it does not say, and what would change it."""
        return self.get_rows({name: TEXT_SPECS[name] for name in ("limits", "would_change")})

    def _get_input(self, name: str, language: str) -> TextInput:
        field = self[f"{name}_{language}"]
        return TextInput(field, language, IN_LANGUAGE[language], self._get_theirs(field.name))

    def _get_theirs(self, name: str) -> str:
        """Return what the other version says in a field, '' if it says the same."""
        if self.theirs is None:
            return ""
        text = str(self.initial_values(self.theirs)[name])
        return "" if text == (self[name].value() or "").strip() else text or _("nothing")

    @property
    def their_theme(self) -> str:
        """The other version's theme, if it differs."""
        theirs = self._get_theirs("theme")
        return _(THEME_LABELS[FindingTheme(theirs)]) if theirs in set(FindingTheme) else theirs

    @property
    def their_group(self) -> str:
        """The other version's group, if it differs."""
        return self._get_theirs("group")

    @property
    def their_confidence(self) -> str:
        """The other version's confidence, if it differs."""
        theirs = self._get_theirs("confidence")
        return _(CONFIDENCE_LABELS[Confidence(theirs)]) if theirs in set(Confidence) else theirs


def _describe_field(name: str, form: FindingForm) -> str:
    """Return the label of a field, with the language of a text."""
    text, _underscore, language = name.rpartition("_")
    spec = (TEXT_SPECS | REASON_SPECS).get(text)
    if spec is None:
        return _("Evidence") if name == "evidence" else str(form.fields[name].label)
    where = str(IN_LANGUAGE[language])
    return f"{spec.label} ({where[:1].lower()}{where[1:]})"
