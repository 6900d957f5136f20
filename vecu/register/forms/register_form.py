"""What all forms of the register share: the fields that most of them have."""

from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Any, TypeVar

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vecu.surveys.forms.staff import day_field
from vecu.surveys.slugs import LONGEST, slugify_title
from vecu.translation import LANGUAGES
from vecu.ui.side_by_side import FieldLine, SideBySideForm, TextRow

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


class NewNameForm(SideBySideForm):
    """A new name, the spec `name`, and the end of an address if it is not made from the name."""

    slug = forms.CharField(
        label=gettext_lazy("Web address"),
        help_text=gettext_lazy(
            "Lowercase letters, digits and hyphens. Left blank, it is made from the "
            "name. It cannot be changed later."
        ),
        required=False,
        max_length=LONGEST,
        widget=forms.TextInput(attrs={"autocapitalize": "none", "autocomplete": "off"}),
    )

    def clean(self) -> dict[str, Any]:
        """Ask for an address where no name yields any."""
        cleaned = super().clean() or {}
        if not self.errors and any(self.texts["name"].values()) and not self.address:
            message = _(
                "The name has no letter from a to z and no digit to make an address from."
                " Give a web address here: lowercase letters, digits and hyphens."
            )
            self.add_error("slug", message)
        return cleaned

    @property
    def lines(self) -> list[TextRow | FieldLine]:
        """Its fields, in order."""
        return self.get_lines(["name", "slug"])

    @property
    def address(self) -> str:
        """The slug that was typed, else one made from the first name that has letters for it."""
        typed: str = self.cleaned_data["slug"].strip()
        names = self.texts["name"]
        made = (slugify_title(names[language]) for language in LANGUAGES)
        return typed or next(filter(None, made), "")
