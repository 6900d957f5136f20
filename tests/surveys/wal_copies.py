"""Submit with cards while somebody reads SQLite's file, and join what a copy of its log shows.

Run as `python -m tests.surveys.wal_copies`, in a process of its own whose VECU_HOME is an empty
folder: pytest's own database is in memory. Prints, as JSON, how many answers a copy of the
write-ahead log joins to their card, and what `vecu purge` says of it.
"""

import json
import os
import re
import sqlite3
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "vecu.site.settings"
django.setup()

from click.testing import CliRunner  # noqa: E402
from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402

from tests.surveys.cards import draw, enter  # noqa: E402
from tests.surveys.factories import answer, make_study  # noqa: E402
from vecu.site.commands.maintenance import purge  # noqa: E402
from vecu.surveys import actions  # noqa: E402
from vecu.surveys.models import Answer  # noqa: E402
from vecu.surveys.queries import Study, get_fingerprint, results  # noqa: E402

PEOPLE = 6
TASK = "story.1.task"
PATIENCE = 15
"""Seconds to wait for the log to be emptied, which takes one or two."""
results.CHUNK = 1


def main() -> None:
    """Print what a copy shows while we read, while a shell reads, and afterwards."""
    call_command("migrate", verbosity=0)
    study = make_study("testimonies")
    for number in range(3):
        answer(study, {"story": [{"task": f"before {number}"}]})
    cards = iter(draw(study, PEOPLE * 4))
    shown: dict[str, int | str] = {}
    for name, reading in iter_own_readings(study):
        next(reading)
        shown[name] = join_until(submit(cards, name), 0)
        assert next(reading), "the reading was over: this shows nothing"
    with closing(sqlite3.connect(settings.DATABASES["default"]["NAME"])) as shell:
        shell.execute("BEGIN")
        shell.execute("SELECT count(*) FROM surveys_answer").fetchone()
        people = submit(cards, "shell")
        shown["shell"] = join_until(people, 0, patience=2)
        shown["purge"] = CliRunner().invoke(purge, catch_exceptions=False).output
        shown["purged"] = join(people)
    shown["later"] = CliRunner().invoke(purge, catch_exceptions=False).output
    shown["closed"] = join(people)
    sys.stdout.write(json.dumps(shown))


def iter_own_readings(study: Study) -> Iterator[tuple[str, Iterator[object]]]:
    """Yield readings of ours whose reader has only begun to work on what it read."""
    nobody = Answer.objects.none().values("pk")
    yield "answers of a study", results.iter_study_answers(study.id, besides=nobody)
    yield "any rows", Answer.objects.iterator(chunk_size=1)


def submit(cards: Iterator[str], name: str) -> dict[bytes, bytes]:
    """Let people answer with cards; return each one's words, and the fingerprint of the card."""
    people = {}
    for number in range(PEOPLE):
        words, card = f"{name}, said by {number}.", next(cards)
        visit = enter(card)
        actions.save_page(visit, TASK, {TASK: [words]})
        actions.submit_draft(visit)
        people[words.encode()] = get_fingerprint(card).encode()
    return people


def join(people: dict[bytes, bytes]) -> int:
    """Return how many answers a copy of the log joins to their card, by a row of a draft."""
    log = Path(f"{settings.DATABASES['default']['NAME']}-wal").read_bytes()
    joined = 0
    for words, card in people.items():
        around = [log[max(0, m.start() - 600) : m.end() + 600] for m in re.finditer(words, log)]
        joined += any(card in text for text in around)
    return joined


def join_until(people: dict[bytes, bytes], least: int, patience: float = PATIENCE) -> int:
    """Return what `join` does, once it is `least` or time is up."""
    until = time.monotonic() + patience
    while (joined := join(people)) > least and time.monotonic() < until:
        time.sleep(0.1)
    return joined


if __name__ == "__main__":
    main()
