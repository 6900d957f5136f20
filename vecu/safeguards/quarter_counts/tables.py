"""Closed quarters of monthly counts: what of them is public, and what it shows. Pure.

A quarter that is incomplete, or whose table is not public, is counted together with the next, up to
as many as were declared; after these nothing of them is ever public. Beside the table stands one
gap, of those who said no, and one between sites; neither is a second table, and both are whole
points. Nobody was drawn to say no: a gap describes, and is never called an effect.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import hypot

from vecu.labelled_enum import LabelledEnum
from vecu.safeguards.publication import CountedShare, is_table_public
from vecu.safeguards.quarter_counts.month_counts import (
    ANSWERED,
    AnswerGroup,
    CountedEvent,
    Counts,
    QuarterOutcome,
    add_counts,
    get_count_key,
    get_share,
)
from vecu.safeguards.quarters import Quarter, iter_closed_quarters
from vecu.stats import (
    ShareGap,
    compare_changes,
    compare_shares,
    smallest_difference,
    smallest_loss,
)
from vecu.translation import gettext_noop

MOST_QUARTERS = 4
GAPS_THAT_FIRE = 2
"""After how many quarters whose interval excludes no loss the tool is stopped and looked at."""


SitesCounted = Mapping[str, date]
"""The first month that each site counts: a later one that was not typed is missing."""


class TableRow(LabelledEnum):
    """A row of a quarter's table: the one grouping that is public."""

    YES = "yes", gettext_noop("Said yes")
    NO = "no", gettext_noop("Said no, at once or later")
    NOT_ASKED = "not_asked", gettext_noop("Were not asked")
    ONLY_NO = "only_no", gettext_noop("Said no at once")
    WITHDREW = "withdrew", gettext_noop("Said yes, then no")
    NOT_OPEN = "not_open", gettext_noop("Everybody, where the tool is not open yet")
    BEFORE = "before", gettext_noop("Everybody, before")


class AnswerGrouping(LabelledEnum):
    """How answers are grouped, for ever: two groupings of the same people could be subtracted."""

    TOGETHER = "together", gettext_noop("Who said no at once and who did later, together")
    APART = "apart", gettext_noop("Who said no at once and who did later, apart")


_ROWS: Mapping[AnswerGrouping, Mapping[TableRow, Sequence[AnswerGroup]]] = {
    AnswerGrouping.TOGETHER: {
        TableRow.YES: (AnswerGroup.YES,),
        TableRow.NO: (AnswerGroup.NO, AnswerGroup.WITHDREW),
        TableRow.NOT_ASKED: (AnswerGroup.NOT_ASKED,),
    },
    AnswerGrouping.APART: {
        TableRow.YES: (AnswerGroup.YES,),
        TableRow.ONLY_NO: (AnswerGroup.NO,),
        TableRow.WITHDREW: (AnswerGroup.WITHDREW,),
        TableRow.NOT_ASKED: (AnswerGroup.NOT_ASKED,),
    },
}


class QuarterState(LabelledEnum):
    """What is public of a closed quarter."""

    PUBLIC = "public", gettext_noop("Its whole table is public.")
    JOINED = (
        "joined",
        gettext_noop("A number was too small. These months are counted with the next quarter."),
    )
    INCOMPLETE = (
        "incomplete",
        gettext_noop(
            "The service did not give all its counts. These months are counted with the next"
            " quarter."
        ),
    )
    WITHHELD = "withheld", gettext_noop("A number was too small. Nothing of it will be public.")


class QuarterVerdict(LabelledEnum):
    """What a gap says of those who said no. Too few cases to see one is no sign of fairness."""

    CANNOT_BE_TOLD = "cannot be told", gettext_noop("It cannot be told.")
    LESS = "less", gettext_noop("Yes, a gap is seen.")
    MORE = "more", gettext_noop("No: those who said no had more.")
    AS_WELL = "as well", gettext_noop("No, within what was declared beforehand.")


@dataclass(frozen=True, slots=True)
class ComparisonTerms:
    """What is declared before the `first` quarter begins. `margin` is in points."""

    first: Quarter
    outcome: QuarterOutcome
    grouping: AnswerGrouping
    most_quarters: int
    margin: int


@dataclass(frozen=True, slots=True)
class SiteMonth:
    """What was typed of a site for a month; corrections to earlier months come beside it.

    `opened` is when the tool was opened at the site: in the months before it, everybody is one.
    """

    site: str
    month: date
    opened: date | None
    counts: Counts
    is_correction: bool = False

    @property
    def is_open(self) -> bool:
        """Whether people are asked about the tool at this site."""
        return is_open_in(self.opened, self.month)


@dataclass(frozen=True, slots=True)
class QuarterGap:
    """A gap on the declared outcome, and the smallest one that would have been seen."""

    gap: ShareGap
    smallest: float
    verdict: QuarterVerdict


@dataclass(frozen=True, slots=True)
class QuarterTable:
    """A table that is public, whole, and the two gaps beside it; `between_sites` may have none."""

    rows: Mapping[TableRow, Mapping[QuarterOutcome, CountedShare]]
    contacts: Mapping[TableRow, int]
    refusal: QuarterGap
    between_sites: QuarterGap | None


@dataclass(frozen=True, slots=True)
class QuarterResult:
    """What is public of the quarters from `first` to `last`; no table unless all of it is."""

    first: Quarter
    last: Quarter
    state: QuarterState
    table: QuarterTable | None = None


def is_open_in(opened: date | None, month: date) -> bool:
    """Return whether a tool that opened on some day counts as open in a month."""
    return opened is not None and month >= opened.replace(day=1)


def list_results(
    terms: ComparisonTerms, months: Sequence[SiteMonth], expected: SitesCounted, today: date
) -> list[QuarterResult]:
    """Return what is public of each closed quarter, the earliest first."""
    return list(_iter_results(terms, months, expected, today)) if expected else []


def _iter_results(
    terms: ComparisonTerms, months: Sequence[SiteMonth], expected: SitesCounted, today: date
) -> Iterator[QuarterResult]:
    pending: list[Quarter] = []
    before = [each for each in months if each.month < terms.first.first_day and not each.is_open]
    for quarter in iter_closed_quarters(terms.first, today):
        pending.append(quarter)
        first, last = pending[0].first_day, quarter.last_day
        counted = [each for each in months if first <= each.month <= last]
        table = _make_table(terms, counted, before)
        complete = _is_complete(counted, expected, pending)
        state = _judge_state(terms, table if complete else None, len(pending), complete=complete)
        yield QuarterResult(
            pending[0], quarter, state, table if state is QuarterState.PUBLIC else None
        )
        if state in {QuarterState.PUBLIC, QuarterState.WITHHELD}:
            pending = []


def _judge_state(
    terms: ComparisonTerms, table: QuarterTable | None, quarters: int, *, complete: bool
) -> QuarterState:
    if table is not None:
        return QuarterState.PUBLIC
    if quarters >= terms.most_quarters:
        return QuarterState.WITHHELD
    return QuarterState.JOINED if complete else QuarterState.INCOMPLETE


def _is_complete(
    counted: Iterable[SiteMonth], expected: SitesCounted, quarters: Iterable[Quarter]
) -> bool:
    typed = {(each.site, each.month) for each in counted if not each.is_correction}
    return all(
        month < since or (site, month) in typed
        for site, since in expected.items()
        for quarter in quarters
        for month in quarter.months
    )


def _make_table(
    terms: ComparisonTerms, counted: Sequence[SiteMonth], before: Sequence[SiteMonth]
) -> QuarterTable | None:
    """Return the table, None unless all of it is public."""
    rows: dict[TableRow, tuple[Counts, Sequence[AnswerGroup]]] = {}
    answers = add_counts(each.counts for each in counted if each.is_open)
    for row, groups in _ROWS[terms.grouping].items():
        rows[row] = (answers, groups)
    everybody = (AnswerGroup.EVERYBODY,)
    waiting = [each.counts for each in counted if not each.is_open]
    if waiting:
        rows[TableRow.NOT_OPEN] = (add_counts(waiting), everybody)
    if before:
        rows[TableRow.BEFORE] = (add_counts(each.counts for each in before), everybody)
    shares = {
        row: {outcome: get_share(*found, outcome) for outcome in QuarterOutcome}
        for row, found in rows.items()
    }
    contacts = {row: _count_contacts(*found) for row, found in rows.items()}
    cells = [share for each in shares.values() for share in each.values()]
    if not is_table_public(cells, contacts.values()):
        return None
    return QuarterTable(
        shares,
        contacts,
        _compare_answers(terms, shares),
        _compare_sites(terms, counted, before),
    )


def _count_contacts(counts: Counts, groups: Iterable[AnswerGroup]) -> int:
    return sum(counts.get(get_count_key(each, CountedEvent.CONTACTS), 0) for each in groups)


def _compare_answers(
    terms: ComparisonTerms, shares: Mapping[TableRow, Mapping[QuarterOutcome, CountedShare]]
) -> QuarterGap:
    """Compare those who said no with those who said yes, which describes and no more."""
    said_no = TableRow.NO if terms.grouping is AnswerGrouping.TOGETHER else TableRow.ONLY_NO
    no, yes = shares[said_no][terms.outcome], shares[TableRow.YES][terms.outcome]
    gap = compare_shares(no, yes)
    return QuarterGap(
        gap, smallest_loss(no[1], yes[1], share=yes[0] / yes[1]), _judge(gap, terms.margin)
    )


def _compare_sites(
    terms: ComparisonTerms, counted: Sequence[SiteMonth], before: Sequence[SiteMonth]
) -> QuarterGap | None:
    """Compare the change, for everybody, of sites where the tool is open with that of the others.

    It catches what falls on all, such as a counter that was closed; None unless it is open at some
    sites in these months, at others in none, and each share is large enough.
    """
    opened = {each.site for each in counted if each.is_open}
    waiting = {each.site for each in counted} - opened
    pairs = [
        tuple(
            _share_all(terms, [each for each in rows if each.site in sites])
            for rows in (before, [each for each in counted if each.is_open or each.site in waiting])
        )
        for sites in (opened, waiting)
    ]
    shares = [share for pair in pairs for share in pair]
    if not is_table_public(shares):
        return None
    (first, then), (other_first, other_then) = pairs
    gap = compare_changes((first, then), (other_first, other_then))
    share = sum(count for count, _of in shares) / sum(of for _count, of in shares)
    smallest = hypot(
        smallest_difference(first[1], then[1], share=share),
        smallest_difference(other_first[1], other_then[1], share=share),
    )
    return QuarterGap(gap, smallest, _judge(gap, terms.margin))


def _share_all(terms: ComparisonTerms, rows: Iterable[SiteMonth]) -> CountedShare:
    counts = add_counts(each.counts for each in rows)
    return get_share(counts, (*ANSWERED, AnswerGroup.EVERYBODY), terms.outcome)


def _judge(gap: ShareGap, margin: int) -> QuarterVerdict:
    if gap.high < 0:
        return QuarterVerdict.LESS
    if gap.low > 0:
        return QuarterVerdict.MORE
    return QuarterVerdict.AS_WELL if gap.low * 100 > -margin else QuarterVerdict.CANNOT_BE_TOLD


def is_settled(results: Iterable[QuarterResult], terms: ComparisonTerms, month: date) -> bool:
    """Return whether the counts of a month stand for ever, to be corrected in a later one only.

    They do once a table with them is public or withheld; months before the first quarter with the
    first public one.
    """
    for each in results:
        if each.state is QuarterState.PUBLIC and month < terms.first.first_day:
            return True
        settled = each.state in {QuarterState.PUBLIC, QuarterState.WITHHELD}
        if settled and each.first.first_day <= month <= each.last.last_day:
            return True
    return False


def list_losses(results: Iterable[QuarterResult]) -> list[Quarter]:
    """Return the quarters from which on a clause fires: the second one with a loss, and later ones.

    A loss of those who said no, or of everybody where the tool is open.
    """
    lost = [
        each.last
        for each in results
        if each.table
        and QuarterVerdict.LESS
        in {
            each.table.refusal.verdict,
            each.table.between_sites.verdict if each.table.between_sites else None,
        }
    ]
    return lost[GAPS_THAT_FIRE - 1 :]
