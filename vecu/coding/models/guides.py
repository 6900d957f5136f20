"""Guides: published practices, to compare with those that respondents describe."""

from typing import ClassVar
from uuid import uuid4

from django.db import models

from vecu.coding.models.codebook import Code, Codebook


class Guide(models.Model):
    """A published list of practices, to compare with those that respondents describe.

    `language` is the language of its texts. `revision` increases with each change to these.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    codebook = models.ForeignKey(Codebook, on_delete=models.CASCADE, related_name="guides")
    language = models.CharField(max_length=12)
    name = models.CharField(max_length=200)
    source = models.TextField(blank=True)
    revision = models.PositiveIntegerField(default=1)

    def __str__(self) -> str:
        return self.name


class Practice(models.Model):
    """One practice of a guide and its mapped codes; `revision` is that of the mapping."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    guide = models.ForeignKey(Guide, on_delete=models.CASCADE, related_name="practices")
    place = models.PositiveIntegerField()
    name = models.CharField(max_length=200)
    description = models.TextField(blank=True)
    codes = models.ManyToManyField(Code, related_name="practices")
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        ordering: ClassVar = ["place"]

    def __str__(self) -> str:
        return self.name
