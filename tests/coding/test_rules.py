"""Who may see whose codes, what becomes of a code in the end, the codes within reach of a key."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vecu.coding.rules import (
    FIRST_PUBLIC_PROMISE,
    OPPOSITE,
    RECENT,
    ConsensusBasis,
    ConsensusResult,
    assign_hotkey,
    fill_hotkeys,
    is_complete,
    is_frozen,
    is_reserved_for_others,
    may_become_public,
    resolve_consensus,
)
from vecu.surveys.consent.versions import read_snapshot


@pytest.mark.parametrize(
    ("promise", "public"), [(None, False), (0, False), (1, False), (2, False), (3, True), (4, True)]
)
def test_words_become_public_only_under_a_promise_that_says_so(promise, public):
    assert may_become_public(promise) is public


def test_the_first_promise_that_makes_words_public_says_so_and_the_one_before_did_not():
    texts = [str(read_snapshot(FIRST_PUBLIC_PROMISE - back)) for back in (1, 0)]

    assert ["Everybody will be able to read" in text for text in texts] == [False, True]
    assert ["tout le monde pourra lire" in text for text in texts] == [False, True]


@pytest.mark.parametrize(
    ("done", "revealed"),
    [([], False), ([False], False), ([True], True), ([True, False], False), ([True, True], True)],
)
def test_a_text_is_revealed_once_all_who_were_to_code_it_have(done, revealed):
    assert is_complete(done) is revealed


@pytest.mark.parametrize(
    ("done", "blind", "frozen"),
    [
        ([True, True], True, True),
        ([True, False], True, False),
        ([True, True], False, False),
        ([True], True, False),
        ([], True, False),
    ],
)
def test_what_blind_coders_did_is_frozen_once_it_can_be_compared(done, blind, frozen):
    assert is_frozen(done, blind=blind) is frozen


@pytest.mark.parametrize(
    ("given", "blind", "theirs"),
    [
        ({"bea"}, True, True),
        ({"bea", "a file"}, True, True),
        ({"ana", "bea"}, True, False),
        ({"a file"}, True, False),
        (set(), True, False),
        ({"bea"}, False, False),
    ],
)
def test_a_text_is_for_others_where_a_member_has_it_and_oneself_was_not_given_it(
    given, blind, theirs
):
    assert is_reserved_for_others("ana", given, {"ana", "bea"}, blind=blind) is theirs


@pytest.mark.parametrize(
    ("votes", "ruling", "settled"),
    [
        ([True, True], None, ConsensusResult(True, ConsensusBasis.AGREED)),
        ([False, False, False], None, ConsensusResult(False, ConsensusBasis.AGREED)),
        ([True, False], None, ConsensusResult(None, ConsensusBasis.OPEN)),
        ([True], None, ConsensusResult(True, ConsensusBasis.ALONE)),
        ([], None, ConsensusResult(None, ConsensusBasis.OPEN)),
        ([True, False], True, ConsensusResult(True, ConsensusBasis.RULED)),
        ([True, True], False, ConsensusResult(False, ConsensusBasis.RULED)),
        ([], True, ConsensusResult(True, ConsensusBasis.RULED)),
    ],
)
def test_a_ruling_goes_before_votes_and_a_disagreement_stays_open(votes, ruling, settled):
    assert resolve_consensus(votes, ruling=ruling) == settled


def keys_after(used, room=RECENT):
    keys = []
    for code in used:
        keys = assign_hotkey(keys, code, room)
    return [code for code, _last in keys]


def test_a_code_keeps_its_key_while_it_is_in_use():
    assert keys_after("abab", room=3) == ["a", "b"]
    assert keys_after("abcb", room=3) == ["a", "b", "c"]
    # d takes the key of a, which was not used for longest; b and c stay where hands know them.
    assert keys_after("abcbcd", room=3) == ["d", "b", "c"]


@given(st.lists(st.integers(0, 30)))
def test_the_keys_hold_the_codes_used_last(used):
    keys = keys_after(used)
    latest = list(dict.fromkeys(reversed(used)))[:RECENT]

    assert len(keys) == len(latest)
    assert set(keys) == set(latest)


def test_a_new_coder_has_the_first_codes_under_the_keys():
    assert fill_hotkeys([], "abc") == [("a", 0), ("b", 0), ("c", 0)]
    assert len(fill_hotkeys([], "abcdefghijkl")) == RECENT


def test_free_keys_alone_are_assigned_and_what_hands_know_stays_where_it_is():
    assert fill_hotkeys([("c", 1)], "abc") == [("c", 1), ("a", 0), ("b", 0)]
    # b is no longer offered: its key is free. Without a code to spare it keeps it, unused.
    assert fill_hotkeys([("c", 2), ("b", 1)], "acd") == [("c", 2), ("a", 0), ("d", 0)]
    assert fill_hotkeys([("c", 2), ("b", 1)], "c") == [("c", 2), ("b", 1)]


def test_a_code_keeps_the_key_that_it_was_assigned_when_it_is_used():
    keys = fill_hotkeys([], "abcd", room=3)
    assert assign_hotkey(keys, "c", 3) == [("a", 0), ("b", 0), ("c", 1)]
    # d takes the last key that was never used, so that the first codes keep theirs.
    assert assign_hotkey(keys, "d", 3) == [("a", 0), ("b", 0), ("d", 1)]


def test_what_can_be_undone_can_be_undone_again():
    assert all(OPPOSITE[OPPOSITE[verb]] is verb for verb in OPPOSITE)
