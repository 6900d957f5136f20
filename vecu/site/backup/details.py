"""What a backup says of itself before it is restored."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class BackupDetails:
    """The fingerprint of its key, None from before there was one, and its migrations.

    A migration is an app and a name. Without any, the file is no laboratory.
    """

    key: int | None
    migrations: frozenset[tuple[str, str]]
