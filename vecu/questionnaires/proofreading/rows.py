"""Rows one by one: types, names, lists and choices."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pyxform.question_type_dictionary import QUESTION_TYPE_DICT
from pyxform.utils import default_is_dynamic
from pyxform.xls2json import RE_BEGIN_CONTROL, RE_END_CONTROL, RE_SELECT

from vecu.questionnaires.expansion import is_metadata
from vecu.questionnaires.proofreading.finding import Flaw, Level
from vecu.questionnaires.proofreading.proofs import Proofs, Row, near
from vecu.questionnaires.proofreading.tree import Path, Place, Tree
from vecu.text import _

MADE_BY_DEVICES = frozenset({"osm", "xml-external", "csv-external"})
USUAL_TYPES = (
    "text", "integer", "decimal", "date", "time", "dateTime", "note", "calculate", "hidden",
    "range", "acknowledge", "geopoint", "file", "image", "begin group", "end group",
    "begin repeat", "end repeat", "select_one", "select_multiple", "rank",
)  # fmt: skip
"""What a type that nobody knows may have been meant to be."""
RESERVED = frozenset({"meta", "instanceID", "instanceName"})
"""Names that every form already uses for itself."""
_NAME = re.compile(r"[^\W\d][\w.\-]*")


def check_types(proofs: Proofs) -> None:
    """Note rows without a type, or with one that is not known or lacks its list."""
    lists = {row.get("list_name") for row in proofs.rows("choices")}
    for row in proofs.rows("survey"):
        kind = row.get("type")
        if not kind:
            if row.get("name") or row.get("label"):
                msgid = _("The row has no type. Write one, such as text or integer.")
                proofs.note(Flaw.TYPE, msgid, row=row, name="type")
        elif select := RE_SELECT.match(kind):
            _check_list(proofs, row, select["list_name"], lists)
        elif not known_type(kind) and not is_metadata(kind):
            _note_type(proofs, row, kind)


def known_type(kind: str) -> bool:
    """Tell whether the column `type` may say this; selects are looked at by their list."""
    return (
        kind in QUESTION_TYPE_DICT
        or bool(RE_BEGIN_CONTROL.match(kind) or RE_END_CONTROL.match(kind))
        or kind.split(maxsplit=1)[0] in MADE_BY_DEVICES
    )


def _note_type(proofs: Proofs, row: Row, kind: str) -> None:
    if kind.startswith(("select_one_from_file ", "select_multiple_from_file ")):
        msgid = _("The name of the file cannot hold a space. Rename the file, as in towns.csv.")
        proofs.note(Flaw.LIST, msgid, row=row, name="type", found=kind)
        return
    if kind in {"select_one", "select_multiple", "rank"}:
        msgid = _("“%(found)s” needs the name of its list after it, as in “%(found)s yes_no”.")
        proofs.note(Flaw.LIST, msgid, row=row, name="type", found=kind)
        return
    msgid = _("There is no type of question “%(found)s”.%(near)s")
    hint = near(kind, USUAL_TYPES)
    proofs.note(Flaw.TYPE, msgid, row=row, name="type", found=kind, near=hint)


def from_file(kind: str) -> bool:
    """Tell whether the choices of a select are in a file of their own."""
    first = kind.split(maxsplit=1)[0]
    return "file" in first or "external" in first


def _check_list(proofs: Proofs, row: Row, name: str, lists: set[str]) -> None:
    if from_file(row.get("type")) or "${" in name or name in lists:
        return
    msgid = _("The sheet choices has no list “%(found)s”.%(near)s")
    proofs.note(Flaw.LIST, msgid, row=row, name="type", found=name, near=near(name, lists))


def check_names(proofs: Proofs, tree: Tree) -> None:
    """Note names that are missing, not allowed, reserved, or used twice in one place."""
    seen: dict[Path, Place] = {}
    repeats: dict[str, Place] = {}
    for place in tree.places:
        name = place.name
        if not name:
            if place.kind != "note":
                msgid = _("The row has no name. Write one: a short word without spaces.")
                proofs.note(Flaw.NAME, msgid, row=place.row, name="name")
            continue
        _check_name(proofs, place, tree)
        first = seen.setdefault(place.path, place)
        if first is place and place.repeats:
            first = repeats.setdefault(name, place)
        if first is not place:
            msgid = _(
                "The name “%(found)s” is already used in row %(first)d. Give each its own name."
            )
            proofs.note(
                Flaw.DUPLICATE, msgid, row=place.row, name="name", found=name,
                first=first.row.number,
            )  # fmt: skip


def _check_name(proofs: Proofs, place: Place, tree: Tree) -> None:
    name = place.name
    if not _NAME.fullmatch(name):
        msgid = _(
            "“%(found)s” cannot be a name. Begin with a letter and use letters, digits, - and _"
            " only, as in “%(near)s”."
        )
        better = re.sub(r"\W+", "_", name).strip("_") or "question"
        better = better if _NAME.fullmatch(better) else f"q_{better}"
        proofs.note(Flaw.NAME, msgid, row=place.row, name="name", found=name, near=better)
    elif name in RESERVED or (place.repeats and name == tree.root):
        msgid = _("“%(found)s” is a name that the form needs for itself. Choose another.")
        proofs.note(Flaw.RESERVED, msgid, row=place.row, name="name", found=name)


def check_labels(proofs: Proofs, tree: Tree) -> None:
    """Note questions that nobody could read, and calculations without a formula."""
    for place in tree.places:
        row, kind = place.row, place.kind
        default = default_is_dynamic(row.get("default"))
        if kind == "calculate" and not (row.get("calculation") or default or row.get("trigger")):
            msgid = _("A calculate row needs a formula in the column calculation.")
            proofs.note(Flaw.EXPRESSION, msgid, row=row, name="calculation")
        if place.group or kind in {"calculate", "hidden"} | MADE_BY_DEVICES:
            continue
        if not row.get("label") and not row.get("calculation"):
            msgid = _("The question has no label: nobody would know what is asked.")
            proofs.note(Flaw.LABEL, msgid, row=row, name="label", level=Level.WARNING)


def allows_twice(proofs: Proofs) -> bool:
    """Tell whether the settings let one list hold a name more than once."""
    settings = next(iter(proofs.rows("settings")), None)
    said = settings.get("allow_choice_duplicates").lower() if settings else ""
    return said in {"yes", "true", "true()"}


def check_choices(proofs: Proofs) -> None:
    """Note choices without list, name or label, names used twice, and names with spaces."""
    twice = allows_twice(proofs)
    several = dict(_lists_of_several(proofs))
    seen: dict[tuple[str, str], Row] = {}
    for row in proofs.rows("choices"):
        list_name, name = row.get("list_name"), row.get("name")
        if not list_name:
            if name or row.get("label"):
                msgid = _("The choice “%(found)s” belongs to no list. Fill the column list_name.")
                proofs.note(Flaw.CHOICE, msgid, row=row, name="list_name", found=name)
            continue
        if not name:
            msgid = _("The choice has no name, so no answer could be kept. Write one.")
            proofs.note(Flaw.CHOICE, msgid, row=row, name="name")
            continue
        if list_name in several and len(name.split()) > 1:
            msgid = _(
                "The choice “%(found)s” has a space in its name, and belongs to a %(kind)s, whose"
                " answers are separated by spaces. Write _ instead."
            )
            proofs.note(
                Flaw.CHOICE, msgid, row=row, name="name", found=name, kind=several[list_name]
            )
        first = seen.setdefault((list_name, name), row)
        if first is not row and not twice:
            msgid = _(
                "The list “%(list)s” has the choice “%(found)s” already, in row %(first)d. Give"
                " each its own name."
            )
            proofs.note(
                Flaw.DUPLICATE_CHOICE, msgid, row=row, name="name", found=name, list=list_name,
                first=first.number,
            )  # fmt: skip
        if not row.get("label"):
            msgid = _("The choice “%(found)s” has no label: people would read its name.")
            proofs.note(Flaw.LABEL, msgid, row=row, name="label", found=name, level=Level.WARNING)


def _lists_of_several(proofs: Proofs) -> Iterator[tuple[str, str]]:
    """Yield the lists of which an answer names several entries, each with what it is used by."""
    for row in proofs.rows("survey"):
        if select := RE_SELECT.match(row.get("type")):
            command = select["select_command"]
            if command == "rank" or "multiple" in command or "all" in command:
                yield select["list_name"], "rank" if command == "rank" else "select_multiple"
