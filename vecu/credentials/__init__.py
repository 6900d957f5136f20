"""Codes and tokens by which respondents come back without being identified. Pure."""

from vecu.credentials.access_codes import (
    RandomBytes,
    check_digit,
    generate_access_codes,
    parse_access_code,
    shuffled,
)
from vecu.credentials.backoff import ExponentialBackoff
from vecu.credentials.codes import (
    ALPHABET,
    derive_receipt_code,
    fingerprint,
    generate_code,
    generate_token,
    parse_code,
)
from vecu.credentials.rate_limit import TokenBucket, per_process_limit

__all__ = [
    "ALPHABET",
    "ExponentialBackoff",
    "RandomBytes",
    "TokenBucket",
    "check_digit",
    "derive_receipt_code",
    "fingerprint",
    "generate_access_codes",
    "generate_code",
    "generate_token",
    "parse_access_code",
    "parse_code",
    "per_process_limit",
    "shuffled",
]
