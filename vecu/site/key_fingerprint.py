"""Recognise the keys that belong to a database.

Codes and tokens are stored as fingerprints made with the laboratory's keys: without one of them the
cards, resume codes and receipt codes that people hold would open nothing, and nobody would see why.
So the database holds the number of each key and a fingerprint of the key itself. Backups take both
along.
"""

import re
from collections.abc import Collection, Iterable, Mapping
from datetime import date

from django.apps import apps
from django.conf import settings
from django.db import connection, models, transaction

from vecu.accounts.key_ring import get_fingerprint, get_newest_number
from vecu.accounts.laboratory_keys import forget_keys, list_noted_keys, note_keys
from vecu.errors import VecuError

FORMER_TABLE = "surveys_study"
"""Its comment in PostgreSQL held the fingerprint of the one key, before there were several."""
_COMMENT = re.compile(r"Key (\d+)")


class KeyMismatch(VecuError):
    """The laboratory's keys are not those that belong to these data."""

    def __init__(self, data: str, number: int, way_out: str) -> None:
        has = "is another one" if number in settings.KEY_RING else "is missing"
        super().__init__(
            f"The key does not belong to {data}: key {number} {has}, and without it the cards, "
            "resume codes and receipt codes that people hold would open nothing. Put the key or "
            f"ring that was kept with the data into {settings.KEY_SOURCE.name}. Nothing was "
            f"changed. If it is lost for good, {way_out}: the answers stay, those codes are void "
            "from then on."
        )


def compute_key_fingerprint(number: int) -> int:
    """Return a number of 31 bits made with a key.

    That is enough to recognise a wrong key, and too little to find a weak one by trying.
    """
    return int(get_fingerprint("the key of this laboratory", number)[:8], 16) >> 1 or 1


def check_keys(today: date) -> None:
    """Raise `KeyMismatch` if a key of the database is missing or another one; note new keys."""
    noted = list_noted_keys()
    if (wrong := find_wrong_key(noted or _read_former_fingerprint())) is not None:
        raise KeyMismatch("the database", wrong, "run “vecu accept-key”")
    _note_keys(set(settings.KEY_RING) - set(noted), today)


def find_wrong_key(noted: Mapping[int, int]) -> int | None:
    """Return the first number whose key is missing here, or has another fingerprint."""
    wrong = (
        number
        for number, fingerprint in sorted(noted.items())
        if number not in settings.KEY_RING or compute_key_fingerprint(number) != fingerprint
    )
    return next(wrong, None)


@transaction.atomic
def adopt_keys(today: date) -> None:
    """Note the present keys as those that belong to the database.

    What was made with a key that is missing has the newest from now on.
    """
    void = [each for each in list_noted_keys() if each not in settings.KEY_RING]
    move_numbers(void)
    forget_keys(*list_noted_keys())
    _note_keys(settings.KEY_RING, today)


def move_numbers(numbers: Collection[int]) -> None:
    """Let studies, logs and groups with these keys take the newest one."""
    newest = get_newest_number()
    for model in list_numbered_models():
        model._default_manager.filter(key_number__in=numbers).update(key_number=newest)


def list_numbered_models() -> list[type[models.Model]]:
    """Return the models whose rows keep the number of the key that they began with."""
    return [
        model
        for model in apps.get_models()
        if any(field.name == "key_number" for field in model._meta.fields)
    ]


def parse_key_comment(text: str) -> dict[int, int]:
    """Return what a comment of PostgreSQL says of the one key that there was, nothing without."""
    found = _COMMENT.search(text)
    return {1: int(found[1])} if found else {}


def _read_former_fingerprint() -> dict[int, int]:
    """Return what a database of an earlier release says of its one key, nothing without."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            found = cursor.execute("PRAGMA user_version").fetchone()[0]
            return {1: found} if found else {}
        cursor.execute("SELECT obj_description(to_regclass(%s), 'pg_class')", [FORMER_TABLE])
        return parse_key_comment(cursor.fetchone()[0] or "")


def _note_keys(numbers: Iterable[int], today: date) -> None:
    note_keys({number: compute_key_fingerprint(number) for number in numbers}, today)
