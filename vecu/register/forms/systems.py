"""Forms about a system itself: how it begins, what it is, who answers for it."""

from typing import ClassVar

from django import forms
from django.utils.translation import gettext_lazy

from vecu.register.content import ContactContent, SystemContent
from vecu.register.rules import SupportedReach, SystemFamily
from vecu.translation import gettext_noop
from vecu.ui.content_forms import ContentForm
from vecu.ui.form_fields import make_choices, make_name_field
from vecu.ui.side_by_side import TextSpec
from vecu.ui.slug_forms import NewNameForm

NAME_SPEC = TextSpec(gettext_lazy("Name of the system"), rows=1)


class NewSystemForm(NewNameForm):
    """The name of a new system, and the end of its address if it is not made from the name."""

    specs: ClassVar = {"name": NAME_SPEC}

    @property
    def content(self) -> SystemContent:
        """What a valid form says."""
        return SystemContent(name=self.texts["name"])


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
        "supported",
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
            gettext_lazy("Who is affected"), gettext_lazy("Even if they never see it."), rows=2
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
    supported = forms.TypedChoiceField(
        label=gettext_lazy("Is it used on people supported?"),
        help_text=gettext_lazy(
            "Then its page says first where somebody goes who says no, or that no way is given."
        ),
        required=False,
        coerce=SupportedReach,
        empty_value=None,
        choices=make_choices(SupportedReach, blank=gettext_noop("Not said yet")),
    )
    family = forms.TypedChoiceField(
        label=gettext_lazy("Kind of task"),
        required=False,
        coerce=SystemFamily,
        empty_value=None,
        choices=make_choices(SystemFamily, blank=gettext_noop("Not said yet")),
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
