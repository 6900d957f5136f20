"""Agreement on each code; where coders differ, and where the team settled otherwise."""

import re
from uuid import UUID

import pytest

from tests.coding.factories import ACT, LIMIT, make_room
from tests.surveys.factories import NOON, make_member
from vecu.accounts.rules import Role
from vecu.coding.actions import (
    ActionContext,
    CodeSpan,
    adjudicate_code,
    apply_code,
    configure_coding,
)
from vecu.coding.analysis.agreement import (
    build_presence_array,
    find_disagreements,
    find_overruled,
    measure_agreement,
)
from vecu.coding.analysis.consensus import TextRatings, only_blind_ratings, resolve_text_codes
from vecu.coding.models import Adjudication, Coding
from vecu.coding.queries.codebook import list_codes
from vecu.coding.queries.consensus import list_text_ratings
from vecu.stats import NoAgreementReason

ANA, BEA, CEM = UUID(int=1), UUID(int=2), UUID(int=3)
LONG, COLD = UUID(int=11), UUID(int=12)


def text(number, **votes):
    """Return a text that ana, bea or cem finished, with the codes that each put on it."""
    coders = {"ana": ANA, "bea": BEA, "cem": CEM}
    judged = TextRatings(UUID(int=100 + number), UUID(int=200 + number), "story[1]", LIMIT)
    for name, codes in votes.items():
        judged.coders = judged.coders | {coders[name]}
        judged.votes[coders[name]] = set(codes)
    return judged


def everywhere(_code, _question):
    return True


def test_alpha_of_a_code_is_that_of_its_two_by_two_table():
    """Cohen's classic table spread over ten texts: 4 both, 3 neither, 2 ana only, 1 bea only.

    Krippendorff's alpha of two coders, no text missing: n = 20 values, 11 "yes" and 9 "no";
    observed disagreement 3/10 = .3, expected 2·11·9/(20·19) = .521053; alpha = 1 − .3/.521053.
    """
    texts = (
        [text(n, ana=[LONG], bea=[LONG]) for n in range(4)]
        + [text(n, ana=[], bea=[]) for n in range(4, 7)]
        + [text(n, ana=[LONG], bea=[]) for n in range(7, 9)]
        + [text(9, ana=[], bea=[LONG])]
    )
    (measured,) = measure_agreement(texts, [LONG], [ANA, BEA], everywhere, chance=1)

    assert measured.agreement.alpha.estimate == pytest.approx(0.424242, abs=1e-6)
    assert measured.agreement.disputed == 3
    assert measured.agreement.used == (6, 5)


def test_a_text_that_one_coder_alone_finished_says_nothing_of_agreement():
    texts = [text(0, ana=[LONG], bea=[LONG]), text(1, ana=[], bea=[]), text(2, ana=[LONG])]
    (measured,) = measure_agreement(texts, [LONG], [ANA, BEA], everywhere, chance=1)

    assert measured.agreement.alpha.pairable == 2


@pytest.mark.parametrize(
    ("texts", "why"),
    [
        ([], NoAgreementReason.NOTHING_JUDGED),
        ([text(0, ana=[LONG]), text(1, ana=[])], NoAgreementReason.ONE_CODER),
        ([text(0, ana=[LONG]), text(1, bea=[])], NoAgreementReason.NEVER_TWO),
    ],
)
def test_what_one_coder_alone_finished_is_not_called_nothing(texts, why):
    (measured,) = measure_agreement(texts, [LONG], [ANA, BEA], everywhere, chance=1)

    assert measured.why is why


def test_a_code_is_measured_only_over_the_texts_that_it_is_for():
    texts = [text(0, ana=[LONG], bea=[]), text(1, ana=[], bea=[])]
    presence = build_presence_array(
        texts, [LONG, COLD], [ANA, BEA, CEM], lambda code, _q: code == LONG
    )

    assert presence[:, :, 0].tolist() == [[1, 0], [0, 0], [-1, -1]]
    assert (presence[:, :, 1] == -1).all()


def test_texts_differ_where_not_all_coders_put_a_code():
    texts = [
        text(0, ana=[LONG], bea=[LONG], cem=[LONG, COLD]),
        text(1, ana=[COLD], bea=[COLD]),
        text(2, ana=[LONG], bea=[]),
        text(3, ana=[LONG]),
    ]
    assert [(one.text.int - 100, codes) for one, codes in find_disagreements(texts)] == [
        (0, [COLD]),
        (2, [LONG]),
    ]
    assert [one.text.int - 100 for one, _codes in find_disagreements(texts, COLD)] == [0]


def test_a_coder_sees_where_the_team_settled_otherwise_than_they_did():
    one, other = text(0, ana=[LONG], bea=[]), text(1, ana=[], bea=[])
    one.rulings, other.rulings = {LONG: False}, {COLD: True}

    assert [(t.text, codes) for t, codes in find_overruled([one, other], ANA)] == [
        (one.text, [LONG]),
        (other.text, [COLD]),
    ]
    assert [t.text for t, _codes in find_overruled([one, other], BEA)] == [other.text]


def test_what_a_text_carries_in_the_end_is_what_was_ruled_or_agreed_and_the_rest_is_open():
    one = text(0, ana=[LONG, COLD], bea=[LONG])
    assert resolve_text_codes([one])[0].codes == {LONG}
    assert resolve_text_codes([one])[0].open == {COLD}
    one.rulings = {COLD: True, LONG: False}
    assert resolve_text_codes([one])[0].codes == {COLD}
    assert resolve_text_codes([one])[0].open == frozenset()


@pytest.mark.django_db
@pytest.mark.data
def test_results_hold_only_texts_that_all_their_coders_have_finished():
    room = make_room({"limit": "A"}, {"limit": "B"}, {"limit": "C"})
    long = room.code("Long")
    room.give("A", "ana", "bea")
    room.codes("ana", "A", long)
    room.codes("ana", "B", long)
    judged = list_text_ratings(room.codebook, list_codes(room.codebook))

    assert [one.text for one in judged] == [room.text("B").id]
    room.codes("bea", "A")
    judged = {one.text: one for one in list_text_ratings(room.codebook, list_codes(room.codebook))}
    assert judged.keys() == {room.text("A").id, room.text("B").id}
    assert judged[room.text("A").id].votes == {room.coder("ana").id: {long.id}}


@pytest.mark.django_db
@pytest.mark.data
def test_agreement_disagreements_and_rulings_over_the_pages(client):
    room = make_room({"limit": "A"}, {"limit": "B"})
    long = room.code("Long")
    for words in ("A", "B"):
        room.give(words, "ana", "bea")
    room.codes("ana", "A", long)
    room.codes("bea", "A")
    room.codes("ana", "B", long)
    room.codes("bea", "B", long)
    boss = make_member("boss", room.study, Role.RESEARCHER)
    client.force_login(boss)

    page = client.get("/en/studies/stories/coding/agreement/").text
    assert "2 texts were finished blindly by several coders." in page
    assert "1 code was used on these shared texts: " in page
    page = client.get("/en/studies/stories/coding/disagreements/").text
    assert "Coders differ on 1 text; 1 left to settle." in page
    assert "ana" in page
    text_a = room.text("A")
    settle = f"/en/studies/stories/coding/disagreements/{text_a.id}/"
    sent = {"code": long.id, "present": "no", "why": "It is not."}
    assert client.post(settle, sent).status_code == 302
    page = client.get("/en/studies/stories/coding/disagreements/").text
    assert "0 left to settle" in page
    assert "It is not." in page
    assert Coding.objects.count() == 3

    client.force_login(room.users["ana"])
    mine = client.get("/en/studies/stories/coding/disagreements/?mine=1").text
    assert "It is not." in mine
    sent["seen"] = Adjudication.objects.get().stamp
    assert client.post(settle, sent).status_code == 403
    adjudicate_code(text_a, long, ACT, present=True)
    mine = client.get("/en/studies/stories/coding/disagreements/?mine=1").text
    assert "every decision agrees with your coding" in mine


def at_boss_s_desk(client, room, *names):
    """Sign in who leads; return the address at which a code on the text “A” is settled."""
    for name in names or ("boss",):
        room.users[name] = make_member(name, room.study, Role.RESEARCHER)
    client.force_login(room.users[names[0] if names else "boss"])
    return f"/en/studies/stories/coding/disagreements/{room.text('A').id}/"


@pytest.mark.django_db
@pytest.mark.data
def test_a_ruling_that_somebody_made_meanwhile_is_displayed_before_it_is_replaced(client):
    room = make_room({"limit": "A"}, {"limit": "B"})
    long = room.code("Long")
    room.give("A", "ana", "bea")
    room.codes("ana", "A", long)
    room.codes("bea", "A")
    settle = at_boss_s_desk(client, room, "boss", "chief")
    client.post(settle, {"code": long.id, "present": "yes", "why": "As defined.", "seen": ""})
    client.force_login(room.users["chief"])

    typed = {"code": long.id, "present": "no", "why": "Chief’s reason", "seen": ""}
    page = client.post(settle, typed)
    assert page.status_code == 422
    assert "Somebody else settled or reopened this in the meantime" in page.text
    assert "As defined." in page.text
    assert 'value="Chief’s reason"' in page.text
    assert Adjudication.objects.get().by == "boss"
    seen = re.search(r'name="seen" value="([^"]+)"', page.text)[1]
    assert client.post(settle, typed | {"seen": seen}).status_code == 302
    assert (Adjudication.objects.get().by, Adjudication.objects.get().present) == ("chief", False)


@pytest.mark.django_db
@pytest.mark.data
def test_who_leads_settles_nothing_of_a_text_that_is_still_coded_blindly(client):
    room = make_room({"limit": "A"}, {"limit": "B"})
    long = room.code("Long")
    room.give("A", "ana", "bea")
    room.codes("ana", "A", long)

    page = client.post(
        at_boss_s_desk(client, room), {"code": long.id, "present": "yes", "why": "My reason"}
    )
    assert page.status_code == 422
    assert "This text is still being coded blindly" in page.text
    assert "My reason" in page.text
    assert "their codings are the same" not in page.text
    assert not Adjudication.objects.exists()


def code_openly(room, *, blind):
    configure_coding(room.codebook, ACT, questions=[LIMIT], blind=blind)


@pytest.mark.django_db
@pytest.mark.data
def test_what_was_coded_openly_is_never_compared_and_that_is_reported(client):
    room = make_room({"limit": "A"}, {"limit": "B"})
    long = room.code("Long")
    for words in ("A", "B"):
        room.give(words, "ana", "bea")
    code_openly(room, blind=False)
    room.codes("ana", "A", long)
    room.codes("bea", "A", long)
    at_boss_s_desk(client, room)
    said = "1 text that several coders finished is not compared"

    agreement = "/en/studies/stories/coding/agreement/"
    assert said in client.get(agreement).text
    code_openly(room, blind=True)
    page = client.get(agreement).text
    assert said in page
    assert "finished blindly" not in page
    room.codes("ana", "B", long)
    room.codes("bea", "B")
    page = client.get(agreement).text
    assert said in page
    assert "1 text was finished blindly by several coders." in page
    differ = client.get("/en/studies/stories/coding/disagreements/").text
    assert "Coders differ on 1 text" in differ


@pytest.mark.django_db
@pytest.mark.data
def test_what_a_coder_could_see_before_they_finished_is_not_compared_either():
    room = make_room({"limit": "A"}, {"limit": "B"})
    long = room.code("Long")
    room.give("A", "ana", "bea")
    room.give("B", "ana", "bea")
    room.codes("ana", "A", long)
    room.codes("ana", "B", long, done=False)
    code_openly(room, blind=False)
    code_openly(room, blind=True)

    for name, words in (("bea", "A"), ("bea", "B"), ("ana", "B")):
        room.codes(name, words)
    judged = {one.text: one for one in list_text_ratings(room.codebook, list_codes(room.codebook))}
    ana, bea = room.coder("ana").id, room.coder("bea").id
    assert judged[room.text("A").id].openly == {bea}
    assert [text.coders for text in only_blind_ratings(judged.values()) if text.openly] == [
        {ana},
        {ana},
    ]


@pytest.mark.django_db
@pytest.mark.data
def test_what_is_changed_while_a_team_codes_openly_is_no_longer_blind():
    room = make_room({"limit": "A"}, {"limit": "B"})
    long = room.code("Long")
    text = room.give("A", "ana", "bea")
    room.codes("ana", "A", long)
    room.codes("bea", "A")
    code_openly(room, blind=False)
    apply_code(room.coder("bea"), text.id, CodeSpan(long.id), ActionContext("bea", NOON))
    code_openly(room, blind=True)

    (judged,) = list_text_ratings(room.codebook, list_codes(room.codebook))
    assert judged.openly == {room.coder("bea").id}


@pytest.mark.django_db
def test_nobody_sees_agreement_on_texts_that_are_not_finished(client):
    room = make_room({"limit": "A"}, {"limit": "B"})
    room.give("A", "ana", "bea")
    room.codes("ana", "A", room.code("Ana-s-code"))
    client.force_login(make_member("boss", room.study, Role.OWNER))

    for page in ("agreement", "disagreements"):
        assert "Ana-s-code" not in client.get(f"/en/studies/stories/coding/{page}/").text
