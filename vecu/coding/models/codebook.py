"""The codes of a study, their versions, and the coders."""

from collections.abc import Mapping
from typing import ClassVar
from uuid import uuid4

from django.conf import settings
from django.db import models

from vecu.coding.rules import CoderKind
from vecu.questionnaires import Wording

LEAST_AGREEMENT = 0.8
"""Krippendorff (2004) relies on codings with this alpha or more; a team may set another."""


def combine_translations(language: str, text: str, translations: Mapping[str, str]) -> Wording:
    """Return a text of `language` with its translations; its own text comes first and wins."""
    others = {code: other for code, other in translations.items() if other and code != language}
    return Wording({language: text} | others)


class Codebook(models.Model):
    """The codes of one study. `questions` are the paths of the coded ones; empty means all.

    `language` is the language of the codes.

    While it is `blind`, nobody sees others' codes on a text before all of its coders are done.
    `floor` is the minimum of surely reached agreement for autocoding.
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
    """A published version of the codebook; it never changes."""

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
    """One code: an idea that texts are coded by.

    `use_when` and `not_when` delimit it for coders. `questions` limits it and its descendants to
    answers of some questions. `translated_names` has the name in languages other than the
    codebook's; its other texts are for coders only. A code `merged` into another keeps its
    codings, which count as the other's; a `retired` one is no longer offered. `revision` increases
    with each change, to detect conflicting edits.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    codebook = models.ForeignKey(Codebook, on_delete=models.CASCADE, related_name="codes")
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="children")
    place = models.PositiveIntegerField(default=0)
    name = models.CharField(max_length=120)
    translated_names = models.JSONField(default=dict)
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

    @property
    def names(self) -> Wording:
        """The name in every language that has it, the codebook's first."""
        return combine_translations(self.codebook.language, self.name, self.translated_names)


class Coder(models.Model):
    """A coder: a member, somebody named in an imported file, or the machine.

    `keys` are the codes under the hotkeys 1 to 9, for each question, each with the number of the
    action that used it last.
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
