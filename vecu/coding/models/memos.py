"""Members' memos."""

from typing import ClassVar
from uuid import uuid4

from django.db import models

from vecu.coding.models.codebook import Code, Codebook
from vecu.coding.models.guides import Guide, Practice
from vecu.coding.models.quotations import Quotation
from vecu.coding.models.texts import Adjudication, Coding, Verbatim


class Memo(models.Model):
    """A memo: about the object that it names, else about the whole codebook.

    A memo about a coding, adjudication or quotation is also about its text, one about a practice
    also about its guide, and stays there when the former is deleted; when a guide is deleted its
    memos are about the codebook. Memos about a text are deleted with the answer.
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
