"""Release figures: freeze an extract, choose, look at what everybody will read, release, take back."""

from collections.abc import Collection
from hashlib import sha256
from http import HTTPStatus
from json import dumps
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from vecu.accounts.decorators import StaffRequest, require_permission
from vecu.accounts.rules import Role, can_release
from vecu.datasets import release_actions, release_queries
from vecu.datasets.forms.releases import (
    ExtractForm,
    GroupForm,
    ReleaseForm,
    build_breakdown_field,
    build_choice_query,
    build_figure_choices,
    build_group_field,
)
from vecu.datasets.models import Extract
from vecu.datasets.release_figures import get_count_figure
from vecu.datasets.release_preview import build_previewed_figures
from vecu.datasets.releases.breakdowns import BreakdownCandidate, list_breakdown_candidates
from vecu.datasets.releases.extract_counts import ExtractCounts, read_extract_counts
from vecu.datasets.releases.planning import ReleasePlan
from vecu.datasets.views.uploads import get_page_language
from vecu.errors import VecuError
from vecu.messages import TranslatableError
from vecu.stats.errors import ReleaseRefused
from vecu.surveys.queries import Study, get_latest_version, get_questionnaire, get_study

READ_OR_WRITE = ["GET", "HEAD", "POST"]


@require_permission(can_release, get_study)
@require_http_methods(READ_OR_WRITE)
def releases(request: StaffRequest, study: Study, role: Role) -> HttpResponse:
    """Show the extract, what is released and the ledger; a POST freezes an extract."""
    form = ExtractForm(
        request.POST if request.method == "POST" else None, candidates=_list_candidates(study)
    )
    if request.method != "POST":
        return _releases_page(request, study, role, form)
    if not form.is_valid():
        return _releases_page(request, study, role, form, _first_error(form))
    try:
        extract = release_actions.freeze_extract(
            study,
            form.cleaned_data["breakdowns"],
            by=request.user.get_username(),
            now=timezone.now(),
        )
    except VecuError as error:
        return _releases_page(request, study, role, form, _say(error))
    messages.success(request, _("Extract %(number)s is frozen.") % {"number": extract.number})
    return redirect("datasets:releases", study.slug)


@require_permission(can_release, get_study)
@require_safe
def choose(request: StaffRequest, study: Study, role: Role) -> HttpResponse:
    """Show what can be released from the extract; the address holds what is chosen already."""
    extract = release_queries.get_extract(study.scope)
    if extract is None:
        return redirect("datasets:releases", study.slug)
    form = ReleaseForm(request.GET or None, extract, read_extract_counts(extract.counts))
    return _choice_page(request, study, role, extract, form)


@require_permission(can_release, get_study)
@require_http_methods(READ_OR_WRITE)
def preview(request: StaffRequest, study: Study, role: Role) -> HttpResponse:
    """Show what everybody will read of the figures in the address; a POST releases them.

    Where that has changed since it was looked at, nothing is released, and it is shown again.
    """
    extract = release_queries.get_extract(study.scope)
    if extract is None:
        return redirect("datasets:releases", study.slug)
    form = ReleaseForm(request.GET, extract, read_extract_counts(extract.counts))
    if not form.is_valid():
        return _choice_page(request, study, role, extract, form, _first_error(form))
    try:
        plan = release_queries.preview_release(study.scope, form.list_requests())
    except ReleaseRefused as refusal:
        return _choice_page(request, study, role, extract, form, _say(refusal))
    group = GroupForm(
        request.POST if request.method == "POST" else None, persons=_list_own_names(request)
    )
    fingerprint = _get_fingerprint(plan)
    problem = ""
    if request.method == "POST" and not group.is_valid():
        problem = _first_error(group)
    elif request.method == "POST" and group.cleaned_data["seen"] != fingerprint:
        problem = _(
            "Other figures were released meanwhile, which changes these. Look at them again."
        )
    elif request.method == "POST":
        return _release(request, study, form, group.cleaned_data["group"])
    context = {
        "extract": extract,
        "figures": build_previewed_figures(plan, get_page_language()),
        "seen": fingerprint,
        "choice": request.GET.urlencode(),
        "group": build_group_field(
            group.data.get("group", _get_last_group(study)), problem if group.errors else ""
        ),
        "problem": problem,
    }
    return _render(request, "release_preview", study, role, context, problem)


@require_permission(can_release, get_study)
@require_http_methods(READ_OR_WRITE)
def take_back(request: StaffRequest, study: Study, role: Role, figure: UUID) -> HttpResponse:
    """Say what taking a release back does and what it cannot do; a POST does it."""
    released = release_queries.find_released(study.scope, figure)
    if released is None:
        messages.info(request, _("This figure is not public any more."))
        return redirect("datasets:releases", study.slug)
    if request.method == "POST":
        release_actions.take_release_back(
            study.scope, figure, by=request.user.get_username(), now=timezone.now()
        )
        messages.success(request, _("The figure is taken back. Its line stays in the ledger."))
        return redirect("datasets:releases", study.slug)
    context = {"released": released, "figure": get_count_figure(released, get_page_language())}
    return _render(request, "release_take_back", study, role, context)


def _release(request: StaffRequest, study: Study, form: ReleaseForm, group: str) -> HttpResponse:
    made = release_actions.release(
        study.scope,
        form.list_requests(),
        group=group,
        by=request.user.get_username(),
        now=timezone.now(),
    )
    text = ngettext(
        "%(count)s figure is public now.", "%(count)s figures are public now.", len(made)
    )
    messages.success(request, text % {"count": len(made)})
    return redirect("datasets:releases", study.slug)


def _releases_page(
    request: StaffRequest, study: Study, role: Role, form: ExtractForm, problem: str = ""
) -> HttpResponse:
    language, candidates = get_page_language(), _list_candidates(study)
    extract = release_queries.get_extract(study.scope)
    state = release_queries.get_extract_state(study, timezone.localdate())
    context: dict[str, Any] = {
        "people": state.people,
        "obstacle": state.obstacle.say(language) if state.obstacle else "",
        "unusable": [
            (each.question.label, each.obstacle.say(language))
            for each in candidates
            if each.obstacle
        ],
        "problem": problem,
    }
    chosen: Collection[str] = ()
    if extract:
        counts = read_extract_counts(extract.counts)
        chosen = counts.breakdowns
        context |= _describe_releases(study, extract, counts)
    if form.is_bound:
        chosen = form.data.getlist("breakdowns")
    context["breakdown_field"] = build_breakdown_field(candidates, chosen, language, problem)
    return _render(request, "releases", study, role, context, problem)


def _describe_releases(study: Study, extract: Extract, counts: ExtractCounts) -> dict[str, Any]:
    """Return what a page says of an extract, of what is public, and of the ledger."""
    released = release_queries.list_released(study.scope)
    public = {each.figure for each in released}
    earlier = [each for each in released if each.extract_id != extract.id]
    return {
        "extract": extract,
        "items": len(counts.items),
        "breakdowns": [counts.variables[name].label for name in counts.breakdowns],
        "released": [(each, get_count_figure(each, get_page_language())) for each in released],
        "renewal": build_choice_query(extract, counts, earlier),
        "ledger": [
            (line, "" if line.figure in public else build_choice_query(extract, counts, [line]))
            for line in release_queries.list_ledger(study.scope)
        ],
    }


def _choice_page(
    request: StaffRequest,
    study: Study,
    role: Role,
    extract: Extract,
    form: ReleaseForm,
    problem: str = "",
) -> HttpResponse:
    released = release_queries.list_released(study.scope)
    context = {
        "extract": extract,
        "groups": build_figure_choices(form, released, get_page_language()),
        "problem": problem,
    }
    return _render(request, "release_choose", study, role, context, problem)


def _render(
    request: StaffRequest,
    template: str,
    study: Study,
    role: Role,
    context: dict[str, Any],
    problem: str = "",
) -> HttpResponse:
    status = HTTPStatus.UNPROCESSABLE_ENTITY if problem else HTTPStatus.OK
    context |= {"study": study, "role": role}
    return render(request, f"datasets/{template}.html", context, status=status)


def _list_candidates(study: Study) -> list[BreakdownCandidate]:
    return list_breakdown_candidates(get_questionnaire(get_latest_version(study)))


def _list_own_names(request: StaffRequest) -> list[str]:
    return [request.user.get_username(), request.user.get_full_name()]


def _get_last_group(study: Study) -> str:
    ledger = release_queries.list_ledger(study.scope)
    return ledger[0].group if ledger else ""


def _get_fingerprint(plan: ReleasePlan) -> str:
    """Return what tells whether a preview still holds."""
    text = dumps([each.content for each in plan.figures], sort_keys=True)
    return sha256(text.encode()).hexdigest()


def _first_error(form: forms.Form) -> str:
    return str(next(iter(form.errors.values()))[0])


def _say(error: VecuError) -> str:
    if isinstance(error, TranslatableError):
        return error.say(get_page_language())
    return str(error)
