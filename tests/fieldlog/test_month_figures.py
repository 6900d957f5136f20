"""Figures of months in words: sums of what each shows, and nothing beyond."""

import json
from dataclasses import replace

import pytest
from django.template.loader import render_to_string
from django.utils.translation import override

from tests.fieldlog.test_figures import FACTS, MODIFIED, OVERRIDDEN, RULE, each_of
from vecu.fieldlog.figure_labels import (
    CORRECTIONS,
    EXPLANATIONS,
    OUTCOMES,
    REASONS,
    TRUTHS,
    join_labels,
)
from vecu.fieldlog.figures import add_baseline, make_figures
from vecu.fieldlog.month_figures import FigureSection, get_month_section, list_month_figures
from vecu.fieldlog.vocabulary import CorrectionKind, ExplanationUse, Outcome, OverrideReason
from vecu.ui.figures import CountFigure, FigureSubject, MeasureFigure


def make_content(*, version: str = "1", modified: int = 3, deferred: int = 0) -> dict:
    """Six people: 60 accepted, some changed, 24 and 18 overridden, as JSON gives it back."""
    more = {"system_version": version}
    month = each_of(6, times=10, **more) + each_of(6, MODIFIED, modified, **more)
    month += each_of(6, Outcome.DEFERRED, deferred, **more)
    month += each_of(6, OVERRIDDEN, 4, reason=FACTS, **more)
    month += each_of(6, OVERRIDDEN, 3, reason=RULE, **more)
    return json.loads(json.dumps(make_figures(month)))


JULY, AUGUST = ("2026-07", make_content()), ("2026-08", make_content(modified=12, deferred=2))


def get_section(key: str, *months: tuple, language: str = "en") -> FigureSection:
    sections = {each.key: each for each in list_month_figures(months, language).sections}
    return sections[key]


def get_rows(figure: CountFigure) -> dict[str, str]:
    return {
        row.label: ("≥ " if 0 in row.at_least else "") + str(row.counts[0]) for row in figure.rows
    }


def test_a_month_reads_as_it_was_counted():
    outcomes, reasons = get_section("outcome", JULY).figures
    assert outcomes.sentence == "60 of 120 proposals accepted, 40 overridden."
    assert get_rows(outcomes) == {
        "Accepted": "60",
        "Overridden": "40",
        "Changed, ignored and 2 others, counted together": "20",
    }
    # 42 overrides, of which 24 and 18 for a reason: each is rounded by itself
    assert reasons.sentence == (
        "Most often: “It rests on something wrong or out of date” (25 of 40 overrides)."
    )
    assert outcomes.subject is FigureSubject.MACHINE


def test_several_months_are_sums_of_what_each_shows():
    """In July changed ones were counted with others: over both months there are 70 or more.

    Of 120 and 186 in all, 18 and 12 stand nowhere by themselves.
    """
    [outcomes, _reasons] = get_section("outcome", AUGUST, JULY).figures
    assert get_rows(outcomes) == {
        "Accepted": "120",
        "Changed": "≥ 70",
        "Overridden": "80",
        "Counted together with others": "30",
    }
    assert outcomes.totals == (305,)


def test_versions_are_beside_each_other_where_there_are_several():
    assert "versions" not in [each.key for each in list_month_figures([JULY], "en").sections]
    later = ("2026-09", make_content(version="2"))
    counted, shares = get_section("versions", JULY, AUGUST, later).figures
    assert counted.columns == ("Version 1", "Version 2")
    assert counted.totals == (305, 120)
    assert [row.label for row in shares.rows] == [
        "Version 1, July 2026", "Version 1, August 2026", "Version 2, September 2026",
    ]  # fmt: skip
    assert shares.rows[2].text == "35% (24–48)"


def test_rare_versions_have_no_name_but_those_beside_them_have():
    month = each_of(6, times=10, system_version="1.0") + each_of(6, times=4, system_version="2.0")
    month += each_of(6, times=1, system_version="jean") + each_of(6, times=1, system_version="lea")
    content = make_figures([*month, *each_of(2, times=2, system_version="3.0")])
    [counted, *_shares] = get_section("versions", ("2026-07", content)).figures
    assert counted.columns == ("Version 1.0", "Version 2.0", "Rare versions together")
    content = make_figures([*month[:60], *each_of(6, times=3, system_version="2.0"), *month[-1:]])
    [counted, *_shares] = get_section("versions", ("2026-07", content)).figures
    assert counted.columns == ("Version 1.0", "Version 2.0 and rarer ones")


def test_what_is_noted_in_diaries_has_a_row_of_its_own():
    sent = each_of(6, times=10, proposal_right=True) + each_of(6, times=3, proposal_right=False)
    content = make_figures([*sent, *(replace(each, pile="-") for each in sent[5:])])
    [counted, shares] = get_section("truth", ("2026-07", content)).figures
    assert get_rows(counted)["The proposal was right"] == "115"  # 60 + 55
    assert [row.label for row in shares.rows] == [
        "Version 1, July 2026", "Version 1, in diaries, July 2026",
    ]  # fmt: skip


def test_precision_is_in_whole_numbers_of_cases():
    month = each_of(6, times=10, proposal_right=True, active_minutes=1.0)
    month += each_of(6, times=4, proposal_right=False, active_minutes=2.5, told_minutes=4.0)
    truth = get_section("truth", ("2026-07", make_figures(month)))
    [precision, alarms] = truth.sentences
    # 60 of 84, by six people alike: worth 84 (t(83) / t(5))² = 50.29; beta(35.92, 15.37) …
    assert precision.startswith(
        "In July 2026: of 1,000 proposals known to be right or wrong, about 710 were right (between"
        " 560 and 840) and 290 wrong."
    )
    assert alarms == (
        "A wrong proposal takes 2.5 min, as measured. If all took as long, the 25 wrong ones took"
        " about 1 hour together."
    )


def test_minutes_felt_stand_beside_minutes_measured():
    """3.5 minutes for a decision are not subtracted from 8 for a case: it can need several."""
    month = each_of(6, times=10, told_minutes=5.0, active_minutes=3.5, told_saved_minutes=6.0)
    content = add_baseline(make_figures(month), 8.0, {"en": "40 cases timed in March."})
    section = get_section("minutes", ("2026-07", content))
    [figure] = section.figures
    assert [(row.label, row.text) for row in figure.rows] == [
        ("Taken, as people feel it", "5.0 min"),
        ("Taken, as measured", "3.5 min"),
        ("Saved, as people feel it", "6.0 min"),
    ]
    assert section.sentences == (
        "Time felt, time measured: neither says how many posts are needed.",
        "Without the tool a case took 8.0 min. 40 cases timed in March. A case can need several"
        " decisions, or none: its minutes are not those of one decision, and are not compared with"
        " them.",
    )
    assert figure.subject is FigureSubject.TIME
    assert figure.sentence == (
        "A decision takes 5.0 min as people feel it, 3.5 min as measured. The tool saves 6.0 min a"
        " decision, as people feel it."
    )


def test_means_over_months_weigh_each_by_its_decisions():
    """1.0 in 60 decisions and 3.0 in 120: 2.3."""
    months = [
        ("2026-07", make_figures(each_of(6, times=10, active_minutes=1.0))),
        ("2026-08", make_figures(each_of(6, times=20, active_minutes=3.0))),
    ]
    assert get_section("minutes", *months).figures[0].rows[0].text == "2.3 min"


def test_means_are_rounded_never_cut():
    """1.0 in 60 decisions and 2.0 in 120: 1.67."""
    months = [
        ("2026-07", make_figures(each_of(6, times=10, active_minutes=1.0))),
        ("2026-08", make_figures(each_of(6, times=20, active_minutes=2.0))),
    ]
    rows = get_section("minutes", *months).figures[0].rows
    assert [(row.text, row.value) for row in rows] == [("1.7 min", 1.7)]


def test_reliance_says_whom_people_followed():
    month = each_of(6, times=6, own_right=False, proposal_right=True)
    month += each_of(
        6, OVERRIDDEN, 2, own_right=False, proposal_right=True, reason=OverrideReason.NO_TIME
    )
    [figure] = get_section("reliance", ("2026-07", make_figures(month))).figures
    assert isinstance(figure, MeasureFigure)
    assert figure.sentence.startswith(
        "Own view wrong, proposal right: followed the proposal: 75% ("
    )


def test_without_any_month_or_figure_there_is_no_section():
    assert list_month_figures([], "en").sections == ()
    assert list_month_figures([("2026-07", {})], "en").sections == ()


def test_every_figure_of_a_month_can_be_read_alone():
    for key, content in JULY[1].items():
        (first, *_others) = get_month_section("2026-07", key, content, "fr").figures
        assert first.id.endswith("2026-07")


@pytest.mark.parametrize("language", ["en", "fr"])
def test_ids_are_unique_on_a_page_of_months(language):
    """Each month on its own, and all together, as pages show them."""
    pages = [[JULY], [AUGUST], [JULY, AUGUST]]
    with override(language):
        html = "".join(
            render_to_string(
                "fieldlog/month_figures.html", {"shown": list_month_figures(page, language)}
            )
            for page in pages
        )
    ids = [part.split('"')[0] for part in html.split('id="')[1:]]
    assert len(ids) == len(set(ids)) >= 6


def test_every_category_has_a_label():
    assert set(OUTCOMES) == set(Outcome)
    assert set(REASONS) == {*OverrideReason, "no_reason"}
    assert set(TRUTHS) == {"right", "wrong", "unknown"}
    assert set(EXPLANATIONS) == {*ExplanationUse, "unknown"}
    assert set(CORRECTIONS) == set(CorrectionKind)


@pytest.mark.parametrize(
    ("names", "label"),
    [
        (["modified", "ignored"], "Changed and ignored, counted together"),
        (["modified", "ignored", "deferred"], "Changed, ignored and put off, counted together"),
        (list(OUTCOMES), "Accepted, changed and 4 others, counted together"),
    ],
)
def test_what_is_counted_together_is_named(names, label):
    assert join_labels(OUTCOMES, names) == label
