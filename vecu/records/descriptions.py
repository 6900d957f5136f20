"""Acts in words: what was done to what, and what changed by it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from vecu.accounts.queries import Mandates, get_mandate_note
from vecu.records.kinds import RecordKind, get_record_kind
from vecu.records.models import Act
from vecu.records.row_states import write_columns
from vecu.records.rules import ResponseVerb, Side, SideResponse, Standing
from vecu.records.two_sides import TwoSidedRecord
from vecu.translation import gettext_noop
from vecu.ui.content_forms import FieldChange
from vecu.ui.templatetags.ui import day as format_day


@dataclass(frozen=True, slots=True)
class ActDescription:
    """An act in words; `subject` names the entry by language, none where nothing is held of it.

    `actor` is a side or a college, '' where an account says it all.
    """

    act: str
    subject: Mapping[str, str]
    changes: Sequence[FieldChange]
    actor: str = ""


CLAIMS: Mapping[Side, str] = {
    Side.SYSTEM: gettext_noop("Claimed by management"),
    Side.STAFF: gettext_noop("Claimed by staff representatives"),
}
CONTESTS: Mapping[Side, str] = {
    Side.SYSTEM: gettext_noop("Contested by management"),
    Side.STAFF: gettext_noop("Contested by staff representatives"),
}
_CONFIRMED: Mapping[Side, str] = {
    Side.SYSTEM: gettext_noop("Confirmed by management on %(day)s."),
    Side.STAFF: gettext_noop("Confirmed by staff representatives on %(day)s."),
}
_MINUTES: Mapping[Side, str] = {
    Side.SYSTEM: gettext_noop("Minutes confirmed by management on %(day)s."),
    Side.STAFF: gettext_noop("Minutes confirmed by staff representatives on %(day)s."),
}
_EARLIER: Mapping[Side, str] = {
    Side.SYSTEM: gettext_noop("Management confirmed an earlier wording on %(day)s."),
    Side.STAFF: gettext_noop("Staff representatives confirmed an earlier wording on %(day)s."),
}
_CONTESTED: Mapping[Side, str] = {
    Side.SYSTEM: gettext_noop("Contested by management on %(day)s:"),
    Side.STAFF: gettext_noop("Contested by staff representatives on %(day)s:"),
}


@dataclass(frozen=True, slots=True)
class ResponseLine:
    """What a side said of an entry, and its reason if it contests: sides speak, never a person.

    `note` is who opened the account by which it spoke.
    """

    sentence: str
    reason: Mapping[str, str]
    note: str


def describe_claim(row: TwoSidedRecord) -> str:
    """Return who claims or contests an entry, '' once every side that it speaks of confirmed it."""
    match row.standing:
        case Standing.CONTESTED:
            contests = [side for side in Side if _is_contest(row.latest_responses.get(side))]
            return _("Contested by both sides") if contests[1:] else _(CONTESTS[contests[0]])
        case Standing.CLAIMED:
            return _(CLAIMS[next(iter(row.authors))])
    return ""


def list_response_lines(row: TwoSidedRecord, mandates: Mandates) -> list[ResponseLine]:
    """Return what each side said of an entry; `mandates` are all that there were in its scope."""
    said = row.latest_responses
    return [
        ResponseLine(
            _choose_sentence(row, side, said[side]) % {"day": format_day(said[side].day)},
            said[side].reason,
            get_mandate_note(mandates.get(said[side].mandate)) if side is Side.STAFF else "",
        )
        for side in Side
        if side in said
    ]


def _is_contest(response: SideResponse | None) -> bool:
    return response is not None and response.verdict is ResponseVerb.CONTEST


def _choose_sentence(row: TwoSidedRecord, side: Side, response: SideResponse) -> str:
    if response.verdict is ResponseVerb.CONTEST:
        return _(_CONTESTED[side])
    if response.revision != row.revision:
        return _(_EARLIER[side])
    return _(_MINUTES[side] if row.confirms_minutes else _CONFIRMED[side])


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
