"""The pilots that a laboratory can put to use, by name, with cases whose truth is known. Pure."""

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache

from vecu.pilots.cold_writing.pilot import load_cold_writing_pilot
from vecu.pilots.interface import Pilot
from vecu.pilots.job_offers.offers import list_invented_offers
from vecu.pilots.job_offers.pilot import load_job_offer_pilot
from vecu.pilots.tuning import JudgedCase, StepComparison, make_comparison


def list_pilots() -> Sequence[Pilot]:
    """Return every pilot of this laboratory."""
    return (load_job_offer_pilot(), load_cold_writing_pilot())


def find_pilot(name: str) -> Pilot | None:
    """Return the pilot of this name, None if this laboratory has none."""
    return next((each for each in list_pilots() if each.name == name), None)


def has_steps(pilot: Pilot) -> bool:
    """Return whether its strictness changes what it proposes."""
    return pilot.name in _CASES


@lru_cache
def get_step_comparison(pilot: str, version: str) -> StepComparison:
    """Return what each step of a version costs on the invented cases of a pilot.

    Files alone decide it, so it is counted once for each process.
    """
    found = find_pilot(pilot)
    if found is None:
        raise LookupError(f"This laboratory has no pilot “{pilot}”.")
    return make_comparison(found, version, _CASES[pilot]())


def _list_offers() -> Sequence[JudgedCase]:
    return [offer.case for offer in list_invented_offers()]


_CASES: Mapping[str, Callable[[], Sequence[JudgedCase]]] = {"job-offers": _list_offers}
"""Those of pilots of which somebody chooses how strict they are; of a form nobody does."""
