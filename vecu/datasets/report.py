"""What an import did, or would do, row by row. Pure."""

from collections import Counter
from dataclasses import dataclass, field

from vecu.datasets.answers import Reading
from vecu.datasets.rules import RowProblem

MOST_PROBLEMS = 1_000
"""Problems that a report spells out; beyond them rows are only counted."""

_MOST_VALUES = 200


@dataclass(frozen=True, slots=True)
class ImportReport:
    """Counts of rows, each row in exactly one of `kept`, `already` and `refused`, and the reasons.

    `unknown` are values on no list: (column, value, rows). `not_asked` are answers left out
    because the questionnaire does not ask them after the row's other answers: (address, rows).
    """

    rows: int
    kept: int
    already: int
    refused: int
    problems: tuple[RowProblem, ...] = ()
    unknown: tuple[tuple[str, str, int], ...] = ()
    not_asked: tuple[tuple[str, int], ...] = ()


@dataclass
class Tally:
    """Counts readings while they pass, in bounded memory."""

    kept: int = 0
    already: int = 0
    refused: int = 0
    problems: list[RowProblem] = field(default_factory=list)
    unknown: Counter[tuple[str, str]] = field(default_factory=Counter)
    not_asked: Counter[str] = field(default_factory=Counter)

    def keep(self, reading: Reading) -> None:
        """Count a row that is kept."""
        self.kept += 1
        self.not_asked.update(reading.not_asked)

    def know(self) -> None:
        """Count a row that came in before."""
        self.already += 1

    def refuse(self, reading: Reading) -> None:
        """Count a row that cannot be read, and why."""
        self.refused += 1
        self.problems += reading.problems[: MOST_PROBLEMS - len(self.problems)]
        for pair in reading.unknown:
            if pair in self.unknown or len(self.unknown) < _MOST_VALUES:
                self.unknown[pair] += 1

    def report(self) -> ImportReport:
        """Return what was counted, most frequent values first."""
        return ImportReport(
            rows=self.kept + self.already + self.refused,
            kept=self.kept,
            already=self.already,
            refused=self.refused,
            problems=tuple(self.problems),
            unknown=tuple((*pair, rows) for pair, rows in self.unknown.most_common()),
            not_asked=tuple(self.not_asked.most_common()),
        )
