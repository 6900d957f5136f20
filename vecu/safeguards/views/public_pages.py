"""What everybody reads of the safeguards of a published system."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from vecu.register.queries import System
from vecu.safeguards.presenters import list_route_facts
from vecu.safeguards.quarter_counts.presenters import FEW_CASES, list_quarter_pages
from vecu.safeguards.quarter_counts.queries import get_comparison
from vecu.safeguards.queries import list_routes
from vecu.safeguards.views.access import public_page


@require_safe
@public_page
def show_safeguards(request: HttpRequest, system: System) -> HttpResponse:
    """Show where those go who say no, and what else they can do."""
    routes = [(each, list_route_facts(each)) for each in list_routes(system)]
    context = {"system": system, "routes": routes}
    return render(request, "safeguards/public_safeguards.html", context)


@require_safe
@public_page
def show_quarters(request: HttpRequest, system: System) -> HttpResponse:
    """Show what closed quarters tell of those who said no: a whole table, or nothing."""
    comparison = get_comparison(system, localdate())
    pages = list_quarter_pages(comparison)
    context = {
        "system": system,
        "terms": comparison.terms,
        "latest": pages[0] if pages else None,
        "earlier": pages[1:],
        "few_cases": _(FEW_CASES),
    }
    return render(request, "safeguards/public_quarters.html", context)
