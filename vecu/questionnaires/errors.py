"""Errors of workbooks and answers, with messages for people."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from vecu.errors import VecuError
from vecu.messages import Message


class WorkbookRefused(VecuError):
    """A workbook or an XForm cannot become a questionnaire; `problems` lists everything found."""

    def __init__(self, problems: Iterable[Message]) -> None:
        self.problems: tuple[Message, ...] = tuple(problems)
        super().__init__("\n".join(self.problems))

    def say(self, language: str) -> tuple[str, ...]:
        """Return every problem as a sentence in `language`."""
        return tuple(problem.say(language) for problem in self.problems)


class ConstraintRule(StrEnum):
    """The rule that an answer breaks."""

    REQUIRED = "required"
    TYPE = "type"
    CHOICE = "choice"
    CONSTRAINT = "constraint"
    UNKNOWN = "unknown"
    REPEAT = "repeat"
    LENGTH = "length"


@dataclass(frozen=True, slots=True)
class AnswerProblem:
    """One broken rule. `path` has positions: /data/story[2]/task; `found` is safe to show.

    `language` is that of a message in the form's own words, '' where it is the reader's.
    """

    path: str
    question: str
    rule: ConstraintRule
    found: str
    message: str
    language: str = ""
