"""What a college itself says of a version, beside its members."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vecu.groups.vocabulary import GroupCollege
from vecu.recommendations.content import BackingContent
from vecu.recommendations.rules import Backing
from vecu.ui.content_forms import ContentForm
from vecu.ui.form_fields import make_choices
from vecu.ui.side_by_side import TextSpec


class CollegePositionForm(ContentForm[BackingContent]):
    """The college, how it stands to this `version`, and why; `colleges` are those that sit there.

    `revision` is that of what it said before, as it was read.
    """

    content_type = BackingContent
    order: ClassVar = ("college", "backing", "reason")
    specs: ClassVar = {
        "reason": TextSpec(gettext_lazy("Why"), gettext_lazy("In the words of the side."), 3)
    }
    version = forms.IntegerField(required=False, widget=forms.HiddenInput())
    college = forms.TypedChoiceField(
        label=gettext_lazy("Which side speaks"),
        coerce=GroupCollege,
        error_messages={"required": gettext_lazy("Say which side speaks.")},
    )
    backing = forms.TypedChoiceField(
        label=gettext_lazy("Its position on this version"),
        coerce=Backing,
        choices=make_choices(Backing),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose one of the three answers.")},
    )

    def __init__(self, *args: Any, colleges: Sequence[GroupCollege] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["college"].choices = [  # type: ignore[attr-defined] # a ChoiceField
            ("", _("Choose one")),
            *((each.value, _(each.label)) for each in colleges),
        ]

    @property
    def content(self) -> BackingContent:
        """What a valid form says; a college has no name to hide."""
        self.cleaned_data["name_public"] = False
        return super().content
