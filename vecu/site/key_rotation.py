"""Rotate the laboratory's keys: add one, and retire the oldest once nothing needs it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.db import transaction
from django.utils.timezone import localdate

from vecu.accounts.access_links import count_open_links
from vecu.accounts.laboratory_keys import forget_keys, list_key_days
from vecu.accounts.second_factor import encrypt_factors_anew
from vecu.errors import VecuError
from vecu.fieldlog.queries import count_keyed_logs
from vecu.groups.queries import count_keyed_groups
from vecu.recommendations.queries import count_keyed_answer_links
from vecu.replies.queries import count_reasons
from vecu.safeguards.queries import count_person_codes
from vecu.site.key_fingerprint import move_numbers
from vecu.site.key_sources import KeyRing, write_ring
from vecu.surveys.queries import list_keyed_studies


class KeyNotChanged(VecuError):
    """The ring of keys stays as it is; the message says why, and what to do."""


@dataclass(frozen=True, slots=True)
class KeyState:
    """A key by number: since when it is known here, and what needs it, in words."""

    number: int
    day: date | None
    uses: Sequence[str]


def list_keys(now: datetime) -> list[KeyState]:
    """Return the keys of the ring, the newest first."""
    days = list_key_days()
    return [
        KeyState(number, days.get(number), list_uses(number, now))
        for number in sorted(settings.KEY_RING, reverse=True)
    ]


def list_uses(number: int, now: datetime) -> list[str]:
    """Return what needs a key, in words with counts; nothing if it may be retired.

    What has no number of its own counts as long as it may be older than the next key.
    """
    uses = {
        "studies with answers, drafts or cards": len(studies := list_keyed_studies(number)),
        "logs with codes, tokens or an open month": count_keyed_logs(number),
        "groups with members": count_keyed_groups(number),
        "links by which somebody answers a recommendation": count_keyed_answer_links(number),
    }
    until = _get_last_day(number, localdate(now))
    uses |= {
        "open links to join or for a new password": count_open_links(made_until=until, now=now),
        "codes of people supported": count_person_codes(until),
        "reasons of those who replied": count_reasons(until),
    }
    named = [f"{label}: {count}" for label, count in uses.items() if count]
    return [f"{each} ({', '.join(studies)})" if "studies" in each else each for each in named]


def _get_last_day(number: int, today: date) -> date:
    """Return the last day on which something may have been made with a key."""
    later = [day for other, day in list_key_days().items() if other > number]
    return min(later, default=today)


def add_key(ring: KeyRing, drawn: str) -> KeyRing:
    """Return the ring with one more key, which is the newest."""
    return {max(ring) + 1: drawn, **ring}


def store_ring(ring: KeyRing) -> None:
    """Write the ring where the laboratory's keys are; raise `KeyNotChanged` if that is no file."""
    source = settings.KEY_SOURCE
    if source.file is None:
        raise KeyNotChanged(
            f"The keys are in {source.name}, where this command cannot write. Add --print, and put "
            "what it prints there yourself."
        )
    try:
        write_ring(source.file, ring)
    except OSError as error:
        raise KeyNotChanged(
            f"{source.file} cannot be written ({error.strerror}); it is as it was. Run this as "
            "the account that owns the file, or add --print and store what it prints yourself."
        ) from error


@transaction.atomic
def retire_key(number: int, now: datetime, *, void: bool = False) -> KeyRing:
    """Return the ring without its oldest key; the database no longer needs it.

    What began with that key and holds nothing of it takes the newest; second factors are encrypted
    with the newest. Raise `KeyNotChanged` while
    something needs it; `void` retires it all the same, and codes made with it open nothing.
    """
    ring = settings.KEY_RING
    if number not in ring or number == max(ring) or number != min(ring):
        raise KeyNotChanged(
            f"Key {number} cannot be retired. Only the oldest of several can: rotate first, and "
            "retire the others in their order. “vecu key list” shows them."
        )
    if (uses := list_uses(number, now)) and not void:
        lines = "\n".join(f"- {each}" for each in uses)
        raise KeyNotChanged(
            f"Key {number} is still needed, so it stays:\n{lines}\nIf it has become known to "
            "others, “--void” retires it all the same: codes on paper open nothing then, so print "
            "new ones."
        )
    move_numbers([number])
    encrypt_factors_anew(number)
    forget_keys(number)
    return {each: key for each, key in ring.items() if each != number}
