"""Do with an evaluation what is more than an entry: fix its lots, draw their order, stop it.

Who may do it is checked elsewhere; all raise `RecordRefused`, or `RecordChanged` unless `revision`
is the one that was read.
"""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate

from vecu.accounts.queries import find_mandate
from vecu.casestudies.checks import list_draw_problems, list_fixing_problems, list_stop_problems
from vecu.casestudies.content import EvaluationDraw, EvaluationStop
from vecu.casestudies.models import ToolEvaluation
from vecu.casestudies.rules import EvaluationVerb, draw_order
from vecu.records.actions import (
    append_act,
    begin_writing,
    check_problems,
    lock_record,
    save_next,
    take_state,
)
from vecu.records.rules import Side
from vecu.records.text_normalization import strip_texts


@transaction.atomic
def fix_lots(
    evaluation: ToolEvaluation, *, half: str, revision: int, side: Side, by: str, now: datetime
) -> ToolEvaluation:
    """Fix the lots, so that representatives can draw.

    `half` is the laboratory's part of the draw, long and random: its fingerprint is shown at once,
    itself after the draw.
    """
    row: ToolEvaluation = lock_record(evaluation, revision)
    check_problems(list_fixing_problems(row, localdate(now)))
    before = take_state(row)
    row.fixed, row.half = localdate(now), half
    return _store(row, EvaluationVerb.FIX, before, side, by, now)


@transaction.atomic
def draw_lots(
    evaluation: ToolEvaluation,
    content: EvaluationDraw,
    *,
    revision: int,
    side: Side,
    by: str,
    now: datetime,
) -> ToolEvaluation:
    """Draw the order from the words of the representatives and the laboratory's half, once."""
    row: ToolEvaluation = lock_record(evaluation, revision)
    words = " ".join(content.words.split())
    check_problems(list_draw_problems(row, words, by, localdate(now)))
    before, mandate = take_state(row), find_mandate(by, row.system.scope)
    row.words, row.drawn = words, localdate(now)
    row.drawn_mandate = str(mandate.pk) if mandate else ""
    row.order = list(draw_order(row.half, words, row.lots))
    return _store(row, EvaluationVerb.DRAW, before, side, by, now)


@transaction.atomic
def stop_evaluation(
    evaluation: ToolEvaluation,
    content: EvaluationStop,
    *,
    revision: int,
    side: Side,
    by: str,
    now: datetime,
) -> ToolEvaluation:
    """Stop an evaluation, either side; it stays readable, with the reason."""
    row: ToolEvaluation = lock_record(evaluation, revision)
    content, before = strip_texts(content), take_state(row)
    check_problems(list_stop_problems(row, content))
    row.stopped, row.stopped_reason = localdate(now), dict(content.stopped_reason)
    return _store(row, EvaluationVerb.STOP, before, side, by, now)


def _store(
    row: ToolEvaluation, verb: EvaluationVerb, before: Any, side: Side, by: str, now: datetime
) -> ToolEvaluation:
    save_next(row)
    append_act(begin_writing(row, by, now, side), verb, row, before, take_state(row))
    return row
