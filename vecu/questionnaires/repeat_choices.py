"""Repeat choices: select questions whose choices are the person's own answers in a repeat.

XLSForm writes `select_one ${pet_name}`. Offered are the current answers, each once, without blanks.
An answer that refers to one that no longer exists is dangling: it counts as blank for all
expressions, as in ODK's engines, and is valid again when that answer returns.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from vecu.messages import Message, printable
from vecu.questionnaires.expressions import EvaluationScope
from vecu.questionnaires.expressions.nodes import XPathNode
from vecu.questionnaires.model import Choice, Group, Question, RepeatChoices, Wording
from vecu.questionnaires.question_types import AnswerValue
from vecu.translation import gettext_noop

MAX_LABEL = 200
"""Characters of an answer that are used as the label of a choice."""

_CANNOT = gettext_noop(
    "%(place)s: the answers to “%(list)s” cannot be offered. Name a question that is asked in a"
    " repeat and answered in words, numbers, a day or one choice."
)


def link_repeat_choices(root: Group, note: Callable[[Message], None]) -> Group:
    """Set the possible choices of each question with repeat choices; note invalid sources.

    If the source is an open question, there are no choices known in advance.
    """
    questions = {item.path: item for item in root.walk() if isinstance(item, Question)}
    if not any(question.repeat_choices for question in questions.values()):
        return root
    repeats = [f"{item.path}/" for item in root.walk() if isinstance(item, Group) and item.repeats]

    def linked(group: Group) -> Group:
        children = tuple(
            linked(child) if isinstance(child, Group) else with_choices(child)
            for child in group.children
        )
        return replace(group, children=children)

    def with_choices(question: Question) -> Question:
        if question.repeat_choices is None:
            return question
        source = questions.get(question.repeat_choices.path)
        repeated = question.repeat_choices.path.startswith(tuple(repeats))
        if source is None or not repeated or not source.kind.traits.is_offered:
            note(
                Message(_CANNOT, place=question.path, list=printable(question.repeat_choices.path))
            )
            return question
        known = source.choices if source.kind.holds is AnswerValue.CHOICE else ()
        return replace(question, choices=known)

    return linked(root)


def list_repeat_choices(
    repeat_choices: RepeatChoices, known: dict[str, Choice], node: XPathNode, scope: EvaluationScope
) -> Iterator[Choice]:
    """Yield the choices at `node`: each answer once, in the order of the repeat.

    `known` are the possible choices of such an answer, by name: their labels are used.
    """
    found = dict.fromkeys(
        text.text.strip()
        for one in repeat_choices.nodes.nodes(node, scope)
        for text in one.named(repeat_choices.name)
    )
    for text in filter(None, found):
        own = Wording({"": printable(text, MAX_LABEL)})
        yield known.get(text) or Choice(text, own)
