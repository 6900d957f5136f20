"""The page of a study as PDF: what everybody may read, traced, and nothing else."""

import io

import pytest
from django.test import Client
from pypdf import PdfReader

from tests.coding.factories import Room, make_room
from tests.evidence.factories import make_published_finding
from tests.reports.documents.test_pdf import links_of
from tests.reports.factories import make_released
from tests.surveys.factories import make_study
from vecu.bounded_process import ChildrenBusy
from vecu.evidence.sources import Reference
from vecu.reports.document_parts import iter_printed_figures
from vecu.reports.documents import pdf_process
from vecu.reports.presenters import PublicFigure
from vecu.surveys.models import Answer, Study
from vecu.ui.figures import CountFigure, FigureRow, FigureSubject, MeasureFigure, MeasureRow

pytestmark = [pytest.mark.django_db, pytest.mark.data]
WORDS, EARLIER = "It invents laws.", "I check all of it."
FILES = ("brief.pdf", "full.pdf")


@pytest.fixture
def room() -> Room:
    """Two people's words are released; the second read a promise from before words were public."""
    room = make_room(*({"limit": words} for words in (WORDS, EARLIER)), promise=3)
    for words in (WORDS, EARLIER):
        room.codes("ana", words)
        room.release(words)
    Answer.objects.filter(pk=room.text(EARLIER).answer_id).update(promise=2)
    return room


def address(study: Study, name: str, language: str = "en") -> str:
    return f"/{language}/findings/{study.slug}/{name}"


def read(client: Client, *where: str) -> tuple[PdfReader, str]:
    """Return a document, and its words without places where a line may break."""
    response = client.get(address(*where))
    assert (response.status_code, response["Content-Type"]) == (200, "application/pdf")
    reader = PdfReader(io.BytesIO(response.content))
    text = " ".join(page.extract_text() for page in reader.pages)
    text = text.replace("\u200b", "").replace("\u00a0", " ").replace("\u00ad", "")
    return reader, " ".join(text.split())


@pytest.mark.parametrize(
    ("language", "sentences"),
    [
        (
            "en",
            [
                "A small study",
                "These figures count answers received; they say nothing of anyone else.",
                "Checking takes time.",
                "Which field?",
                "Social work 60",
                "Health hidden",
                "All people 155",
                "Number of people, rounded to the nearest 5, out of 155 who answered.",
            ],
        ),
        (
            "fr",
            [
                "ils ne disent rien",
                "Quel domaine ?",
                "Travail social 60",
                "Santé masqué",
            ],
        ),
    ],
)
@pytest.mark.parametrize("name", FILES)
def test_a_study_is_printed_in_both_languages_with_the_address_of_each_claim_and_figure(
    client, name, language, sentences
):
    study = make_study()
    figure = make_released(study)
    cited = [Reference("figure", figure.figure, 1)]
    finding = make_published_finding(study.scope, references=cited)
    reader, words = read(client, study, name, language)

    for sentence in sentences:
        assert sentence in words
    assert reader.trailer["/Root"]["/Lang"] == language
    assert len(reader.pages) <= 2
    printed, links = words.replace(" ", ""), links_of(reader)
    page = f"testserver/{language}/findings/small"
    assert f"http://{page}/#figure-{figure.figure}" in links
    if name == "brief.pdf":  # one address on paper, all others to follow
        assert f"http://{page}/{finding.pk}/card/" in links
        assert f"{page}/{finding.pk}" not in printed
        return
    assert {"en": "moderate confidence", "fr": "confiance modérée"}[language] in words
    for place in (f"/#figure-{figure.figure}", f"/{finding.pk}", f"/{finding.pk}/#figure-"):
        assert f"{page}{place}" in printed


@pytest.mark.parametrize("name", FILES)
def test_words_of_members_only_are_not_printed_and_withdrawn_ones_not_any_more(client, room, name):
    _reader, words = read(client, room.study, name, "fr")
    assert WORDS in words
    assert "En anglais" in words
    assert EARLIER not in words

    make_released(room.study)
    room.withdraw(WORDS)
    assert WORDS not in read(client, room.study, name)[1]


@pytest.mark.parametrize("name", FILES)
def test_there_is_no_document_of_a_study_of_which_nothing_is_public(client, name):
    study = make_study()

    assert client.get(address(study, name)).status_code == 404


@pytest.mark.parametrize("name", FILES)
def test_no_cache_keeps_a_document_and_no_search_engine_a_copy(client, name):
    study = make_study()
    make_released(study)
    response = client.get(address(study, name))

    assert response["Cache-Control"] == "no-store"
    assert response["X-Robots-Tag"] == "noarchive"
    assert not response.cookies


def test_the_page_leads_to_both_documents(client):
    study = make_study()
    make_released(study)
    page = client.get(address(study, "", "fr")).text

    for name in FILES:
        assert f'href="{address(study, name, "fr")}"' in page


def test_what_is_invented_says_so_on_paper(client):
    study = make_study()
    make_released(study)
    Study.objects.filter(pk=study.pk).update(fictional=True)

    assert "everything here is invented" in read(client, study, "brief.pdf")[1]


def test_a_document_requested_while_too_many_wait_is_refused_for_a_minute(client, monkeypatch):
    def refuse(*_arguments, **_options):
        raise ChildrenBusy

    study = make_study()
    make_released(study)
    monkeypatch.setattr(pdf_process, "run_bounded", refuse)
    response = client.get(address(study, "brief.pdf"))

    assert response.status_code == 503
    assert "Try again in a minute." in response.text
    assert response["Retry-After"] == "60"


@pytest.mark.parametrize("many", [3, 30])
def test_queries_do_not_grow_with_findings_and_figures(
    client, django_assert_num_queries, monkeypatch, many
):
    study = make_study()
    figures = [make_released(study, f"/data/work/sector{number}") for number in range(many)]
    cited = [Reference("figure", each.figure, 1) for each in figures]
    for _finding in range(many):
        make_published_finding(study.scope, references=cited)
    monkeypatch.setattr(pdf_process, "run_bounded", lambda *_, **__: io.BytesIO(b"%PDF"))
    client.get(address(study, ""))  # questionnaires are read once in a process

    with django_assert_num_queries(13):
        assert client.get(address(study, "full.pdf")).status_code == 200


def make_counts(columns: int) -> CountFigure:
    return CountFigure(
        id="f",
        title="Time",
        sentence="…",
        breakdown="Group" if columns > 6 else "",
        columns=tuple(f"c{number}" for number in range(columns)),
        rows=(FigureRow("Yes", tuple(range(columns))),),
        totals=(None,) * columns,
        people=None,
    )


def test_a_figure_of_many_columns_is_several_tables_none_of_which_loses_a_column():
    shown = PublicFigure(make_counts(6), "source")
    first, second = iter_printed_figures(shown, "", "https://lab.example/#f")

    assert (first.title.text, second.title.text) == ("Time (1/2)", "Time (2/2)")
    assert first.header[1:] + second.header[1:] == tuple(f"c{number}" for number in range(6))
    assert second.rows == (("Yes", "5"), ("All people", "hidden"))


def test_a_figure_of_a_hundred_groups_is_one_table_with_a_row_for_each():
    shown = PublicFigure(make_counts(100), "source")
    (printed,) = iter_printed_figures(shown, "", "https://lab.example/#f")

    assert printed.header == ("Group", "Yes", "All people")
    assert printed.rows[41] == ("c41", "41", "hidden")
    assert len(printed.rows) == 100


def test_a_measure_keeps_its_interval():
    row = MeasureRow("Right", 0.62, "62% (58% to 66%)")
    measure = MeasureFigure("f", "Right", "…", (row,), FigureSubject.MACHINE, 1.0)
    (printed,) = iter_printed_figures(PublicFigure(measure, "source"), "", "")

    assert printed.rows == (("Right", "62% (58% to 66%)"),)
