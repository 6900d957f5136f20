"""Read coded texts and texts to predict from tables; format predictions as rows. Pure.

Codes are in one cell, separated by semicolons. All errors are reported together, with row and
column; a table with an error is not used.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from vecu.coding.classifier.suggester import SuggestionResult
from vecu.coding.classifier.training_data import Example
from vecu.errors import VecuError
from vecu.messages import Message, printable
from vecu.tables import Row, Table
from vecu.translation import gettext_noop

BETWEEN_CODES = ";"
COLUMNS = ("id", "codes", "scores", "words")
"""Of the table of suggestions."""
_MOST_PROBLEMS = 20
_YES, _NO = frozenset({"1", "yes", "true", "oui"}), frozenset({"0", "no", "false", "non"})


class ExampleTableRefused(VecuError):
    """A table holds no valid coded texts, or texts; `problems` lists everything wrong, by row."""

    def __init__(self, problems: Sequence[Message]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(self.problems))

    def say(self, language: str) -> str:
        """Return every problem in `language`, a line each."""
        return "\n".join(problem.say(language) for problem in self.problems)


@dataclass(frozen=True, slots=True)
class TrainingTable:
    """Coded texts, and their codes in order of first occurrence."""

    examples: tuple[Example, ...]
    codes: tuple[str, ...]


def read_training_table(table: Table) -> TrainingTable:
    """Return the coded texts of a table with the columns id, text, codes, and optionally random.

    A row without codes is a coded text that has none. `random` says whether the text was drawn at
    random: yes or no; without the column all were. Raise `ExampleTableRefused`.
    """
    reading = _ExampleTableReader(table, ("id", "text", "codes"))
    examples = []
    for row, cells in reading.rows():
        codes = frozenset(filter(None, map(str.strip, cells["codes"].split(BETWEEN_CODES))))
        drawn = reading.yes_or_no(row, cells, "random")
        examples.append(Example(cells["id"], cells["text"], codes, drawn))
    reading.check()
    codes_met = dict.fromkeys(code for each in examples for code in sorted(each.codes))
    if not codes_met:
        raise ExampleTableRefused(
            [Message(gettext_noop("No row has a code: there is nothing to learn."))]
        )
    return TrainingTable(tuple(examples), tuple(codes_met))


def read_texts(table: Table) -> dict[str, str]:
    """Return the texts of a table with the columns id, text; raise `ExampleTableRefused`."""
    reading = _ExampleTableReader(table, ("id", "text"))
    texts = {cells["id"]: cells["text"] for _row, cells in reading.rows()}
    reading.check()
    return texts


def format_suggestion_row(
    id_: str, text: str, suggestion: SuggestionResult
) -> tuple[str, str, str, str]:
    """Return a prediction as a row under `COLUMNS`.

    Scores have every code, best first, as code=0.1234; words have the strongest for each suggested
    code, as code=word word. Separated by semicolons.
    """
    ranked = sorted(suggestion.scores.items(), key=lambda scored: (-scored[1], scored[0]))
    return (
        id_,
        BETWEEN_CODES.join(suggestion.codes),
        BETWEEN_CODES.join(f"{code}={score:.4f}" for code, score in ranked),
        BETWEEN_CODES.join(
            f"{code}={' '.join(text[mark.start : mark.end] for mark in suggestion.words[code])}"
            for code in suggestion.codes
        ),
    )


class _ExampleTableReader:
    """The rows of a table, each with its id and its errors."""

    def __init__(self, table: Table, needed: Sequence[str]) -> None:
        self._table = table
        self._problems: list[Message] = []
        missing = [name for name in needed if name not in table.columns]
        if missing:
            message = Message(
                gettext_noop(
                    "There is no column “%(missing)s”; the first line names %(found)s. Rename one."
                ),
                missing="”, “".join(missing),
                found=printable(", ".join(table.columns)),
            )
            raise ExampleTableRefused([message])

    def rows(self) -> Iterator[tuple[Row, Mapping[str, str]]]:
        """Yield each valid row with its cells by column; ids must be unique and not empty."""
        first_rows: dict[str, int] = {}
        for row in self._table.rows():
            if row.problem:
                self._problems.append(self._placed(row, "", row.problem))
                continue
            cells = dict(zip(self._table.columns, row.cells, strict=True))
            cells["id"] = cells["id"].strip()
            if not cells["id"]:
                self._add_problem(
                    row, "id", Message(gettext_noop("The text has no id. Give it one."))
                )
            elif cells["id"] in first_rows:
                again = Message(
                    gettext_noop(
                        "“%(id)s” is the id of row %(row)s already. Give each text its own."
                    ),
                    id=printable(cells["id"]),
                    row=first_rows[cells["id"]],
                )
                self._add_problem(row, "id", again)
            else:
                first_rows[cells["id"]] = row.number
                yield row, cells

    def yes_or_no(self, row: Row, cells: Mapping[str, str], column: str) -> bool:
        """Return the value of a cell; yes if it is empty or the column is missing."""
        value = cells.get(column, "").strip().lower()
        if value and value not in _YES | _NO:
            wrong = Message(
                gettext_noop("“%(found)s” is neither yes nor no."), found=printable(value)
            )
            self._add_problem(row, column, wrong)
        return value not in _NO

    def check(self) -> None:
        """Raise `ExampleTableRefused` with the first problems, if there are any."""
        more = len(self._problems) - _MOST_PROBLEMS
        if more > 0:
            messages = [
                *self._problems[:_MOST_PROBLEMS],
                Message(gettext_noop("… and %(more)s more."), more=more),
            ]
            raise ExampleTableRefused(messages)
        if self._problems:
            raise ExampleTableRefused(self._problems)

    def _add_problem(self, row: Row, column: str, problem: Message) -> None:
        self._problems.append(self._placed(row, column, problem))

    @staticmethod
    def _placed(row: Row, column: str, problem: Message) -> Message:
        if not column:
            msgid = gettext_noop("Row %(row)s (line %(line)s): %(problem)s")
            return Message(msgid, row=row.number, line=row.line, problem=problem)
        msgid = gettext_noop("Row %(row)s (line %(line)s), column %(column)s: %(problem)s")
        return Message(msgid, row=row.number, line=row.line, column=column, problem=problem)
