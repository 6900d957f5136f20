"""What a walk did not meet, each with the reason where one is known."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from vecu.messages import Message, shown
from vecu.questionnaires.expressions import Expression
from vecu.questionnaires.met import Walk
from vecu.questionnaires.model import Question, Questionnaire
from vecu.questionnaires.routes import routes
from vecu.questionnaires.written import as_written
from vecu.text import _

MAX_NAMED = 12
"""Answers that are named of those that were refused."""


@dataclass(frozen=True, slots=True)
class Untaken:
    """A route that nobody took: a question, or one of its choices, and why as far as is known.

    A question that was asked, and to which no answer was accepted, is one as well.

    `proven` tells that the route can never be taken; else nobody happened to.
    """

    path: str
    name: str
    choice: str
    reason: Message
    proven: bool = False


def untaken(questionnaire: Questionnaire, walk: Walk) -> tuple[Untaken, ...]:
    """Return every question never asked or never answered, and every choice never given."""
    return tuple(_untaken(questionnaire, walk))


def _untaken(questionnaire: Questionnaire, walk: Walk) -> Iterator[Untaken]:
    found = routes(questionnaire)
    answered = {path for path, word in walk.chosen if word}
    for path, question in questionnaire.questions.items():
        if not question.kind.asked:
            continue
        line = questionnaire.line_to(path)
        if walk.asked[path]:
            if path not in answered and path in walk.refused:
                msgid = _("no answer to it was accepted, only a blank; tried: %(tried)s")
                tried = ", ".join(filter(None, walk.refused[path][:MAX_NAMED]))
                yield Untaken(path, question.name, "", Message(msgid, tried=shown(tried)))
                continue
            yield from _choices(question, walk)
            continue
        known = [found[item.path].never for item in line if item.path in found]
        never = [why for why in known if why is not None]
        conditions = [item.relevant for item in line if item.relevant]
        reason = never[0] if never else _guess(walk, conditions)
        yield Untaken(path, question.name, "", reason, proven=bool(never))


def _guess(walk: Walk, conditions: list[Expression]) -> Message:
    if walk.stuck and not walk.finished:
        return Message(_("everybody was stuck before the end"))
    if conditions:
        msgid = _("its condition was not met (tries: %(tries)d): %(condition)s")
        return Message(msgid, condition=shown(as_written(conditions[-1].source)), tries=walk.people)
    return Message(_("no repeat around it was ever entered, or everybody was stuck before it"))


def _choices(question: Question, walk: Walk) -> Iterator[Untaken]:
    for choice in question.choices:
        key = question.path, choice.name
        if walk.chosen[key]:
            continue
        if walk.offered[key]:
            msgid = _("it was offered, and not accepted (tries: %(tries)d)")
        else:
            msgid = _("the choice filter did not offer it (tries: %(tries)d)")
        reason = Message(msgid, tries=walk.people)
        yield Untaken(question.path, question.name, choice.name, reason)
