"""What everybody reads of second looks: one question, a paper, a code to follow, appeals."""

from http import HTTPStatus
from secrets import token_bytes
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from vecu.credentials import generate_access_codes, parse_access_code
from vecu.register.queries import System, find_end
from vecu.safeguards.person_codes import guesses, is_guess_refused
from vecu.safeguards.second_looks.actions import describe_wrong_code
from vecu.safeguards.second_looks.appeals import AppealRoute, get_appeal_guide
from vecu.safeguards.second_looks.forms import AppealDayForm, LookCodeForm
from vecu.safeguards.second_looks.presenters import (
    describe_end,
    describe_route,
    list_appeal_rules,
    list_helpers,
    list_look_quarters,
    list_look_steps,
    list_look_terms,
    list_routes_first,
)
from vecu.safeguards.second_looks.queries import find_look, find_look_office, list_looks
from vecu.safeguards.second_looks.rules import KEEPS_NO_DEADLINE
from vecu.safeguards.views.access import public_page
from vecu.ui.context import strip_language
from vecu.ui.requests import READ_OR_WRITE


@require_safe
@public_page
def show_second_look(request: HttpRequest, system: System) -> HttpResponse:
    """Ask the one question that decides: whether the person contests a written decision."""
    return _render(request, "second_look.html", system)


@require_safe
@public_page
def print_look_paper(request: HttpRequest, system: System) -> HttpResponse:
    """Show a paper to print, with a new code. Nothing is stored until the service has received it.

    Raise `Http404` while no office is named: the paper would lead nowhere.
    """
    if find_look_office(system) is None:
        raise Http404
    (code,) = generate_access_codes(1, token_bytes)
    return _render(request, "look_paper.html", system, code=code)


@require_http_methods(READ_OR_WRITE)
@public_page
def follow_look(request: HttpRequest, system: System) -> HttpResponse:
    """Show how far a request has come, to whoever has its code."""
    form = LookCodeForm(request.POST or None)
    if not form.is_valid():
        return _render_form(request, "look_follow.html", system, form)
    typed = form.cleaned_data["code"]
    look = find_look(system, typed)
    if look is not None:
        steps = list_look_steps(look, find_look_office(system), localdate())
        code = parse_access_code(typed)
        return _render(request, "look_steps.html", system, code=code, steps=steps)
    if parse_access_code(typed) is None:
        form.add_error("code", describe_wrong_code())
        return _render_form(request, "look_follow.html", system, form)
    return _refuse_code(request, system, form)


def _refuse_code(request: HttpRequest, system: System, form: LookCodeForm) -> HttpResponse:
    """Say that nothing is noted under a code; beyond the limit, that too many were tried."""
    if is_guess_refused(system, None):
        message = _(
            "Many wrong codes have been tried here, by you or by others. Please check yours and"
            " wait a minute. A right code works at any time."
        )
        form.add_error("code", message)
        response = _render_form(
            request, "look_follow.html", system, form, HTTPStatus.TOO_MANY_REQUESTS
        )
        response["Retry-After"] = str(guesses.retry_after)
        return response
    message = _(
        "Nothing is noted under this code yet. Did you hand in your paper? Then call the service:"
        " your stamped sheet proves the day."
    )
    form.add_error("code", message)
    return _render_form(request, "look_follow.html", system, form, HTTPStatus.NOT_FOUND)


@require_safe
@public_page
def show_look_quarters(request: HttpRequest, system: System) -> HttpResponse:
    """Show the figures of closed quarters, each whole or not at all."""
    quarters = list_look_quarters(list_looks(system), localdate())
    return _render(request, "look_quarters.html", system, quarters=quarters)


@require_safe
@public_page
def list_appeals(request: HttpRequest, system: System) -> HttpResponse:
    """Show by kind of decision how it is contested, those of this service first."""
    routes = [describe_route(each) for each in list_routes_first(find_look_office(system))]
    return _render(request, "appeals.html", system, routes=routes, rules=list_appeal_rules())


@require_http_methods(READ_OR_WRITE)
@public_page
def show_appeal(request: HttpRequest, system: System, key: str) -> HttpResponse:
    """Show one appeal, and the last day for a letter received on a day that is stored nowhere."""
    route = _get_route(key)
    form = AppealDayForm(request.POST or None)
    context: dict[str, Any] = {"described": describe_route(route), "rules": list_appeal_rules()}
    if form.is_valid():
        today = localdate()
        last_day = route.get_last_day(form.cleaned_data["received"])
        context |= {"last_day": last_day, "left": (last_day - today).days}
    return _render_form(request, "appeal.html", system, form, **context)


@require_safe
@public_page
def print_appeal(request: HttpRequest, system: System, key: str) -> HttpResponse:
    """Show the paper of an appeal, to print; it has no code, as nothing of it is stored."""
    return _render(request, "appeal_paper.html", system, described=describe_route(_get_route(key)))


def _get_route(key: str) -> AppealRoute:
    route = get_appeal_guide().find_route(key)
    if route is None:
        raise Http404
    return route


def _render_form(
    request: HttpRequest,
    template: str,
    system: System,
    form: Any,
    status: int | None = None,
    **context: Any,
) -> HttpResponse:
    problems = form.list_problems() if form.is_bound else []
    failed = status or (HTTPStatus.UNPROCESSABLE_ENTITY if problems else HTTPStatus.OK)
    return _render(
        request, template, system, form=form, problems=problems, status=failed, **context
    )


def _render(
    request: HttpRequest,
    template: str,
    system: System,
    *,
    status: int = HTTPStatus.OK,
    **context: Any,
) -> HttpResponse:
    office = find_look_office(system)
    follow = reverse("safeguards:follow-look", args=(system.slug,))
    shared = {
        "system": system,
        "office": office,
        "terms": list_look_terms(office) if office else [],
        "warning": _(KEEPS_NO_DEADLINE),
        "helpers": list_helpers(),
        "switched_off": describe_end(office, find_end(system), localdate()),
        "follow": request.build_absolute_uri(strip_language(follow)),
    }
    return render(request, f"safeguards/{template}", shared | context, status=status)
