"""What a dataset consists of: tables, and the variables that are their columns. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from vecu.datasets.exports.routing import Rules
from vecu.questionnaires import Group
from vecu.text import translate

Labels = Mapping[str, str]
"""A text by language code."""
PEOPLE = "people"
"""The name of the table of people."""


class Sort(StrEnum):
    """What a column holds: YESNO is true or false, CHOICE a choice's name, FILE a file's name.

    TIME is an hour of the day, MOMENT a day with an hour, both as the person's own clock shows it.
    """

    TEXT = "text"
    FILE = "file"
    INTEGER = "integer"
    DECIMAL = "decimal"
    DATE = "date"
    TIME = "time"
    MOMENT = "date and time"
    CHOICE = "choice"
    YESNO = "yes/no"

    @property
    def worded(self) -> bool:
        """Whether it is kept as a text, in every format."""
        return self in {Sort.TEXT, Sort.FILE}

    @property
    def counted(self) -> bool:
        """Whether each of its values is counted, since there are only some."""
        return self in {Sort.CHOICE, Sort.YESNO}

    @property
    def of_time(self) -> bool:
        """Whether it is a day, an hour, or both."""
        return self in {Sort.DATE, Sort.TIME, Sort.MOMENT}


class Role(StrEnum):
    """What a variable is there for. A TICK, a PLACE and a COORDINATE are part of one answer."""

    KEY = "key"
    POSITION = "position"
    CONTEXT = "context"
    ANSWER = "answer"
    TICK = "tick"
    PLACE = "place"
    COORDINATE = "coordinate"
    ASKED = "asked"

    @property
    def answers(self) -> bool:
        """Whether it holds what people said to a question, or part of it."""
        return self in {Role.ANSWER, Role.TICK, Role.PLACE, Role.COORDINATE}


@dataclass(frozen=True)
class Variable:
    """One column. `name` is the same in every format (see `naming`).

    `path` is the question's; `part` the choice that a TICK or PLACE stands for, or the name of a
    COORDINATE; `asked` the name of the companion, '' where everybody is asked. `place` are the
    positions in the repeats above, in the wide shape only. `rules` are the conditions under which
    it is asked, the outermost first.
    """

    name: str
    sort: Sort
    role: Role
    label: Labels
    path: str = ""
    values: tuple[tuple[str, Labels], ...] = ()
    part: str = ""
    asked: str = ""
    rules: Rules = ()
    hint: Labels = field(default_factory=dict)
    place: tuple[int, ...] = ()


@dataclass(frozen=True)
class Table:
    """One file of a dataset: people (`group` is the root), or what was told in one repeat.

    `depth` counts the repeats that a row stands in: 0 for people.
    """

    name: str
    group: Group
    depth: int
    variables: tuple[Variable, ...]


def label(labels: Labels, language: str) -> str:
    """Return a text in `language`, else in the first that has one."""
    return labels.get(language) or next((text for text in labels.values() if text), "")


def said(message: str, languages: tuple[str, ...]) -> Labels:
    """Return an interface message in each language."""
    return {language: translate(message, language) for language in languages}
