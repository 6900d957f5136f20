"""Fingerprints that are stored in place of tokens and codes, made with the laboratory's keys.

`number` is that of a key: of the study, whose key makes all that is stored of it.
"""

from hashlib import sha256
from uuid import UUID

from vecu.accounts.key_ring import get_fingerprint, get_key
from vecu.credentials import derive_receipt_code
from vecu.stats import derive_study_key
from vecu.surveys.models import Study


def get_instance_fingerprint(study: Study, instance_id: str) -> str:
    """Return the fingerprint of a filled form's instanceID."""
    return get_fingerprint(_name_instance(study, instance_id), study.key_number)


def get_xml_fingerprint(study: Study, xml: bytes) -> str:
    """Return the fingerprint of a client's submission."""
    return get_fingerprint(f"xml {sha256(xml).hexdigest()}", study.key_number)


def get_instance_receipt(study: Study, instance_id: str) -> str:
    """Return the receipt code of a filled form, which is derived from its instanceID."""
    return get_receipt(_name_instance(study, instance_id), study.key_number)


def get_file_name(study: Study, instance_id: str, address: str) -> str:
    """Return the name, without an extension, for a filled form's file at a path.

    It is the same each time the form is sent, so that a later file finds its place. Without the
    server's key it reveals nothing and cannot be guessed.
    """
    drawn = get_fingerprint(f"file {study.slug} {instance_id} {address}", study.key_number)
    return str(UUID(hex=drawn[:32], version=4))


def get_receipt(token: str, number: int) -> str:
    """Return the receipt code derived from a draft's token, valid once sent."""
    return derive_receipt_code(token, key=get_key(number))


def get_cell_secret(study: Study) -> bytes:
    """Return the key of a study from which the noise of its public counts is drawn."""
    return derive_study_key(get_key(study.key_number), study.id)


def _name_instance(study: Study, instance_id: str) -> str:
    return f"instance {study.slug} {instance_id}"
