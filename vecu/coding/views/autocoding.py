"""Pages: the machine as a coder, its agreement with people, and its permissions."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from vecu.accounts.rules import can_code, can_lead_coding
from vecu.coding.actions.autocoding import (
    AutocodingRefused,
    allow_autocoding,
    get_refusal_reason,
    revoke_autocoding,
    set_minimum_agreement,
)
from vecu.coding.analysis.machine_agreement import MachineAgreement
from vecu.coding.forms.coding import MinimumAgreementForm
from vecu.coding.presenters.coder_workspace import CoderWorkspace
from vecu.coding.queries.assignments import list_coders
from vecu.coding.queries.autocoding import list_autocoding_permissions, list_machine_agreements
from vecu.coding.queries.codebook import find_code
from vecu.coding.views.agreement import build_machine_context
from vecu.coding.views.shared import (
    CodingVisit,
    audit_figures,
    coding_page,
    get_workspace,
    read_uuid,
)
from vecu.records.views import WRITE
from vecu.ui.charts import IntervalRow, interval_chart
from vecu.ui.requests import READ_OR_WRITE


@coding_page(can_code, READ_OR_WRITE)
def delegations(visit: CodingVisit) -> HttpResponse:
    """Show the machine beside each coder; a POST by a lead sets the minimum agreement."""
    workspace = get_workspace(visit)
    if visit.sent is not None and not can_lead_coding(visit.role):
        return redirect("coding:delegations", slug=visit.study.slug)
    form = MinimumAgreementForm(visit.sent, initial={"floor": workspace.codebook.floor})
    if visit.sent is not None and form.is_valid():
        floor = form.cleaned_data["floor"]
        set_minimum_agreement(workspace.codebook, floor, workspace.act(timezone.now()))
        message = _("The machine may code by itself from a certain agreement of %(floor)s.")
        return visit.go_on(message % {"floor": number_format(floor, 2)}, "coding:delegations")
    standings = list_machine_agreements(workspace.codebook, workspace.codes)
    audit_figures(visit, machine="agreement")
    lines = _lines(workspace, standings)
    context = {
        "codebook": workspace.codebook,
        "form": form,
        "coders": _coders(workspace, standings),
        "lines": lines,
        "may": sum(not line["refused"] for line in lines),
        "nearest": _explain_nearest(workspace, standings),
        "given": sum(line["delegation"] is not None for line in lines),
        "chart": _chart(workspace, standings),
    }
    return visit.render("coding/delegations.html", context, status=422 if form.errors else 200)


@coding_page(can_lead_coding, WRITE)
def delegated(visit: CodingVisit) -> HttpResponse:
    """Allow autocoding for a code, or revoke it."""
    workspace = get_workspace(visit)
    code = find_code(workspace.codebook, read_uuid(visit.request.POST.get("code")))
    if code is None:
        raise Http404
    act = workspace.act(timezone.now())
    if visit.request.POST.get("do") == "take-back":
        revoke_autocoding(code, act)
        message = _("From now on, only people code with “%(code)s”.")
        return visit.go_on(message % {"code": code.name}, "coding:delegations")
    try:
        allow_autocoding(code, act)
    except AutocodingRefused as refusal:
        messages.error(visit.request, f"“{code.name}”: {refusal}")
        return redirect("coding:delegations", slug=visit.study.slug)
    message = _("The machine codes with “%(code)s” where nobody has. This is marked everywhere.")
    return visit.go_on(message % {"code": code.name}, "coding:delegations")


def _coders(workspace: CoderWorkspace, standings: list[MachineAgreement]) -> list[str]:
    names = list_coders(workspace.codebook)
    return [names[coder] for coder in standings[0].with_each] if standings else []


def _lines(workspace: CoderWorkspace, standings: list[MachineAgreement]) -> list[dict[str, Any]]:
    names, known = list_coders(workspace.codebook), workspace.codes.by_id
    held = list_autocoding_permissions(workspace.codebook)
    return [
        {
            "code": known[one.code],
            "with_each": [(names[coder], alpha) for coder, alpha in one.with_each.items()],
            "delegation": held.get(one.code),
            "refused": get_refusal_reason(one, workspace.codebook.floor),
            **build_machine_context(one, get_language() or "en"),
        }
        for one in standings
        if one.used or one.carried
    ]


def _explain_nearest(workspace: CoderWorkspace, standings: list[MachineAgreement]) -> str:
    """Return which code is nearest to autocoding and what it lacks, in one sentence."""
    known = [(low, one) for one in standings if (low := one.surely) is not None]
    if not known:
        return _(
            "The machine’s agreement with people cannot be measured for any code yet:"
            " code more of the texts that are queued for you."
        )
    floor = workspace.codebook.floor
    low, nearest = max(known, key=lambda each: each[0])
    missing = nearest.count_missing_texts(floor)
    values = {
        "code": workspace.codes.by_id[nearest.code].name,
        "low": number_format(low, 2),
        "texts": nearest.with_team.pairable,
        "floor": number_format(floor, 2),
        "missing": missing,
    }
    if missing is None:
        return (
            _(
                "The closest is “%(code)s”, surely at %(low)s on %(texts)s texts where "
                "%(floor)s is required: the machine errs too often for more texts alone "
                "to help. Sharpen the definition of this code."
            )
            % values
        )
    return (
        ngettext(
            "The closest is “%(code)s”, surely at %(low)s on %(texts)s texts where "
            "%(floor)s is required: about %(missing)s more text coded without "
            "suggestions would be enough, if it keeps agreeing as well.",
            "The closest is “%(code)s”, surely at %(low)s on %(texts)s texts where "
            "%(floor)s is required: about %(missing)s more texts coded without "
            "suggestions would be enough, if it keeps agreeing as well.",
            missing,
        )
        % values
    )


def _chart(workspace: CoderWorkspace, standings: list[MachineAgreement]) -> str:
    known = workspace.codes.by_id
    rows = [
        IntervalRow(known[one.code].name, alpha.estimate, alpha.conf_low, alpha.conf_high)
        for one in standings
        if (alpha := one.with_team).estimate is not None and (one.used or one.carried)
    ]
    title = _("The machine’s agreement with people on each code")
    marks = (workspace.codebook.floor,)
    return interval_chart(rows, title=title, language=get_language() or "en", marks=marks)
