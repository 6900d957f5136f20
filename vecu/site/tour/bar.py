"""The line that says on every page, while the tour runs, where one is and what to look at."""

from django.conf import settings
from django.db import DatabaseError, InterfaceError
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from vecu.site.tour.access import is_open
from vecu.site.tour.steps import STEPS, TourStep, find_step


def tour(request: HttpRequest) -> dict[str, SafeString]:
    """Return the line as the context of a page: nothing unless this browser began the tour."""
    step = find_current_step(request)
    return {"tour_bar": render_bar(step) if step else SafeString()}


def find_current_step(request: HttpRequest) -> TourStep | None:
    """Return the step at which this browser is, None where there is no tour.

    Pages that explain a fault of the database do without.
    """
    step = find_step(request.COOKIES.get(settings.TOUR_COOKIE_NAME, ""))
    try:
        return step if step and is_open(request) else None
    except (DatabaseError, InterfaceError):
        return None


def render_bar(step: TourStep) -> SafeString:
    """Return the HTML of the line, with its own style sheet."""
    following = STEPS[step.number : step.number + 1]
    return SafeString(
        render_to_string(
            "tour/bar.html",
            {
                "step": step,
                "total": len(STEPS),
                "role": _(step.role.label),
                "following": following[0].key if following else "",
                "before": STEPS[step.number - 2].key if step.number > 1 else "",
            },
        )
    )
