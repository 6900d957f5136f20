"""Coded passages by the id of their coding, for rooms that argue with them: they hold no words.

Blindness holds here: a passage is there once all coders of its text have finished it. What was
withdrawn, uncoded or overruled is not there any more.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from vecu.coding.deidentification.redaction import ReleasedQuotation
from vecu.coding.models import Adjudication, Assignment, Code, Coding, Quotation, Verbatim
from vecu.coding.queries.codebook import list_codes_of
from vecu.coding.queries.quotations import list_released_by_id
from vecu.coding.spans import TextSpan
from vecu.questionnaires import get_answer
from vecu.surveys.queries.results import list_answers_by_id


@dataclass(frozen=True, slots=True)
class CodedPassage:
    """What one coding stands on: `code` is what it counts as, `span` None for the whole text."""

    id: UUID
    text: UUID
    answer: UUID
    address: str
    code: UUID
    span: TextSpan | None


@dataclass(frozen=True, slots=True)
class PassageWords:
    """A passage in its `text`, for members who may read answers, and the path of its code."""

    passage: CodedPassage
    code: str
    text: str
    language: str

    @property
    def words(self) -> str:
        """The words that were coded."""
        span = self.passage.span
        return self.text[span.start : span.end] if span else self.text


def list_passages(codings: Collection[UUID]) -> list[CodedPassage]:
    """Return those of these codings that are still there, of any study, in a few queries."""
    return _list_passages(Q(pk__in=codings))


def list_passages_of_answers(answers: Collection[UUID]) -> list[CodedPassage]:
    """Return the passages of some answers, those of one text together, each span and code once."""
    found = {
        (each.text, each.code, each.span): each
        for each in reversed(_list_passages(Q(verbatim__answer__in=answers)))
    }
    return list(reversed(found.values()))


def list_passage_words(passages: Iterable[CodedPassage], language: str) -> list[PassageWords]:
    """Return passages with their words, without those withdrawn meanwhile."""
    chosen = list(passages)
    answers = {each.id: each for each in list_answers_by_id({one.answer for one in chosen})}
    texts = Verbatim.objects.filter(pk__in={one.text for one in chosen})
    codes = list_codes_of(set(texts.values_list("codebook", flat=True)))
    paths = codes.map_code_paths(language)
    return [
        PassageWords(each, paths[each.code], text, answer.language)
        for each in chosen
        if (answer := answers.get(each.answer))
        and (text := get_answer(answer.values, each.address) or "")
    ]


def get_public_quotations(
    passages: Collection[CodedPassage],
) -> dict[UUID, list[ReleasedQuotation]]:
    """Return, by passage, the quotations that everybody may read and that touch it."""
    by_text: dict[UUID, list[CodedPassage]] = {}
    for each in passages:
        by_text.setdefault(each.text, []).append(each)
    rows = {each.pk: each for each in Quotation.objects.filter(verbatim__in=by_text)}
    released, _codes = list_released_by_id(rows)
    found: dict[UUID, list[ReleasedQuotation]] = {}
    for one in released:
        row = rows[one.id]
        for each in by_text[row.verbatim_id]:
            if one.public and _touches(each.span, row.span):
                found.setdefault(each.id, []).append(one)
    return found


def _list_passages(chosen: Q) -> list[CodedPassage]:
    found = _list_standing_codings().filter(chosen).order_by("verbatim", "start", "id")
    rows = list(
        found.values_list(
            "id", "verbatim", "verbatim__answer", "verbatim__address", "code", "start", "end"
        )
    )
    final = _map_final_codes({row[4] for row in rows})
    return [
        CodedPassage(pk, text, answer, address, final[code], _make_span(start, end))
        for pk, text, answer, address, code, start, end in rows
    ]


def _map_final_codes(used: Collection[UUID]) -> Mapping[UUID, UUID]:
    codebooks = Code.objects.filter(pk__in=used).values_list("codebook", flat=True)
    return list_codes_of(set(codebooks)).final()


def _list_standing_codings() -> QuerySet[Coding]:
    """Return codings of texts that their coders finished, and that no adjudication overruled.

    While a codebook is blind, all coders of a text have; in open coding, whoever coded it.
    """
    given = Assignment.objects.filter(verbatim=OuterRef("verbatim"))
    own = given.filter(coder=OuterRef("coder"), done=True)
    overruled = Adjudication.objects.filter(
        verbatim=OuterRef("verbatim"), code=OuterRef("code"), present=False
    )
    finished = Q(verbatim__codebook__blind=False) | ~Exists(given.filter(done=False))
    return Coding.objects.filter(finished, Exists(own), ~Exists(overruled))


def _make_span(start: int | None, end: int | None) -> TextSpan | None:
    return None if start is None or end is None else TextSpan(start, end)


def _touches(one: TextSpan | None, other: TextSpan | None) -> bool:
    return one is None or other is None or (one.start < other.end and other.start < one.end)
