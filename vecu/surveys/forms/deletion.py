"""The form that deletes one answer."""

from django import forms
from django.utils.translation import gettext_lazy

from vecu.surveys.actions import DeletionReason
from vecu.ui.form_fields import make_choices


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
