"""Texts to code, assignments, codings and adjudications."""

from secrets import randbits
from typing import ClassVar
from uuid import uuid4

from django.db import models

from vecu.coding.models.codebook import Code, Codebook, Coder
from vecu.coding.rules import SamplingMethod
from vecu.coding.spans import TextSpan


def draw_order_key() -> int:
    """Return a random position among texts, unrelated to when an answer was submitted."""
    return randbits(62)


class Verbatim(models.Model):
    """One person's answer to one open question, in one story: the unit of coding.

    `address` is its path in the answer ("story[2]/limit"), `story` the instance of a repeat that it
    belongs to ("story[2]", '' outside repeats). The words themselves are in the answer; `hash`
    shows whether they are still the ones that were coded.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    codebook = models.ForeignKey(Codebook, on_delete=models.CASCADE, related_name="verbatims")
    answer = models.ForeignKey("surveys.Answer", on_delete=models.CASCADE, related_name="+")
    question = models.CharField(max_length=300)
    story = models.CharField(max_length=200, blank=True)
    address = models.CharField(max_length=300)
    hash = models.CharField(max_length=64)
    place = models.BigIntegerField(default=draw_order_key)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["answer", "address"], name="one_verbatim_per_address")
        ]
        indexes: ClassVar = [
            models.Index(fields=["codebook", "question", "place"], name="verbatims_in_order")
        ]

    def __str__(self) -> str:
        return self.address


class Assignment(models.Model):
    """A coder's assignment to a text, and whether it is finished.

    `draw` says how the text was sampled, '' if it was not. `assisted`: finished with suggestions in
    view, so it never counts for the machine's agreement with people. `openly`: others' codes were
    visible, so it never counts for agreement between coders.
    """

    verbatim = models.ForeignKey(Verbatim, on_delete=models.CASCADE, related_name="assignments")
    coder = models.ForeignKey(Coder, on_delete=models.PROTECT, related_name="assignments")
    done = models.BooleanField(default=False)
    draw = models.CharField(
        max_length=8, blank=True, choices=[(draw.value, draw.value) for draw in SamplingMethod]
    )
    assisted = models.BooleanField(default=False)
    openly = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["verbatim", "coder"], name="one_assignment_per_coder")
        ]
        indexes: ClassVar = [models.Index(fields=["coder", "done"], name="what_is_left_to_code")]

    def __str__(self) -> str:
        return f"{self.verbatim} for {self.coder}"


class Coding(models.Model):
    """A code that a coder applied to a text, or to its span from `start` to `end`.

    `suggestion` is the machine's suggestion that they accepted, None if there was none.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    verbatim = models.ForeignKey(Verbatim, on_delete=models.CASCADE, related_name="codings")
    code = models.ForeignKey(Code, on_delete=models.PROTECT, related_name="codings")
    coder = models.ForeignKey(Coder, on_delete=models.PROTECT, related_name="codings")
    start = models.PositiveIntegerField(null=True)
    end = models.PositiveIntegerField(null=True)
    suggestion = models.ForeignKey(
        "coding.Suggestion", on_delete=models.SET_NULL, null=True, related_name="codings"
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["verbatim", "coder", "code"],
                condition=models.Q(start__isnull=True),
                name="whole_text_coded_once",
            ),
            models.UniqueConstraint(
                fields=["verbatim", "coder", "code", "start", "end"],
                condition=models.Q(start__isnull=False),
                name="span_coded_once",
            ),
            models.CheckConstraint(
                condition=models.Q(start__isnull=True, end__isnull=True)
                | models.Q(start__lt=models.F("end")),
                name="whole_text_or_span",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} on {self.verbatim}"

    @property
    def span(self) -> TextSpan | None:
        """The span in the text, None for the whole."""
        return None if self.start is None or self.end is None else TextSpan(self.start, self.end)


class Adjudication(models.Model):
    """The team's decision on one code on one text. It changes no coder's codings."""

    verbatim = models.ForeignKey(Verbatim, on_delete=models.CASCADE, related_name="rulings")
    code = models.ForeignKey(Code, on_delete=models.PROTECT, related_name="rulings")
    present = models.BooleanField()
    by = models.CharField(max_length=150)
    reason = models.TextField(blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["verbatim", "code"], name="one_ruling_per_code")
        ]

    def __str__(self) -> str:
        return f"{self.code} on {self.verbatim}: {self.present}"

    @property
    def stamp(self) -> str:
        """Return a stamp that identifies this decision; a new decision has another."""
        return self.at.isoformat()
