"""Guides, what stands for their practices, and what people told of them."""

from collections.abc import Iterable
from uuid import UUID

from vecu.coding.models import Codebook, Guide, Practice
from vecu.coding.practices import Comparison, compare_with_guide, lines_beyond, lines_of_practices
from vecu.coding.queries.codebooks import Codes
from vecu.coding.results import Carried


def list_guides(codebook: Codebook) -> list[Guide]:
    """Return the guides of a codebook, by name, each with its practices."""
    return list(codebook.guides.prefetch_related("practices__codes").order_by("name", "id"))


def find_guide(codebook: Codebook, guide: UUID) -> Guide | None:
    """Return a guide of this codebook, None when there is none or it was removed."""
    return codebook.guides.prefetch_related("practices__codes").filter(pk=guide).first()


def find_practice(codebook: Codebook, practice: UUID) -> Practice | None:
    """Return a practice of a guide of this codebook, None when there is none or it was removed."""
    practices = Practice.objects.filter(guide__codebook=codebook).select_related("guide")
    return practices.filter(pk=practice).first()


def list_practices(guide: Guide) -> list[Practice]:
    """Return the practices of a guide in their order, with the codes that stand for them."""
    return list(guide.practices.prefetch_related("codes"))


def mapping_of(guide: Guide, codes: Codes) -> dict[UUID, list[UUID]]:
    """Return for each practice, in order, the codes that stand for it, as what they count as."""
    final, order = codes.final(), list(codes.parents)
    return {
        practice.id: sorted({final[code.id] for code in practice.codes.all()}, key=order.index)
        for practice in guide.practices.all()
    }


def compare(guide: Guide, codes: Codes, texts: Iterable[Carried]) -> Comparison:
    """Hold what texts carry against a guide."""
    mapped = mapping_of(guide, codes)
    asked = {each.id: set(codes.questions(each)) for each, depth in codes.lines if not depth}
    return compare_with_guide(
        texts,
        lines_of_practices(mapped, codes.parents),
        lines_beyond(
            {code for stand in mapped.values() for code in stand},
            codes.parents,
            lambda one, other: asked[one] == asked[other],
        ),
    )
