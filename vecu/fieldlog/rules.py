"""What must be noted before a log may begin, and who agrees to its figures. Pure."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from vecu.translation import gettext_noop


class AgreementSide(StrEnum):
    """Who must agree before everybody reads the figures of a month, in this order."""

    STAFF = "representatives"
    OWNER = "owner"


@dataclass(frozen=True, slots=True)
class LogConditions:
    """What is noted of a log: whether the register has a consultation, or why none is due."""

    consultation: bool = False
    impact_assessment: str = ""
    charter: str = ""
    charter_day: date | None = None


def list_missing_conditions(conditions: LogConditions) -> list[str]:
    """Return what must still be noted before a token or a diary code is made, as msgids."""
    missing = []
    if not conditions.consultation:
        missing.append(
            gettext_noop("Note the date and reference of the consultation, or why none is due.")
        )
    if not conditions.impact_assessment.strip():
        missing.append(gettext_noop("Note the reference of the impact assessment."))
    if conditions.charter_day is None or not conditions.charter.strip():
        missing.append(
            gettext_noop("Note the reference of the charter of use, and when it was signed.")
        )
    return missing
