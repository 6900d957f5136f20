"""Codes and tokens that let a person come back without saying who they are. Pure."""

from vecu.credentials.attempts import Attempts
from vecu.credentials.codes import (
    ALPHABET,
    draw_code,
    draw_token,
    fingerprint,
    read_code,
    receipt_code,
)

__all__ = [
    "ALPHABET",
    "Attempts",
    "draw_code",
    "draw_token",
    "fingerprint",
    "read_code",
    "receipt_code",
]
