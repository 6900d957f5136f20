"""Dialogue in sentences: what was shared, what was agreed, why a clause fired."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from vecu.dialogue.avis_clock import COUNSEL, AvisStanding, AvisState
from vecu.dialogue.models import (
    AgendaItem,
    ReviewClause,
    StaffAgreement,
    StaffConsultation,
    WorkshopPoint,
)
from vecu.dialogue.rules import (
    ClauseCause,
    College,
    Ending,
    StaffBody,
    WatchedFigure,
)
from vecu.fieldlog.counted_figures import name_month
from vecu.register.rules import RIGHT_TO_REFUSE
from vecu.translation import gettext_noop
from vecu.ui.templatetags.ui import day as format_day
from vecu.ui.wording import lower_first, pick_text

SILENCE = gettext_noop("Without an opinion by then, it counts as negative.")
"""Of a CSE."""
_SILENT_SO_FAR = {AvisState.AWAITED, AvisState.OVERDUE, AvisState.SILENT}


def describe_shared_point(point: WorkshopPoint) -> str:
    """Return a point with who shares it, and who was not there to say so."""
    workshop = point.workshop
    sentence = _("Shared at the workshop of %(day)s by %(present)s: “%(statement)s”.") % {
        "day": format_day(workshop.day),
        "present": _list_colleges(workshop.present),
        "statement": pick_text(point.statement),
    }
    if absent := workshop.absent:
        not_there = _("Not present: %(absent)s.") % {"absent": _list_colleges(absent)}
        sentence = f"{sentence} {not_there}"
    return f"{sentence} {_(RIGHT_TO_REFUSE)}"


def describe_agreement(agreement: StaffAgreement) -> str:
    """Return what was agreed, who signed it, and until when it holds as far as that is noted."""
    words = {
        "day": format_day(agreement.day),
        "subject": pick_text(agreement.subject),
        "employer": agreement.employer,
        "unions": ", ".join(agreement.unions),
        "terms": pick_text(agreement.terms),
    }
    sentence = (
        _("Agreement of %(day)s, %(subject)s, signed by %(employer)s and %(unions)s: %(terms)s")
        % words
    )
    if agreement.ending is Ending.DENOUNCED and agreement.ended_day:
        denounced = _(
            "Denounced on %(day)s by %(group)s; how long it still holds is to be checked by"
            " counsel."
        ) % {"day": format_day(agreement.ended_day), "group": agreement.ended_by}
        return f"{sentence} {denounced}"
    if agreement.until:
        until = _("Signed until %(day)s.") % {"day": format_day(agreement.until)}
        return f"{sentence} {until}"
    return sentence


def describe_watch(clause: ReviewClause) -> str:
    """Return when a clause fires."""
    match WatchedFigure(clause.watched):
        case WatchedFigure.OVERRIDES:
            return _(
                "Comes back to the agenda if people override more than %(most)s%% of what the"
                " machine proposes in a month, or if that share is still not public 30 days after"
                " the month has closed."
            ) % {"most": clause.most}
        case WatchedFigure.MINUTES:
            return _(
                "Comes back to the agenda if, in a month, the machine takes more minutes than it"
                " saves on a decision, both as people feel them, or if these minutes are still not"
                " public 30 days after the month has closed."
            )
        case WatchedFigure.UPKEEP:
            return _(
                "Comes back to the agenda if the system itself takes more than %(most)s hours in a"
                " month, for settings, data and answering for it, or if these hours are still not"
                " public 30 days after the month has closed."
            ) % {"most": clause.most}
        case WatchedFigure.LATE_LOOKS:
            return _describe_late_watch(clause.most)
        case WatchedFigure.SERVED_AS_WELL:
            return _(
                "Comes back to the agenda if those who say no are seen to lose something in two"
                " quarters, or if one complaint that a no cost something is upheld."
            )
        case WatchedFigure.DATE:
            day = format_day(clause.due) if clause.due else ""
            return _("Comes back to the agenda on %(day)s.") % {"day": day}
    raise ValueError(clause.watched)


def _describe_late_watch(most: int | None) -> str:
    if not most:
        return _(
            "Comes back to the agenda if a second look that was due in a month is answered late,"
            " or not at all."
        )
    return _(
        "Comes back to the agenda if more than %(most)s second looks that were due in a month are"
        " answered late, or not at all."
    ) % {"most": most}


def describe_clock(consultation: StaffConsultation, standing: AvisStanding) -> str:
    """Return until when a body may answer, what sets that day, and what its silence counts as."""
    if standing.last_day is None and standing.state not in _SILENT_SO_FAR:
        return ""
    if standing.last_day is None:
        return _("No last day is known for this body: to be checked by counsel.")
    words = {"day": format_day(standing.last_day), "source": consultation.last_day_source}
    if standing.computed:
        last_day = _("Last day for the opinion: %(day)s.") % words
    else:
        last_day = _("Last day for the opinion: %(day)s (%(source)s).") % words
    if standing.state not in _SILENT_SO_FAR:
        return f"{last_day} {_(COUNSEL)}" if standing.computed else last_day
    if consultation.body_kind != StaffBody.CSE:
        silence = _("What silence counts as then is not known here: to be checked by counsel.")
    elif standing.computed:
        silence = f"{_(SILENCE)} {_(COUNSEL)}"
    else:
        silence = _("Without an opinion by then, it counts as negative: to be checked by counsel.")
    return f"{last_day} {silence}"


def describe_late_avis(consultation: StaffConsultation, standing: AvisStanding) -> str:
    """Return that an avis came when silence already counted, '' if none did."""
    if standing.late is None or consultation.avis_day is None:
        return ""
    words = {
        "day": format_day(consultation.avis_day),
        "avis": lower_first(_(standing.late.label)),
    }
    return (
        _(
            "An opinion came later, on %(day)s: %(avis)s. It stays readable; whether it counts is"
            " to be checked by counsel."
        )
        % words
    )


def describe_cause(item: AgendaItem) -> str:
    """Return why a clause put an item on the agenda, '' if a group asked for it."""
    if item.clause is None:
        return ""
    month = name_month(item.month) if item.month else ""
    match ClauseCause(item.cause), WatchedFigure(item.clause.watched):
        case ClauseCause.ABOVE, WatchedFigure.MINUTES:
            sentence = _("In %(month)s the machine took more minutes than it saved.")
        case ClauseCause.ABOVE, WatchedFigure.UPKEEP:
            sentence = _("In %(month)s the system itself took more than %(most)s hours.")
        case ClauseCause.ABOVE, _watched:
            sentence = _("In %(month)s people overrode more than %(most)s%% of its proposals.")
        case ClauseCause.HIDDEN, _watched:
            sentence = _(
                "%(month)s: other figures were public, this one was hidden, wholly or for the most"
                " part."
            )
        case ClauseCause.MISSING, _watched:
            sentence = _("%(month)s: no figure was public 30 days after the month had closed.")
        case ClauseCause.LOSS, _watched:
            sentence = _(
                "%(month)s: a complaint that a no cost something was upheld, or a second quarter"
                " shows a loss. The tool stops at this site until it is talked about."
            )
        case ClauseCause.LATE, _watched if not item.clause.most:
            sentence = _("%(month)s: a second look was answered late, or not at all.")
        case ClauseCause.LATE, _watched:
            sentence = _(
                "%(month)s: more than %(most)s second looks were answered late, or not at all."
            )
        case _cause:
            sentence = _("The day agreed for the review has come.")
    text = sentence % {"month": month, "most": item.clause.most}
    return text[:1].upper() + text[1:]


def _list_colleges(colleges: Iterable[College]) -> str:
    *first, last = [lower_first(_(each.label)) for each in colleges]
    return (
        _("%(listed)s and %(last)s") % {"listed": ", ".join(first), "last": last} if first else last
    )
