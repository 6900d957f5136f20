"""Check the column parameters: name=value, as the type of question allows."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation

from vecu.messages import Message, printable
from vecu.questionnaires.model import RangeSpec, format_decimal
from vecu.questionnaires.xlsform.preprocessing import is_metadata
from vecu.questionnaires.xlsform.validation.collector import (
    DiagnosticCollector,
    SheetRow,
    did_you_mean,
)
from vecu.questionnaires.xlsform.validation.diagnostics import RuleCode, Severity
from vecu.questionnaires.xlsform.validation.references import check_cell
from vecu.questionnaires.xlsform.validation.survey_tree import SurveyTree
from vecu.translation import gettext_noop

_PAIRS = re.compile(r"[\s,;]*(?:[^\s=,;]+\s*=\s*[^\s=,;]+[\s,;]*)*")
_PAIR = re.compile(r"([^\s=,;]+)\s*=\s*([^\s=,;]+)")
_REFERENCE = re.compile(r"\$\{[^{}\s]+\}")
_COLUMN = re.compile(r"[^\W\d][\w.\-]*")
_AS_IT_IS = "%(told)s"


def _number(name: str, value: str) -> Message | None:
    try:
        if Decimal(value).is_finite():
            return None
    except InvalidOperation:
        pass
    return _format_message(
        gettext_noop("“%(parameter)s” takes a number, not “%(found)s”."), name, value
    )


def _whole(name: str, value: str) -> Message | None:
    if value.isascii() and value.isdigit():
        return None
    return _format_message(
        gettext_noop("“%(parameter)s” takes a whole number, not “%(found)s”."), name, value
    )


def _truth(name: str, value: str) -> Message | None:
    if value.lower() in {"true", "false"}:
        return None
    return _format_message(
        gettext_noop("“%(parameter)s” takes true or false, not “%(found)s”."), name, value
    )


def _seed(name: str, value: str) -> Message | None:
    if _REFERENCE.fullmatch(value) or _number(name, value) is None:
        return None
    return _format_message(
        gettext_noop("“%(parameter)s” takes a number or ${name}, not “%(found)s”."), name, value
    )


def _quality(name: str, value: str) -> Message | None:
    known = ("voice-only", "low", "normal", "external")
    if value.lower() in known:
        return None
    msgid = gettext_noop("“%(parameter)s” takes one of %(known)s, not “%(found)s”.")
    return _format_message(msgid, name, value, known=", ".join(known))


def _heading(name: str, value: str) -> Message | None:
    if _COLUMN.fullmatch(value):
        return None
    msgid = gettext_noop("“%(parameter)s” takes the name of a column of the file, not “%(found)s”.")
    return _format_message(msgid, name, value)


def _format_message(msgid: str, name: str, value: str, **details: str) -> Message:
    return Message(msgid, parameter=name, found=printable(value), **details)


def _anything(name: str, value: str) -> Message | None:
    return None


Reader = Callable[[str, str], Message | None]
"""Checks a value, by the name and the value: the message, None when it is right."""
_SELECT: Mapping[str, Reader] = {"randomize": _truth, "seed": _seed}
_GEOPOINT: Mapping[str, Reader] = {
    "capture-accuracy": _number, "warning-accuracy": _number, "allow-mock-accuracy": _truth,
}  # fmt: skip
ALLOWED_PARAMETERS: Mapping[str, Mapping[str, Reader]] = {
    "range": {
        "start": _number, "end": _number, "step": _number, "tick_interval": _number,
        "placeholder": _number, "tick_labelset": _anything,
    },
    "select": {**_SELECT, "value": _heading, "label": _heading},
    "text": {"rows": _whole},
    "image": {"max-pixels": _whole, "app": _anything},
    "photo": {"max-pixels": _whole, "app": _anything},
    "audio": {"quality": _quality},
    "geopoint": _GEOPOINT,
}  # fmt: skip
"""The parameters of each type of question, with their checks."""


def check_parameters(proofs: DiagnosticCollector, tree: SurveyTree) -> None:
    """Report unknown parameters, undefined questions in them, and invalid values."""
    for row in proofs.rows("survey"):
        written = row.get("parameters")
        taken = ALLOWED_PARAMETERS.get(_family(row.get("type")))
        if not written or is_metadata(row.get("type")):
            continue
        if taken is None:
            msgid = gettext_noop(
                "A row of this type takes no parameters here: “%(found)s” is not read."
            )
            proofs.note(
                RuleCode.CLIENT,
                msgid,
                row=row,
                name="parameters",
                found=written,
                level=Severity.WARNING,
            )
        elif not _PAIRS.fullmatch(written):
            msgid = gettext_noop(
                "Write name=value, one after the other, as in “start=0 end=10 step=1”."
            )
            _note(proofs, row, msgid, written)
        else:
            _check_values(proofs, row, dict(_PAIR.findall(written)), taken)
            check_cell(proofs, tree, row, "parameters", written)


def _family(kind: str) -> str:
    first = kind.lower().split(maxsplit=1)[0] if kind else ""
    return "select" if first.startswith("select") or first == "rank" else first


def _note(
    proofs: DiagnosticCollector,
    row: SheetRow,
    msgid: str,
    found: str,
    *,
    near: object = "",
    reason: object = "",
) -> None:
    proofs.note(
        RuleCode.PARAMETER, msgid, row=row, name="parameters", found=found, near=near, told=reason
    )


def _check_values(
    proofs: DiagnosticCollector, row: SheetRow, values: dict[str, str], taken: Mapping[str, Reader]
) -> None:
    values = {name.lower(): value for name, value in values.items()}
    wrong = False
    for name, value in values.items():
        if name not in taken:
            wrong, msgid = True, gettext_noop("There is no parameter “%(found)s” here.%(near)s")
            _note(proofs, row, msgid, name, near=did_you_mean(name, taken))
        elif reason := taken[name](name, value):
            wrong = True
            _note(proofs, row, _AS_IT_IS, value, reason=reason)
    if "seed" in values and "randomize" not in values:
        msgid = gettext_noop("A seed alone shuffles nothing: write randomize=true before it.")
        _note(proofs, row, msgid, values["seed"])
    if not wrong and _family(row.get("type")) == "range":
        _check_range(proofs, row, values)


def _check_range(proofs: DiagnosticCollector, row: SheetRow, values: dict[str, str]) -> None:
    usual = {"start": "1", "end": "10", "step": "1"}  # pyxform's default
    start, end, step = (Decimal(values.get(name, usual[name])) for name in usual)
    if step == 0:
        _note(proofs, row, gettext_noop("The step may not be 0."), str(step))
    elif abs(step) > abs(end - start):
        msgid = gettext_noop(
            "The step (%(found)s) is larger than from start to end. Make it smaller."
        )
        _note(proofs, row, msgid, str(step))
    elif (end - start) % step:
        low, high = RangeSpec(start, end, abs(step) if end > start else -abs(step)).bounds
        msgid = gettext_noop(
            "From start to end is not a whole number of steps (%(found)s): the numbers stop at "
            "%(last)s, and ODK Collect lets nobody answer. Write end=%(last)s, or another step."
        )
        last = format_decimal(high if end > start else low)
        proofs.note(
            RuleCode.CLIENT,
            msgid,
            row=row,
            name="parameters",
            found=format_decimal(step),
            last=last,
            level=Severity.WARNING,
        )
