"""The structure of a dataset: tables, and the variables that are their columns. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from vecu.datasets.dictionary.universe import Rules
from vecu.questionnaires import Group
from vecu.translation import translate

Labels = Mapping[str, str]
"""A text by language code."""
PEOPLE = "people"
"""The name of the respondents' table."""


class VariableType(StrEnum):
    """The type of a column: YESNO is a boolean, CHOICE a choice's name, FILE a file name.

    TIME is a time of day, MOMENT a date with time, both in the respondent's local time.
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
        """Whether it is stored as text, in every format."""
        return self in {VariableType.TEXT, VariableType.FILE}

    @property
    def is_categorical(self) -> bool:
        """Whether it has few distinct values, each of which is counted."""
        return self in {VariableType.CHOICE, VariableType.YESNO}

    @property
    def is_temporal(self) -> bool:
        """Whether it is a date, a time, or both."""
        return self in {VariableType.DATE, VariableType.TIME, VariableType.MOMENT}


class VariableRole(StrEnum):
    """The role of a variable. A TICK, a PLACE and a COORDINATE are part of one answer."""

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
        """Whether it holds an answer to a question, or part of one."""
        return self in {
            VariableRole.ANSWER,
            VariableRole.TICK,
            VariableRole.PLACE,
            VariableRole.COORDINATE,
        }


@dataclass(frozen=True)
class Variable:
    """One column. `name` is the same in every format (see `variable_names`).

    `path` is the question's; `part` the choice that a TICK or PLACE stands for, or the name of
    a COORDINATE; `asked` the name of the yes/no variable for whether it was asked, '' if it
    always is. `place` holds the positions in the repeats above, in wide format only. `rules`
    are the conditions under which it is asked, the outermost first.
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
    """One table of a dataset: respondents (`group` is the root), or the instances of a repeat.

    `depth` is the number of nested repeats: 0 for respondents.
    """

    name: str
    group: Group
    depth: int
    variables: tuple[Variable, ...]


def pick_label(labels: Labels, language: str) -> str:
    """Return a text in `language`, else in the first language that has one."""
    return labels.get(language) or next((text for text in labels.values() if text), "")


def localized(message: str, languages: tuple[str, ...]) -> Labels:
    """Return an interface message in each language."""
    return {language: translate(message, language) for language in languages}
