"""Codes and tokens by which respondents come back without being identified. Pure."""

from vecu.credentials.access_codes import (
    RandomBytes,
    check_digit,
    generate_access_codes,
    parse_access_code,
    shuffled,
)
from vecu.credentials.backoff import ExponentialBackoff
from vecu.credentials.breached_passwords import (
    BreachedPasswordsRefused,
    check_breached_passwords,
    is_breached,
)
from vecu.credentials.codes import (
    ALPHABET,
    derive_receipt_code,
    fingerprint,
    generate_code,
    generate_token,
    parse_code,
)
from vecu.credentials.rate_limit import (
    LocalRateLimiter,
    RateLimit,
    RateLimiter,
    TokenBucket,
    Tries,
    get_wait,
    per_process_limit,
    renew_tries,
)

__all__ = [
    "ALPHABET",
    "BreachedPasswordsRefused",
    "ExponentialBackoff",
    "LocalRateLimiter",
    "RandomBytes",
    "RateLimit",
    "RateLimiter",
    "TokenBucket",
    "Tries",
    "check_breached_passwords",
    "check_digit",
    "derive_receipt_code",
    "fingerprint",
    "generate_access_codes",
    "generate_code",
    "generate_token",
    "get_wait",
    "is_breached",
    "parse_access_code",
    "parse_code",
    "per_process_limit",
    "renew_tries",
    "shuffled",
]
