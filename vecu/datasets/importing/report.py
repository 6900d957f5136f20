"""The result of an import, or of its dry run, row by row. Pure."""

from collections import Counter
from dataclasses import dataclass, field

from vecu.datasets.importing.row_parser import ParsedRow
from vecu.datasets.rules import RowProblem

MOST_PROBLEMS = 1_000
"""Maximum number of problems listed in a report; further rows are only counted."""

_MOST_VALUES = 200


@dataclass(frozen=True, slots=True)
class ImportReport:
    """Counts of rows, each in exactly one of `kept`, `already` and `refused`, and the reasons.

    `unknown` are values that are not on the list: (column, value, rows). `not_asked` are
    answers left out because the questionnaire does not ask them given the row's other answers:
    (path, rows).
    """

    rows: int
    imported: int
    already: int
    refused: int
    problems: tuple[RowProblem, ...] = ()
    unknown: tuple[tuple[str, str, int], ...] = ()
    not_asked: tuple[tuple[str, int], ...] = ()


@dataclass
class ImportTally:
    """Counts parsed rows as they pass, in bounded memory."""

    imported: int = 0
    already: int = 0
    refused: int = 0
    problems: list[RowProblem] = field(default_factory=list)
    unknown: Counter[tuple[str, str]] = field(default_factory=Counter)
    not_asked: Counter[str] = field(default_factory=Counter)

    def add_imported(self, reading: ParsedRow) -> None:
        """Count an imported row."""
        self.imported += 1
        self.not_asked.update(reading.not_asked)

    def add_known(self) -> None:
        """Count a row that was imported before."""
        self.already += 1

    def add_refused(self, reading: ParsedRow) -> None:
        """Count a rejected row, with its problems."""
        self.refused += 1
        self.problems += reading.problems[: MOST_PROBLEMS - len(self.problems)]
        for pair in reading.unknown:
            if pair in self.unknown or len(self.unknown) < _MOST_VALUES:
                self.unknown[pair] += 1

    def report(self) -> ImportReport:
        """Return the counts, most frequent values first."""
        return ImportReport(
            rows=self.imported + self.already + self.refused,
            imported=self.imported,
            already=self.already,
            refused=self.refused,
            problems=tuple(self.problems),
            unknown=tuple((*pair, rows) for pair, rows in self.unknown.most_common()),
            not_asked=tuple(self.not_asked.most_common()),
        )
