"""Figures of a log: what may be counted in public of the decisions of a few.

A log of an AI system holds what people at work decided, often a dozen of them. Its figures are made
once, when a month closes, and the decisions are deleted. What is published must show the machine,
and nobody: neither by itself, nor by what readers add and subtract.
"""

import math

import numpy as np
import pytest

from tests.fieldlog.test_figures import ACCEPTED, FACTS, MODIFIED, OVERRIDDEN, RULE, each_of
from vecu import stats
from vecu.fieldlog.decision_groups import is_publishable, merge_cells
from vecu.fieldlog.figures import add_baseline, make_figures
from vecu.fieldlog.month_figures import get_month_section
from vecu.fieldlog.typed_figures import make_typed_figures
from vecu.fieldlog.typed_totals import SheetTotals
from vecu.fieldlog.vocabulary import CorrectionKind, TotalsSheet

# --- What may be counted -------------------------------------------------------------------------
#
# The unit is the decision. Whoever decides often supplies many; so the people behind a number count
# too, and how much of it each of them supplies. How many people there are is never published.


@pytest.mark.parametrize(
    ("decisions_of_each_person", "may_be_published"),
    [
        ([3, 2, 2, 2, 2], True),
        ([2, 2, 2, 2, 2], False),
        ([50, 50, 50, 50], False),
        ([10, 4, 3, 2, 1], True),
        ([11, 4, 3, 2, 1], False),
    ],
)
def test_eleven_decisions_by_five_people_of_whom_nobody_supplies_more_than_half(
    decisions_of_each_person, may_be_published
):
    """Of minutes, nobody supplies more than half of these either."""
    by_person = np.array([decisions_of_each_person], dtype=float)
    assert is_publishable(by_person) is may_be_published


# --- Lines of cells ------------------------------------------------------------------------------
#
# Decisions are divided by version of the system first. Within a version they are divided by what
# became of the proposal; overrides by their reasons; all by whether the proposal was right, by
# explanation, and by each kind of correction. Each division is a line of cells. A version is named
# only where it could be counted alone: a name that few people's decisions have can be a person's.
# What is noted in diaries is never counted together with what systems send: three people who do
# both have six pseudonyms.


@pytest.mark.parametrize(
    ("decisions_in_each_cell", "counted_alone", "counted_together"),
    [
        ([20, 20, 20], [20, 20, 20], []),
        ([30, 5, 20, 20], [30, 20], [5, 20]),
        ([30, 5, 5, 5], [30], [5, 5, 5]),
        ([30, 0, 20], [30], [0, 20]),
        ([30, 5], [], [30, 5]),
    ],
)
def test_what_may_not_stand_alone_is_counted_together(
    decisions_in_each_cell, counted_alone, counted_together
):
    """Nothing is hidden: readers know each sum anyway. What is merged can be published as one, so
    the smallest of the others is merged too if need be. That nobody did something rests on nobody.
    Here each of five people supplies a fifth.
    """
    counts = np.array(decisions_in_each_cell)
    groups = merge_cells(np.array([[counts] * 5], dtype=float) / 5, counts)
    alone = [int(counts[group[0]]) for group in groups if len(group) == 1]
    together = [int(counts[cell]) for group in groups if len(group) > 1 for cell in group]
    assert (alone, together) == (counted_alone, counted_together)


def test_overrides_are_counted_with_their_reasons_or_not_at_all():
    """Six people: 60 proposals accepted, 30 changed, 30 overridden, and nobody said why."""
    month = each_of(6, ACCEPTED, 10) + each_of(6, MODIFIED, 5) + each_of(6, OVERRIDDEN, 5)
    [version] = make_figures(month)["outcome"]["versions"]
    assert [names for names, _count in version["groups"]] == [
        ["accepted"], ["modified"], ["overridden", "ignored", "deferred", "escalated"],
    ]  # fmt: skip


# --- Sums and differences ------------------------------------------------------------------------
#
# Within a line, groups exclude each other and each may be published; so may all that readers add
# up of them, and all that is left of a total. Two lines of a version have nothing in common but
# this total (reasons only divide overrides further). Take numbers of several lines, added or
# subtracted, that count some decisions once and all others not at all: that is a sum of functions
# of independent coordinates, one for each line, whose only values are 0 and 1. Such a sum depends
# on one coordinate. So it counts groups of one line. Versions and months exclude each other.
#
# Coordinates are independent for readers who know nothing else. Who knows that something occurs
# only within something else can subtract more: so what a group has beyond groups of another line
# that lie within it, in this month, must be publishable too. If not, the line that matters less is
# merged further. Tests find every number that follows from those of random months by linear algebra
# (`tests/fieldlog/test_figure_attacks.py`), and from those of all pages of a laboratory together
# (`tests/fieldlog/test_every_page_as_every_role.py`).
#
# Who decides, or sends events, knows more: the own part of a number can be subtracted. So who can
# send what nobody decided, with a token or with four diary codes of their own, can work out what
# one person noted. That is why staff representatives hand codes out and read a month before anybody
# else; a month with people whom nobody knows should not be agreed to.


@pytest.mark.parametrize(
    ("changed_with_something_invented", "changed_otherwise", "is_counted"),
    [(25, 5, False), (25, 15, True)],
)
def test_the_rest_of_a_count_within_another_is_large_enough(
    changed_with_something_invented, changed_otherwise, is_counted
):
    """Five people, each a fifth. Of 30 changed ones, 25 would leave 5."""
    invented = frozenset({CorrectionKind.INVENTED})
    month = each_of(5, ACCEPTED, 20)
    month += each_of(5, MODIFIED, changed_with_something_invented // 5, correction_kinds=invented)
    month += each_of(5, MODIFIED, changed_otherwise // 5)
    assert ("corrections" in make_figures(month)) is is_counted


# --- Shares and minutes --------------------------------------------------------------------------


def test_a_share_is_a_whole_percent_with_its_interval_outward():
    """42 of 120 are overridden, by six people alike. People, not decisions, are the sample: the
    interval is Korn and Graubard's (Survey Methodology 24, 1998) with a cluster for each person, as
    R's `svyciprop` has it; and decisions are never worth more than as many independent ones.
    """
    month = each_of(6, ACCEPTED, 13) + each_of(6, OVERRIDDEN, 4, reason=FACTS)
    month += each_of(6, OVERRIDDEN, 3, reason=RULE)
    [version] = make_figures(month)["outcome"]["versions"]
    share = stats.cluster_share([7] * 6, [20] * 6)
    assert version["shares"]["overridden"] == [
        35, math.floor(100 * share.low), math.ceil(100 * share.high),
    ]  # fmt: skip
    assert version["shares"]["overridden"] == [35, 24, 48]


@pytest.mark.parametrize(
    ("followed_and_kept_their_view", "share"), [((36, 12), 75), ((36, 6), None)]
)
def test_reliance_is_shares_without_counts(followed_and_kept_their_view, share):
    """RAIR: of cases in which the own view was wrong and the proposal right, how many followed it
    (M. Schemmer and others, 2023). Six people alike. A share and its rest rest on 11 each.
    """
    followed, own = followed_and_kept_their_view
    case = {"own_right": False, "proposal_right": True}
    month = each_of(6, ACCEPTED, followed // 6, **case)
    month += each_of(6, OVERRIDDEN, own // 6, reason=FACTS, **case)
    [version] = make_figures(month).get("reliance", {"versions": [{}]})["versions"]
    assert version.get("shares", {}).get("rair", [None])[0] == share


def test_minutes_are_a_mean_and_never_a_sum():
    """How many decisions have minutes is not published. The rule is that of counts, as if readers
    knew it, for decisions and for minutes.
    """
    month = each_of(6, ACCEPTED, 10, active_minutes=1.5) + each_of(6, ACCEPTED, 10)
    [version] = make_figures(month)["minutes"]["versions"]
    assert version["means"] == {"active_minutes": {"all": 1.5}}


def test_minutes_are_for_one_decision_and_subtracted_from_no_minutes_of_a_case():
    """A case can need several decisions, or none. So what a case took without the tool stands
    beside them with its source, and no saving is computed: 12 and 1.5 do not make 10.5.
    """
    content = add_baseline(
        make_figures(each_of(6, ACCEPTED, 10, active_minutes=1.5)), 12.0, {"en": "Timed in March."}
    )
    section = get_month_section("2026-10", "minutes", content["minutes"], "en")
    assert [row.text for row in section.figures[0].rows] == ["1.5 min"]
    assert "Without the tool a case took 12.0 min." in section.sentences[-1]


# --- Totals that are typed -----------------------------------------------------------------------
#
# Corrections in drafts are counted as corrections, texts as texts, and hours of upkeep as entries
# and as hours. Each division is one line of cells, as above.


@pytest.mark.parametrize(
    ("hours_of_the_only_head", "published"), [(6, [20, 26]), (20, [20, 40]), (21, [61]), (41, [])]
)
def test_the_hours_of_the_only_head_are_counted_together_with_others_or_not_at_all(
    hours_of_the_only_head, published
):
    """Ten people type an hour four times, five of them on data and five on settings. What nobody
    did is merged too, so a group of others always exists, and no total less another number leaves
    one person's hours.
    """
    sheets = [
        SheetTotals(TotalsSheet.UPKEEP, "case_work", {work: 1}, f"{work}{number % 5}")
        for work in ("data", "settings")
        for number in range(20)
    ]
    sheets.append(
        SheetTotals(TotalsSheet.UPKEEP, "head", {"answering": hours_of_the_only_head}, "h")
    )
    parts = make_typed_figures(sheets).get("upkeep", {"parts": [{"groups": []}]})["parts"]
    assert [hours for _names, hours in parts[0]["groups"]] == published
