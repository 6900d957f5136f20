"""What a page carries of a text, and where its passages stand once words were changed."""

import pytest

from vecu.pilots.case_state import (
    CaseState,
    CaseStateRefused,
    Passage,
    read_case_state,
    read_text,
)
from vecu.pilots.marked_text import mark_text, number_passages, quote_passage

TOKEN = "0123456789abcdef" * 2
STATE = CaseState("aaa bb cccc", TOKEN, "1/3")
FIRST, SECOND, THIRD = Passage(0, 3, "k"), Passage(4, 6, "k"), Passage(7, 11, "l")


def send(state: CaseState, **changed: str) -> dict[str, str]:
    return {**dict(state.fields), **changed}


def test_a_form_brings_back_what_a_page_carried():
    state = STATE.settle(SECOND).settle(THIRD, "d")

    assert read_case_state(send(state)) == state


def test_passages_behind_other_words_move_with_the_text():
    state = STATE.settle(THIRD).settle(FIRST, "longer").settle(Passage(7, 9, "k"), "")

    assert state.text == "longer  cccc"
    assert state.settled == (Passage(8, 12, "l"), Passage(0, 6, "k"), Passage(7, 7, "k"))
    assert [state.text[one.start : one.end] for one in state.settled] == ["cccc", "longer", ""]


def test_what_was_settled_about_words_that_are_gone_is_open_again():
    state = STATE.settle(Passage(2, 5, "l")).settle(Passage(0, 3, "k"), "x")

    assert state.settled == (Passage(0, 1, "k"),)


@pytest.mark.parametrize("words", [None, "", "some other words"])
def test_taking_back_the_last_decision_restores_the_text(words):
    before = STATE.settle(THIRD)
    state = read_case_state(send(before.settle(FIRST, words))).take_back()

    assert (state.text, state.settled) == (before.text, before.settled)
    with pytest.raises(CaseStateRefused):
        state.take_back()


def test_a_decision_has_the_same_name_only_if_the_page_is_sent_again():
    other = CaseState(STATE.text, TOKEN[::-1], "1/3")
    names = [
        STATE.name_decision(FIRST),
        STATE.name_decision(SECOND),
        STATE.settle(SECOND).name_decision(FIRST),
        other.name_decision(FIRST),
    ]

    assert len(set(names)) == 4
    assert STATE.name_decision(FIRST) == names[0]
    assert {len(name) for name in names} == {32}


@pytest.mark.parametrize(
    "changed",
    [
        {"token": "x"},
        {"token": ""},
        {"version": "1" * 51},
        {"settled": "k:0"},
        {"settled": "k:5:3"},
        {"settled": "k:0:12"},
        {"settled": "../k:0:3"},
        {"settled": "k:0:1234567"},
        {"last": "k:0:3", "note": "no"},
        {"last": "?", "note": TOKEN},
    ],
)
def test_what_does_not_belong_together_is_refused_in_words(changed):
    with pytest.raises(CaseStateRefused) as refused:
        read_case_state(send(STATE, **changed))
    assert "code" not in refused.value.say("fr")
    assert refused.value.say("fr") != refused.value.say("en")


@pytest.mark.parametrize(
    "changed", [{"before": "much longer"}, {"last": "k:4:6"}, {"last": "l:0:3"}, {"settled": ""}]
)
def test_nothing_is_taken_back_with_words_that_were_not_there(changed):
    with pytest.raises(CaseStateRefused):
        read_case_state(send(STATE.settle(FIRST, "x"), **changed)).take_back()


def test_a_text_has_one_kind_of_line_end_whatever_the_browser_made_of_it():
    assert read_text({"text": "a\r\nb\rc\nd\x00"}) == "a\nb\nc\nd\ufffd"


def test_a_text_is_cut_where_passages_begin_and_end_and_they_may_overlap():
    crossing = Passage(2, 5, "l")
    passages = number_passages([SECOND], [FIRST, crossing])
    pieces = mark_text("aaa bb cccc", passages)

    assert [piece.text for piece in pieces] == ["aa", "a", " ", "b", "b", " cccc"]
    assert "".join(piece.text for piece in pieces) == "aaa bb cccc"
    assert [[one.number for one in piece.covered] for piece in pieces] == [
        [1],
        [1, 2],
        [2],
        [2, 3],
        [3],
        [],
    ]
    assert [piece.is_open for piece in pieces] == [True, True, True, True, False, False]


def test_a_quoted_passage_stands_between_whole_words():
    text = f"{'mot ' * 40}ICI{' mot' * 40}"
    quoted = quote_passage(text, Passage(160, 163, "k"))

    assert quoted.words == "ICI"
    assert quoted.before.startswith("… mot mot")
    assert quoted.after.endswith("mot mot …")
    assert quote_passage("un ICI là", Passage(3, 6, "k")).before == "un "


@pytest.mark.parametrize("settled", ["k:0:11 " * 11, "k:0:0 " * 50_001])
def test_more_passages_than_any_page_has_are_refused(settled):
    """Each piece of a text knows all passages that hold it: nested ones would fill the memory."""
    with pytest.raises(CaseStateRefused):
        read_case_state(send(STATE, settled=settled))
