"""Charts: what they show, and that a page may hold them."""

import re
import subprocess
import sys
from types import SimpleNamespace

import pytest
from defusedxml.ElementTree import fromstring
from django.template import engines
from hypothesis import given, settings
from hypothesis import strategies as st

from vecu.ui.charts import bar_chart
from vecu.ui.charts.drawing import WIDTH

NBSP = "\u00a0"
SVG = "{http://www.w3.org/2000/svg}"
ROWS = [("Travail social", 120), ("Santé, soin", 30), ("École, formation", 0)]


def draw(rows=ROWS, title="Dans quel domaine ?", language="fr", **more):
    return fromstring(bar_chart(rows, title=title, language=language, **more))


def texts(chart):
    return ["".join(text.itertext()) for text in chart.iter(f"{SVG}text")]


def widths(chart):
    """Return the horizontal extent of each filled path: `M0,20h286v16h-286Z` is 286 wide."""
    bars = [path.get("d") for path in chart.iter(f"{SVG}path") if path.get("fill")]
    return [float(re.match(r"M0,[\d.]+h([\d.e-]+)v", bar)[1]) for bar in bars]


def test_a_chart_shows_every_label_and_count():
    assert texts(draw()) == [*(label for label, _ in ROWS), "120", "30", "0"]


def test_the_length_of_a_bar_is_its_count():
    """The longest takes all the room, 30 of 120 is a quarter of it, and none is no bar."""
    longest, quarter, none = widths(draw())
    assert quarter == pytest.approx(longest / 4)
    assert none == 0
    assert longest < WIDTH


def test_charts_share_a_scale_that_is_long_enough_for_the_longest_bar():
    """On a scale to 240 the bar of 120 is half as long; one to 60 is too short, so 120 rules."""
    (longest, *_others) = widths(draw())
    assert widths(draw(longest=240))[0] == pytest.approx(longest / 2)
    assert widths(draw(longest=60))[0] == pytest.approx(longest)


def test_all_counts_may_be_zero():
    assert widths(draw([("Oui", 0), ("Non", 0)])) == [0, 0]


def test_without_rows_nothing_is_drawn():
    assert bar_chart([], title="Rien", language="fr") == ""


def test_a_chart_is_one_image_named_by_its_title():
    chart = draw()
    title = chart.find(f"{SVG}title")
    assert chart.get("role") == "img"
    assert chart.get("aria-labelledby") == title.get("id")
    assert title.text == f"Dans quel domaine{NBSP}?"
    inside = [element for element in chart.iter() if element is not chart]
    assert not [name for element in inside for name in element.attrib if name.startswith("aria")]
    assert not [element for element in inside if element.get("role")]


def test_a_chart_has_no_style_that_the_content_policy_would_refuse():
    assert "style" not in bar_chart(ROWS, title="Domaine", language="fr")


def test_two_charts_on_a_page_have_different_ids():
    assert draw().get("aria-labelledby") != draw(title="Autre").get("aria-labelledby")
    assert draw().get("aria-labelledby") != draw(ROWS[:2]).get("aria-labelledby")


@pytest.mark.parametrize(("language", "shown"), [("fr", f"1{NBSP}240"), ("en", "1,240")])
def test_thousands_are_parted_as_the_language_does(language, shown):
    assert shown in texts(draw([("ChatGPT", 1240)], language=language))


def test_a_long_label_is_wrapped_and_then_shortened():
    chart = draw([("Je ne sais pas ce que je ferais sans lui. " * 6, 3)])
    label = next(chart.iter(f"{SVG}text"))
    lines = [line.text for line in label.iter(f"{SVG}tspan")]
    assert len(lines) == 3
    assert max(map(len, lines)) <= 44
    assert lines[-1].endswith("…")


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(st.text(st.characters(codec=None), max_size=200), st.integers(0, 10**9)),
        max_size=4,
    ),
    st.text(st.characters(codec=None), max_size=50),
)
def test_any_imported_label_can_be_drawn(rows, title):
    """NUL, halves of surrogate pairs, markup: the result is XML and has a bar for each row."""
    svg = bar_chart(rows, title=title, language="fr")
    if rows:
        svg.encode()
        assert len(widths(fromstring(svg))) == len(rows)


def test_a_distribution_says_in_a_sentence_and_a_table_what_its_chart_shows():
    distribution = SimpleNamespace(
        title="Which field?", sentence="Beaucoup !", rows=ROWS, note="2 blancs", language="en"
    )
    template = engines["django"].from_string('{% include "ui/distribution.html" %}')
    html = template.render({"distribution": distribution})
    assert '<h3 lang="en">Which field?</h3>' in html
    assert "Beaucoup !" in html
    assert "2 blancs" in html
    assert html.count("<svg") == 1
    assert '<caption lang="en">Which field?</caption>' in html
    assert re.findall(r'<th scope="row">(.*?)</th><td class="n">(.*?)</td>', html) == [
        (label, str(count)) for label, count in ROWS
    ]


def test_a_page_without_chart_never_loads_altair():
    """A process that serves respondents stays small."""
    program = (
        "import sys, vecu.ui.charts; sys.exit(bool({'altair', 'vl_convert'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
