"""Retrieval: codes, questions, people and words together; blindness holds for every reader."""

import pytest
from django.urls import reverse

from tests.coding.factories import ACT, LIMIT, STRATEGY, make_room
from tests.surveys.factories import make_member
from vecu.accounts.queries import list_audit
from vecu.accounts.rules import Role
from vecu.coding.actions.adjudicate import adjudicate_code
from vecu.coding.queries.codebook import list_codes
from vecu.coding.queries.retrieval import Retrieval, find_texts, list_retrieved
from vecu.coding.queries.texts import list_visible_codings
from vecu.surveys.results.frequencies import AnswerFilter
from vecu.surveys.results.search import parse_search

pytestmark = [pytest.mark.django_db, pytest.mark.data]
FIRST, SECOND, THIRD = "It invents laws.", "Too long, and it invents.", "It guesses."


@pytest.fixture
def room():
    """Three people, two coders on every limit, nobody finished yet."""
    room = make_room(
        {"limit": FIRST, "strategy": "I check laws.", "kind": "creative"},
        {"limit": SECOND, "kind": "repetitive"},
        {"limit": THIRD, "kind": "creative"},
    )
    room.users["lea"] = make_member("lea", room.study, Role.OWNER)
    room.above = room.code("Limits")
    room.invents = room.code("Invents", parent=room.above)
    room.long = room.code("Too long")
    for words in (FIRST, SECOND, THIRD):
        room.give(words, "ana", "bea")
    return room


def found(room, name, **wanted):
    """Return the words of the texts that a member finds."""
    codes = list_codes(room.codebook)
    result = find_texts(room.study, room.coder(name), codes, Retrieval(**wanted))
    texts = list_retrieved(room.codebook, result.texts)
    words = {each.id: each for each in texts}
    every = (FIRST, SECOND, THIRD, "I check laws.")
    assert len(words) == len(result.texts)
    return {each for each in every if room.text(each).id in words}


def test_blind_coders_find_what_they_coded_and_what_all_have_finished(room):
    room.codes("ana", FIRST, room.invents)
    room.codes("bea", FIRST, room.invents)
    room.codes("ana", SECOND, room.invents)
    room.codes("bea", THIRD, room.invents, done=False)

    for name, seen in (("ana", {FIRST, SECOND}), ("bea", {FIRST, THIRD}), ("lea", {FIRST})):
        for code in (room.invents, room.above):
            assert found(room, name, codes=[code.id]) == seen, (name, code.name)


def test_a_text_is_found_by_a_code_exactly_where_a_coder_may_see_that_code_on_it(room):
    room.codes("ana", FIRST, room.invents)
    room.codes("bea", FIRST, room.long)
    room.codes("ana", SECOND, room.long)
    room.codes("bea", THIRD, room.invents)
    codes = list_codes(room.codebook)
    for blind in (True, False):
        room.codebook.blind = blind
        room.codebook.save()
        for name in ("ana", "bea", "lea"):
            coder = room.coder(name)
            visible = list_visible_codings(
                coder, list(room.codebook.verbatims.order_by("id")), codes
            )
            for code in (room.invents, room.long):
                expected = {
                    text.verbatim.id
                    for text in visible
                    if code.id in {each.code for each in (*text.own, *text.others)}
                }
                result = find_texts(room.study, coder, codes, Retrieval(codes=[code.id]))
                assert set(result.texts) == expected, (blind, name, code.name)


def test_what_the_team_settled_holds_and_takes_no_coder_s_code_away(client, room):
    text = room.text(FIRST)
    room.codes("ana", FIRST, room.invents)
    room.codes("bea", FIRST)
    assert found(room, "lea", codes=[room.invents.id]) == {FIRST}
    adjudicate_code(text, room.invents, ACT, present=False)
    assert found(room, "lea", codes=[room.invents.id]) == set()
    adjudicate_code(text, room.long, ACT, present=True)
    assert found(room, "lea", codes=[room.long.id]) == {FIRST}
    client.force_login(room.users["lea"])
    page = client.get(address(code=room.long.id)).text
    assert "Invents" in page.partition(FIRST)[2]


def test_codes_together_questions_choices_and_words_all_hold(room):
    for name in ("ana", "bea"):
        room.codes(name, FIRST, room.invents)
        room.codes(name, SECOND, room.invents, room.long)
        room.codes(name, THIRD, room.long)
    both = [room.invents.id, room.long.id]

    assert found(room, "lea", codes=both) == {FIRST, SECOND, THIRD}
    assert found(room, "lea", codes=both, together=True) == {SECOND}
    creative = AnswerFilter(choices=(("/data/story/kind", "creative"),))
    assert found(room, "lea", codes=both, selection=creative) == {FIRST, THIRD}
    assert found(room, "lea", questions=[STRATEGY]) == {"I check laws."}
    laws = AnswerFilter(search=parse_search("laws"))
    assert found(room, "lea", selection=laws) == {FIRST, "I check laws."}
    assert found(room, "lea", selection=laws, questions=[LIMIT]) == {FIRST}
    room.codebook.questions = [LIMIT]  # what is not coded is not read here unless it is chosen
    room.codebook.save()
    assert found(room, "lea", selection=laws) == {FIRST}
    without = AnswerFilter(search=parse_search("invents -long"))
    assert found(room, "lea", selection=without) == {FIRST}


def address(**wanted):
    query = "&".join(f"{name}={value}" for name, value in wanted.items())
    return f"{reverse('coding:retrieval', args=('stories',))}?{query}"


def test_the_page_marks_words_says_what_was_wanted_and_notes_who_read(client, room):
    room.codes("ana", FIRST, room.invents)
    room.codes("bea", FIRST, room.invents)
    client.force_login(room.users["ana"])

    assert 'role="status"' not in client.get(address()).text
    page = client.get(address(code=room.invents.id, words="laws")).text
    assert "<mark>laws</mark>" in page
    assert "Invents" in page.partition("Others’ codes")[2]
    event = list_audit(room.study.scope).filter(verb="read to code").last()
    assert event.detail["code"] == "Invents"
    assert event.detail["words"] == "laws"
    refused = client.get(address(code="nothing"))
    assert refused.status_code == 422


def test_the_table_holds_the_same_texts_with_a_column_for_each_coder(client, room):
    room.codes("ana", FIRST, room.invents)
    room.codes("bea", FIRST, room.long)
    room.codes("ana", SECOND, room.long)
    client.force_login(room.users["lea"])
    table = f"{reverse('coding:passages', args=('stories',))}?words=invents"

    lines = client.get(table).content.decode("utf-8-sig").splitlines()
    assert lines[0] == "Question,Language,May be quoted,Text,ana,bea,lea"
    assert f"What was wrong?,en,yes,{FIRST},Invents,Too long," in lines
    assert f'What was wrong?,en,yes,"{SECOND}",,,' in lines  # still coded blindly
    assert list_audit(room.study.scope).filter(verb="took coding out").exists()
