"""What came in from files, so that the same row never comes in twice."""

from typing import ClassVar

from django.db import models


class ImportedRow(models.Model):
    """One row that became an answer. It outlives the answer: a withdrawn row does not come back.

    `key` is the fingerprint of the mapped key, or of the file's hash and the row's number.
    """

    fielding = models.UUIDField()
    key = models.CharField(max_length=64)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["fielding", "key"], name="one_answer_per_imported_row")
        ]
