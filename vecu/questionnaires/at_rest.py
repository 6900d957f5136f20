"""What can be told of a form before anybody answers: endless formulas, unfit first values."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from vecu.messages import Message, shown
from vecu.questionnaires.check import check_some, is_of_its_kind
from vecu.questionnaires.expressions import Expression
from vecu.questionnaires.filled import Filled, defaults
from vecu.questionnaires.model import Group, Kind, Question, Questionnaire
from vecu.questionnaires.problems import Problem, Rule
from vecu.questionnaires.proofreading import Finding, Flaw, Level, Proofread, Proofs
from vecu.questionnaires.settling import normalise
from vecu.text import _

MAX_LABORIOUS = 10
"""Expressions without end that are told: each takes a second to find."""
_ANY_DAY = date(2000, 1, 1)
_AS_IT_IS = "%(told)s"
_HELD = {
    Kind.DATE: "2026-11-24", Kind.TIME: "14:30", Kind.DATETIME: "2026-11-24T14:30",
    Kind.GEOPOINT: "48.85 2.35", Kind.DECIMAL: "7.5",
}  # fmt: skip
"""How a workbook writes what people may write otherwise, by an example."""


def laborious(questionnaire: Questionnaire, read: Proofread) -> list[Finding]:
    """Return the expressions that look at too many entries even before anybody answers."""
    filled = Filled(questionnaire, {}, _ANY_DAY, inviting=True)
    effort, proofs = filled.scope.effort, Proofs(read.proofs.sheets, read.proofs.layout)
    for cell in filled.cells:
        for column, expression in _rules(cell.item):
            expression.boolean(cell.node, filled.scope)
            place = read.at(cell.item.path)
            if expression.source in effort.spent_by and place:
                del effort.spent_by[expression.source]
                msgid = _(
                    "This looks at more than two million entries one by one, and would give"
                    " nothing. Compare fewer, or put what it seeks into a column of the list."
                )
                proofs.note(Flaw.EXPRESSION, msgid, row=place.row, name=column)
                if len(proofs.findings) == MAX_LABORIOUS:
                    return proofs.findings
    return proofs.findings


def ill_begun(questionnaire: Questionnaire, read: Proofread, language: str) -> list[Finding]:
    """Return the first values that would not be accepted as answers."""
    values = defaults(questionnaire.root)
    filled = Filled(questionnaire, values, _ANY_DAY, inviting=True, language=language)
    proofs = Proofs(read.proofs.sheets, read.proofs.layout)
    for cell in filled.cells:
        if not (isinstance(cell.item, Question) and cell.item.default and cell.relevant):
            continue
        for problem in check_some(filled, {cell.address}, language=language):
            if place := read.at(cell.item.path):
                first = cell.item.default
                proofs.note(
                    Flaw.DEFAULT, _AS_IT_IS, row=place.row, name="default", found=first,
                    told=_unfit(cell.item, first, problem), level=Level.WARNING,
                )  # fmt: skip
    return proofs.findings


def _unfit(question: Question, first: str, problem: Problem) -> Message:
    """Return what to tell of a first value; days and hours in the way of a workbook, not of people.

    What a person may type there is no advice: nothing reads it in a workbook.
    """
    if problem.rule is Rule.TYPE and question.kind in _HELD:
        right = normalise(question, first, "")
        if is_of_its_kind(question, right):
            msgid = _("In a workbook “%(found)s” is written “%(right)s”. Write it so.")
            return Message(msgid, found=shown(first), right=right)
        msgid = _("“%(found)s” cannot be read. Write it the way of a workbook, as in “%(right)s”.")
        return Message(msgid, found=shown(first), right=_HELD[question.kind])
    msgid = _("This would not be accepted as an answer: %(problem)s")
    return Message(msgid, problem=problem.message)


def _rules(item: Question | Group) -> Iterator[tuple[str, Expression]]:
    """Yield the expressions of a question or group, each with its column."""
    rules: dict[str, Expression | None] = {"relevant": item.relevant}
    if isinstance(item, Question):
        rules |= {
            "constraint": item.constraint, "required": item.required,
            "calculation": item.calculate,
            "choice_filter": item.told.nodes if item.told else item.choice_filter,
            "default": item.initial,
        }  # fmt: skip
    else:
        rules["repeat_count"] = item.count
    yield from ((column, rule) for column, rule in rules.items() if rule is not None)
