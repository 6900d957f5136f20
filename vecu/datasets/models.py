"""Imported rows and uploads; extracts, and the ledger of what was released from them."""

from typing import Any, ClassVar
from uuid import uuid4

from django.db import models

from vecu.accounts.rules import Scope, ScopeKind

_SCOPE_KINDS = [(kind.value, kind.value) for kind in ScopeKind]


class ImportedRow(models.Model):
    """A row that became an answer. It outlives the answer: a withdrawn row is not imported again.

    `key` is the fingerprint of the mapped key, or of the file's hash and the row's number.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    fielding = models.UUIDField()
    key = models.CharField(max_length=64)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["fielding", "key"], name="one_answer_per_imported_row")
        ]

    def __str__(self) -> str:
        """Return the fingerprint."""
        return self.key


class Upload(models.Model):
    """A file that a member has uploaded and not confirmed yet.

    Personal data held: whatever the file holds, for a day at most; it is deleted when its owner
    confirms or cancels, and by `vecu purge`. `study` is None for a new study; `codes` is its
    codes file; `settings` is how it is read and mapped, as JSON.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    study = models.UUIDField(null=True)
    owner = models.PositiveBigIntegerField()
    name = models.CharField(max_length=200)
    content = models.BinaryField()
    codes = models.BinaryField(default=bytes)
    settings = models.JSONField(default=dict)
    day = models.DateField(db_index=True)

    def __str__(self) -> str:
        """Return the name of the uploaded file."""
        return self.name


class ImportedFile(models.Model):
    """A file of which rows became answers, as everybody reads where they come from.

    `origin` is what its owner says of who collected them, from whom and how.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    fielding = models.UUIDField(db_index=True)
    name = models.CharField(max_length=200)
    origin = models.CharField(max_length=500, blank=True)
    day = models.DateField()

    class Meta:
        ordering: ClassVar = ["day", "name"]

    def __str__(self) -> str:
        """Return the name of the file."""
        return self.name


class Extract(models.Model):
    """Figures of a scope's people on one day, from which all its releases of that time read.

    A study has four at most of each `series`, each of one wave: '' are its answers, other rooms
    count what they keep (`counted_series`). A system has one, to which each month of its log
    adds its figures (`releases.log_months`); a group has one, to which hypotheses add their totals
    (`releases.small_groups`).
    `counts` are the figures as they can be published, by `method`, and nothing exact: of a study
    what `releases.extract_counts` describes. `population` is a keyed fingerprint of who was
    counted, which only tells whether it is still the same people. `feedback_day` and `feedback_by`
    say when and by whom its results were told aloud to those who answered, where figures stand by
    mode; None until then.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    scope_kind = models.CharField(max_length=12, choices=_SCOPE_KINDS)
    scope_uuid = models.UUIDField(db_index=True)
    series = models.CharField(max_length=12, blank=True)
    number = models.PositiveIntegerField()
    wave = models.PositiveIntegerField(default=1)
    day = models.DateField()
    people = models.PositiveIntegerField()
    population = models.CharField(max_length=64)
    method = models.CharField(max_length=20, blank=True)
    counts = models.JSONField()
    feedback_day = models.DateField(null=True)
    feedback_by = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering: ClassVar = ["-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["scope_kind", "scope_uuid", "series", "number"],
                name="one_extract_per_number",
            )
        ]

    def __str__(self) -> str:
        return f"extract {self.number} of {self.scope_uuid}"

    @property
    def scope(self) -> Scope:
        """Whose people it counts."""
        return Scope(ScopeKind(self.scope_kind), self.scope_uuid)


class Released(models.Model):
    """A figure that everybody may read, and its line in the ledger. Only `release()` makes one.

    `figure` stays the same from one `edition` to the next: from a new extract, or after it was
    taken back. `content` is what is published, as `releases.planning` describes, and never
    changes. `group` answers for it; `by` is the account that released it.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    extract = models.ForeignKey(Extract, on_delete=models.CASCADE, related_name="released")
    figure = models.UUIDField(default=uuid4)
    edition = models.PositiveIntegerField(default=1)
    item = models.CharField(max_length=320)
    breakdown = models.CharField(max_length=320, blank=True)
    content = models.JSONField()
    group = models.CharField(max_length=200)
    by = models.CharField(max_length=150)
    day = models.DateField()
    taken_back_by = models.CharField(max_length=150, blank=True)
    taken_back_day = models.DateField(null=True)
    superseded = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar = ["-day", "item", "breakdown", "-edition"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["figure", "edition"], name="one_edition_per_number")
        ]

    def __str__(self) -> str:
        return f"{self.item} by {self.breakdown or 'nothing'}, edition {self.edition}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Insert; of a line that exists change only whether it stands."""
        allowed = {"taken_back_by", "taken_back_day", "superseded"}
        if not self._state.adding and not set(kwargs.get("update_fields") or ["*"]) <= allowed:
            raise TypeError("The ledger of releases only grows.")
        super().save(*args, **kwargs)

    @property
    def stands(self) -> bool:
        """Whether everybody reads it now."""
        return not self.superseded and self.taken_back_day is None
