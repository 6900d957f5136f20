"""Dialogue in sentences: what was shared, what was agreed, why a clause fired."""

from collections.abc import Iterable, Mapping

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from vecu.deliberation.models import AgendaItem, ReviewClause, StaffAgreement, WorkshopPoint
from vecu.deliberation.rules import COLLEGE_LABELS, ClauseCause, College, Ending, WatchedFigure
from vecu.fieldlog.counted_figures import name_month
from vecu.register.rules import RIGHT_TO_REFUSE
from vecu.translation import pick_language
from vecu.ui.templatetags.ui import day as format_day


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
                "Comes back to the agenda if the machine takes more minutes than it saves in a"
                " month, felt or measured, or if these minutes are still not public 30 days after"
                " the month has closed."
            )
        case WatchedFigure.DATE:
            day = format_day(clause.due) if clause.due else ""
            return _("Comes back to the agenda on %(day)s.") % {"day": day}
    raise ValueError(clause.watched)


def describe_cause(item: AgendaItem) -> str:
    """Return why a clause put an item on the agenda, '' if a group asked for it."""
    if item.clause is None:
        return ""
    month = name_month(item.month) if item.month else ""
    match ClauseCause(item.cause), WatchedFigure(item.clause.watched):
        case ClauseCause.ABOVE, WatchedFigure.MINUTES:
            sentence = _("In %(month)s the machine took more minutes than it saved.")
        case ClauseCause.ABOVE, _watched:
            sentence = _("In %(month)s people overrode more than %(most)s%% of its proposals.")
        case ClauseCause.HIDDEN, _watched:
            sentence = _("%(month)s: the figure is hidden, because too few decisions can be shown.")
        case ClauseCause.MISSING, _watched:
            sentence = _(
                "%(month)s: the figure is still not public, 30 days after the month closed."
            )
        case _cause:
            sentence = _("The day agreed for the review has come.")
    text = sentence % {"month": month, "most": item.clause.most}
    return text[:1].upper() + text[1:]


def pick_text(texts: Mapping[str, str]) -> str:
    """Return a text in the language of the reader, else in the one that there is."""
    return texts.get(pick_language(texts, get_language() or "en"), "")


def _list_colleges(colleges: Iterable[College]) -> str:
    names = [_(COLLEGE_LABELS[each]) for each in colleges]
    return ", ".join(name[:1].lower() + name[1:] for name in names)
