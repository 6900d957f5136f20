"""The page on which a finding is written: a new one, a draft, or the next version."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from vecu.accounts.rules import can_write_findings
from vecu.evidence.actions import FindingContent, draft_finding, edit_finding
from vecu.evidence.choice import build_evidence_choice, parse_reference
from vecu.evidence.queries import (
    Finding,
    FindingDetail,
    find_latest_version,
    get_finding_detail,
    list_citable,
    list_public_references,
)
from vecu.evidence.rules import FindingState
from vecu.evidence.sources import Audience
from vecu.records.submission import SEARCH, submit_form
from vecu.reports.cards.finding_cards import list_study_cards
from vecu.reports.cards.lengths import list_card_lengths
from vecu.reports.cards.sections import map_card_sections
from vecu.reports.forms.findings import FindingForm
from vecu.reports.views.findings import (
    FindingsVisit,
    findings_page,
    get_finding_or_404,
)
from vecu.ui.requests import READ_OR_WRITE


@findings_page(can_write_findings, READ_OR_WRITE)
def write_new_finding(visit: FindingsVisit) -> HttpResponse:
    """Write a new finding."""
    if visit.sent is None:
        return _page(visit, FindingForm(), None)
    return _save(visit, None)


@findings_page(can_write_findings, READ_OR_WRITE)
def write_finding(visit: FindingsVisit, finding: UUID) -> HttpResponse:
    """Go on with a draft, or write the next version of a published finding."""
    found = get_finding_or_404(visit.study, finding)
    if visit.sent is not None:
        return _save(visit, found)
    latest = find_latest_version(found)
    if latest.pk != found.pk:
        messages.info(visit.request, _("There is a later version: this is it."))
        return redirect("reports:edit-finding", visit.study.slug, latest.pk)
    form = FindingForm(initial=FindingForm.get_initial_values(found))
    return _page(visit, form, found)


def _save(visit: FindingsVisit, finding: Finding | None) -> HttpResponse:
    """Save what was typed, or show it again with what must be corrected."""

    def save(content: FindingContent, revision: int) -> Finding:
        if finding is None:
            return draft_finding(visit.study.scope, content, **visit.act)
        return edit_finding(finding, content, revision=revision, **visit.act)

    sent = submit_form(visit.request, FindingForm(visit.request.POST), save)
    if sent.is_removed:
        raise Http404
    if not sent.is_done:
        return _page(visit, sent.form, sent.row or finding)
    if "preview" in visit.request.POST:
        return redirect("reports:preview-finding", visit.study.slug, sent.row.pk)
    message = _("The draft is saved. Only members who write findings can see it.")
    return visit.go_on(message, "reports:edit-finding", sent.row.pk)


def _page(visit: FindingsVisit, form: FindingForm, finding: Finding | None) -> HttpResponse:
    cited = get_finding_detail(finding, Audience.MEMBERS).evidence if finding else ()
    ticked = (form.their_values or {}).get("evidence", ())
    choice = build_evidence_choice(
        list_citable(visit.study.scope),
        cited,
        form.references,
        public=list_public_references(visit.study.scope),
        theirs=[found for each in ticked if (found := parse_reference(each))],
        search=visit.request.POST.get("words", ""),
    )
    ticked_evidence = [each.evidence for each in choice.ticked]
    form.offer_for_card(ticked_evidence)
    draft = FindingDetail(form.make_draft(finding), tuple(ticked_evidence))
    [card] = list_study_cards(visit.study, [draft])
    follows = _find_followed(finding)
    name, rest = ("edit-finding", [finding.pk]) if finding else ("new-finding", [])
    context: dict[str, Any] = {
        "form": form,
        "finding": finding,
        "problems": [] if SEARCH in visit.request.POST else form.problems,
        "choice": choice,
        "card": card,
        "lengths": list_card_lengths(card, draft.finding),
        "action": visit.make_address(f"reports:{name}", *rest),
        "follows": follows,
        "replied": map_card_sections([follows.pk])[follows.pk] if follows else (),
        "next_version": finding is not None and finding.state != FindingState.DRAFT,
    }
    return visit.render("reports/staff/finding_form.html", context)


def _find_followed(finding: Finding | None) -> Finding | None:
    """Return the version to which replies can have changed something in what is written."""
    return finding.supersedes if finding and finding.state == FindingState.DRAFT else finding
