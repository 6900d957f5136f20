"""Figures of released counts: what a picture shows, on a page and standing alone."""

import pytest
from defusedxml.ElementTree import fromstring

from vecu.ui.charts import choose_panels, draw_figure, lay_out_bars, turn_table
from vecu.ui.figures import FEW, CountFigure, FigureRow

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


def test_a_length_is_a_share_of_the_base_and_what_is_hidden_has_none():
    """Of 1,300, 1,200 are 92.31 %, 20 are 1.538 % and 40 are 3.077 %."""
    (panel,) = lay_out_bars(make_figure(), "fr")

    assert panel.tracked
    assert [bar.length for bar in panel.bars] == ["92.31%", "1.538%", "", "3.077%"]
    assert [bar.text for bar in panel.bars] == ["1\u00a0200", "20", "", "40"]


def test_it_is_seen_that_people_are_in_several_rows_where_rounding_cannot_explain_the_sum():
    """150, 60, 40 and 30 are 280 of 260; five rounded numbers may differ by 12 at most."""
    answers = tuple(FigureRow(str(count), (count,)) for count in (150, 60, 40, 30))

    assert make_figure(answers, totals=(260,), people=260).counts_some_twice
    assert not make_figure(answers, totals=(270,), people=270).counts_some_twice
    assert not make_figure().counts_some_twice
    assert not make_figure(answers, totals=(None,), people=None).counts_some_twice


def test_columns_of_which_a_base_is_hidden_are_on_the_scale_of_the_longest_bar():
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


def make_approximate(columns=("",), **changed) -> CountFigure:
    """Of each group 150 were asked: 60 say yes, 10 or fewer say no."""
    rows = (FigureRow("Yes", (60,) * len(columns)), FigureRow("No", (FEW,) * len(columns)))
    whole = {"columns": columns, "totals": (150,) * len(columns), "people": 153}
    return make_figure(
        **{"rows": rows, "approximate": True, "breakdown": "Group"} | whole | changed
    )


@pytest.mark.parametrize(("language", "few"), [("en", "10 or fewer"), ("fr", "10 ou moins")])
def test_ten_or_fewer_is_a_text_without_a_bar(language, few):
    """60 of 150 are 40 %."""
    (panel,) = lay_out_bars(make_approximate(), language)

    assert [(bar.text, bar.length) for bar in panel.bars] == [("60", "40%"), (few, "")]
    assert panel.few_labels == ["No"]


def test_groups_of_different_size_are_compared_on_tracks_of_one_length():
    """40 of 100 and 20 of 50 are the same share, so the same length."""
    rows = (FigureRow("Yes", (40, 20)),)
    figure = make_approximate(("Young", "Old"), rows=rows, totals=(100, 50))

    young, old = choose_panels(figure, "en").panels

    assert young.bars[0].length == old.bars[0].length == "40%"
    assert (young.total, old.total) == ("of about 100", "of about 50")


def test_groups_that_show_no_count_have_no_panel_but_a_name():
    rows = (FigureRow("Yes", (60, FEW)), FigureRow("No", (FEW, FEW)))
    figure = make_approximate(("Young", "Old"), rows=rows, totals=(150, FEW))
    choice = choose_panels(figure, "fr")

    assert [panel.label for panel in choice.panels] == ["Young"]
    assert choice.few == ("Old",)
    image = draw_figure(figure, "fr")
    assert "10 ou moins à chaque ligne" in image.replace("\u00a0", " ")


def test_a_group_that_is_not_drawn_is_named_none_is_left_out():
    """Eight show a count: the two smallest are in the note; two say “10 or fewer” in every row."""
    names = ("Use", "Stopped", "No access", "No need", "Imposed", "Measured", "Unsure", "Refuse")
    rows = (FigureRow("Yes", (60, 60, 60, 60, 60, 60, 15, 15, FEW, FEW)),)
    totals = (90, 90, 90, 90, 90, 90, 20, 20, FEW, FEW)
    figure = make_approximate((*names, "Elsewhere", "Nowhere"), rows=rows, totals=totals)
    choice = choose_panels(figure, "en")

    assert [panel.label for panel in choice.panels] == list(names[:6])
    assert choice.note == (
        "Only the 6 largest of 10 groups are drawn. The table also has: Unsure, Refuse."
    )
    assert choice.few == ("Elsewhere", "Nowhere")


def test_of_a_hundred_groups_the_six_largest_are_drawn_in_their_order_and_a_table_has_all():
    names = tuple(f"{number:02}" for number in range(100))
    bases = tuple(200 + 5 * (number % 10 == 7) for number in range(100))
    figure = make_approximate(names, totals=bases)
    choice = choose_panels(figure, "en")

    assert [panel.label for panel in choice.panels] == ["07", "17", "27", "37", "47", "57"]
    assert choice.note == "Only the 6 largest of 100 groups are drawn."
    table = turn_table(figure, "en")
    assert table.columns == ("Yes", "No", "Number asked")
    assert (table.rows[7].label, table.rows[7].counts) == ("07", (60, FEW, 205))
    assert len(table.rows) == 100


def test_an_image_has_a_track_for_each_bar_and_says_what_it_stands_for():
    image = fromstring(draw_figure(make_approximate(), "en"))

    tracks = [box for box in image.iter(f"{SVG}rect") if box.get("fill") == "#e6ecfa"]
    assert len({box.get("width") for box in tracks}) == 1
    assert len(tracks) == 2
    texts = [text.text for text in image.iter(f"{SVG}text")]
    assert "Approximate numbers of people. Light bar: those who were asked, about 150." in texts
    assert "10 or fewer" in texts


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
