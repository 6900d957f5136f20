"""A right password is known again at a glance; nothing is told without the server's key."""

from hypothesis import given
from hypothesis import strategies as st

from vecu.credentials import cannot_match, fast_password_mac

KEY = b"drawn at this start"
STORED = "pbkdf2_sha256$1000000$salt$hash"


@given(st.text(max_size=40), st.text(max_size=40))
def test_only_the_password_that_was_seen_is_not_ruled_out(seen, typed):
    mark = fast_password_mac(seen, STORED, key=KEY)

    assert cannot_match(typed, mark, STORED, key=KEY) == (typed != seen)


@given(st.text(max_size=40), st.text(max_size=40), st.text(max_size=90))
def test_what_was_never_seen_with_this_key_and_hash_rules_nothing_out(seen, typed, junk):
    for mark, stored, key in (
        (fast_password_mac(seen, STORED, key=b"another start"), STORED, KEY),
        (fast_password_mac(seen, STORED, key=KEY), f"{STORED} changed", KEY),
        ("", STORED, KEY),
        (junk.encode("ascii", "replace").decode(), STORED, KEY),
    ):
        assert not cannot_match(typed, mark, stored, key=key)


def test_a_hash_and_a_password_cannot_be_taken_for_each_other():
    assert fast_password_mac("b", "a", key=KEY) != fast_password_mac("a b", "", key=KEY)
    assert fast_password_mac("b", "a", key=KEY)[:16] != fast_password_mac("b", "ab", key=KEY)[:16]
