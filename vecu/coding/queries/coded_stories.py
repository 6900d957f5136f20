"""Stories to read, each text with the codes that it carries in the consensus."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import get_language

from vecu.coding.analysis.consensus import TextCodes
from vecu.coding.analysis.cooccurrence import Story
from vecu.coding.models import Codebook, Verbatim
from vecu.surveys.queries import Answer, get_fielding_questionnaire
from vecu.surveys.queries.results import list_answers_by_id
from vecu.surveys.results.answer_layout import AnswerItem, AnswerSection, layout_answer, may_quote


@dataclass(frozen=True, slots=True)
class CodedAnswer:
    """One question and its answer, with the codes on it; on those in `open` coders disagree.

    `machine`: the machine alone applied them.
    """

    line: AnswerItem
    codes: frozenset[UUID] = frozenset()
    open: frozenset[UUID] = frozenset()
    machine: bool = False


@dataclass(frozen=True, slots=True)
class CodedStory:
    """One story of one person; texts outside of stories come after it.

    `position` is the story's number among the person's stories, 0 for a person without any.
    """

    answer: Answer
    position: int
    may_quote: bool
    lines: tuple[CodedAnswer, ...]


def list_stories_with_codes(texts: Iterable[TextCodes], codes: frozenset[UUID]) -> list[Story]:
    """Return the stories in which a text carries any of these codes, by answer."""
    return sorted({(text.answer, text.story) for text in texts if text.codes & codes})


def list_coded_stories(
    codebook: Codebook, stories: Sequence[Story], texts: Iterable[TextCodes]
) -> list[CodedStory]:
    """Return these stories to read, without those withdrawn meanwhile."""
    ids = {answer for answer, _story in stories}
    coded = {text.text: text for text in texts if text.answer in ids}
    places = Verbatim.objects.filter(codebook=codebook, answer__in=ids).values_list(
        "answer", "address", "id"
    )
    at = {(answer, address): coded[text] for answer, address, text in places if text in coded}
    answers = {answer.id: answer for answer in list_answers_by_id(ids)}
    return [
        _coded_story(answers[answer], story, at) for answer, story in stories if answer in answers
    ]


def _coded_story(
    answer: Answer, story: str, at: Mapping[tuple[UUID, str], TextCodes]
) -> CodedStory:
    questionnaire, language = get_fielding_questionnaire(answer.fielding), get_language() or "en"
    parts = layout_answer(questionnaire, answer.values, answer.day, language)
    within = [part for part in parts if _is_of(part, story)]
    outside = [part for part in parts if story and "[" not in part.address]
    beside = [line for line in _coded(answer, outside, at) if line.codes]
    return CodedStory(
        answer=answer,
        position=int(story.rpartition("[")[2].rstrip("]")) if story else 0,
        may_quote=may_quote(answer.values),
        lines=(*_coded(answer, within, at), *beside),
    )


def _is_of(part: AnswerSection, story: str) -> bool:
    return part.address.startswith(story) if story else "[" not in part.address


def _coded(
    answer: Answer, parts: Iterable[AnswerSection], at: Mapping[tuple[UUID, str], TextCodes]
) -> Iterator[CodedAnswer]:
    """Yield the answered questions of these sections, each with the codes on it."""
    for part in parts:
        for line in part.lines:
            name = line.question.name
            text = at.get((answer.id, f"{part.address}/{name}" if part.address else name))
            if text is not None:
                yield CodedAnswer(line, text.codes, text.open, bool(text.machine))
            elif line.is_answered:
                yield CodedAnswer(line)
