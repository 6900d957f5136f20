"""A right password is known again at a glance; nothing is told without the server's key."""

from hypothesis import given
from hypothesis import strategies as st

from vecu.credentials import glance, is_ruled_out

KEY = b"drawn at this start"
STORED = "pbkdf2_sha256$1000000$salt$hash"


@given(st.text(max_size=40), st.text(max_size=40))
def test_only_the_password_that_was_seen_is_not_ruled_out(seen, typed):
    mark = glance(seen, STORED, key=KEY)

    assert is_ruled_out(typed, mark, STORED, key=KEY) == (typed != seen)


@given(st.text(max_size=40), st.text(max_size=40), st.text(max_size=90))
def test_what_was_never_seen_with_this_key_and_hash_rules_nothing_out(seen, typed, junk):
    for mark, stored, key in (
        (glance(seen, STORED, key=b"another start"), STORED, KEY),
        (glance(seen, STORED, key=KEY), f"{STORED} changed", KEY),
        ("", STORED, KEY),
        (junk.encode("ascii", "replace").decode(), STORED, KEY),
    ):
        assert not is_ruled_out(typed, mark, stored, key=key)


def test_a_hash_and_a_password_cannot_be_taken_for_each_other():
    assert glance("b", "a", key=KEY) != glance("a b", "", key=KEY)
    assert glance("b", "a", key=KEY)[:16] != glance("b", "ab", key=KEY)[:16]
