"""Pages: proposed quotations and their state; released ones, for members and readers."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from vecu.accounts.rules import can_code, can_see_study
from vecu.coding.actions.annotate import TextGone, withdraw_proposal
from vecu.coding.actions.propose_quotation import QuotationRefused
from vecu.coding.deidentification.redaction import ReleasedQuotation
from vecu.coding.queries.codebook import find_codebook, list_codes
from vecu.coding.queries.quotations import (
    count_quotations,
    get_quotations_by_code,
    list_quotation_details,
    list_quotations,
    list_released_quotations,
)
from vecu.coding.rules import QuotationState
from vecu.coding.views.shared import (
    CodingVisit,
    audit_reading,
    coding_page,
    get_workspace,
)
from vecu.questionnaires import Wording
from vecu.records.views import WRITE

QUOTATIONS_A_PAGE = 20


@coding_page(can_see_study)
def released(visit: CodingVisit) -> HttpResponse:
    """Show every member the released quotations, by code: words only, nothing of the person."""
    codebook = find_codebook(visit.study.id)
    parts: list[tuple[str, Wording | None, list[ReleasedQuotation]]] = []
    if codebook:
        codes = list_codes(codebook)
        by_code = get_quotations_by_code(list_released_quotations(codebook, codes))
        paths = codes.map_code_paths(get_language() or "en")
        parts = [
            (paths[code.id], code.names, by_code[code.id])
            for code, _depth in codes.lines
            if code.id in by_code
        ]
        parts += [("", None, by_code[None])] if None in by_code else []
    return visit.render("coding/released.html", {"parts": parts})


@coding_page(can_code)
def quotations(visit: CodingVisit) -> HttpResponse:
    """List the quotations of one state that the member may see."""
    workspace = get_workspace(visit)
    wanted = visit.request.GET.get("state", "")
    state = QuotationState(wanted) if wanted in set(QuotationState) else QuotationState.PROPOSED
    found = list_quotations(workspace.codebook, workspace.by, state)
    page = Paginator(found, QUOTATIONS_A_PAGE).get_page(visit.request.GET.get("page"))
    lines = list_quotation_details(workspace.codebook, workspace.codes, page)
    audit_reading(visit, [line.answer for line in lines if line.permitted])
    counts = count_quotations(workspace.codebook, workspace.by)
    context = {
        "codebook": workspace.codebook,
        "page": page,
        "query": f"state={state}",
        "lines": lines,
        "state": state,
        "counts": [(each.value, counts[each]) for each in QuotationState],
        "by": workspace.by,
    }
    return visit.render("coding/quotations.html", context)


@coding_page(can_code, WRITE)
def withdraw_own_proposal(visit: CodingVisit, quotation: UUID) -> HttpResponse:
    """Withdraw one's own proposal."""
    workspace = get_workspace(visit)
    try:
        withdraw_proposal(workspace.coder, quotation, workspace.act(timezone.now()))
    except TextGone:
        messages.warning(visit.request, _("This quotation no longer exists."))
    except QuotationRefused as refusal:
        messages.error(visit.request, str(refusal))
    else:
        messages.success(visit.request, _("The proposal is taken back."))
    return redirect("coding:quotations", slug=visit.study.slug)
