"""The demonstration's scribe: tried for four months, debated, changed, evaluated by a draw.

`scribe.json` names days as `system.json` does. Fourteen volunteers type what they corrected; the
same seed gives the same totals. The evaluation is in its sixth week today.
"""

import json
from collections.abc import Iterator, Mapping
from datetime import datetime, time, timedelta
from pathlib import Path
from random import Random
from typing import Any, cast
from uuid import UUID

from django.utils import timezone

from vecu.casestudies.actions import draw_lots, fix_lots
from vecu.casestudies.content import EvaluationDraw, EvaluationPlan, LotWeekContent
from vecu.casestudies.queries import ToolEvaluation
from vecu.casestudies.rules import get_closing_day, has_begun
from vecu.fieldlog.actions import close_months
from vecu.fieldlog.diary import take_totals
from vecu.fieldlog.diary_notes import NoteNames
from vecu.fieldlog.event_intake import RandomBytes
from vecu.fieldlog.months import CLOSING_DAY, LogMonth, get_month
from vecu.fieldlog.typed_totals import (
    CHECKING,
    CORRECTING,
    KEYWORD_TEXTS,
    SAVED,
    TEXTS,
    SheetTotals,
)
from vecu.fieldlog.vocabulary import (
    CorrectionKind,
    GainUse,
    TotalsSheet,
    UpkeepTrade,
    UpkeepWork,
)
from vecu.records.actions import add_record
from vecu.records.rules import Side
from vecu.register.queries import System
from vecu.site.demo.citable import list_citable_words
from vecu.site.demo.days import find_first_month, get_day, get_moment
from vecu.site.demo.dialogue import DialogueWriter, LogFigureMap
from vecu.site.demo.field_log import Accounts, agree_to_latest, prepare_log
from vecu.site.demo.system import begin_with_entries
from vecu.surveys.queries import Study

SYSTEM = "scribe"
"""The end of the address of the system."""
PUBLISHED = -1, 28
"""The day on which everybody could read of it, before the trial."""
MONTHS = 4
VOLUNTEERS = 14
WEEKS_OVER = 5
"""How many weeks of the evaluation are over today."""
_FOUND: Mapping[CorrectionKind, float] = {
    CorrectionKind.INVENTED: 0.14,
    CorrectionKind.OMITTED: 0.62,
    CorrectionKind.ASSUMED: 0.3,
    CorrectionKind.TONE: 0.55,
}
"""How often a text needs a correction of each kind; omissions where keywords were written first."""
_MINUTES = {SAVED: 22.0, CHECKING: 10.5, CORRECTING: 6.0}
"""Of a text, as people feel them."""
_GAINS = {
    GainUse.MORE_PEOPLE: 4,
    GainUse.MORE_TIME: 3,
    GainUse.FEWER_HOURS: 1,
    GainUse.NOT_KNOWN: 6,
}
_UPKEEP: Mapping[UpkeepTrade, int] = {
    UpkeepTrade.CASE_WORK: 14,
    UpkeepTrade.OFFICE: 5,
    UpkeepTrade.HEAD: 2,
}
"""How many people of a trade look after the scribe."""
_HOURS = {UpkeepWork.SETTINGS: 1.0, UpkeepWork.DATA: 3.0, UpkeepWork.ANSWERING: 1.5}
_WRITING, _SPARED = 640, 30
"""Minutes that somebody writes in a week, and how many the tool spares: less than weeks vary."""


def begin_scribe(now: datetime, *, by: str, staff: str) -> System:
    """Begin the invented system and note all that happened before its trial."""
    first = _find_first(now)
    return begin_with_entries(SYSTEM, read_scribe(), PUBLISHED, first, by=by, staff=staff)


def make_typed_log(
    system: System, now: datetime, *, accounts: Accounts, random_bytes: RandomBytes
) -> Iterator[LogMonth]:
    """Let volunteers type their totals of each month, to which both sides agree; yield each."""
    first, data = _find_first(now), read_scribe()["log"]
    log = prepare_log(system, data, first, accounts=accounts)
    for index in range(MONTHS):
        month = get_month(get_day(first, (index, 1)))
        typed = get_moment(first, (index + 1, 2))
        for place, (person, totals) in enumerate(iter_month_totals(index)):
            names = NoteNames(person, f"{index} {place}")
            take_totals(log, totals, names, month=month, now=typed, random_bytes=random_bytes)
        close_months(get_moment(first, (index + 1, CLOSING_DAY)))
        agree_to_latest(log, data["agreed"], first, index, accounts=accounts)
        yield month


def iter_month_totals(index: int) -> Iterator[tuple[str, SheetTotals]]:
    """Yield what each person types of a month, the `index`th from 0: corrections, and upkeep."""
    chance = Random(f"scribe {index}")  # noqa: S311 - invented, and the same each time
    for person in range(VOLUNTEERS):
        texts = chance.randint(9, 16)
        first = chance.randint(texts // 2, texts)
        amounts = {TEXTS: texts, KEYWORD_TEXTS: first}
        for kind, often in _FOUND.items():
            seen = first if kind is CorrectionKind.OMITTED else texts
            amounts[kind] = sum(chance.random() < often for _text in range(seen))
        for name, minutes in _MINUTES.items():
            amounts[name] = round(texts * minutes * chance.uniform(0.75, 1.25))
        [gain] = chance.choices(list(_GAINS), list(_GAINS.values()))
        yield f"volunteer {person}", SheetTotals(TotalsSheet.CORRECTIONS, gain, amounts)
    for trade, people in _UPKEEP.items():
        for person in range(people):
            hours = {
                str(work): round(most * chance.uniform(0.5, 1.5)) for work, most in _HOURS.items()
            }
            yield f"{trade} {person}", SheetTotals(TotalsSheet.UPKEEP, trade, hours)


def hold_scribe_dialogue(
    system: System,
    study: Study,
    now: datetime,
    *,
    accounts: Mapping[Side, str],
    figures: LogFigureMap,
) -> UUID:
    """Note positions, their debate and the version that answers a reason.

    Return the consultation on the protocol of the evaluation.
    """
    words = list_citable_words(study)
    writer = DialogueWriter(system, _find_first(now), accounts, figures, words)
    writer.note_all(read_scribe()["later"])
    return writer.noted["protocol"].pk


def evaluate_scribe(
    system: System, consultation: UUID, now: datetime, *, accounts: Mapping[Side, str], half: str
) -> ToolEvaluation:
    """Plan the evaluation, draw the order of its lots, and note the totals of the weeks since."""
    first, data, today = (
        _find_first(now),
        read_scribe()["evaluation"],
        timezone.localtime(now).date(),
    )
    owner: dict[str, Any] = {"side": Side.SYSTEM, "by": accounts[Side.SYSTEM]}
    staff: dict[str, Any] = {"side": Side.STAFF, "by": accounts[Side.STAFF]}
    plan = EvaluationPlan(
        group=data["group"],
        people=data["people"],
        lots=data["lots"],
        starts=today - timedelta(days=today.weekday(), weeks=WEEKS_OVER),
        spread=data["spread"],
        stopping=data["stopping"],
        consultation=consultation,
    )
    row = add_record(system, plan, now=get_moment(first, data["planned"]), **owner)
    at = get_moment(first, data["fixed"])
    row = fix_lots(row, half=half, revision=row.revision, now=at, **owner)
    words, at = EvaluationDraw(data["words"]), get_moment(first, data["drawn"])
    row = draw_lots(row, words, revision=row.revision, now=at, **staff)
    for at, content in _iter_weeks(row):
        add_record(system, content, now=at, **owner)
    return row


def _iter_weeks(row: ToolEvaluation) -> Iterator[tuple[datetime, LotWeekContent]]:
    """Yield the totals of each lot in the weeks that are over, with the Friday of each."""
    chance = Random(SYSTEM)  # noqa: S311 - invented, and the same each time
    usual = [chance.gauss(_WRITING, 40) for _lot in range(row.lots)]
    people = row.people // row.lots
    for week in range(1, WEEKS_OVER + 1):
        friday = get_closing_day(row.starts, week)
        at = datetime.combine(friday, time(12), timezone.get_current_timezone())
        for lot in range(row.lots):
            minutes, felt = usual[lot] + chance.gauss(0, 45), dict[str, Any]()
            if has_begun(row.order, lot, week):
                minutes -= _SPARED
                felt = {"gross": 340, "checking": 150, "care": 60}
                [felt["gain"]] = chance.choices(list(_GAINS), list(_GAINS.values()))
                felt["requested"] = chance.randint(5, 9)
                felt["accepted"] = felt["requested"] - chance.randint(0, 1)
                felt["unrequested"] = chance.randint(0, 2)
            writing = round(people * minutes)
            felt |= {"clocked_people": people, "clocked": round(writing * 0.4)}
            felt["guessed"] = round(felt["clocked"] * chance.uniform(0.8, 1))
            yield at, LotWeekContent(row.pk, lot, week, people, writing=writing, **felt)


def read_scribe() -> dict[str, Any]:
    """Return what is noted of the scribe from the file."""
    path = Path(__file__).with_name("scribe.json")
    return cast("dict[str, Any]", json.loads(path.read_text()))


def _find_first(now: datetime) -> LogMonth:
    return find_first_month(timezone.localtime(now).date())
