"""What all forms of the register share: the fields that most of them have."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from vecu.surveys.forms.staff import day_field


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
