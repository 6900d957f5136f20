"""What everybody reads: how a writing tool is evaluated, the swap test, evaluations of a system."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from vecu.casestudies.forms import PlannerForm
from vecu.casestudies.presenters import (
    describe_reading,
    list_planned_limits,
)
from vecu.casestudies.published_studies import list_published_studies
from vecu.casestudies.queries import list_evaluation_details, list_evaluations
from vecu.casestudies.record_kinds import get_evaluation_title
from vecu.casestudies.rules import (
    DEFAULT_LOTS,
    DEFAULT_PEOPLE,
    DEFAULT_SPREAD,
    FEWEST_IN_LOT,
    LOT_NAMES,
    MOST_PEOPLE,
    MOST_SPREAD,
    has_begun,
)
from vecu.casestudies.views.evaluations import describe_shared
from vecu.register.queries import find_system_by_slug
from vecu.stats import count_weeks
from vecu.ui.page_headers import keep_out_of_caches
from vecu.ui.side_by_side import FormProblem

FEWEST_PLANNED = DEFAULT_LOTS * FEWEST_IN_LOT


@require_safe
def show_method(request: HttpRequest) -> HttpResponse:
    """Show the protocol, and what so few can show; `people` and `spread` are asked for."""
    form = PlannerForm.read(request.GET)
    people, spread, problems = _read_planner(form)
    lots = range(DEFAULT_LOTS)
    context = {
        "form": form,
        "problems": problems,
        "people": people,
        "limits": list_planned_limits(people, DEFAULT_LOTS, spread),
        "lots": [LOT_NAMES[each] for each in lots],
        "weeks": [
            (week, [has_begun(lots, lot, week) for lot in lots])
            for week in range(1, count_weeks(DEFAULT_LOTS) + 1)
        ],
        "studies": list_published_studies(),
    }
    return render(request, "casestudies/method.html", context, status=422 if problems else 200)


def _read_planner(form: PlannerForm) -> tuple[int, int, list[FormProblem]]:
    """Return what was asked, or the plan by default and what is wrong with it."""
    if not form.is_bound:
        return DEFAULT_PEOPLE, DEFAULT_SPREAD, []
    limits = {"people": (FEWEST_PLANNED, MOST_PEOPLE), "spread": (1, MOST_SPREAD)}
    form.is_valid()
    for name, (least, most) in limits.items():
        found = form.cleaned_data.get(name)
        if found is not None and not least <= found <= most:
            message = _("Give a number from %(least)s to %(most)s.")
            form.add_error(name, message % {"least": least, "most": most})
    problems = [
        FormProblem(form[name].id_for_label, f"{form[name].label}: {errors[0]}")
        for name, errors in form.errors.items()
    ]
    if problems:
        return DEFAULT_PEOPLE, DEFAULT_SPREAD, problems
    return form.cleaned_data["people"], form.cleaned_data["spread"], []


@require_safe
def show_swap_test(request: HttpRequest) -> HttpResponse:
    """Show what the public records show, how to swap with a test instance, and what is not seen."""
    return render(request, "casestudies/swap_test.html")


@require_safe
@keep_out_of_caches
def show_evaluations(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the evaluations of a published system, those that were stopped too."""
    system = find_system_by_slug(slug)
    if system is None or system.published is None:
        raise Http404
    today = localdate()
    context = {
        "system": system,
        "studies": list_published_studies(),
        "lines": [
            {
                "evaluation": each.evaluation,
                "title": get_evaluation_title(each.evaluation),
                "state": _(each.evaluation.judge_state(today).label),
                "readings": [(row, describe_reading(row)) for row in each.readings],
                **describe_shared(each, system),
            }
            for each in list_evaluation_details(list_evaluations(system))
        ],
    }
    return render(request, "casestudies/public_evaluations.html", context)
