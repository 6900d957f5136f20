"""What must be noted before a log may begin, and who agrees to its figures. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from vecu.labelled_enum import LabelledEnum
from vecu.translation import gettext_noop


class AgreementSide(StrEnum):
    """Who must agree before everybody reads the figures of a month, in this order."""

    STAFF = "representatives"
    OWNER = "owner"


class LogCondition(LabelledEnum):
    """What must be noted before a log may begin."""

    CONSULTATION = (
        "consultation",
        gettext_noop("the consultation of staff representatives, or why none is due"),
    )
    IMPACT_ASSESSMENT = "impact_assessment", gettext_noop("the impact assessment")
    CHARTER = "charter", gettext_noop("the signed charter of use")
    CONFIRMATION = (
        "confirmation",
        gettext_noop("staff representatives’ confirmation of these, or why there is no body"),
    )


CONDITION_SENTENCES: Mapping[LogCondition, str] = MappingProxyType(
    {
        LogCondition.CONSULTATION: gettext_noop(
            "Note the date and reference of the consultation, or why none is due."
        ),
        LogCondition.IMPACT_ASSESSMENT: gettext_noop(
            "Note the reference of the impact assessment."
        ),
        LogCondition.CHARTER: gettext_noop(
            "Note the reference of the charter of use, and when it was signed."
        ),
        LogCondition.CONFIRMATION: gettext_noop(
            "Staff representatives must confirm consultation, impact assessment and charter by"
            " their own account; where no body represents the staff, say why."
        ),
    }
)
"""What to do where a condition is missing, as msgids."""


RECALL_UNCHECKED = gettext_noop(
    "This log cannot check how many cases the tool finds: it does not see those that it misses."
)
"""What stands wherever a promise is read beside figures of a log, as msgid."""


@dataclass(frozen=True, slots=True)
class LogConditions:
    """What is noted of a log: whether the register has a consultation, or why none is due.

    `confirmed`: representatives have confirmed it, and the papers. `no_body`: the owner has said
    why no body could, and no account of representatives can sign in.
    """

    consultation: bool = False
    impact_assessment: str = ""
    charter: str = ""
    charter_day: date | None = None
    confirmed: bool = False
    no_body: bool = False


def list_missing_conditions(conditions: LogConditions) -> list[LogCondition]:
    """Return what must still be noted before a token or a diary code is made."""
    missing = []
    if not conditions.consultation:
        missing.append(LogCondition.CONSULTATION)
    if not conditions.impact_assessment.strip():
        missing.append(LogCondition.IMPACT_ASSESSMENT)
    if conditions.charter_day is None or not conditions.charter.strip():
        missing.append(LogCondition.CHARTER)
    if not (conditions.confirmed or conditions.no_body):
        missing.append(LogCondition.CONFIRMATION)
    return missing
