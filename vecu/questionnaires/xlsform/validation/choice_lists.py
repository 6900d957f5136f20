"""Check lists that formulas name: those of the choices sheet, and external ones."""

from __future__ import annotations

from collections.abc import Iterator

from pyxform.xls2json import RE_SELECT

from vecu.questionnaires.expressions.syntax_tree import Call, Literal, LocationPath, LocationStep
from vecu.questionnaires.xlsform.validation.collector import DiagnosticCollector, did_you_mean
from vecu.questionnaires.xlsform.validation.columns import list_heading_languages
from vecu.questionnaires.xlsform.validation.diagnostics import RuleCode
from vecu.questionnaires.xlsform.validation.expressions import Formula
from vecu.questionnaires.xlsform.validation.question_types import is_from_file
from vecu.questionnaires.xlsform.validation.survey_tree import SurveyTree
from vecu.translation import gettext_noop


def check_lists(proofs: DiagnosticCollector, tree: SurveyTree, formulas: list[Formula]) -> None:
    """Report lists in formulas that the form does not have, or has in another form."""
    in_sheet = {row.get("list_name") for row in proofs.rows("choices")}
    files = set(_files(tree))
    pulled = {name for formula in formulas for called, name in _named(formula)
              if called == "pulldata"}  # fmt: skip
    offered = {list_ for node in tree.nodes if (list_ := _list_of(node.kind))}
    for formula in formulas:
        for called, name in _named(formula):
            if called == "pulldata":
                _check_pulled(proofs, formula, name, in_sheet)
            elif name not in offered | files | pulled:
                _check_instance(proofs, formula, name, in_sheet, offered | files)
        _check_labels(proofs, formula)


def _check_labels(proofs: DiagnosticCollector, formula: Formula) -> None:
    """Report label look-ups in a translated list, whose labels are stored apart from its rows."""
    if len(list_heading_languages(proofs)) < 2:
        return
    for part in formula.parts:
        match part:
            case LocationPath(
                start=Call("instance", (Literal(name),)), steps=(*_, LocationStep(test="label"))
            ) if name in {row.get("list_name") for row in proofs.rows("choices")}:
                msgid = gettext_noop(
                    "The labels of “%(found)s” are in several languages, which no formula reaches"
                    " so. Write jr:choice-name(name, '${question}')."
                )
                proofs.note(
                    RuleCode.LIST,
                    msgid,
                    row=formula.node.row,
                    name=formula.column,
                    found=str(name),
                )


def _named(formula: Formula) -> Iterator[tuple[str, str]]:
    """Yield the function and the list of each look-up with a literal list name."""
    for part in formula.parts:
        if isinstance(part, Call) and part.name in {"instance", "pulldata"}:
            first = part.arguments[0]
            if isinstance(first, Literal):
                yield part.name, str(first.value)


def _files(tree: SurveyTree) -> Iterator[str]:
    """Yield the external lists that rows of the survey name."""
    for node in tree.nodes:
        if node.kind in {"csv-external", "xml-external"}:
            yield node.name
        elif node.kind and is_from_file(node.kind):
            yield node.kind.split()[-1].rpartition(".")[0]


def _list_of(kind: str) -> str:
    select = RE_SELECT.match(kind)
    return str(select["list_name"]) if select and not is_from_file(kind) else ""


def _check_pulled(
    proofs: DiagnosticCollector, formula: Formula, name: str, in_sheet: set[str]
) -> None:
    """Report a list of the sheet where a file belongs; missing files are reported elsewhere."""
    if name in in_sheet:
        msgid = gettext_noop(
            "“%(found)s” is a list of the sheet choices, not a file. Write jr:choice-name(${name},"
            " '${name}') for the label of an answer."
        )
        proofs.note(RuleCode.LIST, msgid, row=formula.node.row, name=formula.column, found=name)


def _check_instance(
    proofs: DiagnosticCollector, formula: Formula, name: str, in_sheet: set[str], known: set[str]
) -> None:
    msgid = gettext_noop("There is no list “%(found)s”.%(near)s")
    if name in in_sheet:
        msgid = gettext_noop(
            "“%(found)s” is a list that no question offers, and only such lists become part of the"
            " form. Ask a question with it, or put it into a file."
        )
    proofs.note(
        RuleCode.LIST, msgid, row=formula.node.row, name=formula.column, found=name,
        near=did_you_mean(name, known),
    )  # fmt: skip
