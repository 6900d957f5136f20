"""A facilitator keeps a supplier's card, and follows what an addressee answered and corrected."""

import re

from django.utils.timezone import localdate

from tests.evidence.toy_source import Note, WallOfNotes
from tests.groups.factories import make_group
from tests.journeys.test_reading import sign_in
from tests.recommendations.factories import ACT, MEMBERS, make_published
from vecu.evidence import sources
from vecu.groups.member_actions import add_group_member

SEAT = {"language": "fr", "phone": True}
GROUP = "groups/val-de-seve/"


def fill(person, **fields: str) -> None:
    for name, text in fields.items():
        person.page.locator(f"[name={name}]").fill(text)


def save(person) -> None:
    """Press the button of the form, and look at what follows."""
    person.page.locator("main form button.btn").first.click()
    person.look()


def test_a_promise_and_what_was_observed_stand_apart_until_evidence_goes(person, monkeypatch):
    wall = WallOfNotes("log-figure", "Chiffres du journal")
    monkeypatch.setattr(sources, "_registered", {"log-figure": wall})
    group = make_group("lea")
    figure = wall.pin(Note(group.scope, "1 rapport sur 9"))
    lea = sign_in(person, SEAT, "lea")
    lea.go(f"{GROUP}suppliers/")
    lea.press("Add a card")
    save(lea)
    lea.reads("Give the day, such as 02/03/2026.")
    fill(
        lea,
        supplier="Scribe & fils",
        product="Comptes rendus dictés",
        day=localdate().isoformat(),
        promised_fr="Une demi-journée par semaine.",
        promised_source="Démonstration",
        without_it_fr="Quatre pages que personne ne lit.",
    )
    save(lea)
    lea.press("Add an observation")
    fill(lea, text_fr="Un rapport sur neuf est lu.")
    lea.page.locator("label", has_text="1 rapport sur 9").click()
    save(lea)
    assert "1 rapport sur 9" in lea.page.content()

    wall.take_down(figure)
    lea.page.reload()
    lea.reads("To be discussed again")
    assert "1 rapport sur 9" not in lea.page.content()


def test_an_answer_is_corrected_with_the_same_link_and_followed(person):
    group = make_group("lea")
    for name, college in MEMBERS.items():
        add_group_member(group, name, college, **ACT)
    group.published = localdate()
    group.save(update_fields=["published"])
    row = make_published(group.scope)
    answers = f"{GROUP}recommendations/{row.pk}/answers/"
    lea = sign_in(person, SEAT, "lea")
    lea.go(answers)
    lea.press("Address it")
    fill(lea, addressee="Conseil départemental", due="2099-01-31")
    save(lea)
    (link,) = set(re.findall(r"recommended/answer/\w+/", lea.page.content()))

    addressee = person(**SEAT)
    addressee.go(link)
    save(addressee)
    addressee.reads("Choose one of the three.")
    addressee.choose("partly")
    fill(addressee, reasons="Pour les offres rurales.", done_by="2099-06-30")
    addressee.press("Preview the answer")
    addressee.press("Publish this answer")
    addressee.reads("Your answer is public")
    addressee.page.locator("#answer summary").click()
    addressee.choose("accepted")
    fill(addressee, correction="Le budget est voté.")
    addressee.press("Preview the answer")
    addressee.press("Publish this answer")
    addressee.reads("Earlier answers, which stay readable")

    lea.go(answers)
    lea.press("Add a follow-up note")
    lea.choose("under way")
    fill(lea, observed_fr="Deux services ont commencé.")
    save(lea)
    assert "Deux services ont commencé." in lea.page.content()
