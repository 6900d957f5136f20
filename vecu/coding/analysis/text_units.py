"""The texts that a person wrote, each with its path in their answers. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass

from vecu.questionnaires import AnswerValue, Group, Question, Questionnaire, Values


@dataclass(frozen=True, slots=True)
class TextUnit:
    """One text: the path of its question, its path in the answers, and its story.

    A story is an instance of an outermost repeat, "story[2]"; '' outside of repeats.
    """

    question: str
    story: str
    address: str
    text: str


def iter_text_units(questionnaire: Questionnaire, values: Values) -> Iterator[TextUnit]:
    """Yield every open answer that a person wrote, in the order of the questions."""
    return _below(questionnaire.root, values, "", "")


def _below(group: Group, values: Values, prefix: str, story: str) -> Iterator[TextUnit]:
    for child in group.children:
        within, address = values.get(child.name), f"{prefix}{child.name}"
        if not within:
            continue
        if isinstance(child, Question):
            if child.kind.holds is AnswerValue.TEXT:
                yield TextUnit(child.path, story, address, within)
        elif child.repeats:
            for position, instance in enumerate(within, 1):
                at = f"{address}[{position}]"
                yield from _below(child, instance, f"{at}/", story or at)
        else:
            yield from _below(child, within, f"{address}/", story)


def list_open_questions(questionnaire: Questionnaire) -> list[Question]:
    """Return the open questions, in order."""
    return [
        each for each in questionnaire.questions.values() if each.kind.holds is AnswerValue.TEXT
    ]


def list_default_questions(questionnaire: Questionnaire) -> list[str]:
    """Return the paths of the questions coded by default: the open ones inside stories.

    Without stories, all open questions.
    """
    paths = [question.path for question in list_open_questions(questionnaire)]
    repeats = [group.path for group in questionnaire.groups.values() if group.repeats]
    in_repeats = [
        path for path in paths if any(path.startswith(f"{repeat}/") for repeat in repeats)
    ]
    return in_repeats or paths
