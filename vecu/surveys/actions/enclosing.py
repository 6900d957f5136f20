"""Files on their way: taken from a page, cleaned, kept beside the draft, handed to the answer."""

from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any
from uuid import uuid4

from vecu.questionnaires import (
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
        kind = asked.question.kind
        if not kind.enclosed:
            continue
        label = asked.question.label.say(language) or asked.question.name
        try:
            if asked.name in files:
                file = clean(files[asked.name], kind, label)
                name = f"{uuid4()}.{file.ending}"
                taken[name] = file
                values = put(values, asked.address, name)
            elif REMOVE in typed.get(asked.name, ()):
                values = put(values, asked.address, "")
        except FileNotKept as error:
            message = error.message.say(language)
            problems.append(Problem(asked.address, label, Rule.TYPE, "", message))
    return values, taken, problems


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
    return set(_named(questionnaire.root, values))


def _named(group: Group, values: Mapping[str, Any]) -> Iterator[str]:
    for child in group.children:
        within = values.get(child.name)
        if not within:
            continue
        if isinstance(child, Question):
            if child.kind.enclosed:
                yield within
        else:
            for instance in within if child.repeats else [within]:
                yield from _named(child, instance)
