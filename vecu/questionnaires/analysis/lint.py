"""All static checks of a workbook together."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from vecu.messages import Message
from vecu.questionnaires.analysis.constraint_checks import find_unsatisfiable_constraints
from vecu.questionnaires.analysis.initial_checks import (
    find_expensive_expressions,
    find_invalid_defaults,
)
from vecu.questionnaires.analysis.reachability import analyse_reachability
from vecu.questionnaires.crash_guard import convert_crashes_to_refusals
from vecu.questionnaires.errors import WorkbookRefused
from vecu.questionnaires.interview.appearances import list_unsupported_appearances
from vecu.questionnaires.model import Question, Questionnaire
from vecu.questionnaires.xform.parser import read_xform
from vecu.questionnaires.xlsform.attachments import WorkbookAttachments
from vecu.questionnaires.xlsform.convert import convert_sheets
from vecu.questionnaires.xlsform.reader import open_sheets
from vecu.questionnaires.xlsform.validation import (
    Diagnostic,
    DiagnosticCollector,
    RuleCode,
    Severity,
    ValidationResult,
    WorkbookLayout,
    read_layout,
    validate_workbook,
)
from vecu.translation import gettext_noop

MAX_LISTED = 20
"""The most rows that one diagnostic lists."""
_AS_IT_IS = "%(problem)s"
_UNTOLD = gettext_noop(
    "Of %(count)d conditions (of %(all)d) it cannot be told by looking whether they ever come true:"
    " rows %(rows)s. Walk the form to see."
)
_UNTOLD_ONE = gettext_noop(
    "Of one condition (of %(all)d) it cannot be told by looking whether it ever comes true: row"
    " %(rows)s. Walk the form to see."
)


@dataclass(frozen=True, slots=True)
class FormSummary:
    """Figures about a form. `questions` are those with an input; `languages` are codes."""

    title: str
    form_id: str
    version: str
    languages: tuple[str, ...]
    questions: int
    required: int
    groups: int
    repeats: int


@dataclass(frozen=True, slots=True)
class LintResult:
    """The diagnostics of one workbook.

    `questionnaire`, `xform` and `summary` are None (or '') when it has errors, except those about
    media files. Diagnostics are errors first, then warnings, then notes, each in the order of the
    workbook. `named` are the files that the workbook names.
    """

    findings: tuple[Diagnostic, ...]
    questionnaire: Questionnaire | None = None
    xform: str = ""
    summary: FormSummary | None = None
    named: frozenset[str] = frozenset()

    def of(self, level: Severity) -> tuple[Diagnostic, ...]:
        """Return the diagnostics of one severity."""
        return tuple(finding for finding in self.findings if finding.level is level)

    @property
    def publishable(self) -> bool:
        """Whether the workbook can become a questionnaire: it has no error."""
        return self.questionnaire is not None and not self.of(Severity.ERROR)


def lint_workbook(
    content: bytes, name: str, *, language: str, files: WorkbookAttachments | None = None
) -> LintResult:
    """Read the workbook `content`, called `name`, and return all diagnostics in `language`.

    `files` are its attachments. Raises nothing, whatever the bytes are: a crash becomes a
    diagnostic of the rule `unforeseen`.
    """
    try:
        return _inspect(content, name, language, files or WorkbookAttachments())
    except WorkbookRefused as refused:
        unforeseen = [
            Diagnostic(Severity.ERROR, RuleCode.UNFORESEEN, problem) for problem in refused.problems
        ]
        return _build_result(unforeseen, language)


@convert_crashes_to_refusals()
def _inspect(content: bytes, name: str, language: str, files: WorkbookAttachments) -> LintResult:
    try:
        sheets = open_sheets(content, name)
    except WorkbookRefused as refused:
        layout = partial(read_layout, content, name, {})
        return _build_result([_of_file(problem, layout) for problem in refused.problems], language)
    read = validate_workbook(sheets, read_layout(content, name, sheets), files)
    found = list(read.findings)
    try:
        converted = convert_sheets(sheets, name, files)
        questionnaire = read_xform(converted.xform)
    except WorkbookRefused as refused:
        found += _unreported_problems(read, refused)
        return _build_result(found, language, named=read.named)
    found += find_unsupported_appearances(questionnaire, read)
    if any(finding.rule is not RuleCode.MEDIA for finding in read.errors):
        return _build_result(found, language, named=read.named)
    if endless := find_expensive_expressions(questionnaire, read):
        return _build_result(found + endless, language, named=read.named)
    found += find_invalid_defaults(questionnaire, read, language)
    found += find_unreachable_questions(questionnaire, read)
    found += _unless_explained(find_unsatisfiable_constraints(questionnaire, read), read)
    return _build_result(found, language, questionnaire, converted.xform, read.named)


def find_unsupported_appearances(
    questionnaire: Questionnaire, read: ValidationResult
) -> list[Diagnostic]:
    """Return the appearances that have no effect here."""
    proofs = DiagnosticCollector(read.proofs.sheets, read.proofs.layout)
    for item, word in list_unsupported_appearances(questionnaire):
        if node := read.at(item.path):
            msgid = gettext_noop(
                "The appearance “%(found)s” is not known here; this is shown plainly."
            )
            proofs.note(
                RuleCode.CLIENT,
                msgid,
                row=node.row,
                name="appearance",
                found=word,
                level=Severity.NOTE,
            )
    return proofs.findings


def find_unreachable_questions(
    questionnaire: Questionnaire, read: ValidationResult
) -> list[Diagnostic]:
    """Return the questions that can never be asked, and those where this cannot be decided."""
    proofs = DiagnosticCollector(read.proofs.sheets, read.proofs.layout)
    untold = []
    found = analyse_reachability(questionnaire)
    for route in found.values():
        node = read.at(route.path)
        if node is None:
            continue
        if route.never is not None:
            msgid = gettext_noop("“%(found)s” can never be asked: %(why)s.")
            proofs.note(
                RuleCode.UNREACHABLE, msgid, row=node.row, name="relevant", found=node.name,
                why=route.never, level=Severity.WARNING,
            )  # fmt: skip
        elif not route.understood:
            untold.append(node)
    if untold:
        msgid = _UNTOLD if len(untold) > 1 else _UNTOLD_ONE
        rows = ", ".join(str(node.row.number) for node in untold[:MAX_LISTED])
        rows += "…" if len(untold) > MAX_LISTED else ""
        proofs.note_sheet(
            RuleCode.UNREACHABLE, msgid, "survey", count=len(untold), all=len(found), rows=rows,
            level=Severity.NOTE,
        )  # fmt: skip
    return proofs.findings


def _unless_explained(doubts: list[Diagnostic], read: ValidationResult) -> list[Diagnostic]:
    """Return the constraint warnings, without those whose formula already has a diagnostic."""
    explained = {
        (one.sheet, one.row, one.column) for one in read.findings if one.rule is RuleCode.EXPRESSION
    }
    return [one for one in doubts if (one.sheet, one.row, one.column) not in explained]


def _of_file(problem: Message, layout: Callable[[], WorkbookLayout]) -> Diagnostic:
    """Return a problem with the file itself as a diagnostic, with the cell if it names one."""
    details = {
        name: str(problem.details.get(name, "")) for name in ("sheet", "row", "column", "found")
    }
    if details["sheet"]:
        row = int(details["row"])
        cell = layout().cell(details["sheet"], details["column"], row)
        where = (details["sheet"], row, details["column"], cell)
        return Diagnostic(Severity.ERROR, RuleCode.CHARACTERS, problem, *where, details["found"])
    if "found" in problem.details:  # a heading that occurs twice
        for sheet, headings in layout().headings.items():
            letters = headings.get(details["found"], ())
            if len(letters) > 1:
                where = (sheet, 1, details["found"], f"{letters[-1]}1")
                return Diagnostic(
                    Severity.ERROR, RuleCode.HEADING, problem, *where, details["found"]
                )
    return Diagnostic(Severity.ERROR, RuleCode.FILE, problem)


def _unreported_problems(read: ValidationResult, refused: WorkbookRefused) -> list[Diagnostic]:
    """Return the problems of the conversion that validation has not reported already.

    Conversion stops at its first problem, usually one that was reported: it is added only if
    nothing else is wrong. Reading the XForm names every question, and so its row.
    """
    reported = {(finding.sheet, finding.row) for finding in read.errors}
    found = []
    for problem in refused.problems:
        if isinstance(problem.details.get("message"), Message):
            found += [] if read.errors else [_of_converter(problem, read)]
            continue
        place, column = str(problem.details.get("place", "")), problem.details.get("column", "type")
        at, rule = read.at(place.partition(":")[0]), RuleCode.SUPPORT
        if at is None and read.errors:
            continue
        if at is None or ("survey", at.row.number) not in reported:
            proofs = DiagnosticCollector(read.proofs.sheets, read.proofs.layout)
            rule = rule if at else RuleCode.CONVERSION
            proofs.note(
                rule, _AS_IT_IS, row=at.row if at else None, name=str(column), problem=problem
            )
            found += proofs.findings
    return found


def _of_converter(problem: Message, read: ValidationResult) -> Diagnostic:
    """Return what only the converter found, at the row it names."""
    sheet, number = str(problem.details["sheet"]), int(str(problem.details["row"]))
    row = next((row for row in read.proofs.rows(sheet) if row.number == number), None)
    proofs = DiagnosticCollector(read.proofs.sheets, read.proofs.layout)
    proofs.note(
        RuleCode.CONVERSION, _AS_IT_IS, row=row, name=str(problem.details["column"]),
        problem=problem.details["message"],
    )  # fmt: skip
    return proofs.findings[0]


def _build_result(
    findings: list[Diagnostic],
    language: str,
    questionnaire: Questionnaire | None = None,
    xform: str = "",
    named: frozenset[str] = frozenset(),
) -> LintResult:
    """Sort the diagnostics and translate them."""
    levels, sheets = list(Severity), ["survey", "choices", "settings"]

    def order(finding: Diagnostic) -> tuple[int, int, int]:
        sheet = sheets.index(finding.sheet) if finding.sheet in sheets else -1
        return levels.index(finding.level), sheet, finding.row

    return LintResult(
        tuple(finding.say(language) for finding in sorted(findings, key=order)),
        questionnaire,
        xform,
        summarise(questionnaire) if questionnaire else None,
        named,
    )


def summarise(questionnaire: Questionnaire) -> FormSummary:
    """Count what a questionnaire contains."""
    items = list(questionnaire.root.walk())
    questions = [item for item in items if isinstance(item, Question) and item.kind.has_input]
    groups = [item for item in items if not isinstance(item, Question)]
    return FormSummary(
        title=questionnaire.title,
        form_id=questionnaire.form_id,
        version=questionnaire.version,
        languages=questionnaire.languages,
        questions=len(questions),
        required=sum(question.required is not None for question in questions),
        groups=sum(not group.repeats for group in groups),
        repeats=sum(group.repeats for group in groups),
    )
