"""Invented households of the Val-de-Sève with their papers, drawn from a small file. Pure.

The same file gives the same households, always. Nobody is typed in: pages offer these alone.
"""

import random
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

from vecu.pilots.cold_writing.form_book import DATA
from vecu.pilots.interface import Words

SEED = 32
CONTRADICTS, LACKS = 2, 3
"""The second household says that it has no income, and has payslips; the third lacks papers."""
NO_INCOME = "income_none"
MONTH_ENDS = (date(2026, 8, 31), date(2026, 9, 30), date(2026, 10, 31))
WAGES = "income_wages"


@dataclass(frozen=True, slots=True)
class HouseholdPaper:
    """One figure of one paper: `item` says of what, `value` is canonical, `months` its period."""

    kind: str
    day: date
    item: str
    value: str
    months: int = 1


@dataclass(frozen=True, slots=True)
class NeverCase:
    """Why a machine computes nothing of a case, and the person who takes over."""

    key: str
    writing: str
    title: Words
    person: Words
    reach: Words


@dataclass(frozen=True, slots=True)
class Household:
    """An invented household on the day of its interview; `never` stops before its papers."""

    number: int
    opened: date
    papers: Sequence[HouseholdPaper]
    never: NeverCase | None = None

    @property
    def key(self) -> str:
        """Its name in addresses."""
        return f"vs-{self.number:04}"

    @property
    def file_number(self) -> str:
        """Its name on forms."""
        return f"VS-{self.number:04}"

    @property
    def contradicts(self) -> bool:
        """Whether one paper says that there is no income, and another is a payslip."""
        return bool(self.find(NO_INCOME)) and bool(self.find(WAGES))

    def find(self, item: str) -> tuple[HouseholdPaper, ...]:
        """Return what its papers say of one thing, the earliest first."""
        found = (paper for paper in self.papers if paper.item == item)
        return tuple(sorted(found, key=lambda paper: paper.day))


@lru_cache
def list_households(folder: Path = DATA) -> Sequence[Household]:
    """Return all of them in the order of their numbers."""
    stored = tomllib.loads((folder / "households.toml").read_text("utf-8"))
    never = {
        each["household"]: NeverCase(
            each["key"], each["writing"], each["title"], each["person"], each["reach"]
        )
        for each in stored["never"]
    }
    chance = random.Random(SEED)  # noqa: S311 - it draws what is invented, and keeps no secret
    return tuple(
        Household(
            number, stored["opened"], tuple(_draw_papers(number, stored, chance)), never.get(number)
        )
        for number in range(1, stored["count"] + 1)
    )


def _draw_papers(
    number: int, stored: Mapping[str, Any], chance: random.Random
) -> Iterator[HouseholdPaper]:
    """Yield the papers of one household; the telling ones differ in what they lack or say."""
    opened: date = stored["opened"]
    contradicts = number == CONTRADICTS or chance.random() < 0.03
    lacks = number == LACKS or (not contradicts and chance.random() < 0.06)
    address = opened - timedelta(days=chance.randint(20, 700))
    yield HouseholdPaper("address", address, "commune", chance.choice(stored["communes"]))
    stated = opened - timedelta(days=chance.randint(3, 120))
    adults, under, older = chance.choice((1, 1, 1, 2, 2)), chance.choice((0, 0, 1, 2, 3)), 0
    older = chance.choice((0, 0, 0, 1, 2))
    if not lacks:
        for item, people in (("adults", adults), ("under_14", under), ("from_14", older)):
            yield HouseholdPaper("statement", stated, item, str(people))
    yield from _draw_income(stored["income"], stated, chance, contradicts=contradicts)
    yield from _draw_bills(stored["bills"], opened, chance)
    yield from _draw_request(opened, chance, lacks=lacks)
    yield from _draw_year(opened.year - 1, chance)


def _draw_income(
    kinds: Mapping[str, Any], stated: date, chance: random.Random, *, contradicts: bool
) -> Iterator[HouseholdPaper]:
    drawn = {
        kind: chance.uniform(each["least"], each["most"])
        for kind, each in kinds.items()
        if chance.random() * 100 < each["share"]
    }
    if contradicts:
        drawn = {"wages": drawn.get("wages", 640.0)}
        yield HouseholdPaper("statement", stated, NO_INCOME, "0.00")
    if not drawn:
        yield HouseholdPaper("statement", stated, NO_INCOME, "0.00")
    for kind, usual in drawn.items():
        for day in MONTH_ENDS:
            amount = _in_cents(usual * chance.uniform(0.9, 1.1))
            paper = "payslip" if kind == "wages" else "statement"
            yield HouseholdPaper(paper, day, f"income_{kind}", amount)


def _draw_bills(
    kinds: Mapping[str, Any], opened: date, chance: random.Random
) -> Iterator[HouseholdPaper]:
    for kind, each in kinds.items():
        if chance.random() * 100 < each["share"]:
            months = chance.choice((1, 1, 2, 3)) if kind in {"electricity", "water"} else 1
            amount = _in_cents(chance.uniform(each["least"], each["most"]) * months)
            day = opened - timedelta(days=chance.randint(2, 110))
            yield HouseholdPaper("bill", day, f"bills_{kind}", amount, months)


def _draw_request(opened: date, chance: random.Random, *, lacks: bool) -> Iterator[HouseholdPaper]:
    nature = chance.choice(("electricity", "electricity", "rent", "water", "food", "school"))
    day = opened - timedelta(days=chance.randint(2, 60))
    payee = "person" if nature in {"food", "school"} else "creditor"
    yield HouseholdPaper("bill", day, "nature", nature)
    yield HouseholdPaper("bill", day, "payee", payee)
    if not lacks:
        yield HouseholdPaper("bill", day, "owed", _in_cents(chance.uniform(40, 1100)))
    ends = {"electricity": "cut_off", "water": "cut_off", "rent": "eviction"}.get(nature, "none")
    deadline = ends if chance.random() < 0.6 else "none"
    letter = opened - timedelta(days=chance.randint(1, 40))
    yield HouseholdPaper("letter", letter, "deadline", deadline)
    if deadline != "none":
        ends_on = opened + timedelta(days=chance.randint(5, 60))
        yield HouseholdPaper("letter", letter, "deadline_day", ends_on.isoformat())
    helped = _in_cents(chance.uniform(50, 600)) if chance.random() < 0.3 else "0.00"
    yield HouseholdPaper("register", opened, "helped", helped)


def _draw_year(year: int, chance: random.Random) -> Iterator[HouseholdPaper]:
    """Yield annual summaries; somebody with two employers has two of wages."""
    day = date(year + 1, 1, 31)
    shares = {
        "wages": 70,
        "unemployment": 30,
        "retirement": 12,
        "withheld": 60,
        "maintenance_paid": 8,
    }
    for kind, share in shares.items():
        if chance.random() * 100 < share:
            for _employer in range(2 if kind == "wages" and chance.random() < 0.3 else 1):
                most = 900 if kind == "withheld" else 14_000
                yield HouseholdPaper(
                    "annual", day, f"taxed_{kind}", _in_cents(chance.uniform(60, most))
                )


def _in_cents(amount: float) -> str:
    return str(Decimal(round(amount * 100)).scaleb(-2).quantize(Decimal("0.01")))
