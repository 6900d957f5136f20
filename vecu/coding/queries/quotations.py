"""Quotations: what members see of them, and what anybody may read who may read what was released.

The person's permission is looked up again each time words are shown; a proposal on a text that is
still coded blindly is seen by its proposer alone, since it tells what they coded.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from vecu.coding.deidentification.redaction import (
    ReleasedQuotation,
    normalize_original,
)
from vecu.coding.models import Assignment, Code, Codebook, Quotation, Verbatim
from vecu.coding.queries.autocoding import list_autocoded_texts
from vecu.coding.queries.codebook import (
    Codes,
    list_codes,
)
from vecu.coding.rules import QuotationState
from vecu.questionnaires import get_answer
from vecu.surveys.queries import Answer
from vecu.surveys.queries.results import list_answers_by_id
from vecu.surveys.results.answer_layout import may_quote


@dataclass(frozen=True, slots=True)
class QuotationDetail:
    """One quotation as members see it: the person's own words, and what is to be published.

    Without permission there are no words. `revealed`: whether all coders are done with the text.
    `machine`: whether the machine alone put the code on it that the words are quoted for.
    """

    quotation: Quotation
    answer: UUID
    language: str
    permitted: bool
    revealed: bool
    original: str
    text: str
    code: Code | None
    machine: bool = False

    @property
    def edited(self) -> bool:
        """Whether what is to be published differs from what the person wrote."""
        return self.text != self.original


def get_original_words(quotation: Quotation, answer: Answer) -> str:
    """Return the words that are quoted, as they are quoted from."""
    text = get_answer(answer.values, quotation.verbatim.address)
    span = quotation.span
    return normalize_original(text[span.start : span.end] if span else text)


def list_quotations(
    codebook: Codebook, by: str, state: QuotationState | None = None
) -> QuerySet[Quotation]:
    """Return the quotations that a member may see, those of one text together."""
    found = _all(codebook).filter(_seen_by(codebook, by))
    return (found.filter(state=state) if state else found).order_by("verbatim__place", "id")


def count_quotations(codebook: Codebook, by: str) -> Counter[QuotationState]:
    """Return how many quotations of each state a member may see."""
    states = list_quotations(codebook, by).values_list("state", flat=True)
    return Counter(QuotationState(state) for state in states)


def find_quotation(codebook: Codebook, quotation: UUID, by: str = "") -> Quotation | None:
    """Return a quotation of this codebook, None when there is none or the person took it back.

    Where a member is named it is one that they may see.
    """
    found = list_quotations(codebook, by) if by else _all(codebook)
    return found.filter(pk=quotation).first()


def find_proposal(text: Verbatim, code: Code) -> Quotation:
    """Return what was proposed last of a text for a code."""
    return text.quotations.filter(code=code).latest("revision", "id")


def list_quotation_details(
    codebook: Codebook, codes: Codes, quotations: Iterable[Quotation]
) -> list[QuotationDetail]:
    """Return quotations with their words, those that were taken back meanwhile left out."""
    found = list(quotations)
    answers = {
        each.id: each for each in list_answers_by_id({one.verbatim.answer_id for one in found})
    }
    texts = _revealed(codebook).filter(pk__in={one.verbatim_id for one in found})
    revealed = set(texts.values_list("id", flat=True))
    coded = list_autocoded_texts(codebook, codes, [one.verbatim_id for one in found])
    machine = {text.text: text.codes for text in coded}
    return [
        replace(shown, machine=bool(shown.code and shown.code.id in machine[one.verbatim_id]))
        if one.verbatim_id in machine
        else shown
        for one in found
        if one.verbatim.answer_id in answers
        for shown in [
            _show(one, answers[one.verbatim.answer_id], codes, revealed=one.verbatim_id in revealed)
        ]
    ]


def list_quotations_of_person(quotation: Quotation) -> list[Quotation]:
    """Return the other quotations of the same person, of whichever text or story."""
    same = _all(quotation.verbatim.codebook).filter(verbatim__answer=quotation.verbatim.answer_id)
    return list(same.exclude(pk=quotation.pk).order_by("verbatim__address", "start"))


def list_quotations_on_texts(codebook: Codebook, by: str, texts: Iterable[UUID]) -> list[Quotation]:
    """Return the quotations on some texts of the codebook that a member may see.

    Asked by the texts alone, so that no database thinks of going through all of the codebook's.
    """
    on_texts = Quotation.objects.filter(verbatim__in=list(texts))
    return list(on_texts.filter(_seen_by(codebook, by)).order_by("id"))


def list_released_quotations(
    codebook: Codebook, codes: Codes | None = None
) -> list[ReleasedQuotation]:
    """Return every quotation that was released and is permitted still, in no order that tells.

    For readers, for other pages and for exports: neither person nor day nor story is in it.
    """
    final = (codes or list_codes(codebook)).final()
    released = list(_all(codebook).filter(state=QuotationState.RELEASED).order_by("id"))
    answers = {
        each.id: each for each in list_answers_by_id({one.verbatim.answer_id for one in released})
    }
    return [
        ReleasedQuotation(one.text, answer.language, final[one.code_id] if one.code_id else None)
        for one in released
        if (answer := answers.get(one.verbatim.answer_id)) and may_quote(answer.values)
    ]


def list_released_for_codes(
    codebook: Codebook, codes: Codes, wanted: Collection[UUID]
) -> list[ReleasedQuotation]:
    """Return what was released for any of some codes, or for one merged into them.

    Those below them are others: name these too where they count. For many codes call
    `list_released` once and part it.
    """
    final = codes.final()
    counted = {final[code] for code in wanted}
    return [one for one in list_released_quotations(codebook, codes) if one.code in counted]


def _all(codebook: Codebook) -> QuerySet[Quotation]:
    quotations = Quotation.objects.filter(verbatim__codebook=codebook)
    return quotations.select_related("verbatim__codebook", "code")


def _revealed(codebook: Codebook) -> QuerySet[Verbatim]:
    """Return the texts that all of their coders have finished; openly, that one of them has."""
    return Verbatim.objects.filter(_is_revealed(codebook, "pk"), codebook=codebook)


def _is_revealed(codebook: Codebook, verbatim: str) -> Q:
    """Return the same, where the text is in a field of that name."""
    of = Assignment.objects.filter(verbatim=OuterRef(verbatim))
    finished = Q(Exists(of.filter(done=True)))
    return finished & Q(~Exists(of.filter(done=False))) if codebook.blind else finished


def _seen_by(codebook: Codebook, by: str) -> Q:
    """Ask of each quotation whether its text is revealed: of all texts would take long."""
    released = Q(state=QuotationState.RELEASED)
    return Q(proposed_by=by) | _is_revealed(codebook, "verbatim") | released


def _show(quotation: Quotation, answer: Answer, codes: Codes, *, revealed: bool) -> QuotationDetail:
    permitted = may_quote(answer.values)
    original = get_original_words(quotation, answer) if permitted else ""
    final = codes.final()
    return QuotationDetail(
        quotation=quotation,
        answer=answer.id,
        language=answer.language,
        permitted=permitted,
        revealed=revealed,
        original=original,
        text=(quotation.text or original) if permitted else "",
        code=codes.by_id[final[quotation.code_id]] if quotation.code_id else None,
    )


def get_quotations_by_code(
    released: Sequence[ReleasedQuotation],
) -> dict[UUID | None, list[ReleasedQuotation]]:
    """Return quotations by the code that they are quoted for."""
    parts: dict[UUID | None, list[ReleasedQuotation]] = {}
    for one in released:
        parts.setdefault(one.code, []).append(one)
    return parts
