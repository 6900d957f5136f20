"""Pages of matrices: composed, written, checked, published; what each role and everybody reads."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.casestudies.matrix_room import (
    AUTONOMY,
    CHECKER,
    RECOGNITION,
    SCRIBE,
    SENTENCE,
    WORDS,
    MatrixRoom,
    make_matrix_room,
)
from tests.surveys.factories import make_member
from vecu.accounts.queries import list_audit
from vecu.accounts.rules import Role
from vecu.casestudies.matrix.models import CaseMatrix, MatrixCell
from vecu.coding.models import Assignment

pytestmark = pytest.mark.django_db
TYPED = {
    "status": "sentence",
    "sentence_en": SENTENCE["en"],
    "sentence_fr": SENTENCE["fr"],
    "answerable": "Léa Morvan",
    "day": "2026-11-24",
    "theme": AUTONOMY,
    "case": str(SCRIBE),
}


@pytest.fixture
def rows() -> MatrixRoom:
    return make_matrix_room()


@pytest.fixture
def lea(rows, client) -> Client:
    client.force_login(make_member("lea", rows.room.study, Role.RESEARCHER))
    return client


def address(rows: MatrixRoom, name: str, *rest: object) -> str:
    return reverse(f"casestudies:{name}", args=[rows.room.study.slug, rows.matrix.pk, *rest])


def cell_address(rows: MatrixRoom, name: str, case=SCRIBE, theme: str = AUTONOMY) -> str:
    return address(rows, name, case, theme)


def test_a_matrix_is_composed_of_cases_and_themes(rows, lea):
    page = reverse("casestudies:compose-matrix", args=[rows.room.study.slug])
    refused = lea.post(page, {"title_en": "All", "sorting": "sector"})
    assert refused.status_code == 422
    assert "Choose the cases" in refused.content.decode()

    typed = {"title_en": "All", "sorting": "sector", "cases": [str(CHECKER)], "themes": ["meaning"]}
    assert lea.post(page, typed).status_code == 302
    made = CaseMatrix.objects.exclude(pk=rows.matrix.pk).get()
    assert (made.cases, made.themes, made.sorting) == ([str(CHECKER)], ["meaning"], "sector")


def test_a_cell_is_written_on_passages_that_are_read_there(rows, lea):
    page = cell_address(rows, "write-cell")
    shown = lea.get(page).content.decode()
    assert WORDS[0] in shown
    assert WORDS[2] not in shown, "a passage of another case"

    refused = lea.post(page, TYPED)
    assert refused.status_code == 422
    assert SENTENCE["en"] in refused.content.decode(), "nothing typed is lost"
    assert lea.post(page, TYPED | {"passages": rows.passages(SCRIBE)[:1]}).status_code == 302

    cell = MatrixCell.objects.get()
    assert (cell.passages, cell.answerable) == (rows.passages(SCRIBE)[:1], "Léa Morvan")
    read = list_audit(rows.room.study.scope).filter(verb="read passages")
    assert read.exists()
    history = lea.get(reverse("casestudies:matrix-history", args=[rows.room.study.slug]))
    assert "wrote a cell" in history.content.decode()


def test_words_that_others_still_code_blindly_are_not_offered(rows, lea):
    text = rows.room.text(WORDS[0])
    Assignment.objects.create(verbatim=text, coder=rows.room.coder("bea"))

    shown = lea.get(cell_address(rows, "write-cell")).content.decode()
    assert WORDS[0] not in shown
    assert WORDS[1] in shown


def test_a_coder_reads_a_cell_and_does_not_write_it(rows, client):
    rows.write()
    client.force_login(rows.room.users["ana"])

    assert SENTENCE["en"] in client.get(address(rows, "matrix")).content.decode()
    assert WORDS[1] in client.get(cell_address(rows, "cell")).content.decode()
    assert client.get(cell_address(rows, "write-cell")).status_code == 403


def test_everybody_reads_sentences_and_released_words_alone(rows, lea):
    rows.write()
    rows.write(CHECKER, RECOGNITION)
    rows.room.release(WORDS[0])
    public = address(rows, "public-matrix")
    assert Client().get(public).status_code == 404
    rows.directory.pairs = ["Team leader – A scribe in social work"]
    page = lea.get(address(rows, "publish-matrix")).content.decode()
    assert "Team leader – A scribe in social work" in page
    assert lea.post(address(rows, "publish-matrix"), {"revision": 1}).status_code == 422
    sent = {"revision": 1, "checked": "on"}
    assert lea.post(address(rows, "publish-matrix"), sent).status_code == 302

    shown = Client().get(public)
    text = shown.content.decode()
    assert shown["Cache-Control"] == "no-store"
    assert "sessionid" not in shown.cookies
    assert all(each in text for each in (SENTENCE["en"], "Léa Morvan", WORDS[0], "Not looked for"))
    assert not any(each in text for each in WORDS[1:])
    case = reverse("casestudies:public-case", args=[rows.room.study.slug, SCRIBE])
    assert f'href="{case}"' in text
    rows.room.withdraw(WORDS[0])
    assert WORDS[0] not in Client().get(public).content.decode()
    back = {"revision": 2}
    assert lea.post(address(rows, "take-matrix-back"), back).status_code == 302
    assert Client().get(public).status_code == 404


def test_what_was_written_is_emptied_and_undone(rows, lea):
    cell = rows.write()
    assert lea.post(cell_address(rows, "empty-cell"), {"revision": 1}).status_code == 302
    assert not MatrixCell.objects.exists()
    undo = reverse("casestudies:undo-matrix", args=[rows.room.study.slug])
    move = lea.get(reverse("casestudies:matrix-history", args=[rows.room.study.slug])).context[
        "latest"
    ]
    assert lea.post(undo, {"move": str(move.move)}).status_code == 302
    assert MatrixCell.objects.get() == cell
