"""What pages say of the safeguards of a system."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from vecu.safeguards.models import OfficeRecord, RefusalRoute
from vecu.ui.noted_facts import NotedFact, make_plain_fact


def list_route_facts(route: RefusalRoute) -> list[NotedFact]:
    """Return where somebody goes who says no, and within how many days, in words."""
    within = ngettext("%(days)s day", "%(days)s days", route.days) % {"days": route.days}
    return [*list_office_facts(route), make_plain_fact(_("Within"), within)]


def list_office_facts(office: OfficeRecord) -> list[NotedFact]:
    """Return where an office is and how it is reached, in words."""
    return [
        NotedFact(_("Where to go"), office.place),
        make_plain_fact(_("By telephone"), office.telephone),
        NotedFact(_("At which hours"), office.hours),
    ]
