"""What pages and documents say of the weeks of an evaluation, in the language of the reader."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from vecu.casestudies.models import LotWeek, ToolEvaluation
from vecu.casestudies.queries import EvaluationDetail
from vecu.casestudies.record_kinds import EVALUATIONS
from vecu.casestudies.rules import (
    LOT_NAMES,
    WeekEvent,
    get_closing_day,
    get_monday,
    has_begun,
    list_clocked_days,
)
from vecu.casestudies.week_counts import (
    average_clocked_writing,
    find_usual_gain,
    share_consent,
)
from vecu.records.kinds import CHANGE, REMOVE
from vecu.records.queries import list_acts
from vecu.ui.templatetags.ui import day as format_day
from vecu.ui.wording import lower_first


@dataclass(frozen=True, slots=True)
class WeekCell:
    """A lot in a week: whether it was drawn to have begun, its totals, and whether it can be noted.

    `early`: what happened is not what was drawn.
    """

    lot: int
    week: int
    begun: bool
    is_over: bool
    totals: LotWeek | None

    @property
    def name(self) -> str:
        """The lot's letter."""
        return LOT_NAMES[self.lot]

    @property
    def event(self) -> str:
        """What did not go as drawn, '' if all did."""
        event = self.totals.event if self.totals else WeekEvent.NONE
        return "" if event == WeekEvent.NONE else _(WeekEvent(event).label)


@dataclass(frozen=True, slots=True)
class WeekRow:
    """A week with its lots."""

    number: int
    monday: date
    cells: Sequence[WeekCell]
    clocked: str
    """The two days on which minutes are clocked, '' before the draw."""


def list_week_rows(detail: EvaluationDetail, today: date) -> list[WeekRow]:
    """Return the weeks with their lots, as the order was drawn; by letter before the draw."""
    evaluation = detail.evaluation
    order = evaluation.order or list(range(evaluation.lots))
    return [
        WeekRow(
            week,
            get_monday(evaluation.starts, week),
            [
                WeekCell(
                    lot,
                    week,
                    has_begun(order, lot, week),
                    today >= get_closing_day(evaluation.starts, week),
                    detail.find_totals(lot, week),
                )
                for lot in range(evaluation.lots)
            ],
            describe_clocked_days(evaluation, week),
        )
        for week in range(1, evaluation.weeks + 1)
    ]


def describe_clocked_days(evaluation: ToolEvaluation, week: int) -> str:
    """Return on which two days of a week minutes are clocked, '' before the draw."""
    if not evaluation.drawn:
        return ""
    monday = get_monday(evaluation.starts, week)
    first, second = list_clocked_days(evaluation.half, evaluation.words, monday, week)
    days = {"first": date_format(first, "l j"), "second": date_format(second, "l j F")}
    return _("%(first)s and %(second)s") % days


def list_week_sentences(detail: EvaluationDetail) -> list[str]:
    """Return what groups noted beside their minutes, where enough people are in it."""
    rows, sentences = detail.totals, list[str]()
    gain = find_usual_gain(rows, detail.evaluation.order)
    words = _("What groups say most often became of the time gained: %(gain)s.")
    unknown = _("What became of the time gained: too few groups say the same to tell.")
    sentences.append(words % {"gain": lower_first(_(gain.label))} if gain else unknown)
    if clock := average_clocked_writing(rows):
        words = _(
            "On days that were drawn, %(people)s people clocked their writing: %(clocked)s minutes"
            " a day, where they had guessed %(guessed)s."
        )
        minutes = {"clocked": round(clock.clocked), "guessed": round(clock.guessed)}
        sentences.append(words % {"people": clock.people, **minutes})
    if consent := share_consent(rows):
        words = _("Of the people accompanied who were asked, about %(accepted)s in 10 accepted.")
        sentences.append(words % {"accepted": consent.accepted})
        words = _("About %(unrequested)s in 10 were not asked.")
        nearly = _("Nearly all were asked.")
        sentences.append(words % {"unrequested": n} if (n := consent.unrequested) else nearly)
    return sentences


def list_deviations(detail: EvaluationDetail) -> list[str]:
    """Return what did not go as drawn, without its lot, and what was corrected late."""
    rows = detail.totals
    counts = [(event, sum(each.event == event for each in rows)) for event in WeekEvent]
    words = _("%(event)s (group weeks: %(weeks)s).")
    events = [
        words % {"event": _(event.label), "weeks": weeks}
        for event, weeks in counts
        if weeks and event is not WeekEvent.NONE
    ]
    empty = sum(not each.people for each in rows)
    if empty:
        events.append(
            ngettext(
                "%(weeks)s week of a group is left out: fewer than three people were at work.",
                "%(weeks)s weeks of groups are left out: fewer than three people were at work.",
                empty,
            )
            % {"weeks": empty}
        )
    return [*events, *_list_corrections(detail)]


def _list_corrections(detail: EvaluationDetail) -> list[str]:
    """Return how many totals were corrected or removed after the last week, and when last."""
    evaluation = detail.evaluation
    acts = list_acts(evaluation.system.scope, EVALUATIONS)
    late = acts.filter(
        kind="lot week",
        verb__in=(CHANGE, REMOVE),
        day__gt=evaluation.last_day + timedelta(weeks=1),
    )
    days = [
        each.day
        for each in late
        if (each.before or each.after or {}).get("evaluation") == str(evaluation.pk)
    ]
    if not days:
        return []
    return [
        ngettext(
            "%(totals)s total was corrected more than a week after the end, on %(day)s.",
            "%(totals)s totals were corrected more than a week after the end, the last on %(day)s.",
            len(days),
        )
        % {"totals": len(days), "day": format_day(max(days))}
    ]
