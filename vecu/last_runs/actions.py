"""Note what was done."""

from datetime import date

from vecu.last_runs.models import LastRun
from vecu.last_runs.rules import RegularTask


def record_run(task: RegularTask, day: date) -> None:
    """Note that a task came to its end on this day."""
    LastRun.objects.update_or_create(task=task, defaults={"day": day})
