"""What other rooms add to cards, below their quotation: each asked once for a page of cards."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID


@dataclass(frozen=True, slots=True)
class CardSection:
    """A template of a room and its context, on one card; `printed` is what paper says of it."""

    template: str
    context: Mapping[str, Any]
    printed: str = ""


CardSectionSource = Callable[[Collection[UUID]], Mapping[UUID, CardSection]]
"""Returns what stands on the cards of some published findings, in a fixed number of queries."""

_sources: list[CardSectionSource] = []


def register_card_sections(source: CardSectionSource) -> None:
    """Add to the cards of findings, after what was registered before."""
    if source not in _sources:
        _sources.append(source)


def map_card_sections(findings: Collection[UUID]) -> dict[UUID, list[CardSection]]:
    """Return what all rooms add to the cards of some findings."""
    found: dict[UUID, list[CardSection]] = {each: [] for each in findings}
    for source in _sources:
        for finding, section in source(findings).items():
            found[finding].append(section)
    return found
