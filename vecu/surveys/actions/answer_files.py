"""Files on their way: taken from a page, cleaned, kept beside the draft, handed to the answer."""

from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any
from uuid import uuid4

from vecu.file_sanitizer.sanitize import (
    FileNotAccepted,
    SanitizedFile,
    sanitize_file,
)
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
from vecu.surveys.actions.page_input import (
    Typed,
    list_inputs,
)
from vecu.surveys.actions.wal_checkpoint import schedule_wal_truncation
from vecu.surveys.models import (
    Answer,
    AnswerFile,
    Draft,
)

REMOVE = "remove"
"""What the box beside a file sends to take it out."""
Sanitizer = Callable[[bytes, QuestionType, str], SanitizedFile]
Files = Mapping[str, bytes]
"""The contents of the files that a form sent, under each input's name."""


def take_files(
    page: Page,
    values: Values,
    typed: Typed,
    files: Files,
    language: str,
    clean: Sanitizer = sanitize_file,
) -> tuple[Values, dict[str, SanitizedFile], list[AnswerProblem]]:
    """Return `values` with the names of the files given, the files by name, and what is refused.

    A name is drawn here and never taken from the form, so that nobody can name another's file.
    """
    taken: dict[str, SanitizedFile] = {}
    problems = []
    for asked in list_inputs(page):
        if not asked.question.kind.is_file:
            continue
        try:
            if asked.name in files:
                file = sanitize_for_question(asked.question, files[asked.name], language, clean)
                name = f"{uuid4()}.{file.ending}"
                taken[name] = file
                values = set_answer(values, asked.address, name)
            elif REMOVE in typed.get(asked.name, ()):
                values = set_answer(values, asked.address, "")
        except FileNotAccepted as error:
            problems.append(make_file_problem(error, asked.question, asked.address, language))
    return values, taken, problems


def sanitize_for_question(
    question: Question, content: bytes, language: str, clean: Sanitizer = sanitize_file
) -> SanitizedFile:
    """Return a file as a question takes it; raise `FileNotKept`."""
    return clean(content, question.kind, get_question_name(question, language))


def make_file_problem(
    error: FileNotAccepted, question: Question, path: str, language: str
) -> AnswerProblem:
    """Return as a problem that the file given at `path` cannot be kept."""
    message = error.message.say(language)
    return AnswerProblem(
        path, get_question_name(question, language), ConstraintRule.TYPE, "", message
    )


def get_question_name(question: Question, language: str) -> str:
    """Return what people call a question."""
    return question.label.say(language) or question.name


def store_draft_files(
    draft: Draft, taken: Mapping[str, SanitizedFile], names: Collection[str]
) -> None:
    """Keep the files taken, and erase those of the draft that its answers no longer name."""
    AnswerFile.objects.bulk_create(
        AnswerFile(name=name, draft=draft, content=file.content) for name, file in taken.items()
    )
    erased, _by_table = AnswerFile.objects.filter(draft=draft).exclude(name__in=names).delete()
    if erased:
        schedule_wal_truncation()


def attach_files_to_answer(draft: Draft, answer: Answer, names: Collection[str]) -> None:
    """Make the files that an answer names part of it; the others go with the draft."""
    AnswerFile.objects.filter(draft=draft, name__in=names).update(draft=None, answer=answer)


def list_file_names(questionnaire: Questionnaire, values: Values) -> set[str]:
    """Return the names of the files that answers hold."""
    return {name for _address, _question, name in iter_files(questionnaire.root, values)}


def iter_files(
    group: Group, values: Mapping[str, Any], above: str = ""
) -> Iterator[tuple[str, Question, str]]:
    """Yield (address, question, name) for each file that answers hold, whatever their shape."""
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
