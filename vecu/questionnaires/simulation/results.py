"""What simulated respondents met on their way through a questionnaire."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class DeadEnd:
    """Nothing that was tried at one question was accepted; `message` is what the last one met."""

    path: str
    name: str
    tried: tuple[str, ...]
    message: str


@dataclass
class SimulationResult:
    """What `people` simulated respondents met.

    `pages` and `seconds` hold one entry for each who reached the end. `asked` counts pages by the
    path of the question, `chosen` the choices ticked, `offered` those shown, `came` how often a
    condition was true and false for somebody at the end, and `refused` what was tried last at a
    question where nothing but a blank was accepted.
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
        """How many reached the end with answers that are accepted."""
        return len(self.pages)
