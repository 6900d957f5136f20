"""What a dataset consists of: tables, and the variables that are their columns. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from vecu.datasets.dictionary.universe import Rules
from vecu.questionnaires import Group
from vecu.translation import translate

Labels = Mapping[str, str]
"""A text by language code."""
PEOPLE = "people"
"""The name of the table of people."""


class VariableType(StrEnum):
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
    def is_text(self) -> bool:
        """Whether it is kept as a text, in every format."""
        return self in {VariableType.TEXT, VariableType.FILE}

    @property
    def is_categorical(self) -> bool:
        """Whether each of its values is counted, since there are only some."""
        return self in {VariableType.CHOICE, VariableType.YESNO}

    @property
    def is_temporal(self) -> bool:
        """Whether it is a day, an hour, or both."""
        return self in {VariableType.DATE, VariableType.TIME, VariableType.MOMENT}


class VariableRole(StrEnum):
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
    def holds_answer(self) -> bool:
        """Whether it holds what people said to a question, or part of it."""
        return self in {
            VariableRole.ANSWER,
            VariableRole.TICK,
            VariableRole.PLACE,
            VariableRole.COORDINATE,
        }


@dataclass(frozen=True)
class Variable:
    """One column. `name` is the same in every format (see `naming`).

    `path` is the question's; `part` the choice that a TICK or PLACE stands for, or the name of a
    COORDINATE; `asked` the name of the companion, '' where everybody is asked. `place` are the
    positions in the repeats above, in the wide shape only. `rules` are the conditions under which
    it is asked, the outermost first.
    """

    name: str
    sort: VariableType
    role: VariableRole
    label: Labels
    path: str = ""
    values: tuple[tuple[str, Labels], ...] = ()
    part: str = ""
    asked: str = ""
    rules: Rules = ()
    hint: Labels = field(default_factory=dict)
    place: tuple[int, ...] = ()


@dataclass(frozen=True)
class ExportTable:
    """One file of a dataset: people (`group` is the root), or what was told in one repeat.

    `depth` counts the repeats that a row stands in: 0 for people.
    """

    name: str
    group: Group
    depth: int
    variables: tuple[Variable, ...]


def pick_label(labels: Labels, language: str) -> str:
    """Return a text in `language`, else in the first that has one."""
    return labels.get(language) or next((text for text in labels.values() if text), "")


def localized(message: str, languages: tuple[str, ...]) -> Labels:
    """Return an interface message in each language."""
    return {language: translate(message, language) for language in languages}
