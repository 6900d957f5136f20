"""Figures changed at random by a few people, wherever everybody reads them, in both languages."""

import csv
import io
import re

import pytest
from defusedxml.ElementTree import fromstring

from tests.evidence.factories import make_published_finding
from tests.reports.factories import FEW, make_approximate, make_released
from tests.reports.test_public_pages import address, text_of
from tests.reports.test_study_documents import read
from tests.surveys.factories import make_study
from vecu.evidence.sources import Reference
from vecu.surveys.models import Study

pytestmark = [pytest.mark.django_db, pytest.mark.data]
IMPORTED = {
    "people": 201,
    "modes": {"open": FEW, "imported": 200},
    "sources": [{"name": "2025.csv", "origin": "the union’s survey"}],
    "totals": [200],
}
"""199 of 201 answers were imported, two came by the link."""
WORDS = {
    "en": {
        "few": "10 or fewer",
        "headline": "about 75 of 150",
        "asked": "Number asked 150",
        "people": "153 people answered",
        "modes": "153 by a public link",
        "note": "give or take a few people",
        "received": "it says nothing of anyone else",
        "approximate": "approximate counts",
    },
    "fr": {
        "few": "10 ou moins",
        "headline": "environ 75 sur 150",
        "asked": "Personnes à qui la question a été posée 150",
        "people": "153 personnes ont répondu",
        "modes": "153 par un lien public",
        "note": "à quelques personnes près",
        "received": "il ne dit rien des autres",
        "approximate": "chiffres approximatifs",
    },
}
BOTH = pytest.mark.parametrize("language", WORDS)


@pytest.fixture
def study() -> Study:
    return make_study()


def flat(text: str) -> str:
    """A text on one line, with ordinary spaces."""
    return " ".join(text.replace("\u00a0", " ").split())


@BOTH
def test_the_page_of_a_study_says_about_how_many_of_whom_and_how_the_answers_came(
    client, study, language
):
    make_approximate(study)
    page = text_of(client.get(address(study, language=language)))

    received = {"en": "they say nothing of anyone else", "fr": "ils ne disent rien des autres"}
    for said in (WORDS[language] | {"received": received[language]}).values():
        assert said in page
    assert not re.search("hidden|masqué", page, re.IGNORECASE)


@BOTH
def test_the_page_of_a_finding_says_it_beside_the_figure_that_it_cites(client, study, language):
    cited = [Reference("figure", make_approximate(study).figure, 1)]
    finding = make_published_finding(study.scope, references=cited)
    page = text_of(client.get(address(study, finding.pk, language=language)))

    for said in WORDS[language].values():
        assert said in page


@BOTH
def test_a_table_for_spreadsheets_says_it_below(client, study, language):
    figure = make_approximate(study)
    response = client.get(f"{address(study, language=language)}figures/{figure.figure}.csv")
    delimiter = ";" if language == "fr" else ","
    text = response.content.decode("utf-8-sig")
    lines = list(csv.reader(io.StringIO(text), delimiter=delimiter))
    words = WORDS[language]

    assert words["approximate"] in lines[0][0]
    assert [line[1] for line in lines[1:6]] == ["60", words["few"], "75", "15", "150"]
    for name in ("people", "modes", "note", "received"):
        assert words[name] in flat(text)
    assert {len(line) for line in lines} == {2}


@BOTH
def test_an_image_says_it_in_itself(client, study, language):
    figure = make_approximate(study)
    response = client.get(f"{address(study, language=language)}figures/{figure.figure}.svg")
    texts = flat(" ".join(text.text or "" for text in fromstring(response.content).iter()))

    for name in ("few", "headline", "people", "modes", "note", "received"):
        assert WORDS[language][name] in texts


@BOTH
@pytest.mark.parametrize("name", ["brief.pdf", "full.pdf"])
def test_a_study_on_paper_says_it(client, study, language, name):
    make_approximate(study)
    _reader, words = read(client, study, name, language)

    for key, said in WORDS[language].items():
        assert said in words or key == "received", said


@pytest.mark.parametrize("name", ["", "brief.pdf"])
def test_answers_that_were_imported_are_named_beside_an_open_link(client, study, name):
    """Nothing is pooled in silence: two of 201 people came by the link."""
    make_approximate(study, **IMPORTED)
    page = read(client, study, name)[1] if name else text_of(client.get(address(study)))

    assert "By a public link, without an account and without a name." in page
    assert "Imported from a file." in page
    ways = "10 or fewer by a public link; about 200 imported from “2025.csv” (the union’s survey)"
    assert page.count(ways) == 2, "beside the figure, and in the method"
    assert "Anyone with the link; answers were also imported from elsewhere" in page
    assert "did not choose who gave the answers that were imported" in page
    assert "201 people, counted on 28 November 2026" in page


def test_hidden_is_explained_only_where_something_is_hidden(client, study):
    make_approximate(study)
    assert "“10 or fewer” may mean nobody" in text_of(client.get(address(study)))

    make_released(study, "/data/work/tools")
    page = text_of(client.get(address(study)))
    assert "“Hidden” does not mean zero" in page
    assert "Older figures are rounded to the nearest 5" in page


def test_in_a_study_of_several_waves_each_figure_names_its_own(client, study):
    make_approximate(study)
    second = make_approximate(study, wave=2, people=140, totals=[140])
    page = text_of(client.get(address(study)))

    assert "Which field? – Wave 1" in page
    assert "Which field? – Wave 2" in page
    assert "wave 1: 153 people, counted on 28 November 2026; wave 2: 140 people" in page
    assert "2 waves." in page
    file = client.get(f"{address(study)}figures/{second.figure}.csv").content.decode()
    assert "Wave 2." in file


def test_a_group_of_few_is_named_and_not_drawn(client, study):
    columns = [{"name": each, "label": {"en": each, "fr": each}} for each in ("young", "old")]
    rows = [("yes", {"en": "Yes"}, 60, FEW), ("no", {"en": "No"}, FEW, FEW)]
    by_age = {"breakdown": {"en": "Age"}, "columns": columns, "totals": [100, FEW], "rows": rows}
    released = make_approximate(study, **by_age)
    page = text_of(client.get(address(study)))
    file = client.get(f"{address(study)}figures/{released.figure}.csv").content.decode()

    assert "Which field? – by “Age”" in page
    assert "Which field? – by “Age”" in file
    assert "young of about 100" in page
    assert "10 or fewer in every row: old" in page
