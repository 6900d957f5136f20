"""What an organisation counts in a month, without a file and without a list of people. Pure.

Counts are of four answers to one question, and of everybody where the tool is not open yet. A
correction to a closed month is counted in a later one, with its sign.
"""

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

from vecu.labelled_enum import LabelledEnum
from vecu.translation import gettext_noop

Counts = Mapping[str, int]
"""By key (`get_count_key`); what is not there is 0."""

MOST = 99_999


class AnswerGroup(LabelledEnum):
    """Whom a column of counts is about: what they answered when they were asked about the tool."""

    YES = "yes", gettext_noop("Said yes")
    NO = "no", gettext_noop("Said no")
    NOT_ASKED = "not_asked", gettext_noop("Were not asked")
    WITHDREW = "withdrew", gettext_noop("Said yes, then no")
    EVERYBODY = "everybody", gettext_noop("Everybody")


ANSWERED = (AnswerGroup.YES, AnswerGroup.NO, AnswerGroup.NOT_ASKED, AnswerGroup.WITHDREW)
"""The groups where the tool is open; where it is not, everybody is one."""


class CountedEvent(LabelledEnum):
    """What is counted of each group."""

    REQUESTS = "requests", gettext_noop("First requests")
    WITHIN_7 = "within_7", gettext_noop("Of these, first meeting within 7 days")
    WITHIN_15 = "within_15", gettext_noop("After 8 to 15 days")
    WITHIN_30 = "within_30", gettext_noop("After 16 to 30 days")
    LATER = "later", gettext_noop("After more than 30 days")
    WAITING = "waiting", gettext_noop("No meeting yet")
    DUE = "due", gettext_noop("Meetings of this month")
    KEPT = "kept", gettext_noop("Of these, kept")
    MOVED = "moved", gettext_noop("Moved")
    MISSED = "missed", gettext_noop("Missed, reason unknown")
    CONTACTS = "contacts", gettext_noop("Times somebody spoke with a person")
    GRANTED = "granted", gettext_noop("Decisions: aid granted")
    PART = "part", gettext_noop("Granted in part")
    REFUSED = "refused", gettext_noop("Refused")
    PUT_OFF = "put_off", gettext_noop("Put off")


class SiteCount(LabelledEnum):
    """What is counted of a site as a whole."""

    LEFT = "left", gettext_noop("People who left without choosing")
    STAFF = "staff", gettext_noop("People who work at the counter")
    HOURS = "hours", gettext_noop("Hours that the counter is open in a week")
    LANGUAGES = "languages", gettext_noop("Languages that are spoken at the counter")


PARTS: Mapping[CountedEvent, Sequence[CountedEvent]] = MappingProxyType(
    {
        CountedEvent.REQUESTS: (
            CountedEvent.WITHIN_7,
            CountedEvent.WITHIN_15,
            CountedEvent.WITHIN_30,
            CountedEvent.LATER,
            CountedEvent.WAITING,
        ),
        CountedEvent.DUE: (CountedEvent.KEPT, CountedEvent.MOVED, CountedEvent.MISSED),
    }
)
"""What adds up to what."""
DECISIONS = (
    CountedEvent.GRANTED, CountedEvent.PART, CountedEvent.REFUSED, CountedEvent.PUT_OFF,
)  # fmt: skip


class QuarterOutcome(LabelledEnum):
    """What a quarter compares; which one is judged is declared before it begins."""

    KEPT = "kept", gettext_noop("Meetings that were kept")
    SEEN = "seen", gettext_noop("First meeting within 15 days")
    GRANTED = "granted", gettext_noop("Aid granted in full")


_SHARES: Mapping[QuarterOutcome, tuple[Sequence[CountedEvent], Sequence[CountedEvent]]] = (
    MappingProxyType(
        {
            QuarterOutcome.KEPT: ((CountedEvent.KEPT,), (CountedEvent.DUE,)),
            QuarterOutcome.SEEN: (
                (CountedEvent.WITHIN_7, CountedEvent.WITHIN_15),
                (CountedEvent.REQUESTS,),
            ),
            QuarterOutcome.GRANTED: ((CountedEvent.GRANTED,), DECISIONS),
        }
    )
)


def get_count_key(group: AnswerGroup, event: CountedEvent) -> str:
    """Return under which key a number is stored."""
    return f"{group}_{event}"


def list_groups(*, is_open: bool) -> Sequence[AnswerGroup]:
    """Return whom the counts of a month are about, where the tool is open and where it is not."""
    return ANSWERED if is_open else (AnswerGroup.EVERYBODY,)


def are_counts_of(groups: Iterable[AnswerGroup], counts: Counts) -> bool:
    """Return whether counts are about these groups alone: else the site opened at another day."""
    keys = {get_count_key(group, each) for group in groups for each in CountedEvent}
    return set(counts) <= keys | {str(each) for each in SiteCount}


def add_counts(several: Iterable[Counts]) -> dict[str, int]:
    """Return the sums of several months and corrections."""
    total: dict[str, int] = {}
    for counts in several:
        for key, number in counts.items():
            total[key] = total.get(key, 0) + number
    return total


def get_share(
    counts: Counts, groups: Iterable[AnswerGroup], outcome: QuarterOutcome
) -> tuple[int, int]:
    """Return in how many of how many cases some groups had an outcome."""
    counted, base = _SHARES[outcome]
    both = [(_sum(counts, group, counted), _sum(counts, group, base)) for group in groups]
    return sum(count for count, _of in both), sum(of for _count, of in both)


def find_wrong_sums(counts: Counts) -> dict[str, int]:
    """Return what parts add up to, by the key of each number that says otherwise."""
    wrong = {}
    for group in AnswerGroup:
        for whole, parts in PARTS.items():
            total = _sum(counts, group, parts)
            if counts.get(key := get_count_key(group, whole), 0) != total:
                wrong[key] = total
    return wrong


def _sum(counts: Counts, group: AnswerGroup, events: Iterable[CountedEvent]) -> int:
    return sum(counts.get(get_count_key(group, each), 0) for each in events)
