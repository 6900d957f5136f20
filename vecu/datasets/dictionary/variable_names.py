"""Variable names that every format accepts: letters, digits, underscores, at most 26. Pure."""

import re
import unicodedata
from collections.abc import Iterable

MAX_NAME_LENGTH = 26
"""Stata allows 32 characters; six are reserved for the names of its value label sets."""

_RESERVED = (
    "all and by eq ge gt le lt ne not or to with byte double float if in int long using strl str "
    "_all _b _coef _cons _n _pi _pred _rc _skip"
)
"""Reserved words of SPSS and Stata, separated by blanks."""


class NameAllocator:
    """The variable names of one table, unique regardless of case."""

    def __init__(self, taken: Iterable[str] = ()) -> None:
        self._taken = {name.lower() for name in taken}

    def allocate(self, wanted: str) -> str:
        """Return `wanted` as a valid, unused name, with a number appended if needed."""
        base = _plain(wanted)
        name, number = base[:MAX_NAME_LENGTH], 1
        while name.lower() in self._taken or name.lower() in _RESERVED.split():
            number += 1
            name = f"{base[: MAX_NAME_LENGTH - len(str(number)) - 1]}_{number}"
        self._taken.add(name.lower())
        return name


def _plain(wanted: str) -> str:
    decomposed = unicodedata.normalize("NFKD", wanted)
    letters = "".join(sign for sign in decomposed if not unicodedata.combining(sign))
    plain = re.sub(r"[^A-Za-z0-9_]", "_", letters)
    if re.fullmatch(r"str\d+", plain.lower()) or not plain[:1].isalpha():
        return f"v_{plain}".rstrip("_") if plain.strip("_") else "v"
    return plain.rstrip("_") or "v"
