"""Evaluations of writing tools, their weekly totals by lot, their blind readings."""

from datetime import date
from typing import Any, ClassVar

from django.db import models

from vecu.casestudies.cases.models import Case, CaseEvent, EmployerTerms
from vecu.casestudies.matrix.models import CaseMatrix, MatrixCell
from vecu.casestudies.rules import (
    EvaluationState,
    ReadingVerdict,
    WeekEvent,
    get_commitment,
    get_last_day,
    judge_reading,
    judge_state,
)
from vecu.fieldlog.vocabulary import GainUse
from vecu.records.two_sides import TwoSidedRecord
from vecu.register.queries import SystemRecord
from vecu.stats import count_weeks

__all__ = [
    "BlindReading",
    "Case",
    "CaseEvent",
    "CaseMatrix",
    "EmployerTerms",
    "LotWeek",
    "MatrixCell",
    "ToolEvaluation",
]

NAME_LENGTH = 200
"""The longest name of a team or an association, and the longest words of a draw."""


class ToolEvaluation(SystemRecord, TwoSidedRecord):
    """An evaluation of a system: its plan, the draw, why it was stopped.

    `half` is the laboratory's part of the draw, in no history, and on no page before `drawn`;
    `words` are the representatives', `order` holds the lots as they begin. Its `revision`
    increases with each of its totals: who confirmed the result has read another.
    """

    group = models.CharField(max_length=NAME_LENGTH)
    people = models.PositiveSmallIntegerField()
    lots = models.PositiveSmallIntegerField()
    starts = models.DateField()
    spread = models.PositiveSmallIntegerField()
    stopping = models.JSONField(default=dict)
    consultation = models.UUIDField(null=True)
    why_none = models.JSONField(default=dict)
    fixed = models.DateField(null=True)
    half = models.CharField(max_length=64, blank=True)
    drawn = models.DateField(null=True)
    words = models.CharField(max_length=NAME_LENGTH, blank=True)
    drawn_mandate = models.CharField(max_length=36, blank=True)
    order = models.JSONField(default=list)
    stopped = models.DateField(null=True)
    stopped_reason = models.JSONField(default=dict)

    class Meta:
        ordering: ClassVar = ["-starts", "id"]

    @property
    def weeks(self) -> int:
        """How many weeks it takes."""
        return count_weeks(self.lots)

    @property
    def last_day(self) -> date:
        """The Friday of its last week."""
        return get_last_day(self.starts, self.lots)

    @property
    def commitment(self) -> str:
        """What is shown of the laboratory's half before the draw."""
        return get_commitment(self.half)

    def judge_state(self, today: date) -> EvaluationState:
        """Return how far it has come."""
        return judge_state(
            fixed=self.fixed,
            drawn=self.drawn,
            stopped=self.stopped,
            starts=self.starts,
            lots=self.lots,
            today=today,
        )


class LotWeek(SystemRecord):
    """Totals of one lot in one week. No row says anything of a person, nor of fewer than three."""

    evaluation = models.UUIDField()
    lot = models.PositiveSmallIntegerField()
    week = models.PositiveSmallIntegerField()
    people = models.PositiveSmallIntegerField()
    writing = models.PositiveIntegerField(default=0)
    gross = models.PositiveIntegerField(default=0)
    checking = models.PositiveIntegerField(default=0)
    care = models.PositiveIntegerField(default=0)
    event = models.CharField(max_length=10, choices=WeekEvent.list_choices())
    gain = models.CharField(max_length=12, choices=GainUse.list_choices(), blank=True)
    clocked_people = models.PositiveSmallIntegerField(default=0)
    clocked = models.PositiveIntegerField(default=0)
    guessed = models.PositiveIntegerField(default=0)
    requested = models.PositiveSmallIntegerField(default=0)
    accepted = models.PositiveSmallIntegerField(default=0)
    withdrawn = models.PositiveSmallIntegerField(default=0)
    unrequested = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["week", "lot"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["evaluation", "lot", "week"], name="casestudies_one_total_a_week"
            )
        ]

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Store it, and have the result confirmed again."""
        super().save(*args, **kwargs)
        self._revise()

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Remove it, and have the result confirmed again."""
        self._revise()
        return super().delete(*args, **kwargs)

    def _revise(self) -> None:
        found = ToolEvaluation.objects.filter(pk=self.evaluation)
        found.update(revision=models.F("revision") + 1)


class BlindReading(SystemRecord):
    """A blind reading of invented visits: counts of readers, and what they miss, as a group."""

    evaluation = models.UUIDField()
    day = models.DateField()
    group = models.CharField(max_length=NAME_LENGTH)
    readers = models.PositiveSmallIntegerField()
    own = models.PositiveSmallIntegerField()
    machine = models.PositiveSmallIntegerField()
    missing = models.JSONField(default=dict)

    class Meta:
        ordering: ClassVar = ["day", "id"]

    @property
    def verdict(self) -> ReadingVerdict:
        """What it tells."""
        return judge_reading(self.readers, self.own, self.machine)
