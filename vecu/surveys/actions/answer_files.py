"""Respondents' files: sanitized on upload, stored with the draft, then moved to the answer."""

from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any
from uuid import uuid4

from vecu.file_sanitizer.sanitize import FileNotAccepted, SanitizedFile, sanitize_file
from vecu.questionnaires import (
    MAX_INSTANCES,
    AnswerProblem,
    ConstraintRule,
    Group,
    Page,
    Question,
    Questionnaire,
    QuestionType,
    Values,
    set_answer,
)
from vecu.surveys.actions.page_input import Typed, list_inputs
from vecu.surveys.actions.wal_checkpoint import schedule_wal_truncation
from vecu.surveys.models import Answer, AnswerFile, Draft

REMOVE = "remove"
"""The value of the checkbox that removes an uploaded file."""
Sanitizer = Callable[[bytes, QuestionType, str], SanitizedFile]
Files = Mapping[str, bytes]
"""The contents of the uploaded files, by input name."""


def take_files(
    page: Page,
    values: Values,
    typed: Typed,
    files: Files,
    language: str,
    clean: Sanitizer = sanitize_file,
) -> tuple[Values, dict[str, SanitizedFile], list[AnswerProblem]]:
    """Return the updated `values`, the uploaded files by stored name, and the problems found.

    File names are generated here, never read from the form, so that nobody can refer to another
    respondent's file.
    """
    taken: dict[str, SanitizedFile] = {}
    problems = []
    for rendered in list_inputs(page):
        if not rendered.question.kind.is_file:
            continue
        try:
            if rendered.name in files:
                file = sanitize_for_question(
                    rendered.question, files[rendered.name], language, clean
                )
                name = f"{uuid4()}.{file.ending}"
                taken[name] = file
                values = set_answer(values, rendered.address, name)
            elif REMOVE in typed.get(rendered.name, ()):
                values = set_answer(values, rendered.address, "")
        except FileNotAccepted as error:
            problems.append(make_file_problem(error, rendered.question, rendered.address, language))
    return values, taken, problems


def sanitize_for_question(
    question: Question, content: bytes, language: str, clean: Sanitizer = sanitize_file
) -> SanitizedFile:
    """Sanitize a file and check that the question accepts its type; raise `FileNotAccepted`."""
    return clean(content, question.kind, get_question_name(question, language))


def make_file_problem(
    error: FileNotAccepted, question: Question, path: str, language: str
) -> AnswerProblem:
    """Return the problem that says why the file at `path` is not accepted."""
    message = error.message.say(language)
    return AnswerProblem(
        path, get_question_name(question, language), ConstraintRule.TYPE, "", message
    )


def get_question_name(question: Question, language: str) -> str:
    """Return the question's label, for messages."""
    return question.label.say(language) or question.name


def store_draft_files(
    draft: Draft, taken: Mapping[str, SanitizedFile], names: Collection[str]
) -> None:
    """Store the uploaded files, and delete those that the draft's answers no longer name."""
    AnswerFile.objects.bulk_create(
        AnswerFile(name=name, draft=draft, content=file.content) for name, file in taken.items()
    )
    erased, _by_table = AnswerFile.objects.filter(draft=draft).exclude(name__in=names).delete()
    if erased:
        schedule_wal_truncation()


def attach_files_to_answer(draft: Draft, answer: Answer, names: Collection[str]) -> None:
    """Move the files that an answer names to it; the others are deleted with the draft."""
    AnswerFile.objects.filter(draft=draft, name__in=names).update(draft=None, answer=answer)


def list_file_names(questionnaire: Questionnaire, values: Values) -> set[str]:
    """Return the names of all files in the answers."""
    return {name for _address, _question, name in iter_files(questionnaire.root, values)}


def iter_files(
    group: Group, values: Mapping[str, Any], above: str = ""
) -> Iterator[tuple[str, Question, str]]:
    """Yield (path, question, file name) for each file in the answers, at any depth."""
    for child in group.children:
        within, address = values.get(child.name), f"{above}{child.name}"
        if isinstance(child, Question):
            if child.kind.is_file and isinstance(within, str) and within:
                yield address, child, within
        elif isinstance(within, dict) and not child.repeats:
            yield from iter_files(child, within, f"{address}/")
        elif isinstance(within, list) and child.repeats:
            for position, instance in enumerate(within[:MAX_INSTANCES], 1):
                if isinstance(instance, dict):
                    yield from iter_files(child, instance, f"{address}[{position}]/")
