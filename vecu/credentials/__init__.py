"""Codes and tokens that let a person come back without saying who they are. Pure."""

from vecu.credentials.attempts import Attempts, share_of
from vecu.credentials.codes import (
    ALPHABET,
    draw_code,
    draw_token,
    fingerprint,
    read_code,
    receipt_code,
)
from vecu.credentials.glances import glance, is_ruled_out
from vecu.credentials.urn import check_digit, draw_cards, read_card, shuffled

__all__ = [
    "ALPHABET",
    "Attempts",
    "check_digit",
    "draw_cards",
    "draw_code",
    "draw_token",
    "fingerprint",
    "glance",
    "is_ruled_out",
    "read_card",
    "read_code",
    "receipt_code",
    "share_of",
    "shuffled",
]
