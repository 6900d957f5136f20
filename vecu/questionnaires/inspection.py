"""Everything that can be said of a workbook before anybody answers it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from vecu.messages import Message
from vecu.questionnaires.appearances import not_honoured
from vecu.questionnaires.at_rest import ill_begun, laborious
from vecu.questionnaires.files import Files
from vecu.questionnaires.limits import excluding
from vecu.questionnaires.model import Question, Questionnaire
from vecu.questionnaires.problems import WorkbookRefused
from vecu.questionnaires.proofreading import (
    Finding,
    Flaw,
    Layout,
    Level,
    Proofread,
    Proofs,
    proofread,
    read_layout,
)
from vecu.questionnaires.routes import routes
from vecu.questionnaires.sheets import open_sheets
from vecu.questionnaires.unforeseen import only_refusals
from vecu.questionnaires.workbook import convert_sheets
from vecu.questionnaires.xform import read_xform
from vecu.text import _

MAX_LISTED = 20
"""Rows that one finding lists."""
_AS_IT_IS = "%(problem)s"
_UNTOLD = _(
    "Of %(count)d conditions (of %(all)d) it cannot be told by looking whether they ever come true:"
    " rows %(rows)s. Walk the form to see."
)
_UNTOLD_ONE = _(
    "Of one condition (of %(all)d) it cannot be told by looking whether it ever comes true: row"
    " %(rows)s. Walk the form to see."
)


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

    `questionnaire`, `xform` and `summary` are None (and '') when it has errors, except those about
    pictures, sounds and films. Findings are errors first, then warnings, then notes, each in the
    order of the workbook. `named` are the files that the workbook names.
    """

    findings: tuple[Finding, ...]
    questionnaire: Questionnaire | None = None
    xform: str = ""
    summary: Summary | None = None
    named: frozenset[str] = frozenset()

    def of(self, level: Level) -> tuple[Finding, ...]:
        """Return the findings of one level."""
        return tuple(finding for finding in self.findings if finding.level is level)

    @property
    def publishable(self) -> bool:
        """Whether the workbook can become a questionnaire: it has no error."""
        return self.questionnaire is not None and not self.of(Level.ERROR)


def inspect(content: bytes, name: str, *, language: str, files: Files | None = None) -> Inspection:
    """Read the workbook `content`, called `name`, and tell everything found in `language`.

    `files` are what comes with it. Raises nothing, whatever the bytes are: an error of ours is a
    finding of the rule `unforeseen`.
    """
    try:
        return _inspect(content, name, language, files or Files())
    except WorkbookRefused as refused:
        unforeseen = [
            Finding(Level.ERROR, Flaw.UNFORESEEN, problem) for problem in refused.problems
        ]
        return _told(unforeseen, language)


@only_refusals()
def _inspect(content: bytes, name: str, language: str, files: Files) -> Inspection:
    try:
        sheets = open_sheets(content, name)
    except WorkbookRefused as refused:
        layout = partial(read_layout, content, name, {})
        return _told([_of_file(problem, layout) for problem in refused.problems], language)
    read = proofread(sheets, read_layout(content, name, sheets), files)
    found = list(read.findings)
    try:
        converted = convert_sheets(sheets, name, files)
        questionnaire = read_xform(converted.xform)
    except WorkbookRefused as refused:
        found += _beyond(read, refused)
        return _told(found, language, named=read.named)
    found += shown_plainly(questionnaire, read)
    if any(finding.rule is not Flaw.MEDIA for finding in read.errors):
        return _told(found, language, named=read.named)
    if endless := laborious(questionnaire, read):
        return _told(found + endless, language, named=read.named)
    found += ill_begun(questionnaire, read, language)
    found += unreachable(questionnaire, read)
    found += _unless_explained(excluding(questionnaire, read), read)
    return _told(found, language, questionnaire, converted.xform, read.named)


def shown_plainly(questionnaire: Questionnaire, read: Proofread) -> list[Finding]:
    """Return the appearances that change nothing here."""
    proofs = Proofs(read.proofs.sheets, read.proofs.layout)
    for item, word in not_honoured(questionnaire):
        if place := read.at(item.path):
            msgid = _("The appearance “%(found)s” is not known here; this is shown plainly.")
            proofs.note(
                Flaw.CLIENT, msgid, row=place.row, name="appearance", found=word, level=Level.NOTE
            )
    return proofs.findings


def unreachable(questionnaire: Questionnaire, read: Proofread) -> list[Finding]:
    """Return the questions that can never be asked, and those of which nobody can tell."""
    proofs = Proofs(read.proofs.sheets, read.proofs.layout)
    untold = []
    found = routes(questionnaire)
    for route in found.values():
        place = read.at(route.path)
        if place is None:
            continue
        if route.never is not None:
            msgid = _("“%(found)s” can never be asked: %(why)s.")
            proofs.note(
                Flaw.UNREACHABLE, msgid, row=place.row, name="relevant", found=place.name,
                why=route.never, level=Level.WARNING,
            )  # fmt: skip
        elif not route.told:
            untold.append(place)
    if untold:
        msgid = _UNTOLD if len(untold) > 1 else _UNTOLD_ONE
        rows = ", ".join(str(place.row.number) for place in untold[:MAX_LISTED])
        rows += "…" if len(untold) > MAX_LISTED else ""
        proofs.note_sheet(
            Flaw.UNREACHABLE, msgid, "survey", count=len(untold), all=len(found), rows=rows,
            level=Level.NOTE,
        )  # fmt: skip
    return proofs.findings


def _unless_explained(doubts: list[Finding], read: Proofread) -> list[Finding]:
    """Return the doubts about limits, without those whose formula was told to be the reason."""
    explained = {
        (one.sheet, one.row, one.column) for one in read.findings if one.rule is Flaw.EXPRESSION
    }
    return [one for one in doubts if (one.sheet, one.row, one.column) not in explained]


def _of_file(problem: Message, layout: Callable[[], Layout]) -> Finding:
    """Return a problem with the file itself as a finding, with the cell when it names one."""
    told = {
        name: str(problem.details.get(name, "")) for name in ("sheet", "row", "column", "found")
    }
    if told["sheet"]:
        row = int(told["row"])
        place = layout().cell(told["sheet"], told["column"], row)
        where = (told["sheet"], row, told["column"], place)
        return Finding(Level.ERROR, Flaw.CHARACTERS, problem, *where, told["found"])
    if "found" in problem.details:  # a heading that stands twice
        for sheet, headings in layout().headings.items():
            letters = headings.get(told["found"], ())
            if len(letters) > 1:
                where = (sheet, 1, told["found"], f"{letters[-1]}1")
                return Finding(Level.ERROR, Flaw.HEADING, problem, *where, told["found"])
    return Finding(Level.ERROR, Flaw.FILE, problem)


def _beyond(read: Proofread, refused: WorkbookRefused) -> list[Finding]:
    """Return the problems of the conversion that proofreading has not told already.

    Conversion stops at its first problem, mostly one that was told: it is added when nothing else
    is wrong. Reading the XForm names every question, and so its row.
    """
    told = {(finding.sheet, finding.row) for finding in read.errors}
    found = []
    for problem in refused.problems:
        if isinstance(problem.details.get("message"), Message):
            found += [] if read.errors else [_of_converter(problem, read)]
            continue
        place, column = str(problem.details.get("place", "")), problem.details.get("column", "type")
        at, rule = read.at(place.partition(":")[0]), Flaw.SUPPORT
        if at is None and read.errors:
            continue
        if at is None or ("survey", at.row.number) not in told:
            proofs = Proofs(read.proofs.sheets, read.proofs.layout)
            rule = rule if at else Flaw.CONVERSION
            proofs.note(
                rule, _AS_IT_IS, row=at.row if at else None, name=str(column), problem=problem
            )
            found += proofs.findings
    return found


def _of_converter(problem: Message, read: Proofread) -> Finding:
    """Return what only the converter found, at the row it names."""
    sheet, number = str(problem.details["sheet"]), int(str(problem.details["row"]))
    row = next((row for row in read.proofs.rows(sheet) if row.number == number), None)
    proofs = Proofs(read.proofs.sheets, read.proofs.layout)
    proofs.note(
        Flaw.CONVERSION, _AS_IT_IS, row=row, name=str(problem.details["column"]),
        problem=problem.details["message"],
    )  # fmt: skip
    return proofs.findings[0]


def _told(
    findings: list[Finding],
    language: str,
    questionnaire: Questionnaire | None = None,
    xform: str = "",
    named: frozenset[str] = frozenset(),
) -> Inspection:
    """Put the findings in order and in words."""
    levels, sheets = list(Level), ["survey", "choices", "settings"]

    def order(finding: Finding) -> tuple[int, int, int]:
        sheet = sheets.index(finding.sheet) if finding.sheet in sheets else -1
        return levels.index(finding.level), sheet, finding.row

    return Inspection(
        tuple(finding.say(language) for finding in sorted(findings, key=order)),
        questionnaire,
        xform,
        summarise(questionnaire) if questionnaire else None,
        named,
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
