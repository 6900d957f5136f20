"""Which pilot a system is, in which version and how strict: as the register has it today."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from vecu.pilots.catalogue import find_pilot, has_steps
from vecu.pilots.interface import Pilot, PilotVersion, get_version
from vecu.pilots.models import PilotRelease, PilotUse
from vecu.pilots.strictness import StrictnessInForce, find_strictness
from vecu.register.queries import SystemDetail, find_system_by_slug

__all__ = [
    "PilotStanding",
    "PilotUse",
    "find_pilot_use",
    "get_pilot_standing",
    "has_pilot",
    "has_tunable_pilot",
    "may_become_pilot",
]


@dataclass(frozen=True, slots=True)
class PilotStanding:
    """Where a pilot stands. `release` is None before its first version is put to use.

    `step` is what the register's setting `chosen` says; where nobody chose one here, it is the one
    that the version came with.
    """

    use: PilotUse
    pilot: Pilot
    release: PilotRelease | None
    version: PilotVersion
    step: int
    chosen: UUID | None
    strictness: StrictnessInForce | None = None


def find_pilot_use(system: UUID) -> PilotUse | None:
    """Return which pilot a system is, None if it is none that this laboratory has."""
    use = PilotUse.objects.filter(system=system).first()
    return use if use is not None and find_pilot(use.pilot) else None


def has_pilot(slug: str) -> bool:
    """Return whether the system with this end of its address is a pilot."""
    system = find_system_by_slug(slug)
    return system is not None and find_pilot_use(system.pk) is not None


def has_tunable_pilot(slug: str) -> bool:
    """Return whether the system with this end of its address is a pilot with steps to choose."""
    system = find_system_by_slug(slug)
    use = find_pilot_use(system.pk) if system else None
    pilot = find_pilot(use.pilot) if use else None
    return pilot is not None and has_steps(pilot)


def may_become_pilot(slug: str) -> bool:
    """Return whether the system with this end of its address is no pilot yet."""
    system = find_system_by_slug(slug)
    return system is not None and find_pilot_use(system.pk) is None


def get_pilot_standing(use: PilotUse, detail: SystemDetail, today: date) -> PilotStanding:
    """Return where a pilot stands: the latest of its versions and settings until today.

    Before a version is put to use, its first one is what can be tried.
    """
    pilot = find_pilot(use.pilot)
    if pilot is None:
        raise LookupError(f"This laboratory has no pilot “{use.pilot}”.")
    releases = {each.entry: each for each in use.releases.all()}
    entries = [each.version for each in detail.versions if each.version.day <= today]
    in_use = [releases[each.pk] for each in entries if each.pk in releases]
    release = in_use[-1] if in_use else None
    version = get_version(pilot, release.name) if release else pilot.versions[0]
    strictness = find_strictness(
        [each for each in detail.settings if each.day <= today],
        {each.entry: each.step for each in use.choices.all()},
    )
    step = strictness.step if strictness else version.step
    chosen = strictness.setting.pk if strictness else None
    return PilotStanding(use, pilot, release, version, step, chosen, strictness)
