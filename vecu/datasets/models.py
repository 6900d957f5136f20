"""Rows that were imported, so that none is imported twice, and uploads not yet confirmed."""

from typing import ClassVar
from uuid import uuid4

from django.db import models


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
