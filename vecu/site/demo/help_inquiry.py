"""Forty invented answers of people who are supported, most of them by telephone, and a finding.

`help_inquiry.json` counts, for each mode, how many gave which answer to which question; who is left
over does not know. Its finding is written like those of `findings.json`.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import chain, repeat
from pathlib import Path
from typing import Any, cast

from django.utils import timezone

from vecu.datasets.release_actions import freeze_extract, note_feedback, release
from vecu.datasets.releases.extract_counts import BY_MODE
from vecu.datasets.releases.planning import FigureRequest
from vecu.evidence.sources import Reference
from vecu.site.demo.days import CLOSES, find_first_month, get_day, get_moment
from vecu.site.demo.findings import conclude
from vecu.surveys import actions
from vecu.surveys.actions.interviews import prepare_interviews
from vecu.surveys.actions.statements import write_statement
from vecu.surveys.actions.studies import StudyInfo
from vecu.surveys.consent.versions import PROMISE_NUMBER
from vecu.surveys.library import get_template
from vecu.surveys.queries import Fielding, Study

STUDY = "personnes-accompagnees"
GROUP_OF_QUESTIONS = "meetings"
OPENS, CALLED, DAYS = (3, 24), (4, 2), 20
"""When it opens, and during how many days from when people answer."""
COUNTED, RETURNED, PUBLISHED = (5, 4), (5, 12), (5, 14)
"""When they are counted, the results told back at the association, and published."""
UNKNOWN = {"accuracy": "unread"}
"""What those say who are left over, where it is not that they do not know."""


def make_help_inquiry(about: StudyInfo, now: datetime, *, by: str) -> Study:
    """Create the inquiry with its answers, tell the results back, and publish the finding."""
    data, first = _read_file(), find_first_month(timezone.localtime(now).date())
    ready, today = get_template("accompanied-people"), timezone.localtime(now).date()
    texts = {name: data[name] for name in ("title", "purpose", "asked_by")}
    study = actions.create_study(
        STUDY,
        replace(about, **texts),
        workbook=ready.workbook,
        workbook_name=ready.workbook_name,
    )
    opened = get_day(first, OPENS)
    statement = data["statement"] | {"assessment_day": opened, "simple_day": opened}
    write_statement(study, statement, by=by, now=get_moment(first, OPENS))
    for fielding in [study.fieldings.get(), *prepare_interviews(study)]:
        actions.open_fielding(fielding, today=today, opens=opened, closes=get_day(first, CLOSES))
        _store_answers(fielding, data["answers"][fielding.mode], get_moment(first, CALLED))
    counted = get_moment(first, COUNTED)
    extract = freeze_extract(study, [], by=by, now=counted)
    returned = get_moment(first, RETURNED)
    note_feedback(extract, day=returned.date(), speaker=data["feedback_by"], by=by, now=returned)
    published = get_moment(first, PUBLISHED)
    requests = [FigureRequest(_get_path(name), BY_MODE) for name in data["released"]]
    released = release(study.scope, requests, group=data["group"], by=by, now=published)
    figures = {each.item: Reference("figure", each.figure, each.edition) for each in released}
    finding = data["finding"]
    cited = [figures[_get_path(name)] for name in finding["figures"]]
    conclude(study, finding, data["group"], cited, by=by, now=published)
    return study


def _store_answers(fielding: Fielding, counts: Mapping[str, Any], first: datetime) -> None:
    """Store the answers of one mode, on days spread over those on which people answered."""
    for number, answers in enumerate(_iter_people(counts)):
        day = (first + timedelta(days=number * DAYS // counts["people"])).date()
        values = {GROUP_OF_QUESTIONS: answers}
        actions.store_imported_answers(fielding, [(values, "fr")], day, promise=PROMISE_NUMBER)


def _iter_people(counts: Mapping[str, Any]) -> Iterator[dict[str, str]]:
    """Yield what each person answered: the first of each question go together."""
    questions = {name: each for name, each in counts.items() if name != "people"}
    said = {
        name: chain(
            chain.from_iterable(repeat(answer, number) for answer, number in each.items()),
            repeat(UNKNOWN.get(name, "unknown")),
        )
        for name, each in questions.items()
    }
    for _person in range(counts["people"]):
        yield {name: next(each) for name, each in said.items()}


def _get_path(name: str) -> str:
    return f"/data/{GROUP_OF_QUESTIONS}/{name}"


def _read_file() -> dict[str, Any]:
    path = Path(__file__).parent / "help_inquiry.json"
    return cast("dict[str, Any]", json.loads(path.read_text()))
