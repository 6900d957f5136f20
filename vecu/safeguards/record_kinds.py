"""What members write of the safeguards of a system, to its history and on its pages."""

from functools import partial

from vecu.records.kinds import (
    ADD,
    CHANGE,
    REMOVE,
    EntryPage,
    Ledger,
    RecordKind,
    register_record_kinds,
)
from vecu.safeguards import checks, content, models
from vecu.safeguards.forms.routes import RefusalRouteForm
from vecu.safeguards.presenters import list_route_facts
from vecu.translation import gettext_noop

SAFEGUARDS = Ledger("safeguards", keeps_hour=False)

make_safeguard_kind = partial(RecordKind, SAFEGUARDS, parent="system")
"""Make a kind of entry about the safeguards of a system, all that is said of it."""

ROUTE = make_safeguard_kind(
    "route",
    models.RefusalRoute,
    content=content.RefusalRouteContent,
    words={
        ADD: gettext_noop("added a route of those who say no"),
        CHANGE: gettext_noop("changed a route of those who say no"),
        REMOVE: gettext_noop("removed a route of those who say no"),
    },
    title=lambda row: row.office,
    facts=list_route_facts,
    forms=[RefusalRouteForm],
    list_problems=checks.list_route_problems,
    page=EntryPage(
        "routes",
        gettext_noop("If somebody says no"),
        gettext_noop(
            "Where somebody goes who says no: who answers, where, by which telephone, at which"
            " hours, within how many days. One for each place."
        ),
        gettext_noop("Add where they go"),
        gettext_noop("No route is given: the page of the system says so first."),
        order=10,
    ),
)
register_record_kinds(ROUTE)
