"""The question library: themes as workbooks, whose questions are combined into one workbook."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from vecu.errors import VecuError
from vecu.questionnaires import (
    Group,
    Question,
    Rows,
    convert_workbook,
    open_sheets,
    read_xform,
)
from vecu.surveys.workbook_writer import write_workbook

THEMES = Path(__file__).parent / "themes"
FILES = (
    "story",
    "agency",
    "stance",
    "recognition",
    "autonomy",
    "know_how",
    "responsibility",
    "relations",
    "meaning",
    "surveillance",
    "tending",
    "explanation",
    "uncertainty",
    "co_design",
    "consent",
    "need",
    "context",
)
"""The workbooks of the library in display order; the first group of each is a theme.

Questions for everybody, about context, come last, as in any questionnaire.
"""
STORY, OF_EACH_TASK = "story", frozenset({"agency"})
"""The theme that tells one task after another, and themes that are put for each of these tasks."""
FORM_ID = "library"


class NothingPicked(VecuError):
    """No question of the library was selected, so there is nothing to write."""


@dataclass(frozen=True, slots=True)
class Theme:
    """A group of the library: its questions, and the rows of its workbook.

    `rows` begin and end with the group's own; `choices` are all lists of the workbook.
    """

    group: Group
    rows: Rows
    choices: Rows

    @property
    def name(self) -> str:
        """The name of the group, unique among themes."""
        return self.group.name

    @property
    def questions(self) -> tuple[Question, ...]:
        """The questions, without those that specify an "other"."""
        written = {row["name"] for row in self.rows if "name" in row}
        return tuple(
            child
            for child in self.group.children
            if isinstance(child, Question) and not child.is_note and child.name in written
        )


@lru_cache(maxsize=1)
def list_themes() -> tuple[Theme, ...]:
    """Return the themes of the library, which are read once per process."""
    return tuple(_read(THEMES / f"{name}.md") for name in FILES)


def _read(path: Path) -> Theme:
    content = path.read_bytes()
    sheets = open_sheets(content, path.name)
    questionnaire = read_xform(convert_workbook(content, path.name).xform)
    group = next(iter(questionnaire.groups.values()))
    kinds = [row.get("type", "") for row in sheets["survey"]]
    last = next(index for index, kind in enumerate(kinds) if kind.startswith("end "))
    return Theme(group, sheets["survey"][: last + 1], sheets.get("choices", []))


def compose_workbook(names: Collection[str], title: str) -> bytes:
    """Return an .xlsx workbook with the questions `names`, grouped by theme.

    The name of a theme selects all its questions; unknown names are ignored. Questions about a task
    are put for each story, if stories are told. Raise `NothingPicked` if nothing remains.
    """
    survey: Rows = []
    lists: dict[str, Rows] = {}
    for theme in list_themes():
        if picked := _picked(theme, names):
            has_story = bool(survey) and survey[0]["name"] == STORY
            index = _end_of(survey) if has_story and theme.name in OF_EACH_TASK else len(survey)
            survey[index:index] = [theme.rows[0], *picked, theme.rows[-1]]
            lists |= _lists(theme.choices, picked)
    if not survey:
        raise NothingPicked
    settings = {"form_title": title, "form_id": FORM_ID, "default_language": "Français (fr)"}
    choices = [row for rows in lists.values() for row in rows]
    return write_workbook({"survey": survey, "choices": choices, "settings": [settings]})


def _end_of(survey: Rows) -> int:
    """Return where the repeat that a survey begins with ends."""
    return next(index for index, row in enumerate(survey) if row["type"] == "end repeat")


def _picked(theme: Theme, names: Collection[str]) -> Rows:
    whole = theme.name in names
    return [row for row in theme.rows[1:-1] if whole or row.get("name") in names]


def _lists(choices: Rows, questions: Sequence[dict[str, str]]) -> dict[str, Rows]:
    """Return the choice lists of these questions, by name."""
    kinds = (row["type"].split() for row in questions if row["type"].startswith("select_"))
    used = dict.fromkeys(kind[1] for kind in kinds)
    return {name: [row for row in choices if row["list_name"] == name] for name in used}
