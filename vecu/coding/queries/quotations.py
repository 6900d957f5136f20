"""Quotations that may be read by others."""

from collections.abc import Collection
from uuid import UUID

from vecu.coding.models import Codebook, Quotation
from vecu.coding.queries.codebooks import Codes


def quotations_for(codebook: Codebook, codes: Codes, wanted: Collection[UUID]) -> list[Quotation]:
    """Return the released quotations that show any of these codes, or one merged into them."""
    counted = [code for code, end in codes.final().items() if end in wanted]
    quotations = Quotation.objects.filter(verbatim__codebook=codebook, released=True)
    return list(quotations.filter(code__in=counted).select_related("verbatim__answer"))
