"""Why a series of walks, or one of its walks, cannot stand as somebody wrote it."""

from datetime import date

from django.utils.translation import gettext as _

from vecu.records.kinds import list_answered_problems
from vecu.records.queries import Act
from vecu.register.checks import list_content_problems, list_day_problems, list_group_problems
from vecu.register.queries import System
from vecu.safeguards.models import Walk, WalkSeries
from vecu.safeguards.quarters import read_quarter
from vecu.safeguards.walk_rules import MINUTES_STEP, MOST_MINUTES, TASKS_OF_SERIES
from vecu.safeguards.walks.content import WalkContent, WalkSeriesContent

Problems = dict[str, str]
PLACE_LENGTH = 80
"""The longest words of where a walk ended: no room to describe anybody."""


def list_series_problems(
    system: System, content: WalkSeriesContent, row: WalkSeries | None, today: date
) -> Problems:
    """Return by field why a series cannot be noted so."""
    problems = list_content_problems(content, content.needed)
    problems |= list_group_problems(system.scope, content.group)
    problems |= list_day_problems("agreed", content.agreed, today)
    if not content.paid:
        problems["paid"] = _("The association is paid for its walks: say so, or do not begin.")
    walked = Walk.objects.filter(system=system, quarter=row.quarter) if row else Walk.objects.none()
    if len(set(content.tasks)) != TASKS_OF_SERIES:
        problems["tasks"] = _("Choose three tasks: the same ones are walked by every way in.")
    elif walked.exclude(task__in=content.tasks).exists():
        problems["tasks"] = _(
            "A task that you leave out was walked already. Remove its walks first."
        )
    others = WalkSeries.objects.filter(system=system, quarter=content.quarter)
    if (others.exclude(pk=row.pk) if row else others).exists():
        problems["quarter"] = _("This quarter has a series already. Change that one.")
    elif row and row.quarter != content.quarter and walked.exists():
        problems["quarter"] = _("Walks of this series are noted already: its quarter stays.")
    if content.informed and not walked.exists():
        problems["informed"] = _("No walk is noted yet: there is nothing to tell the staff.")
    elif content.informed and content.informed < content.agreed:
        problems["informed"] = _(
            "Staff can only be told what was found after the walks were agreed."
        )
    elif content.informed:
        problems |= list_day_problems("informed", content.informed, today)
    return problems


def list_series_removal_problems(row: WalkSeries, side: str) -> Problems:
    """Return why a series cannot be removed."""
    if Walk.objects.filter(system=row.system, quarter=row.quarter).exists():
        return {"": _("Walks of this series are noted. Remove them first.")}
    return dict(list_answered_problems(row, side))


def list_series_undo_problems(
    _act: Act, row: WalkSeries | None, restored: WalkSeries | None
) -> Problems:
    """Return why a series cannot be taken back."""
    return list_series_removal_problems(row, "") if row and restored is None else {}


def list_walk_problems(
    system: System, content: WalkContent, row: Walk | None, today: date
) -> Problems:
    """Return by field why a walk cannot be noted so."""
    problems = list_content_problems(content, content.needed)
    for name in ("place", "demanded"):
        for language, text in getattr(content, name).items():
            if len(text) > PLACE_LENGTH:
                message = _("Shorten it to %(most)s characters.")
                problems[f"{name}_{language}"] = message % {"most": PLACE_LENGTH}
    series = WalkSeries.objects.filter(system=system, quarter=content.quarter).first()
    if series is None:
        problems["quarter"] = _("No walks are agreed on for this quarter.")
    elif content.task not in series.tasks:
        problems["task"] = _("This task is not one of the three of the series.")
    if today < read_quarter(content.quarter).first_day:
        problems["quarter"] = _("This quarter has not begun.")
    if content.minutes % MINUTES_STEP or not 0 < content.minutes <= MOST_MINUTES:
        message = _("Give the minutes in fives, from %(step)s to %(most)s.")
        problems["minutes"] = message % {"step": MINUTES_STEP, "most": MOST_MINUTES}
    twins = Walk.objects.filter(
        system=system,
        quarter=content.quarter,
        task=content.task,
        answer=content.answer,
        door=content.door,
    )
    if (twins.exclude(pk=row.pk) if row else twins).exists():
        problems["door"] = _("This task was walked by this way in already. Correct that walk.")
    return problems
