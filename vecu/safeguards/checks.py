"""Why what somebody wrote of a safeguard cannot be stored."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from vecu.register.checks import list_content_problems
from vecu.register.queries import System
from vecu.safeguards.content import OfficeContent, RefusalRouteContent
from vecu.safeguards.models import TELEPHONE_LENGTH

Problems = dict[str, str]
MOST_DAYS = 366
FEWEST_DIGITS = 3


def list_route_problems(
    _system: System, content: RefusalRouteContent, _row: Any, _today: date
) -> Problems:
    """Return by field why nobody could go this way."""
    problems = list_office_problems(content)
    if content.days > MOST_DAYS:
        problems["days"] = _("Give a number of days up to %(most)s.") % {"most": MOST_DAYS}
    return problems


def list_office_problems(content: OfficeContent) -> Problems:
    """Return by field why nobody could reach an office."""
    problems = list_content_problems(content, content.needed)
    digits = sum(each.isdigit() for each in content.telephone)
    if content.telephone and digits < FEWEST_DIGITS:
        problems["telephone"] = _("A telephone number has three digits at least.")
    elif len(content.telephone) > TELEPHONE_LENGTH:
        problems["telephone"] = _("Shorten it to %(most)s characters.") % {"most": TELEPHONE_LENGTH}
    return problems
