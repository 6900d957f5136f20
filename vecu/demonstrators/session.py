"""Which demonstrators a session plays, and on which statements its rounds are. Pure."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from vecu.demonstrators.machines.catalogue import list_demonstrators
from vecu.demonstrators.machines.interface import Demonstrator
from vecu.errors import VecuError
from vecu.groups.content import HypothesisContent
from vecu.groups.hearing_hypotheses import list_hearing_hypotheses
from vecu.messages import Message, TranslatableError
from vecu.translation import gettext_noop

PLAYED = 3
"""Demonstrators of a session."""
FEWEST_STATEMENTS, MOST_STATEMENTS = 2, 3
USUAL_DEMONSTRATORS = ("eliza", "generative-assistant", "mail-triage")
"""A machine that understands nothing, one of today, and a problem before its tool."""
USUAL_STATEMENTS = ("relief", "core")

_START = re.compile(r"(0[89]|1\d|20):[03]0", re.ASCII)

Fields = Mapping[str, Sequence[str]]
"""The fields of a form by name, each with its values."""


class SessionRefused(TranslatableError, VecuError):
    """These demonstrators and statements make no session of 90 minutes."""


@dataclass(frozen=True, slots=True)
class Session:
    """What is played and what position is taken on; `start` is an hour such as 14:30, or ''."""

    demonstrators: Sequence[Demonstrator]
    statements: Sequence[HypothesisContent]
    start: str = ""

    @property
    def query(self) -> str:
        """The choices as they stand in an address."""
        chosen = [("demonstrator", each.name) for each in self.demonstrators]
        chosen += [("statement", name_statement(each)) for each in self.statements]
        return urlencode([*chosen, *([("start", self.start)] if self.start else [])])


def name_statement(statement: HypothesisContent) -> str:
    """Return the name of a statement of the hearing in addresses and fields."""
    return statement.origin.replace(" ", "-")


def list_starts() -> Sequence[str]:
    """Return the hours at which a session may begin, from 08:00 to 20:30."""
    return [f"{hour:02}:{minute}" for hour in range(8, 21) for minute in ("00", "30")]


def make_usual_session() -> Session:
    """Return the session of those who choose nothing."""
    return Session(
        [each for each in list_demonstrators() if each.name in USUAL_DEMONSTRATORS],
        [each for each in list_hearing_hypotheses() if name_statement(each) in USUAL_STATEMENTS],
    )


def read_session(fields: Fields) -> Session:
    """Return the session that a form chose, the usual one if it chose nothing.

    What is played keeps the order of the catalogue, statements that of the hearing. Raises
    `SessionRefused` for too many, too few, and what is in no list.
    """
    start = next((value for value in fields.get("start", ()) if value), "")
    if start and not _START.fullmatch(start):
        raise SessionRefused(Message(gettext_noop("Choose an hour of the list, or none.")))
    usual = make_usual_session()
    played, stated = set(fields.get("demonstrator", ())), set(fields.get("statement", ()))
    if not played and not stated:
        return Session(usual.demonstrators, usual.statements, start)
    demonstrators = [each for each in list_demonstrators() if each.name in played]
    statements = [each for each in list_hearing_hypotheses() if name_statement(each) in stated]
    _check_demonstrators(demonstrators, len(played))
    _check_statements(statements, len(stated))
    return Session(demonstrators, statements, start)


def _check_demonstrators(found: Sequence[Demonstrator], chosen: int) -> None:
    _check_known(len(found), chosen)
    if chosen != PLAYED:
        raise SessionRefused(
            Message(
                gettext_noop("A session tries %(wanted)s machines. Chosen here: %(found)s."),
                wanted=float(PLAYED),
                found=float(chosen),
            )
        )


def _check_statements(found: Sequence[HypothesisContent], chosen: int) -> None:
    _check_known(len(found), chosen)
    if not FEWEST_STATEMENTS <= chosen <= MOST_STATEMENTS:
        raise SessionRefused(
            Message(
                gettext_noop("A session needs two or three statements. Chosen here: %(found)s."),
                found=float(chosen),
            )
        )


def _check_known(found: int, chosen: int) -> None:
    if found != chosen:
        raise SessionRefused(
            Message(gettext_noop("One of the choices is not on this page. Choose again."))
        )
