"""What every page of safeguards needs: who may open it, and the system that everybody reads."""

from collections.abc import Callable
from functools import wraps

from django.http import Http404, HttpRequest, HttpResponse

from vecu.register.queries import System, find_system_by_slug
from vecu.ui.page_headers import keep_out_of_caches


def public_page(
    view: Callable[..., HttpResponse],
) -> Callable[..., HttpResponse]:
    """Find the published system of a page that everybody reads; nothing of it stays in a cache."""

    @wraps(view)
    def respond(request: HttpRequest, slug: str, **rest: object) -> HttpResponse:
        return view(request, get_published_system(slug), **rest)

    return keep_out_of_caches(respond)


def get_published_system(slug: str) -> System:
    """Return the published system with this end of its address; raise `Http404` if none is."""
    system = find_system_by_slug(slug)
    if system is None or system.published is None:
        raise Http404
    return system
