"""What every staff page of a log needs, and where the log stands."""

from dataclasses import dataclass
from functools import partial
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from vecu.accounts import rules as allowed
from vecu.accounts.decorators import StaffRequest, require_permission
from vecu.accounts.queries import list_mandates
from vecu.accounts.rules import Role
from vecu.fieldlog.log_overview import (
    LogOverview,
    MonthState,
    get_log_overview,
    list_waiting_months,
)
from vecu.fieldlog.papers import has_papers
from vecu.fieldlog.queries import FieldLog
from vecu.fieldlog.rules import CONDITION_SENTENCES, AgreementSide, LogCondition
from vecu.records.descriptions import describe_claim, list_response_lines
from vecu.records.rules import get_side
from vecu.register.queries import System
from vecu.register.views.system_access import get_system, render_system_page

_CONDITION_PAGES = {
    LogCondition.CONSULTATION: "register:consultation",
    LogCondition.IMPACT_ASSESSMENT: "fieldlog:papers",
    LogCondition.CHARTER: "fieldlog:papers",
    LogCondition.CONFIRMATION: "fieldlog:log",
}


@dataclass(frozen=True, slots=True)
class MissingLine:
    """What to note before a log may begin, and on which page."""

    sentence: str
    address: str


def render_log_page(
    request: StaffRequest,
    name: str,
    system: System,
    role: Role,
    context: dict[str, Any],
    status: int = 200,
) -> HttpResponse:
    """Render a page of one log, whose template extends `fieldlog/staff/log.html`."""
    shared: dict[str, Any] = {
        "keeps": allowed.can_keep_log(role),
        "suspends": allowed.can_suspend_log(role),
        "sees_months": allowed.can_see_closed_months(role),
    }
    template = f"fieldlog/staff/{name}.html"
    return render_system_page(request, template, system, role, shared | context, status)


@require_permission(allowed.can_see_system, get_system)
@require_safe
def show_overview(request: StaffRequest, system: System, role: Role) -> HttpResponse:
    """Show where the log stands: what it lacks, whether it takes events, until when."""
    overview = get_log_overview(system.pk, timezone.localdate())
    context = {
        "overview": overview,
        "missing_lines": list_missing_lines(system, overview),
        "waiting": _list_waiting_months(system, role),
        **_get_responses(system, role, overview.log),
    }
    return render_log_page(request, "overview", system, role, context)


def _get_responses(system: System, role: Role, log: FieldLog) -> dict[str, Any]:
    """Return what representatives said of the papers of a log, and where they respond."""
    may, side = allowed.can_speak_for_staff(role) and has_papers(log), get_side(role)
    address = partial(reverse, args=(system.slug,))
    return {
        "papers_noted": has_papers(log),
        "papers_claim": describe_claim(log),
        "papers_responses": list_response_lines(log, list_mandates(system.scope)),
        "confirms": address("fieldlog:confirm-papers") if may and log.can_confirm(side) else "",
        "contests": address("fieldlog:contest-papers") if may and log.can_contest(side) else "",
    }


def _list_waiting_months(system: System, role: Role) -> list[MonthState]:
    """Return the closed months with figures to which this role is the next to agree."""
    if not allowed.can_see_closed_months(role):
        return []
    first = allowed.can_read_figures_first(role)
    return list_waiting_months(system.pk, AgreementSide.STAFF if first else AgreementSide.OWNER)


def list_missing_lines(system: System, overview: LogOverview) -> list[MissingLine]:
    """Return what the log lacks before it may begin, each with its page."""
    return [
        MissingLine(
            _(CONDITION_SENTENCES[each]), reverse(_CONDITION_PAGES[each], args=(system.slug,))
        )
        for each in overview.missing
    ]
