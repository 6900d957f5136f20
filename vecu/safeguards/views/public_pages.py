"""What everybody reads of the safeguards of a published system."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from vecu.register.queries import System
from vecu.safeguards.presenters import list_route_facts
from vecu.safeguards.queries import list_routes
from vecu.safeguards.views.access import public_page


@require_safe
@public_page
def show_safeguards(request: HttpRequest, system: System) -> HttpResponse:
    """Show where those go who say no, and what else they can do."""
    routes = [(each, list_route_facts(each)) for each in list_routes(system)]
    context = {"system": system, "routes": routes}
    return render(request, "safeguards/public_safeguards.html", context)
