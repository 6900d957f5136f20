"""Published figures on rights that are not taken up, with their source and limits. Pure."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_FILE = Path(__file__).parents[1] / "data" / "non_take_up.json"


@dataclass(frozen=True, slots=True)
class PublishedFigure:
    """A national figure: what it counts and what it cannot say, by language."""

    value: str
    what: Mapping[str, str]
    limits: Mapping[str, str]
    source: str


@cache
def list_published_figures() -> tuple[PublishedFigure, ...]:
    """Return the figures, as context of walks: none of them is of a town or a service."""
    return tuple(
        PublishedFigure(**each) for each in json.loads(_FILE.read_text("utf-8"))["figures"]
    )
