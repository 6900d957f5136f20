"""Thoughts that members write down."""

from typing import ClassVar
from uuid import uuid4

from django.db import models

from vecu.coding.models.codebook import (
    Code,
    Codebook,
)
from vecu.coding.models.guides import Guide, Practice
from vecu.coding.models.quotations import Quotation
from vecu.coding.models.texts import (
    Adjudication,
    Coding,
    Verbatim,
)


class Memo(models.Model):
    """A thought written down: about what it names, else about the whole codebook.

    What is about a coding, a ruling or a quotation is about its text too, what is about a practice
    about its guide. It stays there when the coding, ruling, quotation or practice goes; when a
    guide goes it is about the codebook. What is about a text goes with the person's answer.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    codebook = models.ForeignKey(Codebook, on_delete=models.CASCADE, related_name="memos")
    code = models.ForeignKey(Code, on_delete=models.CASCADE, null=True, related_name="memos")
    verbatim = models.ForeignKey(
        Verbatim, on_delete=models.CASCADE, null=True, related_name="memos"
    )
    coding = models.ForeignKey(Coding, on_delete=models.SET_NULL, null=True, related_name="memos")
    ruling = models.ForeignKey(
        Adjudication, on_delete=models.SET_NULL, null=True, related_name="memos"
    )
    quotation = models.ForeignKey(
        Quotation, on_delete=models.SET_NULL, null=True, related_name="memos"
    )
    guide = models.ForeignKey(Guide, on_delete=models.SET_NULL, null=True, related_name="memos")
    practice = models.ForeignKey(
        Practice, on_delete=models.SET_NULL, null=True, related_name="memos"
    )
    text = models.TextField()
    by = models.CharField(max_length=150)
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["at"]

    def __str__(self) -> str:
        return self.text
