"""The invented decisions of the demonstration's log: 24 agents of five offices, six months.

The checker flags a word of an offer; an agent decides. In the country "vehicle required" is flagged
again and again, and kept: no bus runs. Version 2, in the fifth month, asks first whether one does.
The same seed gives the same decisions.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from random import Random
from typing import Any

from vecu.fieldlog.events import DECISION, TRUTH
from vecu.fieldlog.months import LogMonth
from vecu.fieldlog.vocabulary import (
    CorrectionKind,
    ExplanationUse,
    Outcome,
    OverrideReason,
    SamplingArm,
)

MONTHS = 6
NEXT_VERSION = 4, 12
"""In which month, from 0, and on which day version 2 came."""
SOURCE = "https://offres.val-de-seve.example"
ALERT, NO_ALERT = "alerte", "conforme"
VEHICLE, RESIDENCE = "vehicle", "residence"

Weights = dict[str, float]


@dataclass(frozen=True, slots=True)
class Office:
    """Some agents, and what the offers that they check look like."""

    agents: int
    alerts: int
    kinds: Weights
    rural: bool


_TOWN = {VEHICLE: 0.28, "age-limit": 0.27, "sex-required": 0.23, RESIDENCE: 0.22}
_COUNTRY = {VEHICLE: 0.67, "age-limit": 0.11, "sex-required": 0.11, RESIDENCE: 0.11}
OFFICES = (
    Office(6, 17, _TOWN, rural=False),
    Office(5, 18, _TOWN, rural=False),
    Office(5, 23, _COUNTRY, rural=True),
    Office(4, 22, _COUNTRY, rural=True),
    Office(4, 25, _COUNTRY, rural=True),
)
"""Montrève, Pont-Sérin, Vaucombe, Les Haudes, Chavagnoles. The log never learns which is whose."""

RIGHT: Weights = {VEHICLE: 0.35, "age-limit": 0.7, "sex-required": 0.65, RESIDENCE: 0.85}
"""How often an alert of each kind is justified; of a vehicle in the country, hardly ever."""
RIGHT_IN_THE_COUNTRY = 0.08

FOLLOWED: Weights = {
    Outcome.ACCEPTED: 0.6, Outcome.MODIFIED: 0.22, Outcome.OVERRIDDEN: 0.07, Outcome.IGNORED: 0.04,
    Outcome.DEFERRED: 0.03, Outcome.ESCALATED: 0.04,
}  # fmt: skip
SET_ASIDE: Weights = {
    Outcome.ACCEPTED: 0.06, Outcome.MODIFIED: 0.05, Outcome.OVERRIDDEN: 0.8, Outcome.IGNORED: 0.05,
    Outcome.DEFERRED: 0.01, Outcome.ESCALATED: 0.03,
}  # fmt: skip
"""What becomes of alerts that are justified, and of false ones."""

NO_BUS: Weights = {
    OverrideReason.NOT_APPLICABLE: 0.74, OverrideReason.ALREADY_DONE: 0.2,
    OverrideReason.NOT_TRUSTED: 0.04, "": 0.02,
}  # fmt: skip
ELSEWHERE: Weights = {
    OverrideReason.ALREADY_DONE: 0.46, OverrideReason.NOT_FEASIBLE: 0.34,
    OverrideReason.FACTS_WRONG: 0.12, OverrideReason.NO_TIME: 0.05, "": 0.03,
}  # fmt: skip
EXPLANATIONS: tuple[Weights, Weights] = (
    {ExplanationUse.NOT_SHOWN: 0.5, ExplanationUse.SHOWN: 0.2,
     ExplanationUse.DID_NOT_HELP: 0.2, ExplanationUse.HELPED: 0.1},
    {ExplanationUse.NOT_SHOWN: 0.1, ExplanationUse.SHOWN: 0.2,
     ExplanationUse.DID_NOT_HELP: 0.2, ExplanationUse.HELPED: 0.5},
)  # fmt: skip
"""With version 1, then with version 2, which says why it flags a word."""
MINUTES = {Outcome.ACCEPTED: 2.0, Outcome.MODIFIED: 6.0, Outcome.OVERRIDDEN: 4.5}
TRUTH_KNOWN, MINUTES_TOLD, MINUTES_MEASURED, OWN_VIEW_FIRST = 0.45, 0.5, 0.85, 0.25
"""Shares of decisions: reread by a lawyer, with minutes felt, measured, judged before the alert."""
SAVED = 9.0
"""Minutes that a justified alert spares, as people feel them; a false one spares none."""
SPARED_BY_BUS, SPARED_BY_THRESHOLD = 0.7, 0.25
"""Shares of the false alarms that version 2 does not raise any more."""


def list_month_events(month: LogMonth, month_index: int, zone: tzinfo) -> list[dict[str, Any]]:
    """Return the events of a month, the `place`th from 0, as the checker would send them."""
    rng = Random(f"val-de-seve {month_index}")  # noqa: S311 - invented, and the same each time
    days = [day for day in _list_days(month) if day.isoweekday() < 6]
    events: list[dict[str, Any]] = []
    for index, alert in enumerate(_iter_alerts(rng, days, month, month_index)):
        events += _list_alert_events(rng, alert, f"offre-{month}-{index}", month, zone)
    return events


def write_batch(events: Sequence[dict[str, Any]]) -> bytes:
    """Return events as they are sent."""
    return json.dumps(events).encode()


@dataclass(frozen=True, slots=True)
class _Alert:
    agent: int
    kind: str
    rural: bool
    right: bool
    day: date
    second: bool
    """Whether it comes from version 2."""


def _iter_alerts(
    rng: Random, days: Sequence[date], month: LogMonth, index: int
) -> Iterator[_Alert]:
    agents = [office for office in OFFICES for _agent in range(office.agents)]
    changed = date(month.year, month.month, NEXT_VERSION[1])
    for agent, office in enumerate(agents):
        for _alert in range(office.alerts + rng.randint(-3, 3)):
            kind, day = _draw(rng, office.kinds), rng.choice(days)
            no_bus = kind == VEHICLE and office.rural
            right = rng.random() < (RIGHT_IN_THE_COUNTRY if no_bus else RIGHT[kind])
            second = index > NEXT_VERSION[0] or (index == NEXT_VERSION[0] and day >= changed)
            spared = rng.random() < (SPARED_BY_BUS if no_bus else SPARED_BY_THRESHOLD)
            if right or not (second and spared):
                yield _Alert(agent, kind, office.rural, right, day, second)


def _list_alert_events(
    rng: Random, alert: _Alert, subject: str, month: LogMonth, zone: tzinfo
) -> Iterator[dict[str, Any]]:
    outcome = Outcome(_draw(rng, FOLLOWED if alert.right else SET_ASIDE))
    data: dict[str, Any] = {
        "worker": f"agent-{alert.agent}",
        "system_version": "2" if alert.second else "1",
        "proposal": {"kind": alert.kind, "value": ALERT},
        "outcome": outcome,
        "explanation": _draw(rng, EXPLANATIONS[alert.second]),
    }
    reasons = NO_BUS if alert.kind == VEHICLE and alert.rural else ELSEWHERE
    if outcome is Outcome.OVERRIDDEN and (reason := _draw(rng, reasons)):
        data["reason"] = {"code": reason}
    if outcome is Outcome.MODIFIED:
        data["correction_kinds"] = [rng.choice([CorrectionKind.ASSUMED, CorrectionKind.OMITTED])]
    if rng.random() < OWN_VIEW_FIRST:
        well_judged = rng.random() < 0.8
        data["arm"] = SamplingArm.OWN_VIEW_FIRST
        data["own_judgement"] = ALERT if well_judged == alert.right else NO_ALERT
    minutes = MINUTES.get(outcome, 1.0) * rng.uniform(0.6, 1.7)
    if rng.random() < MINUTES_MEASURED:
        data["active_minutes"] = round(minutes, 1)
    if rng.random() < MINUTES_TOLD:
        data["told_minutes"] = round(minutes * rng.uniform(1.1, 2.2))
        data["told_saved_minutes"] = round(SAVED * rng.uniform(0.4, 1.4)) if alert.right else 0
    at = datetime.combine(alert.day, time(rng.choice([9, 15])), zone)
    yield _make_event(DECISION, subject, at, data)
    if rng.random() < TRUTH_KNOWN:
        value = ALERT if alert.right else NO_ALERT
        yield _make_event(TRUTH, subject, at, {"decided_month": str(month), "value": value})


def _make_event(kind: str, subject: str, at: datetime, data: dict[str, Any]) -> dict[str, Any]:
    return {
        "specversion": "1.0",
        "id": f"{subject}-{'truth' if kind == TRUTH else 'decision'}",
        "source": SOURCE,
        "type": kind,
        "subject": subject,
        "time": at.isoformat(),
        "data": data,
    }


def _list_days(month: LogMonth) -> list[date]:
    first = date(month.year, month.month, 1)
    days = (first + timedelta(days=each) for each in range(31))
    return [day for day in days if day.month == month.month]


def _draw(rng: Random, weights: Weights) -> str:
    return rng.choices(list(weights), list(weights.values()))[0]
