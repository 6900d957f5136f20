"""The demonstration's pilot: its versions and its strictness, put to use as its groups would."""

from collections.abc import Mapping, Sequence
from typing import Any

from vecu.evidence.sources import Audience, Reference
from vecu.fieldlog.months import LogMonth
from vecu.pilots.actions import adopt_pilot, choose_strictness
from vecu.pilots.interface import get_version
from vecu.pilots.job_offers.pilot import load_job_offer_pilot
from vecu.pilots.queries import find_pilot_use, get_pilot_standing
from vecu.pilots.release import ReleaseContent, put_version_to_use
from vecu.pilots.strictness import StrictnessContent
from vecu.pilots.version_queries import list_answered
from vecu.register.queries import System, get_system_detail
from vecu.register.rules import SettingLean
from vecu.site.demo.days import get_day, get_moment

Entry = Mapping[str, Any]


def begin_pilot(system: System, entry: Entry, first: LogMonth, *, by: str) -> None:
    """Make the system a pilot."""
    adopt_pilot(system, entry["pilot"], by=by, now=get_moment(first, entry["day"]))


def choose_step(system: System, entry: Entry, first: LogMonth, *, by: str) -> None:
    """Let a group choose how strict the pilot is, in place of the choice before."""
    use, day = find_pilot_use(system.pk), get_day(first, entry["day"])
    detail = get_system_detail(system, Audience.MEMBERS)
    content = StrictnessContent(
        step=entry["step"],
        group=entry["group"],
        day=day,
        heard=entry["heard"],
        reason=entry["reason"],
        lean=SettingLean(entry["lean"]),
        replaces=get_pilot_standing(use, detail, day).chosen if use else None,
    )
    choose_strictness(system, content, by=by, now=get_moment(first, entry["day"]))


def use_version(
    system: System,
    entry: Entry,
    first: LogMonth,
    support: Reference | None = None,
    references: Sequence[Reference] = (),
    *,
    by: str,
) -> None:
    """Put a version to use.

    All that it answers stands on `support`; it cites `references` besides.
    """
    version = get_version(load_job_offer_pilot(), entry["name"])
    supports = {reason: support for reason in list_answered(version) if support}
    content = ReleaseContent(
        name=entry["name"],
        day=get_day(first, entry["day"]),
        changes=entry["changes"],
        supports=supports,
        references=references,
    )
    put_version_to_use(system, content, by=by, now=get_moment(first, entry["day"]))
