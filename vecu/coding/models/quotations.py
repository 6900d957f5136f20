"""Quotations: words that may be published."""

from typing import ClassVar
from uuid import uuid4

from django.db import models

from vecu.accounts.rules import Role
from vecu.coding.models.codebook import Code, Codebook
from vecu.coding.models.texts import Verbatim
from vecu.coding.rules import QuotationState, WholeStoryState
from vecu.coding.spans import TextSpan


class Quotation(models.Model):
    """A respondent's words, proposed for publication; needs permission, deleted with the answer.

    The span in the text is `start` to `end`, None for all of it. `text` is what will be published,
    '' while nobody has edited the words. Until release only members see it. `revision` increases
    with each change, to detect conflicting decisions.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    verbatim = models.ForeignKey(Verbatim, on_delete=models.CASCADE, related_name="quotations")
    code = models.ForeignKey(Code, on_delete=models.PROTECT, null=True, related_name="quotations")
    start = models.PositiveIntegerField(null=True)
    end = models.PositiveIntegerField(null=True)
    text = models.TextField(blank=True)
    state = models.CharField(
        max_length=8,
        choices=[(state.value, state.value) for state in QuotationState],
        default=QuotationState.PROPOSED,
    )
    revision = models.PositiveIntegerField(default=1)
    proposed_by = models.CharField(max_length=150)
    decided_by = models.CharField(max_length=150, blank=True)
    decided_at = models.DateTimeField(null=True)
    reason = models.TextField(blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["verbatim"],
                condition=models.Q(start__isnull=True),
                name="whole_text_quoted_once",
            ),
            models.UniqueConstraint(
                fields=["verbatim", "start", "end"],
                condition=models.Q(start__isnull=False),
                name="span_quoted_once",
            ),
            models.CheckConstraint(
                condition=models.Q(start__isnull=True, end__isnull=True)
                | models.Q(start__lt=models.F("end")),
                name="whole_text_or_span_quoted",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.state} quotation {self.id}"

    @property
    def span(self) -> TextSpan | None:
        """The quoted part of the text, None for the whole."""
        return None if self.start is None or self.end is None else TextSpan(self.start, self.end)


class QuotationTranslation(models.Model):
    """A quotation in another language; deleted with it, and when somebody decides on it again.

    `role` is that of the member who may release words and confirmed it, '' while it is proposed.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    quotation = models.ForeignKey(Quotation, on_delete=models.CASCADE, related_name="translations")
    language = models.CharField(max_length=12)
    text = models.TextField()
    by = models.CharField(max_length=150)
    role = models.CharField(max_length=20, blank=True, choices=Role.list_choices())

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["quotation", "language"], name="one_translation_per_language"
            )
        ]

    def __str__(self) -> str:
        return f"{self.quotation} in {self.language}"


class WholeStory(models.Model):
    """A story that its author lets everybody read whole; holds no words; deleted with the answer.

    `story` is its path in the answer, "story[2]". `checked_by` ticked that nobody can be recognised
    in it. Whoever reads it can have it taken down at once; a member then looks.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    codebook = models.ForeignKey(Codebook, on_delete=models.CASCADE, related_name="whole_stories")
    answer = models.ForeignKey("surveys.Answer", on_delete=models.CASCADE, related_name="+")
    story = models.CharField(max_length=200)
    state = models.CharField(
        max_length=12, choices=[(state.value, state.value) for state in WholeStoryState]
    )
    checked_by = models.CharField(max_length=150)
    checked_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["answer", "story"], name="whole_story_once")
        ]

    def __str__(self) -> str:
        return f"{self.state} {self.story}"
