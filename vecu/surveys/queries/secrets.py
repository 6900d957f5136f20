"""What is stored in place of a token or a code, made with the laboratory's key."""

from hashlib import sha256

from django.conf import settings

from vecu.credentials import fingerprint, receipt_code


def fingerprint_of(secret: str) -> str:
    """Return what the database holds in place of a token or code."""
    return fingerprint(secret, key=settings.SECRET_KEY.encode())


def instance_fingerprint(slug: str, instance_id: str) -> str:
    """Return what the database holds in place of a filled form's instanceID."""
    return fingerprint_of(f"instance {slug} {instance_id}")


def xml_fingerprint(xml: bytes) -> str:
    """Return what the database holds in place of what an OpenRosa client sent."""
    return fingerprint_of(f"xml {sha256(xml).hexdigest()}")


def instance_receipt(slug: str, instance_id: str) -> str:
    """Return the receipt code of a filled form, which follows from its instanceID."""
    return receipt_of(f"instance {slug} {instance_id}")


def receipt_of(token: str) -> str:
    """Return the receipt code that belongs to a draft's token, once sent."""
    return receipt_code(token, key=settings.SECRET_KEY.encode())
