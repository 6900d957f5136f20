"""Suppliers' cards on the staff's pages: promised apart from observed, nothing typed is lost."""

from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.evidence.toy_source import Note
from tests.recommendations.factories import ACT, CARD, undo
from tests.register.factories import CONTACT, make_system
from tests.surveys.factories import NOON
from vecu.evidence.choice import format_reference
from vecu.recommendations.models import SupplierCard
from vecu.records.actions import add_record, change_record, remove_record
from vecu.register.actions import publish_system, set_contact

pytestmark = [pytest.mark.django_db, pytest.mark.data]

TYPED = {
    "supplier": "Scribe & fils",
    "product": "Writes reports",
    "day": "02/10/2026",
    "promised_en": "Half a day a week for each worker.",
    "promised_source": "Demonstration to the group",
    "without_it_en": "The report has four pages that nobody reads.",
    "revision": "1",
}


@pytest.fixture
def card(group) -> SupplierCard:
    return add_record(group, CARD, **ACT)


def address(name, *rest):
    return reverse(f"recommendations:{name}", args=("val-de-seve", *rest))


def pin(walls, group, text="1 of 9 reports was read", name="log-figure"):
    return walls[name].pin(Note(group.scope, text))


def test_without_a_card_the_page_says_so_and_leads_on_who_may_write(lea, ina):
    assert "There is no card yet." in lea.get(address("cards")).text
    assert address("new-card") in lea.get(address("cards")).text
    assert address("new-card") not in ina.get(address("cards")).text


def test_a_card_is_added_and_shows_promise_and_observation_apart(lea, group):
    response = lea.post(address("new-card"), TYPED, follow=True)

    page = response.text
    assert page.index("<h2>Promised") < page.index("Half a day a week") < page.index("<h2>Observed")
    assert "Nothing has been observed yet: so far, only promises." in page
    assert "Demonstration to the group, 2 October 2026" in page
    assert "not known yet" in page


def test_a_card_that_lacks_something_keeps_what_was_typed(lea):
    response = lea.post(address("new-card"), TYPED | {"without_it_en": "", "day": "2030-01-01"})

    assert response.status_code == 422
    assert "Say what becomes of the problem where nobody buys this." in response.text
    assert "is still to come" in response.text
    assert "Half a day a week for each worker." in response.text
    assert not SupplierCard.objects.exists()


def test_an_observation_stands_on_ticked_evidence_and_is_to_be_argued_again_without(
    lea, group, card, walls
):
    figure = pin(walls, group)
    typed = {"text_en": "One report of nine is read.", "revision": "1"}
    form = lea.get(address("new-observation", card.pk)).text
    assert "1 of 9 reports was read" in form

    lea.post(address("new-observation", card.pk), typed | {"evidence": [format_reference(figure)]})
    page = lea.get(address("card", card.pk)).text
    assert "One report of nine is read." in page
    assert "1 of 9 reports was read" in page
    assert "To be discussed again" not in page

    walls["log-figure"].take_down(figure)
    page = lea.get(address("card", card.pk)).text
    assert "1 of 9 reports was read" not in page
    assert "To be discussed again" in page
    assert "To be discussed again: 1." in lea.get(address("cards")).text


def test_looking_for_evidence_saves_nothing_and_keeps_what_is_typed(lea, group, card, walls):
    pin(walls, group)
    other = pin(walls, group, "All is well")
    typed = {"text_en": "Typed before", "revision": "1", "words": "report", "find": "yes"}

    page = lea.post(
        address("new-observation", card.pk), typed | {"evidence": [format_reference(other)]}
    )

    assert page.status_code == 200
    assert "Typed before" in page.text
    assert "1 of 9 reports was read" in page.text
    assert "All is well" in page.text, "what is ticked stays"
    card.refresh_from_db()
    assert card.revision == 1


def test_what_is_not_public_cannot_be_cited_and_the_field_says_so(lea, group, card, walls):
    rumour = pin(walls, group, "They say so", name="rumour")
    typed = {"text_en": "It helps.", "revision": "1", "evidence": [format_reference(rumour)]}

    response = lea.post(address("new-observation", card.pk), typed)

    assert response.status_code == 422
    assert "cannot be cited here" in response.text
    assert "They say so" not in lea.get(address("new-observation", card.pk)).text


def test_an_observation_without_a_word_is_refused_and_none_goes_by_itself(lea, card):
    claim = card.observed[0]["id"]

    response = lea.post(address("change-observation", card.pk, claim), {"revision": "1"})

    assert response.status_code == 422
    assert "Write the claim as one sentence." in response.text
    card.refresh_from_db()
    assert len(card.observed) == 1


def test_an_observation_is_changed_and_removed_and_stays_in_the_history(lea, group, card):
    claim = card.observed[0]["id"]
    lea.post(
        address("change-observation", card.pk, claim),
        {"text_fr": "Des corrections.", "revision": "1"},
    )
    card.refresh_from_db()
    assert card.observed[0] == {"id": claim, "text": {"fr": "Des corrections."}, "references": []}

    response = lea.post(address("remove-observation", card.pk, claim), {"revision": "2"})
    assert response.status_code == 302
    undo(group.scope)
    card.refresh_from_db()
    assert [each["id"] for each in card.observed] == [claim]


def test_two_editors_at_once_see_both_and_no_observation_is_lost(lea, card):
    change_record(
        card,
        replace(CARD, promised={"en": "A whole day."}),
        revision=1,
        **ACT,
    )

    response = lea.post(address("change-card", card.pk), TYPED)

    assert response.status_code == 422
    assert "Somebody else has changed this in the meantime." in response.text
    assert "A whole day." in response.text
    assert "Half a day a week for each worker." in response.text
    again = lea.post(address("change-card", card.pk), TYPED | {"revision": "2"})
    assert again.status_code == 302
    card.refresh_from_db()
    assert card.promised == {"en": "Half a day a week for each worker."}
    assert len(card.observed) == 1


def test_two_editors_of_one_observation_see_both(lea, card):
    claim = card.observed[0]["id"]
    where, typed = address("change-observation", card.pk, claim), {"text_en": "Mine."}
    lea.post(where, {"text_en": "Theirs.", "revision": "1"})

    response = lea.post(where, typed | {"revision": "1"})

    assert response.status_code == 422
    assert "Theirs." in response.text
    assert "Mine." in response.text
    assert lea.post(where, typed | {"revision": "2"}).status_code == 302


def test_a_card_that_somebody_removed_meanwhile_can_be_added_with_what_was_typed(lea, card):
    remove_record(card, revision=1, **ACT)

    response = lea.post(address("change-card", card.pk), TYPED)

    assert response.status_code == 422
    assert "Saving adds a new one" in response.text
    assert "Half a day a week for each worker." in response.text
    assert f'action="{address("new-card")}"' in response.text
    assert lea.get(address("change-card", card.pk)).status_code == 404


def test_a_card_is_removed_only_as_it_was_read(lea, card):
    change_record(card, CARD, revision=1, **ACT)

    late = lea.post(address("remove-card", card.pk), {"revision": "1"})
    assert late.status_code == 422
    assert SupplierCard.objects.count() == 1
    page = lea.post(address("remove-card", card.pk), {"revision": "2"}, follow=True).text
    assert not SupplierCard.objects.exists()
    assert address("recommendation-history") in page, "there it can be undone"


def test_only_systems_that_the_member_may_see_can_be_named_and_none_is_lost(lea, group, card):
    system = make_system("pat")
    assert system.slug not in lea.get(address("new-card")).text
    assert str(system.pk) not in lea.get(address("new-card")).text
    change_record(card, replace(CARD, system=system.pk), revision=1, **ACT)

    page = lea.get(address("card", card.pk)).text
    assert "a system of the register that you cannot see" in page
    response = lea.post(
        address("change-card", card.pk), TYPED | {"revision": "2", "system": str(system.pk)}
    )
    assert response.status_code == 302
    card.refresh_from_db()
    assert card.system == system.pk

    set_contact(system, CONTACT, revision=system.revision, by="pat", now=NOON)
    publish_system(system, by="pat", now=NOON)
    assert "/at-work/" in lea.get(address("card", card.pk)).text


def test_more_evidence_makes_no_more_queries(lea, group, card, walls):
    def count(number):
        references = [pin(walls, group, f"Figure {number} {each}") for each in range(number)]
        claims = [replace(CARD.observed[0], references=references)]
        card.refresh_from_db()
        change_record(card, replace(CARD, observed=claims), revision=card.revision, **ACT)
        with CaptureQueriesContext(connection) as queries:
            assert f"Figure {number} 0" in lea.get(address("card", card.pk)).text
        return len(queries)

    assert count(5) == count(50)
