"""The calendar as members read it: what each step was, and how its notes were agreed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from vecu.groups.queries import GroupStep
from vecu.groups.sentences import describe_notes_agreement
from vecu.groups.vocabulary import StepKind


@dataclass(frozen=True, slots=True)
class CalendarEntry:
    """A step; `agreement` is how many agreed to its notes, '' before they were read back."""

    step: GroupStep
    kind: str
    agreement: str


@dataclass(frozen=True, slots=True)
class MemberCalendar:
    """What is to come, the next day first, and what took place, the latest day first."""

    coming: Sequence[CalendarEntry]
    past: Sequence[CalendarEntry]


def lay_out_calendar(steps: Sequence[GroupStep], today: date) -> MemberCalendar:
    """Return the calendar as it stands today; what is today is still to come."""
    entries = [_describe_step(each) for each in steps]
    return MemberCalendar(
        [each for each in entries if each.step.day >= today],
        [each for each in reversed(entries) if each.step.day < today],
    )


def _describe_step(step: GroupStep) -> CalendarEntry:
    return CalendarEntry(step, _(StepKind(step.kind).label), describe_notes_agreement(step))
