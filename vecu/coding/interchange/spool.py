"""Spool objects to disk until they are written."""

import pickle
from collections.abc import Iterator
from tempfile import SpooledTemporaryFile
from typing import Generic, TypeVar

Thing = TypeVar("Thing")
_IN_MEMORY = 4_000_000


class DiskSpool(Generic[Thing]):
    """Stores objects one by one and returns them in order, as often as needed.

    The file has no name, is deleted with the object, and nobody else can write to it.
    """

    def __init__(self) -> None:
        self._file = SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115 - closed with the object
        self._number = 0

    def put(self, thing: Thing) -> None:
        """Add one object."""
        pickle.dump(thing, self._file, protocol=pickle.HIGHEST_PROTOCOL)
        self._number += 1

    def __len__(self) -> int:
        return self._number

    def __iter__(self) -> Iterator[Thing]:
        self._file.seek(0)
        for _each in range(self._number):
            yield pickle.load(self._file)  # noqa: S301 - what `put` wrote a moment ago

    def close(self) -> None:
        """Close and delete the file."""
        self._file.close()
