"""Amended, merged, ended and undone on the staff's pages: nothing typed and no version is lost."""

from dataclasses import replace
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.groups.factories import make_members
from tests.recommendations.factories import (
    ACT,
    CLAIM,
    FIRST,
    FOR,
    LANDMARK,
    NOW,
    RECOMMENDATION,
    WORKERS,
    amend,
    draft,
    make_open,
)
from tests.recommendations.views.test_writing import TYPED, address, pin
from vecu.evidence.choice import format_reference
from vecu.groups.member_actions import leave_group
from vecu.groups.vocabulary import GroupCollege
from vecu.recommendations.actions import publish_recommendation
from vecu.recommendations.claim_returns import return_claims
from vecu.recommendations.content import Claim, Voice
from vecu.recommendations.models import Recommendation
from vecu.recommendations.positions import take_position

pytestmark = [pytest.mark.django_db, pytest.mark.data]


def read(client, name: str, *rest: object) -> str:
    response = client.get(address(name, *rest))
    assert response.status_code == 200
    return response.text


def test_an_amendment_says_who_proposes_it_and_the_thread_what_it_changed(lea, group):
    row = draft(group.scope)
    [member] = make_members(group, [WORKERS])
    form = read(lea, "amend-recommendation", row.pk)
    assert "Two days of work a year." in form, "it begins with what stands"
    assert "Member 1, social workers" in form

    typed = TYPED | {
        "claim_1_id": str(CLAIM.id),
        "claim_1_en": "Alerts take the morning.",
        "cost_en": "Three days of work a year.",
        "voice": f"member:{member.pk}",
        "revision": row.revision,
    }
    assert lea.post(address("amend-recommendation", row.pk), typed).status_code == 302

    thread = read(lea, "recommendation-thread", row.pk)
    assert "proposed by Member 1, social workers: It was said at each step." in thread
    assert "<del>Two days of work a year.</del> <ins>Three days of work a year.</ins>" in thread
    assert "<del>Alerts on cars take time.</del> <ins>Alerts take the morning.</ins>" in thread
    leave_group(member, erase_words=False, **ACT)
    assert "Member 1" not in read(lea, "recommendation-thread", row.pk)


def test_of_two_who_amend_at_once_the_second_sees_both_claim_by_claim(lea, group, walls):
    row = draft(group.scope)
    cited = pin(walls, group)
    theirs = [
        Claim(UUID(int=8), {"en": "A new claim of theirs."}, [cited]),
        replace(CLAIM, text={"en": "Alerts take all day."}),
    ]
    typed = TYPED | {"claim_1_id": str(CLAIM.id), "revision": row.revision}
    amend(row, claims=theirs)

    page = lea.post(address("amend-recommendation", row.pk), typed)

    assert page.status_code == 422
    assert "Somebody else has changed this in the meantime." in page.text
    assert "Alerts on cars take time." in page.text, "what was typed"
    for text in ("Alerts take all day.", "A new claim of theirs."):
        assert f'<span lang="en">{text}</span>' in page.text
    assert f'name="claim_2_evidence" value="{format_reference(cited)}">' in page.text
    assert "cited in the other version" in page.text

    row.refresh_from_db()
    typed |= {"revision": row.revision}
    assert lea.post(address("amend-recommendation", row.pk), typed).status_code == 302


def test_a_member_who_left_while_somebody_wrote_proposes_nothing(lea, group):
    row = draft(group.scope)
    [member] = make_members(group, [WORKERS])
    leave_group(member, erase_words=False, **ACT)

    typed = TYPED | {"voice": f"member:{member.pk}", "revision": row.revision}
    refused = lea.post(address("amend-recommendation", row.pk), typed)

    assert refused.status_code == 422
    assert "This member has left the group." in refused.text
    assert "A tenth of a post." in refused.text


def test_one_is_merged_into_another_and_both_are_found_in_the_thread(lea, group):
    one, other = draft(group.scope, statement={"en": "Count alerts."}), draft(group.scope)
    draft(group.scope, LANDMARK)
    choosing = read(lea, "merge-recommendation", one.pk)
    assert "Ask first whether a bus comes." in choosing
    assert "Who reads what is refused?" not in choosing, "of another kind"

    where = f"{address('merge-recommendation', one.pk)}?into={other.pk}"
    form = lea.get(where).text
    assert 'name="claim_1_id"' in form
    assert "Count alerts." in form
    typed = TYPED | {"revision": other.revision, "source_revision": one.revision}
    merged = lea.post(where, typed)
    assert merged.url == address("recommendation", other.pk)

    thread = read(lea, "recommendation-thread", other.pk)
    assert "version 1 of “Count alerts.”" in thread
    assert "Merged into another one" in read(lea, "recommendation", one.pk)
    assert lea.get(address("amend-recommendation", one.pk)).status_code == 422


def test_into_its_own_descendant_none_is_merged_but_both_go_into_a_new_one(lea, group):
    one = draft(group.scope)
    other = draft(group.scope, begun_from=[one])
    where = f"{address('merge-recommendation', one.pk)}?into={other.pk}"
    refused = lea.get(where)
    assert refused.status_code == 422
    assert "it cannot be merged into what comes from it" in refused.text

    typed = TYPED | {"revision": other.revision, "source_revision": one.revision}
    assert lea.post(where, typed).status_code == 422
    assert Recommendation.objects.count() == 2
    merged = lea.post(f"{where}&as=new", typed)
    assert merged.status_code == 302
    assert Recommendation.objects.filter(merged_into__isnull=False).count() == 2


def test_what_changes_while_somebody_merges_stands_beside_what_they_typed(lea, group):
    one, other = draft(group.scope), draft(group.scope)
    where = f"{address('merge-recommendation', one.pk)}?into={other.pk}"
    typed = TYPED | {"revision": other.revision, "source_revision": one.revision}
    amend(one, statement={"en": "Changed meanwhile."})

    refused = lea.post(where, typed)
    assert refused.status_code == 422
    assert "A tenth of a post." in refused.text
    one.refresh_from_db()
    assert f'name="source_revision" value="{one.revision}"' in refused.text
    typed |= {"source_revision": one.revision}
    assert lea.post(where, typed).status_code == 302


def test_set_aside_and_taken_back_keep_their_reason_and_the_history_undoes_them(lea, group):
    row, public = draft(group.scope), make_open(group.scope)
    take_position(public, 1, Voice(GroupCollege.MANAGERS), FOR)
    publish_recommendation(public, revision=public.revision, **ACT)
    public.refresh_from_db()
    where = address("set-recommendation-aside", row.pk)
    assert "Say why." in lea.post(where, {"revision": row.revision}).text
    ended = {"ended_reason_en": "It says too little."}
    lea.post(where, ended | {"revision": row.revision})
    assert "It says too little." in read(lea, "recommendation", row.pk)

    where = address("take-recommendation-back", public.pk)
    stale = lea.post(where, ended | {"revision": 1})
    assert stale.status_code == 422
    assert "It says too little." in stale.text
    assert lea.post(where, ended | {"revision": public.revision}).status_code == 302

    history = read(lea, "recommendation-history")
    assert "took the text back" in history
    move = history.split('name="move" value="')[1][:36]
    assert lea.post(address("undo-recommendation"), {"move": move}).status_code == 302
    public.refresh_from_db()
    assert public.state == "published"
    again = lea.post(address("undo-recommendation"), {"move": move})
    assert again.status_code == 422
    assert "Something else was done or undone meanwhile." in again.text
    assert lea.post(address("undo-recommendation"), {"move": "no move"}).status_code == 422


def test_a_version_that_was_undone_stays_readable(lea, group):
    row = draft(group.scope)
    amend(row, statement={"en": "Never ask."})
    move = read(lea, "recommendation-history").split('name="move" value="')[1][:36]
    lea.post(address("undo-recommendation"), {"move": move})

    thread = read(lea, "recommendation-thread", row.pk)
    assert thread.index("Versions that were undone") < thread.index("Never ask.")


def test_what_is_to_be_argued_again_stands_on_top_with_what_is_gone(lea, group, walls):
    figure = pin(walls, group)
    row = make_open(group.scope, claims=[Claim(CLAIM.id, CLAIM.text, [figure])])
    draft(group.scope, statement={"en": "Count alerts."})
    return_claims(NOW)
    assert "To be discussed again" not in read(lea, "recommendations")
    walls["log-figure"].take_down(figure)

    page = read(lea, "recommendations")
    assert page.index("To be discussed again") < page.index("Open to positions")
    assert "All claims last came back to the group in November 2026." in page
    assert "Evidence no longer available, or changed: 1 of 1." in page
    assert page.count(address("amend-recommendation", row.pk)) == 2, "the next step, and its line"


def test_nothing_of_another_group_is_found(lea, group):
    for name in ("recommendation", "amend-recommendation", "recommendation-thread"):
        assert lea.get(address(name, UUID(int=1))).status_code == 404


@pytest.mark.parametrize(
    "name", ["recommendations", "recommendation", "amend-recommendation", "recommendation-thread"]
)
def test_fifty_pieces_of_evidence_make_no_more_queries_than_five(lea, group, walls, name):
    def count(number: int) -> int:
        cited = [pin(walls, group, f"{each} of 90 reports") for each in range(number)]
        words = [pin(walls, group, f"Words {each}", name="quotation") for each in range(number)]
        claims = [
            Claim(UUID(int=each + 1), {"en": f"Claim {each}."}, [*cited, words[each]])
            for each in range(min(number, 20))
        ]
        Recommendation.objects.all().delete()
        row = draft(group.scope, replace(RECOMMENDATION, claims=claims))
        walls["log-figure"].take_down(cited[0])
        where = address(name) if name == "recommendations" else address(name, row.pk)
        with CaptureQueriesContext(connection) as asked:
            assert lea.get(where).status_code == 200
        return len(asked)

    few = count(5)
    assert count(49) == few


def test_the_first_text_needs_only_its_sentence(lea, group):
    typed = {"statement_en": "Ask first.", "reason_en": "To begin.", "voice": f"college:{WORKERS}"}
    lea.post(address("new-recommendation"), typed)

    row = Recommendation.objects.get()
    page = read(lea, "recommendation", row.pk)
    assert "Nothing is written yet on: Who decides" in page
    assert FIRST.voice.college == row.versions.get().college


def test_what_reads_otherwise_is_cited_as_it_is_once_it_is_saved_again(lea, group, walls):
    figure = pin(walls, group)
    row = make_open(group.scope, claims=[Claim(CLAIM.id, CLAIM.text, [figure])])
    walls["log-figure"].reword(figure)
    form = read(lea, "amend-recommendation", row.pk)
    assert "has changed since it was cited" in form
    now = format_reference(replace(figure, revision=2))
    assert f'name="claim_1_evidence" value="{now}" checked' in form

    typed = TYPED | {"claim_1_id": str(CLAIM.id), "claim_1_evidence": [now]}
    lea.post(address("amend-recommendation", row.pk), typed | {"revision": row.revision})
    assert "To be discussed again" not in read(lea, "recommendations")


def test_another_one_is_begun_from_one_that_goes_on_as_it_is(lea, group):
    row = draft(group.scope)
    assert "Start another one from it" in read(lea, "recommendation", row.pk)
    where = f"{address('new-recommendation')}?from={row.pk}"
    assert "Two days of work a year." in lea.get(where).text

    begun = lea.post(where, TYPED | {"statement_en": "Never ask."})
    thread = lea.get(f"{begun.url}thread/").text
    assert "version 1 of “Ask first whether a bus comes.”" in thread
    row.refresh_from_db()
    assert row.state == "draft"
