"""The page on which a finding is written: a new one, a draft, or the next version."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from vecu.accounts.decorators import StaffRequest, require_permission
from vecu.accounts.rules import Role, can_write_findings
from vecu.evidence.actions import FindingChanged, FindingRefused, draft_finding, edit_finding
from vecu.evidence.choice import build_evidence_choice
from vecu.evidence.queries import (
    Finding,
    find_latest_version,
    get_finding_detail,
    list_citable,
    list_public_references,
)
from vecu.evidence.rules import FindingState
from vecu.evidence.sources import Audience
from vecu.reports.forms.findings import FindingForm
from vecu.reports.views.findings import get_finding_or_404, render_findings_page
from vecu.surveys.queries import Study, get_study

READ_OR_WRITE = ["GET", "HEAD", "POST"]
SEARCH = "find"
"""The button that looks for evidence; it saves nothing, and keeps what is typed."""


@require_permission(can_write_findings, get_study)
@require_http_methods(READ_OR_WRITE)
def write_new_finding(request: StaffRequest, study: Study, role: Role) -> HttpResponse:
    """Write a new finding."""
    if request.method != "POST" or SEARCH in request.POST:
        form = FindingForm(request.POST or None)
        return _page(request, study, role, form, None)
    return _save(request, study, role, None)


@require_permission(can_write_findings, get_study)
@require_http_methods(READ_OR_WRITE)
def write_finding(request: StaffRequest, study: Study, role: Role, finding: UUID) -> HttpResponse:
    """Go on with a draft, or write the next version of a published finding."""
    found = get_finding_or_404(study, finding)
    if request.method == "POST" and SEARCH not in request.POST:
        return _save(request, study, role, found)
    if request.method == "POST":
        return _page(request, study, role, FindingForm(request.POST), found)
    latest = find_latest_version(found)
    if latest.pk != found.pk:
        messages.info(request, _("There is a later version: this is it."))
        return redirect("reports:edit-finding", study.slug, latest.pk)
    form = FindingForm(initial=FindingForm.initial_values(found))
    return _page(request, study, role, form, found)


def _save(request: StaffRequest, study: Study, role: Role, finding: Finding | None) -> HttpResponse:
    """Save what was typed, or show it again with what must be corrected."""
    form = FindingForm(request.POST)
    if not form.is_valid():
        return _page(request, study, role, form, finding)
    by, now = request.user.get_username(), timezone.now()
    try:
        if finding is None:
            saved = draft_finding(study.scope, form.content, by=by, now=now)
        else:
            revision = form.cleaned_data["revision"] or 0
            saved = edit_finding(finding, form.content, revision=revision, by=by, now=now)
    except FindingRefused as refusal:
        form.refuse(refusal.problems)
        return _page(request, study, role, form, finding)
    except FindingChanged as changed:
        return _page_beside_theirs(request, study, role, changed)
    if "preview" in request.POST:
        return redirect("reports:preview-finding", study.slug, saved.pk)
    messages.success(request, _("The draft is saved. Only members who write findings can see it."))
    return redirect("reports:edit-finding", study.slug, saved.pk)


def _page_beside_theirs(
    request: StaffRequest, study: Study, role: Role, changed: FindingChanged
) -> HttpResponse:
    """Show what was typed beside what somebody else saved; saving again decides."""
    data = request.POST.copy()
    data["revision"] = str(changed.theirs.revision)
    form = FindingForm(data, theirs=changed.theirs)
    form.is_valid()
    form.add_error(None, str(changed))
    return _page(request, study, role, form, changed.theirs)


def _page(
    request: StaffRequest, study: Study, role: Role, form: FindingForm, finding: Finding | None
) -> HttpResponse:
    searches = SEARCH in request.POST
    cited = get_finding_detail(finding, Audience.MEMBERS).evidence if finding else ()
    citable = list_citable(study.scope)
    search = request.POST.get("words", "")
    theirs = form.theirs.references if form.theirs else ()
    choice = build_evidence_choice(
        citable,
        cited,
        form.references,
        public=list_public_references(study.scope),
        theirs=theirs,
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
