"""What rooms above and commands ask."""

from datetime import date

from vecu.last_runs.models import LastRun
from vecu.last_runs.rules import RegularTask


def get_last_run(task: RegularTask) -> date | None:
    """Return the day on which a task last came to its end, None if it never did."""
    return LastRun.objects.filter(task=task).values_list("day", flat=True).first()
