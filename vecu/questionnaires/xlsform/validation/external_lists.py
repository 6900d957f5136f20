"""Check external lists against their use in the workbook, by file, row and column."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePath

from pyxform.xls2json import RE_SELECT

from vecu.messages import printable
from vecu.questionnaires.expressions.dependencies import is_child_step
from vecu.questionnaires.expressions.parser import parse
from vecu.questionnaires.expressions.syntax_tree import Call, Literal, iter_calls
from vecu.questionnaires.external_lists import FileList, read_list
from vecu.questionnaires.external_lists.embedding import missing_file_message
from vecu.questionnaires.xlsform.attachments import WorkbookAttachments
from vecu.questionnaires.xlsform.validation.collector import (
    DiagnosticCollector,
    SheetRow,
    did_you_mean,
)
from vecu.questionnaires.xlsform.validation.diagnostics import RuleCode
from vecu.questionnaires.xlsform.validation.expressions import Formula
from vecu.questionnaires.xlsform.validation.list_entries import ListEntries, note_in_file
from vecu.questionnaires.xlsform.validation.question_types import is_from_file
from vecu.questionnaires.xlsform.validation.references import mask_references
from vecu.questionnaires.xlsform.validation.survey_tree import SurveyNode, SurveyTree
from vecu.translation import gettext_noop

_PARAMETER = re.compile(r"\b(value|label)\s*=\s*([^\s,;]+)")
_EXTERNAL = {"csv-external": "csv", "xml-external": "xml"}
_USUAL = {".geojson": ("id", "title")}


@dataclass(frozen=True, slots=True)
class ListFileUse:
    """One place of the workbook that names a file, and how it uses it.

    A question takes its choices from `value` and `label`; with `several` an answer joins names by
    spaces; `columns` are looked up by a formula in the column `where`.
    """

    file: str
    row: SheetRow
    where: str = "type"
    value: str = ""
    label: str = ""
    several: bool = False
    columns: tuple[str, ...] = ()


def list_file_uses(
    proofs: DiagnosticCollector, tree: SurveyTree, formulas: list[Formula]
) -> list[ListFileUse]:
    """Return every place that names an external list, in the order of the survey.

    A formula that pulls from a list of the choices sheet names no file; `check_lists` reports that.
    """
    in_sheet = {row.get("list_name") for row in proofs.rows("choices")}
    pulled = (use for formula in formulas for use in _by_formula(formula))
    return [*_by_type(tree), *(use for use in pulled if PurePath(use.file).stem not in in_sheet)]


def _by_type(tree: SurveyTree) -> Iterator[ListFileUse]:
    for node in tree.nodes:
        first, _space, _rest = node.kind.partition(" ")
        if first in _EXTERNAL:
            yield ListFileUse(f"{node.name}.{_EXTERNAL[first]}", node.row, where="name")
        elif (select := RE_SELECT.match(node.kind)) and _is_file(select["list_name"]):
            file = select["list_name"]
            usual = _USUAL.get(PurePath(file).suffix.lower(), ("name", "label"))
            given = dict(_PARAMETER.findall(node.row.get("parameters")))
            yield ListFileUse(
                file,
                node.row,
                value=given.get("value", usual[0]),
                label=given.get("label", usual[1]),
                several="multiple" in select["select_command"] or "all" in select["select_command"],
            )


def _is_file(name: str) -> bool:
    return PurePath(name).suffix.lower() in {".csv", ".xml", ".geojson"}


def _by_formula(formula: Formula) -> Iterator[ListFileUse]:
    if formula.expression is None or "pulldata" not in formula.source:
        return
    for call in iter_calls(parse(mask_references(formula.source))):
        texts = list(_written(call))
        if call.name == "pulldata" and texts and texts[0]:
            columns = tuple(filter(None, texts[1:3]))
            yield ListFileUse(f"{texts[0]}.csv", formula.node.row, formula.column, columns=columns)


def _written(call: Call) -> Iterator[str]:
    """Yield each argument that is a quoted text, '' for another."""
    for argument in call.arguments:
        yield str(argument.value) if isinstance(argument, Literal) else ""


def check_list_files(
    proofs: DiagnosticCollector,
    formulas: list[Formula],
    uses: list[ListFileUse],
    files: WorkbookAttachments,
) -> None:
    """Report lists that are missing, unreadable, or lack what a question or formula uses."""
    read = {use.file: use for use in reversed(uses)}
    found = {file: _read(proofs, use, files.lists) for file, use in reversed(read.items())}
    _check_clashes(proofs, list(read.values()))
    offered: dict[tuple[str, str, str], bool] = {}
    for use in uses:
        if use.value:
            key = use.file, use.value, use.label
            offered[key] = offered.get(key, False) or use.several
        elif (table := found[use.file]) is not None:
            _check_columns(proofs, use.row, use.where, use.file, table, use.columns)
    for (file, value, label), several in offered.items():
        if (table := found[file]) is not None:
            ListEntries(proofs, file, table, value, label).check(several=several)
    for formula in formulas:
        file = _file_of(formula.node)
        table = found.get(file)
        if formula.column == "choice_filter" and table is not None:
            names = [path for path in formula.paths if is_child_step(path)]
            _check_columns(proofs, formula.node.row, "choice_filter", file, table, names)


def _read(
    proofs: DiagnosticCollector, use: ListFileUse, lists: Mapping[str, bytes]
) -> FileList | None:
    """Read a file and report its errors; None if it is missing or cannot be used."""
    if use.file not in lists:
        msgid = "%(message)s%(near)s"
        hint = did_you_mean(use.file, lists)
        proofs.note(
            RuleCode.LIST, msgid, row=use.row, name=use.where, found=use.file,
            message=missing_file_message(use.file), near=hint,
        )  # fmt: skip
        return None
    found = read_list(use.file, lists[use.file])
    for mistake in found.mistakes:
        note_in_file(proofs, RuleCode.LIST, use.file, found, mistake)
    return None if found.mistakes else found


def _check_clashes(proofs: DiagnosticCollector, uses: list[ListFileUse]) -> None:
    """Report a file with the name of a list of the choices sheet, or of another file."""
    taken = {row.get("list_name") for row in proofs.rows("choices")}
    for use in sorted(uses, key=lambda use: use.row.number):
        name = PurePath(use.file).stem
        if name in taken:
            msgid = gettext_noop("Another list is called “%(found)s” too. Rename one of them.")
            proofs.note(RuleCode.LIST, msgid, row=use.row, name=use.where, found=name)
        taken.add(name)


def _check_columns(
    proofs: DiagnosticCollector,
    row: SheetRow,
    where: str,
    file: str,
    table: FileList,
    names: Iterable[str],
) -> None:
    """Report the columns that a formula uses and a file does not have."""
    for name in names:
        if name not in table.columns:
            msgid = gettext_noop("“%(file)s” has no column “%(found)s”, only %(columns)s.%(near)s")
            proofs.note(
                RuleCode.REFERENCE,
                msgid,
                row=row,
                name=where,
                found=name,
                file=printable(file),
                columns=printable(", ".join(table.columns), 200),
                near=did_you_mean(name, table.columns),
            )


def _file_of(node: SurveyNode) -> str:
    """Return the file that a question takes its choices from, '' for none."""
    select = RE_SELECT.match(node.kind) if is_from_file(node.kind) else None
    return select["list_name"] if select else ""
