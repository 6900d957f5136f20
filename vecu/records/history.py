"""The page of a history, the same in all rooms: who did what, and undoing the latest act."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest
from django.utils.timezone import localdate

from vecu.accounts.queries import get_display_names
from vecu.records.descriptions import ActDescription, describe_act
from vecu.records.kinds import ADD, Ledger
from vecu.records.models import Act
from vecu.records.queries import list_acts, list_undoable_acts
from vecu.ui.side_by_side import FormProblem
from vecu.ui.wording import join_phrases, pick_text

ACTS_A_PAGE = 50
FEWEST_FOLDED = 5
"""Additions in a row, of one kind and month by one account, from which on they stand once."""


@dataclass(frozen=True, slots=True)
class HistoryPage:
    """What a room's page says of its history, translated when it is shown.

    `undo` is where its button leads. `describe` puts acts in words; `back` is the title and address
    of the page above. `about` names by language what this is the history of, where the frame of the
    page does not; `entries` are those that it shows, None for all.
    """

    base: str
    heading: str
    lead: str
    undo: str
    back: tuple[str, str] = ("", "")
    describe: Callable[[Act], ActDescription] = describe_act
    about: Mapping[str, str] = field(default_factory=dict)
    entries: Collection[UUID] | None = None


def build_history(
    request: HttpRequest,
    parent: Any,
    ledger: Ledger,
    page: HistoryPage,
    *,
    may_undo: bool,
    side: str = "",
    problems: Sequence[str] = (),
) -> dict[str, Any]:
    """Return what `records/history.html` shows; `parent` is None before anything was noted.

    Acts in a row of which only the day is stored, and no entry, stand once if they are alike; so do
    many additions of a month.
    """
    acts = list_acts(parent.scope, ledger, page.entries) if parent else Act.objects.none()
    shown = Paginator(acts, ACTS_A_PAGE).get_page(request.GET.get("page"))
    undoable = list_undoable_acts(parent.scope, ledger) if parent else []
    latest = undoable[0] if undoable and _may_ask(ledger, undoable[0], side, localdate()) else None
    return {
        "history": page,
        "page": shown,
        "lines": list(_iter_lines(shown, page)),
        "latest": latest if may_undo else None,
        "latest_act": page.describe(latest) if latest else None,
        "latest_subject": _join_subjects(page, undoable) if latest else "",
        "names": get_display_names(),
        "problems": [FormProblem("main", text) for text in problems],
    }


def _iter_lines(
    acts: Iterable[Act], page: HistoryPage
) -> Iterator[tuple[Act, ActDescription, int, Sequence[tuple[Act, ActDescription]]]]:
    """Yield acts, each described, how often it was done, and all that are folded into it."""
    for _key, run in groupby(acts, _make_key):
        alike = list(run)
        if not alike[0].entry:
            yield alike[0], page.describe(alike[0]), len(alike), ()
            continue
        described = [(act, page.describe(act)) for act in alike]
        if len(alike) < FEWEST_FOLDED:
            yield from ((act, description, 1, ()) for act, description in described)
        else:
            yield *described[0], len(alike), described


def _make_key(act: Act) -> tuple[object, ...]:
    if not act.at and not act.entry:
        return act.verb, act.by, act.day
    if act.verb == ADD and not act.undoes_id:
        return act.kind, act.by, act.side, act.day.year, act.day.month
    return (act.pk,)


def _join_subjects(page: HistoryPage, move: Sequence[Act]) -> str:
    """Return on what all that was done at once was done."""
    subjects = (pick_text(page.describe(act).subject) for act in move)
    return join_phrases(dict.fromkeys(subjects))


def _may_ask(ledger: Ledger, act: Act, side: str, today: date) -> bool:
    return not ledger.may_undo(act, side, today)


def read_move(request: HttpRequest) -> UUID | None:
    """Return which move the button would undo, None for what is none."""
    try:
        return UUID(request.POST.get("move", ""))
    except ValueError:
        return None
