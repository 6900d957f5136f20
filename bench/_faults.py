"""What `tests/site/faults` does inside its laboratories."""

from datetime import UTC, datetime

from django.utils import timezone

from bench._coding_room import LIMIT, make_codings
from vecu.coding.actions.history import ActionContext
from vecu.coding.actions.runs import request_run
from vecu.coding.models import MachineRun, Prediction
from vecu.coding.queries import find_codebook
from vecu.coding.rules import RunPurpose
from vecu.coding.tasks import queue_run
from vecu.datasets.release_queries import get_extract
from vecu.fieldlog.actions import close_months as close_log_months
from vecu.fieldlog.models import CaseTruth, ClosedMonth, FieldLog, LogDecision, OpenMonth
from vecu.surveys.queries import get_study


def request_training(stories: int) -> str:
    """Store coded stories, ask the machine to learn from them, and return the number of the run."""
    make_codings("stories", "a long enough password", stories, 2, 10)
    codebook = find_codebook(get_study("stories").id)
    act = ActionContext("coder0", timezone.now())
    return str(request_run(codebook, LIMIT, RunPurpose.SUGGESTIONS, act, queue_run).id)


def read_day() -> str:
    """Return the day by the clock of the laboratory."""
    return str(timezone.localdate())


def close_months() -> int:
    """Close what is over in February 2099; return how many months this process closed."""
    return close_log_months(datetime(2099, 2, 9, tzinfo=UTC))


def count_months() -> dict[str, int]:
    """Return what is left of open months, and what there is of closed ones."""
    [log] = FieldLog.objects.all()
    extract = get_extract(log.scope)
    assert extract is not None
    return {
        "open": OpenMonth.objects.count(),
        "closed": ClosedMonth.objects.count(),
        "figures": len(extract.counts["months"]),
        "decisions": LogDecision.objects.count(),
        "truths": CaseTruth.objects.count(),
    }


def read_run(run: str) -> dict[str, object]:
    """Return the state of a run, at which attempt it is, and how many texts it judged."""
    found = MachineRun.objects.get(pk=run)
    judged = Prediction.objects.filter(run=found).count()
    return {"state": found.state, "attempt": found.attempt, "judged": judged}
