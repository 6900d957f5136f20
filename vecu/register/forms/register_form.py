"""What all forms of the register share: they are made from, and make, what members write."""

from collections.abc import Mapping, Sequence
from dataclasses import fields
from typing import Any, ClassVar, Generic, Self, TypeVar

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy

from vecu.register.content import ContactContent, EntryContent, SystemContent
from vecu.register.models import System, SystemEntry
from vecu.surveys.forms.staff import day_field
from vecu.translation import LANGUAGES
from vecu.ui.side_by_side import FieldLine, SideBySideForm, TextRow

Content = TypeVar("Content", bound=SystemContent | ContactContent | EntryContent)


class RegisterForm(SideBySideForm, Generic[Content]):
    """A form whose fields are called as in `content_type`, shown in the order of `order`."""

    content_type: type[Content]
    order: ClassVar[Sequence[str]]
    revision = forms.IntegerField(required=False, widget=forms.HiddenInput())

    @classmethod
    def get_initial_values(cls, row: System | SystemEntry) -> dict[str, Any]:
        """Return what a row says now as initial values of this form."""
        values: dict[str, Any] = {"revision": row.revision}
        for each in fields(cls.content_type):
            value = getattr(row, each.name)
            if each.name in cls.specs:
                values |= {f"{each.name}_{code}": value.get(code, "") for code in LANGUAGES}
            else:
                values[each.name] = value
        return values

    @classmethod
    def beside(cls, data: QueryDict, theirs: System | SystemEntry, message: str) -> Self:
        """Return what somebody typed beside what somebody else saved; saving again decides."""
        typed = data.copy()
        typed["revision"] = str(theirs.revision)
        form = cls(typed, their_values=cls.get_initial_values(theirs))
        form.is_valid()
        form.add_error(None, message)
        return form

    @property
    def content(self) -> Content:
        """What a valid form says."""
        values: Mapping[str, Any] = self.cleaned_data | self.texts
        return self.content_type(
            **{each.name: values[each.name] for each in fields(self.content_type)}
        )

    @property
    def lines(self) -> list[TextRow | FieldLine]:
        """Its fields, in order."""
        return self.get_lines(self.order)


def make_day_field(label: Any) -> forms.DateField:
    """Return a required day."""
    field = day_field(label)
    field.required = True
    field.error_messages["required"] = gettext_lazy("Give the day, such as 02/03/2026.")
    return field


def make_name_field(label: Any, help_text: Any = "") -> forms.CharField:
    """Return a short text in one language, which checks may refuse; no browser cuts it."""
    widget = forms.TextInput(attrs={"autocomplete": "off"})
    return forms.CharField(label=label, help_text=help_text, required=False, widget=widget)
