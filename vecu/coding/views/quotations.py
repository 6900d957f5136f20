"""Pages: proposed quotations and their state; released ones, for members and readers."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from vecu.accounts.decorators import StaffRequest, require_permission
from vecu.accounts.rules import Role, can_code, can_see_study
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
from vecu.coding.views.shared import audit_reading, get_workspace, render_page
from vecu.questionnaires import Wording
from vecu.surveys.queries import Study, get_study

QUOTATIONS_A_PAGE = 20


@require_permission(can_see_study, get_study)
@require_safe
def released(request: StaffRequest, study: Study, role: Role) -> HttpResponse:
    """Show every member the released quotations, by code: words only, nothing of the person."""
    codebook = find_codebook(study.id)
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
    return render_page(request, "released", study, role, {"parts": parts})


@require_permission(can_code, get_study)
@require_safe
def quotations(request: StaffRequest, study: Study, role: Role) -> HttpResponse:
    """List the quotations of one state that the member may see."""
    workspace = get_workspace(request, study)
    wanted = request.GET.get("state", "")
    state = QuotationState(wanted) if wanted in set(QuotationState) else QuotationState.PROPOSED
    found = list_quotations(workspace.codebook, workspace.by, state)
    page = Paginator(found, QUOTATIONS_A_PAGE).get_page(request.GET.get("page"))
    lines = list_quotation_details(workspace.codebook, workspace.codes, page)
    audit_reading(request, study, [line.answer for line in lines if line.permitted])
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
    return render_page(request, "quotations", study, role, context)


@require_permission(can_code, get_study)
@require_POST
def withdraw_own_proposal(
    request: StaffRequest, study: Study, role: Role, quotation: UUID
) -> HttpResponse:
    """Withdraw one's own proposal."""
    workspace = get_workspace(request, study)
    try:
        withdraw_proposal(workspace.coder, quotation, workspace.act(timezone.now()))
    except TextGone:
        messages.warning(request, _("This quotation no longer exists."))
    except QuotationRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The proposal is taken back."))
    return redirect("coding:quotations", slug=study.slug)
