"""What is stored in place of a token or a code, made with the laboratory's key."""

from django.conf import settings

from vecu.credentials import fingerprint, receipt_code


def fingerprint_of(secret: str) -> str:
    """Return what the database holds in place of a token or code."""
    return fingerprint(secret, key=settings.SECRET_KEY.encode())


def receipt_of(token: str) -> str:
    """Return the receipt code that belongs to a draft's token, once sent."""
    return receipt_code(token, key=settings.SECRET_KEY.encode())
