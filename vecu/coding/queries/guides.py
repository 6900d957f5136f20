"""Guides, the codes mapped to their practices, and how often these were mentioned."""

from collections.abc import Collection, Iterable
from uuid import UUID

from vecu.coding.analysis.consensus import TextCodes
from vecu.coding.analysis.guide_comparison import (
    GuideComparison,
    compare_with_guide,
    group_codes_beyond,
    group_practice_codes,
)
from vecu.coding.models import Codebook, Guide, Practice
from vecu.coding.queries.codebook import Codes


def list_guides(codebook: Codebook) -> list[Guide]:
    """Return the guides of a codebook, by name, each with its practices."""
    return list(codebook.guides.prefetch_related("practices__codes").order_by("name", "id"))


def find_guide(codebook: Codebook, guide: UUID) -> Guide | None:
    """Return a guide of this codebook, None if it does not exist or was removed."""
    return codebook.guides.prefetch_related("practices__codes").filter(pk=guide).first()


def find_practice(codebook: Codebook, practice: UUID) -> Practice | None:
    """Return a practice of a guide of this codebook, None if it does not exist or was removed."""
    practices = Practice.objects.filter(guide__codebook=codebook).select_related("guide")
    return practices.filter(pk=practice).first()


def list_practices(guide: Guide) -> list[Practice]:
    """Return the practices of a guide in their order, with their mapped codes."""
    return list(guide.practices.prefetch_related("codes"))


def list_study_practices(study: UUID) -> list[Practice]:
    """Return the practices of all guides of a study, each with its guide, guides by name."""
    found = Practice.objects.filter(guide__codebook__study=study).select_related("guide")
    return list(found.order_by("guide__name", "guide_id", "place"))


def list_practices_by_id(ids: Collection[UUID]) -> list[Practice]:
    """Return those of some practices, of any study, that are still there, with their guides."""
    return list(Practice.objects.filter(pk__in=ids).select_related("guide"))


def get_mapping(guide: Guide, codes: Codes) -> dict[UUID, list[UUID]]:
    """Return the codes mapped to each practice, in order, as what they count as."""
    final, order = codes.final(), list(codes.parents)
    return {
        practice.id: sorted({final[code.id] for code in practice.codes.all()}, key=order.index)
        for practice in guide.practices.all()
    }


def get_comparison(guide: Guide, codes: Codes, texts: Iterable[TextCodes]) -> GuideComparison:
    """Compare the codes of texts with a guide."""
    mapped = get_mapping(guide, codes)
    questions = {each.id: set(codes.questions(each)) for each, depth in codes.lines if not depth}
    return compare_with_guide(
        texts,
        group_practice_codes(mapped, codes.parents),
        group_codes_beyond(
            {code for stand in mapped.values() for code in stand},
            codes.parents,
            lambda one, other: questions[one] == questions[other],
        ),
    )
