"""What a backup says of itself before it is restored."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class BackupDetails:
    """The fingerprints of the keys that it needs, by number, and its migrations.

    From before there were fingerprints it has none. A migration is an app and a name; without any,
    the file is no laboratory.
    """

    keys: Mapping[int, int]
    migrations: frozenset[tuple[str, str]]
