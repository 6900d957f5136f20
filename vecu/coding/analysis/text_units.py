"""What a person wrote, each text with the place where it stands in their answers. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass

from vecu.questionnaires import (
    Group,
    Question,
    Questionnaire,
    QuestionType,
    Values,
)


@dataclass(frozen=True, slots=True)
class TextUnit:
    """One text: the path of its question, its address, and the story that it belongs to.

    A story is an instance of an outermost repeat, "story[2]"; '' outside of repeats.
    """

    question: str
    story: str
    address: str
    text: str


def iter_text_units(questionnaire: Questionnaire, values: Values) -> Iterator[TextUnit]:
    """Yield every text that a person wrote in their own words, in the order of the questions."""
    return _below(questionnaire.root, values, "", "")


def _below(group: Group, values: Values, prefix: str, story: str) -> Iterator[TextUnit]:
    for child in group.children:
        within, address = values.get(child.name), f"{prefix}{child.name}"
        if not within:
            continue
        if isinstance(child, Question):
            if child.kind is QuestionType.TEXT:
                yield TextUnit(child.path, story, address, within)
        elif child.repeats:
            for position, instance in enumerate(within, 1):
                at = f"{address}[{position}]"
                yield from _below(child, instance, f"{at}/", story or at)
        else:
            yield from _below(child, within, f"{address}/", story)


def list_open_questions(questionnaire: Questionnaire) -> list[Question]:
    """Return the questions that people answer in their own words, in order."""
    return [each for each in questionnaire.questions.values() if each.kind is QuestionType.TEXT]


def list_default_questions(questionnaire: Questionnaire) -> list[str]:
    """Return the paths that are coded unless the team says otherwise: those asked of each story.

    Where no story is told, they are all open questions.
    """
    paths = [question.path for question in list_open_questions(questionnaire)]
    repeats = [group.path for group in questionnaire.groups.values() if group.repeats]
    told = [path for path in paths if any(path.startswith(f"{repeat}/") for repeat in repeats)]
    return told or paths
