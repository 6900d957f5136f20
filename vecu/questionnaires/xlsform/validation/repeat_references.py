"""Answers of a repeat, read from outside of it where a single value is needed.

ODK Collect (JavaRosa) fails there as soon as there are two: `XPathNodeset.unpack` refuses to choose
one. The functions that accept several are those of JavaRosa's `XPathFuncExpr`.
"""

from __future__ import annotations

from collections.abc import Iterator

from vecu.questionnaires.expressions import ExpressionError
from vecu.questionnaires.expressions.parser import parse
from vecu.questionnaires.expressions.syntax_tree import (
    Call,
    LocationPath,
    Syntax,
    iter_subexpressions,
)
from vecu.questionnaires.xlsform.preprocessing import is_wording
from vecu.questionnaires.xlsform.validation.collector import DiagnosticCollector
from vecu.questionnaires.xlsform.validation.diagnostics import RuleCode, Severity
from vecu.questionnaires.xlsform.validation.expressions import Formula
from vecu.questionnaires.xlsform.validation.references import expand_references, list_references
from vecu.questionnaires.xlsform.validation.survey_tree import (
    SurveyNode,
    SurveyTree,
    find_choice_source,
    find_enclosing_repeat,
)
from vecu.translation import gettext_noop

_TAKE_ALL = frozenset(
    {
        "count",
        "count-non-empty",
        "sum",
        "area",
        "enclosed-area",
        "distance",
        "randomize",
        "position",
    }
)
_TAKE_ALL_ALONE = frozenset({"max", "min", "concat"})
_TAKE_ALL_AT = {("join", 2): {1}, ("checklist", 3): {2}, ("weighted-checklist", 4): {2, 3}}
"""The arguments of a function that accept several values, by their number."""


def check_repeat_references(
    proofs: DiagnosticCollector, tree: SurveyTree, formulas: list[Formula]
) -> None:
    """Report answers of a repeat where one value is needed: in formulas and in wordings."""
    for formula in formulas:
        for found in _wanted_single(tree, formula):
            msgid = gettext_noop(
                "“%(found)s” has an answer in each “%(repeat)s”: as soon as there are two, ODK"
                " Collect stops here with an error. Say which one, as in indexed-repeat("
                "${%(found)s}, ${%(repeat)s}, 1), or bring them together, as in join(', ',"
                " ${%(found)s})."
            )
            _note(proofs, tree, msgid, formula.node, found, name=formula.column)
    for node in tree.nodes:
        for heading, found in _piped_answers(tree, node):
            msgid = gettext_noop(
                "“%(found)s” has an answer in each “%(repeat)s”: as soon as there are two, ODK"
                " Collect stops here with an error. Calculate what to show, as in join(', ',"
                " ${%(found)s}), and write the name of the calculation here."
            )
            _note(proofs, tree, msgid, node, found, heading=heading)


def _piped_answers(tree: SurveyTree, node: SurveyNode) -> Iterator[tuple[str, SurveyNode]]:
    """Yield the questions of repeats that the wordings of a row pipe from outside, by heading."""
    for heading, text in node.row.cells.items():
        for name in dict.fromkeys(list_references(text) if is_wording(heading) else ()):
            places = tree.by_name.get(name, [])
            if len(places) == 1 and _is_several(tree, places[0], node.path):
                yield heading, places[0]


def _note(
    proofs: DiagnosticCollector,
    tree: SurveyTree,
    msgid: str,
    node: SurveyNode,
    found: SurveyNode,
    **where: str,
) -> None:
    around = find_enclosing_repeat(tree, found.path) or found.path
    proofs.note(
        RuleCode.CLIENT, msgid, row=node.row, found=found.name, repeat=around[-1],
        level=Severity.WARNING, **where,
    )  # fmt: skip


def _wanted_single(tree: SurveyTree, formula: Formula) -> list[SurveyNode]:
    """Return the questions of repeats of which a formula needs one value from outside."""
    if formula.expression is None:
        return []
    here, source = formula.node.path, find_choice_source(tree, formula.node)
    if formula.column == "choice_filter" and source:
        here = source.path
    try:
        syntax = parse(expand_references(formula.source, tree))
    except ExpressionError:  # pragma: no cover - a readable formula stays readable with paths in it
        return []
    places = (tree.by_path.get(steps) for steps in _single(syntax))
    found = [node for node in places if node and _is_several(tree, node, here)]
    return list(dict.fromkeys(found))


def _is_several(tree: SurveyTree, node: SurveyNode, here: tuple[str, ...]) -> bool:
    """Return whether a path is in a repeat that does not contain `here`."""
    repeat = node.path if node.repeats else find_enclosing_repeat(tree, node.path)
    return bool(repeat) and here[: len(repeat)] != repeat


def _single(syntax: Syntax) -> Iterator[tuple[str, ...]]:
    """Yield the paths of one formula of which one value is needed; predicates may select one."""
    match syntax:
        case LocationPath(absolute=True, steps=steps):
            if not any(step.predicates for step in steps):
                yield tuple(step.test for step in steps)
        case LocationPath():
            return
        case Call(name=name, arguments=arguments):
            for position, argument in enumerate(arguments):
                several = isinstance(argument, LocationPath) and _takes_all(
                    name, len(arguments), position
                )
                yield from () if several else _single(argument)
        case _:
            for part in iter_subexpressions(syntax):
                yield from _single(part)


def _takes_all(name: str, count: int, position: int) -> bool:
    """Return whether a function of `count` arguments accepts several values at this one, from 0."""
    if name == "indexed-repeat":
        return position == 0 or position % 2 == 1
    alone = count == 1 and name in _TAKE_ALL_ALONE
    return alone or name in _TAKE_ALL or position in _TAKE_ALL_AT.get((name, count), ())
