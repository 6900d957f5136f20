"""The calendar of a group in words: each step, how it stands, who agreed to its notes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from vecu.groups.models import GroupStep
from vecu.groups.rules import judge_step
from vecu.groups.sentences import describe_notes_agreement
from vecu.groups.vocabulary import (
    StepKind,
    StepState,
)
from vecu.ui.noted_facts import NotedFact
from vecu.ui.templatetags.ui import day as format_day

COMING = frozenset({StepState.TO_COME, StepState.TODAY})
"""Steps of which nothing is noted yet, nor expected."""


@dataclass(frozen=True, slots=True)
class StepDescription:
    """A step in words. `agreement` says who agreed to its notes, '' before they were read back."""

    row: GroupStep
    kind: str
    day: str
    state: StepState
    state_label: str
    agreement: str
    facts: Sequence[NotedFact]

    @property
    def cards(self) -> str:
        """Which cards it discusses, as an address names them, '' for all."""
        return ".".join(self.row.cards)

    @property
    def title(self) -> str:
        """What it is and when, such as “Training of 6 October 2026”."""
        return _("%(step)s of %(day)s") % {"step": self.kind, "day": self.day}


def describe_step(step: GroupStep, today: date) -> StepDescription:
    """Return a step as those read it who have a role in the group."""
    state = judge_step(
        step.day, today, has_notes=bool(step.notes), is_agreed=step.agreed is not None
    )
    facts = [
        NotedFact(_("Material"), step.material),
        NotedFact(_("Notes of the step"), step.notes),
        NotedFact(_("What the others would have written"), step.objection),
        NotedFact(_("What the step changed"), step.effect),
    ]
    return StepDescription(
        step,
        _(StepKind(step.kind).label),
        format_day(step.day),
        state,
        _(state.label),
        describe_notes_agreement(step),
        [each for each in facts if each.texts],
    )
