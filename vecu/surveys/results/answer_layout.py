"""Lay out one respondent's answers for reading. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import islice

from vecu.messages import Message
from vecu.questionnaires import (
    AnswerValue,
    EvaluatedForm,
    Group,
    Question,
    Questionnaire,
    Values,
    Wording,
    format_answer,
    get_answer,
    is_pending_attachment,
)
from vecu.surveys.results.answer_text import READ
from vecu.surveys.results.search import Search, TextPiece, make_excerpt, split_pieces
from vecu.typography import apply_typography

PERMISSION = "permission/quote"
WHOLE_STORY = ("whole", "after/whole")
"""Where a story has the question whether everybody may read all of it."""
"""Path of the question for permission to quote; "yes" is the only permission."""
GIST_LENGTH = 140
_ACKNOWLEDGED = Wording({"en": READ, "fr": Message(READ).say("fr")})


@dataclass(frozen=True, slots=True)
class AnswerItem:
    """A question and its answer: the respondent's `words`, or the labels of `choices`.

    A ranking is `ordered`. All are empty for a blank question; `file` is the name of a file.
    `pieces` are the words with search matches marked, after typography of their language.
    """

    question: Question
    words: str = ""
    choices: tuple[Wording, ...] = ()
    file: str = ""
    pieces: tuple[TextPiece, ...] = ()

    @property
    def is_answered(self) -> bool:
        """Whether the question was answered."""
        return bool(self.words or self.choices or self.file)

    @property
    def ordered(self) -> bool:
        """Whether the choices are a ranking, the first one first."""
        return self.question.kind.holds is AnswerValue.RANKING

    @property
    def awaited(self) -> bool:
        """Whether the file was named by the program that sent the answer, and has not come."""
        return is_pending_attachment(self.file)


@dataclass(slots=True)
class AnswerSection:
    """A group of questions; `position` is the story's number, 0 outside repeats."""

    heading: Wording
    position: int
    address: str = ""
    lines: list[AnswerItem] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class SearchHit:
    """A search match: the question, and an excerpt of the answer."""

    label: Wording
    pieces: tuple[TextPiece, ...]


@dataclass(frozen=True, slots=True)
class AnswerPreview:
    """A summary that distinguishes an answer from others in a list."""

    begins: str
    about: tuple[Wording, ...]
    may_quote: bool


def layout_answer(
    questionnaire: Questionnaire, values: Values, day: date, language: str
) -> list[AnswerSection]:
    """Return the sections of one respondent's answers in order, blanks included.

    Questions that were not relevant on `day` are left out. Numbers are formatted in `language`,
    the reader's.
    """
    parts: dict[int, AnswerSection] = {}
    for cell in EvaluatedForm(questionnaire, values, day, stored=True).cells:
        item = cell.item
        if isinstance(item, Group):
            position = cell.address.rpartition("[")[2].rstrip("]") if item.repeats else "0"
            parts[id(cell)] = AnswerSection(item.label, int(position), cell.address)
        elif item.kind.has_input and cell.relevant:
            parts[id(cell.parent)].lines.append(_line(item, cell.node.text, language))
    return [part for part in parts.values() if part.lines]


def preview_answer(questionnaire: Questionnaire, values: Values) -> AnswerPreview:
    """Return the beginning of the first open answer, and the first two choices outside stories."""
    words = (text for _question, text in iter_texts(questionnaire, values))
    begins = " ".join(next(words, "").split())
    if len(begins) > GIST_LENGTH:
        begins = f"{begins[: GIST_LENGTH - 1].rstrip()}…"
    choices = (
        _label(question, text)
        for question, text in _answers(questionnaire.root, values, into_repeats=False)
        if question.kind.holds is AnswerValue.CHOICE
        and not question.is_open_ended
        and not question.path.endswith(PERMISSION)
    )
    return AnswerPreview(begins, tuple(islice(choices, 2)), may_quote(values))


def find_hits(
    questionnaire: Questionnaire, values: Values, search: Search, language: str
) -> list[SearchHit]:
    """Return an excerpt of each matching text, with the typography of `language`.

    Typography only changes characters between words, so matches are the same before and after.
    """
    found = []
    for question, text in iter_texts(questionnaire, values):
        shown = apply_typography(text, language)
        if marks := search.marks(shown):
            found.append(SearchHit(question.label, tuple(make_excerpt(shown, marks))))
    return found


def highlight_hits(
    parts: list[AnswerSection], search: Search, language: str
) -> list[AnswerSection]:
    """Return the sections with search matches marked in each text."""
    return [
        replace(part, lines=[_marked(each, search, language) for each in part.lines])
        for part in parts
    ]


def _marked(line: AnswerItem, search: Search, language: str) -> AnswerItem:
    if line.question.kind.holds is not AnswerValue.TEXT:
        return line
    shown = apply_typography(line.words, language)
    marks = search.marks(shown)
    return replace(line, pieces=tuple(split_pieces(shown, marks))) if marks else line


def iter_texts(questionnaire: Questionnaire, values: Values) -> Iterator[tuple[Question, str]]:
    """Yield each open-ended text with its question, in order."""
    for question, text in _answers(questionnaire.root, values):
        if question.kind.holds is AnswerValue.TEXT:
            yield question, text


def may_quote(values: Values) -> bool:
    """Return whether the respondent permits quotation.

    No answer, or a study that did not ask (see `asks_to_quote`), is no permission.
    """
    group, name = PERMISSION.split("/")
    within = values.get(group)
    return isinstance(within, dict) and within.get(name) == "yes"


def may_publish_story(values: Values, story: str) -> bool:
    """Return whether the respondent lets everybody read one story whole: "yes" at its end.

    `story` is its path, "story[2]".
    """
    return any(get_answer(values, f"{story}/{each}") == "yes" for each in WHOLE_STORY)


def asks_to_quote(questionnaire: Questionnaire) -> bool:
    """Return whether a questionnaire asks for permission to quote."""
    return f"{questionnaire.root.path}/{PERMISSION}" in questionnaire.questions


def _line(question: Question, text: str, language: str) -> AnswerItem:
    kind = question.kind
    if kind.is_listed:
        names = kind.split_answer(text) if text else []
        return AnswerItem(question, choices=tuple(_label(question, name) for name in names))
    if kind.is_file:
        return AnswerItem(question, file=text)
    if kind.holds is AnswerValue.TICK and text:
        return AnswerItem(question, choices=(_ACKNOWLEDGED,))
    return AnswerItem(question, words=format_answer(kind, text, language))


def _label(question: Question, name: str) -> Wording:
    """Return a choice's label; a value that is not on the list is its own label."""
    return question.choice_labels.get(name) or Wording({"": name})


def _answers(
    group: Group, values: Values, *, into_repeats: bool = True
) -> Iterator[tuple[Question, str]]:
    """Yield each answered question with its value, in document order."""
    for child in group.children:
        within = values.get(child.name)
        if not within:
            continue
        if isinstance(child, Question):
            yield child, within
        elif not child.repeats:
            yield from _answers(child, within, into_repeats=into_repeats)
        elif into_repeats:
            for instance in within:
                yield from _answers(child, instance)
