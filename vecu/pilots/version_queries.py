"""Versions of a pilot that were put to use, what they can stand on, and how they would replay."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from uuid import UUID

from vecu.accounts.rules import Scope
from vecu.evidence.queries import CitableEvidence, list_citable
from vecu.evidence.sources import Audience, Evidence, list_evidence, list_evidence_sources
from vecu.pilots.catalogue import find_pilot
from vecu.pilots.interface import Pilot, PilotVersion, get_version
from vecu.pilots.models import PilotRelease, PilotUse
from vecu.pilots.queries import find_pilot_use, get_pilot_standing
from vecu.pilots.replay import ReplayedCase, replay_cases
from vecu.register.queries import (
    System,
    SystemDetail,
    VersionDetail,
    get_system_detail,
    list_words_for_situations,
)

SUPPORT_SOURCES = ("shared-point", "agreement")
"""On what a change can stand: a point that groups shared, an agreement that they signed."""
BESIDE_SOURCES = ("log-figure",)
"""What else of the system itself a version can cite; words of people are those of inquiries."""


@dataclass(frozen=True, slots=True)
class ReleasedVersion:
    """A version that was put to use, and what the register notes of it.

    `supports` holds, by reason, what the change stands on now, as an audience may see it.
    """

    release: PilotRelease
    noted: VersionDetail
    supports: Mapping[str, Evidence]

    @property
    def beside(self) -> list[Evidence]:
        """What else it cites: words and figures."""
        keys = {(each.reference.source, each.reference.id) for each in self.supports.values()}
        return [
            each
            for each in self.noted.evidence
            if (each.reference.source, each.reference.id) not in keys
        ]

    @property
    def words(self) -> list[Evidence]:
        """The words of people that it cites besides."""
        return [each for each in self.beside if each.quotation]

    @property
    def figures(self) -> list[Evidence]:
        """The rest of what it cites besides: figures, practices, and what is gone."""
        return [each for each in self.beside if not each.quotation]


@dataclass(frozen=True, slots=True)
class VersionStanding:
    """Where one version stands; `released` is None until it was put to use.

    `others` are all that were, in their order; `until` is the day on which a later one came. `step`
    is the strictness that groups chose here for all versions, None where nobody did.
    """

    pilot: Pilot
    version: PilotVersion
    released: ReleasedVersion | None
    others: Sequence[ReleasedVersion]
    step: int | None

    @property
    def until(self) -> date | None:
        """The day on which the next version came to use, None while there is none."""
        following = self.others[self.others.index(self.released) + 1 :] if self.released else []
        return following[0].noted.version.day if following else None


def find_version_standing(
    system: System, name: str, audience: Audience, today: date
) -> VersionStanding | None:
    """Return where a version stands, None for no pilot; raise `UnknownPilotVersion`."""
    use = find_pilot_use(system.pk)
    if use is None:
        return None
    detail = get_system_detail(system, audience)
    standing = get_pilot_standing(use, detail, today)
    version = get_version(standing.pilot, name)
    others = list_released_versions(use, detail, audience)
    released = next((each for each in others if each.release.name == name), None)
    step = standing.step if standing.chosen else None
    return VersionStanding(standing.pilot, version, released, others, step)


def list_released_versions(
    use: PilotUse, detail: SystemDetail, audience: Audience
) -> list[ReleasedVersion]:
    """Return the versions that were put to use, by the days that the register notes.

    One whose entry was undone or removed there was not.
    """
    releases = {each.entry: each for each in use.releases.all()}
    noted = [each for each in detail.versions if each.version.pk in releases]
    cited = [one for each in noted for one in releases[each.version.pk].cited.values()]
    shown = dict(zip(cited, list_evidence(cited, audience), strict=True))
    return [
        ReleasedVersion(
            release,
            each,
            {reason: shown[reference] for reason, reference in release.cited.items()},
        )
        for each in noted
        if (release := releases[each.version.pk])
    ]


def map_released_names(system: System) -> Mapping[UUID, str]:
    """Return the names of the versions of a pilot that were put to use, by the register's entry."""
    use = find_pilot_use(system.pk)
    return {each.entry: each.name for each in use.releases.all()} if use else {}


def list_supports(scope: Scope) -> list[Evidence]:
    """Return what a change can stand on today: points that were shared, agreements that stand."""
    return [
        evidence
        for source in list_evidence_sources()
        if source.name in SUPPORT_SOURCES
        for evidence in source.list_citable(scope, Audience.MEMBERS)
    ]


def list_citable_beside(scope: Scope) -> list[CitableEvidence]:
    """Return what a version can cite besides: figures of its log, words that everybody reads."""
    figures = [each for each in list_citable(scope) if each.source.name in BESIDE_SOURCES]
    return [each for each in (*figures, *list_words_for_situations()) if each.evidence]


def list_answered(version: PilotVersion) -> list[str]:
    """Return the reasons that a version answers, each once."""
    return list(dict.fromkeys(each.reason for each in version.answers))


@lru_cache(maxsize=64)
def get_replay(
    pilot: str, before: str, after: str, step: int | None = None
) -> Sequence[ReplayedCase]:
    """Return what two versions propose for the invented cases of a pilot.

    Files alone decide it, so it is computed once for each process.
    """
    found = find_pilot(pilot)
    if found is None:
        raise LookupError(f"This laboratory has no pilot “{pilot}”.")
    return replay_pilot(found, before, after, step)


def replay_pilot(
    pilot: Pilot, before: str, after: str, step: int | None = None
) -> Sequence[ReplayedCase]:
    """Return what two versions propose for the invented cases of a pilot."""
    return tuple(replay_cases(pilot, [case.text for case in pilot.cases], before, after, step))
