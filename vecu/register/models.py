"""AI systems, what is noted of each, and how it came about."""

from typing import ClassVar
from uuid import uuid4

from django.db import models

from vecu.accounts.rules import Scope, ScopeKind
from vecu.evidence.sources import Reference
from vecu.records.two_sides import TwoSidedRecord
from vecu.register.rules import (
    ConsultationKind,
    ConsultationOutcome,
    InvolvementEffect,
    InvolvementStep,
    SettingLean,
    Stage,
    SupportedReach,
    SystemFamily,
)

NAME_LENGTH = 200
"""The longest name of a supplier, a group, a version or a person, and the longest value."""


class System(models.Model):
    """One AI system. Everybody reads it from the day on which it was published.

    Personal data held: the name of a person who agreed to be reached, and how; it is in no history.
    `revision` increases with each change, to detect two people who edit at once; `slug` stays. All
    that is noted of a `fictional` system is invented, and its pages say so.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    slug = models.SlugField(unique=True)
    revision = models.PositiveIntegerField(default=1)
    published = models.DateField(null=True)
    fictional = models.BooleanField(default=False)
    name = models.JSONField(default=dict)
    problem = models.JSONField(default=dict)
    without_tool = models.JSONField(default=dict)
    purpose = models.JSONField(default=dict)
    supplier = models.CharField(max_length=NAME_LENGTH, blank=True)
    promise = models.JSONField(default=dict)
    family = models.CharField(max_length=20, choices=SystemFamily.list_choices(), blank=True)
    users = models.JSONField(default=dict)
    touched = models.JSONField(default=dict)
    supported = models.CharField(max_length=3, choices=SupportedReach.list_choices(), blank=True)
    contact_name = models.CharField(max_length=NAME_LENGTH, blank=True)
    contact_reach = models.JSONField(default=dict)

    def __str__(self) -> str:
        return f"system {self.id}"

    @property
    def scope(self) -> Scope:
        """What roles, findings and the audit of this system belong to."""
        return Scope(ScopeKind.SYSTEM, self.id)


class SystemRecord(models.Model):
    """What all rows about a system have. `revision` increases with each change, undoing too."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    system = models.ForeignKey(System, on_delete=models.CASCADE, related_name="%(class)ss")
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{type(self).__name__} {self.id}"


class SystemEntry(SystemRecord):
    """What was so, or happened, on a day."""

    day = models.DateField()

    class Meta:
        abstract = True
        ordering: ClassVar = ["day", "id"]

    @property
    def cited(self) -> list[Reference]:
        """What it stands on, as other rooms know it."""
        return []


class CitingSystemEntry(SystemEntry):
    """An entry that cites evidence. `references` hold no words: these are read anew each time."""

    references = models.JSONField(default=list)

    class Meta(SystemEntry.Meta):
        abstract = True

    @property
    def cited(self) -> list[Reference]:
        """The references as other rooms know them."""
        return [Reference.from_json(each) for each in self.references]


class SystemStage(SystemEntry):
    """A stage that a system came to. A system comes to one stage on a day at most."""

    stage = models.CharField(max_length=12, choices=Stage.list_choices())
    reason = models.JSONField(default=dict)

    class Meta(SystemEntry.Meta):
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["system", "day"], name="register_one_stage_a_day")
        ]


class SystemVersion(CitingSystemEntry):
    """A version of a system. `references` is what its changes stand on."""

    name = models.CharField(max_length=NAME_LENGTH)
    changes = models.JSONField(default=dict)

    class Meta(SystemEntry.Meta):
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["system", "name"], name="register_version_named_once")
        ]


class SystemSetting(SystemEntry):
    """A value that a group chose; the one that it `replaces` stays readable."""

    name = models.JSONField(default=dict)
    value = models.CharField(max_length=NAME_LENGTH)
    group = models.CharField(max_length=NAME_LENGTH)
    reason = models.JSONField(default=dict)
    heard = models.JSONField(default=dict)
    lean = models.CharField(max_length=20, choices=SettingLean.list_choices(), blank=True)
    replaces = models.UUIDField(null=True, unique=True)


class Involvement(SystemEntry):
    """Who took part at a step. No field of it says that they agreed to anything."""

    group = models.CharField(max_length=NAME_LENGTH)
    step = models.CharField(max_length=20, choices=InvolvementStep.list_choices())
    effect = models.CharField(max_length=20, choices=InvolvementEffect.list_choices())
    outcome = models.JSONField(default=dict)
    refusal = models.JSONField(default=dict)


class Consultation(SystemEntry, TwoSidedRecord):
    """A consultation of staff representatives, or why none is due; who owns the system notes it."""

    confirms_minutes = True
    kind = models.CharField(max_length=12, choices=ConsultationKind.list_choices())
    body = models.CharField(max_length=NAME_LENGTH, blank=True)
    reference = models.CharField(max_length=NAME_LENGTH, blank=True)
    why_none = models.JSONField(default=dict)
    outcome = models.CharField(
        max_length=12, choices=ConsultationOutcome.list_choices(), blank=True
    )


class SystemGap(CitingSystemEntry):
    """What a system prescribes, and a real situation in which people do otherwise.

    `references` are to what people wrote, never tied to the log.
    """

    rule = models.JSONField(default=dict)
    source = models.CharField(max_length=NAME_LENGTH, blank=True)
    situation = models.JSONField(default=dict)
    practice = models.JSONField(default=dict)
    reason = models.CharField(max_length=24, blank=True)
    group = models.CharField(max_length=NAME_LENGTH)
