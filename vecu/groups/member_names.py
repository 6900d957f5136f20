"""Which names of members look the same: each sees by the name who sits and speaks. Pure."""

from vecu.search_folding import fold_for_search

_LOOKALIKES = str.maketrans(
    "авеіјкмнорсѕтухѵԁԛԝαβεζηικμνορτυχ",
    "abeijkmhopcstyxvdqwabezhikmnoptyx",
)
"""Letters of Cyrillic and Greek that look like Latin ones, small or capital."""


def fold_member_name(name: str) -> str:
    """Return what two names share that can be taken for each other; of signs alone, these."""
    return fold_for_search(name).translate(_LOOKALIKES) or " ".join(name.split())
