"""What the history of evaluations knows: plans, the draw, weekly totals, readings."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from vecu.casestudies import checks, content, forms, models
from vecu.casestudies.cases.record_kinds import CASE, EVENT, TERMS
from vecu.casestudies.matrix.record_kinds import CELL, MATRIX
from vecu.casestudies.rules import LOT_NAMES, EvaluationVerb
from vecu.records.kinds import (
    ADD,
    CHANGE,
    REMOVE,
    Ledger,
    RecordKind,
    register_record_kinds,
)
from vecu.records.rules import ResponseVerb
from vecu.register.forms.responses import ContestForm
from vecu.translation import gettext_noop
from vecu.ui.templatetags.ui import day as format_day

EVALUATIONS = Ledger("evaluation")
_SECRET = frozenset({"half"})
"""In no history: members read it, and the draw could be tried before it is made."""


def get_evaluation_title(row: models.ToolEvaluation) -> str:
    """Return an evaluation in a few words."""
    return _("Evaluation from %(day)s") % {"day": format_day(row.starts)}


def _get_week_title(row: models.LotWeek) -> str:
    return _("Group %(lot)s, week %(week)s") % {"lot": LOT_NAMES[row.lot], "week": row.week}


def _get_reading_title(row: models.BlindReading) -> Mapping[str, str] | str:
    return _("Blind reading, %(group)s") % {"group": row.group}


EVALUATION = RecordKind(
    EVALUATIONS,
    "evaluation",
    models.ToolEvaluation,
    parent="system",
    content=content.EvaluationPlan,
    words={
        ADD: gettext_noop("planned an evaluation"),
        CHANGE: gettext_noop("changed the plan of an evaluation"),
        REMOVE: gettext_noop("removed the plan of an evaluation"),
        EvaluationVerb.FIX: gettext_noop("fixed the groups of an evaluation"),
        EvaluationVerb.DRAW: gettext_noop("drew the order of the groups"),
        EvaluationVerb.STOP: gettext_noop("stopped an evaluation"),
        ResponseVerb.CONFIRM: gettext_noop("confirmed the result of an evaluation"),
        ResponseVerb.CONTEST: gettext_noop("contested the result of an evaluation"),
    },
    title=get_evaluation_title,
    forms=[forms.EvaluationPlanForm, forms.EvaluationStopForm, ContestForm],
    list_problems=checks.list_plan_problems,
    list_change_problems=checks.list_fixed_problems,
    list_removal_problems=checks.list_removal_problems,
    list_undo_problems=checks.list_undo_problems,
    outside=_SECRET,
    stays={"responses"},
    undoable=frozenset({ADD, CHANGE, REMOVE, EvaluationVerb.FIX}),
)
LOT_WEEK = RecordKind(
    EVALUATIONS,
    "lot week",
    models.LotWeek,
    parent="system",
    content=content.LotWeekContent,
    words={
        ADD: gettext_noop("noted the totals of a group"),
        CHANGE: gettext_noop("corrected the totals of a group"),
        REMOVE: gettext_noop("removed the totals of a group"),
    },
    title=_get_week_title,
    forms=[forms.LotWeekForm],
    list_problems=checks.list_week_problems,
)
READING = RecordKind(
    EVALUATIONS,
    "blind reading",
    models.BlindReading,
    parent="system",
    content=content.BlindReadingContent,
    words={
        ADD: gettext_noop("noted a blind reading"),
        CHANGE: gettext_noop("corrected a blind reading"),
        REMOVE: gettext_noop("removed a blind reading"),
    },
    title=_get_reading_title,
    forms=[forms.BlindReadingForm],
    list_problems=checks.list_reading_problems,
)
register_record_kinds(EVALUATION, LOT_WEEK, READING, MATRIX, CELL, CASE, TERMS, EVENT)
