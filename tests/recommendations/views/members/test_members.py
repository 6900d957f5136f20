"""A member reads what the group recommends, and takes a side with a reason."""

from dataclasses import replace
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.evidence.toy_source import Note, WallOfNotes
from tests.groups.factories import ACT
from tests.groups.views.members.conftest import open_phone
from tests.recommendations.factories import (
    AGAINST,
    CARD,
    CLAIM,
    FOR,
    LANDMARK,
    NONE_YET,
    RECOMMENDATION,
    SHORTER,
    amend,
    draft,
    make_open,
)
from vecu.accounts.rules import Scope, ScopeKind
from vecu.evidence import sources
from vecu.evidence.sources import register_evidence_source
from vecu.groups.member_actions import leave_group, renew_member_link
from vecu.groups.vocabulary import GroupCollege
from vecu.recommendations.actions import (
    merge_recommendations,
    set_recommendation_aside,
)
from vecu.recommendations.content import BackingContent, Claim, EndReason, Voice
from vecu.recommendations.models import RecommendationPosition
from vecu.recommendations.positions import take_position
from vecu.records.actions import add_record

pytestmark = [pytest.mark.django_db, pytest.mark.data]
HOME = "/en/my-group/"
ALL = f"{HOME}recommendations/"
SENT = {"group": "val-de-seve", "version": "1", "revision": "0", "backing": "supports"}


@pytest.fixture
def row(group):
    """A recommendation that is open to positions."""
    return make_open(group.scope)


def address(row):
    return f"{ALL}{row.pk}/"


def back(row, member, content: BackingContent, number=1):
    return take_position(row, number, Voice(GroupCollege(member.college), member), content)


def test_what_waits_for_a_position_stands_first_and_on_the_first_page(phone, row, group):
    draft(group.scope, LANDMARK)
    page = phone.get(ALL).text
    waits, drafted = page.index("Ask first whether a bus comes."), page.index("Who reads what")
    assert page.index("Waiting for your position") < waits < page.index("The others") < drafted
    assert address(row) in phone.get(HOME).text

    phone.post(address(row), SENT | {"reason": "I drive there."})

    assert address(row) not in phone.get(HOME).text
    assert "Your position: “I support it”." in phone.get(ALL).text


def test_a_position_is_saved_with_its_reason_in_the_language_of_the_page(phone, members, row):
    sent = SENT | {"reason": "Le bus n’arrive pas.", "name_public": "yes"}
    response = phone.post(f"/fr/my-group/recommendations/{row.pk}/", sent)

    assert response.status_code == 303
    position = RecommendationPosition.objects.get()
    assert position.reason == {"fr": "Le bus n’arrive pas."}
    assert (position.member, position.name_public) == (members[0], True)
    page = phone.get(address(row)).text
    assert 'value="supports" checked' in page
    assert "Le bus n’arrive pas.</textarea>" in page


def test_what_is_read_by_whom_stands_before_the_fields(phone, row):
    page = phone.get(address(row)).text

    told = page.index("everybody once this version is published")
    assert told < page.index('name="backing"') < page.index('name="name_public"')


def test_reasons_have_a_name_only_if_their_author_wants_it_and_both_sides_the_same_space(
    phone, members, row
):
    for member in members[1:5]:
        back(row, member, FOR)
    back(row, members[5], BackingContent(AGAINST.backing, AGAINST.reason, name_public=True))
    page = phone.get(address(row)).text

    assert "4 support it, 1 opposes it" in page
    assert "Member 6, Social workers" in page
    assert "Member 2" not in page
    assert page.count("The morning is lost to alerts.") == 4
    assert "3 more reasons" in page  # one of each side stands open


def test_a_side_needs_a_reason_and_what_was_typed_stays(phone, row):
    response = phone.post(address(row), SENT)
    assert response.status_code == 422
    assert "Say why: reasons for and against have the same space." in response.text
    assert 'value="supports" checked' in response.text
    response = phone.post(address(row), SENT | {"backing": "", "reason": "Both."})
    assert response.status_code == 422
    assert "Choose one of the three answers." in response.text
    assert "Both.</textarea>" in response.text
    assert not RecommendationPosition.objects.exists()
    assert phone.post(address(row), SENT | {"backing": "neither"}).status_code == 303


def test_a_position_on_a_text_that_was_amended_waits_until_its_author_has_read_it(phone, row):
    amend(row)
    response = phone.post(address(row), SENT | {"reason": "As it was."})

    assert response.status_code == 409
    assert "The text was changed meanwhile" in response.text
    assert 'name="version" value="2"' in response.text
    assert "As it was.</textarea>" in response.text
    assert phone.post(address(row), SENT | {"version": "2", "reason": "Still."}).status_code == 303


def test_of_two_devices_the_second_compares_then_decides(phone, token, row):
    tablet = open_phone(token)
    phone.post(address(row), SENT | {"reason": "From the phone."})
    sent = SENT | {"backing": "opposes", "reason": "From the tablet."}
    response = tablet.post(address(row), sent)

    assert response.status_code == 409
    assert "“I support it”. “From the phone.”" in response.text
    assert "From the tablet.</textarea>" in response.text
    assert tablet.post(address(row), sent | {"revision": "1"}).status_code == 303
    assert RecommendationPosition.objects.get().backing == "opposes"


def test_a_text_that_was_set_aside_takes_no_position_and_loses_nothing_typed(phone, row):
    set_recommendation_aside(
        row, EndReason({"en": "It says too little."}), revision=row.revision, **ACT
    )
    response = phone.post(address(row), SENT | {"reason": "Kept for me."})

    assert response.status_code == 422
    assert "It says too little." in response.text
    assert "Kept for me.</blockquote>" in response.text
    assert 'name="backing"' not in response.text


def test_a_text_that_was_merged_says_where_it_went_on(phone, row, group):
    target = draft(group.scope)
    revisions = {each.pk: each.revision for each in (row, target)}
    merge_recommendations([row], target, RECOMMENDATION, SHORTER, revisions=revisions, **ACT)
    page = phone.get(address(row)).text

    assert "This was merged into another one." in page
    assert address(target) in page


def test_a_renewed_link_does_not_show_how_its_owner_stands(phone, members, row):
    phone.post(address(row), SENT | {"reason": "Between us."})
    other = open_phone(renew_member_link(members[0], **ACT))
    page = other.get(address(row)).text

    assert "checked" not in page
    assert "Between us.</textarea>" not in page
    assert address(row) in other.get(HOME).text  # it waits, as if there were none
    sent = SENT | {"backing": "opposes", "reason": "Again."}
    assert other.post(address(row), sent).status_code == 303
    page = other.get(address(row)).text
    assert "Again.</textarea>" in page
    assert '"revision" value="1"' in page  # as if there had been none
    assert "Between us." in page  # who renewed the link would see which reason went
    assert RecommendationPosition.objects.filter(member=members[0]).count() == 2
    leave_group(members[0], erase_words=True, **ACT)
    assert not RecommendationPosition.objects.exclude(reason={}).exists()


def test_no_other_group_is_read_or_written(phone, members, row):
    leave_group(members[0], erase_words=True, **ACT)
    assert phone.get(address(row)).status_code == 403
    assert phone.post(address(row), SENT | {"reason": "Gone."}).status_code == 403
    assert not RecommendationPosition.objects.exists()


def test_an_address_that_leads_nowhere_says_so(phone, group, members):
    response = phone.post(f"{ALL}{group.pk}/", SENT | {"reason": "Kept."})

    assert response.status_code == 404
    assert "Your group recommends nothing here" in response.text
    assert "Kept.</blockquote>" in response.text


@pytest.fixture
def wall(monkeypatch) -> WallOfNotes:
    """Quotations on a wall, as the only source of evidence."""
    monkeypatch.setattr(sources, "_registered", {})
    wall = WallOfNotes("quotation")
    register_evidence_source(wall)
    return wall


def test_claims_whose_evidence_is_gone_stand_there_to_be_argued_again(phone, group, wall):
    """Those of a supplier’s card, too; of a text that was set aside nobody argues again."""
    gone = wall.pin(Note(Scope(ScopeKind.STUDY, uuid4()), "Nobody has asked us yet"))
    row = make_open(group.scope, claims=[replace(CLAIM, references=[gone])])
    observed = Claim(uuid4(), {"en": "Corrections took the morning."}, [gone])
    add_record(group, replace(CARD, observed=[observed]), **ACT)
    assert "To be discussed again" not in phone.get(ALL).text
    wall.take_down(gone)
    page = phone.get(ALL).text

    assert page.index("To be discussed again") < page.index("Alerts on cars take time.")
    assert "Corrections took the morning.</span> – Scribe &amp; fils" in page
    assert f"{address(row)}#claims" in page
    assert "Nobody has asked us" not in phone.get(address(row)).text
    row.refresh_from_db()
    set_recommendation_aside(row, EndReason({"en": "No."}), revision=row.revision, **ACT)
    assert "Alerts on cars" not in phone.get(ALL).text


def test_no_recommendation_yet_says_what_divides_and_what_is_needed(phone, group):
    page = phone.get(address(make_open(group.scope, NONE_YET))).text

    assert "What divides us" in page
    assert "One year of a service that joined none." in page


def test_a_page_makes_a_fixed_number_of_queries(phone, members, group):
    def count(row):
        with CaptureQueriesContext(connection) as queries:
            phone.get(ALL)
            phone.get(address(row))
        return len(queries)

    few = count(make_open(group.scope))
    claims = [Claim(CLAIM.id.__class__(int=n), CLAIM.text, []) for n in range(1, 20)]
    row = make_open(group.scope, claims=claims)
    for member in members[1:]:
        back(row, member, FOR)

    assert count(row) == few
