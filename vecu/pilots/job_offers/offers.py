"""The invented offers of the Val-de-Sève, with an invented truth for each alert. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Any

from vecu.pilots.job_offers.rule_files import DATA, read_toml
from vecu.pilots.tuning import JudgedCase, KnownTruth


class TransportContext(StrEnum):
    """How somebody without a car would come."""

    RURAL_NO_TRANSPORT = "rural-no-transport"
    RURAL_SOME_TRANSPORT = "rural-some-transport"
    TOWN = "town"


@dataclass(frozen=True, slots=True)
class InventedOffer:
    """An offer, where it is, and what would be right or wrong to alert, with the reason why."""

    key: str
    context: TransportContext
    case: JudgedCase
    whys: tuple[str, ...]
    """In French, one for each truth of the case."""

    @property
    def title(self) -> str:
        """What its first sentence says: a job, and mostly where."""
        return self.case.text.partition(". ")[0]


@lru_cache
def list_invented_offers(folder: Path = DATA) -> tuple[InventedOffer, ...]:
    """Return them in their order; raise `RuleBookRefused`, or `ValueError` for lost words."""
    return tuple(_read_offer(table) for table in read_toml(folder / "offers.toml")["offer"])


def _read_offer(table: Mapping[str, Any]) -> InventedOffer:
    text = table["text"]
    truths = []
    for truth in table["truths"]:
        start = text.index(truth["words"])
        truths.append(KnownTruth(truth["kind"], start, start + len(truth["words"]), truth["right"]))
    return InventedOffer(
        table["key"],
        TransportContext(table["context"]),
        JudgedCase(text, tuple(truths)),
        tuple(truth["why"] for truth in table["truths"]),
    )
