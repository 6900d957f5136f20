"""Everything that can be said of a workbook before anybody answers it."""

from __future__ import annotations

from dataclasses import dataclass

from vecu.questionnaires.model import Question, Questionnaire
from vecu.questionnaires.problems import WorkbookRefused
from vecu.questionnaires.proofreading import Finding, Flaw, Level
from vecu.questionnaires.workbook import read_workbook
from vecu.questionnaires.xform import read_xform


@dataclass(frozen=True, slots=True)
class Summary:
    """A form in figures. `questions` are those that a person is asked; `languages` are codes."""

    title: str
    form_id: str
    version: str
    languages: tuple[str, ...]
    questions: int
    required: int
    groups: int
    repeats: int


@dataclass(frozen=True, slots=True)
class Inspection:
    """What was found in one workbook.

    `questionnaire`, `xform` and `summary` are None (and '') when it has errors: then it cannot be
    published. Findings are errors first, then warnings, then notes, each in the order of the
    workbook.
    """

    findings: tuple[Finding, ...]
    questionnaire: Questionnaire | None = None
    xform: str = ""
    summary: Summary | None = None

    def of(self, level: Level) -> tuple[Finding, ...]:
        """Return the findings of one level."""
        return tuple(finding for finding in self.findings if finding.level is level)

    @property
    def publishable(self) -> bool:
        """Whether the workbook can become a questionnaire: it has no error."""
        return self.questionnaire is not None


def inspect(content: bytes, name: str, *, language: str) -> Inspection:
    """Read the workbook `content`, called `name`, and tell everything found in `language`.

    Raises nothing, whatever the bytes are.
    """
    try:
        converted = read_workbook(content, name)
        questionnaire = read_xform(converted.xform)
    except WorkbookRefused as refused:
        found = [Finding(Level.ERROR, Flaw.CONVERSION, problem) for problem in refused.problems]
        return Inspection(tuple(finding.say(language) for finding in found))
    told = [Finding(Level.WARNING, Flaw.CONVERSION, message) for message in converted.warnings]
    return Inspection(
        tuple(finding.say(language) for finding in told),
        questionnaire,
        converted.xform,
        summarise(questionnaire),
    )


def summarise(questionnaire: Questionnaire) -> Summary:
    """Count what a questionnaire holds."""
    items = list(questionnaire.root.walk())
    asked = [item for item in items if isinstance(item, Question) and item.kind.asked]
    groups = [item for item in items if not isinstance(item, Question)]
    return Summary(
        title=questionnaire.title,
        form_id=questionnaire.form_id,
        version=questionnaire.version,
        languages=questionnaire.languages,
        questions=len(asked),
        required=sum(question.required is not None for question in asked),
        groups=sum(not group.repeats for group in groups),
        repeats=sum(group.repeats for group in groups),
    )
