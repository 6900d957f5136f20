"""What is typed in a month: counted by the rule of decisions, by hand and in random months."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vecu.fieldlog.typed_figures import UPKEEP_CELLS, make_typed_figures
from vecu.fieldlog.typed_totals import SheetTotals
from vecu.fieldlog.vocabulary import GainUse, TotalsSheet, UpkeepTrade, UpkeepWork


def correct(person: str, word: str = "", **amounts: float) -> SheetTotals:
    return SheetTotals(TotalsSheet.CORRECTIONS, word, {"texts": 4, **amounts}, person, "-")


def look_after(person: str, trade: str, pile: str = "-", **hours: float) -> SheetTotals:
    return SheetTotals(TotalsSheet.UPKEEP, trade, hours, person, pile)


def get_part(content: dict, figure: str) -> dict:
    [part] = content[figure]["parts"]
    return part


def test_corrections_minutes_and_the_gain_of_a_month_worked_by_hand():
    """Six people, four texts each: 24, rounded to 25. Each: 3 inventions, 2 omissions, 1 tone."""
    words = [GainUse.MORE_TIME] * 3 + [GainUse.NOT_KNOWN] * 3
    amounts = {"keyword_texts": 2, "invented": 3, "omitted": 2, "tone": 1}
    minutes = {"saved": 60, "checking": 30, "correcting": 14}
    content = make_typed_figures(
        [correct(f"p{i}", word, **amounts, **minutes) for i, word in enumerate(words)]
    )
    writing, gain = get_part(content, "writing"), get_part(content, "gain")
    assert writing["texts"] == 25
    assert writing["keywords"] == [[["yes"], 10], [["no"], 10]]
    # 6 × 3 and 6 × 2 stand alone; 6 of tone are too few, and nothing was assumed: omissions join
    assert writing["groups"] == [[["invented"], 20], [["omitted", "assumed", "tone"], 20]]
    assert gain["means"] == {"saved": 15.0, "checking": 7.5, "correcting": 3.5}
    assert "groups" not in gain or not gain["groups"]  # three people are not five


def test_minutes_that_only_two_people_spent_are_hidden():
    content = make_typed_figures(
        [correct(f"p{i}", saved=40, checking=20 if i < 2 else 0) for i in range(6)]
    )
    assert get_part(content, "gain")["means"] == {"saved": 10.0}


@pytest.mark.parametrize("sheets", [[], [correct("p1", invented=40)] * 5])
def test_a_month_of_few_people_has_no_figure(sheets):
    assert make_typed_figures(sheets) == {}


def test_the_only_head_s_hours_are_in_no_number_and_in_no_difference():
    """Five workers and five of the office type four times a month, one head too."""
    sheets = [
        look_after(f"{trade}{i}", trade, data=hours)
        for trade, hours in (("case_work", 1.5), ("office", 1))
        for i in range(5)
        for _week in range(4)
    ]
    sheets += [look_after("head", "head", answering=6, settings=2)] * 2
    part = get_part(make_typed_figures(sheets), "upkeep")
    *alone, (merged, hours) = part["groups"]
    assert alone == [[["case_work/data"], 30]]
    assert {"head/answering", "head/settings", "office/data"} <= set(merged)
    assert (hours, part["hours"]) == (36, 66)  # 20 of the office and 16 of the head


def test_hours_are_hidden_where_one_person_has_more_than_half_of_all():
    sheets = [look_after(f"p{i}", "case_work", data=1) for i in range(6)] * 2
    assert make_typed_figures([*sheets, look_after("head", "head", answering=13)]) == {}
    assert make_typed_figures([*sheets, look_after("head", "head", answering=12)])


def test_codes_of_two_piles_are_never_counted_together():
    sheets = [look_after(f"p{i}", "office", "-" if i < 3 else "=", data=1) for i in range(6)]
    assert make_typed_figures(sheets * 4) == {}


upkeep_months = st.lists(
    st.builds(
        look_after,
        st.sampled_from("abcdefgh"),
        st.sampled_from([str(trade) for trade in UpkeepTrade]),
        **{str(work): st.sampled_from([0, 0, 0.5, 2, 30]) for work in UpkeepWork},
    ),
    max_size=60,
)


@given(upkeep_months)
def test_whatever_readers_add_or_subtract_of_hours_rests_on_five_people(sheets):
    """Groups exclude each other and are all there is: sums and differences are unions of them."""
    content = make_typed_figures(sheets)
    for part in content.get("upkeep", {}).get("parts", []):
        cells = [cell for names, _hours in part["groups"] for cell in names]
        assert sorted(cells) == sorted(UPKEEP_CELLS)
        assert part["hours"] == sum(hours for _names, hours in part["groups"])
        for names, hours in part["groups"]:
            entries: dict[str, list[float]] = {}
            for each in sheets:
                found = [each.get(w) for w in UpkeepWork if f"{each.word}/{w}" in names]
                entries.setdefault(each.person, []).extend(hour for hour in found if hour)
            supplied = np.array([sum(found) for found in entries.values()])
            assert np.count_nonzero(supplied) >= 5
            assert sum(map(len, entries.values())) >= 11
            assert 2 * supplied.max() <= supplied.sum() + 1e-9
            assert abs(supplied.sum() - hours) <= 0.5
