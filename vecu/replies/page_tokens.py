"""What a page of one finding sends back with a reply, so that a robot without the page has none.

It is drawn when the page is shown, and stored nowhere.
"""

from uuid import UUID

from vecu.credentials import RandomBytes, generate_token
from vecu.surveys.queries import get_fingerprint

FIELD = "page"
"""The hidden input that holds it."""


def make_page_token(card: UUID, random_bytes: RandomBytes) -> str:
    """Return a new token for a page on which somebody is asked about a finding."""
    nonce = generate_token(random_bytes)
    return f"{nonce}.{_sign(card, nonce)}"


def read_page_token(token: str, card: UUID) -> str | None:
    """Return what was drawn for the page, None unless we drew it for this finding."""
    nonce, _separator, signature = token.partition(".")
    return nonce if signature == _sign(card, nonce) else None


def _sign(card: UUID, nonce: str) -> str:
    return get_fingerprint(f"page of {card} {nonce}")
