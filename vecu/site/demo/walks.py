"""The demonstration's walked paths: an invented association tries the ways in of the scribe."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from django.utils import timezone

from vecu.fieldlog.months import LogMonth
from vecu.records.actions import add_record, change_record, respond_to_record
from vecu.records.rules import ResponseVerb, Side
from vecu.register.queries import System
from vecu.safeguards.quarters import Quarter, get_quarter
from vecu.safeguards.walk_rules import NonTakeUp, ToolAnswer, WalkDoor, WalkEnd, WalkTask
from vecu.safeguards.walks.content import WalkContent, WalkSeriesContent
from vecu.site.demo.days import Place, find_place

_AGREED_BEFORE, _INFORMED_AFTER = timedelta(days=10), timedelta(days=12)


def note_walks(
    system: System, first: LogMonth, now: datetime, *, accounts: Mapping[Side, str]
) -> Iterator[Place]:
    """Note a series of the latest quarter of which the staff can know, and have both sides sign.

    Yield the day on which all of it is noted.
    """
    data = json.loads(Path(__file__).with_suffix(".json").read_text("utf-8"))
    today = timezone.localtime(now).date()
    quarter = find_latest_quarter(today - _INFORMED_AFTER)
    owner: dict[str, Any] = {"side": Side.SYSTEM, "by": accounts[Side.SYSTEM]}
    staff: dict[str, Any] = {"side": Side.STAFF, "by": accounts[Side.STAFF]}
    agreed, informed = quarter.first_day - _AGREED_BEFORE, quarter.last_day + _INFORMED_AFTER
    series = WalkSeriesContent(
        group=data["group"],
        paid=True,
        quarter=str(quarter),
        tasks=tuple(map(WalkTask, data["tasks"])),
        agreed=agreed,
    )
    yield find_place(first, informed)
    at = _get_noon(informed)
    row = add_record(system, series, now=at, **owner)
    for walk in data["walks"]:
        add_record(system, _read_walk(quarter, walk), now=at, **owner)
    row.refresh_from_db()
    row = change_record(
        row, replace(series, informed=informed), revision=row.revision, now=at, **owner
    )
    respond_to_record(row, ResponseVerb.CONFIRM, revision=row.revision, now=at, **staff)


def find_latest_quarter(today: date) -> Quarter:
    """Return the latest quarter that is over before a day."""
    quarter = get_quarter(today)
    return get_quarter(quarter.first_day - timedelta(days=1))


def _read_walk(quarter: Quarter, data: dict[str, Any]) -> WalkContent:
    words = {
        "task": WalkTask(data["task"]),
        "answer": ToolAnswer(data["answer"]),
        "door": WalkDoor(data["door"]),
        "end": WalkEnd(data["end"]),
    }
    if lost := data.get("non_take_up"):
        words["non_take_up"] = NonTakeUp(lost)
    return WalkContent(quarter=str(quarter), **data | words)


def _get_noon(day: date) -> datetime:
    return datetime.combine(day, time(12), timezone.get_current_timezone())
