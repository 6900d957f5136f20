"""Acts in words: what was done to what, and what changed by it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from vecu.records.kinds import RecordKind, get_record_kind
from vecu.records.models import Act
from vecu.records.row_states import write_columns
from vecu.ui.content_forms import FieldChange


@dataclass(frozen=True, slots=True)
class ActDescription:
    """An act in words; `subject` names the entry by language, none where nothing is held of it.

    `actor` is a side or a college, '' where an account says it all.
    """

    act: str
    subject: Mapping[str, str]
    changes: Sequence[FieldChange]
    actor: str = ""


def describe_act(act: Act, **options: Any) -> ActDescription:
    """Return an act in the language of the page; one that undoes another says what it undoes.

    `options` are those of the forms that say what changed.
    """
    kind = get_record_kind(act.ledger, act.kind)
    words = _(kind.words[act.verb])
    before, after = (_read_state(kind, state) for state in (act.before, act.after))
    row = after or before
    changes = [
        change
        for form in kind.forms
        if before and after
        for change in form(**options).list_changes(before, after)
    ]
    return ActDescription(
        _("undid: %(act)s") % {"act": words} if act.undoes_id else words,
        _by_language(kind.title(row)) if row else {},
        changes,
    )


def _by_language(title: Any) -> Mapping[str, str]:
    return title if isinstance(title, Mapping) else {get_language() or "en": title}


def _read_state(kind: RecordKind, state: Mapping[str, Any] | None) -> Any:
    """Return a row that is not stored and says what a state of the history says."""
    if state is None or kind.model is None:
        return None
    row = kind.model()
    write_columns(row, state)
    return row
