"""Find constraints that no answer satisfies: the question can then only be left blank."""

from __future__ import annotations

from collections import Counter
from datetime import date
from itertools import pairwise
from random import Random

from vecu.questionnaires.analysis.candidate_answers import CandidateAnswers
from vecu.questionnaires.expressions import EvaluationScope, Expression, parse_expression
from vecu.questionnaires.expressions.dependencies import resolve_path
from vecu.questionnaires.expressions.nodes import XPathNode
from vecu.questionnaires.expressions.syntax_tree import (
    Call,
    Literal,
    LocationPath,
    Operation,
    Syntax,
    iter_subexpressions,
)
from vecu.questionnaires.model import Question, Questionnaire
from vecu.questionnaires.question_types import AnswerValue
from vecu.questionnaires.xlsform.validation import (
    Diagnostic,
    DiagnosticCollector,
    RuleCode,
    Severity,
    ValidationResult,
)
from vecu.translation import gettext_noop

_ANY_DAY = date(2026, 1, 1)
_NUMBERS = [str(number) for number in range(-10, 1_001)]
_MINUTES = [f"{minute // 60:02}:{minute % 60:02}" for minute in range(24 * 60)]
_COMPARISONS = {"=", "!=", "<", "<=", ">", ">="}
_OF_TRUTHS = {"not", "true", "false"}
_OF_VALUES = {"date", "decimal-time"}
MAX_TRIED = 4_000
"""Answers to one question; longer lists and ranges are not judged."""


def find_unsatisfiable_constraints(
    questionnaire: Questionnaire, read: ValidationResult
) -> list[Diagnostic]:
    """Return the constraints that none of the candidate answers satisfies.

    Only constraints that read nothing but the answer itself are judged; the simulation judges the
    others.
    """
    proofs = DiagnosticCollector(read.proofs.sheets, read.proofs.layout)
    candidates: CandidateAnswers | None = None
    for question in questionnaire.questions.values():
        limit, node = question.constraint, read.at(question.path)
        if limit is None or node is None or not _judged(question, limit):
            continue
        candidates = candidates or CandidateAnswers(
            questionnaire,
            Random(1),  # noqa: S311 - answers to try, not secret
            _ANY_DAY,
        )
        tried = _tried(question, candidates)
        if tried and not _passes(question, limit, tried):
            msgid = gettext_noop(
                "No answer to “%(found)s” fulfils this, of %(tried)d that were tried: nobody could"
                " answer it. Correct the limit."
            )
            proofs.note(
                RuleCode.UNREACHABLE, msgid, row=node.row, name="constraint", found=question.name,
                tried=len(tried), level=Severity.WARNING,
            )  # fmt: skip
    return proofs.findings


def _judged(question: Question, limit: Expression) -> bool:
    """Return whether a constraint only compares the answer with values that it names itself.

    What it counts, cuts or looks up may depend on answers that no candidate has.
    """
    own = tuple(question.path.strip("/").split("/"))
    if question.repeat_choices is not None or _many(question):
        return False
    if not question.kind.traits.is_comparable:
        return False
    here = all(resolve_path(path, own) == own for path in limit.paths)
    return here and not limit.instances and _compares(parse_expression(limit.source))


def _many(question: Question) -> bool:
    points = 0 if question.scale is None else len(question.scale)
    return max(points, len(question.choices)) > MAX_TRIED // 2


def _compares(syntax: Syntax) -> bool:
    match syntax:
        case Operation(operator="and" | "or") | Call(name="not"):
            return all(map(_compares, iter_subexpressions(syntax)))
        case Call(name=name):
            return name in _OF_TRUTHS
        case Operation(operator=operator):
            return operator in _COMPARISONS and all(map(_is_named, iter_subexpressions(syntax)))
    return False


def _is_named(syntax: Syntax) -> bool:
    """Return whether this is the answer, or a literal in the constraint."""
    match syntax:
        case Literal() | Operation(operator="negate", operands=(Literal(),)):
            return True
        case Call(name=name):
            return name in _OF_VALUES and all(map(_is_named, iter_subexpressions(syntax)))
        case LocationPath():
            return not [*iter_subexpressions(syntax)]
    return False


def _tried(question: Question, candidates: CandidateAnswers) -> list[str]:
    """Return candidates of which one satisfies a comparing constraint, if any answer does."""
    tried = candidates.of(question, Counter())
    holds = question.kind.holds
    if question.scale is not None:
        tried += question.scale.points()
    elif question.kind.is_number:
        tried += _NUMBERS
        if holds is AnswerValue.DECIMAL:
            tried += _between(tried)
    elif holds is AnswerValue.TIME:
        tried += _MINUTES
    return list(dict.fromkeys(tried))[:MAX_TRIED]


def _between(numbers: list[str]) -> list[str]:
    """Return the numbers halfway between neighbours."""
    ordered = sorted({float(number) for number in numbers if number})
    return [repr((one + other) / 2) for one, other in pairwise(ordered)]


def _passes(question: Question, limit: Expression, tried: list[str]) -> bool:
    """Return whether one of the answers satisfies the constraint, with no other answers."""
    top, *steps = question.path.strip("/").split("/")
    root = node = XPathNode(top)
    for step in steps:
        node = node.add(step)
    scope = EvaluationScope(root=root, today=_ANY_DAY)
    for text in tried:
        node.text = text
        if limit.boolean(node, scope):
            return True
    return False
