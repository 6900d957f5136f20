"""How long a body has for its avis, and what its silence counts as. Pure.

To be checked by counsel. What is computed, and from where:

- Code du travail R2312-5: the time of a CSE begins on the day on which it was handed the dossier,
  or learned that it is in the data base. R2312-6: without an agreement on another time the CSE
  counts as consulted, with a negative avis, after one month; two with an expert; three with
  experts where the central committee and those of establishments are both consulted. It is the rule
  of companies with 50 employees or more; the seven days of II. for establishments are not computed.
- L2312-15: a judge may make the time longer. So may an agreement: whoever notes another last day
  says where it comes from, and that day holds.
- Code de procédure civile 641: months end on the day with the same number, or on the last of the
  month. Sundays and holidays are not looked at here.
- Of a CST (décret 2021-571) and of other bodies no clock is computed. Article 90: with equal votes
  the avis counts as given.
"""

import calendar
from dataclasses import dataclass
from datetime import date

from vecu.dialogue.rules import Avis, Expertise, StaffBody
from vecu.labelled_enum import LabelledEnum
from vecu.translation import gettext_noop

MONTHS = {Expertise.NONE: 1, Expertise.EXPERT: 2, Expertise.BOTH_LEVELS: 3}
"""For the avis of a CSE, without an agreement."""

COUNSEL = gettext_noop(
    "Computed from the dates noted here (Code du travail, R2312-5 and R2312-6), without Sundays and"
    " holidays: to be checked by counsel."
)
"""Stands beside each last day that was computed."""


class AvisState(LabelledEnum):
    """Where a consultation stands today."""

    AWAITED = "awaited", gettext_noop("The opinion is awaited")
    FAVOURABLE = "favourable", gettext_noop("Favourable opinion")
    UNFAVOURABLE = "unfavourable", gettext_noop("Unfavourable opinion")
    EQUAL_VOTE = "equal vote", gettext_noop("Votes were equal: neither favourable nor unfavourable")
    SILENT = "silent", gettext_noop("No opinion in time: this counts as a negative opinion")
    OVERDUE = (
        "overdue",
        gettext_noop("No opinion by the day noted; what this counts as is not known"),
    )


@dataclass(frozen=True, slots=True)
class ConsultationDates:
    """What the clock of a consultation is computed from.

    `handed_over` is the day of the dossier; `last_day` one that an agreement or a judge set.
    """

    body: StaffBody
    handed_over: date
    expertise: Expertise = Expertise.NONE
    last_day: date | None = None
    avis: Avis | None = None
    avis_day: date | None = None


@dataclass(frozen=True, slots=True)
class AvisStanding:
    """Where a consultation stands: until when the body may answer, None where no clock runs.

    `late`: an avis came after its silence counted as negative; the silence is what counts.
    """

    state: AvisState
    last_day: date | None
    computed: bool
    late: Avis | None = None


def add_months(day: date, months: int) -> date:
    """Return the day with the same number some months later, else the last one of that month."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def get_last_day(dates: ConsultationDates) -> date | None:
    """Return the last day on which an avis is in time, None where no clock runs."""
    if dates.last_day is not None:
        return dates.last_day
    if dates.body is StaffBody.CSE:
        return add_months(dates.handed_over, MONTHS[dates.expertise])
    return None


def judge_avis(dates: ConsultationDates, today: date) -> AvisStanding:
    """Return where a consultation stands today; on its last day an avis is still in time."""
    last_day = get_last_day(dates)
    computed = last_day is not None and dates.last_day is None
    answered = dates.avis_day if dates.avis is not None else None
    if last_day is not None and (answered or today) > last_day and dates.body is StaffBody.CSE:
        return AvisStanding(AvisState.SILENT, last_day, computed, late=dates.avis)
    if dates.avis is not None:
        return AvisStanding(AvisState(dates.avis.value), last_day, computed)
    overdue = last_day is not None and today > last_day
    return AvisStanding(AvisState.OVERDUE if overdue else AvisState.AWAITED, last_day, computed)
