"""What is stored in place of a token or a code, made with the laboratory's key."""

from hashlib import sha256
from uuid import UUID

from django.conf import settings

from vecu.credentials import (
    derive_receipt_code,
    fingerprint,
)


def get_fingerprint(secret: str) -> str:
    """Return what the database holds in place of a token or code."""
    return fingerprint(secret, key=settings.SECRET_KEY.encode())


def get_instance_fingerprint(slug: str, instance_id: str) -> str:
    """Return what the database holds in place of a filled form's instanceID."""
    return get_fingerprint(f"instance {slug} {instance_id}")


def get_xml_fingerprint(xml: bytes) -> str:
    """Return what the database holds in place of what an OpenRosa client sent."""
    return get_fingerprint(f"xml {sha256(xml).hexdigest()}")


def get_instance_receipt(slug: str, instance_id: str) -> str:
    """Return the receipt code of a filled form, which follows from its instanceID."""
    return get_receipt(f"instance {slug} {instance_id}")


def get_file_name(slug: str, instance_id: str, address: str) -> str:
    """Return the name, without an ending, for the file that a filled form has at an address.

    The same each time the form comes, so that a file that comes later finds its place. Without the
    laboratory's key it tells nothing and cannot be guessed.
    """
    drawn = get_fingerprint(f"file {slug} {instance_id} {address}")
    return str(UUID(hex=drawn[:32], version=4))


def get_receipt(token: str) -> str:
    """Return the receipt code that belongs to a draft's token, once sent."""
    return derive_receipt_code(token, key=settings.SECRET_KEY.encode())
