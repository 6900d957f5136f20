"""The chart of a card: which bars stand in it, which is strong, what the base is."""

from uuid import uuid4

import pytest

from vecu.evidence.card_rules import BarReference
from vecu.recommendations.citing_recommendations import AddressedDecision
from vecu.recommendations.rules import AnswerDecision
from vecu.reports.cards.chart import build_card_chart
from vecu.reports.cards.decisions import describe_answers
from vecu.ui.figures import CountFigure, FigureRow

FIGURE = CountFigure(
    id="access", title="Who gives you access?", sentence="", breakdown="", columns=("",),
    rows=tuple(
        FigureRow(name.title(), (count,), answered=bool(name), name=name)
        for name, count in {"mine": 150, "employer": 45, "both": 15, "": 25, "other": 10}.items()
    ),
    totals=(235,), people=260, approximate=True,
)  # fmt: skip
GROUPS = CountFigure(
    id="weight", title="How much does it matter?", sentence="", breakdown="Does your manager know?",
    columns=("Yes", "No", "I have none"), names=("yes", "no", "none"),
    rows=(FigureRow("A lot", (35, 55, 10), name="core"),), totals=(70, 95, 20), people=260,
    approximate=True,
)  # fmt: skip
FULL, PARTLY = AnswerDecision.ACCEPTED, AnswerDecision.PARTLY


def test_the_chosen_bar_is_strong_on_a_track_as_long_as_its_base():
    chart = build_card_chart(FIGURE, BarReference(uuid4(), "employer"), "en")

    assert [(each.label, each.strong) for each in chart.bars] == [
        ("Mine", False), ("Employer", True), ("Both", False), ("", False),
    ]  # fmt: skip
    assert chart.strong.length == f"{100 * 45 / 235:.4g}%"
    assert (chart.number, chart.base) == ("45", "of about 235 people who were asked")
    assert chart.left_out == 1


def test_groups_are_drawn_against_their_own_base_and_small_ones_are_left_out():
    chart = build_card_chart(GROUPS, BarReference(uuid4(), "core", "no"), "en")

    assert [(each.label, each.length, each.base, each.strong) for each in chart.bars] == [
        ("Yes", "50%", "70", False), ("No", "57.89%", "95", True),
    ]  # fmt: skip
    assert (chart.number, chart.left_out) == ("55", 1)


@pytest.mark.parametrize(("row", "column"), [("other", ""), ("gone", ""), ("mine", "gone")])
def test_a_bar_without_a_public_count_carries_nothing(row, column):
    assert build_card_chart(FIGURE, BarReference(uuid4(), row, column), "en") is None


def test_bars_that_are_all_alike_compare_nothing_and_become_a_number():
    rows = tuple(FigureRow(name, (60,), name=name) for name in ("a", "b"))
    figure = CountFigure("x", "Which?", "", "", ("",), rows, (120,), 120)
    chart = build_card_chart(figure, BarReference(uuid4(), "a"), "en")

    assert (chart.bars, chart.number, chart.base) == ((), "60", "of 120 people who answered")


@pytest.mark.parametrize(
    ("decisions", "state", "text"),
    [
        ([], "nothing", "nothing decided yet: recommended, without an answer"),
        ([None], "nothing", "nothing decided yet: recommended, without an answer"),
        ([FULL], "decided", "accepted in full (Board)"),
        ([AnswerDecision.DECLINED], "decided", "declined (Board)"),
        ([PARTLY], "in part", "accepted in part (Board)"),
        ([FULL, None], "in part", "1 of 2 have answered"),
        ([FULL, FULL], "decided", "2 of 2 have answered"),
        ([FULL, AnswerDecision.DECLINED], "in part", "2 of 2 have answered"),
    ],
)
def test_what_was_decided_has_three_states(decisions, state, text):
    sent = [AddressedDecision("Board", each) for each in decisions]
    decision = describe_answers(sent, "/there")

    assert (decision.state, decision.text) == (state, text)
