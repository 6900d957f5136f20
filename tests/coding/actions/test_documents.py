"""Interviews come into a study of documents by command, and are coded turn by turn."""

from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.surveys.factories import make_member
from vecu.accounts.rules import Role
from vecu.coding.interchange.document_study import WORDS
from vecu.coding.queries.codebook import find_codebook
from vecu.coding.queries.texts import iter_texts_with_words, list_texts
from vecu.site.cli import PlainErrors
from vecu.site.commands.coding import code
from vecu.surveys.models import Answer, Study
from vecu.surveys.news import find_answer_news
from vecu.surveys.queries import has_documents
from vecu.ui.next_steps import NewsReader, NewsSubject

pytestmark = [pytest.mark.django_db, pytest.mark.data]

INTERVIEW = "".join(f"Léa: Question {n} ?\nFatima: Réponse {n}.\n" for n in range(30))


@pytest.fixture
def interview(tmp_path: Path):
    file = tmp_path / "first.txt"
    file.write_text(INTERVIEW, encoding="utf-8")
    return file


def bring(file: Path, *options: str):
    return CliRunner().invoke(
        PlainErrors("vecu", commands=[code]),
        ["code", "document", "interviews", str(file), *options],
    )


def test_a_document_is_an_answer_whose_turns_are_coded_blind_in_their_order(interview):
    make_member("lea")

    done = bring(
        interview, "--create", "--owner", "lea", "--interviewer", "Léa", "--speaker", "Fatima=P1",
        "--about", "person=P1", "--about", "wave=3",
    )  # fmt: skip

    assert done.exit_code == 0, done.output
    study = Study.objects.get(slug="interviews")
    codebook = find_codebook(study.id)
    texts = list(iter_texts_with_words(list_texts(codebook, WORDS)))
    assert [words for _text, _answer, words in texts] == [f"Réponse {n}." for n in range(30)]
    assert (has_documents(study), codebook.blind, codebook.questions) == (True, True, [WORDS])
    values = Answer.objects.get().values
    assert (values["kind"], values["person"], values["wave"]) == ("interview", "P1", "3")
    assert values["turn"][1] == {"speaker": "P1", "words": "Réponse 0."}


def test_words_that_may_identify_somebody_are_listed_before_anything_is_stored(tmp_path):
    file = tmp_path / "a.txt"
    file.write_text("A: Who?\nB: I work with Fatima Benali in Lyon.", encoding="utf-8")

    done = bring(file, "--create", "--dry-run")

    assert "Fatima Benali (1 time)" in done.output
    assert "Lyon (1 time)" in done.output
    assert not Study.objects.exists()


@pytest.mark.parametrize(
    ("text", "options", "words"),
    [
        ("She opens the tool.\n\nShe closes it.", ["--create"], "names no speakers"),
        (INTERVIEW, ["--create", "--interviewer", "Lea"], "Who does: Léa, Fatima"),
        (INTERVIEW, ["--create", "--about", "wave=4"], "Vague"),
        (INTERVIEW, ["--create", "--about", "wave"], "NAME=VALUE"),
        (INTERVIEW, [], "interviews"),
    ],
)
def test_what_cannot_come_in_says_why_and_leaves_nothing(tmp_path, text, options, words):
    file = tmp_path / "a.txt"
    file.write_text(text, encoding="utf-8")

    done = bring(file, *options)

    assert done.exit_code
    assert words in done.output + str(done.exception)
    assert not Study.objects.exists()


def test_documents_are_counted_as_documents_not_as_people(interview, client):
    lea = make_member("lea")
    bring(interview, "--create", "--owner", "lea", "--interviewer", "Léa")
    client.force_login(lea)

    found = client.get("/en/studies/interviews/stories/", follow=True)

    assert "1 document found" in found.text
    subject = NewsSubject(Study.objects.get(slug="interviews"), Role.OWNER)
    (news,) = find_answer_news([subject], NewsReader(lea, date(2026, 12, 7))).values()
    assert news.news[0].sentence == "1 document was brought in."
