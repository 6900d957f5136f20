"""The codes of a study in their hierarchy and versions, and who codes."""

from typing import ClassVar
from uuid import uuid4

from django.conf import settings
from django.db import models

from vecu.coding.rules import CoderKind

LEAST_AGREEMENT = 0.8
"""Alpha from which Krippendorff (2004) relies on what was coded; a team may set another."""


class Codebook(models.Model):
    """The codes of one study. `questions` are the paths of those coded; without any, all are.

    `language` is the one that codes are named in.

    While it is `blind`, nobody sees what others did with a text before all of its coders are done.
    The machine may code by itself what it surely agrees on with people at least as far as `floor`.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    study = models.OneToOneField("surveys.Study", on_delete=models.CASCADE, related_name="+")
    questions = models.JSONField(default=list)
    blind = models.BooleanField(default=True)
    language = models.CharField(max_length=12)
    floor = models.FloatField(default=LEAST_AGREEMENT)

    def __str__(self) -> str:
        return f"codebook of {self.study_id}"


class CodebookVersion(models.Model):
    """The codebook as it stood when a member published it; never changes."""

    codebook = models.ForeignKey(Codebook, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    at = models.DateTimeField()
    by = models.CharField(max_length=150)
    note = models.TextField(blank=True)
    codes = models.JSONField()

    class Meta:
        ordering: ClassVar = ["-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["codebook", "number"], name="one_codebook_version_per_number"
            )
        ]

    def __str__(self) -> str:
        return f"{self.codebook} {self.number}"


class Code(models.Model):
    """One idea that texts are coded by.

    `use_when` and `not_when` tell coders where it ends. `questions` limits it, and what stands
    below it, to answers of some questions. A code `merged` into another keeps its codings, which
    count as the other's; a `retired` one is no longer offered. `revision` grows with each change,
    so that of two members who change it at once the second is told.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    codebook = models.ForeignKey(Codebook, on_delete=models.CASCADE, related_name="codes")
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="children")
    place = models.PositiveIntegerField(default=0)
    name = models.CharField(max_length=120)
    definition = models.TextField(blank=True)
    use_when = models.TextField(blank=True)
    not_when = models.TextField(blank=True)
    examples = models.TextField(blank=True)
    colour = models.CharField(max_length=7)
    questions = models.JSONField(default=list)
    retired = models.BooleanField(default=False)
    merged = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="absorbed")
    revision = models.PositiveIntegerField(default=1)

    def __str__(self) -> str:
        return self.name


class Coder(models.Model):
    """Whoever codes: a member, somebody known from an imported file, or a machine.

    `keys` are the codes under the keys 1 to 9, for each question, and with each the number of the
    act that used it last.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    codebook = models.ForeignKey(Codebook, on_delete=models.CASCADE, related_name="coders")
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    name = models.CharField(max_length=150)
    kind = models.CharField(
        max_length=8,
        choices=[(kind.value, kind.value) for kind in CoderKind],
        default=CoderKind.PERSON,
    )
    keys = models.JSONField(default=dict)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["codebook", "account"], name="one_coder_per_account")
        ]

    def __str__(self) -> str:
        return self.name
