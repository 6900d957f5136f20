"""Formulas that ODK Web Forms (0.22) or Enketo evaluate differently, or fail at.

Tested with both: @getodk/xforms-engine 0.22, openrosa-xpath-evaluator 2.0.13.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from vecu.messages import printable
from vecu.questionnaires.expressions import ExpressionError
from vecu.questionnaires.expressions.argument_checks import literal_text
from vecu.questionnaires.expressions.parser import parse
from vecu.questionnaires.expressions.regex import find_incompatible_syntax
from vecu.questionnaires.expressions.syntax_tree import (
    Call,
    Literal,
    LocationPath,
    Operation,
    Syntax,
    iter_calls,
    iter_subexpressions,
)
from vecu.questionnaires.xlsform.validation.collector import DiagnosticCollector
from vecu.questionnaires.xlsform.validation.diagnostics import RuleCode, Severity
from vecu.questionnaires.xlsform.validation.expressions import Formula
from vecu.questionnaires.xlsform.validation.references import expand_references
from vecu.questionnaires.xlsform.validation.survey_tree import SurveyTree
from vecu.translation import gettext_noop

_UNION = gettext_noop(
    "ODK Web Forms opens no form with “|” in a formula. Name one question at a time:"
    " count(${a}) + count(${b})."
)
_MINUSES = gettext_noop(
    "ODK Web Forms and Enketo do not read two minus signs in a row. Take both out."
)
_INTERSECTS = gettext_noop("ODK Web Forms opens no form with intersects(). Do without it there.")
_BRACKETED = gettext_noop(
    "ODK Web Forms passes over the square brackets after “)”. Write them in the path itself, before"
    " its “)”."
)
_OF_EACH = gettext_noop(
    "“%(found)s” is counted within each instance of “%(repeat)s” here, as XPath says; ODK Web Forms"
    " and Enketo count all of them as one row. Work it out in a calculation inside the repeat."
)
_PATTERN = gettext_noop(
    "Browsers read “%(found)s” in a pattern in another way, or stop at it, so ODK Web Forms and"
    " Enketo do too. Write it with letters, [ ], ( ), |, *, + and ? only."
)
_TWO_MINUSES = re.compile(r"-\s*-")
_PLACES = frozenset({"last", "position"})


def check_engine_differences(
    proofs: DiagnosticCollector, tree: SurveyTree, formula: Formula
) -> None:
    """Report the parts of a formula that these two evaluate differently, each once."""
    differences = dict.fromkeys((*_in_parts(formula), *_of_each(tree, formula)))
    for msgid, found, repeat in differences:
        proofs.note(
            RuleCode.CLIENT, msgid, row=formula.node.row, name=formula.column, found=found,
            repeat=repeat, level=Severity.NOTE,
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
            case Call("regex") if found := find_incompatible_syntax(
                literal_text(part.arguments[1]) or ""
            ):
                yield _PATTERN, found, ""
            case LocationPath() if part.start is not None and part.predicates:
                yield _BRACKETED, printable(formula.source), ""


def _of_each(tree: SurveyTree, formula: Formula) -> Iterator[tuple[str, str, str]]:
    """Yield positional predicates below a repeat of which no instance is selected."""
    try:
        ahead = [parse(expand_references(formula.source, tree))] if formula.expression else []
    except ExpressionError:  # an ambiguous name, reported with the references
        return
    while ahead:
        part = ahead.pop()
        ahead.extend(iter_subexpressions(part))
        if not isinstance(part, LocationPath) or not part.absolute:
            continue
        repeat, above = "", tuple[str, ...]()
        for step in part.steps:
            picked = any(map(_picks, step.predicates))
            if repeat and picked:
                yield _OF_EACH, f"{step.test}[…]", repeat
            above = (*above, step.test)
            node = tree.by_path.get(above)
            if node is not None and node.repeats and not picked:
                repeat = node.name


def _picks(predicate: Syntax) -> bool:
    """Return whether a predicate selects by position: [2], [last()], [position() < 3]."""
    numbered = isinstance(predicate, Literal) and not isinstance(predicate.value, str)
    return numbered or any(
        call.name in _PLACES and not call.arguments for call in iter_calls(predicate)
    )
