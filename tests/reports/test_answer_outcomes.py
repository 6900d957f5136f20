"""What a receipt reads of an answer is what the team's pages and everybody's say of it."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.test import Client

from tests.coding.factories import RECEIPT, Room, make_room
from tests.evidence.factories import make_published_finding
from tests.recommendations.factories import make_published
from tests.reports.factories import DAY, make_released
from tests.reports.recommendation_factories import make_claim, make_public_group
from tests.surveys.factories import make_member
from vecu.accounts.rules import Role
from vecu.datasets.models import Extract
from vecu.evidence.sources import Reference
from vecu.surveys.models import Answer
from vecu.surveys.queries import get_fingerprint

pytestmark = [pytest.mark.django_db, pytest.mark.data]
WORDS, OTHER = "It invents laws.", "Too long."
MINE = "/en/take/stories/mine/"


@pytest.fixture
def room() -> Room:
    """Two people answered; one of them holds a receipt code, and the team did nothing yet."""
    room = make_room({"limit": WORDS}, {"limit": OTHER}, promise=3)
    own = Answer.objects.filter(pk=room.text(WORDS).answer_id)
    own.update(receipt=get_fingerprint(RECEIPT), day=DAY - timedelta(days=1))
    return room


def read(client: Client, **besides: str) -> list[str]:
    """The steps as the page shows them, each with whether it is still to come."""
    page = client.post(MINE, {"code": RECEIPT, **besides}).content.decode()
    steps = re.findall(r'<li( class="pending")?>\s*<strong>', page)
    text = " ".join(unescape(re.sub(r"<[^>]+>", " ", page.partition("<main")[2])).split())
    return [*(("pending" if each else "done") for each in steps), text]


def test_what_has_not_happened_yet_is_dashed(room, client):
    *steps, text = read(client)
    assert steps == ["done", *["pending"] * 6]  # it arrived, and nobody has read it
    assert "Nobody of the team has read it in detail yet." in text
    assert "None of your sentences is quoted." in text


def test_that_somebody_read_it_has_no_day(room, client):
    lead = Client()
    lead.force_login(make_member("lea", room.study, Role.RESEARCHER))
    answer = Answer.objects.get(pk=room.text(WORDS).answer_id)
    wave = f"fielding={answer.fielding_id}"
    assert lead.get(f"/en/studies/stories/stories/{answer.pk}/?{wave}").status_code == 200
    *steps, text = read(client)
    assert steps[:2] == ["done", "done"]
    assert "Read by the team" in text
    assert client.post(MINE, {"code": "BBBB-CCCC-DDDF"}).status_code == 403


def test_a_receipt_reads_codes_figures_words_findings_and_decisions(room, client):
    invents, tiring = room.code("Invents"), room.code("Tiring")
    room.codes("ana", WORDS, invents)
    room.codes("ana", OTHER, tiring)
    words = room.release(WORDS)
    figure = make_released(room.study, "/data/story/kind", label={"en": "Which kind?"})
    make_released(room.study, f"codes:{room.codebook.id}", label={"en": "Limits"}, kind="codes")
    make_released(room.study, "/data/never/put", label={"en": "Never put"})
    cited = [Reference("figure", figure.figure, 1)]
    finding = make_published_finding(room.study.scope, references=cited)
    claim = make_claim(1, "Vérifions.", "Check.", Reference("finding", finding.pk, 1))
    row = make_published(make_public_group(), claims=[claim])

    *steps, text = read(client)
    assert steps == ["done"] * 7
    grouped = text.partition("Grouped under")[2].partition("Counted in")[0]
    assert grouped.split() == ["Invents"]
    counted = text.partition("Counted in")[2].partition("Quoted, with")[0]
    assert "Which kind?" in counted
    assert "Limits" in counted
    assert "Never put" not in counted
    page = client.post(MINE, {"code": RECEIPT}).content.decode()
    for address in (
        f"/en/findings/stories/#quotation-{words.id}",
        f"/en/findings/stories/#figure-{figure.figure}",
        f"/en/findings/stories/{finding.pk}/",
        f"/en/recommended/{row.pk}/",
    ):
        assert f'href="{address}"' in page
    public = client.get("/en/findings/stories/").content.decode()
    assert f'id="quotation-{words.id}"' in public

    team = Client()
    team.force_login(room.users["ana"])
    for code, carries in ((invents, True), (tiring, False)):
        listed = team.get(f"/en/studies/stories/coding/retrieval/?code={code.id}").content.decode()
        assert (WORDS in listed) is carries  # the team's page and the receipt agree

    gone = client.post(MINE, {"code": RECEIPT, "withdraw": "yes"}).content.decode()
    for sentence in ("quoted words are gone", "Figures already published stay"):
        assert sentence in gone
    assert client.post(MINE, {"code": RECEIPT}).status_code == 403


@pytest.mark.parametrize(
    ("days", "step", "note"), [(-2, "pending", False), (-1, "done", True), (0, "done", False)]
)
def test_figures_count_an_answer_of_an_earlier_day_and_perhaps_one_of_the_same(
    room, client, days, step, note
):
    make_released(room.study, "/data/story/kind")
    Extract.objects.update(day=DAY + timedelta(days=days))
    *steps, text = read(client)
    assert steps[3] == step
    assert ("perhaps: it was counted on the day of your answer" in text) is note
