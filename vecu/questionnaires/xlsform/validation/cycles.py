"""Dependency cycles, reported at their first question in the sheet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from vecu.messages import Message
from vecu.questionnaires.expressions import Expression, ExpressionError, compile_expression
from vecu.questionnaires.expressions.dependencies import is_child_step
from vecu.questionnaires.model import Group, Question, RepeatChoices
from vecu.questionnaires.question_types import QuestionType
from vecu.questionnaires.xform.evaluation_order import (
    CIRCLE,
    DependencyCycle,
    DependencyCycleError,
    compute_evaluation_order,
)
from vecu.questionnaires.xform.parser import MAX_DEPTH
from vecu.questionnaires.xlsform.validation.collector import DiagnosticCollector
from vecu.questionnaires.xlsform.validation.diagnostics import RuleCode
from vecu.questionnaires.xlsform.validation.expressions import Formula
from vecu.questionnaires.xlsform.validation.references import expand_references
from vecu.questionnaires.xlsform.validation.survey_tree import (
    SurveyNode,
    SurveyPath,
    SurveyTree,
    find_choice_source,
    format_path,
)
from vecu.translation import gettext_noop

Rules = Mapping[tuple[SurveyPath, str], Expression]
"""The rules that matter for evaluation order: by path and column."""


def check_cycles(proofs: DiagnosticCollector, tree: SurveyTree, formulas: list[Formula]) -> None:
    """Report each cycle that prevents an order of evaluation.

    The form need not be convertible: the relevance, counts and calculations in its rows are ordered
    just as in the finished form.
    """
    rules = {
        (formula.node.path, formula.column): expression
        for formula in formulas
        if (expression := _rule(tree, formula)) is not None
    } | dict(_offers(tree))
    try:
        compute_evaluation_order(_form(tree, rules))
    except DependencyCycleError as none:
        for circle in none.circles:
            _note(proofs, tree, circle, rules)


def _offers(tree: SurveyTree) -> Iterator[tuple[tuple[SurveyPath, str], Expression]]:
    """Yield the answers that questions with repeat choices read."""
    for node in tree.nodes:
        if source := find_choice_source(tree, node):
            try:
                yield (node.path, "type"), compile_expression(format_path(source))
            except ExpressionError:  # an impossible name, which is reported at its own place
                continue


def _rule(tree: SurveyTree, formula: Formula) -> Expression | None:
    """Return a formula that matters for the order; a triggered one depends on nothing."""
    triggered = formula.column == "calculation" and formula.node.row.get("trigger")
    offers = formula.column == "choice_filter" and find_choice_source(tree, formula.node)
    if triggered or not (offers or formula.column in {"relevant", "calculation", "repeat_count"}):
        return None
    try:
        return compile_expression(expand_references(formula.source, tree))
    except ExpressionError:  # reported where the formula is parsed
        return None


def _form(tree: SurveyTree, rules: Rules) -> Group:
    """Return the form as far as the evaluation order needs it."""
    below: dict[SurveyPath, list[Question | Group]] = {}
    for node in reversed(tree.nodes):
        path = node.path
        first, named = node is tree.by_path[path], all(map(is_child_step, path))
        if first and named and len(path) <= MAX_DEPTH:  # the others are refused anyway
            item = _item(node, tuple(reversed(below.pop(path, []))), rules)
            below.setdefault(path[:-1], []).append(item)
    return Group(path=f"/{tree.root}", children=tuple(reversed(below.get((tree.root,), []))))


def _item(
    node: SurveyNode, children: tuple[Question | Group, ...], rules: Rules
) -> Question | Group:
    path, relevant = format_path(node), rules.get((node.path, "relevant"))
    if not node.group:
        calculate, texts = (rules.get((node.path, name)) for name in ("calculation", "type"))
        nodes = rules.get((node.path, "choice_filter"), texts)
        repeat_choices = RepeatChoices(nodes, texts, "") if nodes and texts else None
        return Question(
            path,
            QuestionType.TEXT,
            relevant=relevant,
            calculate=calculate,
            repeat_choices=repeat_choices,
        )
    count = rules.get((node.path, "repeat_count")) if node.repeats else None
    return Group(path, children, relevant=relevant, repeats=node.repeats, count=count)


def _note(
    proofs: DiagnosticCollector, tree: SurveyTree, circle: DependencyCycle, rules: Rules
) -> None:
    members = [tree.by_path[tuple(path.strip("/").split("/"))] for path in circle.paths]
    first = members[0]
    columns = [
        column
        for (path, column), rule in rules.items()
        if path == first.path and circle.by in {None, rule}
    ]
    rows = sorted({member.row.number for member in members})
    names: Message | str = str(circle)
    if len(rows) > 1:
        msgid = gettext_noop("%(names)s (rows %(rows)s)")
        names = Message(msgid, names=names, rows=", ".join(map(str, rows)))
    proofs.note(
        RuleCode.CYCLE, CIRCLE, row=first.row, name=columns[0], found=str(circle), circle=names
    )
