"""Recognise the key that belongs to a database.

Codes and tokens are stored as fingerprints made with the laboratory's key: with another one, the
cards, resume codes and receipt codes that people hold would open nothing, and nobody would see why.
So the database holds a keyed fingerprint of the key itself: SQLite in the `user_version` of its
file, PostgreSQL in the comment on the table of studies. Backups take both along.
"""

import re
from contextlib import suppress

from django.conf import settings
from django.db import ProgrammingError, connection

from vecu.errors import VecuError
from vecu.surveys.queries import get_fingerprint

TABLE = "surveys_study"
_COMMENT = re.compile(r"Key (\d+)")


class KeyMismatch(VecuError):
    """The laboratory's key is not the one that belongs to these data."""

    def __init__(self, data: str, way_out: str) -> None:
        super().__init__(
            f"The key does not belong to {data}: with it, the cards, resume codes and receipt "
            f"codes that people hold would open nothing. Put the key that was kept with the data "
            f"into {settings.HOME / 'secret_key'} (or VECU_SECRET_KEY). If it is lost for good, "
            f"{way_out}: the answers stay, those codes are void from then on."
        )


def compute_key_fingerprint() -> int:
    """Return a number of 31 bits made with the key.

    That is enough to recognise a wrong key, and too little to find a weak one by trying.
    """
    return int(get_fingerprint("the key of this laboratory")[:8], 16) >> 1 or 1


def check_key() -> None:
    """Raise `KeyMismatch` if the database belongs to another key; note the key if none is noted.

    On PostgreSQL only the owner of the tables can note it: for another role nothing is checked.
    """
    found = read_key_fingerprint()
    if found is None:
        with suppress(ProgrammingError):
            adopt_key()
    elif found != compute_key_fingerprint():
        raise KeyMismatch("the database", "run “vecu accept-key”")


def adopt_key() -> None:
    """Note the present key as the one that belongs to the database."""
    number = compute_key_fingerprint()
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"PRAGMA user_version = {number}")
        else:
            cursor.execute(f"COMMENT ON TABLE {TABLE} IS 'Key {number}'")


def read_key_fingerprint() -> int | None:
    """Return the fingerprint in the database, None if it has none yet."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            number = cursor.execute("PRAGMA user_version").fetchone()[0]
            return number or None
        cursor.execute("SELECT obj_description(to_regclass(%s), 'pg_class')", [TABLE])
        return parse_key_comment(cursor.fetchone()[0] or "")


def parse_key_comment(text: str) -> int | None:
    """Return the fingerprint in a comment of PostgreSQL, None without one."""
    found = _COMMENT.search(text)
    return int(found[1]) if found else None
