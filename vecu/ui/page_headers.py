"""Headers of pages that show people's words."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.http import HttpRequest, HttpResponse

Arguments = ParamSpec("Arguments")
_View = Callable[Concatenate[HttpRequest, Arguments], HttpResponse]


def keep_out_of_caches(view: _View[Arguments]) -> _View[Arguments]:
    """Let no browser, proxy or search engine keep a page: withdrawn words are gone at once."""

    @wraps(view)
    def respond(
        request: HttpRequest, /, *args: Arguments.args, **kwargs: Arguments.kwargs
    ) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response["Cache-Control"] = "no-store"
        response["X-Robots-Tag"] = "noarchive"
        return response

    return respond
