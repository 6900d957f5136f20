"""Pages of the rounds of a group: open one, close it, read what it shows once it was counted."""

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from vecu.accounts import rules as allowed
from vecu.groups.checks import list_size_problems
from vecu.groups.forms.rounds import RoundOpeningForm
from vecu.groups.presenters.rounds import RoundPresentation, describe_round, name_round
from vecu.groups.public_totals import explain_sealed_totals
from vecu.groups.queries import (
    LearningGroup,
    list_offered_hypotheses,
    list_round_views,
)
from vecu.groups.round_actions import close_round as count_and_close
from vecu.groups.round_actions import open_round as begin_round
from vecu.groups.rules import ROUNDS
from vecu.groups.sentences import list_position_promises
from vecu.groups.views.group_access import GroupVisit, group_page
from vecu.records.errors import RecordRefused
from vecu.records.submission import press_button
from vecu.ui.requests import READ_OR_WRITE


@group_page(allowed.can_see_group)
def list_rounds(visit: GroupVisit) -> HttpResponse:
    """List the rounds, and what can be done next."""
    rounds = _describe_rounds(visit.group)
    complete = len(rounds) == ROUNDS and all(each.outcomes for each in rounds)
    context = {
        "rounds": rounds,
        "too_small": list_size_problems(visit.group).get("", ""),
        "may_open": not visit.group.ended
        and len(rounds) < ROUNDS
        and all(each.view.round.closed for each in rounds),
        "next_title": name_round(min(len(rounds) + 1, ROUNDS)),
        "complete": complete,
        "sealed": explain_sealed_totals(visit.group) if complete else "",
    }
    return visit.render("groups/rounds.html", context)


@group_page(allowed.can_see_group)
def show_round(visit: GroupVisit, number: int) -> HttpResponse:
    """Show a round: while it is open nothing of who answered, then what it shows."""
    return visit.render("groups/round.html", {"presentation": _get_round(visit.group, number)})


@group_page(allowed.can_lead_group, READ_OR_WRITE)
def open_round(visit: GroupVisit) -> HttpResponse:
    """Open the first or the second round on some hypotheses, until the end of a day."""
    act, offered = visit.act, list_offered_hypotheses(visit.group)
    form = RoundOpeningForm(visit.sent, offered=offered, today=timezone.localdate(act["now"]))
    if form.is_valid():
        try:
            opened = begin_round(visit.group, form.content, **act)
        except RecordRefused as refusal:
            form.refuse(refusal.problems)
        else:
            return visit.go_on(_("The round is open."), "groups:round", opened.number)
    context = {
        "form": form,
        "problems": form.problems,
        "too_small": list_size_problems(visit.group).get("", ""),
        "title": name_round(min(visit.group.rounds.count() + 1, ROUNDS)),
        "promises": list_position_promises(),
    }
    return visit.render("groups/open_round.html", context)


@group_page(allowed.can_lead_group, READ_OR_WRITE)
def close_round(visit: GroupVisit, number: int) -> HttpResponse:
    """Ask, then close a round before its last day is over; it is counted at once, for good."""
    presentation, refused = _get_round(visit.group, number), ""
    if visit.sent is not None:
        sealed = presentation.view.round
        refused = press_button(lambda: count_and_close(sealed, **visit.act))
        if not refused:
            return visit.go_on(_("The round is closed and counted."), "groups:round", number)
    context = {"presentation": presentation, "refused": refused}
    return visit.render("groups/close_round.html", context, status=422 if refused else 200)


def _describe_rounds(group: LearningGroup) -> list[RoundPresentation]:
    return [describe_round(each) for each in list_round_views(group, None, timezone.localdate())]


def _get_round(group: LearningGroup, number: int) -> RoundPresentation:
    found = next(
        (each for each in _describe_rounds(group) if each.view.round.number == number), None
    )
    if found is None:
        raise Http404
    return found
