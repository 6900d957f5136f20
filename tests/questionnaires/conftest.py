"""Fail a test if the crash guard hides an error of ours."""

import logging
from collections.abc import Iterator

import pytest


class Unforeseen(logging.Handler):
    """Collects what the crash guard logged."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.told: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.told.append(record.getMessage())


@pytest.fixture(scope="session")
def unforeseen() -> Iterator[Unforeseen]:
    """Collect what the crash guard logs; a test that expects an entry removes it."""
    handler = Unforeseen()
    logger = logging.getLogger("vecu.questionnaires.crash_guard")
    logger.addHandler(handler)
    yield handler
    logger.removeHandler(handler)


@pytest.fixture(autouse=True)
def _nothing_unforeseen(unforeseen: Unforeseen) -> Iterator[None]:
    unforeseen.told.clear()
    yield
    assert unforeseen.told == []
