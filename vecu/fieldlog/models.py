"""Logs, their tokens and suspensions; the open months with their decisions; the closed ones."""

from typing import ClassVar
from uuid import uuid4

from django.db import models

from vecu.accounts.key_ring import get_newest_number
from vecu.accounts.rules import Scope, ScopeKind
from vecu.fieldlog.months import HalfDay, SuspendedSpan
from vecu.fieldlog.rules import AgreementSide
from vecu.fieldlog.vocabulary import (
    ExplanationUse,
    Outcome,
    OverrideReason,
    SamplingArm,
    TotalsSheet,
)
from vecu.records.two_sides import TwoSidedRecord


class FieldLog(TwoSidedRecord):
    """The log of one system, by its uuid, and what was noted before it began.

    The consultation is noted in the register. `impact_assessment` and `charter` are references, and
    `revision` increases whenever one changes: representatives confirm them as they are then. Where
    no body could, `no_body` says why by language. `baseline_minutes` were measured for a case
    without the tool, and `baseline_source` says by language how and when. `supplier_log` says by
    language what the supplier's own log keeps. With `diary_open` a diary code opens the diary too,
    else figures only; `proposal_kinds` is what the diary offers as the kind of a proposal: a list
    of `{"key": …, "label": {language: …}}`, empty for the usual ones. All codes and names of a log
    are made with the key that was newest when it began, `key_number`.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    system = models.UUIDField(unique=True)
    impact_assessment = models.CharField(max_length=300, blank=True)
    charter = models.CharField(max_length=300, blank=True)
    charter_day = models.DateField(null=True)
    revision = models.PositiveIntegerField(default=1)
    no_body = models.JSONField(default=dict)
    supplier_log = models.JSONField(default=dict)
    baseline_minutes = models.FloatField(null=True)
    baseline_source = models.JSONField(default=dict)
    diary_open = models.BooleanField(default=True)
    proposal_kinds = models.JSONField(default=list)
    key_number = models.PositiveSmallIntegerField(default=get_newest_number, editable=False)

    def __str__(self) -> str:
        return f"log of {self.system}"

    @property
    def scope(self) -> Scope:
        """The system, in which roles are given."""
        return Scope(ScopeKind.SYSTEM, self.system)


class LogToken(models.Model):
    """With what a system sends events. The token itself is not stored, but its fingerprint."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    log = models.ForeignKey(FieldLog, on_delete=models.CASCADE, related_name="tokens")
    fingerprint = models.CharField(max_length=64, unique=True)
    day = models.DateField()
    revoked_day = models.DateField(null=True)

    def __str__(self) -> str:
        return f"token of {self.day}"


class DiaryCode(models.Model):
    """A code with which somebody keeps a diary of the machine, and reads figures first.

    Only its fingerprint is stored. Nothing says whether it was ever used.
    """

    hides_order = True
    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    log = models.ForeignKey(FieldLog, on_delete=models.CASCADE, related_name="diary_codes")
    fingerprint = models.CharField(max_length=64, unique=True)

    def __str__(self) -> str:
        return f"diary code {self.fingerprint[:8]}"


class LogSuspension(models.Model):
    """Whole half-days whose decisions are never kept; without a last one while it goes on."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    log = models.ForeignKey(FieldLog, on_delete=models.CASCADE, related_name="suspensions")
    first_day = models.DateField()
    first_afternoon = models.BooleanField()
    last_day = models.DateField(null=True)
    last_afternoon = models.BooleanField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["log"],
                condition=models.Q(last_day__isnull=True),
                name="one_suspension_at_a_time",
            )
        ]

    def __str__(self) -> str:
        return f"suspended from {self.first_day}"

    @property
    def span(self) -> SuspendedSpan:
        """Its half-days."""
        first = HalfDay(self.first_day, self.first_afternoon)
        if self.last_day is None:
            return SuspendedSpan(first)
        return SuspendedSpan(first, HalfDay(self.last_day, bool(self.last_afternoon)))


class OpenMonth(models.Model):
    """A month that has not closed. Its `key` makes pseudonyms; both go when it closes."""

    hides_order = True
    excluded_from_backups = True
    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    log = models.ForeignKey(FieldLog, on_delete=models.CASCADE, related_name="open_months")
    month = models.CharField(max_length=7)
    key = models.BinaryField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["log", "month"], name="one_key_per_month")
        ]

    def __str__(self) -> str:
        """Return the month."""
        return self.month


class LogDecision(models.Model):
    """What somebody did with a proposal, until the month closes. It says neither day nor order.

    `event`, `case`, `worker`, `proposal` and `own_judgement` are fingerprints by the month's key:
    they tell what is the same, and nothing else but that a worker's is from a diary
    (`diary_marks`). `correction_kinds` are separated by spaces.
    """

    hides_order = True
    excluded_from_backups = True
    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    month = models.ForeignKey(OpenMonth, on_delete=models.CASCADE, related_name="decisions")
    event = models.CharField(max_length=64)
    case = models.CharField(max_length=64)
    worker = models.CharField(max_length=64)
    outcome = models.CharField(max_length=12, choices=Outcome.list_choices())
    system_version = models.CharField(max_length=40)
    proposal_kind = models.CharField(max_length=40)
    proposal = models.CharField(max_length=64, blank=True)
    own_judgement = models.CharField(max_length=64, blank=True)
    reason = models.CharField(max_length=24, choices=OverrideReason.list_choices(), blank=True)
    explanation = models.CharField(max_length=16, choices=ExplanationUse.list_choices(), blank=True)
    told_minutes = models.FloatField(null=True)
    active_minutes = models.FloatField(null=True)
    told_saved_minutes = models.FloatField(null=True)
    correction_kinds = models.CharField(max_length=60, blank=True)
    arm = models.CharField(
        max_length=16, choices=[(each.value, each.value) for each in SamplingArm]
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["month", "event"], name="one_decision_per_event"),
            models.UniqueConstraint(
                fields=["month", "case", "worker"], name="one_decision_per_case_and_worker"
            ),
        ]

    def __str__(self) -> str:
        """Return the outcome."""
        return self.outcome


class CaseTruth(models.Model):
    """What was right in a case, until the month of its decision closes; all by fingerprints."""

    hides_order = True
    excluded_from_backups = True
    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    month = models.ForeignKey(OpenMonth, on_delete=models.CASCADE, related_name="truths")
    case = models.CharField(max_length=64)
    value = models.CharField(max_length=64)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["month", "case"], name="one_truth_per_case")
        ]

    def __str__(self) -> str:
        return f"truth of {self.case[:8]}"


class TypedTotals(models.Model):
    """Totals that somebody typed with a diary code, until the month closes: numbers, no text.

    `event` and `worker` are fingerprints by the month's key; a worker's is another for each
    `sheet`, and none of them is that of decisions. `word` and the keys of `amounts` are of closed
    lists (`typed_totals`).
    """

    hides_order = True
    excluded_from_backups = True
    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    month = models.ForeignKey(OpenMonth, on_delete=models.CASCADE, related_name="totals")
    event = models.CharField(max_length=64)
    worker = models.CharField(max_length=64)
    sheet = models.CharField(
        max_length=12, choices=[(each.value, each.value) for each in TotalsSheet]
    )
    word = models.CharField(max_length=16, blank=True)
    amounts = models.JSONField(default=dict)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["month", "event"], name="one_totals_per_event")
        ]

    def __str__(self) -> str:
        """Return the sheet."""
        return self.sheet


class ClosedMonth(models.Model):
    """A month that has closed. Its figures are in the extract of its system."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    log = models.ForeignKey(FieldLog, on_delete=models.CASCADE, related_name="closed_months")
    month = models.CharField(max_length=7)

    class Meta:
        ordering: ClassVar = ["month"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["log", "month"], name="one_closing_per_month")
        ]

    def __str__(self) -> str:
        """Return the month."""
        return self.month


class MonthAgreement(models.Model):
    """That one side agrees to let everybody read the figures of a month.

    `group` agrees; `by` is the account that noted it. Staff representatives agree first, the owner
    of the system then; with both, the figures are released.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    month = models.ForeignKey(ClosedMonth, on_delete=models.CASCADE, related_name="agreements")
    side = models.CharField(
        max_length=15, choices=[(each.value, each.value) for each in AgreementSide]
    )
    group = models.CharField(max_length=200)
    by = models.CharField(max_length=150)
    day = models.DateField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["month", "side"], name="one_agreement_per_side")
        ]

    def __str__(self) -> str:
        return f"{self.side}: {self.group}"
