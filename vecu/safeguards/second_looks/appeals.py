"""How a written decision is contested: first step, deadline, silence, court, who helps. Pure.

`data/appeals.json` says of each statement whether it was read in a public text, or stands there to
be checked. A letter prevails over this table, and counsel has not read it: pages say so.
"""

import json
from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

_FILE = Path(__file__).parents[1] / "data" / "appeals.json"

ByLanguage = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class LegalStatement:
    """What a text of law says, by language; `checked` if it was read in a public text."""

    text: ByLanguage
    source: str
    checked: bool


@dataclass(frozen=True, slots=True)
class AppealHelper:
    """Who helps, free of charge."""

    name: ByLanguage
    help: LegalStatement


@dataclass(frozen=True, slots=True)
class AppealRoute:
    """How one kind of decision is contested.

    `mandatory`: no court without this step, and a mere request keeps no deadline. The deadline is
    `months`, or `days`.
    """

    key: str
    decision: ByLanguage
    mandatory: bool
    months: int
    days: int
    step: LegalStatement
    deadline: LegalStatement
    silence: LegalStatement
    court: LegalStatement

    def get_last_day(self, received: date) -> date:
        """Return the last day that is safe for a letter received on this one.

        Some deadlines end a day later, some on the next working day: who counts on it may lose all.
        """
        if self.days:
            return received + timedelta(days=self.days)
        years, month = divmod(received.month - 1 + self.months, 12)
        year, month = received.year + years, month + 1
        return date(year, month, min(received.day, monthrange(year, month)[1]))


@dataclass(frozen=True, slots=True)
class AppealGuide:
    """All that is known of appeals: routes, rules for all of them, who helps."""

    routes: tuple[AppealRoute, ...]
    rules: tuple[LegalStatement, ...]
    helpers: tuple[AppealHelper, ...]

    def find_route(self, key: str) -> AppealRoute | None:
        """Return the route with this key, None if there is none."""
        return next((each for each in self.routes if each.key == key), None)


@cache
def get_appeal_guide() -> AppealGuide:
    """Return what is known of appeals."""
    stored = json.loads(_FILE.read_text("utf-8"))
    return AppealGuide(
        routes=tuple(_read_route(each) for each in stored["routes"]),
        rules=tuple(LegalStatement(**each) for each in stored["rules"]),
        helpers=tuple(
            AppealHelper(
                each["name"], LegalStatement(each["help"], each["source"], each["checked"])
            )
            for each in stored["helpers"]
        ),
    )


def _read_route(stored: Mapping[str, Any]) -> AppealRoute:
    statements = ("step", "deadline", "silence", "court")
    return AppealRoute(
        **{**stored, **{name: LegalStatement(**stored[name]) for name in statements}}
    )
