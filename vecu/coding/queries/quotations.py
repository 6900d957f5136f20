"""Quotations as members may see them, and released ones for members and for everybody.

The respondent's permission is checked each time words are shown, and so is whether the answer still
holds them. What everybody may read depends on the promise that the respondent read. A proposal on a
text that is still coded blindly is visible to its proposer only, since it reveals a code.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.timezone import localdate

from vecu.coding.deidentification.redaction import (
    EditRefused,
    ReleasedQuotation,
    check_edit,
    normalize_original,
)
from vecu.coding.models import Assignment, Code, Codebook, Quotation, Verbatim
from vecu.coding.queries.autocoding import list_autocoded_texts
from vecu.coding.queries.codebook import Codes, list_codes, list_codes_of
from vecu.coding.rules import TRANSLATORS, QuotationState, may_become_public
from vecu.coding.spans import hash_text
from vecu.questionnaires import get_answer
from vecu.surveys.queries import Answer
from vecu.surveys.queries.results import list_answers_by_id
from vecu.surveys.results.answer_layout import may_quote
from vecu.translation import LANGUAGES, TranslatedWords


@dataclass(frozen=True, slots=True)
class QuotationDetail:
    """One quotation as members see it: the original words, and those to publish.

    Without permission there are no words. `public`: whether everybody may read it once released, or
    members of the study only. `revealed`: whether all coders are done with the text.
    `machine`: whether the machine alone applied the code that the words illustrate.
    """

    quotation: Quotation
    answer: UUID
    language: str
    permitted: bool
    public: bool
    revealed: bool
    original: str
    text: str
    code: Code | None
    machine: bool = False

    @property
    def edited(self) -> bool:
        """Whether the words to publish differ from the original."""
        return self.text != self.original

    @property
    def other_languages(self) -> list[str]:
        """The languages of pages into which the words may be translated."""
        return [each for each in LANGUAGES if each != self.language]


def get_original_words(quotation: Quotation, answer: Answer) -> str:
    """Return the quoted words of the answer, normalized."""
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
    """Return a quotation of this codebook, None if it does not exist or was withdrawn.

    If a member is named, it must be one that they may see.
    """
    found = list_quotations(codebook, by) if by else _all(codebook)
    return found.filter(pk=quotation).first()


def find_proposal(text: Verbatim, code: Code) -> Quotation:
    """Return the latest proposal from a text for a code."""
    return text.quotations.filter(code=code).latest("revision", "id")


def list_quotation_details(
    codebook: Codebook, codes: Codes, quotations: Iterable[Quotation]
) -> list[QuotationDetail]:
    """Return quotations with their words, without those withdrawn meanwhile."""
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


def is_for_everybody(quotation: Quotation) -> bool:
    """Return whether everybody may read a quotation once it is released."""
    answers = list_answers_by_id([quotation.verbatim.answer_id])
    return any(may_become_public(answer.promise) for answer in answers)


def list_quotations_of_person(quotation: Quotation) -> list[Quotation]:
    """Return the other quotations of the same person, from any text or story."""
    same = _all(quotation.verbatim.codebook).filter(verbatim__answer=quotation.verbatim.answer_id)
    return list(same.exclude(pk=quotation.pk).order_by("verbatim__address", "start"))


def list_quotations_on_texts(codebook: Codebook, by: str, texts: Iterable[UUID]) -> list[Quotation]:
    """Return the quotations on some texts of the codebook that a member may see.

    The query filters by text only, so that no database scans the whole codebook.
    """
    on_texts = Quotation.objects.filter(verbatim__in=list(texts))
    return list(on_texts.filter(_seen_by(codebook, by)).order_by("id"))


def list_released_quotations(
    codebook: Codebook, codes: Codes | None = None
) -> list[ReleasedQuotation]:
    """Return all released and still permitted quotations, in no telling order.

    For members, readers included, and their exports: contains neither person nor story, and of days
    only the one on which it was released.
    What is not for members only: `list_public_quotations`.
    """
    return _release(_all(codebook), codes or list_codes(codebook))


def find_released_quotation(codebook: Codebook, quotation: UUID) -> ReleasedQuotation | None:
    """Return the words of one quotation if they are released and still permitted."""
    return next(iter(_release(_all(codebook).filter(pk=quotation), list_codes(codebook))), None)


def list_public_quotations(
    codebook: Codebook, codes: Codes | None = None
) -> list[ReleasedQuotation]:
    """Return those released quotations that everybody may read."""
    return [one for one in list_released_quotations(codebook, codes) if one.public]


def list_public_quotations_of(answer: UUID) -> list[ReleasedQuotation]:
    """Return the words of one answer that everybody may read."""
    found = Quotation.objects.filter(verbatim__answer=answer).select_related("verbatim")
    codes = list_codes_of(set(found.values_list("verbatim__codebook", flat=True)))
    return [one for one in _release(found, codes) if one.public]


def list_released_by_id(ids: Collection[UUID]) -> tuple[list[ReleasedQuotation], Codes]:
    """Return what is released of some quotations, of any study, and the codes of their codebooks.

    In a fixed number of queries; what is gone, withheld or not permitted is left out.
    """
    found = Quotation.objects.filter(pk__in=ids).select_related("verbatim")
    codes = list_codes_of(set(found.values_list("verbatim__codebook", flat=True)))
    return _release(found, codes), codes


def get_quotation_studies(ids: Collection[UUID]) -> dict[UUID, UUID]:
    """Return of which study each of some quotations is."""
    found = Quotation.objects.filter(pk__in=ids)
    return dict(found.values_list("pk", "verbatim__codebook__study"))


def list_released_for_codes(
    codebook: Codebook, codes: Codes, wanted: Collection[UUID]
) -> list[ReleasedQuotation]:
    """Return the released quotations for some codes, and for codes merged into them.

    Descendants are not included: name them too where they count. For many codes call
    `list_released_quotations` once and group the result.
    """
    final = codes.final()
    counted = {final[code] for code in wanted}
    return [one for one in list_released_quotations(codebook, codes) if one.code in counted]


def _all(codebook: Codebook) -> QuerySet[Quotation]:
    quotations = Quotation.objects.filter(verbatim__codebook=codebook)
    return quotations.select_related("verbatim__codebook", "code")


def _revealed(codebook: Codebook) -> QuerySet[Verbatim]:
    """Return the texts that all of their coders have finished; in open coding, that one has."""
    return Verbatim.objects.filter(_is_revealed(codebook, "pk"), codebook=codebook)


def _is_revealed(codebook: Codebook, verbatim: str) -> Q:
    """Return the same as a condition on the text in a field."""
    of = Assignment.objects.filter(verbatim=OuterRef(verbatim))
    finished = Q(Exists(of.filter(done=True)))
    return finished & Q(~Exists(of.filter(done=False))) if codebook.blind else finished


def _seen_by(codebook: Codebook, by: str) -> Q:
    """Test each quotation's text for completeness; listing all complete texts would take long."""
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
        public=may_become_public(answer.promise),
        revealed=revealed,
        original=original,
        text=(quotation.text or original) if permitted else "",
        code=codes.by_id[final[quotation.code_id]] if quotation.code_id else None,
    )


def _release(quotations: QuerySet[Quotation], codes: Codes) -> list[ReleasedQuotation]:
    """Make released words of those that are released and that their author permits now."""
    released = quotations.filter(state=QuotationState.RELEASED).order_by("id")
    found = list(released.prefetch_related("translations"))
    answers = {
        each.id: each for each in list_answers_by_id({one.verbatim.answer_id for one in found})
    }
    final = codes.final()
    shown = (
        _build_released(one, answer, final)
        for one in found
        if (answer := answers.get(one.verbatim.answer_id)) and may_quote(answer.values)
    )
    return [one for one in shown if one]


def _build_released(
    quotation: Quotation, answer: Answer, final: Mapping[UUID, UUID]
) -> ReleasedQuotation | None:
    """Return the words as released, None where the answer no longer holds them."""
    text = get_answer(answer.values, quotation.verbatim.address)
    intact = hash_text(text) == quotation.verbatim.hash
    if not intact and not _holds_words(quotation, answer):
        return None
    return ReleasedQuotation(
        id=quotation.id,
        revision=quotation.revision,
        text=quotation.text,
        language=answer.language,
        code=final[quotation.code_id] if quotation.code_id else None,
        public=may_become_public(answer.promise),
        intact=intact,
        day=localdate(quotation.decided_at) if quotation.decided_at else None,
        translations=tuple(
            TranslatedWords(each.language, each.text, TRANSLATORS[each.role])
            for each in quotation.translations.all()
            if each.role
        ),
    )


def _holds_words(quotation: Quotation, answer: Answer) -> bool:
    """Return whether an answer that was changed still says the same in the quoted place."""
    try:
        check_edit(get_original_words(quotation, answer), quotation.text)
    except EditRefused:
        return False
    return True


def get_quotations_by_code(
    released: Sequence[ReleasedQuotation],
) -> dict[UUID | None, list[ReleasedQuotation]]:
    """Return quotations by the code that they illustrate."""
    parts: dict[UUID | None, list[ReleasedQuotation]] = {}
    for one in released:
        parts.setdefault(one.code, []).append(one)
    return parts
