"""Answers and labels arrive unchanged in other programs' readers."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.datasets.exporting.test_formats import VALUES
from tests.datasets.exports import FORM, PEOPLE, export
from tests.datasets.other_readers import by_duckdb, by_pandas, by_pspp
from vecu.datasets.exporting.package import Format

AWKWARD = [
    "l’été, œuvre “dite” ; \"x\" 'y'",
    "😀 日本語 ελληνικά",
    "=1+1",
    "a" * 255,
    "é" * 300,  # beyond 255 bytes SPSS keeps a text in segments
    "x" * 5_000 + "fin",
    "y" * 31_000 + "fin",
]


def test_pspp_reads_every_text_whole(tmp_path: Path):
    people = [{"words": text} for text in AWKWARD]
    path = export(tmp_path, Format.SAV, people)["kinds-people.sav"]
    assert [row["words"] for row in by_pspp(path)] == AWKWARD


def test_pandas_reads_every_text_whole(tmp_path: Path):
    people = [{"words": text} for text in AWKWARD]
    path = export(tmp_path, Format.DTA, people)["kinds-people.dta"]
    assert [row["words"] for row in by_pandas(path)] == AWKWARD


def test_a_dta_is_of_the_format_that_every_stata_since_14_and_haven_read(tmp_path: Path):
    """Format 118. Stata SE does not open 119, and haven reads its long texts as empty."""
    path = export(tmp_path, Format.DTA, [{"words": "y" * 31_000}])["kinds-people.dta"]
    content = path.read_bytes()
    assert content.startswith(b"<stata_dta><header><release>118</release>")
    assert b"<strls>GSO" in content  # a long text stands beside the rows, as it should
    assert by_pandas(path)[0]["words"] == "y" * 31_000


def test_pspp_knows_what_is_missing(tmp_path: Path):
    """Ada ticked it, Bob was not asked, Eve left it blank."""
    path = export(tmp_path, Format.SAV)["kinds-people.sav"]
    codes = [row["tools_chat"] for row in by_pspp(path)]
    gone = [row["tools_chat"] for row in by_pspp(path, "--recode")]
    assert codes == ["1", "-98", "-99"]
    assert gone == ["1", "", ""]


def test_pandas_leaves_numbers_numbers_and_choices_labels(tmp_path: Path):
    ada, bob, eve = by_pandas(export(tmp_path, Format.DTA)["kinds-people.dta"])
    assert (ada["years"], bob["years"], eve["years"]) == (7, -3, None)
    assert isinstance(ada["years"], float)
    assert (ada["use"], bob["use"], ada["often"]) == ("Yes", "No", "Daily")
    assert (ada["tools_chat"], bob["tools_chat"]) == ("Yes", None)


def test_a_label_in_any_alphabet_is_cut_between_its_letters(tmp_path: Path):
    """SPSS takes 255 bytes for a question and 120 for a choice; Greek has two for a letter."""
    form = FORM.replace("In your words?", "λ" * 200).replace("| Yes |", f"| {'λ' * 100} |")
    path = export(tmp_path, Format.SAV, PEOPLE, form=form)["kinds-people.sav"]
    labelled = by_pspp(path, "--labels")
    assert labelled[0]["use"] == "λ" * 58 + "…"


SLOW = settings(
    max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@SLOW
@given(people=st.lists(VALUES, min_size=1, max_size=5))
def test_all_of_them_read_the_same(
    tmp_path_factory: pytest.TempPathFactory, people: list[dict[str, Any]]
):
    """Whatever people answered, in SPSS, Stata and Parquet alike, each by its own reader."""
    folders = [tmp_path_factory.mktemp(str(kind)) for kind in KINDS]
    paths = [
        export(folder, kind, people)[f"kinds-people.{kind}"]
        for folder, kind in zip(folders, KINDS, strict=True)
    ]
    spss, stata, parquet = by_pspp(paths[0], "--recode"), by_pandas(paths[1]), by_duckdb(paths[2])
    for at, sent in enumerate(people):
        years = [spss[at]["years"], stata[at]["years"], parquet[at]["years"]]
        asked = sent.get("years")
        assert [None if year in {"", None} else int(year) for year in years] == [
            None if asked is None else int(asked)
        ] * 3
        use = {"yes": ("1", "Yes", "yes"), "no": ("2", "No", "no")}.get(sent.get("use", ""))
        found = (spss[at]["use"], stata[at]["use"], parquet[at]["use"])
        assert found == (use or ("", None, None))
        words = sent.get("words", "")
        assert (stata[at]["words"], parquet[at]["words"] or "") == (words, words)


KINDS = [Format.SAV, Format.DTA, Format.PARQUET]
