"""Forms that confirm a deletion."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vecu.messages import printable
from vecu.surveys.actions import DeletionReason
from vecu.ui.form_fields import make_choices


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
        label = _("To confirm, type “%(slug)s”, the study’s web address")
        self.fields["slug"].label = label % {"slug": expected}

    def clean_slug(self) -> str:
        """Accept this slug only, in small or capital letters."""
        typed = str(self.cleaned_data["slug"])
        if typed.lower() != self.expected:
            message = _("“%(typed)s” is another address. Nothing was deleted.")
            raise forms.ValidationError(message % {"typed": printable(typed)})
        return typed


class DeleteAnswerForm(forms.Form):
    """Why one answer is deleted."""

    reason = forms.ChoiceField(
        label=gettext_lazy("Reason"),
        choices=make_choices(DeletionReason),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose one. It is written into the audit log.")},
    )

    @property
    def chosen(self) -> DeletionReason:
        """The reason that was chosen in a valid form."""
        return DeletionReason(self.cleaned_data["reason"])
