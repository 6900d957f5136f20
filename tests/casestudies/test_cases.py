"""Cases: described, checked, published; what members and what everybody read of them."""

from dataclasses import replace
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from tests.casestudies.case_room import ACT, CASE, make_case, make_event, make_terms
from tests.evidence.factories import make_published_finding
from tests.register.factories import make_entry, make_public_system, make_system
from tests.surveys.factories import answer, make_member
from vecu.accounts.rules import Role
from vecu.casestudies.cases.actions import publish_case
from vecu.casestudies.cases.models import Case
from vecu.casestudies.matrix.case_rows import get_case_directory
from vecu.casestudies.matrix.models import MatrixCell
from vecu.records.actions import add_record, change_record, remove_record
from vecu.records.errors import RecordRefused
from vecu.register.content import StageContent
from vecu.register.rules import Stage

pytestmark = [pytest.mark.django_db, pytest.mark.data]
TYPED = {
    "name_en": "The checker",
    "place_en": "A town",
    "described_en": "It flags job offers.",
    "technology": "detection",
    "sector": "administration",
    "size": "large",
    "using": "6",
}


@pytest.fixture
def case() -> Case:
    return make_case()


@pytest.fixture
def lea(case, client) -> Client:
    client.force_login(make_member("lea", case.study, Role.RESEARCHER))
    return client


def address(case: Case, name: str, *rest: object) -> str:
    return reverse(f"casestudies:{name}", args=[case.study.slug, case.pk, *rest])


def test_a_case_is_described_and_keeps_what_was_typed(case, lea):
    page = reverse("casestudies:describe-case", args=[case.study.slug])
    refused = lea.post(page, TYPED | {"described_en": ""})
    assert refused.status_code == 422
    assert "Choose a system of the register" in refused.content.decode()
    assert "A town" in refused.content.decode()

    assert lea.post(page, TYPED).status_code == 302
    made = Case.objects.exclude(pk=case.pk).get()
    assert (made.sector, made.using, made.managing) == ("administration", 6, None)


def test_a_matrix_finds_cases_with_what_they_are_sorted_by(case):
    (found,) = get_case_directory().list_cases(case.study_id)
    assert (found.id, found.is_public) == (case.pk, False)
    assert found.facts.startswith("Writes, summarises")


def test_roles_of_fewer_than_eleven_people_are_named_with_their_place(case):
    pairs = get_case_directory().list_pairs([case.pk])
    assert [each.partition(" – ")[0] for each in pairs] == [
        "Works with the system",
        "Manages those who work with it",
    ]
    assert all("A rural département" in each for each in pairs)


def test_everybody_reads_a_case_without_its_counts(case, lea):
    add_record(case.study, make_terms(case.pk), **ACT)
    public, publish = address(case, "public-case"), address(case, "publish-case")
    assert Client().get(public).status_code == 404
    assert "Works with the system – A rural" in lea.get(publish).content.decode()
    assert lea.post(publish, {"revision": 1}).status_code == 422
    assert lea.post(publish, {"revision": 1, "checked": "on"}).status_code == 302

    shown = Client().get(public)
    text = shown.content.decode()
    assert shown["Cache-Control"] == "no-store"
    assert all(each in text for each in ("A rural département", "No list", "A union asked"))
    assert "has not confirmed it here" in text
    assert "400" not in text, "a number of people"
    assert "400" in lea.get(address(case, "case")).content.decode()
    assert lea.post(address(case, "take-case-back"), {"revision": 2}).status_code == 302
    assert Client().get(public).status_code == 404


@pytest.mark.parametrize(
    "door",
    [{"en": "Two managers asked.", "fr": "La direction l’a demandé."}, {"en": "By a union."}],
)
def test_a_case_is_not_published_with_counts_of_few_or_in_one_language(case, lea, door):
    changed = change_record(case, replace(CASE, door=door), revision=1, **ACT)
    page = address(changed, "publish-case")
    sent = {"revision": 2, "checked": "on"}
    assert lea.post(page, sent).status_code == 422
    assert "It cannot be published as it is." in lea.get(page).content.decode()


def test_a_case_with_written_cells_stays(case):
    MatrixCell.objects.create(
        study=case.study, case=case.pk, theme="autonomy", status="not found", day="2026-11-20"
    )
    with pytest.raises(RecordRefused, match="Empty them first"):
        remove_record(case, revision=1, **ACT)


def test_a_system_of_the_register_is_chosen_or_one_is_described(case):
    system = make_system()
    both = replace(CASE, system=system.pk)
    with pytest.raises(RecordRefused, match="Either a system"):
        change_record(case, both, revision=1, **ACT)
    changed = change_record(case, replace(both, described={}), revision=1, **ACT)
    assert changed.system == system.pk


def test_terms_are_noted_once(case):
    add_record(case.study, make_terms(case.pk), **ACT)
    with pytest.raises(RecordRefused, match="in the meantime"):
        add_record(case.study, make_terms(case.pk), **ACT)


def test_a_public_case_is_found_from_its_study_and_from_its_system(case, client):
    system = make_public_system()
    changed = change_record(case, replace(CASE, system=system.pk, described={}), revision=1, **ACT)
    make_published_finding(case.study.scope)
    pages = [
        reverse("reports:study", args=[case.study.slug]),
        reverse("reports:system", args=[system.slug]),
    ]
    link = f'href="{address(case, "public-case")}"'
    assert not any(link in client.get(each).content.decode() for each in pages)
    publish_case(changed, checked=True, revision=2, **ACT)
    assert all(link in client.get(each).content.decode() for each in pages)


def test_members_read_a_timeline_by_days_and_everybody_by_months_without_interviews(case, lea):
    system = make_public_system("ines")
    make_entry(system, StageContent(Stage.EXPERIMENT, date(2026, 2, 3)))
    changed = change_record(case, replace(CASE, system=system.pk, described={}), revision=1, **ACT)
    add_record(case.study, make_event(case.pk), **ACT)
    values = {"kind": "interview", "case": str(case.pk), "day": "2026-04-09", "role": "uses"}
    answer(case.study, values | {"wave": "3", "person": "Nadia"})
    publish_case(changed, checked=True, revision=2, **ACT)
    inside = lea.get(address(case, "case")).context["timeline"]
    outside = Client().get(address(case, "public-case")).content.decode()

    interview = "Interview · Works with the system · After 3 months · Nadia"
    assert [each.label for each in inside] == ["Experiment", interview, "Organisation"]
    assert [each.day for each in inside] == sorted(each.day for each in inside)
    assert "The team is split" in outside
    assert "May 2026" in outside
    assert not any(each in outside for each in ("4 May", "Nadia", "After 3 months"))


def test_a_system_that_a_member_may_not_read_leaves_no_trace_in_the_timeline(case, lea):
    system = make_system("ines")
    make_entry(system, StageContent(Stage.EXPERIMENT, date(2026, 2, 3)))
    change_record(case, replace(CASE, system=system.pk, described={}), revision=1, **ACT)

    assert list(lea.get(address(case, "case")).context["timeline"]) == []


def test_events_of_an_organisation_are_noted_by_day(case, lea):
    row = add_record(case.study, make_event(case.pk), **ACT)
    page = address(case, "change-event", row.pk)
    assert "The team is split" in lea.get(page).content.decode()
    assert lea.post(address(case, "remove-event", row.pk), {"revision": 1}).status_code == 302
