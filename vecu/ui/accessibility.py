"""How accessible the pages are by law (RGAA): the laboratory's audit, and what was checked. Pure.

Without a valid audit by a person the state is “not compliant”, whatever programs find.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from vecu.errors import VecuError
from vecu.labelled_enum import LabelledEnum
from vecu.translation import gettext_noop

RGAA = "RGAA 4.1.2"
VALID_YEARS = 3
"""How long a declaration holds after its audit (decree 2019-768 and its order of application)."""


class Compliance(LabelledEnum):
    """The state that the law knows; its words stand at the foot of every page."""

    FULL = "full", gettext_noop("Accessibility: fully compliant")
    PARTIAL = "partial", gettext_noop("Accessibility: partially compliant")
    NONE = "none", gettext_noop("Accessibility: not compliant")


class AuditRefused(VecuError):
    """The file of the audit does not say what a declaration must, or says it wrongly."""


@dataclass(frozen=True, slots=True)
class AccessibilityAudit:
    """What a person found who filled in the RGAA grid; texts as the laboratory wrote them."""

    day: date
    auditor: str
    respected: float
    failures: tuple[str, ...] = ()
    burdens: tuple[str, ...] = ()
    exempt: tuple[str, ...] = ()
    pages: tuple[str, ...] = ()
    tested_with: tuple[str, ...] = ()
    scheme: str = ""
    plan: str = ""

    @property
    def last_day(self) -> date:
        """The last day of its validity."""
        last = (
            (self.day.month, self.day.day) if (self.day.month, self.day.day) != (2, 29) else (2, 28)
        )
        return date(self.day.year + VALID_YEARS, *last)


@dataclass(frozen=True, slots=True)
class AccessibilityCheck:
    """What the makers of the program checked, or did not yet (`day` is None); no audit."""

    name: str
    outcome: str
    day: date | None = None


_AUTUMN = date(2026, 11, 24)
CHECKS = (
    AccessibilityCheck(
        gettext_noop("Keyboard only"),
        gettext_noop("passed, from the welcome page to the receipt code and in the staff pages"),
        _AUTUMN,
    ),
    AccessibilityCheck(
        gettext_noop("Zoom to 400 %"), gettext_noop("passed in an emulated browser"), _AUTUMN
    ),
    AccessibilityCheck(
        gettext_noop("Larger text spacing"),
        gettext_noop("passed but for long labels in charts; the table below each has them whole"),
        _AUTUMN,
    ),
    AccessibilityCheck(
        gettext_noop("Forced colours"), gettext_noop("passed in an emulated browser"), _AUTUMN
    ),
    AccessibilityCheck(gettext_noop("Reading order"), gettext_noop("passed"), _AUTUMN),
    AccessibilityCheck(
        gettext_noop("Figures"),
        gettext_noop("passed: sentence and table say what the picture shows"),
        _AUTUMN,
    ),
    AccessibilityCheck(gettext_noop("Screen reader, French"), gettext_noop("not done yet")),
    AccessibilityCheck(gettext_noop("Screen reader, phone"), gettext_noop("not done yet")),
    AccessibilityCheck(gettext_noop("Voice control"), gettext_noop("not done yet")),
    AccessibilityCheck(gettext_noop("People"), gettext_noop("not done yet")),
)
"""The table of docs/explanation/accessibility.md in short; a test holds both to the same days."""


def get_compliance(audit: AccessibilityAudit | None, today: date) -> Compliance:
    """Return the state on a day: half of the criteria make it partial, all of them full."""
    if audit is None or not audit.day <= today <= audit.last_day or audit.respected < 50:
        return Compliance.NONE
    return Compliance.FULL if audit.respected == 100 else Compliance.PARTIAL


def parse_audit(text: str) -> AccessibilityAudit:
    """Return the audit that a TOML file holds; raise `AuditRefused`, naming what is wrong."""
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise AuditRefused(f"accessibility.toml is no TOML: {error}.") from error
    known = set(AccessibilityAudit.__dataclass_fields__)
    if unknown := sorted(values.keys() - known):
        raise AuditRefused(
            f"accessibility.toml: {unknown[0]} is no key. Keys: {', '.join(sorted(known))}."
        )
    return AccessibilityAudit(
        day=_take(values, "day", date),
        auditor=_take(values, "auditor", str),
        respected=_percent(values),
        scheme=_take(values, "scheme", str, ""),
        plan=_take(values, "plan", str, ""),
        **{
            name: _texts(values, name)
            for name in ("failures", "burdens", "exempt", "pages", "tested_with")
        },
    )


def read_audit(file: Path) -> AccessibilityAudit | None:
    """Return the laboratory's audit, None while there is no file."""
    return parse_audit(file.read_text("utf-8")) if file.exists() else None


def _take(values: Mapping[str, Any], name: str, kind: type, default: Any = None) -> Any:
    value = values.get(name, default)
    if type(value) is not kind:
        example = {"day": "day = 2027-01-31", "respected": "respected = 71.5"}.get(
            name, f'{name} = "…"'
        )
        raise AuditRefused(
            f"accessibility.toml: {name} is missing or wrong. Write it as {example}."
        )
    return value


def _percent(values: Mapping[str, Any]) -> float:
    value = values.get("respected")
    if type(value) not in {int, float} or not 0 <= float(value or 0) <= 100:
        raise AuditRefused(
            "accessibility.toml: respected is the share of the criteria that are respected, "
            "from 0 to 100. Write it as respected = 71.5."
        )
    return float(value)  # type: ignore[arg-type] # checked


def _texts(values: Mapping[str, Any], name: str) -> tuple[str, ...]:
    texts = values.get(name, [])
    if type(texts) is not list or not all(type(text) is str for text in texts):
        raise AuditRefused(f'accessibility.toml: {name} is a list of texts: {name} = ["…", "…"].')
    return tuple(texts)
