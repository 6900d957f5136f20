"""Forms in which the end of an address is typed: of something new, and to delete it."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vecu.messages import printable
from vecu.translation import LANGUAGES
from vecu.ui.side_by_side import FieldLine, SideBySideForm, TextRow
from vecu.ui.slugs import LONGEST, slugify_title


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


class ConfirmSlugForm(forms.Form):
    """The slug of what is to be deleted, typed by whoever deletes it."""

    slug = forms.CharField(
        max_length=100,
        widget=forms.TextInput(
            attrs={"autocapitalize": "none", "autocomplete": "off", "spellcheck": "false"}
        ),
    )

    def __init__(self, expected: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.expected = expected
        label = _("To confirm, type “%(slug)s”, its web address")
        self.fields["slug"].label = label % {"slug": expected}

    def clean_slug(self) -> str:
        """Accept this slug only, in small or capital letters."""
        typed = str(self.cleaned_data["slug"])
        if typed.lower() != self.expected:
            message = _("“%(typed)s” is another address. Nothing was deleted.")
            raise forms.ValidationError(message % {"typed": printable(typed)})
        return typed
