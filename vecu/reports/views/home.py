"""The laboratory's first page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from vecu.reports.presenters import list_finding_lines
from vecu.reports.queries import get_door_contents
from vecu.reports.recommendation_presenters import count_results
from vecu.reports.system_presenters import describe_standing


@require_safe
def show_doors(request: HttpRequest) -> HttpResponse:
    """Show the four doors with what is behind each, and the latest findings."""
    contents = get_door_contents(timezone.localdate())
    lines = [
        (each.study, line)
        for each in contents.findings
        for line in list_finding_lines(each.study, [each.detail])
    ]
    context = {
        "doors": contents,
        "newest_system": describe_standing(contents.systems[0]) if contents.systems else None,
        "recommended": count_results(each.kind for each in contents.recommended),
        "lines": lines,
        "study": None,
        "take_part": reverse("surveys:home"),
        "card_entry": reverse("surveys:any-card"),
    }
    return render(request, "reports/home.html", context)
