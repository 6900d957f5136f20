"""What is published on writing tools: the design first, the figure second, what it cannot say.

Those with a comparison stand first. Each was read in November 2026, and says so where it was not
read at its source. Pure.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_FILE = Path(__file__).parent / "data" / "published_studies.json"


@dataclass(frozen=True, slots=True)
class PublishedStudy:
    """A study, by language; `controlled`: with a comparison, so that it can tell of an effect."""

    key: str
    controlled: bool
    study: Mapping[str, str]
    design: Mapping[str, str]
    figure: Mapping[str, str]
    limits: Mapping[str, str]


@cache
def list_published_studies() -> tuple[PublishedStudy, ...]:
    """Return the studies, those with a comparison first."""
    return tuple(PublishedStudy(**each) for each in json.loads(_FILE.read_text("utf-8")))
