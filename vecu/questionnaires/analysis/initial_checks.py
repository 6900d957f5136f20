"""Checks of a form before any answer: expensive expressions, invalid defaults."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from vecu.messages import Message, printable
from vecu.questionnaires.answers.evaluation import EvaluatedForm, default_answers
from vecu.questionnaires.answers.normalization import parse_input
from vecu.questionnaires.answers.validation import matches_type, validate_questions
from vecu.questionnaires.errors import AnswerProblem, ConstraintRule
from vecu.questionnaires.expressions import Expression
from vecu.questionnaires.model import Group, Question, Questionnaire
from vecu.questionnaires.xlsform.validation import (
    Diagnostic,
    DiagnosticCollector,
    RuleCode,
    Severity,
    ValidationResult,
)
from vecu.translation import gettext_noop

MAX_LABORIOUS = 10
"""The most expensive expressions reported: each takes a second to find."""
_ANY_DAY = date(2000, 1, 1)
_AS_IT_IS = "%(told)s"


def find_expensive_expressions(
    questionnaire: Questionnaire, read: ValidationResult
) -> list[Diagnostic]:
    """Return the expressions that visit too many nodes even before any answer."""
    filled = EvaluatedForm(questionnaire, {}, _ANY_DAY, inviting=True)
    effort, proofs = (
        filled.scope.effort,
        DiagnosticCollector(read.proofs.sheets, read.proofs.layout),
    )
    for cell in filled.cells:
        for column, expression in _rules(cell.item):
            expression.boolean(cell.node, filled.scope)
            node = read.at(cell.item.path)
            if expression.source in effort.spent_by and node:
                del effort.spent_by[expression.source]
                msgid = gettext_noop(
                    "This looks at more than two million entries one by one, and would give"
                    " nothing. Compare fewer, or put what it seeks into a column of the list."
                )
                proofs.note(RuleCode.EXPRESSION, msgid, row=node.row, name=column)
                if len(proofs.findings) == MAX_LABORIOUS:
                    return proofs.findings
    return proofs.findings


def find_invalid_defaults(
    questionnaire: Questionnaire, read: ValidationResult, language: str
) -> list[Diagnostic]:
    """Return the default values that would not be accepted as answers."""
    values = default_answers(questionnaire.root)
    filled = EvaluatedForm(questionnaire, values, _ANY_DAY, inviting=True, language=language)
    proofs = DiagnosticCollector(read.proofs.sheets, read.proofs.layout)
    for cell in filled.cells:
        if not (isinstance(cell.item, Question) and cell.item.default and cell.relevant):
            continue
        for problem in validate_questions(filled, {cell.address}, language=language):
            if node := read.at(cell.item.path):
                first = cell.item.default
                proofs.note(
                    RuleCode.DEFAULT, _AS_IT_IS, row=node.row, name="default", found=first,
                    told=_unfit(cell.item, first, problem), level=Severity.WARNING,
                )  # fmt: skip
    return proofs.findings


def _unfit(question: Question, first: str, problem: AnswerProblem) -> Message:
    """Return the message about a default; dates and times in the format of workbooks.

    What a person may type is no advice here: a workbook does not accept it.
    """
    example = question.kind.traits.example
    if problem.rule is ConstraintRule.TYPE and example:
        right = parse_input(question, first, "")
        if matches_type(question, right):
            msgid = gettext_noop("In a workbook “%(found)s” is written “%(right)s”. Write it so.")
            return Message(msgid, found=printable(first), right=right)
        msgid = gettext_noop(
            "“%(found)s” cannot be read. Write it the way of a workbook, as in “%(right)s”."
        )
        return Message(msgid, found=printable(first), right=example)
    msgid = gettext_noop("This would not be accepted as an answer: %(problem)s")
    return Message(msgid, problem=problem.message)


def _rules(item: Question | Group) -> Iterator[tuple[str, Expression]]:
    """Yield the expressions of a question or group, each with its column."""
    rules: dict[str, Expression | None] = {"relevant": item.relevant}
    if isinstance(item, Question):
        rules |= {
            "constraint": item.constraint,
            "required": item.required,
            "calculation": item.calculate,
            "choice_filter": item.repeat_choices.nodes
            if item.repeat_choices
            else item.choice_filter,
            "default": item.initial,
        }
    else:
        rules["repeat_count"] = item.count
    yield from ((column, rule) for column, rule in rules.items() if rule is not None)
