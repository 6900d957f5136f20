"""Short addresses, as a brief prints them: the first signs of what they lead to."""

import re

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from vecu.recommendations.public_versions import find_published_by_code
from vecu.reports.queries import NothingPublic


@require_safe
def follow_short_address(_request: HttpRequest, code: str) -> HttpResponse:
    """Lead to the one published recommendation whose identifier begins so; 404 without one."""
    found = find_published_by_code(code.lower()) if re.fullmatch(r"[0-9a-fA-F]{8}", code) else None
    if found is None:
        raise NothingPublic
    return HttpResponseRedirect(reverse("reports:recommendation", args=[found]))
