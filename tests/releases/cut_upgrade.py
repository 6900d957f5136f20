"""Upgrade a laboratory that is cut twice: between two migrations, and within one.

Run as `python -m tests.releases.cut_upgrade 0.2.0a1`, in a process of its own. The last line that
it writes is JSON: what stood where after each cut, and what the laboratory holds in the end.
"""

import json
import sys
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from django.core.management import call_command
from django.db import connection
from django.db.models import Count

from tests.releases.contents import READERS  # first, as it sets Django up
from vecu.records import act_migration
from vecu.records.models import Act

OWN = ("systemevent", "dialogueevent", "groupevent", "recommendationevent", "findingevent")
"""How the tables end in which rooms had their own histories."""
pending = ["group"]
"""Histories whose migration fails once: when all is copied, and before their own table goes."""


class UpgradeCut(RuntimeError):
    """The power fails."""


def copy_until_cut(
    apps: Any, ledger: str, rows: Any, copy: Callable[..., None] = act_migration.copy_acts
) -> None:
    copy(apps, ledger, rows)
    if ledger in pending:
        pending.remove(ledger)
        raise UpgradeCut


def count_acts() -> dict[str, int]:
    """Return how many acts the records hold by history, and each table of a room's own."""
    found = dict(Act.objects.order_by("ledger").values_list("ledger").annotate(Count("id")))
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            if table.endswith(OWN):
                cursor.execute(f'SELECT count(*) FROM "{table}"')  # noqa: S608 - our own names
                found[table] = cursor.fetchone()[0]
    return found


if __name__ == "__main__":
    act_migration.copy_acts = copy_until_cut
    call_command("migrate", "register", verbosity=0)
    between = count_acts()
    with suppress(UpgradeCut):
        call_command("migrate", verbosity=0)
    within = count_acts()
    call_command("migrate", verbosity=0)
    sys.stdout.write(f"\n{json.dumps([between, within, READERS[sys.argv[1]]()])}\n")
