"""The pilots that a laboratory can put to use, by name."""

from collections.abc import Sequence

from vecu.pilots.interface import Pilot
from vecu.pilots.job_offers.pilot import load_job_offer_pilot


def list_pilots() -> Sequence[Pilot]:
    """Return every pilot of this laboratory."""
    return (load_job_offer_pilot(),)


def find_pilot(name: str) -> Pilot | None:
    """Return the pilot of this name, None if this laboratory has none."""
    return next((each for each in list_pilots() if each.name == name), None)
