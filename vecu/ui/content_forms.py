"""Forms made from what members write, a frozen dataclass, and making it again.

A room declares the dataclass and the fields; the row of its table has a `revision`, so that two
people who edit at once both see what the other wrote.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any, ClassVar, Generic, Protocol, Self, TypeVar

from django import forms
from django.http import QueryDict

from vecu.translation import LANGUAGES
from vecu.ui.side_by_side import FieldLine, SideBySideForm, TextRow

Content = TypeVar("Content")


class RevisedRow(Protocol):
    """A stored row, or what is made of one; its revision increases with each change."""

    @property
    def revision(self) -> int:
        """Which state of it this is."""


@dataclass(frozen=True, slots=True)
class FieldChange:
    """What a field said before an act, and after it; '' where it said nothing."""

    label: str
    before: str
    after: str


class ContentForm(SideBySideForm, Generic[Content]):
    """A form whose fields are called as in `content_type`, shown in the order of `order`."""

    content_type: type[Content]
    order: ClassVar[Sequence[str]]
    revision = forms.IntegerField(required=False, widget=forms.HiddenInput())

    @classmethod
    def get_initial_values(cls, row: Any) -> dict[str, Any]:
        """Return what a row says now as initial values of this form."""
        values: dict[str, Any] = {"revision": row.revision}
        for each in fields(cls.content_type):  # type: ignore[arg-type] # a dataclass
            value = getattr(row, each.name)
            if each.name in cls.specs:
                values |= {f"{each.name}_{code}": value.get(code, "") for code in LANGUAGES}
            else:
                values[each.name] = value
        return values

    @classmethod
    def beside(cls, data: QueryDict, theirs: RevisedRow, message: str, **options: Any) -> Self:
        """Return what somebody typed beside what somebody else saved; saving again decides."""
        typed = data.copy()
        typed["revision"] = str(theirs.revision)
        form = cls(typed, their_values=cls.get_initial_values(theirs), **options)
        form.is_valid()
        form.add_error(None, message)
        return form

    @property
    def content(self) -> Content:
        """What a valid form says."""
        values: Mapping[str, Any] = self.cleaned_data | self.texts
        return self.content_type(
            **{each.name: values[each.name] for each in fields(self.content_type)}  # type: ignore[arg-type]
        )

    @property
    def lines(self) -> list[TextRow | FieldLine]:
        """Its fields, in order."""
        return self.get_lines(self.order)

    def list_changes(self, before: Any, after: Any) -> list[FieldChange]:
        """Return which of its fields read otherwise in two rows, in words."""
        first, second = self.get_initial_values(before), self.get_initial_values(after)
        return [
            FieldChange(
                self.describe_field(name),
                self.describe_value(name, first[name]),
                self.describe_value(name, second[name]),
            )
            for name, field in self.fields.items()
            if not field.widget.is_hidden and first[name] != second[name]
        ]
