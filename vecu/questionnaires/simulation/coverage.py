"""What a simulation did not cover, with reasons where they are known."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from vecu.messages import Message, printable
from vecu.questionnaires.analysis.reachability import analyse_reachability
from vecu.questionnaires.answer_formats import restore_references
from vecu.questionnaires.expressions import Expression
from vecu.questionnaires.model import Question, Questionnaire
from vecu.questionnaires.simulation.results import SimulationResult
from vecu.translation import gettext_noop

MAX_NAMED = 12
"""The most refused answers that are listed."""


@dataclass(frozen=True, slots=True)
class UncoveredRoute:
    """An uncovered route: a question, or one of its choices, and why as far as is known.

    A question that was asked, and to which no answer was accepted, is one as well.

    `proven`: the route can never be taken; else no simulated respondent took it.
    """

    path: str
    name: str
    choice: str
    reason: Message
    proven: bool = False


def find_uncovered_routes(
    questionnaire: Questionnaire, walk: SimulationResult
) -> tuple[UncoveredRoute, ...]:
    """Return every question never asked or never answered, and every choice never chosen."""
    return tuple(_iter_uncovered_routes(questionnaire, walk))


def _iter_uncovered_routes(
    questionnaire: Questionnaire, walk: SimulationResult
) -> Iterator[UncoveredRoute]:
    found = analyse_reachability(questionnaire)
    answered = {path for path, word in walk.chosen if word}
    for path, question in questionnaire.questions.items():
        if not question.kind.has_input:
            continue
        line = questionnaire.lineage_of(path)
        if walk.asked[path]:
            if path not in answered and path in walk.refused:
                msgid = gettext_noop("no answer to it was accepted, only a blank; tried: %(tried)s")
                tried = ", ".join(filter(None, walk.refused[path][:MAX_NAMED]))
                yield UncoveredRoute(
                    path, question.name, "", Message(msgid, tried=printable(tried))
                )
                continue
            yield from _choices(question, walk)
            continue
        known = [found[item.path].never for item in line if item.path in found]
        never = [why for why in known if why is not None]
        conditions = [item.relevant for item in line if item.relevant]
        reason = never[0] if never else _guess(walk, conditions)
        yield UncoveredRoute(path, question.name, "", reason, proven=bool(never))


def _guess(walk: SimulationResult, conditions: list[Expression]) -> Message:
    if walk.stuck and not walk.finished:
        return Message(gettext_noop("everybody was stuck before the end"))
    if conditions:
        msgid = gettext_noop("its condition was not met (tries: %(tries)d): %(condition)s")
        return Message(
            msgid, condition=printable(restore_references(conditions[-1].source)), tries=walk.people
        )
    return Message(
        gettext_noop("no repeat around it was ever entered, or everybody was stuck before it")
    )


def _choices(question: Question, walk: SimulationResult) -> Iterator[UncoveredRoute]:
    for choice in question.choices:
        key = question.path, choice.name
        if walk.chosen[key]:
            continue
        if walk.offered[key]:
            msgid = gettext_noop("it was offered, and not accepted (tries: %(tries)d)")
        else:
            msgid = gettext_noop("the choice filter did not offer it (tries: %(tries)d)")
        reason = Message(msgid, tries=walk.people)
        yield UncoveredRoute(question.path, question.name, choice.name, reason)
