"""Codes of people supported: printed in a pile, found by their fingerprint, deleted by a no.

A paper has two halves. The person has the code; the service has the file code, made from it with
the server's key: with it one reads whether there is a yes, and can neither answer nor withdraw.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from vecu.accounts.actions import record_audit_event
from vecu.accounts.key_ring import get_key, list_keys
from vecu.credentials import (
    RandomBytes,
    derive_receipt_code,
    fingerprint,
    generate_access_codes,
    parse_access_code,
    parse_code,
)
from vecu.errors import VecuError
from vecu.register.queries import System
from vecu.safeguards.models import PersonCode
from vecu.safeguards.rules import LONGEST_DAYS, PersonCodeKind
from vecu.surveys.guess_limits import make_guess_limiter

FEWEST_CODES, MOST_CODES = 20, 500
"""A pile is larger than a week of appointments, so that nobody knows who has which code."""

guesses = make_guess_limiter("codes of people")
"""The wrong codes, for each system, on whichever page."""

CodePrinter = Callable[[Sequence[tuple[str, str]]], bytes]
"""Renders pairs of a person's code and its file code in printing order, as a PDF."""


class PersonCodesRefused(VecuError):
    """So many codes cannot be printed, or not until this day; `field` is what to correct."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


@dataclass(frozen=True, slots=True)
class CodePile:
    """How many codes of which kind to print, and until which day they can be used."""

    kind: PersonCodeKind
    count: int
    deadline: date


def print_person_codes(
    system: System,
    pile: CodePile,
    printer: CodePrinter,
    *,
    by: str,
    now: datetime,
    random_bytes: RandomBytes,
) -> bytes:
    """Print a pile of codes, and return the sheets, which alone hold them.

    Raise `PersonCodesRefused`.
    """
    _check_pile(pile, localdate(now))
    codes = generate_access_codes(pile.count, random_bytes)
    file_codes = [make_file_code(each) for each in codes]
    sheets = printer(list(zip(codes, file_codes, strict=True)))
    _store_codes(system, pile, file_codes, by=by, now=now)
    return sheets


def _check_pile(pile: CodePile, today: date) -> None:
    if not FEWEST_CODES <= pile.count <= MOST_CODES:
        message = _(
            "A pile has %(fewest)s to %(most)s codes: with fewer, people could be recognised."
        )
        raise PersonCodesRefused("count", message % {"fewest": FEWEST_CODES, "most": MOST_CODES})
    if not today < pile.deadline <= today + timedelta(days=LONGEST_DAYS):
        message = _("Choose a day after today, within a year: after it, people are asked again.")
        raise PersonCodesRefused("deadline", message)


@transaction.atomic
def _store_codes(
    system: System, pile: CodePile, file_codes: Iterable[str], *, by: str, now: datetime
) -> None:
    """Store fingerprints in an order that is unrelated to the printed one."""
    fingerprints = sorted(get_file_fingerprint(system, pile.kind, each) for each in file_codes)
    PersonCode.objects.bulk_create(
        PersonCode(
            system=system,
            fingerprint=each,
            kind=pile.kind,
            day=localdate(now),
            deadline=pile.deadline,
        )
        for each in fingerprints
    )
    # Without their number: what is missing of it later is how many said no.
    details = {"kind": pile.kind}
    record_audit_event(by, "printed codes of people", system.scope, detail=details, now=now)


def make_file_code(code: str, key: bytes | None = None) -> str:
    """Return the half of a code that the service puts into its file, by the newest key or `key`."""
    return derive_receipt_code(f"person {code}", key=key or get_key())


def get_file_fingerprint(
    system: System, kind: PersonCodeKind, file_code: str, key: bytes | None = None
) -> str:
    """Return what is stored in place of both halves of a code, by the newest key or by `key`."""
    return fingerprint(f"person {system.pk} {kind} {file_code}", key=key or get_key())


def list_code_fingerprints(system: System, kind: PersonCodeKind, code: str) -> list[str]:
    """Return what may be stored in place of a person's code: one for each key, newest first."""
    return [
        get_file_fingerprint(system, kind, make_file_code(code, key), key) for key in list_keys()
    ]


def find_person_code(
    system: System, kind: PersonCodeKind, typed: str, today: date
) -> PersonCode | None:
    """Return what is stored under a person's code, None for a wrong one and for what is gone."""
    code = parse_access_code(typed)
    return _find(list_code_fingerprints(system, kind, code), today) if code else None


def find_by_file_code(
    system: System, kind: PersonCodeKind, typed: str, today: date
) -> PersonCode | None:
    """Return what is stored under a file code, None for a wrong one and for what is gone."""
    code = parse_code(typed)
    if code is None:
        return None
    return _find([get_file_fingerprint(system, kind, code, key) for key in list_keys()], today)


def _find(wanted: Collection[str], today: date) -> PersonCode | None:
    return PersonCode.objects.filter(fingerprint__in=wanted, deadline__gte=today).first()


def is_guess_refused(system: System, found: PersonCode | None) -> bool:
    """Count a code that leads to nothing, and return whether too many have been tried.

    Where a no must read like a silence, a silence leads to nothing too: else the limit tells them
    apart.
    """
    return found is None and not guesses.record_failure(f"person {system.pk}")
