"""Routes of those who say no, walked paths, and codes: all that is stored of a person."""

from datetime import date
from hashlib import sha256
from typing import Any, ClassVar
from uuid import uuid4

from django.db import models

from vecu.records.rules import Standing
from vecu.records.two_sides import TwoSidedRecord
from vecu.register.queries import System
from vecu.safeguards.quarters import read_quarter
from vecu.safeguards.rules import (
    AnsweringRole,
    ConsentKind,
    ContactChannel,
    PersonCodeKind,
    PersonCodeState,
)
from vecu.safeguards.walk_rules import NonTakeUp, ToolAnswer, WalkDoor, WalkEnd, WalkTask
from vecu.surveys.consent.legal_bases import LegalBasis

TELEPHONE_LENGTH = 40
NAME_LENGTH = 200


class SafeguardRecord(models.Model):
    """What all entries of safeguards have. `revision` increases with each change, undoing too."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    system = models.ForeignKey(System, on_delete=models.CASCADE, related_name="%(class)ss")
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{type(self).__name__} {self.id}"


class OfficeRecord(SafeguardRecord):
    """Where somebody goes: an office, a place, hours, a telephone, and within how many days."""

    office = models.JSONField(default=dict)
    place = models.JSONField(default=dict)
    telephone = models.CharField(max_length=TELEPHONE_LENGTH)
    hours = models.JSONField(default=dict)
    days = models.PositiveSmallIntegerField()

    class Meta:
        abstract = True
        ordering: ClassVar = ["id"]

    @property
    def dialled(self) -> str:
        """Its telephone number as a link dials it."""
        return "".join(each for each in self.telephone if each.isdigit() or each == "+")


class RefusalRoute(OfficeRecord):
    """Where somebody goes who says no to a system; within `days` they get what others get."""


class LookOffice(OfficeRecord):
    """Where a request goes that a person looks again, and which function looks, within `days`.

    `asking_days` is how long afterwards one may ask, 0 if that has no end; `appeals` are the kinds
    of decisions that the service takes.
    """

    looker = models.JSONField(default=dict)
    asking_days = models.PositiveSmallIntegerField(default=0)
    appeals = models.JSONField(default=list)


class WalkSeries(SafeguardRecord, TwoSidedRecord):
    """A series of walks of one quarter: who walks, which tasks; what its walks found is signed.

    Its `revision` increases with each of its walks: who signed has read other ones.
    """

    group = models.CharField(max_length=NAME_LENGTH)
    paid = models.BooleanField(default=False)
    quarter = models.CharField(max_length=7)
    tasks = models.JSONField(default=list)
    agreed = models.DateField()
    informed = models.DateField(null=True)

    class Meta:
        ordering: ClassVar = ["-quarter", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["system", "quarter"], name="safeguards_one_series_a_quarter"
            )
        ]

    def is_public(self, today: date) -> bool:
        """Return whether both sides signed it, the staff know it, and its quarter is over."""
        return (
            self.standing is Standing.CONFIRMED
            and self.informed is not None
            and read_quarter(self.quarter).last_day < today
        )


class Walk(SafeguardRecord):
    """How one walk went: no row says when, or who walked, or whom they met."""

    quarter = models.CharField(max_length=7)
    task = models.CharField(max_length=20, choices=WalkTask.list_choices())
    answer = models.CharField(max_length=10, choices=ToolAnswer.list_choices())
    door = models.CharField(max_length=10, choices=WalkDoor.list_choices())
    end = models.CharField(max_length=10, choices=WalkEnd.list_choices())
    minutes = models.PositiveSmallIntegerField()
    reached = models.BooleanField(default=False)
    place = models.JSONField(default=dict)
    demanded = models.JSONField(default=dict)
    non_take_up = models.CharField(max_length=10, blank=True, choices=NonTakeUp.list_choices())

    class Meta:
        ordering: ClassVar = ["task", "answer", "door"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["system", "quarter", "task", "answer", "door"],
                name="safeguards_one_walk_a_door",
            )
        ]

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Store it, and have its series signed again, with the one that it leaves if it moves."""
        self._revise()
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Remove it, and have its series signed again."""
        self._revise()
        return super().delete(*args, **kwargs)

    def _revise(self) -> None:
        stored = Walk.objects.filter(pk=self.pk).values_list("quarter", flat=True)
        quarters = {self.quarter, *stored}
        found = WalkSeries.objects.filter(system=self.system_id, quarter__in=quarters)
        found.update(revision=models.F("revision") + 1)


class ConsentSheet(SafeguardRecord):
    """What a person is asked before a system is used on them, in simple words.

    `says` is what the tool does, a sentence a line; `with_tool` and `without_tool` have the same
    topics, `topic: what happens` a line. `readers` are people concerned who read it over, on
    `read_on`: until then it is not easy to read, only simple.
    """

    kind = models.CharField(max_length=12, choices=ConsentKind.list_choices())
    legal_basis = models.CharField(max_length=20, choices=LegalBasis.list_choices())
    controller = models.JSONField(default=dict)
    purpose = models.JSONField(default=dict)
    retention = models.JSONField(default=dict)
    title = models.JSONField(default=dict)
    says = models.JSONField(default=dict)
    with_tool = models.JSONField(default=dict)
    without_tool = models.JSONField(default=dict)
    readers = models.JSONField(default=dict)
    read_on = models.DateField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["system"], name="safeguards_one_consent_sheet")
        ]

    def hash_words(self, language: str) -> str:
        """Return what says whether a voice reads the words of now."""
        texts = [self.title, self.says, self.with_tool, self.without_tool]
        return sha256("\0".join(each.get(language, "") for each in texts).encode()).hexdigest()


class ConsentRecording(models.Model):
    """A voice that reads a sheet in a language; `words` is the hash of what it reads."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    system = models.ForeignKey(System, on_delete=models.CASCADE, related_name="consent_recordings")
    language = models.CharField(max_length=10)
    content = models.BinaryField()
    content_type = models.CharField(max_length=40)
    words = models.CharField(max_length=64)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["system", "language"], name="safeguards_one_recording_a_language"
            )
        ]

    def __str__(self) -> str:
        return f"recording {self.pk}"


class CountedSite(SafeguardRecord):
    """A site whose months are counted; `opened` is since when the tool is open there."""

    name = models.CharField(max_length=NAME_LENGTH)
    counted_from = models.DateField()
    opened = models.DateField(null=True)

    class Meta:
        ordering: ClassVar = ["name", "id"]


class QuarterDeclaration(SafeguardRecord):
    """What quarters compare, for ever: declared before the day on which the first one begins."""

    first = models.DateField()
    outcome = models.CharField(max_length=12)
    grouping = models.CharField(max_length=12)
    most_quarters = models.PositiveSmallIntegerField()
    margin = models.PositiveSmallIntegerField()

    class Meta:
        ordering: ClassVar = ["first", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["system"], name="safeguards_one_declaration")
        ]


class MonthCount(SafeguardRecord):
    """What a site counted in a month, without a list of people; corrections have their sign."""

    site = models.UUIDField()
    month = models.DateField()
    is_correction = models.BooleanField(default=False)
    counts = models.JSONField(default=dict)

    class Meta:
        ordering: ClassVar = ["month", "is_correction", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["site", "month", "is_correction"], name="safeguards_one_count_a_month"
            )
        ]


class UpheldComplaint(SafeguardRecord):
    """The day on which a complaint was upheld that a no cost something; nothing of who, or why."""

    day = models.DateField()

    class Meta:
        ordering: ClassVar = ["day", "id"]


class PersonCode(models.Model):
    """A code on paper, and what became of it: all that is stored of a person.

    Who has it, about what, and what was answered is with the organisation, under the code. A no has
    no row: refusing, withdrawing and the end of `deadline` delete it. Of a second look that is
    closed, `day` is the Monday of its week, and `deadline` that of the week in which its answer was
    missed, None if it came in time. `role` is who typed the answer, never by name.
    """

    hides_order = True
    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    system = models.ForeignKey(System, on_delete=models.CASCADE, related_name="person_codes")
    fingerprint = models.CharField(max_length=64, unique=True)
    kind = models.CharField(max_length=12, choices=PersonCodeKind.list_choices())
    channel = models.CharField(max_length=12, choices=ContactChannel.list_choices(), blank=True)
    day = models.DateField()
    deadline = models.DateField(null=True)
    state = models.CharField(
        max_length=12, choices=PersonCodeState.list_choices(), default=PersonCodeState.ISSUED
    )
    role = models.CharField(max_length=12, choices=AnsweringRole.list_choices(), blank=True)

    def __str__(self) -> str:
        return f"person code {self.fingerprint[:8]}"
