"""An evaluation of twenty people in five lots, planned in autumn 2026, and its totals."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from tests.dialogue.factories import CONSULTATION, note, respond
from vecu.casestudies.actions import draw_lots, fix_lots
from vecu.casestudies.content import (
    BlindReadingContent,
    EvaluationDraw,
    EvaluationPlan,
    LotWeekContent,
)
from vecu.casestudies.models import ToolEvaluation
from vecu.dialogue.actions import note_avis
from vecu.dialogue.content import AvisContent
from vecu.dialogue.rules import Avis
from vecu.records.actions import add_record
from vecu.records.rules import Side
from vecu.register.models import System
from vecu.stats import get_first_week

PLANNED = datetime(2026, 9, 1, 9, tzinfo=UTC)
ENDED = datetime(2026, 11, 30, 9, tzinfo=UTC)
ACT: dict[str, Any] = {"by": "lea", "side": Side.SYSTEM}
STAFF_ACT: dict[str, Any] = {"by": "rep", "side": Side.STAFF}
PLAN = EvaluationPlan(
    group="Social service, five teams",
    people=20,
    lots=5,
    starts=date(2026, 9, 28),
    spread=90,
    stopping={"en": "An invented fact that was signed.", "fr": "Un fait inventé et signé."},
)
AVIS = AvisContent(Avis.UNFAVOURABLE, date(2026, 2, 20), "Minutes 2026-02, item 4")
HALF, WORDS = "0f" * 16, "Une du journal, page 99"
ORDER = (2, 0, 4, 1, 3)
"""That of both: `printf '%s' "$HALF $WORDS C" | sha256sum` is lowest, then those of A, E, B, D."""
MINUTES = [
    [612, 598, 640, 571, 560, 575, 548, 541],
    [705, 688, 731, 702, 690, 641, 655, 622],
    [540, 566, 552, 561, 498, 489, 505, 477],
    [655, 631, 668, 640, 651, 629, 645, 590],
    [590, 612, 603, 560, 588, 541, 560, 530],
]
"""Minutes of writing of one person, by lot and week."""


def note_consulted(system: System) -> Any:
    """Note a consultation with its avis, whose minutes representatives confirmed."""
    row = note(system, CONSULTATION)
    note_avis(row, AVIS, revision=row.revision, now=PLANNED, **ACT)
    return respond(row)


def plan(system: System, **changed: Any) -> ToolEvaluation:
    """Plan an evaluation; no consultation is due unless one is given."""
    if "consultation" not in changed:
        changed.setdefault("why_none", {"en": "Fewer than fifty people work here."})
    row: ToolEvaluation = add_record(system, replace(PLAN, **changed), now=PLANNED, **ACT)
    return row


def draw(row: ToolEvaluation, words: str = WORDS, half: str = HALF) -> ToolEvaluation:
    """Fix the lots and draw."""
    row.refresh_from_db()
    fixed = fix_lots(row, half=half, revision=row.revision, now=PLANNED, **ACT)
    drawn = EvaluationDraw(words)
    return draw_lots(fixed, drawn, revision=fixed.revision, now=PLANNED, **STAFF_ACT)


def make_week(
    row: ToolEvaluation, lot: int, week: int, minutes: float, **changed: Any
) -> LotWeekContent:
    """Return totals of a lot of four, whose people write for so many minutes each."""
    begun = week >= get_first_week(list(row.order).index(lot))
    felt_minutes: dict[str, Any] = {"gross": 360, "checking": 100, "care": 40} if begun else {}
    content = LotWeekContent(row.pk, lot, week, 4, writing=round(4 * minutes), **felt_minutes)
    return replace(content, **changed)


def fill(row: ToolEvaluation, effect: float = 0, **changed: Any) -> None:
    """Note all totals; the tool adds `effect` minutes to a person's week."""
    for lot in range(row.lots):
        for week in range(1, row.weeks + 1):
            begun = week >= get_first_week(list(row.order).index(lot))
            minutes = MINUTES[lot][week - 1] + (effect if begun else 0)
            content = make_week(row, lot, week, minutes, **changed)
            add_record(row.system, content, now=ENDED, **ACT)
    row.refresh_from_db()


def make_reading(row: ToolEvaluation, **changed: Any) -> BlindReadingContent:
    """Return a blind reading of twenty people."""
    reading = BlindReadingContent(row.pk, date(2026, 10, 20), "Association A", 20, 15, 4)
    return replace(reading, **changed)
