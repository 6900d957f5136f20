"""Quotations that may be read by others."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from vecu.coding.models import Codebook, Quotation
from vecu.coding.queries.codebooks import Codes
from vecu.surveys.reading import may_quote


@dataclass(frozen=True, slots=True)
class ReleasedQuotation:
    """Words that were released, in their language; `code` is what they show, as it counts."""

    text: str
    language: str
    code: UUID


def quotations_for(
    codebook: Codebook, codes: Codes, wanted: Collection[UUID]
) -> list[ReleasedQuotation]:
    """Return what was released, and may still be quoted, of any of these codes.

    A quotation of a code that was merged is one of the code that it counts as.
    """
    final = codes.final()
    quotations = Quotation.objects.filter(verbatim__codebook=codebook, released=True)
    counted = [code for code, end in final.items() if end in wanted]
    return [
        ReleasedQuotation(one.text, one.verbatim.answer.language, final[one.code_id])
        for one in quotations.filter(code__in=counted).select_related("verbatim__answer")
        if one.code_id and may_quote(one.verbatim.answer.values)
    ]
