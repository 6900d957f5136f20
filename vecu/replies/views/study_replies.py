"""The page on which members read replies, name sectors, and release figures of replies."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from http import HTTPStatus
from json import dumps
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from vecu.accounts.actions import record_audit_event
from vecu.accounts.decorators import StaffRequest, require_permission
from vecu.accounts.rules import Role, can_release
from vecu.datasets import release_actions, release_queries
from vecu.datasets.forms.releases import GroupForm, build_group_field
from vecu.datasets.release_figures import build_count_figure, get_count_figure
from vecu.datasets.release_queries import Released
from vecu.datasets.releases.planning import PlannedFigure
from vecu.errors import VecuError
from vecu.evidence.queries import Finding, list_findings
from vecu.replies import actions
from vecu.replies.forms import build_sector_fields, read_sector_names
from vecu.replies.models import Reason
from vecu.replies.queries import list_sectors, map_bursts, map_reasons
from vecu.replies.released_replies import ReplyFigures, build_reply_figures, read_card
from vecu.replies.reply_series import SECTOR, build_reply_series
from vecu.surveys.queries import Study, get_study
from vecu.ui.figures import CountFigure


@require_permission(can_release, get_study)
@require_safe
def show_replies(request: StaffRequest, study: Study, role: Role) -> HttpResponse:
    """Show what was replied to each finding in months that are over, as it can be released."""
    record_audit_event(
        request.user.get_username(), "read replies", study.scope, "", now=timezone.now()
    )
    return _page(request, study, role)


@require_permission(can_release, get_study)
@require_POST
def choose_sectors(request: StaffRequest, study: Study, role: Role) -> HttpResponse:
    """Name the sectors of a study."""
    names = read_sector_names(request.POST.dict())
    try:
        actions.choose_sectors(study, names, by=request.user.get_username(), now=timezone.now())
    except VecuError as refusal:
        return _page(request, study, role, str(refusal), typed=names)
    messages.success(request, _("The sectors are saved."))
    return redirect("replies:study-replies", study.slug)


@require_permission(can_release, get_study)
@require_POST
def count(request: StaffRequest, study: Study, role: Role) -> HttpResponse:
    """Count the replies of months that are over for an extract, by sector where there are any."""
    series = build_reply_series(timezone.localdate())
    state = release_queries.get_extract_state(study, series=series)
    by_sector = bool(list_sectors(study.id)) and state.can_break_down
    try:
        release_actions.freeze_extract(
            study,
            [SECTOR] if by_sector else [],
            series=series,
            by=request.user.get_username(),
            now=timezone.now(),
        )
    except VecuError as refusal:
        return _page(request, study, role, str(refusal))
    messages.success(request, _("The replies are counted: their figures can be released."))
    return redirect("replies:study-replies", study.slug)


@require_permission(can_release, get_study)
@require_POST
def release(request: StaffRequest, study: Study, role: Role) -> HttpResponse:
    """Release all figures that the page showed; where they have changed since, none."""
    actor = request.user
    form = GroupForm(request.POST, persons=[actor.get_username(), actor.get_full_name()])
    planned = _plan(study)
    if not form.is_valid():
        return _page(request, study, role, str(next(iter(form.errors.values()))[0]))
    if form.cleaned_data["seen"] != _get_fingerprint(planned):
        problem = _("These figures have changed since you saw them. Look at them again.")
        return _page(request, study, role, problem)
    try:
        made = release_actions.release(
            study.scope,
            [each.request for each in planned],
            series=build_reply_series(timezone.localdate()),
            group=form.cleaned_data["group"],
            by=actor.get_username(),
            now=timezone.now(),
        )
    except VecuError as refusal:
        return _page(request, study, role, str(refusal))
    text = ngettext(
        "%(count)s figure is public now.", "%(count)s figures are public now.", len(made)
    )
    messages.success(request, text % {"count": len(made)})
    return redirect("replies:study-replies", study.slug)


@require_permission(can_release, get_study)
@require_POST
def take_back(request: StaffRequest, study: Study, role: Role, figure: UUID) -> HttpResponse:
    """Take a figure of replies off all pages."""
    series = build_reply_series(timezone.localdate())
    try:
        release_actions.take_release_back(
            study.scope,
            figure,
            series=series,
            by=request.user.get_username(),
            now=timezone.now(),
        )
    except VecuError as refusal:
        return _page(request, study, role, str(refusal))
    messages.success(request, _("The figure is taken back. Its line stays in the ledger."))
    return redirect("replies:study-replies", study.slug)


def _plan(study: Study) -> list[PlannedFigure]:
    """Return all that can be released of replies and is not public yet, as it would be read."""
    series = build_reply_series(timezone.localdate())
    extract = release_queries.get_extract(study.scope, series=series)
    if extract is None:
        return []
    offers = release_queries.list_offers(extract, series)
    return release_queries.plan_release(extract, offers)


def _get_fingerprint(planned: Sequence[PlannedFigure]) -> str:
    """Return what tells whether figures are still as somebody has seen them."""
    text = dumps([dict(each.content) for each in planned], sort_keys=True)
    return sha256(text.encode()).hexdigest()


@dataclass(frozen=True)
class RepliesLine:
    """One finding on the page: figures of replies, each with what it is released as, and reasons.

    Members read figures as everybody will. Whoever had people reply to a version of their own
    would else read what one of them replied.
    """

    finding: Finding
    figures: ReplyFigures | None
    shown: Sequence[tuple[CountFigure, Released | None]]
    reasons: Sequence[Reason]


def _list_lines(study: Study, planned: Sequence[PlannedFigure], today: date) -> list[RepliesLine]:
    """Return the findings of a study of which there are figures or reasons, the first one first."""
    language = get_language() or "en"
    released = release_queries.list_released(study.scope, build_reply_series(today))
    contents = {(each.item, each.breakdown): each.content for each in released}
    shown: dict[UUID, list[tuple[CountFigure, Released | None]]] = defaultdict(list)
    for each in released:
        shown[read_card(each.item)].append((get_count_figure(each, language), each))
    for number, plan in enumerate(planned, 1):
        contents[plan.request.item, plan.request.breakdown] = plan.content
        figure = build_count_figure(plan.content, f"{number}", language)
        shown[read_card(plan.request.item)].append((figure, None))
    figures = build_reply_figures(contents)
    findings = [each.finding for each in list_findings(study.scope)]
    reasons = map_reasons([each.pk for each in findings], today)
    return [
        RepliesLine(each, figures.get(each.pk), shown[each.pk], reasons.get(each.pk, ()))
        for each in findings
        if each.pk in shown or each.pk in reasons
    ]


def _page(
    request: StaffRequest,
    study: Study,
    role: Role,
    problem: str = "",
    typed: Sequence[Mapping[str, str]] = (),
) -> HttpResponse:
    today = timezone.localdate()
    series = build_reply_series(today)
    planned, sectors = _plan(study), list_sectors(study.id)
    context: dict[str, Any] = {
        "study": study,
        "role": role,
        "problem": problem,
        "lines": _list_lines(study, planned, today),
        "sectors": sectors,
        "typed": typed,
        "sector_fields": build_sector_fields(sectors, typed),
        "state": release_queries.get_extract_state(study, series=series),
        "planned": len(planned),
        "seen": _get_fingerprint(planned),
        "group": build_group_field(request.POST.get("group", "")),
        "bursts": map_bursts([study.id]).get(study.id, ()),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if problem else HTTPStatus.OK
    return render(request, "replies/study.html", context, status=status)
