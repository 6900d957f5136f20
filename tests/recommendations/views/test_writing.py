"""Recommendations on the staff's pages: written with their claims, opened, seen and published."""

from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.evidence.toy_source import Note
from tests.groups.factories import make_members
from tests.recommendations.factories import (
    AGAINST,
    FOR,
    RECOMMENDATION,
    WORKERS,
    amend,
    draft,
    make_open,
)
from vecu.evidence.choice import format_reference
from vecu.groups.vocabulary import GroupCollege
from vecu.recommendations.content import Voice
from vecu.recommendations.models import Recommendation
from vecu.recommendations.positions import take_position
from vecu.recommendations.rules import RecommendationKind

pytestmark = [pytest.mark.django_db, pytest.mark.data]
TYPED = {
    "statement_fr": "Demander d’abord si un bus arrive.",
    "statement_en": "Ask first whether a bus comes.",
    "claim_1_en": "Alerts on cars take time.",
    "decider": "Direction of the service",
    "cost_en": "Two days of work a year.",
    "alternatives_posts_en": "A tenth of a post.",
    "alternatives_fewer_forms_en": "Form 12 could go.",
    "confidence": "low",
    "adequacy_en": "One office, three months.",
    "not_known_en": "What other offices do.",
    "reason_en": "It was said at each step.",
    "voice": f"college:{WORKERS}",
}


def address(name: str, *rest: object) -> str:
    return reverse(f"recommendations:{name}", args=("val-de-seve", *rest))


def pin(walls, group, words: str = "1 of 9 reports was read", name: str = "log-figure"):
    return walls[name].pin(Note(group.scope, words))


def read_claims(row: Recommendation) -> list[dict]:
    return row.versions.get(number=row.latest).claims


def test_a_recommendation_is_written_with_claims_and_read(lea, group):
    form = lea.get(address("new-recommendation")).text
    assert "What would the same money change in pay?" in form

    written = lea.post(address("new-recommendation"), TYPED)
    row = Recommendation.objects.get()
    assert written.url == address("recommendation", row.pk)
    page = lea.get(written.url).text
    for text in ("Ask first whether a bus comes.", "Form 12 could go.", "Low confidence"):
        assert text in page
    assert "Nothing is cited for this: it is what the group holds." in page
    assert "Open it to positions" in page, "the one next step"
    assert "Ask first whether a bus comes." in lea.get(address("recommendations")).text


@pytest.mark.parametrize(
    ("kind", "typed"),
    [
        ("landmark", {"statement_en": "Who reads what is refused?", "actor": "employment"}),
        ("none_yet", {"statement_en": "Should files be joined?", "divides_en": "Who refuses."}),
    ],
)
def test_a_landmark_and_none_yet_have_forms_of_their_own(lea, group, kind, typed):
    where = f"{address('new-recommendation')}?kind={kind}"
    assert "What would the same money change in pay?" not in lea.get(where).text

    common = {"reason_en": "Said at each step.", "voice": f"college:{WORKERS}"}
    page = lea.get(lea.post(where, typed | common).url).text

    assert RecommendationKind(Recommendation.objects.get().kind).name.lower() == kind
    assert typed["statement_en"] in page
    assert ("Employment service" in page) == (kind == "landmark")
    assert ("What divides us" in page) == (kind == "none_yet")


def test_what_is_wrong_stands_at_its_field_and_nothing_typed_is_lost(lea, group):
    response = lea.post(
        address("new-recommendation"),
        TYPED | {"claim_1_en": "", "claim_2_id": "", "voice": "", "reason_en": "", "decider": "x"},
    )

    assert response.status_code == 422
    assert "Say who proposes this." in response.text
    assert "A tenth of a post." in response.text
    assert not Recommendation.objects.exists()


def test_a_cost_is_written_part_by_part_and_each_problem_stands_at_its_field(lea, group):
    """One amount or two; a part left empty between others shifts no error."""
    parts = {
        "cost_1_fr": "Un demi-poste", "cost_1_en": "Half a post", "cost_1_least": "19000",
        "cost_1_most": "25000", "cost_1_payer": "Council", "cost_3_en": "The tool",
        "cost_3_most": "11400",
    }  # fmt: skip
    row_page = lea.post(address("new-recommendation"), TYPED | parts).url
    row = Recommendation.objects.get()
    assert row.versions.get().cost_parts == [
        {"label": {"fr": "Un demi-poste", "en": "Half a post"}, "least": 19000, "most": 25000,
         "payer": "Council"},
        {"label": {"en": "The tool"}, "least": 11400, "most": 11400, "payer": ""},
    ]  # fmt: skip
    text = "Half a post (Council): €19,000 to €25,000 a year; The tool: €11,400 a year"
    assert text in lea.get(row_page).text.replace("\u00a0", " ")
    form = lea.get(address("amend-recommendation", row.pk)).text
    assert 'value="11400"' in form

    wrong = {"cost_3_en": "", "cost_1_most": "18000", "revision": row.revision}
    refused = lea.post(address("amend-recommendation", row.pk), TYPED | parts | wrong).text
    assert "At most, it costs less than at least" in refused
    assert "Say what this amount is for." in refused
    assert 'value="18000"' in refused


def test_a_claim_keeps_its_number_where_another_was_left_empty(lea, group, walls):
    rumour = pin(walls, group, "They say so", name="rumour")
    typed = TYPED | {"claim_1_en": "", "claim_2_id": "", "claim_2_en": "They do."}

    response = lea.post(
        address("new-recommendation"), typed | {"claim_2_evidence": [format_reference(rumour)]}
    )

    assert response.status_code == 422
    assert 'href="#id_claim_2_evidence"' in response.text


def test_each_claim_has_its_own_evidence_and_looking_for_it_saves_nothing(lea, group, walls):
    figure, words = pin(walls, group), pin(walls, group, "Cars, cars, cars", name="quotation")
    typed = TYPED | {
        "claim_1_evidence": [format_reference(figure)],
        "claim_2_id": str(UUID(int=2)),
        "claim_2_en": "Nobody owns one.",
    }

    looking = {"find": "claim_2_evidence", "words": "cars", "voice": ""}
    page = lea.post(address("new-recommendation"), typed | looking)
    assert page.status_code == 200
    assert "Say who proposes this." not in page.text, "nothing is judged while somebody looks"
    assert f'name="claim_2_evidence" value="{format_reference(words)}"' in page.text
    assert f'name="claim_1_evidence" value="{format_reference(figure)}" checked' in page.text
    assert "Two days of work a year." in page.text
    assert not Recommendation.objects.exists()

    more = lea.post(address("new-recommendation"), typed | {"more": "yes"}).text
    assert 'name="claim_3_en"' in more
    assert "Nobody owns one." in more

    lea.post(address("new-recommendation"), typed | {"claim_2_evidence": [format_reference(words)]})
    first, second = read_claims(Recommendation.objects.get())
    assert [each["source"] for each in first["references"]] == ["log-figure"]
    assert [each["source"] for each in second["references"]] == ["quotation"]
    assert second["id"] == str(UUID(int=2))


def test_looking_among_more_evidence_makes_no_more_queries(lea, group, walls):
    def count(number: int) -> int:
        cited = [pin(walls, group, f"{each} of 90 reports") for each in range(number)]
        typed = TYPED | {"claim_1_evidence": [format_reference(each) for each in cited]}
        with CaptureQueriesContext(connection) as asked:
            page = lea.post(address("new-recommendation"), typed | {"find": "claim_1_evidence"})
        assert page.text.count(" of 90 reports") >= number
        return len(asked)

    assert count(50) == count(5)


def test_more_claims_than_can_be_stored_are_refused_and_stay_in_the_form(lea, group):
    many = {f"claim_{each}_en": f"Claim number {each}." for each in range(1, 32)}
    many |= {f"claim_{each}_id": "" for each in range(1, 32)}

    refused = lea.post(address("new-recommendation"), TYPED | many)

    assert refused.status_code == 422
    assert "At most 30 claims. Found: 31." in refused.text
    assert "Claim number 31." in refused.text
    assert "Add another claim" not in refused.text


def test_a_draft_is_opened_seen_as_everybody_would_read_it_and_published(lea, group):
    row = draft(group.scope)
    [member] = make_members(group, [GroupCollege.SOCIAL_WORKERS])
    assert "Members read this version" in lea.get(address("open-recommendation", row.pk)).text
    opened = lea.post(address("open-recommendation", row.pk), {"revision": row.revision})
    assert opened.status_code == 302

    missing = lea.get(address("publish-recommendation", row.pk)).text
    assert "Nobody has supported this version yet." in missing
    row.refresh_from_db()
    take_position(row, 1, Voice(GroupCollege.SOCIAL_WORKERS, member), FOR)
    take_position(row, 1, Voice(GroupCollege.MANAGERS), AGAINST)
    seen = lea.get(address("publish-recommendation", row.pk)).text
    assert "What everybody would read" in seen
    assert seen.count("The morning is lost to alerts.") == 1
    assert "Member 1" not in seen, "a name that is not shown"
    published = lea.post(address("publish-recommendation", row.pk), {"revision": row.revision})
    assert published.status_code == 302
    row.refresh_from_db()
    assert (row.state, row.published) == ("published", 1)
    public = reverse("reports:recommendation", args=(row.pk,))
    assert public in lea.get(published.url).text


def test_evidence_that_goes_during_a_vote_keeps_it_from_being_published(lea, group, walls):
    figure = pin(walls, group)
    lea.post(
        address("new-recommendation"), TYPED | {"claim_1_evidence": [format_reference(figure)]}
    )
    row = Recommendation.objects.get()
    lea.post(address("open-recommendation", row.pk), {"revision": row.revision})
    row.refresh_from_db()
    take_position(row, 1, Voice(GroupCollege.MANAGERS), FOR)
    walls["log-figure"].take_down(figure)

    refused = lea.post(address("publish-recommendation", row.pk), {"revision": row.revision})

    assert refused.status_code == 422
    assert "Some of its evidence is gone or reads otherwise now." in refused.text
    assert row.versions.get().positions.count() == 1
    page = lea.get(address("recommendations")).text
    assert "Argue it again" in page


def test_who_reads_in_the_group_sees_recommendations_and_changes_none(ina, group):
    row = make_open(group.scope, RECOMMENDATION)

    page = ina.get(address("recommendation", row.pk))
    assert page.status_code == 200
    assert "Amend" not in page.text
    assert ina.get(address("new-recommendation")).status_code == 403
    assert ina.post(address("publish-recommendation", row.pk)).status_code == 403


def test_a_college_speaks_beside_its_members_and_replaces_what_it_read(lea, group):
    row = make_open(group.scope)
    make_members(group, [GroupCollege.MANAGERS])
    where = address("note-college-position", row.pk)
    assert "Elected officials" not in lea.get(where).text, "nobody of them sits there"
    typed = {"college": "managers", "backing": "opposes", "version": 1, "revision": 0}
    assert "Say why" in lea.post(where, typed).text

    saved = lea.post(where, typed | {"reason_en": "The bus line will close."})
    page = lea.get(saved.url).text
    assert "The bus line will close." in page
    assert "Managers" in page

    again = lea.post(where, typed | {"backing": "supports", "reason_en": "It stays open."})
    assert again.status_code == 422
    assert "This side has spoken on it already: opposes it." in again.text
    assert "The bus line will close." in again.text
    assert "It stays open." in again.text
    lea.post(where, typed | {"backing": "supports", "reason_en": "It stays.", "revision": 1})
    assert row.versions.get().positions.get().backing == "supports"


def test_a_college_does_not_speak_on_a_draft_nor_on_a_version_that_was_amended(lea, group):
    row = draft(group.scope)
    make_members(group, [GroupCollege.MANAGERS])
    where = address("note-college-position", row.pk)
    assert lea.get(where).status_code == 422
    typed = {"college": "managers", "backing": "neither", "version": 1, "revision": 0}
    assert "Positions are not open on this." in lea.post(where, typed).text

    lea.post(address("open-recommendation", row.pk), {"revision": row.revision})
    amend(row)
    changed = lea.post(where, typed)
    assert "The text was amended meanwhile" in changed.text
    assert 'name="version" value="2"' in changed.text
