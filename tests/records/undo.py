"""Undo the latest act of a history, as the button of its page does."""

from typing import Any

from vecu.records.actions import undo_move
from vecu.records.kinds import Ledger
from vecu.records.queries import list_undoable_acts


def undo_latest(parent: Any, ledger: Ledger, **act: Any) -> None:
    """Undo what can be undone last in the history of a parent."""
    [latest, *_others] = list_undoable_acts(parent.scope, ledger)
    undo_move(parent, ledger, latest.move, **act)
