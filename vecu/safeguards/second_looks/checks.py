"""Why an office that receives second looks cannot be noted so."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from vecu.records.queries import Act
from vecu.register.queries import System
from vecu.safeguards.checks import Problems, list_office_problems
from vecu.safeguards.models import LookOffice
from vecu.safeguards.second_looks.content import LookOfficeContent
from vecu.safeguards.second_looks.queries import list_looks
from vecu.safeguards.second_looks.rules import FEWEST_DAYS, MOST_ASKING_DAYS, MOST_DAYS


def list_look_office_problems(
    system: System, content: LookOfficeContent, row: Any, _today: date
) -> Problems:
    """Return by field why nobody could ask there, or why the answer would come too late to help."""
    problems = list_office_problems(content)
    if not FEWEST_DAYS <= content.days <= MOST_DAYS:
        message = _("Give a number of days from %(fewest)s to %(most)s.")
        problems["days"] = message % {"fewest": FEWEST_DAYS, "most": MOST_DAYS}
    if content.asking_days > MOST_ASKING_DAYS:
        message = _("Give a number of days up to %(most)s, or 0.")
        problems["asking_days"] = message % {"most": MOST_ASKING_DAYS}
    noted = LookOffice.objects.filter(system=system).first()
    if noted is not None and noted != row:
        problems[""] = _("A system has one office for second looks: correct the one that is there.")
    return problems


def list_look_removal_problems(row: LookOffice, _side: str) -> Problems:
    """Return why an office cannot go: while somebody waits, nothing may hide it."""
    if any(each.is_open for each in list_looks(row.system)):
        return {"": _("Somebody waits for an answer: this office stays until they have it.")}
    return {}


def list_look_undo_problems(
    _act: Act, row: LookOffice | None, restored: LookOffice | None
) -> Problems:
    """Return why an office cannot go by an undo either."""
    return list_look_removal_problems(row, "") if row is not None and restored is None else {}
