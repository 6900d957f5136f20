"""What everybody reads of a group: agreed notes, gaps, released totals; nobody’s position."""

import csv
import io
import re
from dataclasses import replace
from datetime import date
from html import unescape
from uuid import uuid4

import pytest
from defusedxml.ElementTree import fromstring
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.groups.factories import ACT, LATER, OWN, get_hypothesis, make_group
from tests.groups.whole_group import TRAINING, make_whole_group
from vecu.accounts.queries import get_member
from vecu.datasets.release_actions import take_release_back
from vecu.datasets.release_queries import list_released
from vecu.evidence.sources import Audience, EvidenceState, list_public_evidence
from vecu.groups.actions import withdraw_hypothesis
from vecu.groups.evidence_sources import HypothesisResults
from vecu.records.actions import add_record

pytestmark = [pytest.mark.django_db, pytest.mark.data]
PAGE = "/en/recommended/groups/val-de-seve/"
POSITIONS = "only the group knows"


@pytest.fixture(autouse=True)
def today(monkeypatch):
    """The day on which everything below is read."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: LATER)


def read(page) -> str:
    """The words of a page's main part, without marks."""
    main = page.text.partition("<main ")[2].partition(">")[2].partition("</main>")[0]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", main)).replace("\u00a0", " ").split())


def address_of(group, place: int = 1) -> str:
    return f"{PAGE}hypotheses/{get_hypothesis(group, place).pk}/"


# --- The group


def test_a_group_that_is_not_published_is_like_one_that_does_not_exist(client):
    group = make_group()
    addresses = [PAGE, address_of(group), f"{PAGE}suppliers/", f"{PAGE}figures/{uuid4()}.csv"]

    assert {client.get(each).status_code for each in addresses} == {404}
    assert client.get("/en/recommended/groups/nowhere/").status_code == 404


def test_everybody_reads_who_asks_who_answers_by_when_and_what_is_missing(client):
    make_whole_group(totals=False)
    words = read(client.get(PAGE))

    for sentence in (
        "The group represents only itself.",
        "What should AI be used for in social work, and what not?",
        "Who asks for the group’s opinion The department’s council",
        "By when they answer 31 March 2027",
        "14 members: Accompanied people (3), Social workers (5), Managers (3),",
        "Interpreters Not stated",
        "What makes the facilitator independent Not stated",
        "Heard, but not members The digital department, two suppliers",
        "0 of 14 members declare that neither a manager of theirs",
        "nobody checks who they are",
    ):
        assert sentence in words
    assert "Member 1" not in words


def test_who_leads_it_sees_what_everybody_reads(client):
    make_whole_group(totals=False)
    client.force_login(get_member("lea"))

    assert f'href="{PAGE}"' in client.get("/en/groups/val-de-seve/").text


@pytest.mark.parametrize("language", ["fr", "en"])
def test_no_public_page_of_a_group_stays_in_a_cache_or_needs_a_session(client, language):
    group = make_whole_group(fictional=True)
    [released] = list_released(group.scope)
    pages = [PAGE, address_of(group), f"{PAGE}figures/{released.figure}.csv"]

    for address in pages:
        page = client.get(address.replace("/en/", f"/{language}/"))
        assert (page.status_code, page["Cache-Control"]) == (200, "no-store")
        assert not page.cookies
    for address in pages[:2]:
        page = client.get(address.replace("/en/", f"/{language}/"))
        assert page.text.count("<h1") == 1
        assert 'class="fiction"' in page.text
        assert "<script" not in page.text


def test_only_notes_that_were_agreed_are_public_with_what_the_others_would_have_written(client):
    make_whole_group(totals=False)
    words = read(client.get(PAGE))

    assert "We laughed, then we did not." in words
    assert "The others would have written: Some of us never laughed." in words
    assert "What it changed: We now tell cold writing from warm." in words
    assert "11 of the 12 people present agreed" in words
    assert "Scribe & fils show us their tool No agreed notes." in words
    assert "not read back yet" not in words
    assert "8 December 2026 · Writing · to come" in words


def test_each_hypothesis_has_its_author_and_what_speaks_against_it(client):
    group = make_whole_group()
    add_record(group, OWN, **ACT)
    words = read(client.get(PAGE))

    assert words.count("Who said it") == words.count("What speaks against it") == 7
    assert "Who said it A social worker of the group What speaks against it Of long files" in words
    assert "5 of 14 members agreed in the first round, 8 of 14 in the second." in words
    assert words.count("No totals are public.") == 6


def test_a_withdrawn_hypothesis_says_why_and_its_totals_are_gone(client):
    group = make_whole_group()
    row = get_hypothesis(group)
    withdraw_hypothesis(row, {"en": "Badly put."}, revision=row.revision, by="lea", now=LATER)

    words = read(client.get(PAGE))
    assert "Withdrawn" in words
    assert "Badly put." in words
    assert "in the first round" not in words
    own = read(client.get(address_of(group)))
    assert "The group withdrew this hypothesis: Badly put." in own
    assert "in the first round" not in own


# --- A hypothesis


def list_dots(page: str) -> list[list[str]]:
    """Return the dots of each run, which nobody is read: the numbers beside them are."""
    runs = re.findall(r'<span class="dots-run \w+" aria-hidden="true">(.*?)</span></li>', page)
    return [re.findall(r'<span class="dot"></span>', each) for each in runs]


def test_the_totals_of_both_rounds_are_a_sentence_a_picture_a_table_and_files(client):
    group = make_whole_group()
    page = client.get(address_of(group))
    words = read(page)

    assert "5 of 14 members agreed in the first round, 8 of 14 in the second." in words
    for row in ("Agree 5 8", "Disagree 4 3", "Not sure, or no position 5 3", "All people 14 14"):
        assert row in words
    assert page.text.count("<table") == 1
    assert "Before: 14 members 5 agree 4 disagree 5 not sure, or no position" in words
    assert "After: 14 members 8 agree 3 disagree 3 not sure, or no position" in words
    assert [len(run) for run in list_dots(page.text)] == [5, 4, 5, 8, 3, 3]
    assert words.index("5 of 14 members agreed") < words.index("Before: 14 members")
    assert POSITIONS in words
    assert "%" not in words
    table, image = re.findall(r'href="([^"]+\.(?:csv|svg))"', page.text)
    lines = list(csv.reader(io.StringIO(client.get(table).content.decode("utf-8-sig"))))
    assert [line[1:] for line in lines] == [
        ["First round", "Second round"],
        ["5", "8"],
        ["4", "3"],
        ["5", "3"],
        ["14", "14"],
    ]
    drawn = "".join(fromstring(client.get(image).text).itertext())
    assert "http://testserver" + address_of(group) in drawn


@pytest.mark.parametrize("asked", [2, 3])
def test_without_public_totals_a_page_says_the_same_whatever_the_reason(client, asked):
    """The second was asked in both rounds and is not released, the third never was asked."""
    group = make_whole_group()
    words = read(client.get(address_of(group, asked)))

    row = get_hypothesis(group, asked)
    for text in (row.plain, row.statement, row.source, row.counter_argument):
        words = words.replace(text["en"].replace("\u00a0", " "), "…")
    assert words == (
        "Hypothesis · Group of the Val-de-Sève … In full: … No totals are public. The group Try a"
        " machine Who said it … What speaks against it … What this does not say Whether the"
        " hypothesis is true: what a group thinks is no proof. What anybody else thinks:"
        " the group represents only itself."
    )


def test_totals_that_were_taken_back_are_gone_from_every_page(client):
    group = make_whole_group()
    [released] = list_released(group.scope)
    file = f"{PAGE}figures/{released.figure}.csv"
    take_release_back(group.scope, released.figure, by="lea", now=LATER)

    assert client.get(file).status_code == 404
    assert "No totals are public." in read(client.get(address_of(group)))
    assert "in the first round" not in read(client.get(PAGE))


def test_a_claim_that_cites_a_result_leads_to_its_page(client):
    group = make_whole_group()
    [cited] = HypothesisResults().list_citable(group.scope, Audience.EVERYBODY)

    [shown] = list_public_evidence([cited.reference])

    assert shown.state is EvidenceState.STANDING
    assert client.get(shown.address).status_code == 200
    assert "8 of 14" in client.get(shown.address).text
    members = HypothesisResults().list_citable(group.scope, Audience.MEMBERS)
    assert [each.address for each in members] == [cited.address, ""]


# --- How much there is


def test_queries_do_not_grow_with_steps_and_hypotheses(client):
    group = make_whole_group(totals=False)
    with CaptureQueriesContext(connection) as with_few:
        client.get(PAGE)
    for number in range(15):
        add_record(group, replace(TRAINING, day=date(2026, 10, 1 + number)), **ACT)
        add_record(group, OWN, **ACT)
    with CaptureQueriesContext(connection) as with_many:
        page = client.get(PAGE)

    assert page.text.count("What speaks against it") == 21
    assert len(with_many) == len(with_few)
