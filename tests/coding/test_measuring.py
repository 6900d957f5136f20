"""How far coders agree on each code; where they differ, and where the team settled otherwise."""

from uuid import UUID

import pytest

from tests.coding.room import ACT, LIMIT, make_room
from tests.surveys.laboratory import make_member
from vecu.accounts.rules import Role
from vecu.coding.actions import rule
from vecu.coding.measuring import corrected, disputed, measure, presence_of
from vecu.coding.models import Coding
from vecu.coding.queries.codebooks import list_codes
from vecu.coding.queries.results import list_judged
from vecu.coding.results import Judged, carried

ANA, BEA, CEM = UUID(int=1), UUID(int=2), UUID(int=3)
LONG, COLD = UUID(int=11), UUID(int=12)


def text(number, **votes):
    """Return a text that ana, bea or cem finished, with the codes that each put on it."""
    coders = {"ana": ANA, "bea": BEA, "cem": CEM}
    judged = Judged(UUID(int=100 + number), UUID(int=200 + number), "story[1]", LIMIT)
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
    (measured,) = measure(texts, [LONG], [ANA, BEA], everywhere, chance=1)

    assert measured.agreement.alpha.estimate == pytest.approx(0.424242, abs=1e-6)
    assert measured.agreement.disputed == 3
    assert measured.agreement.used == (6, 5)


def test_a_text_that_one_coder_alone_finished_says_nothing_of_agreement():
    texts = [text(0, ana=[LONG], bea=[LONG]), text(1, ana=[], bea=[]), text(2, ana=[LONG])]
    (measured,) = measure(texts, [LONG], [ANA, BEA], everywhere, chance=1)

    assert measured.agreement.alpha.pairable == 2


def test_a_code_is_measured_only_over_the_texts_that_it_is_for():
    texts = [text(0, ana=[LONG], bea=[]), text(1, ana=[], bea=[])]
    presence = presence_of(texts, [LONG, COLD], [ANA, BEA, CEM], lambda code, _q: code == LONG)

    assert presence[:, :, 0].tolist() == [[1, 0], [0, 0], [-1, -1]]
    assert (presence[:, :, 1] == -1).all()


def test_texts_differ_where_not_all_coders_put_a_code():
    texts = [
        text(0, ana=[LONG], bea=[LONG], cem=[LONG, COLD]),
        text(1, ana=[COLD], bea=[COLD]),
        text(2, ana=[LONG], bea=[]),
        text(3, ana=[LONG]),
    ]
    assert [(one.text.int - 100, codes) for one, codes in disputed(texts)] == [
        (0, [COLD]),
        (2, [LONG]),
    ]
    assert [one.text.int - 100 for one, _codes in disputed(texts, COLD)] == [0]


def test_a_coder_sees_where_the_team_settled_otherwise_than_they_did():
    one, other = text(0, ana=[LONG], bea=[]), text(1, ana=[], bea=[])
    one.rulings, other.rulings = {LONG: False}, {COLD: True}

    assert [(t.text, codes) for t, codes in corrected([one, other], ANA)] == [
        (one.text, [LONG]),
        (other.text, [COLD]),
    ]
    assert [t.text for t, _codes in corrected([one, other], BEA)] == [other.text]


def test_what_a_text_carries_in_the_end_is_what_was_ruled_or_agreed_and_the_rest_is_open():
    one = text(0, ana=[LONG, COLD], bea=[LONG])
    assert carried([one])[0].codes == {LONG}
    assert carried([one])[0].open == {COLD}
    one.rulings = {COLD: True, LONG: False}
    assert carried([one])[0].codes == {COLD}
    assert carried([one])[0].open == frozenset()


@pytest.mark.django_db
@pytest.mark.data
def test_results_hold_only_texts_that_all_their_coders_have_finished():
    room = make_room({"limit": "A"}, {"limit": "B"}, {"limit": "C"})
    long = room.code("Long")
    room.give("A", "ana", "bea")
    room.codes("ana", "A", long)
    room.codes("ana", "B", long)
    judged = list_judged(room.codebook, list_codes(room.codebook))

    assert [one.text for one in judged] == [room.text("B").id]
    room.codes("bea", "A")
    judged = {one.text: one for one in list_judged(room.codebook, list_codes(room.codebook))}
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
    assert "On 2 texts that several coders finished blindly, 1 codes were used" in page
    page = client.get("/en/studies/stories/coding/disagreements/").text
    assert "Coders differ on 1 text; 1 wait to be settled." in page
    assert "ana" in page
    text_a = room.text("A")
    settle = f"/en/studies/stories/coding/disagreements/{text_a.id}/"
    sent = {"code": long.id, "present": "no", "why": "It is not."}
    assert client.post(settle, sent).status_code == 302
    page = client.get("/en/studies/stories/coding/disagreements/").text
    assert "0 wait to be settled" in page
    assert "It is not." in page
    assert Coding.objects.count() == 3

    client.force_login(room.users["ana"])
    mine = client.get("/en/studies/stories/coding/disagreements/?mine=1").text
    assert "It is not." in mine
    assert client.post(settle, sent).status_code == 403
    rule(text_a, long, ACT, present=True)
    mine = client.get("/en/studies/stories/coding/disagreements/?mine=1").text
    assert "whatever was settled is as you coded it" in mine


@pytest.mark.django_db
def test_nobody_is_told_of_agreement_on_texts_that_are_not_finished(client):
    room = make_room({"limit": "A"}, {"limit": "B"})
    room.give("A", "ana", "bea")
    room.codes("ana", "A", room.code("Ana-s-code"))
    client.force_login(make_member("boss", room.study, Role.OWNER))

    for page in ("agreement", "disagreements"):
        assert "Ana-s-code" not in client.get(f"/en/studies/stories/coding/{page}/").text
