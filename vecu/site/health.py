"""The health address: whether the laboratory works, in one word, for a program that watches it."""

from functools import cache

from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpRequest, HttpResponse

from vecu.site.limits import RESERVE
from vecu.site.middleware import READS, Handler

ADDRESS = "/health/"


class HealthCheck:
    """Answer at the health address, by any host name, without session, cookie or log."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Say `ok` (200), or what is wrong (503): `database`, `migrations` or `disk`."""
        if request.path_info != ADDRESS or request.method not in READS:
            return self.get_response(request)
        found = find_fault()
        response = HttpResponse(
            f"{found or 'ok'}\n", status=503 if found else 200, content_type="text/plain"
        )
        response["Cache-Control"] = "no-store"
        return response


def find_fault() -> str:
    """Return in one word what keeps the laboratory from working, '' if nothing does."""
    try:
        applied = MigrationRecorder(connection).applied_migrations()
    except DatabaseError:
        return "database"
    if not _migrations_of_this_release() <= applied.keys():
        return "migrations"
    return "" if RESERVE.has_room() else "disk"


@cache
def _migrations_of_this_release() -> frozenset[tuple[str, str]]:
    return frozenset(MigrationLoader(None).disk_migrations)
