"""Results of a simulation of respondents."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class DeadEnd:
    """A question at which no answer was accepted; `message` is the last refusal."""

    path: str
    name: str
    tried: tuple[str, ...]
    message: str


@dataclass
class SimulationResult:
    """The results of `people` simulated respondents.

    `pages` and `seconds` have one entry for each who reached the end. `asked` counts pages by the
    path of the question, `chosen` the choices ticked, `offered` those shown, `came` how often a
    condition was true and false at the end, and `refused` the last answers tried at a question
    where only a blank was accepted.
    """

    people: int = 0
    pages: list[int] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    asked: Counter[str] = field(default_factory=Counter)
    offered: Counter[tuple[str, str]] = field(default_factory=Counter)
    chosen: Counter[tuple[str, str]] = field(default_factory=Counter)
    came: Counter[tuple[str, bool]] = field(default_factory=Counter)
    refused: dict[str, tuple[str, ...]] = field(default_factory=dict)
    stuck: list[DeadEnd] = field(default_factory=list)

    @property
    def finished(self) -> int:
        """The number of those who reached the end with valid answers."""
        return len(self.pages)
