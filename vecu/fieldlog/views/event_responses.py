"""What all responses to systems share: JSON, no caches."""

from http import HTTPStatus

from django.http import HttpResponse, JsonResponse


def make_response(content: dict[str, object], status: int = HTTPStatus.OK) -> JsonResponse:
    """Return JSON that a person can read, too."""
    return JsonResponse(
        content,
        status=status,
        headers={"Cache-Control": "no-store"},
        json_dumps_params={"ensure_ascii": False},
    )


def make_refusal(status: int, message: str) -> HttpResponse:
    """Return why nothing of a request was kept, and what to do."""
    response = make_response({"error": message}, status)
    if status == HTTPStatus.UNAUTHORIZED:
        response["WWW-Authenticate"] = "Bearer"
    return response
