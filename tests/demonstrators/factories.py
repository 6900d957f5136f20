"""Invented demonstrators, so that sessions of three can be tested whatever the catalogue lists."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

from vecu.demonstrators.machines.interface import Demonstrator
from vecu.demonstrators.session import Session
from vecu.groups.hearing_hypotheses import list_hearing_hypotheses
from vecu.messages import Message


@dataclass(frozen=True)
class InventedDemonstrator:
    """As much of one as a session needs; its `minutes` are for the test to choose."""

    name: str
    minutes: int = 10

    @property
    def title(self) -> Message:
        return Message(f"The {self.name}")

    @property
    def announcement(self) -> Message:
        return Message(f"This is a machine called {self.name}.")

    @property
    def question(self) -> Message:
        return Message(f"Who asked for the {self.name}?")


def make_session(*minutes: int, statements: int = 2, start: str = "") -> Session:
    """A session of demonstrators of so many minutes."""
    played = [InventedDemonstrator(name, m) for name, m in zip("abcdefgh", minutes, strict=False)]
    return Session(
        cast("Sequence[Demonstrator]", played), list_hearing_hypotheses()[:statements], start
    )
