"""`check_record_kind`: what holds of every kind of entry, whatever room declares it."""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, fields, replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db.models import F
from django.utils import translation

from vecu.records import citations
from vecu.records.actions import (
    add_record,
    change_record,
    delete_acts,
    remove_record,
    respond_to_record,
    undo_move,
)
from vecu.records.citations import DatedCitation
from vecu.records.descriptions import describe_act
from vecu.records.errors import RecordChanged, RecordRefused
from vecu.records.kinds import ADD, CHANGE, REMOVE, RecordKind, get_record_kind
from vecu.records.models import Act
from vecu.records.queries import list_acts, list_undoable_acts
from vecu.records.rules import ResponseVerb, Side, SideResponse

NOW = datetime(2026, 11, 26, 9, tzinfo=UTC)


@dataclass(frozen=True)
class RecordScenario:
    """How entries of a kind come about in a test.

    `make_parent` returns what an entry belongs to, of a root the entry itself; `first` and `second`
    are contents, `other_side` who may not touch what `side` noted, '' where there are no sides.

    Where a room has verbs of its own instead, `acts` do each of them: given the parent, they return
    the entry that the latest act was on, done at `now` or on its day. What `is_fixed` cannot be
    corrected once all sides have confirmed it.
    """

    ledger: str
    kind: str
    make_parent: Callable[[], Any]
    first: Any = None
    second: Any = None
    side: str = ""
    other_side: str = ""
    acts: Sequence[Callable[[Any], Any]] = ()
    now: datetime = NOW
    is_fixed: bool = False


def check_record_kind(scenario: RecordScenario) -> None:
    """Walk through all that members do with an entry of one kind."""
    kind = get_record_kind(scenario.ledger, scenario.kind)
    act = {"by": "lea", "now": scenario.now, "side": scenario.side}
    check_words(kind)
    check_columns(kind)
    if scenario.acts:
        done = [check_own_act(kind, scenario.make_parent(), do, act) for do in scenario.acts]
        assert set(done) == kind.words.keys(), "each verb is tried"
        return
    parent = scenario.make_parent()
    if not kind.is_root:
        check_adding_and_removing(kind, scenario, parent, act)
    if hasattr(scenario.first, "day"):
        check_day(kind, scenario, parent, act)
    check_changing(kind, scenario, parent, act)
    if "responses" in kind.stays:
        check_responding(kind, scenario, parent, act)
    delete_acts(parent.scope)
    assert not Act.objects.filter(scope_uuid=parent.scope.id).exists()


def check_words(kind: RecordKind) -> None:
    """Every verb that can be undone has words, in both languages."""
    assert kind.undoable_verbs <= kind.words.keys()
    for words in kind.words.values():
        with translation.override("fr"):
            assert translation.gettext(words) != words


def check_columns(kind: RecordKind) -> None:
    """A column is what members write, or declared to be something else."""
    columns = {each.attname for each in kind.model._meta.concrete_fields}
    own = {"id", "revision", *kind.outside, *kind.stays}
    parent = {f"{kind.parent}_id"} if kind.parent else set()
    written = {each.name for each in fields(kind.content)}
    assert written <= columns | {column.removesuffix("_id") for column in columns}
    assert (own - {"id", "revision"}) <= columns
    assert not own & written
    assert parent <= columns


def check_adding_and_removing(
    kind: RecordKind, scenario: RecordScenario, parent: Any, act: dict[str, Any]
) -> None:
    """Both are undone; the entry then has a revision that it never had."""
    row = add_record(parent, scenario.first, **act)
    row.refresh_from_db()
    added = latest(parent, kind)
    assert (added.verb, added.kind, added.entry, added.before) == (ADD, kind.name, row.pk, None)
    assert added.after == read_state(added, row)
    check_hour(kind, added)
    assert (added.by, added.side) == (act["by"], scenario.side)
    check_other_side(kind, scenario, row)
    remove_record(row, revision=row.revision, **act)
    removed = latest(parent, kind)
    assert (removed.verb, removed.before, removed.after) == (REMOVE, added.after, None)
    assert describe_act(removed).subject
    with pytest.raises(RecordChanged) as gone:
        remove_record(row, revision=row.revision, **act)
    assert gone.value.theirs is None
    undo_latest(parent, kind, act)
    restored = type(row).objects.get(pk=row.pk)
    assert restored.revision == row.revision + 1
    assert state_of(latest(parent, kind).after) == state_of(added.after)
    undo_latest(parent, kind, act)
    assert not type(row).objects.filter(pk=row.pk).exists()
    assert describe_act(latest(parent, kind)).act.startswith("undid: ")


def check_changing(
    kind: RecordKind, scenario: RecordScenario, parent: Any, act: dict[str, Any]
) -> None:
    """A change is seen by who read another state, told field by field, and undone once."""
    row = parent if kind.is_root else add_record(parent, scenario.first, **act)
    if kind.is_root:
        row = change_record(row, scenario.first, revision=row.revision, **act)
    read = row.revision
    changed = change_record(row, scenario.second, revision=read, **act)
    done = latest(parent, kind)
    assert done.verb == CHANGE
    assert changed.revision == read + 1
    numbers = Act.objects.count()
    with pytest.raises(RecordChanged) as meanwhile:
        change_record(row, scenario.first, revision=read, **act)
    assert meanwhile.value.theirs.revision == read + 1
    assert Act.objects.count() == numbers
    told = [change.label for change in describe_act(done).changes]
    assert told
    assert len(told) == len(set(told))
    for state in (done.before, done.after):
        assert state is not None
        assert not {"id", f"{kind.parent}_id", *kind.outside} & state.keys()
    stayed = change_what_stays(kind, row)
    undo_latest(parent, kind, act)
    assert state_of(latest(parent, kind).after) == state_of(done.before) | stayed
    assert type(row).objects.get(pk=row.pk).revision == read + 2
    with pytest.raises(RecordRefused, match=r"meanwhile|nothing to undo"):
        undo_move(parent, kind.ledger, done.move, **act)


def check_responding(kind: RecordKind, scenario: Any, parent: Any, act: dict[str, Any]) -> None:
    """The other side contests and confirms; it is told, never undone, and stays with the entry."""
    kind.model._default_manager.filter(**{kind.parent: parent}).delete()
    row = add_record(parent, scenario.first, **act)
    theirs: dict[str, Any] = {"by": "noor", "now": NOW}
    theirs |= {"side": Side.STAFF, "revision": row.revision}
    for verdict in (ResponseVerb.CONTEST, ResponseVerb.CONFIRM):
        respond_to_record(row, verdict, reason={"en": "No."}, **theirs)
        done = latest(parent, kind)
        assert (done.verb, done.side, done.entry) == (verdict, Side.STAFF, row.pk)
        assert done.before
        assert done.after
        assert done.before["revision"] == done.after["revision"] == row.revision
        assert describe_act(done).subject
        assert done not in list_undoable_acts(parent.scope, kind.ledger)
    [added, *_others] = list_undoable_acts(parent.scope, kind.ledger)
    with pytest.raises(RecordRefused, match="stays, with its answer"):
        remove_record(row, revision=row.revision, **act)
    with pytest.raises(RecordRefused, match="stays, with its answer"):
        undo_move(parent, kind.ledger, added.move, **act)
    if scenario.is_fixed:
        with pytest.raises(RecordRefused, match="in force"):
            change_record(row, scenario.second, revision=row.revision, **act)
        return
    changed = change_record(row, scenario.second, revision=row.revision, **act)
    assert changed.latest_responses[Side.STAFF].revision < changed.revision


def change_what_stays(kind: RecordKind, row: Any) -> dict[str, Any]:
    """Change the columns that an undo leaves as they are, numbers or responses, and return them."""
    if not kind.stays:
        return {}
    rows = type(row).objects.filter(pk=row.pk)
    said = SideResponse(ResponseVerb.CONTEST, NOW.date(), 1, {"en": "No."}).to_json()
    rows.update(
        **{name: {Side.STAFF: said} if name == "responses" else F(name) + 1 for name in kind.stays}
    )
    stayed: dict[str, Any] = rows.values(*kind.stays).get()
    return stayed


def check_own_act(
    kind: RecordKind, parent: Any, do: Callable[[Any], Any], act: dict[str, Any]
) -> str:
    """A verb of a room's own is stored and undone as others are, or never undone; return it."""
    row = do(parent)
    row.refresh_from_db()
    done = latest(parent, kind)
    assert (done.kind, done.entry) == (kind.name, row.pk)
    assert done.after == read_state(done, row)
    assert not set(kind.outside) & done.after.keys()
    check_hour(kind, done, act["now"])
    assert describe_act(done).subject
    if done.verb not in kind.undoable_verbs:
        assert done not in list_undoable_acts(parent.scope, kind.ledger)
        return done.verb
    undo_latest(parent, kind, act)
    undone, restored = done.undone_by, type(row).objects.filter(pk=row.pk).first()
    assert undone.before == done.after
    assert undone.after == (read_state(undone, restored) if restored else None)
    assert restored is None or restored.revision == row.revision + 1
    assert not done.before or state_of(undone.after) == state_of(done.before)
    with pytest.raises(RecordRefused, match=r"meanwhile|nothing to undo"):
        undo_move(parent, kind.ledger, done.move, **act)
    return done.verb


def check_other_side(kind: RecordKind, scenario: RecordScenario, row: Any) -> None:
    """The other side changes, removes and undoes nothing."""
    if not scenario.other_side:
        return
    theirs: dict[str, Any] = {"by": "noor", "now": NOW, "side": scenario.other_side}
    numbers = Act.objects.count()
    parent = kind.get_parent(row)
    [act] = list_undoable_acts(parent.scope, kind.ledger)
    for attempt in (
        lambda: change_record(row, scenario.second, revision=row.revision, **theirs),
        lambda: remove_record(row, revision=row.revision, **theirs),
        lambda: undo_move(parent, kind.ledger, act.move, **theirs),
    ):
        with pytest.raises(RecordRefused):
            attempt()
    assert Act.objects.count() == numbers


def check_day(kind: RecordKind, scenario: RecordScenario, parent: Any, act: dict[str, Any]) -> None:
    """What is cited can be dated up to the day of what cites it, and no later; nor by an undo."""
    citing_day = scenario.first.day - timedelta(days=30)
    early, same, late = (
        replace(scenario.first, day=citing_day + timedelta(days=days)) for days in (-30, 0, 1)
    )
    row = add_record(parent, late, **act)
    row = change_record(row, early, revision=row.revision, **act)
    to_late = latest(parent, kind)

    def cite(entries: Collection[UUID]) -> Iterator[DatedCitation]:
        if row.pk in entries:
            yield DatedCitation("A finding", citing_day)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(citations, "_citers", [cite])
        for attempt in (
            lambda: change_record(row, late, revision=row.revision, **act),
            lambda: undo_move(parent, kind.ledger, to_late.move, **act),
        ):
            with pytest.raises(RecordRefused, match=r"“A finding”, dated .* stands on this"):
                attempt()
        row = change_record(row, same, revision=row.revision, **act)
        change_record(row, early, revision=row.revision, **act)
    row.refresh_from_db()
    remove_record(row, revision=row.revision, **act)


def check_hour(kind: RecordKind, act: Act, now: datetime = NOW) -> None:
    """The history has hours, or days only."""
    assert act.at == (now if kind.ledger.keeps_hour else None)
    assert act.day == now.date()


def latest(parent: Any, kind: RecordKind) -> Act:
    act = list_acts(parent.scope, kind.ledger).first()
    assert act is not None
    return act


def undo_latest(parent: Any, kind: RecordKind, act: dict[str, Any]) -> None:
    [undoable, *_others] = list_undoable_acts(parent.scope, kind.ledger)
    undo_move(parent, kind.ledger, undoable.move, **act)


def read_state(act: Act, row: Any) -> dict[str, Any]:
    """Return a row as the history holds it: nothing outside, and what JSON makes of it."""
    return {name: make_json(getattr(row, name)) for name in act.after or {}}


def make_json(value: Any) -> Any:
    return value if value is None or isinstance(value, dict | list | int) else str(value)


def state_of(state: dict[str, Any] | None) -> dict[str, Any]:
    """Return a state without its revision, which never comes back."""
    assert state is not None
    return {name: value for name, value in state.items() if name != "revision"}
