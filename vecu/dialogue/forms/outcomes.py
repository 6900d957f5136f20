"""Forms of what comes later: the avis of a body, and the end of what holds."""

from typing import ClassVar

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vecu.dialogue.content import AvisContent, EndingContent
from vecu.dialogue.forms.dialogue_form import DialogueChoices, DialogueForm
from vecu.dialogue.rules import Avis, Ending
from vecu.ui.form_fields import GROUP_HINT, make_day_field, make_name_field
from vecu.ui.side_by_side import FieldLine, TextRow, TextSpec


class AvisForm(DialogueForm[AvisContent]):
    """What a body answered."""

    content_type = AvisContent
    order: ClassVar = ("avis", "avis_day", "avis_reference", "avis_reasons")
    specs: ClassVar = {
        "avis_reasons": TextSpec(
            gettext_lazy("Reasons and reservations (optional)"),
            gettext_lazy("In the body’s own words, such as those of its minutes."),
            rows=4,
        )
    }
    avis = forms.TypedChoiceField(
        label=gettext_lazy("Opinion"),
        coerce=Avis,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Say what the opinion was.")},
    )
    avis_day = make_day_field(gettext_lazy("Given on"))
    avis_reference = make_name_field(
        gettext_lazy("Where to read it"),
        gettext_lazy("Such as the minutes of the meeting and the item of its agenda."),
    )

    def fit(self, choices: DialogueChoices) -> None:
        """Offer what this body can answer."""
        self.fields["avis"].choices = [  # type: ignore[attr-defined] # a ChoiceField
            (each.value, _(each.label)) for each in choices.avis
        ]


class EndingForm(DialogueForm[EndingContent]):
    """How something ended, who says so, and why."""

    content_type = EndingContent
    order: ClassVar = ("ended", "ended_day", "ended_by", "ended_reason")
    specs: ClassVar = {
        "ended_reason": TextSpec(gettext_lazy("Why, or what came of it"), rows=3),
    }
    ended = forms.TypedChoiceField(
        label=gettext_lazy("How it ended"),
        coerce=Ending,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Say how it ended.")},
    )
    ended_day = make_day_field(gettext_lazy("On which day"))
    ended_by = make_name_field(gettext_lazy("On behalf of"), GROUP_HINT)

    def fit(self, choices: DialogueChoices) -> None:
        """Offer how this kind can end."""
        self.fields["ended"].choices = [  # type: ignore[attr-defined] # a ChoiceField
            (each.value, _(each.label)) for each in choices.endings
        ]
        if len(choices.endings) == 1:
            self.initial["ended"] = choices.endings[0].value
            self.fields["ended"].widget = forms.HiddenInput()

    @property
    def lines(self) -> list[TextRow | FieldLine]:
        """Its fields, in order; how something ended is asked for if it can in two ways."""
        return self.get_lines(
            [name for name in self.order if name not in self.fields or not self[name].is_hidden]
        )
