"""What tests of findings share: a wall of notes as the only source of evidence."""

import pytest

from tests.evidence.toy_source import WallOfNotes
from vecu.evidence import sources
from vecu.evidence.sources import register_evidence_source


@pytest.fixture
def wall(monkeypatch) -> WallOfNotes:
    monkeypatch.setattr(sources, "_registered", {})
    wall = WallOfNotes()
    register_evidence_source(wall)
    return wall
