"""The question library: browse, select, download as one workbook."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from vecu.accounts.decorators import StaffRequest, require_staff
from vecu.surveys.library.compose import NothingPicked, compose_workbook, list_themes
from vecu.surveys.views.versions import make_xlsx_response


@require_staff
@require_safe
def browse_library(request: StaffRequest) -> HttpResponse:
    """List the questions by theme; with `pick`, return those selected as a workbook."""
    picked = request.GET.getlist("pick")
    if "begin" in request.GET and picked:
        begin = redirect("surveys:begin")
        begin["Location"] += f"?{request.GET.urlencode()}"
        return begin
    problem = ""
    if "download" in request.GET or "begin" in request.GET:
        try:
            return make_xlsx_response(
                compose_workbook(picked, _("Picked from the library")), "library.xlsx"
            )
        except NothingPicked:
            problem = _("Tick at least one question or a whole theme.")
    context = {"themes": list_themes(), "problem": problem, "picked": picked}
    return render(request, "surveys/staff/library.html", context, status=422 if problem else 200)
