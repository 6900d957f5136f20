"""Checks of the machine: settings, keys, files, disk, clock."""

import os
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path

from django.conf import settings
from django.utils.timezone import localdate

from vecu.accounts.laboratory_keys import list_noted_keys
from vecu.accounts.queries import get_last_audit_time
from vecu.last_runs.queries import get_last_run
from vecu.last_runs.rules import RegularTask
from vecu.site.doctor.check_outcome import CheckOutcome, doubtful, good, wrong
from vecu.site.key_fingerprint import find_wrong_key
from vecu.site.limits import RESERVE
from vecu.site.purge_clock import ClockDoubted, check_clock
from vecu.surveys.queries import get_newest_answer_day

_OWN = {"localhost", "127.0.0.1", "[::1]"}
_LEGAL = {
    "VECU_CONTACT": "LAB_CONTACT",
    "VECU_CONTROLLER": "CONTROLLER",
    "VECU_DPO": "DATA_PROTECTION_OFFICER",
    "VECU_HOSTING": "HOSTING",
    "VECU_OPERATOR": "OPERATOR",
}
_SLACK = timedelta(minutes=2)
"""How far clocks and the times of files may be apart."""
_MOST_FILES = 2_000


def check_settings(_now: datetime) -> CheckOutcome:
    """Look for settings that others than this machine need."""
    if set(settings.ALLOWED_HOSTS) <= _OWN:
        return good("for this machine alone (VECU_HOSTS)")
    if not settings.HTTPS:
        return wrong(
            "VECU_HTTPS is off although others use the laboratory",
            "Put a proxy with TLS before it and set VECU_HTTPS=true: cookies travel in the open.",
        )
    if missing := [name for name, setting in _LEGAL.items() if not getattr(settings, setting)]:
        return doubtful(
            f"not set: {', '.join(missing)}",
            "Studies that say nothing of their own take them (docs/reference/settings.md).",
        )
    return good("set")


def check_keys(_now: datetime) -> CheckOutcome:
    """Compare the ring with the keys that the database knows."""
    noted = list_noted_keys()
    if not noted:
        return doubtful("the database knows no key yet", "Start “vecu serve” once.")
    if (number := find_wrong_key(noted)) is not None:
        return wrong(
            f"key {number} is missing, or another one",
            f"Put the ring that was kept with the data into {settings.KEY_SOURCE.name}.",
        )
    if new := sorted(set(settings.KEY_RING) - set(noted)):
        return doubtful(f"key {new[0]} was never served with", "Start the laboratory again.")
    return good(f"{len(noted)} in {settings.KEY_SOURCE.name}; the newest is {max(noted)}")


def check_files(_now: datetime) -> CheckOutcome:
    """Look whether other accounts could read what is in the home, or this one could not."""
    home = settings.HOME
    if not os.access(home, os.R_OK | os.W_OK | os.X_OK):
        return wrong(
            f"this account cannot write in {home}", "Run it as the account that runs Vécu."
        )
    private = [home, *_list_private_files(home)]
    if opened := [each for each in private if each.stat().st_mode & 0o077]:
        names = ", ".join(str(each) for each in opened[:3])
        return wrong(f"others can read {names}", "chmod -R go= " + str(home))
    owners = {each.stat().st_uid for each in private}
    if len(owners) > 1:
        return doubtful(
            f"files in {home} belong to {len(owners)} accounts",
            "Give them to the account that runs Vécu: a command was run as somebody else.",
        )
    return good(f"{home} is this account's alone")


def _list_private_files(home: Path) -> Iterator[Path]:
    """Yield files beside the static ones, which are public anyway."""
    yield from (each for each in home.iterdir() if each.is_file())
    if settings.KEY_SOURCE.file is not None and settings.KEY_SOURCE.file.parent != home:
        yield settings.KEY_SOURCE.file


def check_disk(_now: datetime) -> CheckOutcome:
    """Look whether anything new is stored, and for how long."""
    free = RESERVE.count_free_bytes()
    found = f"{free // 1_000_000:,} MB free"
    if not RESERVE.has_room():
        return wrong(found, "Free some: until then nothing new is stored (VECU_DISK_RESERVE).")
    if free < 10 * settings.DISK_RESERVE:
        return doubtful(found, "Free some soon: less than ten times the reserve is left.")
    return good(found)


def check_machine_clock(now: datetime) -> CheckOutcome:
    """Compare the clock with what was written before: with no time server, as there is none."""
    today = localdate(now)
    try:
        check_clock(get_last_run(RegularTask.PURGE), get_newest_answer_day(), today)
    except ClockDoubted as doubt:
        return wrong(f"it is {today} here", str(doubt))
    later = _find_latest_trace()
    if later and later > now + _SLACK:
        return wrong(
            f"it is {now:%Y-%m-%d %H:%M} here, and something was written at {later:%Y-%m-%d %H:%M}",
            "The clock was set back, or was ahead: set it, and have it follow a time server.",
        )
    return good(f"{now:%Y-%m-%d %H:%M %Z}, in the time zone {settings.TIME_ZONE}")


def _find_latest_trace() -> datetime | None:
    """Return the latest time of a file in the home, or of an act of a member."""
    files = islice(settings.HOME.iterdir(), _MOST_FILES)
    times = [datetime.fromtimestamp(each.stat().st_mtime).astimezone() for each in files]
    audited = get_last_audit_time()
    return max([*times, *([audited] if audited else [])], default=None)
