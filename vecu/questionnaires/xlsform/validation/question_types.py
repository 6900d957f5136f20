"""Check types of questions: unknown, without list, or supported by other clients only."""

from __future__ import annotations

import re

from pyxform import aliases
from pyxform.question_type_dictionary import QUESTION_TYPE_DICT
from pyxform.xls2json import RE_BEGIN_CONTROL, RE_END_CONTROL, RE_SELECT

from vecu.messages import printable
from vecu.questionnaires.question_types import QuestionType
from vecu.questionnaires.xlsform.preprocessing import is_metadata
from vecu.questionnaires.xlsform.validation.collector import (
    DiagnosticCollector,
    SheetRow,
    did_you_mean,
)
from vecu.questionnaires.xlsform.validation.diagnostics import RuleCode
from vecu.translation import gettext_noop

MADE_BY_DEVICES = frozenset({"osm", "xml-external", "csv-external"})
USUAL_TYPES = (
    *("begin group", "end group", "begin repeat", "end repeat"),
    *(kind.value for kind in QuestionType),
)
"""Suggestions for an unknown type."""
LIST_FILES = (".csv", ".xml", ".geojson")
"""Endings of external lists."""
_KOBO = re.compile(
    r"(?:begin|end)[_ ](?:kobomatrix|score|rank|literacytest)|score__row|rank__level|kobo\w*",
    re.IGNORECASE,
)
_SELECT_WRITTEN = re.compile(RE_SELECT.pattern, re.IGNORECASE)
_SELECT = re.compile(r"(?:select_one|select_multiple|rank)(?:_from_file)?\s", re.IGNORECASE)


def is_kobo_type(kind: str) -> bool:
    """Return whether only KoboToolbox has this type: its own builder writes it into workbooks."""
    return _KOBO.fullmatch(kind) is not None


def check_types(proofs: DiagnosticCollector) -> None:
    """Report rows without a type, or with one that is unknown or lacks its list."""
    lists = {row.get("list_name") for row in proofs.rows("choices")}
    for row in proofs.rows("survey"):
        kind = row.get("type")
        if not kind:
            if row.get("name") or row.get("label"):
                msgid = gettext_noop("The row has no type. Write one, such as text or integer.")
                proofs.note(RuleCode.TYPE, msgid, row=row, name="type")
        elif select := RE_SELECT.match(kind):
            _check_list(proofs, row, select["list_name"], lists)
        elif is_kobo_type(kind):
            msgid = gettext_noop(
                "“%(found)s” is a type of KoboToolbox alone. Write its rows as select_one in a"
                " group with the appearance table-list, or as a question of the type rank."
            )
            proofs.note(RuleCode.SUPPORT, msgid, row=row, name="type", found=kind)
        elif not is_known_type(kind) and not is_metadata(kind):
            _note_type(proofs, row, kind)


def is_known_type(kind: str) -> bool:
    """Return whether the column `type` may have this value; for selects the list matters."""
    return (
        kind in QUESTION_TYPE_DICT
        or bool(RE_BEGIN_CONTROL.match(kind) or RE_END_CONTROL.match(kind))
        or kind.split(maxsplit=1)[0] in MADE_BY_DEVICES
    )


def _plain_select(kind: str) -> str:
    """Return a select as it should be written, whatever its case and blanks; '' for others."""
    tidy = " ".join(kind.split())
    written = _SELECT_WRITTEN.match(tidy)
    if written is None:
        return ""
    command = written["select_command"].lower()
    joined = command.replace(" ", "_")
    return (joined if joined in aliases.select else command) + tidy[len(command) :]


def _note_type(proofs: DiagnosticCollector, row: SheetRow, kind: str) -> None:
    if plain := _plain_select(kind):
        msgid = gettext_noop("“%(found)s” is not how a type is written. Write “%(plain)s”.")
        proofs.note(RuleCode.TYPE, msgid, row=row, name="type", found=kind, plain=printable(plain))
        return
    if kind.startswith(("select_one_from_file ", "select_multiple_from_file ")):
        msgid = gettext_noop(
            "The name of the file cannot hold a space. Rename the file, as in towns.csv."
        )
        proofs.note(RuleCode.LIST, msgid, row=row, name="type", found=kind)
        return
    if kind in {"select_one", "select_multiple", "rank"}:
        msgid = gettext_noop(
            "“%(found)s” needs the name of its list after it, as in “%(found)s yes_no”."
        )
        proofs.note(RuleCode.LIST, msgid, row=row, name="type", found=kind)
        return
    if _SELECT.match(kind):
        msgid = gettext_noop(
            "“%(found)s” names more than one list. Write one name, as in “select_one yes_no”."
        )
        proofs.note(RuleCode.LIST, msgid, row=row, name="type", found=kind)
        return
    msgid = gettext_noop("There is no type of question “%(found)s”.%(near)s")
    hint = did_you_mean(kind, USUAL_TYPES) or did_you_mean(kind.lower().split()[0], USUAL_TYPES)
    proofs.note(RuleCode.TYPE, msgid, row=row, name="type", found=kind, near=hint)


def is_from_file(kind: str) -> bool:
    """Return whether the choices of a select are in an external list."""
    first = kind.split(maxsplit=1)[0]
    return "file" in first or "external" in first


def has_search(row: SheetRow) -> bool:
    """Return whether the choices of a row come from search(), which only ODK Collect has."""
    return "search(" in row.get("appearance").replace(" ", "")


def _check_list(proofs: DiagnosticCollector, row: SheetRow, name: str, lists: set[str]) -> None:
    if "${" in name or "external" in row.get("type") or has_search(row):
        return  # checked with the sources of choices
    if is_from_file(row.get("type")):
        if "file" in row.get("type") and not name.endswith(LIST_FILES):
            msgid = gettext_noop(
                "A file with a list ends in .csv, .xml or .geojson, not “%(found)s”."
            )
            proofs.note(RuleCode.LIST, msgid, row=row, name="type", found=name)
        return
    if name in lists:
        return
    msgid = gettext_noop("The sheet choices has no list “%(found)s”.%(near)s")
    proofs.note(
        RuleCode.LIST, msgid, row=row, name="type", found=name, near=did_you_mean(name, lists)
    )
