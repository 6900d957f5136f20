"""Entries of evaluations for `check_record_kind`."""

from dataclasses import replace
from uuid import UUID

from tests.casestudies.factories import PLAN, draw, make_reading, make_week, plan
from tests.records.record_checks import RecordScenario
from tests.register.factories import make_system
from vecu.casestudies.models import ToolEvaluation
from vecu.register.models import System

KNOWN = UUID(int=7)
"""The key of an evaluation whose order is drawn: contents name it before it is there."""
_KNOWN_ROW = ToolEvaluation(pk=KNOWN, order=[2, 0, 4, 1, 3])
_WEEK = make_week(_KNOWN_ROW, 2, 3, 500)
_READING = make_reading(_KNOWN_ROW)


def make_drawn() -> System:
    """A system with an evaluation whose order is drawn."""
    system = make_system()
    drawn = draw(plan(system))
    ToolEvaluation.objects.filter(pk=drawn.pk).update(id=KNOWN)
    return system


SCENARIOS = [
    RecordScenario("evaluation", "evaluation", make_system, PLAN, replace(PLAN, people=24)),
    RecordScenario("evaluation", "lot week", make_drawn, _WEEK, replace(_WEEK, checking=90)),
    RecordScenario("evaluation", "blind reading", make_drawn, _READING, replace(_READING, own=16)),
]
