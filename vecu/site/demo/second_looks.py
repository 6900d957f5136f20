"""The demonstration's second looks: one answered in time, one late, and the clause that it fires.

`safeguards.json` names days as `system.json` does.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from vecu.credentials import RandomBytes, generate_access_codes
from vecu.dialogue.actions import add_dialogue_entry
from vecu.dialogue.clause_monitor import fire_dialogue_clauses
from vecu.dialogue.content import ClauseContent
from vecu.dialogue.queries import ReviewClause
from vecu.dialogue.rules import WatchedFigure
from vecu.fieldlog.months import LogMonth
from vecu.records.actions import add_record, respond_to_record
from vecu.records.rules import ResponseVerb, Side
from vecu.register.queries import System
from vecu.safeguards.rules import ContactChannel, PersonCodeState
from vecu.safeguards.second_looks.actions import LookRequest, answer_look, receive_look
from vecu.safeguards.second_looks.content import LookOfficeContent
from vecu.safeguards.second_looks.queries import find_look_office
from vecu.safeguards.second_looks.rules import LookCondition
from vecu.site.demo.days import Place, get_day, get_moment
from vecu.site.demo.safeguards import read_safeguards


def ask_again(
    system: System, first: LogMonth, *, accounts: Mapping[Side, str], random_bytes: RandomBytes
) -> Iterator[Place]:
    """Name the office, note requests and the answer to one, and let the clause find the other.

    Yield the day of each act before it.
    """
    data = read_safeguards()["second_looks"]
    yield data["office"]["day"]
    now = get_moment(first, data["office"]["day"])
    content = LookOfficeContent(**data["office"]["entry"])
    add_record(system, content, by=accounts[Side.SYSTEM], now=now)
    clause = _agree_to_clause(system, data["clause"], first, accounts)
    codes = generate_access_codes(len(data["requests"]), random_bytes)
    for code, entry in zip(codes, data["requests"], strict=True):
        _note_request(system, code, entry, first)
    fire_dialogue_clauses(clause.dialogue_id, get_moment(first, data["clause"]["fired"]))


def _agree_to_clause(
    system: System, data: Mapping[str, Any], first: LogMonth, accounts: Mapping[Side, str]
) -> ReviewClause:
    content = ClauseContent(
        day=get_day(first, data["day"]),
        subject=data["subject"],
        watched=WatchedFigure.LATE_LOOKS,
        most=data["most"],
    )
    clause: Any = add_dialogue_entry(
        system.scope,
        content,
        side=Side.SYSTEM,
        by=accounts[Side.SYSTEM],
        now=get_moment(first, data["day"]),
    )
    confirmed: ReviewClause = respond_to_record(
        clause,
        ResponseVerb.CONFIRM,
        revision=clause.revision,
        side=Side.STAFF,
        by=accounts[Side.STAFF],
        now=get_moment(first, data["confirmed"]),
    )
    return confirmed


def _note_request(system: System, code: str, entry: Mapping[str, Any], first: LogMonth) -> None:
    office = find_look_office(system)
    assert office is not None  # noqa: S101 - it has just been named
    request = LookRequest(code, ContactChannel(entry["channel"]), in_time=True)
    look = receive_look(office, request, today=get_day(first, entry["day"]))
    if "answered" in entry:
        state, today = PersonCodeState(entry["state"]), get_day(first, entry["answered"])
        answer_look(look, state, LookCondition, today=today)
