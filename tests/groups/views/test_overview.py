"""The list of groups, a new one, and the first page of one."""

import re
from dataclasses import fields, replace
from datetime import date, timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.timezone import localdate

from tests.groups.factories import (
    ACT,
    AGREE,
    DISAGREE,
    FOURTEEN,
    LATER,
    MANDATE,
    NOW,
    STEP,
    WORKERS,
    make_full_group,
    make_group,
    make_members,
    run_round,
    take,
)
from tests.recommendations.factories import draft
from tests.surveys.factories import make_member
from vecu.accounts.queries import get_member
from vecu.evidence.sources import Reference
from vecu.groups import actions
from vecu.groups.actions import agree_notes, begin_group, delete_group, publish_group
from vecu.groups.content import MandateContent, NotesAgreement, RoundOpening
from vecu.groups.member_actions import add_group_member
from vecu.groups.models import LearningGroup
from vecu.groups.round_actions import open_round, release_totals
from vecu.groups.views import deletion, overview
from vecu.recommendations.content import Claim
from vecu.recommendations.models import RecommendationVersion
from vecu.records import views as records_views
from vecu.records.actions import add_record, change_record
from vecu.records.row_states import make_stored

pytestmark = [pytest.mark.django_db, pytest.mark.data]

GROUPS = "/en/groups/"
GROUP = f"{GROUPS}val-de-seve/"
A_STEP = {"kind": "training", "day": "2026-10-06", "subject_en": "Models"}


def read_step(page: str) -> str:
    """Return the sentence of the next step, '' if there is none."""
    found = re.search(r'next-step notice">\s*<p>(.*?)</p>', page, re.DOTALL)
    return found[1] if found else ""


def test_the_list_shows_the_groups_in_which_one_has_a_role(lea, noor, group):
    make_members(group, [WORKERS] * 2)
    make_group("tom", slug="another")

    page = lea.get(GROUPS).text

    assert "Group of the Val-de-Sève" in page
    assert f'href="{GROUP}"' in page
    assert "/en/groups/another/" not in page
    assert "2 members · not published" in page
    assert "Owner: facilitates the group" in page
    assert "Reader: reads what is noted" in noor.get(GROUPS).text


def test_without_a_group_the_list_says_what_one_is_and_how_to_begin(client, ada):
    assert f'href="{GROUPS}new/"' in ada.get(GROUPS).text
    make_member("bob")
    client.force_login(get_member("bob"))
    page = client.get(GROUPS).text
    assert f'href="{GROUPS}new/"' not in page
    assert "You have no role in any group yet." in page


def test_a_group_begins_with_its_name(ada):
    begun = ada.post(f"{GROUPS}new/", {"name_fr": "Groupe de Nantes"})

    assert begun.url == "/en/groups/groupe-de-nantes/"
    assert "The group is added. Only you can read it." in ada.get(begun.url).text
    assert LearningGroup.objects.get().name == {"fr": "Groupe de Nantes"}


@pytest.mark.parametrize(
    ("sent", "message"),
    [
        ({}, "Give the group a name, in at least one language."),
        ({"name_en": "Again", "slug": "val-de-seve"}, "is the address of another group."),
        ({"name_en": "Again", "slug": "Val de Sève"}, "use letters a to z, digits"),
        ({"name_en": "???"}, "The name has no letter from a to z"),
        ({"name_en": "A\x00B", "slug": "ab"}, "Null characters are not allowed."),
    ],
)
def test_a_group_that_cannot_begin_keeps_what_was_typed(ada, group, sent, message):
    refused = ada.post(f"{GROUPS}new/", sent)

    assert refused.status_code == 422
    assert message in refused.text
    assert "<title>Error: " in refused.text
    for value in sent.values():
        assert value.replace("\x00", "") in refused.text.replace("\x00", "")
    assert LearningGroup.objects.count() == 1


def test_two_who_take_one_address_at_once_get_an_answer(ada, group, monkeypatch):
    answers = iter([{}, {"slug": "“val-de-seve” is the address of another group."}])
    monkeypatch.setattr(actions, "list_slug_problems", lambda _slug: next(answers))

    refused = ada.post(f"{GROUPS}new/", {"name_en": "Again", "slug": "val-de-seve"})

    assert refused.status_code == 422
    assert "is the address of another group." in refused.text
    assert LearningGroup.objects.count() == 1


@pytest.mark.parametrize(
    ("page", "sent", "module", "name"),
    [
        ("publish/", {}, overview, "press_button"),
        ("take-back/", {}, overview, "press_button"),
        ("mandate/change/", {"revision": "1", "name_en": "Group"}, records_views, "submit_form"),
        ("calendar/new/", A_STEP, records_views, "submit_form"),
        ("delete/", {"slug": "val-de-seve"}, deletion, "delete_group"),
    ],
)
def test_a_group_that_is_deleted_meanwhile_is_not_there(
    lea, group, monkeypatch, page, sent, module, name
):
    def vanish(*arguments, **options):
        delete_group(group, **ACT)
        return act(*arguments, **options)

    act = getattr(module, name)
    monkeypatch.setattr(module, name, vanish)

    assert lea.post(f"{GROUP}{page}", sent).status_code == 404


def test_publishing_is_refused_to_a_group_of_three_and_done_and_taken_back(lea, group):
    make_members(group, [WORKERS] * 3)
    refused = lea.post(f"{GROUP}publish/")
    assert refused.status_code == 422
    assert "This group has 3 members; 5 are needed." in refused.text
    for name in ("Nour", "Paul"):
        add_group_member(group, name, WORKERS, **ACT)

    assert "Published: everybody can read it." in lea.post(f"{GROUP}publish/", follow=True).text
    group.refresh_from_db()
    assert group.published
    taken = lea.post(f"{GROUP}take-back/", follow=True).text
    assert "Taken back: only the group and those with a role can read it." in taken
    group.refresh_from_db()
    assert group.published is None
    assert lea.post(f"{GROUP}take-back/").status_code == 422


def test_each_thing_to_do_comes_in_its_turn(client):
    """Follow a group from its name to what it recommends, one step at a time."""
    today = localdate()
    make_member("lea")
    group = begin_group("val-de-seve", MandateContent(name={"en": "Group"}), by="lea", now=NOW)
    client.force_login(get_member("lea"))
    read = lambda: read_step(client.get(GROUP).text)  # noqa: E731

    assert read() == "The mandate sheet does not say yet: who asks for the group’s opinion."
    group = change_record(group, MANDATE, revision=1, **ACT)
    assert read().startswith("The group has 0 members; it needs 5")
    members = make_members(group, FOURTEEN, public=True)
    assert read() == "The calendar is empty."
    past = today - timedelta(1)
    step = add_record(group, replace(STEP, notes={}, day=past), **ACT)
    assert read().endswith(": there are no notes of it yet.")
    step = change_record(step, replace(STEP, day=past), revision=1, **ACT)
    assert read().endswith(": its notes wait to be read back.")
    agree_notes(step, NotesAgreement(14, 14), revision=2, by="lea", now=timezone.now())
    assert read().startswith("No round has been opened: without a before")
    halves = [AGREE] * 7 + [DISAGREE] * 7
    run_round(group, members, halves)
    assert read() == "What readers ask first is said: the mandate sheet can be published."
    publish_group(group, **ACT)
    assert read().startswith("What was planned to learn has taken place")
    run_round(group, members, halves)
    assert read().startswith("Both rounds have closed, and every member had agreed")
    release_totals(group, [group.hypotheses.get(place=1).pk], name="It", by="lea", now=LATER)
    assert read() == "Both rounds have closed: say what the group recommends, or what divides it."
    draft(group.scope)
    assert read().startswith("The mandate sheet does not say yet: what makes the facilitator")
    gaps = [each.name for each in fields(MANDATE) if not getattr(MANDATE, each.name)]
    whole = replace(MANDATE, **{each: {"en": "None."} for each in gaps})
    change_record(group, whole, revision=2, **ACT)
    assert read() == ""
    coming = replace(STEP, notes={}, day=today)
    add_record(group, coming, **ACT)
    assert read().startswith("Next: training of ")


def test_an_open_round_says_nothing_of_who_answered(client):
    group, members = make_full_group()
    now = timezone.now()
    opening = RoundOpening([group.hypotheses.get(place=1).pk], localdate(now) + timedelta(3))
    sealed = open_round(group, opening, by="lea", now=now)
    client.force_login(get_member("lea"))
    before = client.get(GROUP).text
    take(members[0], sealed, AGREE, now=now)

    after = client.get(GROUP).text

    assert "Round 1 is open until" in after
    assert "nobody sees who has answered" in after
    assert re.sub(r"nonce-\S+", "", before) == re.sub(r"nonce-\S+", "", after)


def test_claims_whose_evidence_is_gone_come_first(lea, group):
    gone = Claim(UUID(int=9), {"en": "So it is."}, [Reference("finding", UUID(int=8), 1)])
    draft(group.scope)
    RecommendationVersion.objects.update(claims=make_stored([gone]))

    page = lea.get(GROUP).text

    assert read_step(page).startswith("Claims to be discussed again, what they stand on is gone:")
    assert "1 recommendation has claims to be discussed again." in page


def test_readers_see_what_is_new_and_no_next_step(noor, group):
    add_record(group, STEP, **ACT)

    page = noor.get(GROUP).text

    assert read_step(page) == ""
    assert "The notes of 1 step wait to be read back." in page
    assert "Publish: everybody" not in page
    assert "Delete this group" not in page


def test_the_first_page_asks_as_many_queries_of_a_full_group(lea, group):
    add_record(group, STEP, **ACT)
    draft(group.scope)
    with CaptureQueriesContext(connection) as few:
        lea.get(GROUP)
    for number in range(4):
        add_record(group, replace(STEP, day=date(2026, 10, 1 + number)), **ACT)
        draft(group.scope)
    make_members(group, FOURTEEN)

    with CaptureQueriesContext(connection) as many:
        lea.get(GROUP)

    assert len(many) == len(few)


def test_each_gap_leads_to_the_field_in_which_it_is_filled(lea, noor, group):
    page = lea.get(GROUP).text
    form = lea.get(f"{GROUP}mandate/change/").text

    for field in re.findall(r'mandate/change/#(\w+)"', page):
        assert f'id="{field}"' in form
    assert 'mandate/change/#id_childcare_fr"' in page
    assert "mandate/change/" not in noor.get(GROUP).text


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_page_of_a_group_has_one_heading_in_both_languages(lea, group, language):
    step = add_record(group, STEP, **ACT)
    pages = ["", "mandate/", "mandate/change/", "calendar/", "calendar/new/", "history/", "audit/"]
    pages += [f"calendar/{step.pk}/{each}" for each in ("", "change/", "notes/")]

    for each in [*pages, "delete/"]:
        page = lea.get(f"{GROUP}{each}".replace("/en/", f"/{language}/")).text
        assert f'<html lang="{language}">' in page, each
        assert page.count("<h1") == 1, each


def test_the_first_page_is_in_the_language_of_the_reader(lea, group):
    page = lea.get(GROUP.replace("/en/", "/fr/")).text

    assert page.count("<h1") == 1
    assert "Groupe du Val-de-Sève" in page
    assert "<h1>Vue d’ensemble</h1>" in page
