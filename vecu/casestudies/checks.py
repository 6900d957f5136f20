"""Why what somebody wrote of an evaluation cannot be stored, drawn or undone."""

from dataclasses import fields
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from vecu.casestudies.content import (
    BlindReadingContent,
    EvaluationEntryContent,
    EvaluationPlan,
    EvaluationStop,
    LotWeekContent,
)
from vecu.casestudies.models import NAME_LENGTH, BlindReading, LotWeek, ToolEvaluation
from vecu.casestudies.rules import (
    FEWEST_IN_LOT,
    LOT_NAMES,
    MOST_CLOCKED,
    MOST_MINUTES,
    MOST_PEOPLE,
    MOST_SPREAD,
    WeekEvent,
    get_closing_day,
    has_begun,
)
from vecu.dialogue.avis_clock import AvisState, judge_avis
from vecu.dialogue.queries import StaffConsultation, find_dialogue_entry
from vecu.dialogue.rules import DialogueKind
from vecu.records.kinds import list_answered_problems
from vecu.records.queries import Act
from vecu.records.rules import Side, Standing
from vecu.register.checks import (
    list_content_problems,
    list_day_problems,
    list_group_problems,
    list_unfit_texts,
)
from vecu.register.queries import System
from vecu.stats import FEWEST_LOTS, MOST_LOTS
from vecu.ui.templatetags.ui import day as format_day

Problems = dict[str, str]
_NO_ANSWER = frozenset({AvisState.AWAITED, AvisState.OVERDUE})
SHORTEST_WORDS = 4


def find_consultation(evaluation: ToolEvaluation | EvaluationPlan, system: System) -> Any:
    """Return the consultation that an evaluation names, None if it names none or it is gone."""
    if evaluation.consultation is None:
        return None
    return find_dialogue_entry(system.scope, DialogueKind.CONSULTATION, evaluation.consultation)


def list_plan_problems(
    system: System, content: EvaluationPlan, _row: ToolEvaluation | None, _today: date
) -> Problems:
    """Return by field why an evaluation cannot be planned so."""
    problems = _list_shared_problems(system, content)
    if not FEWEST_LOTS <= content.lots <= MOST_LOTS:
        problems["lots"] = _(
            "Choose %(fewest)s to %(most)s starting groups. With four there are 24 orders only: no"
            " two-sided test at 5 %% exists."
        ) % {"fewest": FEWEST_LOTS, "most": MOST_LOTS}
    elif not content.lots * FEWEST_IN_LOT <= content.people <= MOST_PEOPLE:
        problems["people"] = _(
            "%(lots)s starting groups need %(fewest)s people at least, three in each: totals of"
            " fewer would show what one person did. The limit is %(most)s."
        ) % {
            "lots": content.lots,
            "fewest": content.lots * FEWEST_IN_LOT,
            "most": MOST_PEOPLE,
        }
    if content.starts.weekday():
        message = _("%(day)s is no Monday. Weeks begin on Mondays.")
        problems["starts"] = message % {"day": format_day(content.starts)}
    if not 0 < content.spread <= MOST_SPREAD:
        problems["spread"] = _("Give a number of minutes from 1 to %(most)s.") % {
            "most": MOST_SPREAD
        }
    if content.consultation and any(content.why_none.values()):
        problems["why_none_fr"] = _("Either a consultation, or why none is due: not both.")
    elif content.consultation and find_consultation(content, system) is None:
        problems["consultation"] = _("This consultation is gone. Choose another one.")
    return problems


def list_fixed_problems(row: ToolEvaluation, _side: str) -> Problems:
    """Return why a plan cannot be changed or removed any more."""
    if row.stopped:
        return {"": _("This evaluation was stopped. Its plan stays as it is.")}
    if row.drawn:
        return {"": _("The order has been drawn: the plan stays as it is. You can stop it.")}
    if row.fixed:
        return {"": _("The groups are fixed. Undo that first, in the history, before the draw.")}
    return {}


def list_fixing_problems(row: ToolEvaluation, today: date) -> Problems:
    """Return why the lots cannot be fixed now."""
    if row.fixed or row.stopped:
        return list_fixed_problems(row, "")
    return _list_late_start(row, today)


def list_draw_problems(row: ToolEvaluation, words: str, by: str, today: date) -> Problems:
    """Return why the order cannot be drawn by this account with these words now."""
    if row.stopped or row.drawn or not row.fixed:
        message = _("The groups are not fixed yet: nothing can be drawn.")
        return list_fixed_problems(row, "") if row.stopped or row.drawn else {"": message}
    if problems := _list_late_start(row, today) | list_consultation_problems(row, today):
        return problems
    if Act.objects.filter(entry=row.pk, by=by, undoes=None).exclude(side=Side.STAFF).exists():
        return {"": _("This account planned it for the other side: somebody else must draw.")}
    if len(words) < SHORTEST_WORDS or len(words) > NAME_LENGTH:
        message = _("Write some words, from %(fewest)s to %(most)s characters.")
        return {"words": message % {"fewest": SHORTEST_WORDS, "most": NAME_LENGTH}}
    return list_unfit_texts([("words", words, NAME_LENGTH)])


def list_consultation_problems(row: ToolEvaluation, today: date) -> Problems:
    """Return why an evaluation cannot begin: nothing says that the body was consulted before."""
    if any(row.why_none.values()):
        return {}
    noted: StaffConsultation | None = find_consultation(row, row.system)
    if noted is None:
        message = _(
            "Choose the consultation of the CST or CSE in the plan, or say why none is due."
        )
    elif judge_avis(noted.dates, today).state in _NO_ANSWER:
        message = _("The opinion on the protocol is awaited: nothing begins before.")
    elif noted.standing is not Standing.CONFIRMED:
        message = _("Representatives have not confirmed the minutes of the consultation yet.")
    else:
        return {}
    return {"": message}


def list_stop_problems(row: ToolEvaluation, content: EvaluationStop) -> Problems:
    """Return why an evaluation cannot be stopped so."""
    if row.stopped:
        return list_fixed_problems(row, "")
    if not any(content.stopped_reason.values()):
        return {"stopped_reason_fr": _("Say why it is stopped: the reason stays public.")}
    return list_content_problems(content, {})


def list_week_problems(
    system: System, content: LotWeekContent, row: LotWeek | None, today: date
) -> Problems:
    """Return by field why totals cannot stand so."""
    found = ToolEvaluation.objects.filter(system=system, pk=content.evaluation).first()
    if found is None or not found.drawn:
        return {"": _("No order has been drawn: there are no weeks to note.")}
    if content.lot not in found.order or not 1 <= content.week <= found.weeks:
        return {"": _("This evaluation has no such group or week.")}
    closing = get_closing_day(found.starts, content.week)
    if today < closing:
        message = _("Week %(week)s ends on %(day)s. Note its totals from then on.")
        return {"": message % {"week": content.week, "day": format_day(closing)}}
    others = LotWeek.objects.filter(evaluation=found.pk, lot=content.lot, week=content.week)
    others = others.exclude(pk=row.pk) if row else others
    if others.exists():
        words = {"lot": LOT_NAMES[content.lot], "week": content.week}
        message = _("Totals of group %(lot)s in week %(week)s are noted already. Correct those.")
        return {"": message % words}
    return _list_total_problems(content, found)


def _list_total_problems(content: LotWeekContent, evaluation: ToolEvaluation) -> Problems:
    felt_minutes = {"gross": content.gross, "checking": content.checking, "care": content.care}
    if content.people == 0:
        names = {each.name for each in fields(content)} - {"evaluation", "lot", "week", "event"}
        message = _("Nobody is counted: leave everything else at 0.")
        return {name: message for name in names if getattr(content, name)}
    if content.people < FEWEST_IN_LOT or content.people > MOST_PEOPLE:
        message = _(
            "Three people at least: totals of fewer would show what one person did. Note 0 where"
            " fewer worked, and the week is left out."
        )
        return {"people": message}
    problems = _list_clock_problems(content) | _list_consent_problems(content)
    most = content.people * MOST_MINUTES
    if content.writing > most:
        message = _("%(people)s people cannot write for more than %(most)s minutes in a week.")
        problems["writing"] = message % {"people": content.people, "most": most}
    if content.gross > most:
        problems["gross"] = _("The limit is %(most)s minutes.") % {"most": most}
    if content.checking + content.care > content.writing:
        problems["writing"] = _(
            "All minutes of writing hold those of checking and of care of the machine: they cannot"
            " be fewer."
        )
    waiting = not has_begun(evaluation.order, content.lot, content.week)
    felt_minutes["gain"] = bool(content.gain)
    if waiting and content.event != WeekEvent.EARLY and any(felt_minutes.values()):
        problems["event"] = _(
            "This group had not begun: it saves nothing and checks nothing. Or say that some used"
            " the tool already."
        )
    return problems


def _list_clock_problems(content: LotWeekContent) -> Problems:
    people, minutes = content.clocked_people, max(content.clocked, content.guessed)
    if people and not FEWEST_IN_LOT <= people <= content.people:
        message = _("From three people to all of those at work, or 0.")
        return {"clocked_people": message}
    if minutes > people * MOST_CLOCKED:
        message = _("%(people)s people cannot write for more than %(most)s minutes in two days.")
        return {"clocked": message % {"people": people, "most": people * MOST_CLOCKED}}
    return {}


def _list_consent_problems(content: LotWeekContent) -> Problems:
    if content.withdrawn <= content.accepted <= content.requested:
        return {}
    message = _("No more can accept than were asked, nor change their mind than accepted.")
    return {"accepted": message}


def list_reading_problems(
    system: System, content: BlindReadingContent, _row: BlindReading | None, today: date
) -> Problems:
    """Return by field why a blind reading cannot be noted so."""
    problems = _list_shared_problems(system, content)
    problems |= list_day_problems("day", content.day, today)
    if not ToolEvaluation.objects.filter(system=system, pk=content.evaluation).exists():
        problems[""] = _("The evaluation of this reading is gone.")
    if not 0 < content.readers <= MOST_PEOPLE:
        problems["readers"] = _("Say how many people read, from 1 to %(most)s.") % {
            "most": MOST_PEOPLE
        }
    elif content.own + content.machine > content.readers:
        problems["readers"] = _("There are more choices than readers.")
    return problems


def list_removal_problems(row: ToolEvaluation, side: str) -> Problems:
    """Return why an evaluation cannot be removed."""
    return list_fixed_problems(row, side) or dict(list_answered_problems(row, side))


def list_undo_problems(
    _act: Act, row: ToolEvaluation | None, restored: ToolEvaluation | None
) -> Problems:
    """Return why a plan cannot be taken back: a draw is made once, and nothing it stands on moves.

    Else an owner could undo draws until one obeys.
    """
    if row is not None and (row.drawn or row.stopped):
        return list_fixed_problems(row, "")
    return dict(list_answered_problems(row, "")) if row is not None and restored is None else {}


def _list_late_start(row: ToolEvaluation, today: date) -> Problems:
    if today < row.starts:
        return {}
    message = _("The first week begins on %(day)s: the order is drawn before. Plan another start.")
    return {"": message % {"day": format_day(row.starts)}}


def _list_shared_problems(system: System, content: EvaluationEntryContent) -> Problems:
    return list_content_problems(content, content.needed) | list_group_problems(
        system.scope, getattr(content, "group", "")
    )
