"""Concurrent actions on cards, each returning its error.

Run as `python -m tests.surveys.concurrency` in a process of its own whose VECU_HOME is an empty
folder: on SQLite, pytest's own database is in memory, where connections share one cache and cannot
queue as they do in use.
"""

import os
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from django.db import connections

CROWD = 32


def at_once(act: Callable[[int], Any]) -> list[Any]:
    def one(number: int) -> Any:
        try:
            return act(number)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(CROWD) as pool:
        return list(pool.map(one, range(CROWD)))


def crowd(study: Any) -> None:
    """Send one draft 32 times, enter with one card 32 times, answer with 32 cards, concurrently.

    Then 31 respondents begin by a relay's link while it is deleted.
    """
    from tests.surveys import cards as people  # noqa: PLC0415 needs Django to be set up
    from vecu.surveys import actions  # noqa: PLC0415
    from vecu.surveys.models import Answer, Draft  # noqa: PLC0415

    codes = people.draw(study, CROWD + 2)
    visit = people.enter(codes[0])
    actions.save_page(visit, people.TASK, {people.TASK: ["A report"]})
    receipts = at_once(lambda _: actions.submit_draft(visit))
    assert len(set(receipts)) == 1
    assert Answer.objects.count() == 1

    tokens = at_once(lambda _: people.enter(codes[1]).token)
    assert len(set(tokens)) == CROWD
    assert Draft.objects.count() == 1

    at_once(lambda number: people.send(codes[number + 2], f"task {number}"))
    assert Answer.objects.count() == CROWD + 1
    assert people.totals() == (CROWD + 1, 0)

    relay, fielding = actions.add_relay(study, "Union"), study.fieldings.get(mode="cards")
    before = Draft.objects.count()
    at_once(
        lambda number: (
            actions.remove_relay(relay)
            if number == CROWD // 2
            else actions.start_draft(fielding, people.VISIT, relay=relay)
        )
    )
    assert Draft.objects.count() == before + CROWD - 1
    assert not Draft.objects.exclude(relay=None).exists()


def main() -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "vecu.site.settings"
    import django  # noqa: PLC0415

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415

    from tests.questionnaires.factories import TESTIMONIES  # noqa: PLC0415
    from tests.surveys.factories import describe_study  # noqa: PLC0415
    from vecu.surveys.actions import create_study  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    about = describe_study({"en": "AI and your work"})
    crowd(
        create_study("testimonies", about, workbook=TESTIMONIES.read_bytes(), workbook_name="t.md")
    )
    sys.stdout.write("as it should be")


if __name__ == "__main__":
    main()
