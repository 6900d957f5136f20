"""Release figures: count, choose, look at what everybody will read, release, take back."""

from collections.abc import Collection, Sequence
from hashlib import sha256
from http import HTTPStatus
from json import dumps
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from vecu.accounts.decorators import StaffRequest, require_permission
from vecu.accounts.rules import Role, can_release
from vecu.datasets import release_actions, release_queries
from vecu.datasets.counted_questions import CountedQuestion, list_counted_questions
from vecu.datasets.forms.extracts import (
    ExtractForm,
    build_band_fields,
    build_breakdown_field,
    describe_obstacle,
    format_limits,
)
from vecu.datasets.forms.releases import (
    GroupForm,
    ReleaseForm,
    build_choice_query,
    build_figure_choices,
    build_group_field,
    get_counts_fingerprint,
)
from vecu.datasets.mode_breakdown import has_interviews
from vecu.datasets.models import Extract
from vecu.datasets.release_basis import FigureRefused
from vecu.datasets.release_figures import (
    build_count_figure,
    describe_feedback,
    get_count_figure,
)
from vecu.datasets.release_queries import ExtractState
from vecu.datasets.releases.extract_counts import BY_MODE
from vecu.datasets.releases.planning import PlannedFigure
from vecu.datasets.rules import UPGRADE
from vecu.errors import VecuError
from vecu.surveys.queries import Study, get_study

READ_OR_WRITE = ["GET", "HEAD", "POST"]


@require_permission(can_release, get_study)
@require_http_methods(READ_OR_WRITE)
def releases(request: StaffRequest, study: Study, role: Role) -> HttpResponse:
    """Show the extract of a wave, what is public and the ledger; a POST counts for an extract."""
    wave = _read_wave(request, study)
    questions = list_counted_questions(study, wave)
    if request.method != "POST":
        return _releases_page(request, study, role, wave, questions)
    declared = release_queries.list_declared_breakdowns(study.scope)
    form = ExtractForm(request.POST, questions=questions, declared=declared)
    if not form.is_valid():
        return _releases_page(request, study, role, wave, questions, _first_error(form), form)
    try:
        extract = release_actions.freeze_extract(
            study,
            form.cleaned_data["breakdowns"],
            wave=wave,
            bands=form.list_bands(),
            by=request.user.get_username(),
            now=timezone.now(),
        )
    except VecuError as refusal:
        return _releases_page(request, study, role, wave, questions, str(refusal), form)
    text = _("The people are counted: figures can be released from extract %(number)s.")
    messages.success(request, text % {"number": extract.number})
    return _redirect_to_releases(study, wave)


@require_permission(can_release, get_study)
@require_safe
def choose(request: StaffRequest, study: Study, role: Role) -> HttpResponse:
    """Show what can be released from the extract; the address holds what is chosen already."""
    wave = _read_wave(request, study)
    extract = release_queries.get_extract_state(study, wave).current
    if extract is None:
        return _redirect_to_releases(study, wave)
    return _choice_page(request, study, role, extract, _read_choice(request, extract))


@require_permission(can_release, get_study)
@require_http_methods(READ_OR_WRITE)
def preview(request: StaffRequest, study: Study, role: Role) -> HttpResponse:
    """Show what everybody will read of the figures in the address; a POST releases them.

    Where that has changed since it was looked at, nothing is released, and it is shown again.
    """
    wave = _read_wave(request, study)
    extract = release_queries.get_extract_state(study, wave).current
    if extract is None:
        return _redirect_to_releases(study, wave)
    form = _read_choice(request, extract)
    planned, problem = _plan(extract, form)
    if problem:
        return _choice_page(request, study, role, extract, form, problem)
    if request.method != "POST":
        return _preview_page(request, study, role, extract, planned)
    group = GroupForm(
        request.POST,
        persons=_list_own_names(request),
        asks_feedback=_asks_feedback(extract, planned),
    )
    if not group.is_valid():
        return _preview_page(request, study, role, extract, planned, group, _first_error(group))
    if group.cleaned_data["seen"] != _get_fingerprint(planned):
        problem = _("These figures have changed since you saw them. Look at them again.")
        return _preview_page(request, study, role, extract, planned, group, problem)
    return _release(request, study, wave, form, group.cleaned_data["group"])


@require_permission(can_release, get_study)
@require_http_methods(READ_OR_WRITE)
def take_back(request: StaffRequest, study: Study, role: Role, figure: UUID) -> HttpResponse:
    """Say what taking a release back does and what it cannot do; a POST does it."""
    released = release_queries.find_released(study.scope, figure)
    if released is None:
        messages.info(request, _("This figure is no longer public."))
        return redirect("datasets:releases", study.slug)
    if request.method != "POST":
        context = {
            "released": released,
            "figure": get_count_figure(released, get_language() or "en"),
        }
        return _render(request, "release_take_back", study, role, context)
    actor = request.user.get_username()
    try:
        release_actions.take_release_back(study.scope, figure, by=actor, now=timezone.now())
    except FigureRefused as refusal:  # somebody else took it back at the same moment
        messages.info(request, str(refusal))
    else:
        messages.success(request, _("The figure is taken back. Its line stays in the ledger."))
    return _redirect_to_releases(study, released.extract.wave)


def _read_choice(request: StaffRequest, extract: Extract) -> ReleaseForm:
    counts = release_queries.get_counts(extract)
    return ReleaseForm(request.GET, counts, release_queries.list_offers(extract))


def _plan(extract: Extract, form: ReleaseForm) -> tuple[list[PlannedFigure], str]:
    """Return the chosen figures as they would be published, or why they cannot be."""
    if not form.is_valid():
        return [], _first_error(form)
    return release_queries.plan_release(extract, form.list_requests()), ""


def _release(
    request: StaffRequest, study: Study, wave: int, form: ReleaseForm, group: str
) -> HttpResponse:
    actor, now = request.user.get_username(), timezone.now()
    try:
        made = release_actions.release(
            study.scope, form.list_requests(), wave=wave, group=group, by=actor, now=now
        )
    except VecuError as refusal:  # somebody else has released at the same moment
        messages.error(request, str(refusal))
        return redirect(request.get_full_path())
    text = ngettext(
        "%(count)s figure is public now.", "%(count)s figures are public now.", len(made)
    )
    messages.success(request, text % {"count": len(made)})
    return _redirect_to_releases(study, wave)


def _releases_page(
    request: StaffRequest,
    study: Study,
    role: Role,
    wave: int,
    questions: Sequence[CountedQuestion],
    problem: str = "",
    form: ExtractForm | None = None,
) -> HttpResponse:
    language = get_language() or "en"
    state = release_queries.get_extract_state(study, wave)
    declared = release_queries.list_declared_breakdowns(study.scope)
    bands = release_queries.get_declared_bands(study.scope)
    chosen: Collection[str] = request.POST.getlist("breakdowns")
    problems = {name: str(errors[0]) for name, errors in form.errors.items()} if form else {}
    context: dict[str, Any] = {
        "state": state,
        "wave": wave,
        "waves": release_queries.list_countable_waves(study),
        "can_break_down": state.can_break_down,
        "by_mode": has_interviews(study.fieldings.filter(wave=wave)),
        "feedback": describe_feedback(state.current) if state.current else "",
        "declared": [each.question.label for each in questions if each.question.path in declared],
        "unusable": [
            (each.question.label, obstacle)
            for each in questions
            if (obstacle := describe_obstacle(each, state.people))
        ],
        "breakdown_field": build_breakdown_field(
            questions, declared, chosen, language, problems.get("breakdowns", "")
        ),
        "band_fields": build_band_fields(questions, bands, request.POST.dict(), problems, language),
        "banded": [
            (each.question.label, format_limits(bands[each.question.path]))
            for each in questions
            if each.question.path in bands
        ],
        "problem": problem,
        "target": next(iter(problems), "again" if state.extract else "count"),
        "upgrade": UPGRADE,
        **_describe_releases(study, state),
    }
    return _render(request, "releases", study, role, context, problem)


def _describe_releases(study: Study, state: ExtractState) -> dict[str, Any]:
    """Return what a page says of an extract, of what is public of it, and of the ledger."""
    counts = release_queries.get_counts(state.current) if state.current else None
    ledger = release_queries.list_ledger(study.scope)
    public = sorted((each for each in ledger if each.stands), key=lambda each: each.item)
    figures, language = {each.figure for each in public}, get_language() or "en"
    return {
        "offers": len(release_queries.list_offers(state.current)) if state.current else 0,
        "released": [(each, get_count_figure(each, language)) for each in public],
        "ledger": [
            (
                each,
                get_count_figure(each, language),
                build_choice_query(counts, each)
                if counts and each.figure not in figures and each.extract.wave == counts.wave
                else "",
            )
            for each in ledger
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
    standing = release_queries.map_standing(study.scope, extract.wave)
    context = {
        "extract": extract,
        "counted": get_counts_fingerprint(form.counts),
        "groups": build_figure_choices(form, list(standing.values()), get_language() or "en"),
        "problem": problem,
    }
    return _render(request, "release_choose", study, role, context, problem)


def _preview_page(
    request: StaffRequest,
    study: Study,
    role: Role,
    extract: Extract,
    planned: Sequence[PlannedFigure],
    form: GroupForm | None = None,
    problem: str = "",
) -> HttpResponse:
    group = form.data.get("group", "") if form else _get_last_group(study)
    context = {
        "figures": [
            build_count_figure(each.content, f"{number}", get_language() or "en")
            for number, each in enumerate(planned, 1)
        ],
        "wave": extract.wave,
        "target": "untold" if _find_error(form, "untold") == problem else "group",
        "asks_feedback": _asks_feedback(extract, planned),
        "untold_problem": _find_error(form, "untold"),
        "seen": _get_fingerprint(planned),
        "choice": request.GET.urlencode(),
        "group": build_group_field(group, _find_error(form, "group")),
        "problem": problem,
    }
    return _render(request, "release_preview", study, role, context, problem)


def _asks_feedback(extract: Extract, planned: Sequence[PlannedFigure]) -> bool:
    """Return whether results must be told back before these figures, and were not yet."""
    by_mode = any(each.request.breakdown == BY_MODE for each in planned)
    return by_mode and extract.feedback_day is None


def _find_error(form: forms.Form | None, name: str) -> str:
    errors = form.errors.get(name) if form else None
    return str(errors[0]) if errors else ""


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


def _list_own_names(request: StaffRequest) -> list[str]:
    return [request.user.get_username(), request.user.get_full_name()]


def _get_last_group(study: Study) -> str:
    ledger = release_queries.list_ledger(study.scope)
    return ledger[0].group if ledger else ""


def _get_fingerprint(planned: Sequence[PlannedFigure]) -> str:
    """Return what tells whether figures are still as somebody has seen them."""
    text = dumps([dict(each.content) for each in planned], sort_keys=True)
    return sha256(text.encode()).hexdigest()


def _read_wave(request: StaffRequest, study: Study) -> int:
    """Return the wave in the address or the form; without one, the last."""
    waves = release_queries.list_countable_waves(study)
    sent = request.POST.get("wave") or request.GET.get("wave", "")
    return next((wave for wave in waves if str(wave) == sent), waves[-1] if waves else 1)


def _redirect_to_releases(study: Study, wave: int) -> HttpResponse:
    return redirect(f"{reverse('datasets:releases', args=[study.slug])}?wave={wave}")


def _first_error(form: forms.Form) -> str:
    return str(next(iter(form.errors.values()))[0])
