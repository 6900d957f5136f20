"""Forms of an evaluation: its plan, its draw, its weekly totals, its readings, its end."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vecu.casestudies.content import (
    BlindReadingContent,
    EvaluationDraw,
    EvaluationPlan,
    EvaluationStop,
    LotWeekContent,
)
from vecu.casestudies.rules import DEFAULT_LOTS, DEFAULT_PEOPLE, DEFAULT_SPREAD, WeekEvent
from vecu.fieldlog.vocabulary import GainUse
from vecu.stats import FEWEST_LOTS, MOST_LOTS, count_orders, count_weeks
from vecu.translation import gettext_noop
from vecu.ui.content_forms import ContentForm, FieldChange
from vecu.ui.form_fields import (
    GROUP_HINT,
    make_choices,
    make_day_field,
    make_name_field,
    make_number_field,
)
from vecu.ui.side_by_side import FieldLine, TextRow, TextSpec

NO_CONSULTATION = gettext_noop("None yet, or none is due")


def list_lot_choices() -> list[tuple[int, str]]:
    """Return how many lots there can be, with what follows."""
    words = _("%(lots)s starting groups, %(weeks)s weeks, %(orders)s possible orders")
    return [
        (lots, words % {"lots": lots, "weeks": count_weeks(lots), "orders": count_orders(lots)})
        for lots in range(FEWEST_LOTS, MOST_LOTS + 1)
    ]


class EvaluationPlanForm(ContentForm[EvaluationPlan]):
    """A plan; `consultations` are those of the dialogue about the system, by key."""

    content_type = EvaluationPlan
    order: ClassVar = (
        "group",
        "people",
        "lots",
        "starts",
        "spread",
        "stopping",
        "consultation",
        "why_none",
    )
    specs: ClassVar = {
        "stopping": TextSpec(
            gettext_lazy("What stops the evaluation"),
            gettext_lazy(
                "Written before it begins, such as: an invented fact that was signed, a recording"
                " without consent, an audio file found outside."
            ),
            rows=3,
        ),
        "why_none": TextSpec(
            gettext_lazy("If no consultation is due: why"), gettext_lazy("Everybody reads it."), 2
        ),
    }
    group = make_name_field(gettext_lazy("Which teams take part"), GROUP_HINT)
    people = make_number_field(gettext_lazy("How many people"), initial=DEFAULT_PEOPLE)
    lots = forms.TypedChoiceField(
        label=gettext_lazy("In how many starting groups"),
        help_text=gettext_lazy(
            "Who is in which group stands on a paper of the team, never here. Groups of similar"
            " size."
        ),
        coerce=int,
        initial=DEFAULT_LOTS,
        choices=list_lot_choices,
    )
    starts = make_day_field(gettext_lazy("Monday of the first week"))
    spread = make_number_field(
        gettext_lazy("By how many minutes a worker’s weeks vary"),
        gettext_lazy(
            "Standard deviation of the minutes of writing. If nobody knows: 90, and 150 in services"
            " where weeks are very unlike."
        ),
        initial=DEFAULT_SPREAD,
    )
    consultation = forms.TypedChoiceField(
        label=gettext_lazy("Consultation of the CST or CSE on this protocol"),
        help_text=gettext_lazy("It is noted in the dialogue, and confirmed there by both sides."),
        required=False,
        coerce=UUID,
        empty_value=None,
    )

    def __init__(
        self, *args: Any, consultations: Sequence[tuple[str, str]] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        choice: Any = self.fields["consultation"]
        choice.choices = [("", _(NO_CONSULTATION)), *consultations]


class LotWeekForm(ContentForm[LotWeekContent]):
    """Totals of one lot in one week."""

    content_type = LotWeekContent
    order: ClassVar = ("people", "writing", "checking", "care", "gross", "event", "gain")
    more: ClassVar = (
        "clocked_people",
        "clocked",
        "guessed",
        "requested",
        "accepted",
        "withdrawn",
        "unrequested",
    )
    """What is folded, until something of it is wrong."""
    evaluation = forms.UUIDField(widget=forms.HiddenInput())
    lot = forms.IntegerField(widget=forms.HiddenInput())
    week = forms.IntegerField(widget=forms.HiddenInput())
    people = make_number_field(
        gettext_lazy("People of this group at work this week"),
        gettext_lazy("Fewer than three: note 0, and leave the minutes at 0."),
    )
    writing = make_number_field(
        gettext_lazy("Minutes of writing, all together"),
        gettext_lazy(
            "Of all of them: typing, dictating, reading over, and what the machine takes. This"
            " alone is measured."
        ),
        initial=0,
    )
    checking = make_number_field(
        gettext_lazy("Of these, minutes of checking"),
        gettext_lazy("From opening a draft of the machine to signing."),
        initial=0,
    )
    care = make_number_field(
        gettext_lazy("Of these, minutes of care of the machine"),
        gettext_lazy("Asking for consent, uploading, deleting, settings."),
        initial=0,
    )
    gross = make_number_field(
        gettext_lazy("Minutes that people think they saved"),
        gettext_lazy("Before checking and care are taken off. An impression: it is not measured."),
        initial=0,
    )
    event = forms.TypedChoiceField(
        label=gettext_lazy("How the week went"),
        coerce=WeekEvent,
        choices=make_choices(WeekEvent),
        initial=WeekEvent.NONE.value,
    )
    gain = forms.TypedChoiceField(
        label=gettext_lazy("What became of the time gained"),
        help_text=gettext_lazy("One answer, on which the group agrees together."),
        required=False,
        coerce=GainUse,
        empty_value="",
        choices=make_choices(GainUse, gettext_noop("Nothing to say yet")),
    )
    clocked_people = make_number_field(
        gettext_lazy("People who clocked their writing on both drawn days"),
        gettext_lazy("Fewer than three: note 0."),
        initial=0,
    )
    clocked = make_number_field(
        gettext_lazy("Minutes of writing on these two days, by the clock"),
        gettext_lazy("All of these people together."),
        initial=0,
    )
    guessed = make_number_field(
        gettext_lazy("Minutes that they had guessed for the same days"),
        gettext_lazy("Written down before anybody read the clock."),
        initial=0,
    )
    requested = make_number_field(
        gettext_lazy("People accompanied who were asked whether the tool may be used"), initial=0
    )
    accepted = make_number_field(gettext_lazy("Of these, who accepted"), initial=0)
    withdrawn = make_number_field(gettext_lazy("Of these, who changed their mind later"), initial=0)
    unrequested = make_number_field(
        gettext_lazy("People accompanied who were not asked"),
        gettext_lazy("In a crisis, without a common language, a child, or it was forgotten."),
        initial=0,
    )

    def list_changes(self, before: Any, after: Any) -> list[FieldChange]:
        """Return what changed; with the number of people, no total: it would be one person's."""
        changes = super().list_changes(before, after)
        if before.people == after.people:
            return changes
        return [each for each in changes if each.label == self.describe_field("people")]

    @property
    def more_lines(self) -> list[TextRow | FieldLine]:
        """The fields that are folded."""
        return self.get_lines(self.more)

    @property
    def opens_more(self) -> bool:
        """Whether a folded field needs to be read."""
        return any(name in self.errors for name in self.more)


class BlindReadingForm(ContentForm[BlindReadingContent]):
    """Counts of a blind reading, and what its readers miss."""

    content_type = BlindReadingContent
    order: ClassVar = ("group", "day", "readers", "own", "machine", "missing")
    specs: ClassVar = {
        "missing": TextSpec(
            gettext_lazy("What readers miss in either note"),
            gettext_lazy("As the association words it; nothing of a real visit or person."),
            rows=3,
        )
    }
    evaluation = forms.UUIDField(widget=forms.HiddenInput())
    group = make_name_field(gettext_lazy("Association of the readers"), GROUP_HINT)
    day = make_day_field(gettext_lazy("Day of the reading"))
    readers = make_number_field(gettext_lazy("How many people read"))
    own = make_number_field(gettext_lazy("Would keep the worker’s note"))
    machine = make_number_field(gettext_lazy("Would keep the note that began as a draft"))


class EvaluationDrawForm(ContentForm[EvaluationDraw]):
    """The words from which the order is drawn."""

    content_type = EvaluationDraw
    order: ClassVar = ("words",)
    words = make_name_field(
        gettext_lazy("Your words for the draw"),
        gettext_lazy(
            "Such as the headline of today’s newspaper. They are published with the order: anybody"
            " can draw again and compare."
        ),
    )


class EvaluationStopForm(ContentForm[EvaluationStop]):
    """Why an evaluation does not go on."""

    content_type = EvaluationStop
    order: ClassVar = ("stopped_reason",)
    specs: ClassVar = {"stopped_reason": TextSpec(gettext_lazy("Why it is stopped"), rows=3)}


class PlannerForm(forms.Form):
    """What somebody who plans wants to know: how little so few can show."""

    people = make_number_field(gettext_lazy("How many people"), initial=DEFAULT_PEOPLE)
    spread = make_number_field(
        gettext_lazy("By how many minutes a worker’s weeks vary"), initial=DEFAULT_SPREAD
    )

    @classmethod
    def read(cls, sent: Mapping[str, Any]) -> "PlannerForm":
        """Return the form as it was sent, or as it begins."""
        return cls(sent) if "people" in sent else cls()
