"""Check ${name} in formulas, wordings and triggers: syntax, and whether the question exists."""

from __future__ import annotations

import re

from vecu.messages import printable
from vecu.questionnaires.xlsform.preprocessing import canonical_column, is_wording
from vecu.questionnaires.xlsform.validation.collector import (
    DiagnosticCollector,
    SheetRow,
    did_you_mean,
)
from vecu.questionnaires.xlsform.validation.diagnostics import RuleCode
from vecu.questionnaires.xlsform.validation.survey_tree import SurveyTree, format_path
from vecu.translation import gettext_noop

REFERENCE = re.compile(r"\$\{(?P<saved>last-saved#)?(?P<name>[^\W\d][\w.\-]*)\}")
MASK = "ǀ"  # a letter to the parser, which occurs in no natural language
_BEGUN = re.compile(r"\$\s*\{")


def list_references(text: str) -> tuple[str, ...]:
    """Return the names of the questions that a text refers to."""
    return tuple(match["name"] for match in REFERENCE.finditer(text) if not match["saved"])


def mask_references(source: str) -> str:
    """Return a formula with every ${name} as one word of the same length."""
    return REFERENCE.sub(lambda match: MASK * (len(match[0]) - 1) + " ", source)


def expand_references(source: str, tree: SurveyTree) -> str:
    """Return a formula with paths in place of ${name}."""

    def path(match: re.Match[str]) -> str:
        nodes = [] if match["saved"] else tree.by_name.get(match["name"], [])
        return f"{format_path(nodes[0])} " if nodes else MASK

    return REFERENCE.sub(path, source)


def is_valid_reference(text: str) -> bool:
    """Return whether all references are valid, and refer to answers that are stored."""
    return not _BEGUN.search(REFERENCE.sub("", text)) and "${last-saved#" not in text


def check_cell(
    proofs: DiagnosticCollector,
    tree: SurveyTree,
    row: SheetRow,
    name: str,
    text: str,
    heading: str = "",
) -> None:
    """Report each undefined reference of one cell."""
    if begun := _BEGUN.search(REFERENCE.sub("", text)):
        found = printable(REFERENCE.sub("", text)[begun.start() :], 20)
        msgid = gettext_noop(
            "“%(found)s” refers to no question. Write ${name}, without blanks and with nothing else"
            " inside."
        )
        proofs.note(RuleCode.REFERENCE, msgid, row=row, name=name, heading=heading, found=found)
        return
    for match in dict.fromkeys(REFERENCE.findall(text)):
        saved, wanted = match
        if saved:
            msgid = gettext_noop(
                "${%(found)s} would take what somebody answered before, which is never kept for the"
                " next one. Take it out."
            )
            proofs.note(
                RuleCode.PRIVACY, msgid, row=row, name=name, heading=heading, found=saved + wanted
            )
        else:
            check_name(proofs, tree, row, name, wanted, heading)


def check_wordings(proofs: DiagnosticCollector, tree: SurveyTree) -> None:
    """Report undefined references in labels, hints and messages."""
    for sheet in ("survey", "choices"):
        for row in proofs.rows(sheet):
            for heading, text in row.cells.items():
                if is_wording(heading):
                    check_cell(proofs, tree, row, canonical_column(heading), text, heading)


def check_triggers(proofs: DiagnosticCollector, tree: SurveyTree) -> None:
    """Report triggers that are no references, or undefined."""
    for row in proofs.rows("survey"):
        written = row.get("trigger")
        rest = REFERENCE.sub("", written)
        if rest.strip(", ") and not _BEGUN.search(rest):
            msgid = gettext_noop("“%(found)s” triggers nothing. Write the question as ${name}.")
            proofs.note(RuleCode.REFERENCE, msgid, row=row, name="trigger", found=written)
        else:
            check_cell(proofs, tree, row, "trigger", written)


def check_instance_name(proofs: DiagnosticCollector, tree: SurveyTree) -> None:
    """Report undefined references in the instance name, which the converter reads."""
    settings = next(iter(proofs.rows("settings")), None)
    if settings:
        name = "instance_name"
        check_cell(proofs, tree, settings, name, settings.get(name))


def check_name(
    proofs: DiagnosticCollector,
    tree: SurveyTree,
    row: SheetRow,
    name: str,
    wanted: str,
    heading: str = "",
) -> None:
    """Report a name of no question, or of several."""
    nodes = tree.by_name.get(wanted, [])
    if len(nodes) == 1 or (not nodes and wanted in tree.made):
        return
    if nodes:
        msgid = gettext_noop(
            "${%(found)s} may be row %(first)d or row %(second)d: both have this name. Rename one."
        )
        first, second = (node.row.number for node in nodes[:2])
        proofs.note(
            RuleCode.REFERENCE,
            msgid,
            row=row,
            name=name,
            heading=heading,
            found=wanted,
            first=first,
            second=second,
        )
    elif dropped := tree.dropped.get(wanted):
        msgid = gettext_noop(
            "${%(found)s} is left out for privacy (row %(dropped)d), so nothing can refer to it."
        )
        proofs.note(
            RuleCode.REFERENCE, msgid, row=row, name=name, heading=heading, found=wanted,
            dropped=dropped.number,
        )  # fmt: skip
    else:
        msgid = gettext_noop("There is no question “%(found)s”.%(near)s")
        proofs.note(
            RuleCode.REFERENCE, msgid, row=row, name=name, heading=heading, found=wanted,
            near=did_you_mean(wanted, tree.by_name),
        )  # fmt: skip
