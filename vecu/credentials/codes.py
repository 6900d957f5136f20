"""Short codes for respondents to write down, and long tokens for their browsers."""

import hmac
import re
from collections.abc import Callable
from hashlib import sha256

ALPHABET = "BCDFGHJKLMNPQRSTVWXZ23456789"
"""28 characters: no vowels, so that no word appears; no 0, 1, O or I, which are misread."""

GROUPS, GROUP_LENGTH = 3, 4
_LENGTH = GROUPS * GROUP_LENGTH
_NOT_A_SIGN = re.compile(rf"[^{ALPHABET}]")


def format_code(signs: str) -> str:
    """Format twelve characters as three groups of four, with dashes."""
    return "-".join(signs[i : i + GROUP_LENGTH] for i in range(0, _LENGTH, GROUP_LENGTH))


def _as_code(number: int) -> str:
    signs = []
    for _ in range(_LENGTH):
        number, index = divmod(number, len(ALPHABET))
        signs.append(ALPHABET[index])
    return format_code("".join(signs))


def generate_code(random_bytes: Callable[[int], bytes]) -> str:
    """Generate a code such as `KD7M-3XQP-TR9B`; there are 28^12, or 57 bits.

    Guessing one of 10,000 live codes takes 10^13 tries on average. `random_bytes` is
    `secrets.token_bytes` outside tests; 32 bytes make the bias of the reduction negligible.
    """
    return _as_code(int.from_bytes(random_bytes(32)))


def generate_token(random_bytes: Callable[[int], bytes]) -> str:
    """Generate a token of 256 bits, in hexadecimal, for a cookie."""
    return random_bytes(32).hex()


def derive_receipt_code(token: str, *, key: bytes) -> str:
    """Return the code with which the owner of a draft's `token` can later read what they sent.

    It is derived from the token, so that sending twice (a double tap, a reload) shows the same
    code, while nothing stored leads from one to the other without the server's `key`.
    """
    return _as_code(int.from_bytes(hmac.digest(key, b"receipt " + token.encode(), sha256)))


def parse_code(typed: str) -> str | None:
    """Return the code in what was typed, ignoring case, spaces and dashes; None if it is none."""
    signs = re.sub(r"[\s\-‐‑–—._]", "", typed[:100]).upper()
    if len(signs) != _LENGTH or _NOT_A_SIGN.search(signs):
        return None
    return format_code(signs)


def fingerprint(secret: str, *, key: bytes) -> str:
    """Return what is stored in place of a code or token: 64 hexadecimal digits.

    Keyed, so that a stolen database without the server's `key` cannot be searched by trying
    every code.
    """
    return hmac.digest(key, b"stored " + secret.encode(), sha256).hex()
