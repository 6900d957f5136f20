"""Figures of released counts: what a picture shows, on a page and standing alone."""

import pytest
from defusedxml.ElementTree import fromstring

from vecu.ui.charts import draw_figure, lay_out_bars
from vecu.ui.figures import CountFigure, FigureRow

SVG = "{http://www.w3.org/2000/svg}"
ROWS = (
    FigureRow("Rarely", (20,)),
    FigureRow("Never", (None,)),
    FigureRow("Often", (1200,)),
    FigureRow("No answer", (40,), answered=False),
)


def make_figure(rows=ROWS, **changed) -> CountFigure:
    whole = {
        "id": "figure",
        "title": "How often?",
        "sentence": "Most often “Often”.",
        "breakdown": "",
        "columns": ("",),
        "rows": rows,
        "totals": (1300,),
        "people": 1300,
    }
    return CountFigure(**whole | changed)


def test_the_largest_comes_first_what_is_hidden_after_and_no_answer_last():
    (panel,) = lay_out_bars(make_figure(), "en")

    assert [bar.label for bar in panel.bars] == ["Often", "Rarely", "Never", "No answer"]


def test_categories_in_an_order_keep_it():
    (panel,) = lay_out_bars(make_figure(ordered=True), "en")

    assert [bar.label for bar in panel.bars] == ["Rarely", "Never", "Often", "No answer"]


def test_a_length_is_a_share_of_the_longest_and_what_is_hidden_has_none():
    """The longest is 1,200, so 20 of it is 1.667 %."""
    (panel,) = lay_out_bars(make_figure(), "fr")

    assert [bar.length for bar in panel.bars] == ["100%", "1.667%", "", "3.333%"]
    assert [bar.text for bar in panel.bars] == ["1\u00a0200", "20", "", "40"]


def test_it_is_seen_that_people_are_in_several_rows_where_rounding_cannot_explain_the_sum():
    """150, 60, 40 and 30 are 280 of 260; five rounded numbers may differ by 12 at most."""
    answers = tuple(FigureRow(str(count), (count,)) for count in (150, 60, 40, 30))

    assert make_figure(answers, totals=(260,), people=260).counts_some_twice
    assert not make_figure(answers, totals=(270,), people=270).counts_some_twice
    assert not make_figure().counts_some_twice
    assert not make_figure(answers, totals=(None,), people=None).counts_some_twice


def test_columns_are_small_multiples_on_one_scale_in_the_same_order():
    rows = (FigureRow("Yes", (5, 50)), FigureRow("No", (30, 25)))
    figure = make_figure(rows, columns=("Young", "Old"), totals=(35, None))

    young, old = lay_out_bars(figure, "en")

    assert [bar.label for bar in young.bars] == [bar.label for bar in old.bars] == ["Yes", "No"]
    assert [bar.length for bar in young.bars] == ["10%", "60%"]
    assert [bar.length for bar in old.bars] == ["100%", "50%"]
    assert (young.total, old.total) == ("35", "")


def test_a_panel_tells_what_it_shows_from_what_it_hides():
    rows = (FigureRow("Yes", (None, 20)), FigureRow("No", (None, None)))
    young, old = lay_out_bars(make_figure(rows, columns=("a", "b"), totals=(None, 20)), "en")

    assert (young.visible_bars, young.hidden_labels) == ([], ["Yes", "No"])
    assert [bar.label for bar in old.visible_bars] == ["Yes"]
    assert old.hidden_labels == ["No"]


@pytest.mark.parametrize(("language", "hidden"), [("en", "hidden"), ("fr", "masqué")])
def test_an_image_stands_alone_with_title_counts_what_is_hidden_and_its_source(language, hidden):
    image = fromstring(draw_figure(make_figure(), language, ["Released by the team."]))

    texts = [text.text for text in image.iter(f"{SVG}text")]
    assert {"How often?", "Often", "20", hidden, "Released by the team."} <= {
        text.replace("\u00a0?", "?") for text in texts
    }
    assert image.find(f"{SVG}title").text
    assert image.get("viewBox").startswith("0 0 800 ")
    assert "sans-serif" in image.get("font-family")
    assert [box.get("fill") for box in image.iter(f"{SVG}rect") if box.get("stroke-dasharray")]


def test_an_image_has_no_style_that_the_content_policy_would_refuse_and_escapes_labels():
    image = draw_figure(make_figure((FigureRow("<script>&\x00", (20,)),)), "en")

    assert "style=" not in image
    assert "<script" not in image
    assert fromstring(image) is not None
