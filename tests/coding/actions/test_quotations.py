"""Quotations: proposed where permitted, looked at, released, withheld, gone with the answer."""

import ast
import re
from dataclasses import fields
from datetime import date
from pathlib import Path

import pytest
from django.urls import reverse

from tests.coding.factories import ACT, Room, make_room
from tests.surveys.factories import NOON, answer, make_member, make_study
from vecu.accounts.queries import list_audit
from vecu.accounts.rules import Role
from vecu.coding.actions.annotate import (
    CodeSpan,
    TextGone,
    apply_code,
    finish,
    propose_quote,
    undo,
    withdraw_proposal,
)
from vecu.coding.actions.codebook import merge_code, open_codebook
from vecu.coding.actions.history import ActionContext
from vecu.coding.actions.ingest_texts import ingest_verbatims
from vecu.coding.actions.propose_quotation import QuotationRefused
from vecu.coding.actions.release_quotation import (
    Edit,
    QuotationChanged,
    ReleaseRefused,
    release,
    save_edit,
    withhold,
)
from vecu.coding.deidentification.redaction import ReleasedQuotation
from vecu.coding.models import CodingEvent, Quotation, Verbatim
from vecu.coding.queries.codebook import list_codes
from vecu.coding.queries.quotation_review import find_quotation_review
from vecu.coding.queries.quotations import (
    list_public_quotations,
    list_quotations,
    list_released_for_codes,
    list_released_quotations,
)
from vecu.coding.rules import QuotationState
from vecu.coding.spans import TextSpan
from vecu.surveys.models import Answer

ROOT = Path(__file__).resolve().parents[3]
pytestmark = [pytest.mark.django_db, pytest.mark.data]
CLEAN = "It invents laws."
NAMING = "In Leeds it invents laws, Sarah says."
LEAD = ActionContext("lea", NOON, "")
RELEASED, LIST = "/en/studies/stories/quotations/", "/en/studies/stories/coding/quotations/"


@pytest.fixture
def room():
    """Two people's limits, coded by both coders, and a researcher who decides."""
    room = make_room({"limit": CLEAN}, {"limit": NAMING, "strategy": "I check with Sarah."})
    room.users["lea"] = make_member("lea", room.study, Role.RESEARCHER)
    room.invents = room.code("Invents")
    for words in (CLEAN, NAMING):
        room.give(words, "ana", "bea")
        room.codes("ana", words, room.invents)
        room.codes("bea", words, room.invents)
    return room


def propose(room, words=CLEAN, *, by="ana", span=None, code=None):
    text = room.text(words)
    propose_quote(room.coder(by), text.id, span, ActionContext(by, NOON), code=code or room.invents)
    return Quotation.objects.get(verbatim=text, start=span.start if span else None)


def give_out(room, quotation, text=None, *confirmed, code=None):
    """Release a quotation as it stands, confirming some things."""
    quotation.refresh_from_db()
    shown = find_quotation_review(quotation, list_codes(room.codebook))
    edit = Edit(
        text=shown.edited if text is None else text,
        revision=quotation.revision,
        code=code,
        confirmed=frozenset(confirmed),
    )
    return release(room.codebook, quotation.id, edit, LEAD)


def forbid(room, words):
    """Let the person who said these words not permit quotation."""
    said = Answer.objects.get(pk=room.text(words).answer_id)
    said.values["permission"] = {"quote": "no"}
    said.save()


def words_of(response):
    return re.sub(r"\s+", " ", response.text)


# --- Proposing


@pytest.mark.parametrize("permission", [{}, {"quote": "no"}, {"quote": ""}])
def test_words_are_proposed_only_where_the_person_agreed(room, permission):
    said = Answer.objects.get(pk=room.text(CLEAN).answer_id)
    said.values["permission"] = permission
    said.save()

    with pytest.raises(QuotationRefused, match="did not permit"):
        propose(room)
    assert not Quotation.objects.exists()
    assert not CodingEvent.objects.filter(verb="proposed quotation").exists()


def test_the_whole_text_or_some_of_its_words_are_proposed_once(room):
    propose(room)
    propose(room)
    propose(room, by="bea")
    propose(room, span=TextSpan(3, 11))

    assert list(Quotation.objects.order_by("start").values_list("start", "end", "proposed_by")) in (
        [(None, None, "ana"), (3, 10, "ana")],
        [(3, 10, "ana"), (None, None, "ana")],
    )
    assert CodingEvent.objects.filter(verb="proposed quotation").count() == 2


@pytest.mark.parametrize("span", [TextSpan(0, 17), TextSpan(90, 95), TextSpan(2, 3)])
def test_words_that_are_not_in_the_text_or_blank_are_refused(room, span):
    with pytest.raises(QuotationRefused):
        propose(room, span=span)


def test_a_text_that_was_taken_back_cannot_be_quoted(room):
    text = room.text(CLEAN)
    room.withdraw(CLEAN)

    with pytest.raises(TextGone):
        propose_quote(room.coder("ana"), text.id, None, ACT)


def test_a_text_that_changed_since_it_was_coded_is_not_quoted(room):
    said = Answer.objects.get(pk=room.text(CLEAN).answer_id)
    text = room.text(CLEAN)
    said.values["story"][0]["limit"] = "Something else."
    said.save()

    with pytest.raises(QuotationRefused, match="changed"):
        propose_quote(room.coder("ana"), text.id, None, ACT)


def test_one_takes_back_one_s_own_proposal_and_no_other(room):
    quotation = propose(room)
    with pytest.raises(QuotationRefused):
        withdraw_proposal(room.coder("bea"), quotation.id, ActionContext("bea", NOON))
    withdraw_proposal(room.coder("ana"), quotation.id, ActionContext("ana", NOON))

    assert not Quotation.objects.exists()


def test_undoing_takes_a_proposal_back_and_then_what_was_done_before(room):
    text = room.text("I check with Sarah.")
    apply_code(room.coder("ana"), text.id, CodeSpan(room.invents.id), ActionContext("ana", NOON))
    propose(room, "I check with Sarah.")

    undo(room.coder("ana"), ActionContext("ana", NOON))
    assert not Quotation.objects.exists()
    assert text.codings.exists()
    undo(room.coder("ana"), ActionContext("ana", NOON))
    assert not text.codings.exists()


def test_undoing_passes_over_a_proposal_on_which_somebody_decided(room):
    text = room.text("I check with Sarah.")
    apply_code(room.coder("ana"), text.id, CodeSpan(room.invents.id), ActionContext("ana", NOON))
    give_out(room, propose(room))

    undo(room.coder("ana"), ActionContext("ana", NOON))
    assert Quotation.objects.get().state == QuotationState.RELEASED
    assert not text.codings.exists()


def test_a_coder_proposes_where_they_code_and_from_the_other_pages(client, room):
    client.force_login(room.users["ana"])
    where = reverse("coding:text", args=("stories", room.text(CLEAN).id))

    sent = client.post(where, {"do": "quote", "words": "invents laws", "code": room.invents.id})
    assert sent.status_code == 302
    assert Quotation.objects.get().code == room.invents
    assert (Quotation.objects.get().start, Quotation.objects.get().end) == (3, 15)
    for back, page in (
        (f"retrieval,code={room.invents.id}", f"retrieval/?code={room.invents.id}#t-"),
        ("disagreements", "disagreements/"),
        ("grid", "grid/story.limit/"),
    ):
        answer = client.post(where, {"do": "quote", "back": back})
        assert page in answer["Location"], back
    assert "Proposed as quotation" in client.get(where).text


def test_a_refusal_to_be_quoted_is_explained_on_the_page_and_what_was_typed_stays(client, room):
    forbid(room, CLEAN)
    client.force_login(room.users["ana"])
    where = reverse("coding:text", args=("stories", room.text(CLEAN).id))

    assert 'value="quote"' not in client.get(where).text
    response = client.post(where, {"do": "quote", "words": "invents laws"})
    assert response.status_code == 422
    assert "did not permit" in response.text


def test_a_proposal_without_a_code_is_for_the_coder_s_only_one_on_the_text(client, room):
    client.force_login(room.users["ana"])
    client.post(reverse("coding:text", args=("stories", room.text(CLEAN).id)), {"do": "quote"})

    assert Quotation.objects.get().code == room.invents


# --- Blindness


def test_a_proposal_on_a_text_still_coded_blindly_is_seen_by_its_proposer_alone(client):
    room = make_room({"limit": CLEAN})
    room.users["lea"] = make_member("lea", room.study, Role.OWNER)
    code = room.code("Ana-s-code")
    room.give(CLEAN, "ana", "bea")
    room.codes("ana", CLEAN, code)
    quotation = propose_of(room, code)

    for name, seen in (("ana", True), ("bea", False), ("lea", False)):
        client.force_login(room.users[name])
        shown = re.sub(r"<nav.*?</nav>", "", client.get(LIST).text, flags=re.DOTALL)
        assert (CLEAN in shown) is seen, name
        text = client.get(reverse("coding:text", args=("stories", quotation.verbatim_id))).text
        assert ("Proposed as quotation" in text) is seen, name
        history = client.get("/en/studies/stories/coding/history/").text
        assert "proposed a quotation" not in history
    client.force_login(room.users["lea"])
    assert client.get(f"{LIST}{quotation.id}/").status_code == 410
    with pytest.raises(ReleaseRefused, match="blindly"):
        give_out(room, quotation)
    room.codes("bea", CLEAN)
    client.force_login(room.users["bea"])
    assert CLEAN in client.get(LIST).text


def propose_of(room, code):
    text = room.text(CLEAN)
    propose_quote(room.coder("ana"), text.id, None, ActionContext("ana", NOON), code=code)
    return Quotation.objects.get()


def test_other_quotations_of_a_person_are_displayed_as_far_as_texts_are_revealed(client, room):
    quotation = propose(room, NAMING)
    text = room.give("I check with Sarah.", "ana", "bea")
    propose_quote(room.coder("ana"), text.id, None, ActionContext("ana", NOON))
    client.force_login(room.users["lea"])

    assert "I check with Sarah." not in client.get(f"{LIST}{quotation.id}/").text
    room.codes("ana", "I check with Sarah.")
    room.codes("bea", "I check with Sarah.")
    assert "I check with Sarah." in client.get(f"{LIST}{quotation.id}/").text


# --- Releasing


def test_nothing_is_released_before_each_thing_flagged_is_taken_out_or_confirmed(room):
    quotation = propose(room, NAMING)

    with pytest.raises(ReleaseRefused) as refused:
        give_out(room, quotation)
    assert len(refused.value.left) == 2
    with pytest.raises(ReleaseRefused, match="1 flag is left"):
        give_out(room, quotation, "In [a town] it invents laws, Sarah says.")
    give_out(room, quotation, "In [a town] it invents laws, Sarah says.", "name:sarah")

    assert [one.text for one in list_released_quotations(room.codebook)] == [
        "In [a town] it invents laws, Sarah says."
    ]


def test_confirming_what_stood_elsewhere_confirms_nothing(room):
    quotation = propose(room, NAMING)

    with pytest.raises(ReleaseRefused):
        give_out(room, quotation, None, "place:paris", "name:sara", "name:sarah says", "")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("In Leeds it invents laws, I am told.", "did not write this here"),
        ("In Leeds it invents laws", "Words are missing after"),
        ("", "Nothing is left to publish"),
        ("[…]", "Nothing of what the person wrote is left"),
        ("In [a town it invents […]", "square bracket is not closed"),
    ],
)
def test_the_releaser_can_add_no_words(room, text, told):
    quotation = propose(room, NAMING)

    with pytest.raises(ReleaseRefused, match=told):
        give_out(room, quotation, text, "name:sarah", "place:leeds")
    with pytest.raises(ReleaseRefused, match=told):
        save_edit(room.codebook, quotation.id, Edit(text, 1))
    quotation.refresh_from_db()
    assert (quotation.state, quotation.text) == (QuotationState.PROPOSED, "")


def test_an_edit_is_saved_for_later_and_nobody_but_members_sees_it(room):
    quotation = propose(room, NAMING)
    save_edit(room.codebook, quotation.id, Edit("In [a town] it invents […]", 1))

    quotation.refresh_from_db()
    assert quotation.text == "In [a town] it invents […]"
    assert list_released_quotations(room.codebook) == []


def test_of_two_who_decide_at_once_the_second_gets_a_message(room):
    quotation = propose(room)
    give_out(room, quotation)

    with pytest.raises(QuotationChanged):
        release(room.codebook, quotation.id, Edit(CLEAN, 1), ActionContext("omar", NOON))
    with pytest.raises(QuotationChanged):
        withhold(room.codebook, quotation.id, 1, ActionContext("omar", NOON))
    assert Quotation.objects.get().decided_by == "lea"


def test_it_is_quoted_for_a_code_that_its_text_carries_in_the_end(room):
    quotation, other = propose(room), room.code("Other")

    with pytest.raises(ReleaseRefused, match="does not carry"):
        give_out(room, quotation, code=other.id)
    give_out(room, quotation, code=room.invents.id)
    assert [one.code for one in list_released_quotations(room.codebook)] == [room.invents.id]


def test_what_was_released_for_a_code_merged_into_another_counts_for_that(room):
    beside, other = room.code("Beside"), room.code("Other")
    give_out(room, propose(room), code=room.invents.id)
    merge_code(room.invents, other, ACT)

    codes = list_codes(room.codebook)
    for wanted in ([other.id], [room.invents.id], [beside.id, other.id]):
        assert [one.text for one in list_released_for_codes(room.codebook, codes, wanted)] == [
            CLEAN
        ]
    assert list_released_for_codes(room.codebook, codes, [beside.id]) == []


def test_two_quotations_of_the_same_words_are_never_both_released(room):
    whole = propose(room, NAMING)
    part = propose(room, NAMING, span=TextSpan(0, 24))
    give_out(room, part, "In [a town] it invents laws")

    with pytest.raises(ReleaseRefused, match="same words"):
        give_out(room, whole, "In Leeds it […]", "place:leeds", "joined")
    part.refresh_from_db()
    withhold(room.codebook, part.id, part.revision, LEAD)
    give_out(room, whole, "In Leeds it […]", "place:leeds", "joined")


def test_a_second_quotation_of_one_person_is_released_only_with_the_first_in_view(room):
    give_out(room, propose(room, NAMING), "[…] it invents laws […]")
    room.give("I check with Sarah.", "ana")
    room.codes("ana", "I check with Sarah.", room.invents)
    second = propose(room, "I check with Sarah.")

    with pytest.raises(ReleaseRefused) as refused:
        give_out(room, second, "I check with [a colleague].")
    assert refused.value.left == ("joined",)
    give_out(room, second, "I check with [a colleague].", "joined")


def test_a_place_that_stays_is_warned_about_where_few_people_answered_alike():
    """Of 13 people 2 work in health and 11 in social work: health is rare, social work is not."""
    study = make_study("stories")
    words = "In Leeds it invents laws."
    sectors = ["health", "health", *["social"] * 11]
    for number, sector in enumerate(sectors):
        told = [{"task": words if number == 0 else f"Task {number}", "kind": "creative"}]
        said = {"story": told, "work": {"sector": sector}, "permission": {"quote": "yes"}}
        answer(study, said)
    codebook = open_codebook(study, "en")
    ingest_verbatims(codebook)
    room = Room(study, codebook, {"ana": make_member("ana", study, Role.CODER)})
    text = Verbatim.objects.get(answer__values__story__0__task=words)
    finish(room.coder("ana"), text.id, ACT)
    propose_quote(room.coder("ana"), text.id, None, ACT)
    quotation = Quotation.objects.get()

    shown = find_quotation_review(quotation, list_codes(codebook))
    assert [(one.choice.say("en"), one.people) for one in shown.rare] == [("Health", 2)]
    with pytest.raises(ReleaseRefused) as refused:
        give_out(room, quotation, None, "place:leeds")
    assert refused.value.left == ("rare",)
    give_out(room, quotation, "In [a town] it invents laws.")


def test_words_in_a_script_without_capitals_need_somebody_who_knows_the_language():
    room = make_room({"limit": "أنا أعمل في مستشفى صغير"}, members=("ana",))
    room.users["lea"] = make_member("lea", room.study, Role.RESEARCHER)
    room.invents = room.code("Invents")
    words = "أنا أعمل في مستشفى صغير"
    room.codes("ana", words, room.invents)
    quotation = propose(room, words)
    found = find_quotation_review(quotation, list_codes(room.codebook))

    assert "unknown" in found.concerns
    give_out(room, quotation, None, *found.concerns)
    assert [one.text for one in list_released_quotations(room.codebook)] == [words]


def test_releasing_and_withholding_are_audited_with_who_and_why_and_never_with_the_words(room):
    quotation = propose(room, NAMING)
    give_out(room, quotation, None, "name:sarah", "place:leeds")
    quotation.refresh_from_db()
    withhold(
        room.codebook, quotation.id, quotation.revision, ActionContext("lea", NOON, "too near")
    )

    told = CodingEvent.objects.filter(verbatim=quotation.verbatim, verb__endswith="quotation")
    assert [(event.verb, event.by, event.why) for event in told] == [
        ("withheld quotation", "lea", "too near"),
        ("released quotation", "lea", ""),
        ("proposed quotation", "ana", ""),
    ]
    assert told[1].detail["kept"] == ["name", "place"]
    for event in told:
        assert "Leeds" not in str(event.detail)
        assert "Sarah" not in str(event.detail)


# --- Permission and withdrawal


def test_a_permission_that_is_gone_takes_released_words_from_every_page(client, room):
    quotation = propose(room)
    give_out(room, quotation, code=room.invents.id)
    forbid(room, CLEAN)

    assert list_released_quotations(room.codebook) == []
    codes = list_codes(room.codebook)
    assert list_released_for_codes(room.codebook, codes, [room.invents.id]) == []
    client.force_login(room.users["lea"])
    for page in (RELEASED, f"{LIST}?state=released", f"{LIST}{quotation.id}/"):
        shown = client.get(page).text
        assert CLEAN not in shown, page
    quotation.refresh_from_db()
    withhold(room.codebook, quotation.id, quotation.revision, LEAD)
    with pytest.raises(ReleaseRefused, match="did not permit"):
        give_out(room, quotation, CLEAN)


def test_a_withdrawal_deletes_quotations_and_all_that_tells_of_them(client, room):
    quotation = propose(room)
    give_out(room, quotation, code=room.invents.id)
    room.withdraw(CLEAN)

    assert not Quotation.objects.exists()
    assert not CodingEvent.objects.filter(verb__endswith="quotation").exists()
    client.force_login(room.users["lea"])
    for page in (RELEASED, LIST, f"{LIST}?state=released"):
        assert CLEAN not in client.get(page).text
    gone = client.get(f"{LIST}{quotation.id}/")
    assert gone.status_code == 410
    sent = client.post(f"{LIST}{quotation.id}/", {"do": "release", "text": CLEAN, "revision": 1})
    assert sent.status_code == 410
    assert "withdrawn" in sent.text


def test_a_withdrawal_while_the_releaser_looks_is_reported(room):
    quotation = propose(room)
    room.withdraw(CLEAN)

    with pytest.raises(TextGone):
        release(room.codebook, quotation.id, Edit(CLEAN, 1), LEAD)


# --- Pages


def test_readers_see_released_words_by_code_and_nothing_of_who_wrote_them(client, room):
    quotation = propose(room, NAMING)
    give_out(room, quotation, "In [a town] it invents […]", code=room.invents.id)
    Answer.objects.update(day=date(2026, 11, 2))
    propose(room)
    client.force_login(make_member("rea", room.study, Role.READER))
    page = client.get(RELEASED)
    shown = words_of(page)

    assert "In [a town] it invents […]" in shown
    assert "Invents" in shown
    assert "released to members on 24 November 2026" in shown, "the day of the release alone"
    text = room.text(NAMING)
    main = shown[shown.index("<main") :]
    secrets = ("Leeds", "Sarah", CLEAN, "proposed by", "decided by", "2 November", "story[")
    for secret in (*secrets, str(text.id), str(text.answer_id), str(quotation.id)):
        assert secret not in main, secret
    assert client.get(LIST).status_code == 403
    assert client.get(f"{LIST}{quotation.id}/").status_code == 403


READERS = {
    # what its author read: before a release, after it, in lists, and where readers read
    None: (
        "Once released, only members of this study can read it, readers included: its author was",
        "Released: only members of this study can read it, readers included.",
        "for members only",
        "For members of this study only, readers included.",
    ),
    3: (
        "Once released, everybody can read it.",
        "Released: everybody can read it now.",
        "for everybody",
        "Everybody can read them, unless marked otherwise.",
    ),
}


@pytest.mark.parametrize("promise", READERS)
def test_wherever_members_read_of_a_quotation_they_read_who_else_can(client, room, promise):
    Answer.objects.filter(pk=room.text(CLEAN).answer_id).update(promise=promise)
    quotation = propose(room)
    page, (before, after, listed, read) = f"{LIST}{quotation.id}/", READERS[promise]
    client.force_login(room.users["lea"])

    assert before in words_of(client.get(page))
    sent = {"do": "release", "text": CLEAN, "revision": 1}
    assert after in words_of(client.post(page, sent, follow=True))
    assert listed in words_of(client.get(f"{LIST}?state=released"))
    assert after.replace(" now", "") in words_of(client.get(page))
    client.force_login(make_member("rea", room.study, Role.READER))
    shown = words_of(client.get(RELEASED))
    assert read in shown
    assert ("For members of this study only" in shown) == (promise is None)


def test_what_coders_wrote_about_a_code_is_not_released_with_its_name(client):
    room = make_room({"limit": CLEAN}, members=("ana",))
    room.users["lea"] = make_member("lea", room.study, Role.RESEARCHER)
    room.invents = room.code("Invents", definition="A secret", examples="“In Leeds”, said one")
    room.codes("ana", CLEAN, room.invents)
    give_out(room, propose(room), code=room.invents.id)
    client.force_login(make_member("rea", room.study, Role.READER))
    shown = client.get(RELEASED).text

    assert "Invents" in shown
    assert "A secret" not in shown
    assert "Leeds" not in shown


def test_before_anybody_codes_the_page_of_readers_says_that_nothing_is_released(client):
    room = make_room()
    room.codebook.delete()
    client.force_login(make_member("rea", room.study, Role.READER))

    assert "Nothing is released yet." in client.get(RELEASED).text


@pytest.fixture
def lead(client, room):
    """The researcher at the page of one quotation, and its address."""
    quotation = propose(room, NAMING)
    client.force_login(room.users["lea"])
    return client, f"{LIST}{quotation.id}/", quotation


def test_the_page_shows_the_words_flagged_beside_the_edit_and_what_may_stand_in_place(lead):
    client, page, _quotation = lead
    shown = words_of(client.get(page))

    assert '<mark title="perhaps a place">Leeds</mark>' in shown
    assert "2 flags left to check" in shown
    assert 'value="Leeds|[a town]"' in shown
    assert 'value="name:sarah"' in shown
    audit = list_audit(lead[2].verbatim.codebook.study.scope).filter(verb="read to code")
    assert str(lead[2].verbatim.answer_id) in str(audit.first().detail)


def test_one_button_replaces_what_is_flagged_and_keeps_what_was_confirmed(lead):
    client, page, _quotation = lead
    sent = {"text": NAMING, "revision": 1, "keep": "name:sarah", "swap": "Leeds|[a town]"}
    shown = words_of(client.post(page, sent))

    assert "In [a town] it invents laws, Sarah says.</textarea>" in shown
    assert "No flag is left to check" in shown
    part = client.post(page, sent, headers={"HX-Request": "true"}).text
    assert "<html" not in part
    assert 'id="checks"' in part
    assert 'hx-swap-oob="true"' in part


def test_a_refusal_keeps_what_was_typed_and_ticked_and_says_what_is_wrong(lead):
    client, page, _quotation = lead
    sent = {"do": "release", "text": "In Leeds it invents truths.", "revision": 1,
            "keep": "place:leeds"}  # fmt: skip
    response = client.post(page, sent)

    assert response.status_code == 422
    assert "In Leeds it invents truths.</textarea>" in response.text
    assert "“truths.”: the person did not write this here" in words_of(response)
    assert re.search(r'value="place:leeds" checked', response.text)


def test_the_second_of_two_releasers_sees_what_the_first_saved(lead, room):
    client, page, quotation = lead
    save_edit(room.codebook, quotation.id, Edit("In [a town] it invents […]", 1))
    response = client.post(page, {"do": "release", "text": "[…] it invents […]", "revision": 1})

    assert response.status_code == 422
    assert "Somebody else has changed this quotation" in response.text
    assert "[…] it invents […]</textarea>" in response.text
    assert "In [a town] it invents […]</p>" in response.text
    again = client.post(page, {"do": "release", "text": "[…] it invents […]", "revision": 2})
    assert again.status_code == 302


def test_releasing_and_withholding_over_http_stand_in_the_audit_without_the_answer(lead, room):
    client, page, quotation = lead
    client.post(page, {"do": "release", "text": "[…] it invents […]", "revision": 1,
                       "code": room.invents.id})  # fmt: skip
    client.post(page, {"do": "withhold", "revision": 2, "why": "Too near"})

    quotation.refresh_from_db()
    assert (quotation.state, quotation.reason) == (QuotationState.WITHHELD, "Too near")
    acts = list_audit(room.study.scope).filter(verb__endswith="quotation")
    assert [act.verb for act in acts] == ["withheld quotation", "released quotation"]
    assert all(act.detail == {"quotation": str(quotation.id)} for act in acts)


@pytest.mark.parametrize(
    "sent",
    [
        {"do": "release"},
        {"do": "release", "text": "x", "revision": "one"},
        {"do": "release", "text": "x", "revision": "-1"},
        {"do": "release", "text": "x" * 50_000, "revision": "1"},
        {"do": "release", "text": "a\x00b", "revision": "1"},
        {"do": "release", "text": NAMING, "revision": "1", "code": "no code"},
        {"do": "keep", "text": "😀" * 20, "revision": "1"},
        {"do": "release", "text": "\u202eswal", "revision": "1"},
    ],
)
def test_bad_input_is_explained_and_changes_nothing(lead, sent):
    client, page, quotation = lead
    response = client.post(page, sent)

    assert response.status_code == 422
    assert "There is a problem" in response.text
    quotation.refresh_from_db()
    assert (quotation.state, quotation.revision) == (QuotationState.PROPOSED, 1)


@pytest.mark.parametrize("sent", [{}, {"do": "burn"}, {"swap": "nothing"}, {"swap": "|"}])
def test_what_is_no_decision_shows_the_page_again(lead, sent):
    client, page, _quotation = lead

    assert client.post(page, {"text": NAMING, "revision": 1, **sent}).status_code == 200


def test_a_coder_decides_nothing(client, room):
    quotation = propose(room)
    client.force_login(room.users["ana"])
    page = f"{LIST}{quotation.id}/"

    assert client.get(page).status_code == 403
    assert client.post(page, {"do": "release", "text": CLEAN, "revision": 1}).status_code == 403
    assert 'class="btn2" href' not in client.get(LIST).text


def test_a_quotation_of_another_study_is_not_there(client, room):
    quotation = propose(room)
    other = make_study("other")
    client.force_login(make_member("zoe", other, Role.OWNER))

    assert client.get(f"/en/studies/other/coding/quotations/{quotation.id}/").status_code == 410
    assert client.get(f"{LIST}{quotation.id}/").status_code == 404


def test_a_quotation_of_twenty_thousand_characters_is_looked_at_and_released(room):
    words = ("It invents laws and " * 1_100)[:19_990] + "then more."
    answer(room.study, {"story": [{"limit": words}], "permission": {"quote": "yes"}})
    ingest_verbatims(room.codebook)
    room.codes("ana", words, room.invents)
    quotation = propose(room, words)

    give_out(room, quotation, "It invents […] then more.")
    assert list_released_quotations(room.codebook)[0].text == "It invents […] then more."


def test_emoji_and_marks_of_direction_do_not_move_a_span(room):
    words = "😀\u200f It invents 🧑‍⚕️ laws."
    answer(room.study, {"story": [{"limit": words}], "permission": {"quote": "yes"}})
    ingest_verbatims(room.codebook)
    room.codes("ana", words, room.invents)
    start = words.index("invents")
    quotation = propose(room, words, span=TextSpan(start, len(words)))
    give_out(room, quotation)

    assert list_released_quotations(room.codebook)[0].text == "invents 🧑‍⚕️ laws."


def test_a_member_sees_all_proposals_but_those_still_blind(room):
    propose(room)
    propose(room, NAMING, by="bea")

    assert list_quotations(room.codebook, "ana").count() == 2


def test_only_one_place_makes_released_words():
    """It looks up the person's permission; words made elsewhere would pass it by."""
    makers = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "vecu").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("ReleasedQuotation")
    }
    assert makers == {"vecu/coding/queries/quotations.py"}


def test_released_words_hold_nothing_that_leads_to_the_person():
    of_itself = {"id", "revision", "text", "language", "code", "public", "intact", "day"}
    of_itself |= {"translations"}
    assert {field.name for field in fields(ReleasedQuotation)} == of_itself


def test_everybody_reads_only_words_whose_author_knew_that_they_may_become_public(room):
    for words, promise in ((CLEAN, 3), (NAMING, 2)):
        Answer.objects.filter(pk=room.text(words).answer_id).update(promise=promise)
        room.release(words)

    everybody = [one.text for one in list_public_quotations(room.codebook)]
    assert (everybody, len(list_released_quotations(room.codebook))) == ([CLEAN], 2)


def test_nobody_reads_released_words_that_their_answer_no_longer_holds(room):
    quotation = room.release(CLEAN)
    said = Answer.objects.get(pk=room.text(CLEAN).answer_id)
    said.values["story"][0]["limit"] = "It invents nothing."
    said.save()

    assert list_released_quotations(room.codebook) == []
    quotation.refresh_from_db()
    assert quotation.state == QuotationState.RELEASED
