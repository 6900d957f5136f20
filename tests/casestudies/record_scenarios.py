"""Entries of evaluations for `check_record_kind`."""

from dataclasses import replace
from datetime import date
from uuid import UUID

from tests.casestudies.case_room import CASE, make_case, make_event, make_terms
from tests.casestudies.factories import PLAN, draw, make_reading, make_week, plan
from tests.casestudies.matrix_room import RECOGNITION, SCRIBE, SENTENCE, make_matrix_room
from tests.records.record_checks import RecordScenario
from tests.register.factories import make_system
from tests.surveys.factories import make_study
from vecu.casestudies.matrix.content import CellContent, MatrixContent
from vecu.casestudies.matrix.rules import CaseOrder, CellStatus
from vecu.casestudies.models import Case, ToolEvaluation
from vecu.coding.models import Coding
from vecu.register.models import System
from vecu.surveys.models import Study

KNOWN = UUID(int=7)
"""The key of an evaluation whose order is drawn: contents name it before it is there."""
_KNOWN_ROW = ToolEvaluation(pk=KNOWN, order=[2, 0, 4, 1, 3])
_WEEK = make_week(_KNOWN_ROW, 2, 3, 500)
_READING = make_reading(_KNOWN_ROW)
PASSAGES = [str(UUID(int=number)) for number in (11, 12)]
MATRIX = MatrixContent({"en": "One tool"}, [str(SCRIBE)], [RECOGNITION])
SIZE = CaseOrder.SIZE
CELL = CellContent(
    SCRIBE, RECOGNITION, CellStatus.SENTENCE, date(2026, 11, 20), "Léa", SENTENCE, PASSAGES
)


def make_drawn() -> System:
    """A system with an evaluation whose order is drawn."""
    system = make_system()
    drawn = draw(plan(system))
    ToolEvaluation.objects.filter(pk=drawn.pk).update(id=KNOWN)
    return system


def make_matrix_study() -> Study:
    """A study with two cases, whose passages have keys that contents know before."""
    rows = make_matrix_room()
    for passage, known in zip(rows.passages(SCRIBE), PASSAGES, strict=True):
        Coding.objects.filter(pk=passage).update(id=known)
    return rows.room.study


KNOWN_CASE = UUID(int=9)


def make_case_study() -> Study:
    """A study with a case whose key contents know before."""
    case = make_case()
    Case.objects.filter(pk=case.pk).update(id=KNOWN_CASE)
    return case.study


TERMS, EVENT = make_terms(KNOWN_CASE), make_event(KNOWN_CASE)
MOVED = {"en": "Moved", "fr": "Un déménagement"}
SCENARIOS = [
    RecordScenario("case", "case", make_study, CASE, replace(CASE, using=12)),
    RecordScenario(
        "case", "employer terms", make_case_study, TERMS, replace(TERMS, undertakings=["no list"])
    ),
    RecordScenario("case", "case event", make_case_study, EVENT, replace(EVENT, title=MOVED)),
    RecordScenario("evaluation", "evaluation", make_system, PLAN, replace(PLAN, people=24)),
    RecordScenario("evaluation", "lot week", make_drawn, _WEEK, replace(_WEEK, checking=90)),
    RecordScenario("matrix", "matrix", make_matrix_study, MATRIX, replace(MATRIX, sorting=SIZE)),
    RecordScenario("matrix", "cell", make_matrix_study, CELL, replace(CELL, passages=PASSAGES[:1])),
    RecordScenario("evaluation", "blind reading", make_drawn, _READING, replace(_READING, own=16)),
]
