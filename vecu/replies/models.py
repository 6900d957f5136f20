"""Replies, reasons, the sectors of a study, and the months in which a burst was held back."""

from typing import ClassVar
from uuid import uuid4

from django.db import models

from vecu.replies.rules import ReplyChoice


class Reply(models.Model):
    """Whether a finding holds where somebody works: nothing of who, and no day.

    `card` is the identifier of the version of a finding that was asked about, `version` its
    number; `sector` is the number of one of the study's, '' unless it was chosen beside the reply.
    """

    hides_order = True

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    card = models.UUIDField(db_index=True)
    version = models.PositiveIntegerField()
    reply = models.CharField(max_length=8, choices=ReplyChoice.list_choices())
    month = models.CharField(max_length=7)
    sector = models.CharField(max_length=1, blank=True)

    def __str__(self) -> str:
        return f"{self.reply} in {self.month}"


class Reason(models.Model):
    """What somebody wrote of a finding in their own words, apart from any reply.

    `receipt` is the fingerprint of the code with which they read and withdraw it, `promise` the
    number of the promise of the inquiry that they read.
    """

    hides_order = True

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    card = models.UUIDField(db_index=True)
    version = models.PositiveIntegerField()
    words = models.TextField()
    language = models.CharField(max_length=12)
    month = models.CharField(max_length=7)
    promise = models.PositiveSmallIntegerField()
    receipt = models.CharField(max_length=64, unique=True)

    def __str__(self) -> str:
        return f"reason of {self.month}"


class ReplySectors(models.Model):
    """The sectors that a study offers beside a reply, each a name by language; five at most.

    A reply holds the number of its sector, from 1: none is ever removed or moved.
    """

    study = models.UUIDField(primary_key=True)
    names = models.JSONField(default=list)

    def __str__(self) -> str:
        return f"{len(self.names)} sectors of {self.study}"


class ReplyBurst(models.Model):
    """That more replies came at once in a month than were taken; not how many, nor when."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    study = models.UUIDField()
    month = models.CharField(max_length=7)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["study", "month"], name="one_burst_per_month")
        ]

    def __str__(self) -> str:
        return f"burst in {self.month}"
