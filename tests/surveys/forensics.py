"""Search the site's files for words that should have been erased.

Run as `python -m tests.surveys.forensics`, in a process of its own whose VECU_HOME is an empty
folder: pytest's own database is in memory, and only one in a file has a write-ahead log.
"""

import os
import sqlite3
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from itertools import groupby
from pathlib import Path

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "vecu.site.settings"
django.setup()

from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.utils import timezone  # noqa: E402

from tests.fieldlog.full_log import at, make_full_log  # noqa: E402
from tests.register.factories import make_system  # noqa: E402
from tests.surveys.factories import answer, fielding_of, make_study  # noqa: E402
from tests.surveys.full_study import make_full_study  # noqa: E402
from vecu.datasets.actions import discard_upload, store_upload  # noqa: E402
from vecu.fieldlog.actions import close_months  # noqa: E402
from vecu.fieldlog.models import OpenMonth  # noqa: E402
from vecu.surveys import actions, openrosa  # noqa: E402
from vecu.surveys.models import Answer  # noqa: E402
from vecu.surveys.queries import RespondentContext, Study, get_questionnaire  # noqa: E402

WORDS = "unmistakable words"
TRACES = (WORDS.encode(), b"unmistakable")
"""The original words, and the one in the index."""
PAGE = "story.1.task"
FILE_FORM = """
| survey |
| | type | name | label |
| | file | paper | A file? |
"""
PATIENCE = 15
"""Seconds; the log is truncated one second after answers were sent."""


def main() -> None:
    """Print one line for each action after which a file still contains the words."""
    call_command("migrate", verbosity=0)
    today = timezone.localdate()
    study = make_study()
    fielding = fielding_of(study)
    nobody = RespondentContext(slug="small", token="", language="en", today=today)
    acts: dict[str, list[Callable[[RespondentContext], object]]] = {
        "mend and send": [lambda visit: save_answer(visit, "others"), actions.submit_draft],
        "withdraw": [lambda visit: actions.withdraw_answer(send_and_see(visit), "small")],
        "delete one answer": [send_and_see, lambda _visit: delete_answer(study)],
        "keep no longer": [send_and_see, lambda _visit: keep_no_longer(study)],
        "leave": [lambda visit: actions.discard_drafts([visit.token])],
        "begin anew": [lambda visit: actions.start_draft(fielding, visit)],
        "expire": [lambda _visit: actions.purge_drafts(date.max)],
        "cancel an import": [
            lambda visit: actions.discard_drafts([visit.token]),
            lambda _visit: bring_and_cancel(study),
        ],
    }
    # While another connection is open, as the server's always are, the log is not deleted.
    watching = sqlite3.connect(settings.DATABASES["default"]["NAME"])
    for name, steps in acts.items():
        visit = replace(nobody, token=actions.start_draft(fielding, nobody)[0])
        save_answer(visit, WORDS)
        assert where(), "the words were never written: this shows nothing"
        for step in steps:
            step(visit)
        if found := still_there():
            sys.stdout.write(f"{name}: {found}\n")
    study = make_study("files", FILE_FORM)
    acts = {
        "replace a file": [lambda visit: gave(visit, b"others")],
        "withdraw a file": [
            lambda visit: actions.withdraw_answer(actions.submit_draft(visit), "files")
        ],
    }
    for name, steps in acts.items():
        visit = replace(nobody, slug="files", token="")
        token, _draft = actions.start_draft(fielding_of(study), visit)
        visit = replace(visit, token=token)
        gave(visit, WORDS.encode())
        assert where(), "the file was never written: this shows nothing"
        for step in steps:
            step(visit)
        if found := still_there():
            sys.stdout.write(f"{name}: {found}\n")
    send_form(study, "uuid:one", WORDS)
    assert where(), "the file was never written: this shows nothing"
    send_form(study, "uuid:two", "others", "<deprecatedID>uuid:one</deprecatedID>")
    if found := still_there():
        sys.stdout.write(f"correct a form: {found}\n")
    look_at_places(make_study("places"))
    delete_whole_study()
    close_month_of_log()
    watching.close()


def delete_answer(study: Study) -> None:
    answer_id = Answer.objects.get(values__story__0__task=WORDS).id
    reason = actions.DeletionReason.NAMES_SOMEBODY
    actions.delete_answer(study, answer_id, reason, by="olga", now=timezone.now())


def delete_whole_study() -> None:
    """Say if a file holds words of a study with its coding, files and drafts, once deleted."""
    study = make_full_study().study
    for fielding in study.fieldings.filter(mode="open"):
        actions.close_fielding(fielding, today=timezone.localdate())
    assert where(), "the words were never written: this shows nothing"
    actions.delete_study(study, by="olga", now=timezone.now())
    if found := still_there():
        sys.stdout.write(f"delete a study: {found}\n")


def close_month_of_log() -> None:
    """Say if a file holds a key, a pseudonym or a fingerprint of a month that has closed."""
    make_full_log(make_system())
    month = OpenMonth.objects.get()
    traces = [bytes(month.key)]
    for row in month.decisions.values_list("worker", "event", "case", "proposal"):
        traces += [each.encode() for each in row]
    assert where(traces), "they were never written: this shows nothing"
    close_months(at(8, 12))
    if found := still_there(traces):
        sys.stdout.write(f"close a month: {found}\n")


def look_at_places(study: Study) -> None:
    """Say if answers lie on their pages in another order than that of their keys."""
    for number in range(40):
        answer(study, {"story": [{"task": f"word {number}"}]})
    actions.truncate_wal()
    assert not lie_by_key(), "they never lay as they came: this shows nothing"
    actions.rewrite_tables()
    if not lie_by_key():
        sys.stdout.write("places: not in the order of keys\n")


def lie_by_key() -> bool:
    """Return whether on each page the places of answers follow their keys, one way or the other."""
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA page_size")
        size = cursor.fetchone()[0]
    content = Path(settings.DATABASES["default"]["NAME"]).read_bytes()
    lying = sorted(
        (content.index(f"{each.id.hex}{each.day}".encode()), each.id)
        for each in Answer.objects.all()
    )
    pages = [
        [key for _place, key in found]
        for _page, found in groupby(lying, lambda each: each[0] // size)
    ]
    return all(keys in (sorted(keys), sorted(keys, reverse=True)) for keys in pages)


def send_form(study: Study, instance: str, text: str, meta: str = "") -> None:
    """Send a filled form with a file, as other programs do."""
    form_id = get_questionnaire(study.versions.get()).form_id
    identity = f"<meta><instanceID>{instance}</instanceID>{meta}</meta>"
    xml = f'<data id="{form_id}" version="1"><paper>a.txt</paper>{identity}</data>'
    files = {"a.txt": text.encode()}
    openrosa.store_submission(
        study.slug, xml.encode(), files, today=timezone.localdate(), language="en"
    )


def gave(visit: RespondentContext, content: bytes) -> None:
    actions.save_page(visit, "paper", {}, {"paper": content})


def send_and_see(visit: RespondentContext) -> str:
    """Send the answers, check that the index finds them, and return their receipt code."""
    receipt = actions.submit_draft(visit)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM surveys_words WHERE surveys_words MATCH %s", [WORDS])
        assert cursor.fetchone() == (1,), "the words were never indexed: this shows nothing"
    return receipt


def keep_no_longer(study: Study) -> None:
    study.retained_until = date(2020, 1, 1)
    study.save()
    actions.purge_answers(timezone.localdate())


def save_answer(visit: RespondentContext, text: str) -> None:
    actions.save_page(visit, PAGE, {PAGE: [text]})


def bring_and_cancel(study: Study) -> None:
    content = f"id;task\n1;{WORDS}\n2;others\n".encode()
    upload = store_upload(study, content, "a.csv", owner=1, actor="lea", now=timezone.now())
    discard_upload(upload)


def still_there(traces: Iterable[bytes] = TRACES) -> list[str]:
    """Return the files with the words, after waiting for the log to be truncated."""
    until = time.monotonic() + PATIENCE
    while (found := where(traces)) and time.monotonic() < until:
        time.sleep(0.1)
    return found


def where(traces: Iterable[bytes] = TRACES) -> list[str]:
    held = {path.name: path.read_bytes() for path in Path(settings.HOME).glob("lab*")}
    return [name for name, content in held.items() if any(trace in content for trace in traces)]


if __name__ == "__main__":
    main()
