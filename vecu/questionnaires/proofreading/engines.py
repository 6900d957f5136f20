"""Formulas that ODK Web Forms (0.22) or Enketo work out in another way, or stop at.

What they do was seen by asking both: @getodk/xforms-engine 0.22, openrosa-xpath-evaluator 2.0.13.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from vecu.messages import shown
from vecu.questionnaires.expressions import ExpressionError
from vecu.questionnaires.expressions.arguments import written
from vecu.questionnaires.expressions.parser import parse
from vecu.questionnaires.expressions.patterns import beyond_browsers
from vecu.questionnaires.expressions.syntax import (
    Call,
    Literal,
    Operation,
    Path,
    Syntax,
    calls,
    parts,
)
from vecu.questionnaires.proofreading.finding import Flaw, Level
from vecu.questionnaires.proofreading.formulas import Formula
from vecu.questionnaires.proofreading.proofs import Proofs
from vecu.questionnaires.proofreading.references import written_out
from vecu.questionnaires.proofreading.tree import Tree
from vecu.text import _

_UNION = _(
    "ODK Web Forms opens no form with “|” in a formula. Name one question at a time:"
    " count(${a}) + count(${b})."
)
_MINUSES = _("ODK Web Forms and Enketo do not read two minus signs in a row. Take both out.")
_INTERSECTS = _("ODK Web Forms opens no form with intersects(). Do without it there.")
_BRACKETED = _(
    "ODK Web Forms passes over the square brackets after “)”. Write them in the path itself, before"
    " its “)”."
)
_OF_EACH = _(
    "“%(found)s” is counted within each instance of “%(repeat)s” here, as XPath says; ODK Web Forms"
    " and Enketo count all of them as one row. Work it out in a calculation inside the repeat."
)
_PATTERN = _(
    "Browsers read “%(found)s” in a pattern in another way, or stop at it, so ODK Web Forms and"
    " Enketo do too. Write it with letters, [ ], ( ), |, *, + and ? only."
)
_TWO_MINUSES = re.compile(r"-\s*-")
_PLACES = frozenset({"last", "position"})


def check_engines(proofs: Proofs, tree: Tree, formula: Formula) -> None:
    """Note what of a formula these two read otherwise, each once."""
    told = dict.fromkeys((*_in_parts(formula), *_of_each(tree, formula)))
    for msgid, found, repeat in told:
        proofs.note(
            Flaw.CLIENT, msgid, row=formula.place.row, name=formula.column, found=found,
            repeat=repeat, level=Level.NOTE,
        )  # fmt: skip


def _in_parts(formula: Formula) -> Iterator[tuple[str, str, str]]:
    for part in formula.parts:
        match part:
            case Operation("|"):
                yield _UNION, "|", ""
            case Operation("negate") if _TWO_MINUSES.match(formula.source, part.column - 1):
                yield _MINUSES, "- -", ""
            case Call("intersects"):
                yield _INTERSECTS, "intersects()", ""
            case Call("regex") if found := beyond_browsers(written(part.arguments[1]) or ""):
                yield _PATTERN, found, ""
            case Path() if part.start is not None and part.predicates:
                yield _BRACKETED, shown(formula.source), ""


def _of_each(tree: Tree, formula: Formula) -> Iterator[tuple[str, str, str]]:
    """Yield what is picked by its place below a repeat of which no instance is picked."""
    try:
        ahead = [parse(written_out(formula.source, tree))] if formula.expression else []
    except ExpressionError:  # a name of several questions, told with the references
        return
    while ahead:
        part = ahead.pop()
        ahead.extend(parts(part))
        if not isinstance(part, Path) or not part.absolute:
            continue
        repeat, above = "", tuple[str, ...]()
        for step in part.steps:
            picked = any(map(_picks, step.predicates))
            if repeat and picked:
                yield _OF_EACH, f"{step.test}[…]", repeat
            above = (*above, step.test)
            place = tree.by_path.get(above)
            if place is not None and place.repeats and not picked:
                repeat = place.name


def _picks(predicate: Syntax) -> bool:
    """Tell whether a predicate picks by the place: [2], [last()], [position() < 3]."""
    numbered = isinstance(predicate, Literal) and not isinstance(predicate.value, str)
    return numbered or any(call.name in _PLACES and not call.arguments for call in calls(predicate))
