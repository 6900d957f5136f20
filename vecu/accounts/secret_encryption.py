"""Encrypt what the database stores of a second factor or of a form: its file alone is of no use.

AES-256-GCM, with a key derived from the laboratory's (RFC 5869) for one purpose alone. A
ciphertext begins with the number of the laboratory's key.
"""

import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from vecu.accounts.key_ring import KeyMissing, get_key, get_newest_number
from vecu.errors import VecuError

SECOND_FACTOR, UNSENT_FORM = b"vecu second factor", b"vecu unsent form"
"""What is encrypted for one purpose is nothing for another."""
_NONCE = 12


class UnreadableSecret(VecuError, PermissionDenied):
    """The laboratory has not the key with which this was encrypted, or it was changed.

    Django answers 403 with the message, so that whoever lost no code learns whom to ask.
    """

    def __init__(self, number: str) -> None:
        super().__init__(
            _(
                "Your second step cannot be checked: the laboratory’s key number %(number)s is "
                "missing. Ask whoever runs the laboratory to put it back, or whoever manages the "
                "accounts to remove your second step."
            )
            % {"number": number or "?"}
        )


def encrypt_secret(text: str, purpose: bytes = SECOND_FACTOR) -> str:
    """Return the ciphertext, which names its key."""
    number = get_newest_number()
    nonce = secrets.token_bytes(_NONCE)
    sealed = AESGCM(_derive(number, purpose)).encrypt(nonce, text.encode(), _header(number))
    return f"{number}:{urlsafe_b64encode(nonce + sealed).decode()}"


def decrypt_secret(ciphertext: str, purpose: bytes = SECOND_FACTOR) -> str:
    """Return the text; raise `UnreadableSecret` without its key, or if it was changed."""
    number, _colon, body = ciphertext.partition(":")
    try:
        sealed = urlsafe_b64decode(body)
        key = AESGCM(_derive(int(number), purpose))
        return key.decrypt(sealed[:_NONCE], sealed[_NONCE:], _header(int(number))).decode()
    except (InvalidTag, KeyMissing, ValueError) as error:
        raise UnreadableSecret(number) from error


def _derive(number: int, purpose: bytes) -> bytes:
    return HKDF(SHA256(), length=32, salt=None, info=purpose).derive(get_key(number))


def _header(number: int) -> bytes:
    return f"{number}:".encode()
