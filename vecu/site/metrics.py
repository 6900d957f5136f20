"""Figures about the laboratory for Prometheus: whether what runs it still runs, nothing of people.

Each is read anew from the database and the system, so every process and every machine answers
alike. Nothing changes because somebody answers, reads or signs in: whoever asks every few seconds
would otherwise know when. So there are no totals of answers or requests, no use of processor or
memory, free disk comes as a power of two, and of tasks only what an hour ago was waiting.
"""

from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from hmac import compare_digest

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily, InfoMetricFamily, Metric
from prometheus_client.registry import Collector

from vecu import __version__
from vecu.accounts.laboratory_keys import list_key_days
from vecu.last_runs.queries import get_last_run
from vecu.last_runs.rules import RegularTask
from vecu.site.health import count_pending_migrations
from vecu.site.limits import RESERVE
from vecu.site.middleware import READS, Handler
from vecu.site.worker_presence import get_last_presence

ADDRESS = "/metrics"


class Metrics:
    """Answer programs that hold the token, by any host name, without session, cookie or log.

    Without a token in the settings there is no such page.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Return the figures; 401 with a sentence to whoever has another token or none."""
        is_page = request.path_info == ADDRESS and request.method in READS
        if not is_page or not settings.METRICS_TOKEN:
            return self.get_response(request)
        if _has_token(request):
            response = HttpResponse(write_metrics(timezone.now()), content_type=CONTENT_TYPE_LATEST)
        else:
            message = "Send the token of this laboratory (VECU_METRICS_TOKEN) as a bearer token.\n"
            response = HttpResponse(message, status=401, content_type="text/plain")
            response["WWW-Authenticate"] = 'Bearer realm="metrics"'
        response["Cache-Control"] = "no-store"
        return response


def _has_token(request: HttpRequest) -> bool:
    scheme, _space, token = request.headers.get("Authorization", "").partition(" ")
    right = compare_digest(token.strip().encode(), settings.METRICS_TOKEN.encode())
    return scheme.lower() == "bearer" and right


def write_metrics(now: datetime) -> bytes:
    """Return all figures in Prometheus' text format; without a database, those of the system."""
    registry = CollectorRegistry(auto_describe=False)
    registry.register(LaboratoryCollector(now))
    return generate_latest(registry)


class LaboratoryCollector(Collector):
    """What is known of the laboratory at one moment."""

    def __init__(self, now: datetime) -> None:
        self._now = now

    def collect(self) -> Iterator[Metric]:
        """Yield each figure."""
        release = {"version": __version__, "database": connection.vendor}
        yield InfoMetricFamily("vecu", "The release that runs here.", value=release)
        yield _gauge("vecu_disk_has_room", "Whether new answers are stored.", RESERVE.has_room())
        yield _gauge(
            "vecu_disk_free_bytes",
            "Free disk of VECU_HOME, as the next lower power of two.",
            round_down_to_power_of_two(RESERVE.count_free_bytes()),
        )
        try:
            found = [ask(self._now) for ask in _QUESTIONS]
        except DatabaseError:
            found = []
        yield _gauge("vecu_database_up", "Whether the database answers.", bool(found))
        yield from found


def _gauge(name: str, words: str, value: float) -> Metric:
    return GaugeMetricFamily(name, words, value=value)


def round_down_to_power_of_two(number: int) -> int:
    """Return 2 to the largest power that is not above a number, 0 for 0.

    An answer that takes some bytes does not move it, but once in a disk's life.
    """
    return 1 << (number.bit_length() - 1) if number > 0 else 0


def _migrations(_now: datetime) -> Metric:
    words = "Migrations of this release that the database lacks."
    return _gauge("vecu_migrations_pending", words, count_pending_migrations())


def _worker(_now: datetime) -> Metric:
    words = "When a background worker last showed that it works; 0 if none is known."
    seen = get_last_presence()
    return _gauge("vecu_worker_last_seen_timestamp_seconds", words, int(_timestamp(seen)))


def _waiting_tasks(now: datetime) -> Metric:
    words = "Tasks that wait since more than an hour before the last full one."
    before = _get_full_hour(now) - timedelta(hours=1)
    waiting = DBTaskResult.objects.filter(status=TaskResultStatus.READY, enqueued_at__lt=before)
    return _gauge("vecu_tasks_overdue", words, waiting.count())


def _failed_tasks(now: datetime) -> Metric:
    words = "Tasks that failed before the last full hour and are not yet purged."
    before = _get_full_hour(now)
    failed = DBTaskResult.objects.filter(status=TaskResultStatus.FAILED, finished_at__lt=before)
    return _gauge("vecu_tasks_failed", words, failed.count())


def _last_purge(_now: datetime) -> Metric:
    words = "The beginning of the day of the last purge; 0 if there was none."
    day = get_last_run(RegularTask.PURGE)
    return _gauge("vecu_last_purge_timestamp_seconds", words, _timestamp(_begin_day(day)))


def _last_backup(_now: datetime) -> Metric:
    words = "The beginning of the day of the last “vecu backup”; 0 if there was none."
    day = get_last_run(RegularTask.BACKUP)
    return _gauge("vecu_last_backup_timestamp_seconds", words, _timestamp(_begin_day(day)))


def _newest_key(_now: datetime) -> Metric:
    words = "The beginning of the day on which the newest key was first used; 0 if none was."
    day = max(list_key_days().items(), default=(0, None))[1]
    return _gauge("vecu_newest_key_timestamp_seconds", words, _timestamp(_begin_day(day)))


_QUESTIONS: tuple[Callable[[datetime], Metric], ...] = (
    _migrations,
    _worker,
    _waiting_tasks,
    _failed_tasks,
    _last_purge,
    _last_backup,
    _newest_key,
)
"""What the database is asked; each is one query."""


def _get_full_hour(now: datetime) -> datetime:
    return now.replace(minute=0, second=0, microsecond=0)


def _begin_day(day: date | None) -> datetime | None:
    return timezone.make_aware(datetime.combine(day, time.min)) if day else None


def _timestamp(moment: datetime | None) -> float:
    return moment.timestamp() if moment else 0
