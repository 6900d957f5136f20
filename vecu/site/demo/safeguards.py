"""The demonstration's safeguards: where those go who say no to the scribe, what people are asked.

`safeguards.json` names days as `scribe.json` does.
"""

import json
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, cast

from vecu.credentials import RandomBytes
from vecu.fieldlog.months import LogMonth
from vecu.records.actions import add_record
from vecu.register.queries import System
from vecu.safeguards.actions import answer_consent
from vecu.safeguards.content import ConsentSheetContent, RefusalRouteContent
from vecu.safeguards.person_codes import CodePile, print_person_codes
from vecu.safeguards.rules import ConsentKind, PersonCodeKind, Typist
from vecu.site.demo.days import Place, get_day, get_moment
from vecu.surveys.consent.legal_bases import LegalBasis


def make_safeguards(
    system: System, first: LogMonth, *, by: str, random_bytes: RandomBytes
) -> Iterator[Place]:
    """Note all that protects those on whom the scribe is used, and what some of them answered.

    Yield the day of each act before it.
    """
    data = read_safeguards()
    route, sheet = data["route"], data["consent"]
    yield route["day"]
    add_record(
        system, RefusalRouteContent(**route["entry"]), by=by, now=get_moment(first, route["day"])
    )
    yield sheet["day"]
    content = ConsentSheetContent(
        kind=ConsentKind(sheet["kind"]),
        legal_basis=LegalBasis(sheet["legal_basis"]),
        **sheet["entry"],
    )
    add_record(system, content, by=by, now=get_moment(first, sheet["day"]))
    yield data["codes"]["day"]
    _answer_codes(system, data["codes"], first, by=by, random_bytes=random_bytes)


def _answer_codes(
    system: System, data: dict[str, Any], first: LogMonth, *, by: str, random_bytes: RandomBytes
) -> None:
    """Print a pile of codes, of which some people use theirs; a no leaves nothing."""
    printed: list[str] = []

    def print_nothing(pairs: Sequence[tuple[str, str]]) -> bytes:
        printed.extend(code for code, _file_code in pairs)
        return b""

    now: datetime = get_moment(first, data["day"])
    pile = CodePile(PersonCodeKind.CONSENT, data["count"], get_day(first, data["last"]))
    print_person_codes(system, pile, print_nothing, by=by, now=now, random_bytes=random_bytes)
    for index, code in enumerate(printed[: data["yes"] + data["no"]]):
        says_yes = index < data["yes"]
        answer_consent(
            system, code, Typist.MYSELF, says_yes=says_yes, today=get_day(first, data["day"])
        )


def read_safeguards() -> dict[str, Any]:
    """Return what is noted of safeguards from the file."""
    path = Path(__file__).parent / "safeguards.json"
    return cast("dict[str, Any]", json.loads(path.read_text()))
