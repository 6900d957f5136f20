"""Put a version of a pilot to use: its reasons, each with what groups shared or agreed."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from vecu.evidence.sources import Audience, Evidence, Reference
from vecu.pilots.interface import STEPS, Pilot, PilotVersion, Words
from vecu.pilots.models import PilotRelease
from vecu.pilots.queries import find_pilot_use
from vecu.pilots.replay import find_version_before
from vecu.pilots.version_queries import (
    VersionStanding,
    find_version_standing,
    list_answered,
    list_citable_beside,
    list_supports,
    replay_pilot,
)
from vecu.records.actions import add_record
from vecu.records.errors import RecordRefused
from vecu.register.content import ByLanguage, VersionContent
from vecu.register.queries import System
from vecu.translation import LANGUAGES, pick_language
from vecu.ui.templatetags.ui import day as format_day

Problems = dict[str, str]
SUPPORT = "support_"
"""What the name of a field begins with that says what the change for a reason stands on."""


@dataclass(frozen=True, slots=True)
class ReleaseContent:
    """A version to put to use from a day on, and what its page says that it changes.

    `supports` holds, by reason that it answers, the shared point or agreement that was chosen;
    `references` what it cites besides.
    """

    name: str
    day: date
    changes: ByLanguage
    supports: Mapping[str, Reference]
    references: Sequence[Reference] = ()


@transaction.atomic
def put_version_to_use(
    system: System, content: ReleaseContent, *, by: str, now: datetime
) -> PilotRelease:
    """Put a version to use and note it in the register, which undoes it too.

    Raise `RecordRefused` by field, `UnknownPilotVersion`, or `LookupError` for no pilot.
    """
    use = find_pilot_use(system.pk)
    standing = find_version_standing(system, content.name, Audience.MEMBERS, localdate(now))
    if use is None or standing is None:
        raise LookupError(f"{system} is no pilot of this laboratory.")
    supports = {
        reason: content.supports[reason]
        for reason in list_answered(standing.version)
        if reason in content.supports
    }
    cited = list(dict.fromkeys((*supports.values(), *content.references)))
    entry = VersionContent(content.name, content.day, content.changes, cited)
    problems = dict(_iter_problems(system, standing, content))
    try:
        noted = add_record(system, entry, by=by, now=now)
    except RecordRefused as refusal:
        others = {name: each for name, each in refusal.problems.items() if name != "evidence"}
        problems = others | problems or dict(refusal.problems)
    if problems:
        raise RecordRefused(problems)
    stored = {reason: each.to_json() for reason, each in supports.items()}
    return PilotRelease.objects.create(use=use, name=content.name, entry=noted.pk, supports=stored)


def compose_changes(version: PilotVersion) -> ByLanguage:
    """Return what a version changes in the pilot's own words, to be corrected before it is used."""
    texts = [version.summary, *(each.changed for each in version.answers), *version.corrections]
    return {code: " ".join(dict.fromkeys(each[code] for each in texts)) for code in LANGUAGES}


def find_silenced(pilot: Pilot, version: PilotVersion) -> list[str]:
    """Return which kinds of what the law forbids a version would leave out, or only ask about."""
    before = find_version_before(pilot, version.name)
    if before is None:
        return []
    replayed = replay_pilot(pilot, before.name, version.name, STEPS[-1])
    forbidden = {one.kind for case in replayed for one in case.before if one.forbidden}
    silenced = {one.kind for case in replayed for one in case.lost}
    silenced |= forbidden & {each.kind for each in version.answers}
    return sorted(silenced)


def list_order_problems(standing: VersionStanding) -> list[str]:
    """Return why a version cannot come next: versions are put to use one after the other."""
    days = {each.release.name: each.noted.version.day for each in standing.others}
    names = [each.name for each in standing.pilot.versions]
    name, index = standing.version.name, names.index(standing.version.name)
    if name in days:
        message = _("Version %(name)s has been put to use already, on %(day)s.")
        return [message % {"name": name, "day": format_day(days[name])}]
    if later := next((each for each in names[index + 1 :] if each in days), None):
        message = _(
            "Version %(later)s came after this one and is in use. To go back, undo it in the"
            " history."
        )
        return [message % {"later": later}]
    if missing := next((each for each in names[:index] if each not in days), None):
        message = _(
            "Put version %(missing)s to use first: this one builds on it, and its reasons would go"
            " unnamed."
        )
        return [message % {"missing": missing}]
    return []


def _iter_problems(
    system: System, standing: VersionStanding, content: ReleaseContent
) -> Iterator[tuple[str, str]]:
    pilot, version = standing.pilot, standing.version
    order = list_order_problems(standing)
    yield from (("", message) for message in order)
    latest = standing.others[-1].noted.version if standing.others else None
    if latest and not order and content.day <= latest.day:
        message = _("Version %(name)s is in use since %(day)s: this one begins on a later day.")
        yield "day", message % {"name": latest.name, "day": format_day(latest.day)}
    if not any(text.strip() for text in content.changes.values()):
        yield "changes_fr", _("Say what this version changes.")
    citable = {
        _key(one.reference) for each in list_citable_beside(system.scope) for one in each.evidence
    }
    if any(_key(each) not in citable for each in content.references):
        yield "evidence", _("Something that you ticked cannot be cited here, or is gone.")
    yield from _iter_support_problems(list_supports(system.scope), version, content.supports)
    if silenced := find_silenced(pilot, version):
        kinds = " ".join(_pick(pilot.kinds[kind]) for kind in silenced)
        message = _(
            "This version would no longer alert to what the law forbids: %(kinds)s No shared point"
            " and no agreement sets that aside, so it cannot be put to use."
        )
        yield "", message % {"kinds": kinds}


def _iter_support_problems(
    standing: Sequence[Evidence], version: PilotVersion, supports: Mapping[str, Reference]
) -> Iterator[tuple[str, str]]:
    by_key = {_key(each.reference): each.reference for each in standing}
    for reason in list_answered(version):
        reference = supports.get(reason)
        if reference is None:
            yield (
                SUPPORT + reason,
                _("Choose the shared point or the agreement on which this change stands."),
            )
        elif _key(reference) not in by_key:
            yield (
                SUPPORT + reason,
                _(
                    "What you had chosen does not stand any more: it was withdrawn or corrected"
                    " meanwhile. Choose another one, or discuss this change again."
                ),
            )
        elif by_key[_key(reference)] != reference:
            yield (
                SUPPORT + reason,
                _("What you had chosen reads otherwise now. Read it again, then choose."),
            )


def _key(reference: Reference) -> tuple[str, UUID]:
    return reference.source, reference.id


def _pick(words: Words) -> str:
    return words[pick_language(words, get_language() or "en")]
