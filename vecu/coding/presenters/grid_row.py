"""A row of the coding grid: the text in pieces, its codes, and the person's other answers."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import get_language

from vecu.coding.models import Code, Memo, Quotation
from vecu.coding.queries.suggestions import VisibleSuggestion
from vecu.coding.queries.texts import AppliedCode, VisibleCodings
from vecu.coding.spans import Segment, TextSpan, split_segments
from vecu.questionnaires import get_answer
from vecu.surveys.queries import Answer, get_fielding_questionnaire
from vecu.surveys.results.answer_layout import AnswerSection, layout_answer, may_quote


@dataclass(frozen=True, slots=True)
class Chip:
    """One code on a text, with the words if it is on a span; `by` is another coder."""

    id: UUID
    code: Code
    words: str = ""
    by: str = ""


@dataclass(frozen=True, slots=True)
class SuggestionChip:
    """A suggested code, with the words that explain it."""

    id: UUID
    code: Code
    words: tuple[str, ...]
    score: float
    version: str
    counts: bool


@dataclass(frozen=True, slots=True)
class QuotationMark:
    """A quotation of a text: the quoted words, '' for all of them, and its state."""

    words: str
    state: str


@dataclass(frozen=True, slots=True)
class AnswerLayout:
    """An answer with its sections, laid out once: a document has hundreds of texts."""

    answer: Answer
    sections: Sequence[AnswerSection]


@dataclass(frozen=True, slots=True)
class GridRow:
    """One text to code. `story` are the other answers of the same story, `person` the rest.

    `pieces` are marked "coded" where a code is on a span, "hinted" on words that explain a
    suggestion. `unsaid` is why there is no suggestion.
    """

    id: UUID
    hash: str
    question: str
    language: str
    text: str
    pieces: tuple[Segment[str], ...]
    own: tuple[Chip, ...]
    others: tuple[Chip, ...]
    hints: tuple[SuggestionChip, ...]
    unsaid: str
    memos: tuple[Memo, ...]
    done: bool
    frozen: bool
    for_others: bool
    may_quote: bool
    cited: tuple[QuotationMark, ...]
    answer: UUID
    fielding: UUID
    story: tuple[AnswerSection, ...]
    person: tuple[AnswerSection, ...]


def build_grid_row(
    coded: VisibleCodings,
    laid_out: AnswerLayout,
    codes: Mapping[UUID, Code],
    names: Mapping[UUID, str],
    quotations: Sequence[Quotation] = (),
    suggested: Sequence[VisibleSuggestion] = (),
    unsaid: str = "",
) -> GridRow:
    """Return the row of a text; `laid_out` is its answer, `names` are the coders' by id."""
    verbatim, answer = coded.verbatim, laid_out.answer
    text = get_answer(answer.values, verbatim.address)
    story, person = _beside(laid_out.sections, verbatim.story, verbatim.question)
    spans = [(applied.span, "coded") for applied in (*coded.own, *coded.others) if applied.span]
    spans += [(span, "hinted") for each in suggested[:1] for span in each.words]
    return GridRow(
        id=verbatim.id,
        hash=verbatim.hash,
        question=verbatim.question,
        language=answer.language,
        text=text,
        pieces=tuple(split_segments(text, [(_within(span, text), mark) for span, mark in spans])),
        own=tuple(_chip(each, text, codes, "") for each in coded.own),
        others=tuple(_chip(each, text, codes, names[each.coder]) for each in coded.others),
        hints=tuple(_hint(each, text, codes) for each in suggested),
        unsaid=unsaid,
        memos=coded.memos,
        done=coded.done,
        frozen=coded.frozen,
        for_others=coded.for_others,
        may_quote=may_quote(answer.values),
        cited=tuple(QuotationMark(_words(text, each.span), each.state) for each in quotations),
        answer=answer.id,
        fielding=answer.fielding_id,
        story=story,
        person=person,
    )


def lay_out_answers(answers: Iterable[Answer]) -> dict[UUID, AnswerLayout]:
    """Return each answer laid out, by its id."""
    language = get_language() or "en"
    return {each.id: _lay_out(each, language) for each in answers}


def _lay_out(answer: Answer, language: str) -> AnswerLayout:
    questionnaire = get_fielding_questionnaire(answer.fielding)
    return AnswerLayout(answer, layout_answer(questionnaire, answer.values, answer.day, language))


def _chip(applied: AppliedCode, text: str, codes: Mapping[UUID, Code], by: str) -> Chip:
    return Chip(applied.id, codes[applied.code], _words(text, applied.span), by)


def _hint(suggested: VisibleSuggestion, text: str, codes: Mapping[UUID, Code]) -> SuggestionChip:
    words = dict.fromkeys(_words(text, span) for span in suggested.words)
    return SuggestionChip(
        suggested.id,
        codes[suggested.code],
        tuple(words),
        suggested.score,
        suggested.version,
        suggested.counts,
    )


def _words(text: str, span: TextSpan | None) -> str:
    """Return the words of a span, '' for the whole text."""
    return text[span.start : span.end] if span else ""


def _within(span: TextSpan, text: str) -> TextSpan:
    return TextSpan(min(span.start, len(text)), min(span.end, len(text)))


def _beside(
    parts: Sequence[AnswerSection], story: str, question: str
) -> tuple[tuple[AnswerSection, ...], tuple[AnswerSection, ...]]:
    """Return the other answers of the same story, then those outside of stories."""
    same, person = [], []
    for part in parts:
        lines = [line for line in part.lines if line.is_answered]
        if story and part.address.startswith(story):
            lines = [line for line in lines if line.question.path != question]
            same.append(AnswerSection(part.heading, part.position, part.address, lines))
        elif "[" not in part.address:
            if not story:
                lines = [line for line in lines if line.question.path != question]
            person.append(AnswerSection(part.heading, part.position, part.address, lines))
    return (
        tuple(part for part in same if part.lines),
        tuple(part for part in person if part.lines),
    )
