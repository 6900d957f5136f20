"""Limits that let no answer pass: a question may be left blank then, and nobody can answer it."""

from __future__ import annotations

from collections import Counter
from datetime import date
from itertools import islice
from random import Random

from vecu.questionnaires.candidates import Candidates
from vecu.questionnaires.expressions import Expression, Scope, parse_expression
from vecu.questionnaires.expressions.reads import resolve
from vecu.questionnaires.expressions.syntax import calls
from vecu.questionnaires.instance import Node
from vecu.questionnaires.model import Kind, Question, Questionnaire
from vecu.questionnaires.proofreading import Finding, Flaw, Level, Proofread, Proofs
from vecu.text import _

_ANY_DAY = date(2026, 1, 1)
_NUMBERS = [str(number) for number in range(-10, 1_001)]
_TENTHS = [f"{tenths / 10:.1f}" for tenths in range(-10, 501)]
_IN_OWN_WORDS = {Kind.TEXT, Kind.GEOPOINT}
"""What nobody can draw well enough to say that nothing fits."""
_ELSEWHERE = {"today", "now", "random", "uuid", "jr:choice-name", "jr:itext", "position"}
"""Functions that look at more than the answer."""
MAX_TRIED = 2_000


def excluding(questionnaire: Questionnaire, read: Proofread) -> list[Finding]:
    """Return the constraints that no answer fulfils of all that were tried.

    Only those are judged that hang on the answer itself and nothing else; a walk judges the others.
    """
    proofs = Proofs(read.proofs.sheets, read.proofs.layout)
    candidates: Candidates | None = None
    for question in questionnaire.questions.values():
        limit, place = question.constraint, read.at(question.path)
        if limit is None or place is None or not _judged(question, limit):
            continue
        candidates = candidates or Candidates(
            questionnaire,
            Random(1),  # noqa: S311 - answers to try, not secret
            _ANY_DAY,
        )
        tried = _tried(question, candidates)
        if tried and not _passes(questionnaire, question, limit, tried):
            msgid = _(
                "No answer to “%(found)s” fulfils this, of %(tried)d that were tried: nobody could"
                " answer it. Correct the limit."
            )
            proofs.note(
                Flaw.UNREACHABLE, msgid, row=place.row, name="constraint", found=question.name,
                tried=len(tried), level=Level.WARNING,
            )  # fmt: skip
    return proofs.findings


def _judged(question: Question, limit: Expression) -> bool:
    own = tuple(question.path.strip("/").split("/"))
    if not question.kind.asked or question.kind in _IN_OWN_WORDS or question.told is not None:
        return False
    called = {call.name for call in calls(parse_expression(limit.source))}
    return called.isdisjoint(_ELSEWHERE) and all(resolve(path, own) == own for path in limit.paths)


def _tried(question: Question, candidates: Candidates) -> list[str]:
    tried = candidates.of(question, Counter())
    if question.kind in {Kind.INTEGER, Kind.DECIMAL}:
        tried += [*candidates.anything(question), *_NUMBERS]
    if question.kind is Kind.DECIMAL:
        tried += _TENTHS
    if question.scale is not None:
        tried += islice(question.scale.points(), MAX_TRIED)
    return list(dict.fromkeys(tried))[:MAX_TRIED]


def _passes(
    questionnaire: Questionnaire, question: Question, limit: Expression, tried: list[str]
) -> bool:
    """Tell whether one of the answers fulfils the limit, in a form where it stands alone."""
    top, *steps = question.path.strip("/").split("/")
    root = node = Node(top)
    for step in steps:
        node = node.add(step)
    scope = Scope(root=root, today=_ANY_DAY, instances=questionnaire.instances)
    for text in tried:
        node.text = text
        if limit.boolean(node, scope):
            return True
    return False
