"""What the page of a study shows of coding: released words by practice and code, and the method."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from vecu.coding.analysis.guide_comparison import group_practice_codes
from vecu.coding.deidentification.redaction import ReleasedQuotation
from vecu.coding.models import Assignment, Code, Codebook
from vecu.coding.models.codebook import combine_translations
from vecu.coding.queries.codebook import Codes, find_codebook, list_codes
from vecu.coding.queries.guides import get_mapping, list_guides
from vecu.coding.queries.quotations import (
    get_quotations_by_code,
    list_public_quotations,
    list_released_quotations,
)
from vecu.coding.rules import CoderKind
from vecu.questionnaires import Wording


@dataclass(frozen=True, slots=True)
class CodeQuotations:
    """The released quotations of one code; `code` is its name, empty for words without a code."""

    code: Wording
    quotations: Sequence[ReleasedQuotation]


@dataclass(frozen=True, slots=True)
class StudyWords:
    """Released words of a study, and how many people coded its texts, blindly or not.

    A quotation stands under its code, and under every practice that this code belongs to.
    """

    by_code: Sequence[CodeQuotations]
    by_practice: Mapping[UUID, Sequence[ReleasedQuotation]]
    coders: int
    blind: bool


def get_study_words(study: UUID, *, everybody: bool) -> StudyWords:
    """Return the words that everybody may read, or all that members may."""
    codebook = find_codebook(study)
    if codebook is None:
        return StudyWords((), {}, 0, blind=False)
    codes = list_codes(codebook)
    listed = list_public_quotations if everybody else list_released_quotations
    by_code = get_quotations_by_code(listed(codebook, codes))
    parts = [
        CodeQuotations(_get_name(code, codebook), by_code[code.id])
        for code, _depth in codes.lines
        if code.id in by_code
    ]
    if None in by_code:
        parts.append(CodeQuotations(Wording(), by_code[None]))
    return StudyWords(
        by_code=parts,
        by_practice=_group_by_practice(codebook, codes, by_code) if by_code else {},
        coders=_count_coders(codebook),
        blind=codebook.blind,
    )


def has_public_words(study: UUID) -> bool:
    """Return whether everybody may read any words of a study."""
    codebook = find_codebook(study)
    return codebook is not None and bool(list_public_quotations(codebook))


def _get_name(code: Code, codebook: Codebook) -> Wording:
    """Return a code's name without loading its codebook again."""
    return combine_translations(codebook.language, code.name, code.translated_names)


def _group_by_practice(
    codebook: Codebook, codes: Codes, by_code: Mapping[UUID | None, Sequence[ReleasedQuotation]]
) -> dict[UUID, Sequence[ReleasedQuotation]]:
    groups = [
        group
        for guide in list_guides(codebook)
        for group in group_practice_codes(get_mapping(guide, codes), codes.parents)
    ]
    found = {
        group.id: [
            one for code in codes.parents if code in group.codes for one in by_code.get(code, ())
        ]
        for group in groups
    }
    return {practice: words for practice, words in found.items() if words}


def _count_coders(codebook: Codebook) -> int:
    """Count the people who have finished at least one text."""
    finished = Assignment.objects.filter(verbatim__codebook=codebook, done=True)
    people = finished.exclude(coder__kind=CoderKind.MACHINE)
    return people.values("coder").distinct().count()
