"""Forms about the members of a group: who comes, and what becomes of the words of who leaves."""

from django import forms
from django.utils.translation import gettext_lazy

from vecu.groups.vocabulary import GroupCollege
from vecu.ui.form_fields import make_choices, make_name_field
from vecu.ui.side_by_side import SideBySideForm

KEEP, ERASE = "keep", "erase"


class GroupMemberForm(SideBySideForm):
    """The name that a member chose, and the college for which they speak."""

    name = make_name_field(
        gettext_lazy("Name"),
        gettext_lazy(
            "The one that they choose: a first name or another one. The group reads it. No address."
        ),
    )
    college = forms.TypedChoiceField(
        label=gettext_lazy("Side, as they declare it"),
        coerce=GroupCollege,
        widget=forms.RadioSelect,
        choices=make_choices(GroupCollege),
        error_messages={"required": gettext_lazy("Choose the side that they declare.")},
    )


class GroupLeavingForm(SideBySideForm):
    """What becomes of the reasons that somebody wrote in closed rounds."""

    words = forms.ChoiceField(
        label=gettext_lazy("The reasons that they wrote in closed rounds"),
        widget=forms.RadioSelect,
        choices=[
            (KEEP, gettext_lazy("Stay with the group, without a name")),
            (ERASE, gettext_lazy("Are deleted")),
        ],
        error_messages={"required": gettext_lazy("Ask them, then choose: nothing is preselected.")},
    )

    @property
    def erases_words(self) -> bool:
        """Whether a valid form asks to delete them."""
        return bool(self.cleaned_data["words"] == ERASE)
