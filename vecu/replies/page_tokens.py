"""What a page of one finding sends back with a reply, so that a robot without the page has none.

It is drawn when the page is shown, and stored nowhere.
"""

import re
from hmac import compare_digest
from uuid import UUID

from vecu.accounts.key_ring import get_fingerprint, get_newest_number, has_key
from vecu.credentials import RandomBytes, generate_token

_FORM = re.compile(r"[0-9]{1,4}-[0-9a-f]{64}\.[0-9a-f]{64}")
FIELD = "page"
"""The hidden input that holds it."""


def make_page_token(card: UUID, random_bytes: RandomBytes) -> str:
    """Return a new token for a page on which somebody is asked about a finding."""
    nonce = f"{get_newest_number()}-{generate_token(random_bytes)}"
    return f"{nonce}.{_sign(card, nonce)}"


def read_page_token(token: str, card: UUID) -> str | None:
    """Return what was drawn for the page, None unless we drew it for this finding."""
    if not _FORM.fullmatch(token):
        return None
    nonce, signature = token.split(".")
    known = has_key(read_key_number(nonce))
    return nonce if known and compare_digest(signature, _sign(card, nonce)) else None


def read_key_number(nonce: str) -> int:
    """Return the number of the key with which a page was shown, and what it sends is stored."""
    return int(nonce.partition("-")[0])


def _sign(card: UUID, nonce: str) -> str:
    return get_fingerprint(f"page of {card} {nonce}", read_key_number(nonce))
