"""What all forms of the register share: the fields that most of them have."""

from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Any, TypeVar

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vecu.surveys.forms.staff import day_field

Value = TypeVar("Value", bound=StrEnum)
GROUP_HINT = gettext_lazy("The name of a function or a group, never of one person.")


def list_choices(
    labels: Mapping[Value, str], empty: str = ""
) -> Callable[[], list[tuple[str, str]]]:
    """Return what lists translated choices, the first one empty where a text for it is given."""
    return lambda: [
        *([("", _(empty))] if empty else []),
        *((value.value, _(label)) for value, label in labels.items()),
    ]


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
