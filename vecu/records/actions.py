"""Note, change, remove and undo entries of any kind; each act is added to their history.

Who may do it is checked elsewhere. All writing about a parent waits for its lock.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import models, transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from vecu.accounts.queries import find_mandate
from vecu.accounts.rules import Scope, ScopeKind
from vecu.records.citations import describe_earlier_citation
from vecu.records.errors import RecordChanged, RecordRefused
from vecu.records.kinds import (
    ADD,
    CHANGE,
    REMOVE,
    Ledger,
    Problems,
    RecordKind,
    get_kind_of_content,
    get_kind_of_row,
    get_record_kind,
)
from vecu.records.models import Act
from vecu.records.queries import list_acts, list_undoable_acts
from vecu.records.row_states import fill_columns, read_columns, write_columns
from vecu.records.rules import ResponseVerb, Side, SideResponse
from vecu.records.text_normalization import strip_texts
from vecu.records.two_sides import TwoSidedRecord

State = dict[str, Any] | None


@dataclass(frozen=True)
class Writing:
    """Who does something, when, in which history; `move` is one for all that is done at once."""

    scope: Scope
    ledger: Ledger
    by: str
    now: datetime
    side: str = ""
    move: UUID | None = None


@transaction.atomic
def add_record(
    parent: models.Model, content: Any, *, by: str, now: datetime, side: str = ""
) -> Any:
    """Note an entry, and return it. Raise `RecordRefused`, or `RecordChanged` without parent."""
    kind = get_kind_of_content(content)
    current, content = lock_row(parent), strip_texts(content)
    check_problems(kind.list_problems(current, content, None, localdate(now)))
    row = kind.model(**{kind.parent: current})
    kind.prepare(row, side)
    fill_columns(row, content)
    row.save()
    append_act(begin_writing(row, by, now, side), ADD, row, after=take_state(row))
    return row


@transaction.atomic
def change_record(
    row: models.Model, content: Any, *, revision: int, by: str, now: datetime, side: str = ""
) -> Any:
    """Correct an entry, and return it.

    Raise `RecordRefused`, or `RecordChanged` unless `revision` is the one that was read.
    """
    kind = get_kind_of_row(row)
    if get_kind_of_content(content) is not kind:
        raise TypeError(f"A {type(row).__name__} is no {type(content).__name__}.")
    current, content = lock_record(row, revision), strip_texts(content)
    check_problems(kind.list_change_problems(current, side))
    parent = kind.get_parent(current)
    check_problems(kind.list_problems(parent, content, current, localdate(now)))
    before, day = take_state(current), getattr(current, "day", None)
    fill_columns(current, content)
    check_problems(_list_moved_day_problems(kind, current, day))
    save_next(current)
    append_act(begin_writing(current, by, now, side), CHANGE, current, before, take_state(current))
    return current


@transaction.atomic
def remove_record(
    row: models.Model, *, revision: int, by: str, now: datetime, side: str = ""
) -> None:
    """Remove what should not have been noted; the history shows that it was.

    Raise `RecordRefused`, or `RecordChanged` unless `revision` is the one that was read.
    """
    kind, current = get_kind_of_row(row), lock_record(row, revision)
    check_problems(kind.list_removal_problems(current, side))
    append_act(begin_writing(current, by, now, side), REMOVE, current, before=take_state(current))
    current.delete()


@transaction.atomic
def undo_move(
    parent: models.Model,
    ledger: Ledger,
    move: UUID | None,
    *,
    by: str,
    now: datetime,
    side: str = "",
) -> None:
    """Undo what was done at once in the latest move that can be undone, which must be this one.

    Raise `RecordRefused` where there is nothing to undo, where somebody acted since, and where the
    kind or the history forbids it.
    """
    current = lock_row(parent)
    acts = list_undoable_acts(current.scope, ledger)
    if not acts:
        raise RecordRefused({"": _("There is nothing to undo.")})
    if acts[0].move != move:
        message = _("Something else was done or undone meanwhile. Look at the history again.")
        raise RecordRefused({"": message})
    writing = Writing(current.scope, ledger, by, now, side, uuid4())
    for act in acts:
        check_problems(ledger.may_undo(act, side, localdate(now)))
        _revert(writing, act, current)


def _revert(writing: Writing, act: Act, parent: Any) -> None:
    kind = get_record_kind(act.ledger, act.kind)
    row = kind.model._default_manager.select_for_update().filter(pk=act.entry).first()
    restored = _make_restored(kind, act, row, parent)
    check_problems(kind.list_undo_problems(act, row, restored))
    if restored is not None:
        check_problems(_list_moved_day_problems(kind, restored, getattr(row, "day", None)))
    before = take_state(row) if row else None
    restored = kind.restore(act, row, restored)
    if restored is None:
        if row is not None:
            row.delete()
    else:
        restored.save()
    after = take_state(restored) if restored else None
    append_act(writing, act.verb, None, before, after, undoes=act)


def _make_restored(kind: RecordKind, act: Act, row: Any, parent: Any) -> Any:
    """Return the state that an act found as a row that is not saved, None if there was nothing.

    It gets a revision that it never had: who cites it has read another.
    """
    if act.before is None:
        return None
    restored = kind.model._default_manager.filter(pk=act.entry).first()
    if restored is None:
        restored = kind.model(pk=act.entry, **{kind.parent: parent})
    state = {
        name: value for name, value in act.before.items() if row is None or name not in kind.stays
    }
    write_columns(restored, state)
    restored.revision = (row.revision if row else act.before["revision"]) + 1
    return restored


def _list_moved_day_problems(kind: RecordKind, row: Any, before: date | None) -> Problems:
    """Return why the day of a row cannot be later than `before`, None if it had none."""
    if before is None or row.day <= before:
        return {}
    earlier = describe_earlier_citation(kind.list_cited(row), row.day)
    return {"day": earlier} if earlier else {}


@transaction.atomic
def respond_to_record(
    row: TwoSidedRecord,
    verdict: ResponseVerb,
    *,
    revision: int,
    side: Side,
    by: str,
    now: datetime,
    reason: Mapping[str, str] | None = None,
) -> Any:
    """Confirm an entry that another side noted, or contest one with a reason, and return it.

    Neither is undone: who thinks otherwise responds again. Raise `RecordRefused`, or
    `RecordChanged` unless `revision` is the one that was read; two sides can respond to the same.
    """
    current = lock_record(row, revision)
    before, writing = take_state(current), begin_writing(current, by, now, side)
    check_problems(list_response_problems(current, verdict, side, writing.scope, by, reason or {}))
    add_response(current, verdict, side, writing.scope, by, now, reason or {})
    current.save(update_fields=["responses"])
    append_act(writing, verdict, current, before, take_state(current))
    return current


def add_response(
    row: TwoSidedRecord,
    verdict: ResponseVerb,
    side: Side,
    scope: Scope,
    by: str,
    now: datetime,
    reason: Mapping[str, str],
) -> None:
    """Write into a locked row, which is not saved, what a side says of its state now."""
    mandate = find_mandate(by, scope) if side is Side.STAFF else None
    texts = {language: text for language, text in reason.items() if text}
    key = str(mandate.pk) if mandate else ""
    response = SideResponse(verdict, localdate(now), row.revision, texts, key)
    row.responses = {**row.responses, side: response.to_json()}


def list_response_problems(
    row: TwoSidedRecord,
    verdict: ResponseVerb,
    side: Side,
    scope: Scope,
    by: str,
    reason: Mapping[str, str],
) -> Problems:
    """Return why a side cannot respond so."""
    forbidden = _list_contest_problems(row, side, scope, by)
    if problems := forbidden or row.list_verdict_problems(verdict, side):
        return problems
    if verdict is ResponseVerb.CONTEST:
        return {} if any(reason.values()) else {"reason_fr": _("Say what is not so.")}
    if side in row.authors and side not in row.latest_responses:
        return {"": _("Your side noted this: the other side confirms it.")}
    if side not in row.concerned and side not in row.latest_responses:
        return {"": _("Nothing here concerns your side.")}
    acts = Act.objects.filter(entry=row.pk, by=by, undoes=None).exclude(side=side)
    if acts.exists():
        return {"": _("This account noted it for the other side: somebody else must confirm it.")}
    return {}


def _list_contest_problems(row: TwoSidedRecord, side: Side, scope: Scope, by: str) -> Problems:
    """Return why an account cannot replace what another contested for the staff.

    An owner would else let in an account that takes it back.
    """
    said = row.latest_responses.get(side)
    if side is not Side.STAFF or said is None or said.verdict is not ResponseVerb.CONTEST:
        return {}
    mandate = find_mandate(by, scope)
    if said.mandate == (str(mandate.pk) if mandate else "") or (mandate and mandate.paper):
        return {}
    message = _(
        "Another account contested this for your side. First name the document of your body that"
        " appoints you."
    )
    return {"": message}


def begin_writing(row: models.Model, by: str, now: datetime, side: str = "") -> Writing:
    """Return what acts on a row have in common."""
    kind = get_kind_of_row(row)
    return Writing(kind.get_parent(row).scope, kind.ledger, by, now, side)


def append_act(
    writing: Writing,
    verb: str,
    row: models.Model | None = None,
    before: State = None,
    after: State = None,
    *,
    kind: RecordKind | None = None,
    undoes: Act | None = None,
) -> Act:
    """Add one act to a history; of what is no entry there is neither `row` nor `undoes`."""
    has_hour = writing.ledger.keeps_hour and writing.scope.kind is not ScopeKind.GROUP
    last = list_acts(writing.scope, writing.ledger).values_list("number", flat=True).first()
    if row is not None and kind is None:
        kind = get_kind_of_row(row)
    return Act.objects.create(
        scope_kind=writing.scope.kind,
        scope_uuid=writing.scope.id,
        ledger=writing.ledger.name,
        number=(last or 0) + 1,
        move=writing.move or uuid4(),
        day=localdate(writing.now),
        at=writing.now if has_hour else None,
        by=writing.by,
        side=writing.side,
        verb=verb,
        kind=undoes.kind if undoes else kind.name if kind else "",
        entry=undoes.entry if undoes else row.pk if row else None,
        before=before,
        after=after,
        undoes=undoes,
    )


def take_state(row: models.Model) -> dict[str, Any]:
    """Return the state of a row for the history."""
    kind = get_kind_of_row(row)
    parent = {f"{kind.parent}_id"} if kind.parent else set()
    return read_columns(row, without={"id", *parent, *kind.outside})


def check_problems(problems: Problems) -> None:
    """Raise `RecordRefused` if there are any."""
    if problems:
        raise RecordRefused(problems)


def lock_row(row: models.Model) -> Any:
    """Return a row as it is now; who writes about it waits. Raise `RecordChanged` if it is gone."""
    locked = type(row)._default_manager.select_for_update().filter(pk=row.pk).first()
    if locked is None:
        raise RecordChanged(None)
    return locked


def lock_record(row: models.Model, revision: int) -> Any:
    """Return an entry as it is now, with its parent locked.

    Raise `RecordChanged` unless `revision` is the one that was read.
    """
    kind = get_kind_of_row(row)
    parent = lock_row(kind.get_parent(row))
    found: Any = type(row)._default_manager.filter(pk=row.pk).first()
    current = parent if kind.is_root else found
    if current is None or current.revision != revision:
        raise RecordChanged(current)
    return current


def save_next(row: Any) -> None:
    """Save a row with its next revision."""
    row.revision += 1
    row.save()


def delete_acts(scope: Scope) -> None:
    """Delete all histories of a scope that is being deleted."""
    Act.objects.filter(scope_kind=scope.kind, scope_uuid=scope.id).forget()


def delete_entry_acts(entry: UUID) -> None:
    """Delete the acts on one entry, which is deleted for good."""
    Act.objects.filter(entry=entry).forget()
