"""The page on which a finding is written: a new one, a draft, or the next version."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from vecu.accounts.decorators import StaffRequest, require_permission
from vecu.accounts.rules import Role, can_write_findings
from vecu.evidence.actions import FindingContent, draft_finding, edit_finding
from vecu.evidence.choice import build_evidence_choice, parse_reference
from vecu.evidence.queries import (
    Finding,
    find_latest_version,
    get_finding_detail,
    list_citable,
    list_public_references,
)
from vecu.evidence.rules import FindingState
from vecu.evidence.sources import Audience
from vecu.records.submission import SEARCH, submit_form
from vecu.reports.forms.findings import FindingForm
from vecu.reports.views.findings import get_finding_or_404, render_findings_page
from vecu.surveys.queries import Study, get_study

READ_OR_WRITE = ["GET", "HEAD", "POST"]


@require_permission(can_write_findings, get_study)
@require_http_methods(READ_OR_WRITE)
def write_new_finding(request: StaffRequest, study: Study, role: Role) -> HttpResponse:
    """Write a new finding."""
    if request.method != "POST":
        return _page(request, study, role, FindingForm(), None)
    return _save(request, study, role, None)


@require_permission(can_write_findings, get_study)
@require_http_methods(READ_OR_WRITE)
def write_finding(request: StaffRequest, study: Study, role: Role, finding: UUID) -> HttpResponse:
    """Go on with a draft, or write the next version of a published finding."""
    found = get_finding_or_404(study, finding)
    if request.method == "POST":
        return _save(request, study, role, found)
    latest = find_latest_version(found)
    if latest.pk != found.pk:
        messages.info(request, _("There is a later version: this is it."))
        return redirect("reports:edit-finding", study.slug, latest.pk)
    form = FindingForm(initial=FindingForm.get_initial_values(found))
    return _page(request, study, role, form, found)


def _save(request: StaffRequest, study: Study, role: Role, finding: Finding | None) -> HttpResponse:
    """Save what was typed, or show it again with what must be corrected."""
    by, now = request.user.get_username(), timezone.now()

    def save(content: FindingContent, revision: int) -> Finding:
        if finding is None:
            return draft_finding(study.scope, content, by=by, now=now)
        return edit_finding(finding, content, revision=revision, by=by, now=now)

    sent = submit_form(request, FindingForm(request.POST), save)
    if sent.is_removed:
        raise Http404
    if not sent.is_done:
        return _page(request, study, role, sent.form, sent.row or finding)
    if "preview" in request.POST:
        return redirect("reports:preview-finding", study.slug, sent.row.pk)
    messages.success(request, _("The draft is saved. Only members who write findings can see it."))
    return redirect("reports:edit-finding", study.slug, sent.row.pk)


def _page(
    request: StaffRequest, study: Study, role: Role, form: FindingForm, finding: Finding | None
) -> HttpResponse:
    searches = SEARCH in request.POST
    cited = get_finding_detail(finding, Audience.MEMBERS).evidence if finding else ()
    citable = list_citable(study.scope)
    search = request.POST.get("words", "")
    ticked = (form.their_values or {}).get("evidence", ())
    choice = build_evidence_choice(
        citable,
        cited,
        form.references,
        public=list_public_references(study.scope),
        theirs=[found for each in ticked if (found := parse_reference(each))],
        search=search,
    )
    name, rest = ("edit-finding", [finding.pk]) if finding else ("new-finding", [])
    context: dict[str, Any] = {
        "form": form,
        "finding": finding,
        "problems": [] if searches or not form.is_bound else form.problems,
        "choice": choice,
        "action": reverse(f"reports:{name}", args=(study.slug, *rest)),
        "next_version": finding is not None and finding.state != FindingState.DRAFT,
    }
    status = 422 if context["problems"] else 200
    return render_findings_page(request, "finding_form", study, role, context, status)
