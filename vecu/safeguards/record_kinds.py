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
from vecu.safeguards.second_looks.checks import list_look_office_problems
from vecu.safeguards.second_looks.content import LookOfficeContent
from vecu.safeguards.second_looks.forms import LookOfficeForm
from vecu.safeguards.second_looks.presenters import list_look_facts
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
LOOK_OFFICE = make_safeguard_kind(
    "look office",
    models.LookOffice,
    content=LookOfficeContent,
    words={
        ADD: gettext_noop("named the office that looks again"),
        CHANGE: gettext_noop("changed the office that looks again"),
        REMOVE: gettext_noop("removed the office that looks again"),
    },
    title=lambda row: row.office,
    facts=list_look_facts,
    forms=[LookOfficeForm],
    list_problems=list_look_office_problems,
    page=EntryPage(
        "look-office",
        gettext_noop("Who looks again"),
        gettext_noop(
            "Where a request goes that a person looks again: its address and its stamp are yours."
            " A function looks that takes no part before, and can change what was done."
        ),
        gettext_noop("Name the office and who looks"),
        gettext_noop("Nobody is named yet who looks again."),
        order=30,
    ),
)
register_record_kinds(ROUTE, LOOK_OFFICE)
