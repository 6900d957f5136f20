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
from vecu.records.rules import ResponseVerb
from vecu.register.forms.responses import ContestForm
from vecu.safeguards import checks, content, models
from vecu.safeguards.forms.consent import ConsentSheetForm
from vecu.safeguards.forms.routes import RefusalRouteForm
from vecu.safeguards.presenters import list_route_facts, list_sheet_facts
from vecu.safeguards.quarter_counts import checks as quarter_checks
from vecu.safeguards.quarter_counts.content import (
    CountedSiteContent,
    MonthCountContent,
    QuarterDeclarationContent,
    UpheldComplaintContent,
)
from vecu.safeguards.quarter_counts.forms import (
    CountedSiteForm,
    MonthCountForm,
    QuarterDeclarationForm,
    UpheldComplaintForm,
)
from vecu.safeguards.quarter_counts.presenters import (
    get_complaint_title,
    get_declaration_title,
    get_month_title,
    get_site_title,
    list_declaration_facts,
    list_site_facts,
)
from vecu.safeguards.second_looks.checks import (
    list_look_office_problems,
    list_look_removal_problems,
    list_look_undo_problems,
)
from vecu.safeguards.second_looks.content import LookOfficeContent
from vecu.safeguards.second_looks.forms import LookOfficeForm
from vecu.safeguards.second_looks.presenters import list_look_facts
from vecu.safeguards.walks.checks import (
    list_series_problems,
    list_series_removal_problems,
    list_series_undo_problems,
    list_walk_problems,
)
from vecu.safeguards.walks.content import WalkContent, WalkSeriesContent
from vecu.safeguards.walks.forms import WalkForm, WalkSeriesForm
from vecu.safeguards.walks.presenters import (
    get_series_title,
    get_walk_title,
    list_series_facts,
    list_walk_facts,
)
from vecu.translation import gettext_noop

SAFEGUARDS = Ledger("safeguards", keeps_hour=False)

make_safeguard_kind = partial(RecordKind, SAFEGUARDS, parent="system")
"""Make a kind of entry about the safeguards of a system, all that is said of it."""

ROUTE = make_safeguard_kind(
    "route",
    models.RefusalRoute,
    content=content.RefusalRouteContent,
    words={
        ADD: gettext_noop("added where to go to say no"),
        CHANGE: gettext_noop("changed where to go to say no"),
        REMOVE: gettext_noop("removed where to go to say no"),
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
    list_removal_problems=list_look_removal_problems,
    list_undo_problems=list_look_undo_problems,
    page=EntryPage(
        "look-office",
        gettext_noop("Who looks again"),
        gettext_noop(
            "Where people send a request that a person looks again: the address and the stamp"
            " are yours. Whoever looks had no part in what was done, and can change it."
        ),
        gettext_noop("Name the office and who looks"),
        gettext_noop("Nobody has been named yet to look again."),
        order=20,
    ),
)
SERIES = make_safeguard_kind(
    "walk series",
    models.WalkSeries,
    content=WalkSeriesContent,
    words={
        ADD: gettext_noop("agreed on walks"),
        CHANGE: gettext_noop("changed a series of walks"),
        REMOVE: gettext_noop("removed a series of walks"),
        ResponseVerb.CONFIRM: gettext_noop("signed a series of walks"),
        ResponseVerb.CONTEST: gettext_noop("contested a series of walks"),
    },
    title=get_series_title,
    facts=list_series_facts,
    forms=[WalkSeriesForm, ContestForm],
    list_problems=list_series_problems,
    list_removal_problems=list_series_removal_problems,
    list_undo_problems=list_series_undo_problems,
    stays={"responses"},
    undoable=frozenset({ADD, CHANGE, REMOVE}),
    page=EntryPage(
        "walk-series",
        gettext_noop("Walks that are agreed on"),
        gettext_noop(
            "Agreed with the staff representatives before anybody walks, and told to the staff"
            " before anybody else reads it."
        ),
        gettext_noop("Agree on walks"),
        gettext_noop("No walk is agreed on yet."),
        order=40,
    ),
)
WALK = make_safeguard_kind(
    "walk",
    models.Walk,
    content=WalkContent,
    words={
        ADD: gettext_noop("noted a walk"),
        CHANGE: gettext_noop("corrected a walk"),
        REMOVE: gettext_noop("removed a walk"),
    },
    title=get_walk_title,
    facts=list_walk_facts,
    forms=[WalkForm],
    list_problems=list_walk_problems,
    page=EntryPage(
        "walks",
        gettext_noop("Walks"),
        gettext_noop(
            "One task, by one way in. No day, no hour, and nothing of whoever worked there."
        ),
        gettext_noop("Note a walk"),
        gettext_noop("No walk is noted yet."),
        order=41,
    ),
)
CONSENT = make_safeguard_kind(
    "consent sheet",
    models.ConsentSheet,
    content=content.ConsentSheetContent,
    words={
        ADD: gettext_noop("wrote what people are asked"),
        CHANGE: gettext_noop("changed what people are asked"),
        REMOVE: gettext_noop("removed what people are asked"),
    },
    title=lambda row: row.title,
    facts=list_sheet_facts,
    forms=[ConsentSheetForm],
    list_problems=checks.list_sheet_problems,
    list_undo_problems=checks.list_second_sheet,
    page=EntryPage(
        "consent",
        gettext_noop("What people are asked"),
        gettext_noop(
            "In simple words: what the tool does, what happens with and without it, who answers for"
            " the data. The page opens once a route is given for those who say no."
        ),
        gettext_noop("Write what people are asked"),
        gettext_noop("Nothing is written: nobody can be asked."),
        order=15,
    ),
)
COUNTED_SITE = make_safeguard_kind(
    "counted site",
    models.CountedSite,
    content=CountedSiteContent,
    words={
        ADD: gettext_noop("added a site to count"),
        CHANGE: gettext_noop("changed a site to count"),
        REMOVE: gettext_noop("removed a site to count"),
    },
    title=get_site_title,
    facts=list_site_facts,
    forms=[CountedSiteForm],
    list_problems=quarter_checks.list_site_problems,
    list_removal_problems=quarter_checks.list_site_removal_problems,
    list_undo_problems=quarter_checks.list_site_undo_problems,
    page=EntryPage(
        "sites",
        gettext_noop("Sites that are counted"),
        gettext_noop(
            "What changes for everybody when the tool is opened is seen between sites that open on"
            " different days."
        ),
        gettext_noop("Add a site"),
        gettext_noop("No site is counted yet."),
        order=50,
    ),
)
DECLARATION = make_safeguard_kind(
    "quarter declaration",
    models.QuarterDeclaration,
    content=QuarterDeclarationContent,
    words={
        ADD: gettext_noop("declared what quarters compare"),
        CHANGE: gettext_noop("changed what quarters compare"),
    },
    title=get_declaration_title,
    facts=list_declaration_facts,
    forms=[QuarterDeclarationForm],
    list_problems=quarter_checks.list_declaration_problems,
    list_removal_problems=quarter_checks.list_declaration_removal_problems,
    undoable=frozenset(),
    page=EntryPage(
        "declaration",
        gettext_noop("What quarters compare"),
        gettext_noop(
            "Declared before the first quarter begins, and then never changed: nobody chooses a"
            " comparison once the counts are known."
        ),
        gettext_noop("Declare it"),
        gettext_noop("Nothing is declared yet: nothing of a quarter will be public."),
        order=51,
    ),
)
MONTH_COUNT = make_safeguard_kind(
    "month count",
    models.MonthCount,
    content=MonthCountContent,
    words={
        ADD: gettext_noop("noted the counts of a month"),
        CHANGE: gettext_noop("corrected the counts of a month"),
    },
    title=get_month_title,
    forms=[MonthCountForm],
    list_problems=quarter_checks.list_month_problems,
    undoable=frozenset(),
)
COMPLAINT = make_safeguard_kind(
    "upheld complaint",
    models.UpheldComplaint,
    content=UpheldComplaintContent,
    words={
        ADD: gettext_noop("noted a complaint that was upheld"),
        CHANGE: gettext_noop("corrected the day of an upheld complaint"),
        REMOVE: gettext_noop("removed an upheld complaint"),
    },
    title=get_complaint_title,
    forms=[UpheldComplaintForm],
    list_problems=quarter_checks.list_complaint_problems,
    page=EntryPage(
        "complaints",
        gettext_noop("Complaints that were upheld"),
        gettext_noop(
            "That saying no cost somebody something, and that the service recognised it. Its day,"
            " and nothing else. One is enough: the tool stops at this site, and the review clause"
            " comes back to the agenda."
        ),
        gettext_noop("Note that one was upheld"),
        gettext_noop("None was upheld."),
        order=55,
    ),
)
register_record_kinds(
    ROUTE, CONSENT, LOOK_OFFICE, SERIES, WALK, COUNTED_SITE, DECLARATION, MONTH_COUNT, COMPLAINT
)
