"""What all that is noted of a dialogue has in common."""

from typing import Any
from uuid import uuid4

from django.db import models

from vecu.records.rules import Side

NAME_LENGTH = 200
"""The longest name of a group, a body or a reference."""


def list_values(vocabulary: type[Any]) -> list[tuple[str, str]]:
    """Return the words of a closed vocabulary for a column."""
    return [(each.value, each.value) for each in vocabulary]


def make_name_field(**options: Any) -> "models.CharField[str, str]":
    """Return a column for a name."""
    return models.CharField(max_length=NAME_LENGTH, **options)


def make_word_field(vocabulary: type[Any], **options: Any) -> "models.CharField[str, str]":
    """Return a column for a word of a closed vocabulary."""
    return models.CharField(max_length=20, choices=list_values(vocabulary), **options)


class DialogueEntry(models.Model):
    """What all entries have. `side` noted it; '' where no member did."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    dialogue = models.ForeignKey(
        "dialogue.Dialogue", on_delete=models.CASCADE, related_name="%(class)ss"
    )
    revision = models.PositiveIntegerField(default=1)
    side = make_word_field(Side, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{type(self).__name__} {self.id}"

    @property
    def authors(self) -> frozenset[Side]:
        """Which side noted it."""
        return frozenset({Side(self.side)} if self.side else ())
