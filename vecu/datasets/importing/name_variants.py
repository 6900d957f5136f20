"""Names by which people, programs and other tools may call a questionnaire's questions. Pure."""

from collections.abc import Iterator

from vecu.datasets.importing.export_names import QuestionTarget
from vecu.datasets.importing.multi_column import is_importable, list_parts
from vecu.questionnaires import MAX_INSTANCES, AnswerValue, Question, Questionnaire


def _places(questionnaire: Questionnaire) -> Iterator[tuple[Question, str, str, int]]:
    """Yield every question with its path, once for each position of its innermost repeat.

    With it come the path without positions and the position, 0 outside repeats.
    """
    for question in questionnaire.questions.values():
        if not is_importable(question):
            continue
        names = question.path.removeprefix(questionnaire.root.path + "/").split("/")
        path, parts, last_repeat = questionnaire.root.path, [], -1
        for index, name in enumerate(names):
            path = f"{path}/{name}"
            group = questionnaire.groups.get(path)
            parts.append(f"{name}[1]" if group and group.repeats else name)
            last_repeat = index if group and group.repeats else last_repeat
        if last_repeat < 0:
            yield question, "/".join(names), "/".join(names), 0
            continue
        for position in range(1, MAX_INSTANCES + 1):
            parts[last_repeat] = f"{names[last_repeat]}[{position}]"
            yield question, "/".join(parts), "/".join(names), position


def iter_addresses(questionnaire: Questionnaire) -> Iterator[tuple[str, QuestionTarget]]:
    """Yield full paths, each with and without the root's name."""
    root = questionnaire.root.name
    for _question, address, _plain, _position in _places(questionnaire):
        yield address, (address, "")
        yield f"{root}/{address}", (address, "")


def iter_names(questionnaire: Questionnaire) -> Iterator[tuple[str, QuestionTarget]]:
    """Yield names and paths; in a repeat they mean the first instance, or the one in a suffix."""
    for question, address, plain, position in _places(questionnaire):
        if position:
            yield f"{question.name} {position}", (address, "")
            yield f"{plain} {position}", (address, "")
        if position < 2:
            yield question.name, (address, "")
            yield plain, (address, "")


def iter_parts(questionnaire: Questionnaire) -> Iterator[tuple[str, QuestionTarget]]:
    """Yield the names of columns with ticks, ranks and coordinates."""
    for question, address, plain, position in _places(questionnaire):
        if question.kind.holds is AnswerValue.CHOICE:
            continue
        for part in list_parts(question):
            target = (address, part)
            yield f"{address}/{part}", target
            if position < 2:
                yield f"{question.name} {part}", target
                yield f"{plain} {part}", target


def iter_labels(questionnaire: Questionnaire) -> Iterator[tuple[str, QuestionTarget]]:
    """Yield the labels of questions in every language."""
    for question, address, _plain, position in _places(questionnaire):
        for text in question.label.texts.values():
            if position < 2:
                yield text, (address, "")
            if position:
                yield f"{text} {position}", (address, "")
