"""Deleting a group: what goes is said before, and nothing of it is left but the audit."""

import pytest

from tests.groups.factories import (
    ACT,
    AGREE,
    DISAGREE,
    LATER,
    OWN,
    STEP,
    make_full_group,
    make_group,
    run_round,
)
from tests.recommendations.factories import CARD, draft
from tests.surveys.test_privacy import everything_stored
from vecu.accounts.models import AuditEvent, Membership
from vecu.accounts.queries import get_member
from vecu.datasets.release_queries import list_released
from vecu.dialogue.models import Dialogue
from vecu.groups.actions import take_group_back
from vecu.groups.models import (
    GroupHypothesis,
    GroupMember,
    GroupStep,
    HypothesisCount,
    HypothesisPosition,
    LearningGroup,
    PositionRound,
)
from vecu.groups.round_actions import release_totals
from vecu.recommendations.models import (
    Recommendation,
    RecommendationVersion,
    SupplierCard,
)
from vecu.records.actions import add_record
from vecu.records.models import Act

pytestmark = [pytest.mark.django_db, pytest.mark.data]

DELETE = "/en/groups/val-de-seve/delete/"
MARKED = {"en": "MARKER-7"}
STORED = (
    LearningGroup,
    GroupMember,
    GroupStep,
    GroupHypothesis,
    PositionRound,
    HypothesisPosition,
    HypothesisCount,
    Recommendation,
    RecommendationVersion,
    SupplierCard,
)


@pytest.fixture
def full() -> LearningGroup:
    """A group with two counted rounds, public totals, a step, a recommendation and a card."""
    group, members = make_full_group(public=True)
    add_record(group, STEP, **ACT)
    add_record(group, OWN, **ACT)
    seven = [AGREE] * 7 + [DISAGREE] * 7
    run_round(group, members, seven)
    run_round(group, members, seven)
    release_totals(group, [group.hypotheses.get(place=1).pk], name="The group", by="lea", now=LATER)
    draft(group.scope, statement=MARKED)
    add_record(group, CARD, **ACT)
    return group


def test_the_page_names_what_goes_and_what_stays(client, full):
    client.force_login(get_member("lea"))

    page = client.get(DELETE).text

    for text in (
        "the mandate sheet",
        "14 members: the names they chose, their links, their positions",
        "1 step of the calendar, with its notes",
        "7 hypotheses, with what rounds showed of them",
        "1 table of totals that everybody can read",
        "1 recommendation or checklist, with all its versions, reasons and answers",
        "1 supplier’s card",
        "The audit log: who began, published and deleted this group.",
    ):
        assert text in page
    french = client.get(DELETE.replace("/en/", "/fr/")).text
    assert "14 membres : noms choisis, liens et positions" in french.replace("\u202f", " ").replace(
        "\xa0", " "
    )


def test_another_address_deletes_nothing(client, full):
    client.force_login(get_member("lea"))

    refused = client.post(DELETE, {"slug": "val-de-seve-2"})

    assert refused.status_code == 422
    assert "Nothing was deleted." in refused.text
    assert LearningGroup.objects.count() == 1


def test_a_deleted_group_leaves_nothing_but_the_audit(client, full):
    other = make_group("tom", slug="another")
    for model in STORED:
        assert model._base_manager.exists(), f"{model} has no row: this shows nothing of it"
    assert Act.objects.filter(scope_uuid=full.pk).exists()
    client.force_login(get_member("lea"))

    assert client.post(DELETE, {"slug": "Val-de-Seve"}).url == "/en/groups/"

    assert LearningGroup.objects.get() == other
    left = str(everything_stored())
    for marker in ("MARKER", "We laughed", "Member 1", "Scribe"):
        assert marker not in left
    assert not list_released(full.scope)
    assert not Membership.objects.filter(scope_uuid=full.pk).exists()
    assert not Act.objects.filter(scope_uuid=full.pk).exists()
    assert not Dialogue.objects.filter(scope_uuid=full.pk).exists()
    for model in STORED[1:]:
        if model is not GroupHypothesis and model is not Act:
            assert not model._base_manager.exists(), model
    assert {each.scope for each in Act.objects.all()} == {other.scope}
    assert AuditEvent.objects.filter(verb="deleted group", scope_uuid=full.pk).count() == 1


def test_a_group_that_is_taken_back_takes_its_totals_back(full):
    assert len(list_released(full.scope)) == 1

    take_group_back(full, **ACT)

    assert not list_released(full.scope)
    full.refresh_from_db()
    assert full.published is None
    assert AuditEvent.objects.filter(verb="took group back").count() == 1
