"""Forms of a learning group: how it begins, its mandate sheet, its calendar."""

from collections.abc import Mapping
from typing import Any, ClassVar, Self

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vecu.evidence.public_findings import list_published_sentences
from vecu.groups.content import MandateContent, NotesAgreement, StepContent
from vecu.groups.vocabulary import (
    MandateItem,
    StepKind,
)
from vecu.translation import LANGUAGES, gettext_noop
from vecu.ui.content_forms import ContentForm
from vecu.ui.form_fields import make_choices, make_day_field
from vecu.ui.side_by_side import TextSpec
from vecu.ui.slug_forms import NewNameForm
from vecu.ui.wording import pick_text

GROUP_NAME = TextSpec(gettext_lazy("Name of the group"), rows=1)
_HINTS: Mapping[MandateItem, object] = {
    MandateItem.COMMISSIONER: gettext_lazy("An institution or a function."),
    MandateItem.QUESTION: gettext_lazy("As those who are asked would put it to each other."),
    MandateItem.RESPONDER: gettext_lazy("Who must say yes, partly or no, with reasons."),
    MandateItem.FACILITATOR: gettext_lazy("By their function; their name if they agree to it."),
    MandateItem.INDEPENDENCE: gettext_lazy(
        "Who pays them, and what they may do even if it displeases whoever pays."
    ),
    MandateItem.PAID_HOURS: gettext_lazy("If none are, say so: a blank reads “not said”."),
    MandateItem.INDEMNITY: gettext_lazy("Above all accompanied people: how much, and when."),
    MandateItem.CHILDCARE: gettext_lazy("Who looks after children during that time, and who pays."),
    MandateItem.INTERPRETER: gettext_lazy("Of which languages, sign language included."),
    MandateItem.HEARD: gettext_lazy(
        "Those to whom the group recommends something are heard, and are no members."
    ),
}
_TEXT_ITEMS = [each for each in MandateItem if each is not MandateItem.RESPONSE_DUE]


def _make_count_field(label: Any) -> forms.IntegerField:
    """Return a required whole number; which ones are possible is said by checks."""
    invalid = gettext_lazy("Write a whole number, such as 12.")
    return forms.IntegerField(
        label=label,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={"required": invalid, "invalid": invalid},
    )


class NewGroupForm(NewNameForm):
    """The name of a new group, and the end of its address if it is not made from the name."""

    specs: ClassVar = {"name": GROUP_NAME}

    @property
    def content(self) -> MandateContent:
        """What a valid form says."""
        return MandateContent(name=self.texts["name"])


class MandateForm(ContentForm[MandateContent]):
    """All items of a mandate sheet."""

    content_type = MandateContent
    order: ClassVar = ("name", *(each.value for each in MandateItem))
    specs: ClassVar = {
        "name": GROUP_NAME,
        **{
            each.value: TextSpec(gettext_lazy(each.label), _HINTS.get(each, ""), rows=2)
            for each in _TEXT_ITEMS
        },
    }
    response_due = make_day_field(gettext_lazy(MandateItem.RESPONSE_DUE.label), required=False)


class StepForm(ContentForm[StepContent]):
    """A step of the calendar, before it took place and after."""

    content_type = StepContent
    order: ClassVar = ("kind", "day", "subject", "material", "cards", "notes", "effect")
    specs: ClassVar = {
        "subject": TextSpec(gettext_lazy("What it is about"), rows=2),
        "material": TextSpec(
            gettext_lazy("Material (optional)"),
            gettext_lazy("What is read, tried or seen, and where it can be found."),
            rows=3,
        ),
        "notes": TextSpec(
            gettext_lazy("Notes (after the step)"),
            gettext_lazy(
                "Nothing is recorded: notes are written, then read back to those who were there."
                " Name nobody."
            ),
            rows=6,
        ),
        "effect": TextSpec(
            gettext_lazy("What the step changed (after the step)"),
            gettext_lazy("In the group’s questions, its hypotheses, its plan. If nothing, say so."),
            rows=3,
        ),
    }
    kind = forms.TypedChoiceField(
        label=gettext_lazy("Kind of step"),
        coerce=StepKind,
        choices=make_choices(StepKind, blank=gettext_noop("Choose one")),
        error_messages={"required": gettext_lazy("Choose a kind of step.")},
    )
    day = make_day_field(gettext_lazy("Day"))
    cards = forms.MultipleChoiceField(
        label=gettext_lazy("Cards to discuss on a screen (none chosen means all)"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "invalid_choice": gettext_lazy(
                "One of these findings was taken back or replaced. Look at what is ticked, and save"
                " again."
            )
        },
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["cards"].choices = [  # type: ignore[attr-defined]
            (str(each), pick_text(sentence)) for each, sentence in list_published_sentences()
        ]

    def freeze_notes(self) -> None:
        """Show notes to which those who were there agreed, which cannot be changed."""
        for language in LANGUAGES:
            self.fields[f"notes_{language}"].widget.attrs["readonly"] = True


class NotesForm(ContentForm[NotesAgreement]):
    """How many were there, how many agreed to the notes, and what the others would have written."""

    content_type = NotesAgreement
    order: ClassVar = ("present", "agreed", "objection")
    specs: ClassVar = {
        "objection": TextSpec(
            gettext_lazy("What the others would have written"),
            gettext_lazy("If not all agreed: their words stand beside the notes. Name nobody."),
            rows=3,
        )
    }
    present = _make_count_field(gettext_lazy("How many members were there"))
    agreed = _make_count_field(gettext_lazy("How many of them agreed to the notes"))

    @classmethod
    def beside(cls, data: QueryDict, theirs: Any, message: str, **options: Any) -> Self:
        """Return what was typed beside the numbers of somebody else, if they noted any.

        Else they changed the step: its notes are to be read back as they are now.
        """
        if theirs.agreed is not None:
            return super().beside(data, theirs, message, **options)
        typed = data.copy()
        typed["revision"] = str(theirs.revision)
        form = cls(typed)
        form.is_valid()
        form.add_error(
            None,
            _(
                "Somebody else has changed this step meanwhile. Its notes stand below as they are"
                " now: read them back, then save again."
            ),
        )
        return form
