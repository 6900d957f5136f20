"""Which system of the register is which pilot, and what its versions and strictness stand on.

A text that somebody pastes, what is proposed for it and what they decide are in no table of this
room: a decision goes to the field log, and nothing else is kept.
"""

from collections.abc import Mapping
from typing import Any, ClassVar
from uuid import uuid4

from django.db import models

from vecu.evidence.sources import Reference


class PilotUse(models.Model):
    """The pilot that a system is, by the name that it has in addresses."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    system = models.UUIDField(unique=True)
    pilot = models.CharField(max_length=40)

    def __str__(self) -> str:
        return f"pilot {self.pilot} of system {self.system}"


class PilotRelease(models.Model):
    """A version of the pilot that was put to use: `entry` is what the register notes of it.

    The register says on which day, and undoes: a release whose entry is gone does not count.
    `supports` holds, by reason that the version answers, the shared point or agreement that the
    change stands on, as a reference without any words.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    use = models.ForeignKey(PilotUse, on_delete=models.CASCADE, related_name="releases")
    name = models.CharField(max_length=40)
    entry = models.UUIDField(unique=True)
    supports = models.JSONField(default=dict)

    class Meta:
        ordering: ClassVar = ["id"]

    def __str__(self) -> str:
        return f"release {self.id}"

    @property
    def cited(self) -> dict[str, Reference]:
        """What each answered reason stands on, as other rooms know it."""
        stored: Mapping[str, Any] = self.supports
        return {reason: Reference.from_json(each) for reason, each in stored.items()}


class StrictnessChoice(models.Model):
    """A step of strictness that groups chose: `entry` is the setting that the register notes.

    A choice whose entry is gone does not count; the register says who chose, when, and why.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    use = models.ForeignKey(PilotUse, on_delete=models.CASCADE, related_name="choices")
    step = models.PositiveSmallIntegerField()
    entry = models.UUIDField(unique=True)

    class Meta:
        ordering: ClassVar = ["id"]

    def __str__(self) -> str:
        return f"choice {self.id}"
