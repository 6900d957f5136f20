"""What pages say of the safeguards of a system."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from vecu.safeguards.models import RefusalRoute
from vecu.ui.noted_facts import NotedFact, make_plain_fact


def list_route_facts(route: RefusalRoute) -> list[NotedFact]:
    """Return where somebody goes who says no, in words."""
    within = ngettext("%(days)s day", "%(days)s days", route.days) % {"days": route.days}
    return [
        NotedFact(_("Where to go"), route.place),
        make_plain_fact(_("By telephone"), route.telephone),
        NotedFact(_("At which hours"), route.hours),
        make_plain_fact(_("Within"), within),
    ]
