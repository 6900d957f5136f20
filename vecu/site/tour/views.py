"""The pages of the tour. All of them are a 404 where there is no tour."""

from collections.abc import Callable, Sequence
from datetime import date
from functools import wraps
from http import HTTPStatus
from itertools import groupby

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from vecu.site.tour.access import is_open
from vecu.site.tour.addresses import find_address, find_quoted
from vecu.site.tour.roles import enter_role, leave_roles
from vecu.site.tour.steps import PART_MINUTES, STEPS, TOUR_MINUTES, TourStep, find_step

View = Callable[[HttpRequest], HttpResponse]


def tour_page(view: View) -> View:
    """Respond 404 where there is no tour, to every method alike; let nothing keep the page."""

    @wraps(view)
    def respond(request: HttpRequest) -> HttpResponse:
        if not is_open(request):
            raise Http404
        return view(request)

    return never_cache(respond)


@tour_page
@require_safe
def begin(request: HttpRequest) -> HttpResponse:
    """Say what the tour shows, and begin it with a button."""
    today = timezone.localdate()
    steps = [each for each in STEPS if find_address(each.key, today)]
    parts = [
        {
            "name": _(part.label),
            "minutes": PART_MINUTES[part],
            "steps": [(each, _(each.role.label)) for each in found],
        }
        for part, found in groupby(steps, lambda each: each.part)
    ]
    context = {
        "parts": parts,
        "quoted": find_quoted(),
        "minutes": TOUR_MINUTES,
        "first": steps[0].key if steps else "",
    }
    return render(request, "tour/begin.html", context)


@tour_page
@require_POST
def go(request: HttpRequest) -> HttpResponse:
    """Lead to a step in its role; past what is not there any more, or out of the tour."""
    if "leave" in request.POST:
        return _leave(request, reverse("reports:home"))
    today, forward = timezone.localdate(), "back" not in request.POST
    wanted = find_step(request.POST.get("step" if forward else "back", ""))
    if wanted is None:
        return _leave(request, reverse("tour:end" if forward else "tour:begin"))
    for step in _list_onward(wanted, forward=forward):
        response = _enter(request, step, today)
        if response is not None:
            return response
    return _leave(request, reverse("tour:end" if forward else "tour:begin"))


@tour_page
@require_safe
def end(request: HttpRequest) -> HttpResponse:
    """Sum up what the laboratory is for, and say where to go from here."""
    context = {
        "answers": reverse("reports:answers"),
        "take_part": reverse("surveys:home"),
        "home": reverse("reports:home"),
    }
    return render(request, "tour/end.html", context)


def _list_onward(step: TourStep, *, forward: bool) -> Sequence[TourStep]:
    """Return a step and those behind it, or those before it from the nearest on."""
    return STEPS[step.number - 1 :] if forward else STEPS[step.number - 1 :: -1]


def _enter(request: HttpRequest, step: TourStep, today: date) -> HttpResponse | None:
    """Redirect to the page of a step in its role, None if either is not there."""
    address = find_address(step.key, today)
    if not address:
        return None
    response = _redirect(address)
    if not enter_role(request, response, step.role, now=timezone.now()):
        return None
    response.set_cookie(
        settings.TOUR_COOKIE_NAME,
        step.key,
        secure=settings.HTTPS,
        httponly=True,
        samesite="Lax",
    )
    return response


def _leave(request: HttpRequest, address: str) -> HttpResponse:
    response = _redirect(address)
    leave_roles(request, response)
    response.delete_cookie(settings.TOUR_COOKIE_NAME, samesite="Lax")
    return response


def _redirect(address: str) -> HttpResponse:
    response = HttpResponseRedirect(address)
    response.status_code = HTTPStatus.SEE_OTHER
    return response
