"""Fingerprints that are stored in place of tokens and codes, made with the server's key."""

from hashlib import sha256
from uuid import UUID

from django.conf import settings

from vecu.credentials import derive_receipt_code, fingerprint
from vecu.stats import derive_study_key


def get_fingerprint(secret: str) -> str:
    """Return the fingerprint of a token or code."""
    return fingerprint(secret, key=settings.SECRET_KEY.encode())


def get_instance_fingerprint(slug: str, instance_id: str) -> str:
    """Return the fingerprint of a filled form's instanceID."""
    return get_fingerprint(f"instance {slug} {instance_id}")


def get_xml_fingerprint(xml: bytes) -> str:
    """Return the fingerprint of a client's submission."""
    return get_fingerprint(f"xml {sha256(xml).hexdigest()}")


def get_instance_receipt(slug: str, instance_id: str) -> str:
    """Return the receipt code of a filled form, which is derived from its instanceID."""
    return get_receipt(f"instance {slug} {instance_id}")


def get_file_name(slug: str, instance_id: str, address: str) -> str:
    """Return the name, without an extension, for a filled form's file at a path.

    It is the same each time the form is sent, so that a later file finds its place. Without the
    server's key it reveals nothing and cannot be guessed.
    """
    drawn = get_fingerprint(f"file {slug} {instance_id} {address}")
    return str(UUID(hex=drawn[:32], version=4))


def get_receipt(token: str) -> str:
    """Return the receipt code derived from a draft's token, valid once sent."""
    return derive_receipt_code(token, key=settings.SECRET_KEY.encode())


def get_cell_secret(study: UUID) -> bytes:
    """Return the key of a study from which the noise of its public counts is drawn."""
    return derive_study_key(settings.SECRET_KEY.encode(), study)
