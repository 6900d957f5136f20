"""Knowing a right password again at a glance, so that a flood of wrong ones costs little.

A password is stored as a slow hash, and being slow is what protects it from whoever steals the
database. A glance is fast, so it is made with a key that lives in the memory of the running server
only, is drawn anew at each start, and is in no file: without it a glance tells nothing.
"""

import hmac
from hashlib import sha256

_ABOUT = 16
"""Hexadecimal digits that say of which stored hash and with which key a glance was made."""


def fast_password_mac(password: str, stored: str, *, key: bytes) -> str:
    """Return the glance of a password whose slow hash is `stored`; 80 hexadecimal digits."""
    mark = hmac.digest(key, f"password {stored}\0{password}".encode(), sha256).hex()
    return f"{_about(stored, key)}{mark}"


def cannot_match(password: str, seen: str, stored: str, *, key: bytes) -> bool:
    """Return whether the glance that was `seen` of a right password excludes this one.

    One that was made with another key, or before the password changed, excludes nothing.
    """
    if not hmac.compare_digest(seen[:_ABOUT], _about(stored, key)):
        return False
    return not hmac.compare_digest(seen, fast_password_mac(password, stored, key=key))


def _about(stored: str, key: bytes) -> str:
    return hmac.digest(key, f"about {stored}".encode(), sha256).hex()[:_ABOUT]
