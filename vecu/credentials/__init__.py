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
from vecu.credentials.urn import check_digit, draw_cards, read_card, shuffled

__all__ = [
    "ALPHABET",
    "Attempts",
    "check_digit",
    "draw_cards",
    "draw_code",
    "draw_token",
    "fingerprint",
    "read_card",
    "read_code",
    "receipt_code",
    "shuffled",
]
