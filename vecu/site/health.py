"""Two addresses for programs: whether the laboratory works, and whether its server lives.

`/health/` says in one word whether requests can be answered. No restart may hang on it: a server
that is started again brings no database back. `/alive/` asks nothing but the server's own process.
"""

from functools import cache

from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpRequest, HttpResponse

from vecu.site.limits import RESERVE
from vecu.site.middleware import READS, Handler

ADDRESS, ALIVE = "/health/", "/alive/"


class HealthCheck:
    """Answer at both addresses, by any host name, without session, cookie or log."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Say `ok` (200), or what is wrong (503): `database`, `migrations` or `disk`."""
        if request.path_info not in {ADDRESS, ALIVE} or request.method not in READS:
            return self.get_response(request)
        found = find_fault() if request.path_info == ADDRESS else ""
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


def count_pending_migrations() -> int:
    """Return how many migrations of this release the database lacks."""
    applied = MigrationRecorder(connection).applied_migrations()
    return len(_migrations_of_this_release() - applied.keys())


@cache
def _migrations_of_this_release() -> frozenset[tuple[str, str]]:
    return frozenset(MigrationLoader(None).disk_migrations)
