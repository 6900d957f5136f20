"""Files of a filled form: sent as its parts, or later when the same form is sent again.

A client names each file in the form and sends it as a part of that name. In the answer our own name
replaces the client's; until the file has come the name has no extension (`is_pending_attachment`),
and shows where a later file belongs.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from django.db import transaction

from vecu.file_sanitizer.sanitize import FileNotAccepted, FileNotNow, SanitizedFile
from vecu.questionnaires import (
    AnswerProblem,
    Questionnaire,
    Values,
    is_pending_attachment,
    set_answer,
)
from vecu.surveys.actions.answer_files import (
    Files,
    Sanitizer,
    get_question_name,
    iter_files,
    list_file_names,
    make_file_problem,
    sanitize_for_question,
)
from vecu.surveys.actions.drafts import AnswersRefused
from vecu.surveys.models import Answer, AnswerFile
from vecu.surveys.queries import find_answer, get_fielding_questionnaire


class FilesRefused(AnswersRefused):
    """The answers were stored before; some files that come now are rejected, so none is stored."""


@dataclass(frozen=True, slots=True)
class MatchedAttachments:
    """The answers of a filled form, with our file names in place of the client's.

    `files` are those that came, by name; `refused` holds the problem of each rejected file, by
    its pending name. `unasked` are parts that the form does not name.
    """

    values: Values
    files: Mapping[str, SanitizedFile] = field(default_factory=dict)
    refused: Mapping[str, AnswerProblem] = field(default_factory=dict)
    unasked: tuple[str, ...] = ()


def match_attachments(
    questionnaire: Questionnaire,
    values: Values,
    parts: Files,
    name_for: Callable[[str], str],
    language: str,
    clean: Sanitizer,
    is_stored: Callable[[str], bool],
) -> MatchedAttachments:
    """Match `parts`, by the client's names, to the questions that name them, and sanitize them.

    `name_for` returns our name, without an extension, for the file at a path; `is_stored` whether
    it came before, so that it is not sanitized again. Raise `FileNotNow` if a file cannot be
    sanitized now, but later.
    """
    if not questionnaire.takes_files:
        return MatchedAttachments(values, unasked=tuple(parts))
    files: dict[str, SanitizedFile] = {}
    refused: dict[str, AnswerProblem] = {}
    matched: set[str] = set()
    for address, question, file_name in iter_files(questionnaire.root, values):
        name, part = name_for(address), _as_sent(file_name, parts)
        if part in parts:
            matched.add(part)
        if part in parts and not is_stored(name):
            try:
                file = sanitize_for_question(question, parts[part], language, clean)
            except FileNotNow:
                raise
            except FileNotAccepted as error:
                path = f"{questionnaire.root.path}/{address}"
                refused[name] = make_file_problem(error, question, path, language)
            else:
                name = f"{name}.{file.ending}"
                files[name] = file
        values = set_answer(values, address, name)
    unasked = tuple(part for part in parts if part not in matched)
    return MatchedAttachments(values, files, refused, unasked)


def _as_sent(file_name: str, parts: Files) -> str:
    """Return the part name of a file; browsers write a quotation mark in it as %22."""
    return file_name if file_name in parts else file_name.replace('"', "%22")


def list_attachment_problems(
    came: MatchedAttachments, questionnaire: Questionnaire, values: Values
) -> list[AnswerProblem]:
    """Return the problems of rejected files that the answers, as they are stored, name."""
    if not came.refused:
        return []
    names = list_file_names(questionnaire, values)
    return [problem for name, problem in came.refused.items() if name in names]


def store_attachments(answer: Answer, came: MatchedAttachments) -> None:
    """Store the files that came with a new answer and that it names."""
    names = list_file_names(get_fielding_questionnaire(answer.fielding), answer.values)
    _keep(answer, {name: file for name, file in came.files.items() if name in names})


@transaction.atomic
def add_files(code: str, slug: str, came: MatchedAttachments) -> tuple[Answer | None, bool]:
    """Add files to the answer whose receipt is `code`, where it still lacks them.

    Return the answer, None if it was withdrawn or replaced since, and whether any file was
    added. Existing files stay as they are. Raise `FilesRefused`; nothing is added then.
    """
    answer = find_answer(code, slug, lock=True)
    if answer is None:
        return None, False
    questionnaire = get_fielding_questionnaire(answer.fielding)
    if problems := list_attachment_problems(came, questionnaire, answer.values):
        raise FilesRefused(problems)
    by_awaited = {name.partition(".")[0]: name for name in came.files}
    added = {}
    for address, _question, awaited in iter_files(questionnaire.root, answer.values):
        if name := by_awaited.get(awaited):
            added[name] = came.files[name]
            answer.values = set_answer(answer.values, address, name)
    if added:
        answer.save(update_fields=["values"])
        _keep(answer, added)
    return answer, bool(added)


def _keep(answer: Answer, files: Mapping[str, SanitizedFile]) -> None:
    AnswerFile.objects.bulk_create(
        AnswerFile(name=name, answer=answer, content=file.content) for name, file in files.items()
    )


def list_pending_attachments(answer: Answer, language: str) -> tuple[str, ...]:
    """Return the labels of the questions whose files have not come, each once."""
    questionnaire = get_fielding_questionnaire(answer.fielding)
    if not questionnaire.takes_files:
        return ()
    missing = (
        get_question_name(question, language)
        for _address, question, name in iter_files(questionnaire.root, answer.values)
        if is_pending_attachment(name)
    )
    return tuple(dict.fromkeys(missing))
