"""What all responses to systems share: JSON, no caches."""

from http import HTTPStatus

from django.http import HttpResponse, JsonResponse


def make_refusal(status: int, message: str) -> HttpResponse:
    """Return why nothing of a request was kept, and what to do."""
    response = JsonResponse({"error": message}, status=status)
    response["Cache-Control"] = "no-store"
    if status == HTTPStatus.UNAUTHORIZED:
        response["WWW-Authenticate"] = "Bearer"
    return response
