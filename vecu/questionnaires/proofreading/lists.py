"""Lists that formulas name: those of the sheet choices, and those in files."""

from __future__ import annotations

from collections.abc import Iterator

from pyxform.xls2json import RE_SELECT

from vecu.questionnaires.expressions.syntax import Call, Literal, Path, Step
from vecu.questionnaires.proofreading.finding import Flaw
from vecu.questionnaires.proofreading.formulas import Formula
from vecu.questionnaires.proofreading.headings import languages
from vecu.questionnaires.proofreading.kinds import from_file
from vecu.questionnaires.proofreading.proofs import Proofs, near
from vecu.questionnaires.proofreading.tree import Tree
from vecu.text import _


def check_lists(proofs: Proofs, tree: Tree, formulas: list[Formula]) -> None:
    """Note lists in formulas that the form has not, or has in another way."""
    in_sheet = {row.get("list_name") for row in proofs.rows("choices")}
    files = set(_files(tree))
    pulled = {name for formula in formulas for called, name in _named(formula)
              if called == "pulldata"}  # fmt: skip
    offered = {list_ for place in tree.places if (list_ := _list_of(place.kind))}
    for formula in formulas:
        for called, name in _named(formula):
            if called == "pulldata":
                _check_pulled(proofs, formula, name, in_sheet)
            elif name not in offered | files | pulled:
                _check_instance(proofs, formula, name, in_sheet, offered | files)
        _check_labels(proofs, formula)


def _check_labels(proofs: Proofs, formula: Formula) -> None:
    """Note labels looked up in a list that says them in several languages, apart from its rows."""
    if len(languages(proofs)) < 2:
        return
    for part in formula.parts:
        match part:
            case Path(start=Call("instance", (Literal(name),)), steps=(*_, Step(test="label"))) if (
                name in {row.get("list_name") for row in proofs.rows("choices")}
            ):
                msgid = _(
                    "The labels of “%(found)s” are in several languages, which no formula reaches"
                    " so. Write jr:choice-name(name, '${question}')."
                )
                proofs.note(
                    Flaw.LIST, msgid, row=formula.place.row, name=formula.column, found=str(name)
                )


def _named(formula: Formula) -> Iterator[tuple[str, str]]:
    """Yield what looks up in which list, where its name is written out."""
    for part in formula.parts:
        if isinstance(part, Call) and part.name in {"instance", "pulldata"}:
            first = part.arguments[0]
            if isinstance(first, Literal):
                yield part.name, str(first.value)


def _files(tree: Tree) -> Iterator[str]:
    """Yield the lists in files that rows of the survey name."""
    for place in tree.places:
        if place.kind in {"csv-external", "xml-external"}:
            yield place.name
        elif place.kind and from_file(place.kind):
            yield place.kind.split()[-1].rpartition(".")[0]


def _list_of(kind: str) -> str:
    select = RE_SELECT.match(kind)
    return str(select["list_name"]) if select and not from_file(kind) else ""


def _check_pulled(proofs: Proofs, formula: Formula, name: str, in_sheet: set[str]) -> None:
    """Note a list of the sheet where a file belongs; files that did not come are told elsewhere."""
    if name in in_sheet:
        msgid = _(
            "“%(found)s” is a list of the sheet choices, not a file. Write jr:choice-name(${name},"
            " '${name}') for the label of an answer."
        )
        proofs.note(Flaw.LIST, msgid, row=formula.place.row, name=formula.column, found=name)


def _check_instance(
    proofs: Proofs, formula: Formula, name: str, in_sheet: set[str], known: set[str]
) -> None:
    msgid = _("There is no list “%(found)s”.%(near)s")
    if name in in_sheet:
        msgid = _(
            "“%(found)s” is a list that no question offers, and only such lists become part of the"
            " form. Ask a question with it, or put it into a file."
        )
    proofs.note(
        Flaw.LIST, msgid, row=formula.place.row, name=formula.column, found=name,
        near=near(name, known),
    )  # fmt: skip
