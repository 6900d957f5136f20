"""The office that looks again in a service of a county, and requests that came in."""

from datetime import UTC, date, datetime
from secrets import token_bytes
from typing import Any

from tests.register.factories import make_public_system
from tests.safeguards.factories import ROUTE
from vecu.credentials import generate_access_codes
from vecu.records.actions import add_record
from vecu.register.queries import System
from vecu.safeguards.models import LookOffice, PersonCode
from vecu.safeguards.rules import ContactChannel
from vecu.safeguards.second_looks.actions import LookRequest, receive_look
from vecu.safeguards.second_looks.content import LookOfficeContent

LOOK_OFFICE = LookOfficeContent(
    office=ROUTE.office,
    place={"fr": "12 rue du Pont\nSève-le-Haut", "en": "12 rue du Pont\nSève-le-Haut"},
    telephone=ROUTE.telephone,
    hours=ROUTE.hours,
    days=14,
    looker={"fr": "La responsable du service social", "en": "The head of the social service"},
    asking_days=60,
    appeals=["rsa", "fund"],
)
WEDNESDAY = date(2026, 12, 2)


def make_code() -> str:
    """Return a code as it stands on a paper."""
    (code,) = generate_access_codes(1, token_bytes)
    return code


def make_look_office(system: System | None = None) -> LookOffice:
    """Return the office of a published system, named in its history."""
    now = datetime(2026, 9, 1, 9, tzinfo=UTC)
    office: LookOffice = add_record(system or make_public_system(), LOOK_OFFICE, by="lea", now=now)
    return office


def make_look(office: LookOffice, day: date = WEDNESDAY, **changed: Any) -> PersonCode:
    """Return a request that came in on paper."""
    values: dict[str, Any] = {
        "code": make_code(),
        "channel": ContactChannel.PAPER,
        "in_time": True,
    } | changed
    return receive_look(office, LookRequest(**values), today=day)
