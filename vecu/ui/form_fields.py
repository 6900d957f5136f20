"""What fields of forms have in common, whichever room they are of."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vecu.labelled_enum import LabelledEnum

GROUP_HINT = gettext_lazy("The name of a function or a group, never of one person.")
_WHOLE = gettext_lazy("Give a whole number.")


def make_choices(
    vocabulary: type[LabelledEnum], blank: str = ""
) -> Callable[[], list[tuple[str, str]]]:
    """Return what lists the words of a vocabulary for a field, translated when shown.

    `blank` is the msgid of an empty first choice; '' for none.
    """
    return lambda: [
        *([("", _(blank))] if blank else []),
        *((each.value, _(each.label)) for each in vocabulary),
    ]


def make_day_field(label: Any, *, required: bool = True) -> forms.DateField:
    """Return a day, to pick or to type."""
    return forms.DateField(
        label=label,
        required=required,
        input_formats=["%Y-%m-%d", "%d/%m/%Y"],
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": gettext_lazy("Give the day, such as 02/03/2026.")},
    )


def make_name_field(label: Any, help_text: Any = "") -> forms.CharField:
    """Return a short text in one language, which checks may refuse; no browser cuts it."""
    widget = forms.TextInput(attrs={"autocomplete": "off"})
    return forms.CharField(label=label, help_text=help_text, required=False, widget=widget)


def make_number_field(
    label: Any, help_text: Any = "", *, initial: int | None = None, most: int = 10_000_000
) -> forms.IntegerField:
    """Return a whole number, 0 or more."""
    return forms.IntegerField(
        label=label,
        help_text=help_text,
        initial=initial,
        min_value=0,
        max_value=most,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), _WHOLE),
    )
