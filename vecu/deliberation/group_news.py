"""What is new in a group, what it means, and the one thing to do next."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from vecu.deliberation.group_vocabulary import MANDATE_LABELS, STEP_LABELS, MandateItem, StepKind
from vecu.deliberation.groups.queries import (
    GroupStep,
    LearningGroup,
    MandateSheet,
    get_mandate_sheet,
    list_steps,
)
from vecu.deliberation.groups.rules import is_large_enough
from vecu.deliberation.sentences import lower_first
from vecu.ui.templatetags.ui import day as format_day

EARLY_ITEMS = (
    MandateItem.COMMISSIONER,
    MandateItem.QUESTION,
    MandateItem.RESPONDER,
    MandateItem.RESPONSE_DUE,
    MandateItem.FACILITATOR,
)
"""What readers of a mandate sheet ask first; better said before everybody reads it."""


@dataclass(frozen=True, slots=True)
class GroupStanding:
    """A group as it stands on a day: all that its first page needs to know."""

    group: LearningGroup
    sheet: MandateSheet
    steps: Sequence[GroupStep]
    today: date

    @property
    def public(self) -> bool:
        """Whether everybody reads its mandate sheet."""
        return self.group.published is not None


@dataclass(frozen=True, slots=True)
class GroupNextStep:
    """The one thing to do next: a sentence, the label of its link, its address."""

    sentence: str
    label: str
    address: str


def get_group_standing(group: LearningGroup, today: date) -> GroupStanding:
    """Return how a group stands; it makes the same number of queries whatever it holds."""
    return GroupStanding(group, get_mandate_sheet(group), list_steps(group), today)


def name_step(step: GroupStep) -> str:
    """Return what a step is and when, such as “Training of 6 October 2026”."""
    kind = _(STEP_LABELS[StepKind(step.kind)])
    return _("%(step)s of %(day)s") % {"step": kind, "day": format_day(step.day)}


def find_group_step(standing: GroupStanding) -> GroupNextStep | None:
    """Return the first thing to do, None where nothing waits for the facilitator."""
    return next(filter(None, (find(standing) for find in _STEPS)), None)


def _say_early(standing: GroupStanding) -> GroupNextStep | None:
    missing = [each for each in standing.sheet.missing if each in EARLY_ITEMS]
    return _say(standing, missing)


def _say_rest(standing: GroupStanding) -> GroupNextStep | None:
    return _say(standing, standing.sheet.missing)


def _say(standing: GroupStanding, missing: Sequence[MandateItem]) -> GroupNextStep | None:
    if not missing:
        return None
    label = lower_first(_(MANDATE_LABELS[missing[0]]))
    sentence = _("The mandate sheet does not say yet: %(item)s.") % {"item": label}
    field = f"#id_{missing[0]}" if missing[0] is MandateItem.RESPONSE_DUE else f"#{missing[0]}"
    address = _get_address(standing, "change-mandate")
    return GroupNextStep(sentence, _("Fill in the mandate sheet"), f"{address}{field}")


def _publish(standing: GroupStanding) -> GroupNextStep | None:
    if standing.public or not is_large_enough(standing.sheet.members):
        return None
    sentence = _("What readers ask first is said: the mandate sheet can be published.")
    return GroupNextStep(sentence, _("Go to publication"), "#publication")


def _get_address(standing: GroupStanding, page: str) -> str:
    return reverse(f"deliberation:{page}", args=(standing.group.slug,))


_STEPS: Sequence[Callable[[GroupStanding], GroupNextStep | None]] = (
    _say_early,
    _publish,
    _say_rest,
)
"""What may come next, the most urgent first."""
