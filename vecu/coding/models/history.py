"""The history of codes and texts, and uploaded files."""

from typing import Any, ClassVar, NoReturn
from uuid import uuid4

from django.db import models

from vecu.coding.models.codebook import Code, Codebook
from vecu.coding.models.texts import Verbatim
from vecu.coding.rules import Verb


class _History(models.QuerySet["CodingEvent"]):
    def update(self, **kwargs: Any) -> NoReturn:
        """Refuse."""
        raise TypeError(_ONLY_GROWS)

    def delete(self) -> NoReturn:
        """Refuse; a withdrawal deletes events by cascade from the answer."""
        raise TypeError(_ONLY_GROWS)


_ONLY_GROWS = "The history only grows: an event can be neither changed nor removed."


class CodingEvent(models.Model):
    """One action of a member: who, what, when and why. Never changed; undoing adds an event.

    `detail` holds identifiers and names of codes, never words of a respondent.
    """

    codebook = models.ForeignKey(Codebook, on_delete=models.CASCADE, related_name="events")
    at = models.DateTimeField()
    by = models.CharField(max_length=150)
    verb = models.CharField(max_length=24, choices=Verb.list_choices())
    verbatim = models.ForeignKey(Verbatim, on_delete=models.CASCADE, null=True, related_name="+")
    code = models.ForeignKey(Code, on_delete=models.CASCADE, null=True, related_name="events")
    why = models.TextField(blank=True)
    detail = models.JSONField(default=dict)
    undoes = models.OneToOneField(
        "self", on_delete=models.CASCADE, null=True, related_name="undone_by"
    )

    objects = _History.as_manager()

    class Meta:
        db_table = "coding_event"
        ordering: ClassVar = ["-pk"]
        indexes: ClassVar = [
            models.Index(fields=["codebook", "by", "-id"], name="own_acts"),
            models.Index(fields=["codebook", "by", "verb", "-id"], name="own_acts_of_a_kind"),
        ]

    def __str__(self) -> str:
        return f"{self.by} {self.verb}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Insert; refuse to change."""
        if self.pk is not None:
            raise TypeError(_ONLY_GROWS)
        super().save(*args, **kwargs)


class CodingUpload(models.Model):
    """An uploaded file of codes or codings, not confirmed yet.

    Personal data held: whatever the file holds, for a day at most; it is deleted when its owner
    confirms or cancels, and by `vecu purge`. `study` is None for one that is to become a study.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    study = models.UUIDField(null=True)
    owner = models.PositiveBigIntegerField()
    name = models.CharField(max_length=200)
    content = models.BinaryField()
    day = models.DateField(db_index=True)

    def __str__(self) -> str:
        return self.name
