"""Forms whose texts stand in both languages side by side, and show what somebody else saved."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vecu.translation import LANGUAGES
from vecu.ui.templatetags.ui import day

IN_LANGUAGE = {"fr": gettext_lazy("In French"), "en": gettext_lazy("In English")}


@dataclass(frozen=True, slots=True)
class TextSpec:
    """One text: what it is, what to write, over how many rows, and how long it may be.

    Without `limit` whoever stores it refuses what is too long, so that no browser cuts it.
    """

    label: Any
    hint: Any = ""
    rows: int = 4
    limit: int | None = None


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
class FieldLine:
    """One field without a language, and what somebody else chose there meanwhile."""

    field: BoundField
    theirs: str = ""


@dataclass(frozen=True, slots=True)
class FormProblem:
    """One error, with the field that it is about."""

    field_id: str
    message: str


class SideBySideForm(forms.Form):
    """A form with a field for each of its `specs` in each language, called `name_fr`, `name_en`.

    With `their_values`, the initial values of what somebody else saved meanwhile, each field that
    differs shows both, and saving again decides.
    """

    specs: ClassVar[Mapping[str, TextSpec]] = {}

    def __init__(
        self, *args: Any, their_values: Mapping[str, Any] | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.their_values = their_values
        for name, spec in self.specs.items():
            for language in LANGUAGES:
                self.fields[f"{name}_{language}"] = _make_text_field(spec, language)

    @property
    def texts(self) -> dict[str, dict[str, str]]:
        """The texts of a valid form, by name and language."""
        return {
            name: {language: self.cleaned_data[f"{name}_{language}"] for language in LANGUAGES}
            for name in self.specs
        }

    def refuse(self, problems: Mapping[str, str]) -> None:
        """Add the errors of a refusal to the fields that they are about, '' to all."""
        for name, message in problems.items():
            self.add_error(name if name in self.fields else None, message)

    @property
    def problems(self) -> list[FormProblem]:
        """All errors, each with where it is."""
        found = [FormProblem("main", str(error)) for error in self.non_field_errors()]
        for name, errors in self.errors.items():
            if name != "__all__":
                hidden = self.fields[name].widget.is_hidden
                target = self[name].id_for_label or (name if hidden else f"id_{name}")
                for error in errors:
                    where = {"label": self.describe_field(name), "error": error}
                    found.append(FormProblem(target, _("%(label)s: %(error)s") % where))
        return found

    def get_rows(self, names: Iterable[str]) -> list[TextRow]:
        """Return some of the texts, each with its field for each language."""
        return [
            TextRow(
                self.specs[name].label,
                self.specs[name].hint,
                [self._get_input(name, language) for language in LANGUAGES],
            )
            for name in names
        ]

    def get_lines(self, names: Iterable[str]) -> list[TextRow | FieldLine]:
        """Return texts and other fields in an order."""
        return [
            self.get_rows([name])[0]
            if name in self.specs
            else FieldLine(self[name], self.describe_theirs(name))
            for name in names
        ]

    def describe_field(self, name: str) -> str:
        """Return the label of a field, with the language of a text."""
        text, _underscore, language = name.rpartition("_")
        if text not in self.specs or language not in IN_LANGUAGE:
            return str(self.fields[name].label)
        where = str(IN_LANGUAGE[language])
        return f"{self.specs[text].label} ({where[:1].lower()}{where[1:]})"

    def describe_theirs(self, name: str) -> str:
        """Return what somebody else wrote or chose in a field, '' if it is the same."""
        if self.their_values is None:
            return ""
        value = self.their_values[name]
        if _as_text(value) == _as_text(self[name].value()):
            return ""
        return self.describe_value(name, value) or _("nothing")

    def describe_value(self, name: str, value: Any) -> str:
        """Return the value of a field as people read it: the label of a choice, a day in full."""
        labels = {str(key): str(label) for key, label in getattr(self.fields[name], "choices", ())}
        if isinstance(value, list):
            return ", ".join(labels.get(str(each), str(each)) for each in value)
        written = day(value) if isinstance(value, date) else _as_text(value)
        return labels.get(written, written)

    def _get_input(self, name: str, language: str) -> TextInput:
        field = self[f"{name}_{language}"]
        return TextInput(field, language, IN_LANGUAGE[language], self.describe_theirs(field.name))


def _as_text(value: Any) -> str:
    return "" if value is None else str(value).replace("\r\n", "\n").strip()


def _make_text_field(spec: TextSpec, language: str) -> forms.CharField:
    attrs = {"lang": language}
    widget = (
        forms.Textarea(attrs | {"rows": spec.rows}) if spec.rows > 1 else forms.TextInput(attrs)
    )
    return forms.CharField(required=False, max_length=spec.limit, widget=widget)
