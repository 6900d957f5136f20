"""Files that come with a filled form: as its parts at once, or when the same form comes again.

A client names each file in the form and sends it as a part of that name. In the answer our own name
takes the place of the client's; until the file has come it has no ending (`is_awaited`), and shows
where the file belongs that comes later.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from django.db import transaction

from vecu.questionnaires import Problem, Questionnaire, Values, is_awaited, put
from vecu.surveys.actions.enclosing import (
    Files,
    clean_for,
    each_file,
    files_named,
    name_of,
    refusal,
)
from vecu.surveys.actions.taking import AnswersRefused
from vecu.surveys.cleaning import Clean, FileNotKept
from vecu.surveys.models import Answer, Enclosure
from vecu.surveys.queries import find_answer, questionnaire_for


class FilesRefused(AnswersRefused):
    """The answers were kept before; of the files that come now some cannot be, so none is."""


@dataclass(frozen=True, slots=True)
class Accompanied:
    """The answers of a filled form, with our names of files in place of the client's.

    `files` are those that came, by name; `refused` says what is wrong with those that cannot be
    kept, by the name that awaits them. `unasked` are the parts that the form does not name.
    """

    values: Values
    files: Mapping[str, Clean] = field(default_factory=dict)
    refused: Mapping[str, Problem] = field(default_factory=dict)
    unasked: tuple[str, ...] = ()


def accompany(
    questionnaire: Questionnaire,
    values: Values,
    parts: Files,
    name_for: Callable[[str], str],
    language: str,
) -> Accompanied:
    """Match `parts`, by the client's names, to the questions that name them, and clean them.

    `name_for` gives our name, without an ending, for the file at an address.
    """
    if not questionnaire.takes_files:
        return Accompanied(values, unasked=tuple(parts))
    files: dict[str, Clean] = {}
    refused: dict[str, Problem] = {}
    asked: set[str] = set()
    for address, question, told in each_file(questionnaire.root, values):
        name, part = name_for(address), _as_sent(told, parts)
        if part in parts:
            asked.add(part)
            try:
                file = clean_for(question, parts[part], language)
            except FileNotKept as error:
                path = f"{questionnaire.root.path}/{address}"
                refused[name] = refusal(error, question, path, language)
            else:
                name = f"{name}.{file.ending}"
                files[name] = file
        values = put(values, address, name)
    unasked = tuple(part for part in parts if part not in asked)
    return Accompanied(values, files, refused, unasked)


def _as_sent(told: str, parts: Files) -> str:
    """Return the name of the part for a file; browsers write a quotation mark in it as %22."""
    return told if told in parts else told.replace('"', "%22")


def refused_among(came: Accompanied, questionnaire: Questionnaire, values: Values) -> list[Problem]:
    """Return what is wrong with the files that answers, as they are to be kept, still await."""
    if not came.refused:
        return []
    names = files_named(questionnaire, values)
    return [problem for name, problem in came.refused.items() if name in names]


def enclose(answer: Answer, came: Accompanied) -> None:
    """Keep, of the files that came with it, those that a new answer names."""
    names = files_named(questionnaire_for(answer.fielding), answer.values)
    _keep(answer, {name: file for name, file in came.files.items() if name in names})


@transaction.atomic
def add_files(code: str, slug: str, came: Accompanied) -> tuple[Answer | None, bool]:
    """Add the files that came to the answer whose receipt is `code`, where it still awaits them.

    Return the answer, None when it was withdrawn or replaced since, and whether any was added. One
    that is there already stays as it is. Raise `FilesRefused`, and add none then.
    """
    answer = find_answer(code, slug, lock=True)
    if answer is None:
        return None, False
    questionnaire = questionnaire_for(answer.fielding)
    if problems := refused_among(came, questionnaire, answer.values):
        raise FilesRefused(problems)
    by_awaited = {name.partition(".")[0]: name for name in came.files}
    added = {}
    for address, _question, awaited in each_file(questionnaire.root, answer.values):
        if name := by_awaited.get(awaited):
            added[name] = came.files[name]
            answer.values = put(answer.values, address, name)
    if added:
        answer.save(update_fields=["values"])
        _keep(answer, added)
    return answer, bool(added)


def _keep(answer: Answer, files: Mapping[str, Clean]) -> None:
    Enclosure.objects.bulk_create(
        Enclosure(name=name, answer=answer, content=file.content) for name, file in files.items()
    )


def still_awaited(answer: Answer, language: str) -> tuple[str, ...]:
    """Return what people call the questions whose files have not come, each once."""
    questionnaire = questionnaire_for(answer.fielding)
    if not questionnaire.takes_files:
        return ()
    missing = (
        name_of(question, language)
        for _address, question, name in each_file(questionnaire.root, answer.values)
        if is_awaited(name)
    )
    return tuple(dict.fromkeys(missing))
