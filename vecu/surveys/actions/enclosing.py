"""Files on their way: taken from a page, cleaned, kept beside the draft, handed to the answer."""

from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any
from uuid import uuid4

from vecu.questionnaires import (
    MAX_INSTANCES,
    Group,
    Kind,
    Page,
    Problem,
    Question,
    Questionnaire,
    Rule,
    Values,
    put,
)
from vecu.surveys.actions.answering import Typed, inputs_of
from vecu.surveys.actions.journal import empty_journal_soon
from vecu.surveys.cleaning import Clean, FileNotKept, clean
from vecu.surveys.models import Answer, Draft, Enclosure

REMOVE = "remove"
"""What the box beside a file sends to take it out."""
Cleaning = Callable[[bytes, Kind, str], Clean]
Files = Mapping[str, bytes]
"""The contents of the files that a form sent, under each input's name."""


def take_files(
    page: Page, values: Values, typed: Typed, files: Files, language: str, clean: Cleaning = clean
) -> tuple[Values, dict[str, Clean], list[Problem]]:
    """Return `values` with the names of the files given, the files by name, and what is refused.

    A name is drawn here and never taken from the form, so that nobody can name another's file.
    """
    taken: dict[str, Clean] = {}
    problems = []
    for asked in inputs_of(page):
        if not asked.question.kind.enclosed:
            continue
        try:
            if asked.name in files:
                file = clean_for(asked.question, files[asked.name], language, clean)
                name = f"{uuid4()}.{file.ending}"
                taken[name] = file
                values = put(values, asked.address, name)
            elif REMOVE in typed.get(asked.name, ()):
                values = put(values, asked.address, "")
        except FileNotKept as error:
            problems.append(refusal(error, asked.question, asked.address, language))
    return values, taken, problems


def clean_for(question: Question, content: bytes, language: str, clean: Cleaning = clean) -> Clean:
    """Return a file as a question takes it; raise `FileNotKept`."""
    return clean(content, question.kind, name_of(question, language))


def refusal(error: FileNotKept, question: Question, path: str, language: str) -> Problem:
    """Return as a problem that the file given at `path` cannot be kept."""
    message = error.message.say(language)
    return Problem(path, name_of(question, language), Rule.TYPE, "", message)


def name_of(question: Question, language: str) -> str:
    """Return what people call a question."""
    return question.label.say(language) or question.name


def keep_files(draft: Draft, taken: Mapping[str, Clean], names: Collection[str]) -> None:
    """Keep the files taken, and erase those of the draft that its answers no longer name."""
    Enclosure.objects.bulk_create(
        Enclosure(name=name, draft=draft, content=file.content) for name, file in taken.items()
    )
    erased, _by_table = Enclosure.objects.filter(draft=draft).exclude(name__in=names).delete()
    if erased:
        empty_journal_soon()


def hand_over(draft: Draft, answer: Answer, names: Collection[str]) -> None:
    """Make the files that an answer names part of it; the others go with the draft."""
    Enclosure.objects.filter(draft=draft, name__in=names).update(draft=None, answer=answer)


def files_named(questionnaire: Questionnaire, values: Values) -> set[str]:
    """Return the names of the files that answers hold."""
    return {name for _address, _question, name in each_file(questionnaire.root, values)}


def each_file(
    group: Group, values: Mapping[str, Any], above: str = ""
) -> Iterator[tuple[str, Question, str]]:
    """Yield (address, question, name) for each file that answers hold, whatever their shape."""
    for child in group.children:
        within, address = values.get(child.name), f"{above}{child.name}"
        if isinstance(child, Question):
            if child.kind.enclosed and isinstance(within, str) and within:
                yield address, child, within
        elif isinstance(within, dict) and not child.repeats:
            yield from each_file(child, within, f"{address}/")
        elif isinstance(within, list) and child.repeats:
            for position, instance in enumerate(within[:MAX_INSTANCES], 1):
                if isinstance(instance, dict):
                    yield from each_file(child, instance, f"{address}[{position}]/")
