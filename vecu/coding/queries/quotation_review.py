"""Everything a releaser reviews in a quotation: the edit, and what may identify somebody."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import islice
from uuid import UUID

from vecu.coding.analysis.consensus import TextRatings, resolve_text_codes
from vecu.coding.analysis.text_units import iter_text_units
from vecu.coding.deidentification.detect import (
    Flag,
    can_flag,
    find_identifying_words,
    find_ordinary_words,
)
from vecu.coding.deidentification.patterns import FlagKind
from vecu.coding.deidentification.redaction import (
    EditRefused,
    FlaggedWords,
    check_edit,
    group_flagged_words,
    has_overlap,
    normalize_whitespace,
)
from vecu.coding.models import Code, Quotation, Verbatim
from vecu.coding.queries.codebook import Codes, list_codes
from vecu.coding.queries.quotations import (
    QuotationDetail,
    list_quotation_details,
    list_quotations_of_person,
)
from vecu.coding.rules import QuotationState
from vecu.surveys.queries import get_fielding_questionnaire
from vecu.surveys.queries.results import (
    IdentifyingChoice,
    iter_study_answers,
    list_answers_by_id,
    list_identifying_choices,
)
from vecu.translation import LANGUAGES

PEOPLE_READ = 1_000
"""How many people's texts are read to learn which words are ordinary in the study."""
JOINED, RARE, UNKNOWN = "joined", "rare", "unknown"
"""Concerns to confirm besides flagged words."""


@dataclass(frozen=True, slots=True)
class QuotationReview:
    """One quotation under review, with an edit of it.

    `fault` is what is wrong with the edit; `others` are quotations of the same person, `clash`
    those of them that are released and overlap with it. `codes` are those of its text in the
    consensus.
    """

    quoted: QuotationDetail
    edited: str
    fault: EditRefused | None
    flags: tuple[Flag, ...]
    found: tuple[FlaggedWords, ...]
    in_original: tuple[Flag, ...]
    others: tuple[QuotationDetail, ...]
    rare: tuple[IdentifyingChoice, ...]
    codes: tuple[Code, ...]

    @property
    def joined(self) -> tuple[QuotationDetail, ...]:
        """Released quotations of the same person: read together, they say more."""
        return tuple(
            each for each in self.others if each.quotation.state == QuotationState.RELEASED
        )

    @property
    def clash(self) -> tuple[QuotationDetail, ...]:
        """Released quotations that overlap: what one omits the other might show."""
        own = self.quoted.quotation
        return tuple(
            each
            for each in self.joined
            if each.quotation.verbatim_id == own.verbatim_id
            and has_overlap(each.quotation.span, own.span)
        )

    @property
    def concerns(self) -> list[str]:
        """What must be confirmed or removed before release."""
        places = {FlagKind.PLACE, FlagKind.EMPLOYER}
        concerns = [found.key for found in self.found]
        if self.joined:
            concerns.append(JOINED)
        if self.rare and any(found.kind in places for found in self.found):
            concerns.append(RARE)
        if self.quoted.language not in LANGUAGES or not can_flag(self.edited):
            concerns.append(UNKNOWN)
        return concerns

    def left(self, confirmed: Collection[str]) -> list[str]:
        """Return the concerns that are not confirmed."""
        return [concern for concern in self.concerns if concern not in confirmed]


def find_quotation_review(
    quotation: Quotation, codes: Codes, edited: str | None = None
) -> QuotationReview | None:
    """Return a quotation for review; None if the respondent has withdrawn.

    `edited` is the text to publish, by default the last saved one.
    """
    codebook = quotation.verbatim.codebook
    shown = list_quotation_details(codebook, codes, [quotation])
    answers = list_answers_by_id([quotation.verbatim.answer_id])
    if not shown or not answers:
        return None
    quoted, fault = shown[0], None
    text = normalize_whitespace(quoted.text if edited is None else edited)
    try:
        check_edit(quoted.original, text)
    except EditRefused as refusal:
        fault = refusal
    ordinary = get_ordinary_words(codebook.study_id)
    flags = find_identifying_words(text, ordinary)
    return QuotationReview(
        quoted=quoted,
        edited=text,
        fault=fault,
        flags=tuple(flags),
        found=tuple(group_flagged_words(text, flags)),
        in_original=tuple(find_identifying_words(quoted.original, ordinary)),
        others=tuple(
            each
            for each in list_quotation_details(
                codebook, codes, list_quotations_of_person(quotation)
            )
            if each.revealed or each.quotation.state == QuotationState.RELEASED
        ),
        rare=tuple(list_identifying_choices(answers[0])),
        codes=tuple(_carried(quotation, codes)),
    )


def list_concerns(quotation: Quotation, edited: str) -> list[str]:
    """Return the concerns to confirm before an edit is released, none if it is gone."""
    codes = list_codes(quotation.verbatim.codebook)
    scrutiny = find_quotation_review(quotation, codes, edited)
    return scrutiny.concerns if scrutiny else []


def get_ordinary_words(study: UUID) -> frozenset[str]:
    """Return the words that several people of a study write in lower case."""
    nobody = Verbatim.objects.none().values("answer")
    people = islice(iter_study_answers(study, besides=nobody), PEOPLE_READ)
    return find_ordinary_words(
        [
            said.text
            for said in iter_text_units(get_fielding_questionnaire(person.fielding), person.values)
        ]
        for person in people
    )


def _carried(quotation: Quotation, codes: Codes) -> Iterator[Code]:
    """Yield the codes of a quotation's text in the consensus, in order."""
    on_it = {
        code
        for text in resolve_text_codes([_judged(quotation.verbatim, codes)])
        for code in text.codes
    }
    return (code for code, _depth in codes.lines if code.id in on_it)


def _judged(text: Verbatim, codes: Codes) -> TextRatings:
    """Return the coders of one text with their codes, and the adjudications."""
    final, votes = codes.final(), dict[UUID, set[UUID]]()
    done = text.assignments.filter(done=True).values_list("coder", flat=True)
    for coder, code in text.codings.values_list("coder", "code"):
        votes.setdefault(coder, set()).add(final[code])
    return TextRatings(
        text=text.id,
        answer=text.answer_id,
        story=text.story,
        question=text.question,
        coders=set(done),
        votes=dict(votes),
        rulings={final[r.code_id]: r.present for r in text.rulings.all()},
    )
