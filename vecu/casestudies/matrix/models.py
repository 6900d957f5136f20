"""Matrices of a study, and what is said of each theme in each case."""

from typing import ClassVar
from uuid import uuid4

from django.db import models

from vecu.casestudies.matrix.rules import WRITTEN, CaseOrder

NAME_LENGTH = 200


class StudyRecord(models.Model):
    """What both have: they are a study's, and their revision increases with each change."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    study = models.ForeignKey("surveys.Study", on_delete=models.CASCADE, related_name="+")
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{type(self).__name__} {self.id}"


class CaseMatrix(StudyRecord):
    """Cases × themes, in their order. Everybody reads it from the day `published` on."""

    title = models.JSONField(default=dict)
    cases = models.JSONField(default=list)
    themes = models.JSONField(default=list)
    sorting = models.CharField(
        max_length=12, choices=CaseOrder.list_choices(), default=CaseOrder.CHOSEN.value
    )
    published = models.DateField(null=True)

    class Meta:
        ordering: ClassVar = ["id"]


class MatrixCell(StudyRecord):
    """What somebody answers for of one theme in one case, in all matrices of the study.

    `passages` are ids of codings: the words stay in the answers, and go with them.
    """

    case = models.UUIDField()
    theme = models.CharField(max_length=40)
    status = models.CharField(max_length=12, choices=[(each.value, each.value) for each in WRITTEN])
    sentence = models.JSONField(default=dict)
    passages = models.JSONField(default=list)
    answerable = models.CharField(max_length=NAME_LENGTH)
    day = models.DateField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["study", "case", "theme"], name="casestudies_one_cell_of_a_theme"
            )
        ]
