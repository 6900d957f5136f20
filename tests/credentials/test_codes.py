"""Codes that people write down, and what is stored in their place."""

import secrets
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vecu.credentials import (
    ALPHABET,
    derive_receipt_code,
    fingerprint,
    generate_code,
    generate_token,
    parse_code,
)


def test_a_code_is_three_groups_of_four_unmistakable_signs():
    code = generate_code(secrets.token_bytes)

    assert [len(group) for group in code.split("-")] == [4, 4, 4]
    assert not set(code) & set("AEIOUY01")


def test_the_number_zero_is_written_with_the_first_sign():
    assert generate_code(bytes) == "BBBB-BBBB-BBBB"  # bytes(32) is 32 zeros


@pytest.mark.parametrize(
    "typed", ["kd7m3xqptr9b", " KD7M 3XQP TR9B ", "kd7m–3xqp—tr9b", "KD7M.3XQP.TR9B"]
)
def test_a_code_is_read_however_it_is_typed(typed):
    assert parse_code(typed) == "KD7M-3XQP-TR9B"


@pytest.mark.parametrize(
    "typed", ["", "KD7M-3XQP", "KD7M-3XQP-TR9A", "KD7M-3XQP-TR90", "\x00" * 12]
)
def test_what_is_no_code_is_not_read_as_one(typed):
    assert parse_code(typed) is None


@given(st.text())
def test_whatever_is_typed_is_read_or_not_and_never_fails(typed):
    code = parse_code(typed)

    assert code is None or set(code) <= {*ALPHABET, "-"}


@given(st.binary(min_size=32, max_size=32))
def test_every_drawn_code_is_read_back(drawn):
    code = generate_code(lambda size: drawn[:size])

    assert parse_code(code.lower().replace("-", " ")) == code


def test_the_same_draft_always_gives_the_same_receipt_and_another_key_another():
    token = generate_token(secrets.token_bytes)

    assert derive_receipt_code(token, key=b"lab") == derive_receipt_code(token, key=b"lab")
    assert derive_receipt_code(token, key=b"lab") != derive_receipt_code(token, key=b"another lab")


def test_a_fingerprint_is_hmac_sha256():
    # RFC 2104, written out: H(key ^ opad, H(key ^ ipad, message)), the key padded to 64 bytes.
    key = b"lab".ljust(64, b"\0")
    inner = sha256(bytes(b ^ 0x36 for b in key) + b"stored KD7M-3XQP-TR9B").digest()
    expected = sha256(bytes(b ^ 0x5C for b in key) + inner).hexdigest()

    assert fingerprint("KD7M-3XQP-TR9B", key=b"lab") == expected
