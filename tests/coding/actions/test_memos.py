"""Memos on whatever members look at: who reads, writes, changes and removes them, and where."""

import pytest
from django.urls import reverse

from tests.coding.factories import ACT, make_room
from tests.surveys.factories import NOON, make_member
from vecu.accounts.rules import Role
from vecu.coding.actions import GuideText, PracticeText, create_guide
from vecu.coding.actions.adjudicate import adjudicate_code, reopen_disagreement
from vecu.coding.actions.annotate import propose_quote, withdraw_proposal
from vecu.coding.actions.guides import remove_guide
from vecu.coding.actions.history import ActionContext
from vecu.coding.actions.memos import change_memo, write_memo
from vecu.coding.models import CodingEvent, Memo, Quotation

pytestmark = [pytest.mark.django_db, pytest.mark.data]
WORDS = "It invents laws."
LEA = ActionContext("lea", NOON)
TEXT = GuideText("Good prompting", "en", "", [PracticeText("Be clear"), PracticeText("Test")])


@pytest.fixture
def room():
    """A text on which two coders differ, settled and quoted; a guide; a lead and a reader."""
    room = make_room()
    room.users["lea"] = make_member("lea", room.study, Role.RESEARCHER)
    room.users["rob"] = make_member("rob", room.study, Role.READER)
    room.invents = room.code("Invents")
    room.give(WORDS, "ana", "bea")
    room.codes("ana", WORDS, room.invents)
    room.laws = room.codes("bea", WORDS)
    room.ruling = adjudicate_code(room.laws, room.invents, LEA, present=True)
    propose_quote(room.coder("ana"), room.laws.id, None, ACT, code=room.invents)
    room.quotation = Quotation.objects.get()
    room.guide = create_guide(room.codebook, TEXT, LEA)
    room.clear = room.guide.practices.first()
    return room


@pytest.fixture
def as_member(client, room):
    """Return a function that signs a member in and returns the client."""

    def sign_in(name):
        client.force_login(room.users[name])
        return client

    return sign_in


def page(name, *key):
    return reverse(f"coding:{name}", args=("stories", *key))


def write(client, text="A thought", **about):
    return client.post(page("memo"), {"memo": text, **about}, follow=True)


def reopen_for(room, name):
    """Give the text to one more coder, so that it is not revealed any more."""
    room.users[name] = make_member(name, room.study, Role.CODER)
    room.give(WORDS, name)


def abouts(room):
    """Return each thing a memo can be about here: what is sent, and the page that shows it."""
    return {
        "guide": ({"guide": room.guide.id}, page("guide", room.guide.id)),
        "practice": ({"practice": room.clear.id}, page("practice", room.clear.id)),
        "ruling": (
            {"settled": room.laws.id, "code": room.invents.id}, page("disagreements"),
        ),
        "quotation": ({"quotation": room.quotation.id}, page("quotation", room.quotation.id)),
    }  # fmt: skip


@pytest.mark.parametrize("kind", ["guide", "practice", "ruling", "quotation"])
def test_a_memo_is_written_and_read_on_the_page_of_what_it_is_about(room, as_member, kind):
    sent, where = abouts(room)[kind]
    lea = as_member("lea")
    assert "A thought" not in lea.get(where).text

    told = write(lea, **sent)
    assert "Memo saved." in told.text
    assert told.redirect_chain[-1][0].startswith(where)
    assert "A thought" in lea.get(where).text
    memo = Memo.objects.get()
    assert getattr(memo, kind) == getattr(room, "clear" if kind == "practice" else kind)
    assert (memo.verbatim == room.laws) is (kind in {"ruling", "quotation"})
    assert (
        CodingEvent.objects.filter(verb="wrote memo", by="lea", verbatim=memo.verbatim).count() == 1
    )


def test_coders_read_and_write_on_practices_on_the_page_of_the_guide(room, as_member):
    write_memo(room.codebook, "Vague, this one.", LEA, practice=room.clear)
    told = write(as_member("ana"), "I find so too.", practice=room.clear.id)

    assert told.redirect_chain[-1][0] == page("guide", room.guide.id)
    assert "Vague, this one." in told.text
    assert "I find so too." in told.text


def test_the_codebook_shows_what_is_about_it_as_a_whole_only(room, as_member):
    write_memo(room.codebook, "About a guide", LEA, guide=room.guide)
    write_memo(room.codebook, "About a ruling", LEA, ruling=room.ruling)
    write_memo(room.codebook, "About all", LEA)

    shown = as_member("ana").get(page("codebook")).text
    assert "About all" in shown
    assert "About a guide" not in shown
    assert "About a ruling" not in shown


def test_readers_and_strangers_neither_write_nor_change_memos(room, as_member):
    memo = write_memo(room.codebook, "Mine", ActionContext("rob", NOON))
    rob = as_member("rob")

    for sent, _where in abouts(room).values():
        assert rob.post(page("memo"), {"memo": "No", **sent}).status_code == 403
    assert rob.get(page("own-memo", memo.id)).status_code == 403
    assert rob.post(page("own-memo", memo.id), {"memo": "No"}).status_code == 403
    assert list(Memo.objects.values_list("text", flat=True)) == ["Mine"]


def test_who_codes_a_text_blindly_reads_no_memo_on_its_ruling_or_quotation(room, as_member):
    write_memo(room.codebook, "On the ruling", LEA, ruling=room.ruling)
    write_memo(room.codebook, "On the quotation", LEA, quotation=room.quotation)
    reopen_for(room, "cleo")
    cleo = as_member("cleo")

    pages = (
        page("text", room.laws.id), page("disagreements"), page("history"), page("quotations"),
        page("codebook"), page("code", room.invents.id), f"{page('history')}?whose=mine",
    )  # fmt: skip
    for where in pages:
        shown = cleo.get(where).text
        assert "On the ruling" not in shown, where
        assert "On the quotation" not in shown, where
        assert "wrote a memo" not in shown, where
    refused = write(cleo, settled=room.laws.id, code=room.invents.id)
    assert refused.status_code == 410
    assert write(cleo, quotation=room.quotation.id).status_code == 410


def test_who_proposed_words_reads_only_their_own_memos_on_them_while_others_code(room, as_member):
    quote = {"quotation": room.quotation}
    Quotation.objects.update(proposed_by="lea")
    write_memo(room.codebook, "Bea’s view", ActionContext("bea", NOON), **quote)
    write_memo(room.codebook, "Lea’s own", LEA, **quote)
    where, lea = page("quotation", room.quotation.id), as_member("lea")
    assert "Bea’s view" in lea.get(where).text

    reopen_for(room, "cleo")
    shown = lea.get(where).text
    assert "Lea’s own" in shown
    assert "Bea’s view" not in shown


def test_memos_on_rulings_and_quotations_go_with_the_answer_and_what_tells_of_them(room):
    write_memo(room.codebook, "On the ruling", LEA, ruling=room.ruling)
    quoting = write_memo(room.codebook, "On the quotation", LEA, quotation=room.quotation)
    change_memo(quoting, "On the words", LEA)
    write_memo(room.codebook, "On the guide", LEA, guide=room.guide)
    room.withdraw(WORDS)

    assert list(Memo.objects.values_list("text", flat=True)) == ["On the guide"]
    about_memos = CodingEvent.objects.filter(verb__contains="memo")
    assert [event.detail["guide"] for event in about_memos] == ["Good prompting"]


def test_a_memo_on_words_just_taken_back_is_not_stored_and_what_was_typed_stays(room, as_member):
    lea, quotation = as_member("lea"), room.quotation.id
    room.withdraw(WORDS)

    answer = write(lea, "Typed at length", quotation=quotation)
    assert answer.status_code == 410
    assert "Typed at length" in answer.text
    assert not Memo.objects.exists()


def test_memos_stay_when_what_they_are_about_goes_but_the_answer_does_not(room, as_member):
    write_memo(room.codebook, "On the ruling", LEA, ruling=room.ruling)
    write_memo(room.codebook, "On the quotation", LEA, quotation=room.quotation)
    write_memo(room.codebook, "On the practice", LEA, practice=room.clear)
    reopen_disagreement(room.laws, room.invents, LEA)
    withdraw_proposal(room.coder("ana"), room.quotation.id, ACT)
    remove_guide(room.guide, LEA)

    ana = as_member("ana")
    text = ana.get(page("text", room.laws.id)).text
    assert "On the ruling" in text
    assert "On the quotation" in text
    assert "On the practice" in ana.get(page("codebook")).text


def test_members_change_and_remove_their_own_memos_and_no_others(room, as_member):
    own = write_memo(room.codebook, "He said “Leeds”.", ACT, quotation=room.quotation)
    others = write_memo(room.codebook, "Lea’s", LEA, guide=room.guide)
    ana = as_member("ana")
    assert page("own-memo", own.id) in ana.get(page("text", room.laws.id)).text
    assert page("own-memo", others.id) not in ana.get(page("guide", room.guide.id)).text

    told = ana.post(page("own-memo", own.id), {"memo": "A town."}, follow=True).text
    assert "The memo is changed." in told
    assert Memo.objects.get(pk=own.pk).text == "A town."
    assert "changed a memo" in ana.get(f"{page('history')}?whose=mine").text
    for sent in ({"memo": "Ana was here."}, {"do": "remove"}):
        assert ana.post(page("own-memo", others.id), sent).status_code == 404
    ana.post(page("own-memo", own.id), {"memo": "A town.", "do": "remove"})
    assert list(Memo.objects.values_list("text", flat=True)) == ["Lea’s"]


def test_the_history_tells_that_a_memo_was_changed_and_keeps_none_of_its_words(room, as_member):
    memo = write_memo(room.codebook, "He said “Leeds”.", ACT, guide=room.guide)
    ana = as_member("ana")
    ana.post(page("own-memo", memo.id), {"memo": "A town."})
    ana.post(page("own-memo", memo.id), {"do": "remove"})

    events = CodingEvent.objects.filter(verb__contains="memo").order_by("pk")
    assert [event.verb for event in events] == ["wrote memo", "changed memo", "removed memo"]
    for event in events:
        assert event.detail == {"memo": str(memo.id), "guide": "Good prompting"}
        assert event.why == ""
    shown = ana.get(page("history")).text
    for said in ("wrote a memo", "changed a memo", "removed a memo", "Good prompting"):
        assert said in shown


@pytest.mark.parametrize(
    ("typed", "status", "said"),
    [
        ("", 200, "nothing has changed"),
        (" \x00 ", 200, "nothing has changed"),
        ("é" * 20_001, 422, "The memo has"),
    ],
)
def test_a_changed_memo_is_stored_whole_or_stays_as_it_was(room, as_member, typed, status, said):
    memo = write_memo(room.codebook, "Before", ACT)
    answer = as_member("ana").post(page("own-memo", memo.id), {"memo": typed}, follow=True)

    assert answer.status_code == status
    assert said in answer.text
    assert Memo.objects.get().text == "Before"
