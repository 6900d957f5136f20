"""Check that rules do not depend on randomness."""

from __future__ import annotations

from vecu.messages import Message
from vecu.questionnaires.expressions import Expression
from vecu.translation import gettext_noop

_RULES = frozenset({"relevant", "constraint", "required", "repeat_count"})
"""Columns that are evaluated again when an answer is validated, read and exported."""
_CHANCE = gettext_noop(
    "Chance cannot decide this: whoever checks or reads the answer later would draw otherwise. Draw"
    " once in a calculate row, with once(random()), and refer to it here."
)


def check_randomness(expression: Expression, column: str) -> Message | None:
    """Return the message about a rule that draws at random, None if it does not.

    The seed is gone once answers are submitted, so every rule must be reproducible without it. A
    list may be shuffled; which of its entries are offered is a rule.
    """
    draws = expression.picks if column == "choice_filter" else expression.draws
    return Message(_CHANCE) if draws and column in {*_RULES, "choice_filter"} else None
