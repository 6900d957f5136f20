"""The invented writings that people sort, as `invented_writings.toml` holds them."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from pathlib import Path

ByLanguage = Mapping[str, str]
_FILE = Path(__file__).with_name("invented_writings.toml")


class WritingPull(StrEnum):
    """Where colleagues are likely to pull a writing: for the draw alone, never before an answer."""

    COLD = "cold"
    WARM = "warm"
    DEBATED = "debated"


OBJECTION: ByLanguage = {
    "fr": (
        "« Écrire n’est pas de l’administratif qu’on détache : c’est en écrivant qu’on évalue,"
        " qu’on relie, qu’on décide. Trier le froid du chaud, c’est peut-être déjà trop découper. »"
    ),
    "en": (
        "“Writing is not admin that can be peeled off: by writing one assesses, connects, decides."
        " To sort cold from warm may already be cutting too much.”"
    ),
}
"""What is to be said against sorting at all: it stands whole above every sort and every result."""
DRAWN: Mapping[WritingPull, int] = {
    WritingPull.COLD: 3,
    WritingPull.WARM: 4,
    WritingPull.DEBATED: 5,
}
"""How many of each are put to a person."""


@dataclass(frozen=True, slots=True)
class InventedWriting:
    """A writing that nobody wrote, by language: its first sentence, the rest, its situation."""

    key: str
    pull: WritingPull
    title: ByLanguage
    first: ByLanguage
    rest: ByLanguage
    written_with: ByLanguage
    read_by: ByLanguage
    decides: ByLanguage


@lru_cache
def list_invented_writings() -> Sequence[InventedWriting]:
    """Return the twenty-four in the order of the file."""
    stored = tomllib.loads(_FILE.read_text("utf-8"))["writings"]
    return tuple(InventedWriting(**each | {"pull": WritingPull(each["pull"])}) for each in stored)
