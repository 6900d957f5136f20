"""What tests of claims share: quotations and figures on walls, as the only sources of evidence."""

import pytest

from tests.evidence.toy_source import WallOfNotes
from vecu.evidence import sources
from vecu.evidence.sources import register_evidence_source


@pytest.fixture
def walls(monkeypatch) -> dict[str, WallOfNotes]:
    monkeypatch.setattr(sources, "_registered", {})
    walls = {name: WallOfNotes(name) for name in ("quotation", "log-figure", "rumour")}
    for wall in walls.values():
        register_evidence_source(wall)
    return walls


@pytest.fixture
def wall(walls) -> WallOfNotes:
    return walls["quotation"]
