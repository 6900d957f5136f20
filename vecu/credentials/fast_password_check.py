"""Fast pre-check of passwords, so that brute-force attempts skip the slow hash.

A password is stored as a slow hash, which protects it if the database is stolen. The MAC here is
fast, so its key exists only in the memory of the running server, is generated at each start, and is
in no file: without it a MAC reveals nothing.
"""

import hmac
from hashlib import sha256

_ABOUT = 16
"""Hexadecimal digits that identify the stored hash and key of a MAC."""


def fast_password_mac(password: str, stored: str, *, key: bytes) -> str:
    """Return the MAC of a password whose slow hash is `stored`; 80 hexadecimal digits."""
    mark = hmac.digest(key, f"password {stored}\0{password}".encode(), sha256).hex()
    return f"{_about(stored, key)}{mark}"


def cannot_match(password: str, seen: str, stored: str, *, key: bytes) -> bool:
    """Return whether the MAC `seen`, of a right password, excludes this password.

    A MAC with another key, or from before the password changed, excludes nothing.
    """
    if not hmac.compare_digest(seen[:_ABOUT], _about(stored, key)):
        return False
    return not hmac.compare_digest(seen, fast_password_mac(password, stored, key=key))


def _about(stored: str, key: bytes) -> str:
    return hmac.digest(key, f"about {stored}".encode(), sha256).hex()[:_ABOUT]
