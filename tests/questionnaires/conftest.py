"""No error of ours may hide behind the last resort: where it steps in, the test fails."""

import logging
from collections.abc import Iterator

import pytest


class Unforeseen(logging.Handler):
    """Keeps what the last resort told the log."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.told: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.told.append(record.getMessage())


@pytest.fixture(scope="session")
def unforeseen() -> Iterator[Unforeseen]:
    """What was told the log since the first test; a test that wants it takes it away."""
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
