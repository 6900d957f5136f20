"""Which keys belong to this laboratory: what the database knows of each."""

from collections.abc import Mapping
from datetime import date

from vecu.accounts.models import LaboratoryKey

TABLE = LaboratoryKey._meta.db_table


def list_noted_keys() -> dict[int, int]:
    """Return the fingerprints in the database, by the number of the key."""
    return dict(LaboratoryKey.objects.values_list("number", "fingerprint"))


def list_key_days() -> dict[int, date]:
    """Return by number the first day on which the laboratory was started with a key."""
    return dict(LaboratoryKey.objects.values_list("number", "day"))


def note_keys(fingerprints: Mapping[int, int], today: date) -> None:
    """Note keys as belonging to the database."""
    LaboratoryKey.objects.bulk_create(
        LaboratoryKey(number=number, fingerprint=fingerprint, day=today)
        for number, fingerprint in fingerprints.items()
    )


def forget_keys(*numbers: int) -> None:
    """Forget keys that nothing belongs to any more."""
    LaboratoryKey.objects.filter(number__in=numbers).delete()
