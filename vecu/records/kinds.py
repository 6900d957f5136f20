"""Histories and kinds of entries, as rooms declare them in their `record_kinds.py`."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import models
from django.utils.translation import gettext as _

from vecu.records.models import Act
from vecu.ui.content_forms import ContentForm
from vecu.ui.menus import MenuGroup

Problems = Mapping[str, str]
"""Messages by field, '' for what concerns no field; none if all is well."""
ADD, CHANGE, REMOVE = "add", "change", "remove"
"""What can be done to entries of all kinds; rooms add verbs of their own."""


def list_none(*_of: Any) -> Problems:
    """Return no problems."""
    return {}


def list_answered_problems(row: Any, side: str) -> Problems:
    """Return why a side cannot take away what the other has confirmed or contested."""
    if any(each != side for each in row.responses):
        return {"": _("The other side has answered this: it stays, with its answer.")}
    return {}


def cite_itself(row: Any) -> Collection[UUID]:
    """Return that others cite a row by its own key."""
    return [row.pk]


def prepare_nothing(_row: Any, _side: str) -> None:
    """Leave a new row as it is."""


def restore_as_found(_act: Act, _row: Any, restored: Any) -> Any:
    """Bring back the state that an act found, and no entry where there was none."""
    return restored


@dataclass(frozen=True, slots=True)
class Ledger:
    """A history whose acts are numbered and undone together.

    `may_undo` says, from the act, the side that asks and the day, why it may not be undone. Without
    an hour (`keeps_hour`) acts have a day only; in scopes of groups none has one.
    """

    name: str
    undoable: frozenset[str] = frozenset({ADD, CHANGE, REMOVE})
    may_undo: Callable[[Act, str, date], Problems] = list_none
    keeps_hour: bool = True


@dataclass(frozen=True, slots=True)
class EntryPage:
    """The page of all entries of a kind; its words are translated when they are shown.

    `slug` ends its address. `none` is said where nothing is noted, `notice` above whatever is.
    `order` is its place in a menu, among those of its `group`.
    """

    slug: str = ""
    heading: str = ""
    lead: str = ""
    add: str = ""
    none: str = ""
    notice: str = ""
    order: int = 0
    group: MenuGroup | None = None


NO_PAGE = EntryPage()


@dataclass(frozen=True)
class RecordKind:
    """One kind of entry: what is stored of it, and what members do with it.

    `model` is None of what the history names and never holds, such as a person. `parent` is the
    column of what an entry belongs to, '' of a root, which is its own. `content` is a frozen
    dataclass with the names of columns; `forms` say what changed in it. `words` are what was done,
    by verb, in the past tense. `title` names a row, `facts` are what pages say of it beside; `page`
    is the one of all entries of the kind, where a room makes it from here.

    `list_problems(parent, content, row, today)`, `list_change_problems(row, side)`,
    `list_removal_problems(row, side)` and `list_undo_problems(act, row, restored)` say what forbids
    it. Columns `outside` are in no state of the history; those that `stay` are in states, but an
    undo leaves them as they are. `prepare(row, side)` fills in what no content says of a new row.
    `restore(act, row, restored)` returns what an undo stores, None to delete the row: both are as
    `list_undo_problems` knows them, `restored` with its next revision. `list_cited(row)` names what
    others cite of a row that has a day: this day never moves past theirs.
    """

    ledger: Ledger
    name: str
    model: Any
    parent: str
    content: type[Any]
    words: Mapping[str, str]
    title: Callable[[Any], Any] = str
    facts: Callable[[Any], Sequence[Any]] = lambda _row: ()
    page: EntryPage = NO_PAGE
    forms: Sequence[type[ContentForm[Any]]] = ()
    list_problems: Callable[[Any, Any, Any, date], Problems] = list_none
    list_change_problems: Callable[[Any, str], Problems] = list_none
    list_removal_problems: Callable[[Any, str], Problems] = list_none
    list_undo_problems: Callable[[Act, Any, Any], Problems] = list_none
    prepare: Callable[[Any, str], None] = prepare_nothing
    restore: Callable[[Act, Any, Any], Any] = restore_as_found
    list_cited: Callable[[Any], Collection[UUID]] = cite_itself
    outside: Collection[str] = frozenset()
    stays: Collection[str] = frozenset()
    undoable: frozenset[str] | None = None

    @property
    def is_root(self) -> bool:
        """Whether an entry belongs to itself."""
        return not self.parent

    @property
    def undoable_verbs(self) -> frozenset[str]:
        """Which acts on an entry can be undone."""
        return self.ledger.undoable if self.undoable is None else self.undoable

    def get_parent(self, row: Any) -> Any:
        """Return what a row belongs to."""
        return getattr(row, self.parent) if self.parent else row


_KINDS: dict[tuple[str, str], RecordKind] = {}


def register_record_kinds(*kinds: RecordKind) -> None:
    """Declare kinds of entries; the same ones again change nothing."""
    for kind in kinds:
        key = (kind.ledger.name, kind.name)
        if _KINDS.setdefault(key, kind) is not kind:
            raise ValueError(f"There are two kinds called {key}.")


def list_record_kinds(ledger: Ledger | None = None) -> list[RecordKind]:
    """Return all kinds, or those of one history."""
    return [each for each in _KINDS.values() if ledger in {None, each.ledger}]


def get_record_kind(ledger: str, name: str) -> RecordKind:
    """Return the kind of this name; raise `KeyError` for none."""
    return _KINDS[ledger, name]


def get_kind_of_row(row: models.Model) -> RecordKind:
    """Return which kind of entry a row is."""
    return next(each for each in _KINDS.values() if type(row) is each.model)


def get_kind_of_content(content: object) -> RecordKind:
    """Return which kind of entry somebody wrote."""
    return next(each for each in _KINDS.values() if type(content) is each.content)
