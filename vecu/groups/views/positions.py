"""Positions on hypotheses: the open round, each hypothesis on a page, what came of it."""

from http import HTTPStatus
from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from vecu.groups.forms.members import (
    read_position,
    read_position_form,
    show_position_form,
)
from vecu.groups.presenters.member_rounds import (
    MemberRounds,
    find_latest_view,
    find_open_view,
    lay_out_rounds,
)
from vecu.groups.queries import (
    HypothesisView,
    PositionRound,
    RoundView,
    list_round_views,
)
from vecu.groups.round_actions import RoundClosed, take_position
from vecu.groups.sentences import list_position_promises
from vecu.groups.views.member_session import (
    MemberVisit,
    list_typed_texts,
    member_page,
)
from vecu.groups.vote_dots import describe_division
from vecu.records.errors import RecordRefused
from vecu.ui.question_forms import (
    QuestionForm,
    read_revision,
)
from vecu.ui.requests import get_requested_language

SAVED, REPLACED = "yes", "replaced"


@require_safe
@member_page
def list_positions(visit: MemberVisit) -> HttpResponse:
    """Show the open round with one’s own positions, and what came of those that closed."""
    context = {
        "rounds": lay_out_rounds(list_views(visit)),
        "promises": list_position_promises(),
        "saved": visit.request.GET.get("saved", ""),
    }
    return visit.render("groups/members/positions.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@member_page
def take_member_position(visit: MemberVisit, hypothesis: UUID) -> HttpResponse:
    """Ask for a position on one hypothesis, save it, and show what came of it once counted."""
    if visit.request.method == "POST" and not get_requested_language(visit.request):
        return _save(visit, hypothesis)
    opened = find_open_view(list_views(visit), hypothesis)
    form = show_position_form(opened.own if opened else None)
    if visit.request.method == "POST":
        form = read_position_form(visit.request.POST)
    return _show(visit, hypothesis, form)


def list_views(visit: MemberVisit) -> list[RoundView]:
    """Return the rounds as this member sees them, in this browser."""
    return list_round_views(visit.group, visit.member, visit.today, visit.device)


def _save(visit: MemberVisit, hypothesis: UUID) -> HttpResponse:
    post = visit.request.POST
    form, content = read_position_form(post), read_position(post)
    sealed = _find_round(list_views(visit), hypothesis, post.get("round", ""))
    if sealed is None:
        return _refuse_elsewhere(visit)
    if content is None:
        problem = {"stance": _("Choose one of the four answers. You may also pass.")}
        return _show(visit, hypothesis, form.refuse(problem), HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        taken = take_position(
            visit.member,
            sealed,
            hypothesis,
            content,
            revision=read_revision(post),
            device=visit.device,
            now=timezone.now(),
        )
    except RoundClosed as refusal:
        return _show_closed(visit, hypothesis, str(refusal))
    except RecordRefused as refusal:
        form = form.refuse(refusal.problems)
        return _show(visit, hypothesis, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    return _go_on(visit, REPLACED if taken.replaced_other else SAVED)


def _find_round(views: list[RoundView], hypothesis: UUID, number: str) -> PositionRound | None:
    """Return the round that a form was made for, not one that opened since, None if not on this."""
    return next(
        (
            view.round
            for view in views
            if str(view.round.number) == number
            and any(each.hypothesis.pk == hypothesis for each in view.hypotheses)
        ),
        None,
    )


def _go_on(visit: MemberVisit, saved: str) -> HttpResponse:
    """Lead to the next hypothesis without a position, or to all of them."""
    opened = lay_out_rounds(list_views(visit)).open
    following = opened.following if opened else None
    if following is None:
        return visit.redirect("groups:my-positions", query=f"saved={saved}")
    return visit.redirect("groups:my-position", following.pk, query=f"saved={saved}")


def _show(
    visit: MemberVisit, hypothesis: UUID, form: QuestionForm, status: int = HTTPStatus.OK
) -> HttpResponse:
    views = list_views(visit)
    rounds, opened = lay_out_rounds(views), find_open_view(views, hypothesis)
    found = opened or find_latest_view(views, hypothesis)
    if found is None:
        return _refuse_elsewhere(visit)
    context = _describe(visit, rounds, found) | {"form": form if opened else None}
    return visit.render("groups/members/position.html", context, status)


def _show_closed(visit: MemberVisit, hypothesis: UUID, message: str) -> HttpResponse:
    """Say that it came after the close; what was typed is shown to be copied."""
    views = list_views(visit)
    found = find_latest_view(views, hypothesis)
    assert found is not None  # noqa: S101 - a round on it has closed
    context = _describe(visit, lay_out_rounds(views), found) | {
        "form": None,
        "too_late": message,
        "typed": list_typed_texts(visit.request),
    }
    return visit.render("groups/members/position.html", context, HTTPStatus.CONFLICT)


def _describe(visit: MemberVisit, rounds: MemberRounds, found: HypothesisView) -> dict[str, object]:
    key = found.hypothesis.pk
    results = rounds.list_results_of(key)
    dots = [row for each in reversed(results) for row in each.outcome.dots]
    return {
        "rounds": rounds,
        "hypothesis": found.hypothesis,
        "other_device": found.other_device,
        "number": rounds.open.get_number(key) if rounds.open else 0,
        "promises": list_position_promises(),
        "results": results,
        "dots": dots,
        "division": describe_division(dots[-1]) if dots else "",
        "saved": visit.request.GET.get("saved", ""),
        "too_late": "",
        "typed": [],
    }


def _refuse_elsewhere(visit: MemberVisit) -> HttpResponse:
    """Say that the group was not asked about this; what was typed is shown to be copied."""
    return visit.render_elsewhere(
        _("Nothing to take a position on here"),
        _("No round of your group is on this hypothesis. See the others under “My positions”."),
    )
