"""Choices that a person makes by answering elsewhere: in a repeat, by an earlier question.

XLSForm writes `select_one ${pet_name}`. What is offered are the answers that are there now, each
once, blanks left out. An answer that points to one that is no longer there counts as blank for all
that reads it, as in ODK's engines: it `lapses`, and comes back with what it pointed to.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from vecu.messages import (
    Message,
    printable,
)
from vecu.questionnaires.expressions import EvaluationScope
from vecu.questionnaires.expressions.nodes import XPathNode
from vecu.questionnaires.model import (
    Choice,
    Group,
    Question,
    QuestionType,
    RepeatChoices,
    Wording,
)
from vecu.translation import gettext_noop

NEVER_OFFERED = frozenset(
    {
        QuestionType.NOTE,
        QuestionType.ACKNOWLEDGE,
        QuestionType.GEOPOINT,
        *(kind for kind in QuestionType if kind.is_file),
    }
)
"""Kinds whose answers say nothing to whoever would choose among them."""
MAX_LABEL = 200
"""Characters of an answer that are read as the label of a choice."""

_CANNOT = gettext_noop(
    "%(place)s: the answers to “%(list)s” cannot be offered. Name a question that is asked in a"
    " repeat and answered in words, numbers, a day or one choice."
)


def link_repeat_choices(root: Group, note: Callable[[Message], None]) -> Group:
    """Give each question that offers answers the choices which these may be; note what cannot be.

    Answers in a person's own words stay open: such a question has no choices of its own.
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
        if source is None or not repeated or source.kind in NEVER_OFFERED:
            note(
                Message(_CANNOT, place=question.path, list=printable(question.repeat_choices.path))
            )
            return question
        known = source.choices if source.kind is QuestionType.SELECT_ONE else ()
        return replace(question, choices=known)

    return linked(root)


def list_repeat_choices(
    told: RepeatChoices, known: dict[str, Choice], node: XPathNode, scope: EvaluationScope
) -> Iterator[Choice]:
    """Yield what may be chosen at `node`: each answer once, in the order of the repeat.

    `known` are the choices that such an answer may be, by name: it then reads as there.
    """
    found = dict.fromkeys(
        text.text.strip() for one in told.nodes.nodes(node, scope) for text in one.named(told.name)
    )
    for text in filter(None, found):
        own = Wording({"": printable(text, MAX_LABEL)})
        yield known.get(text) or Choice(text, own)
