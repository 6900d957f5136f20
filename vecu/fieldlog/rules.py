"""What must be noted before a log may begin. Pure."""

from dataclasses import dataclass
from datetime import date

from vecu.translation import gettext_noop


@dataclass(frozen=True, slots=True)
class LogConditions:
    """The papers of a log: one of the first two, and both others."""

    consultation: str = ""
    no_consultation_reason: str = ""
    impact_assessment: str = ""
    charter_day: date | None = None


def list_missing_conditions(conditions: LogConditions) -> list[str]:
    """Return what must still be noted before a token or a diary code is made, as msgids."""
    missing = []
    if not (conditions.consultation.strip() or conditions.no_consultation_reason.strip()):
        missing.append(
            gettext_noop("Note the date and reference of the consultation, or why none is due.")
        )
    if not conditions.impact_assessment.strip():
        missing.append(gettext_noop("Note the reference of the impact assessment."))
    if conditions.charter_day is None:
        missing.append(gettext_noop("Note the day on which the charter of use was signed."))
    return missing
