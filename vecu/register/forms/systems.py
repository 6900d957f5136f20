"""Forms about a system itself: how it begins, what it is, who answers for it."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vecu.register.content import ContactContent, SystemContent
from vecu.register.forms.register_form import make_name_field
from vecu.register.rules import FAMILY_LABELS, SystemFamily
from vecu.surveys.slugs import LONGEST, slugify_title
from vecu.translation import LANGUAGES
from vecu.ui.content_forms import ContentForm
from vecu.ui.side_by_side import FieldLine, SideBySideForm, TextRow, TextSpec

NAME_SPEC = TextSpec(gettext_lazy("Name of the system"), rows=1)


class NewSystemForm(SideBySideForm):
    """The name of a new system, and the end of its address if it is not made from the name."""

    specs: ClassVar = {"name": NAME_SPEC}
    slug = forms.CharField(
        label=gettext_lazy("Web address"),
        help_text=gettext_lazy(
            "The end of its address: small letters, digits and dashes. Left blank, it is made from"
            " the name. It cannot be changed later."
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
                "The name has no letter from a to z and no digit to make an address of. Write the"
                " end of the address here: small letters, digits and dashes."
            )
            self.add_error("slug", message)
        return cleaned

    @property
    def lines(self) -> list[TextRow | FieldLine]:
        """Its fields, in order."""
        return self.get_lines(["name", "slug"])

    @property
    def content(self) -> SystemContent:
        """What a valid form says."""
        return SystemContent(name=self.texts["name"])

    @property
    def address(self) -> str:
        """The slug that was typed, else one made from the first name that has letters for it."""
        typed: str = self.cleaned_data["slug"].strip()
        names = self.texts["name"]
        made = (slugify_title(names[language]) for language in LANGUAGES)
        return typed or next(filter(None, made), "")


class DescriptionForm(ContentForm[SystemContent]):
    """What a system is."""

    content_type = SystemContent
    order: ClassVar = (
        "name",
        "problem",
        "without_tool",
        "purpose",
        "users",
        "touched",
        "family",
        "supplier",
        "promise",
    )
    specs: ClassVar = {
        "name": NAME_SPEC,
        "problem": TextSpec(
            gettext_lazy("Which problem it is for"),
            gettext_lazy("As those who live with it would say it, not as the supplier does."),
            rows=3,
        ),
        "without_tool": TextSpec(
            gettext_lazy("What becomes of this problem without the tool"),
            gettext_lazy(
                "What is done today, what else could be done, what happens if nothing is."
            ),
            rows=3,
        ),
        "purpose": TextSpec(gettext_lazy("What it is meant to do"), rows=3),
        "users": TextSpec(gettext_lazy("Who works with it"), rows=2),
        "touched": TextSpec(
            gettext_lazy("Whom it concerns"), gettext_lazy("Even if they never see it."), rows=2
        ),
        "promise": TextSpec(
            gettext_lazy("What its supplier promises"),
            gettext_lazy("In the supplier’s words: readers can compare it with what is observed."),
            rows=3,
        ),
    }
    supplier = make_name_field(
        gettext_lazy("Supplier"), gettext_lazy("A firm, or the service that built it.")
    )
    family = forms.TypedChoiceField(
        label=gettext_lazy("Kind of task"),
        required=False,
        coerce=SystemFamily,
        empty_value=None,
        choices=lambda: [
            ("", _("Not said yet")),
            *((family.value, _(label)) for family, label in FAMILY_LABELS.items()),
        ],
    )


class ContactForm(ContentForm[ContactContent]):
    """A person who answers for a system, and how to reach them without a screen."""

    content_type = ContactContent
    order: ClassVar = ("contact_name", "contact_reach")
    specs: ClassVar = {
        "contact_reach": TextSpec(
            gettext_lazy("How to reach this person without a screen"),
            gettext_lazy("Where and when they can be met, or which telephone number to call."),
            rows=3,
        )
    }
    contact_name = make_name_field(
        gettext_lazy("Name of the person"),
        gettext_lazy("Somebody who agreed to be named: everybody reads it once it is published."),
    )
