"""What is coded, by whom, with what, and what the team settled."""

from secrets import randbits
from typing import ClassVar
from uuid import uuid4

from django.db import models

from vecu.coding.models.codebook import (
    Code,
    Codebook,
    Coder,
)
from vecu.coding.rules import SamplingMethod
from vecu.coding.spans import TextSpan


def draw_place() -> int:
    """Draw a place among texts that says nothing of when an answer came."""
    return randbits(62)


class Verbatim(models.Model):
    """One person's words to one open question, in one story: what is coded.

    `address` is where they stand in the answer ("story[2]/limit"), `story` the instance of a
    repeat that they belong to ("story[2]", '' outside repeats). The words themselves are in the
    answer; `hash` tells whether they are still the ones that were coded.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    codebook = models.ForeignKey(Codebook, on_delete=models.CASCADE, related_name="verbatims")
    answer = models.ForeignKey("surveys.Answer", on_delete=models.CASCADE, related_name="+")
    question = models.CharField(max_length=300)
    story = models.CharField(max_length=200, blank=True)
    address = models.CharField(max_length=300)
    hash = models.CharField(max_length=64)
    place = models.BigIntegerField(default=draw_place)

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
    """That a coder is to code a text, and whether they have finished it.

    `draw` tells how it was put forward, '' when it was not. What was finished where the machine's
    suggestions were shown is `assisted`: it never measures how far the machine agrees with people.
    What was coded where others' codes could be seen is coded `openly`, for ever: it says nothing of
    how far coders agree.
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
    """A code that a coder put on a text, or on the span of it from `start` to `end`.

    `suggestion` is the one of the machine that they accepted, None where they thought of it.
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
        """The part of the text that it is on, None for the whole."""
        return None if self.start is None or self.end is None else TextSpan(self.start, self.end)


class Adjudication(models.Model):
    """What the team settled of one code on one text. No coder's own coding changes with it."""

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
        """Return which ruling this is: one that was settled anew has another stamp."""
        return self.at.isoformat()
