"""Check rows one by one: names, labels and choices."""

from __future__ import annotations

from collections.abc import Iterator

from pyxform.question_type_dictionary import QUESTION_TYPE_DICT
from pyxform.utils import default_is_dynamic
from pyxform.xls2json import RE_SELECT

from vecu.questionnaires.xlsform.preprocessing import parse_media_header
from vecu.questionnaires.xlsform.validation.collector import (
    NAME,
    NO_NAME,
    DiagnosticCollector,
    SheetRow,
    suggest_name,
)
from vecu.questionnaires.xlsform.validation.columns import find_misspelt_label
from vecu.questionnaires.xlsform.validation.diagnostics import RuleCode, Severity
from vecu.questionnaires.xlsform.validation.question_types import MADE_BY_DEVICES
from vecu.questionnaires.xlsform.validation.survey_tree import SurveyNode, SurveyPath, SurveyTree
from vecu.translation import gettext_noop

RESERVED = frozenset({"meta", "instanceID", "instanceName"})
"""Names that every form uses for itself."""


def check_names(proofs: DiagnosticCollector, tree: SurveyTree) -> None:
    """Report names that are missing, invalid, reserved, or duplicate among siblings."""
    seen: dict[SurveyPath, SurveyNode] = {}
    alike: dict[SurveyPath, SurveyNode] = {}
    repeats: dict[str, SurveyNode] = {}
    for node in tree.nodes:
        name = node.name
        if not name:
            if node.kind != "note":
                msgid = gettext_noop("The row has no name. Write one: a short word without spaces.")
                proofs.note(RuleCode.NAME, msgid, row=node.row, name="name")
            continue
        _check_name(proofs, node, tree)
        first = seen.setdefault(node.path, node)
        if first is node and node.repeats:
            first = repeats.setdefault(name, node)
        if first is not node:
            msgid = gettext_noop(
                "The name “%(found)s” is already used in row %(first)d. Give each its own name."
            )
            proofs.note(
                RuleCode.DUPLICATE, msgid, row=node.row, name="name", found=name,
                first=first.row.number,
            )  # fmt: skip
            continue
        first = alike.setdefault((*node.path[:-1], name.lower()), node)
        if first is not node:
            msgid = gettext_noop(
                "“%(found)s” differs from row %(first)d by capitals alone, which SPSS and other"
                " programs do not tell apart. Rename one."
            )
            proofs.note(
                RuleCode.DUPLICATE, msgid, row=node.row, name="name", found=name,
                first=first.row.number, level=Severity.WARNING,
            )  # fmt: skip


def check_groups(proofs: DiagnosticCollector, tree: SurveyTree) -> None:
    """Report empty groups and repeats."""
    full = {node.path[:-1] for node in tree.nodes}
    for node in tree.nodes:
        if node.group and node.path not in full:
            msgid = gettext_noop("“%(found)s” holds no question. Put some into it, or delete it.")
            proofs.note(
                RuleCode.GROUP, msgid, row=node.row, name="type", found=node.name,
                level=Severity.WARNING,
            )  # fmt: skip


def _check_name(proofs: DiagnosticCollector, node: SurveyNode, tree: SurveyTree) -> None:
    name = node.name
    if not NAME.fullmatch(name):
        better = suggest_name(name)
        proofs.note(RuleCode.NAME, NO_NAME, row=node.row, name="name", found=name, near=better)
    elif name in RESERVED or (node.repeats and name == tree.root):
        msgid = gettext_noop(
            "“%(found)s” is a name that the form needs for itself. Choose another."
        )
        proofs.note(RuleCode.RESERVED, msgid, row=node.row, name="name", found=name)


def check_labels(proofs: DiagnosticCollector, tree: SurveyTree) -> None:
    """Report questions without any text, and calculations without a formula."""
    bare = []
    for node in tree.nodes:
        row, kind = node.row, node.kind
        default = default_is_dynamic(row.get("default"))
        if kind == "calculate" and not (row.get("calculation") or default or row.get("trigger")):
            msgid = gettext_noop("A calculate row needs a formula in the column calculation.")
            proofs.note(RuleCode.EXPRESSION, msgid, row=row, name="calculation")
        if node.group or kind in {"calculate", "hidden"} | MADE_BY_DEVICES:
            continue
        if not row.get("label") and not row.get("calculation"):
            bare.append(row)
    if not bare or find_misspelt_label(proofs):
        return  # reported with the heading
    if not proofs.heading("survey", "label"):
        msgid = gettext_noop(
            "The column “label” is missing or empty: nobody would know what is asked. Fill it, or"
            " one for each language, such as “label::Français (fr)”."
        )
        level = Severity.WARNING if all(map(_says_something, bare)) else Severity.ERROR
        proofs.note_sheet(RuleCode.LABEL, msgid, "survey", level=level)
        return
    for row in bare:
        msgid = gettext_noop(
            "The question has no label: nobody would know what is asked. Write one."
        )
        level = Severity.WARNING if _says_something(row) else Severity.ERROR
        proofs.note(RuleCode.LABEL, msgid, row=row, name="label", level=level)


def _says_something(row: SheetRow) -> bool:
    """Return whether pyxform accepts a row without label: for a hint, a file or an appearance."""
    of_type = QUESTION_TYPE_DICT.get(row.get("type"), {"control": {}})
    with_file = any(parse_media_header(heading)[0] for heading in row.cells)
    has_text = bool(row.get("hint")) or with_file or row.get("appearance") == "label"
    return has_text or "hint" in of_type or "control" not in of_type


def allows_duplicate_choices(proofs: DiagnosticCollector) -> bool:
    """Return whether the settings allow duplicate names in a list."""
    settings = next(iter(proofs.rows("settings")), None)
    setting = settings.get("allow_choice_duplicates").lower() if settings else ""
    return setting in {"yes", "true", "true()"}


def check_choices(proofs: DiagnosticCollector) -> None:
    """Report choices without list, name or label, duplicate names, and names with spaces."""
    twice = allows_duplicate_choices(proofs)
    several = dict(_lists_of_several(proofs))
    seen: dict[tuple[str, str], SheetRow] = {}
    for row in proofs.rows("choices"):
        list_name, name = row.get("list_name"), row.get("name")
        if not list_name:
            if name or row.get("label"):
                msgid = gettext_noop(
                    "The choice “%(found)s” belongs to no list. Fill the column list_name."
                )
                proofs.note(RuleCode.CHOICE, msgid, row=row, name="list_name", found=name)
            continue
        if not name:
            msgid = gettext_noop("The choice has no name, so no answer could be kept. Write one.")
            proofs.note(RuleCode.CHOICE, msgid, row=row, name="name")
            continue
        if list_name in several and len(name.split()) > 1:
            msgid = gettext_noop(
                "The choice “%(found)s” has a space in its name, and belongs to a %(kind)s, whose"
                " answers are separated by spaces. Write _ instead."
            )
            proofs.note(
                RuleCode.CHOICE, msgid, row=row, name="name", found=name, kind=several[list_name]
            )
        first = seen.setdefault((list_name, name), row)
        if first is not row and not twice:
            msgid = gettext_noop(
                "The list “%(list)s” has the choice “%(found)s” already, in row %(first)d. Give"
                " each its own name."
            )
            proofs.note(
                RuleCode.DUPLICATE_CHOICE, msgid, row=row, name="name", found=name, list=list_name,
                first=first.number,
            )  # fmt: skip
        if not row.get("label"):
            msgid = gettext_noop("The choice “%(found)s” has no label: people would read its name.")
            proofs.note(
                RuleCode.LABEL, msgid, row=row, name="label", found=name, level=Severity.WARNING
            )


def _lists_of_several(proofs: DiagnosticCollector) -> Iterator[tuple[str, str]]:
    """Yield the lists of questions with several answers, each with the question's type."""
    for row in proofs.rows("survey"):
        if select := RE_SELECT.match(row.get("type")):
            command = select["select_command"]
            if command == "rank" or "multiple" in command or "all" in command:
                yield select["list_name"], "rank" if command == "rank" else "select_multiple"
