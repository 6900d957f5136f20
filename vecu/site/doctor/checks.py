"""All checks, in the order in which somebody would look."""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime

from django.db import DatabaseError, connection

from vecu.site.doctor import database, machine, services
from vecu.site.doctor.check_outcome import CheckOutcome, wrong

Check = Callable[[datetime], CheckOutcome]

CHECKS: Mapping[str, Check] = {
    "settings": machine.check_settings,
    "files": machine.check_files,
    "disk": machine.check_disk,
    "database": database.check_server,
    "migrations": database.check_migrations,
    "keys": machine.check_keys,
    "clock": machine.check_machine_clock,
    "worker": services.check_workers,
    "purge": services.check_purge,
    "backup": services.check_backup,
    "mail": services.check_mail,
    "second factor": services.check_second_factor,
}
ON_POSTGRESQL: Mapping[str, Check] = {
    "clock of the database": database.check_database_clock,
    "log of the database": database.check_log_settings,
    "copies of the database": database.check_copies,
    "neighbours of the database": database.check_neighbours,
    "extensions of the database": database.check_extensions,
    "rights in the database": database.check_rights,
    "way to the database": database.check_connection,
}
"""What SQLite has no need of."""


def run_checks(now: datetime, address: str = "") -> Iterator[tuple[str, CheckOutcome]]:
    """Yield what each check finds, by its name; one that fails is a finding too."""
    checks = {**CHECKS, **(ON_POSTGRESQL if connection.vendor == "postgresql" else {})}
    for name, check in checks.items():
        yield name, _run(check, now)
    if address:
        yield "address", services.check_address(address)


def _run(check: Check, now: datetime) -> CheckOutcome:
    try:
        return check(now)
    except DatabaseError as error:
        # Not its message: it may hold an address with a password.
        return wrong(
            f"the database did not answer ({type(error).__name__})",
            "See whether it runs, whether VECU_DATABASE_URL is right, and run “vecu manage "
            "migrate”.",
        )
    except OSError as error:
        return wrong(f"{error.strerror}: {error.filename}", "Run it as the account that runs Vécu.")
