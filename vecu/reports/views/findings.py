"""The staff's pages of findings: list, publish, take back, undo, discard, history."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from vecu.accounts.rules import can_write_findings
from vecu.coding.queries.codebook import find_codebook
from vecu.coding.queries.quotations import count_quotations
from vecu.coding.rules import QuotationState
from vecu.datasets.release_queries import get_extract_state, list_offers
from vecu.evidence.actions import (
    discard_finding,
    publish_finding,
    take_finding_back,
    undo_finding,
)
from vecu.evidence.checks import list_problems
from vecu.evidence.queries import (
    FINDINGS,
    Act,
    Finding,
    FindingDetail,
    FindingWorkbench,
    find_finding,
    find_latest_version,
    find_undoable_move,
    get_finding_detail,
    get_workbench,
    map_versions,
)
from vecu.evidence.rules import FindingState, FindingVerb
from vecu.evidence.sources import Audience
from vecu.records.descriptions import ActDescription, describe_act
from vecu.records.errors import RecordChanged, RecordRefused
from vecu.records.history import HistoryPage, build_history
from vecu.records.submission import press_button, read_revision
from vecu.records.views import WRITE, PageDecorator, StaffVisit
from vecu.reports.queries import FindingVersions, has_public_page
from vecu.reports.views.public_findings import describe_finding
from vecu.surveys.queries import Study, get_study
from vecu.ui.next_steps import NextStep
from vecu.ui.requests import READ_OR_WRITE


class FindingsVisit(StaffVisit[Study]):
    """A request of a member about what is found in a study."""

    @property
    def study(self) -> Study:
        """The study of this page."""
        return self.subject

    @property
    def frame(self) -> dict[str, Any]:
        """The study, and the role in it."""
        return {"study": self.study, "role": self.role}


findings_page = PageDecorator(FindingsVisit, get_study)
"""Decorate a view of findings, which gets a `FindingsVisit`, for roles that are permitted."""


def get_finding_or_404(study: Study, finding: UUID) -> Finding:
    """Return a finding of the study; 404 if there is none."""
    found = find_finding(study.scope, finding)
    if found is None:
        raise Http404
    return found


@findings_page(can_write_findings)
def list_study_findings(visit: FindingsVisit) -> HttpResponse:
    """List a study's findings by state, what can be cited, and the one next step."""
    workbench = get_workbench(visit.study.scope)
    by_state = {
        state.name.lower(): [each for each in workbench.findings if each.finding.state == state]
        for state in FindingState
    }
    context = {
        "workbench": workbench,
        "next": _find_next_step(visit, workbench),
        "proposed": _count_proposals(visit),
        "quotations_url": visit.make_address("coding:quotations"),
        "figures": _describe_figures(visit.study),
        "figures_url": visit.make_address("datasets:releases"),
        **by_state,
    }
    return visit.render("reports/staff/findings.html", context)


def _count_proposals(visit: FindingsVisit) -> int:
    """Return how many proposed quotations wait for a decision."""
    codebook = find_codebook(visit.study.id)
    if codebook is None:
        return 0
    return count_quotations(codebook, visit.request.user.get_username())[QuotationState.PROPOSED]


def _describe_figures(study: Study) -> list[str]:
    """Return what has come in since people were counted, and what is ready to be released."""
    state = get_extract_state(study)
    if state.extract is None:
        return [state.refusal or _("No figure is released yet: count the people first")]
    lines = []
    more = state.people - state.extract.people
    if not state.refusal and not state.same and more > 0:
        lines.append(
            ngettext(
                "%(number)s more person has answered: a new extract can be made",
                "%(number)s more people have answered: a new extract can be made",
                more,
            )
            % {"number": more}
        )
    if ready := len(list_offers(state.extract)):
        lines.append(
            ngettext(
                "%(number)s more figure can be released",
                "%(number)s more figures can be released",
                ready,
            )
            % {"number": ready}
        )
    return lines


def _find_next_step(visit: FindingsVisit, workbench: FindingWorkbench) -> NextStep:
    def link(name: str, detail: FindingDetail | None = None) -> str:
        rest = [detail.finding.pk] if detail else []
        return visit.make_address(f"reports:{name}", *rest)

    for each in workbench.findings:
        if each.finding.state == FindingState.PUBLISHED and not _has_later(each):
            if each.finding.pk in workbench.repetitions:
                sentence = _(
                    "A published finding repeats words of a quotation that was released later."
                )
                return NextStep(sentence, _("Write it again"), link("edit-finding", each))
            if each.must_be_argued_again:
                sentence = _("Evidence of a published finding is gone or has changed.")
                return NextStep(sentence, _("Discuss it again"), link("edit-finding", each))
    for each in workbench.findings:
        if each.finding.state == FindingState.DRAFT:
            sentence = _("A draft is waiting.")
            return NextStep(sentence, _("Continue the draft"), link("edit-finding", each))
    if not workbench.findings:
        return NextStep("", _("Write the first finding"), link("new-finding"))
    if any(each.uncited for each in workbench.citable):
        sentence = _("There is evidence that no finding cites.")
        return NextStep(sentence, _("Write a finding"), link("new-finding"))
    return NextStep(_("All is up to date."), _("Write a finding"), link("new-finding"))


def _has_later(detail: FindingDetail) -> bool:
    """Return whether a later version is being written, from what the list has loaded."""
    return hasattr(detail.finding, "superseded_by")


@findings_page(can_write_findings)
def preview_finding(visit: FindingsVisit, finding: UUID) -> HttpResponse:
    """Show a finding as everybody will read it, and what can be done with it."""
    return _preview(visit, get_finding_or_404(visit.study, finding))


def _preview(visit: FindingsVisit, finding: Finding, problem: str = "") -> HttpResponse:
    latest = find_latest_version(finding)
    move = find_undoable_move(finding, timezone.localdate())
    detail = get_finding_detail(finding, Audience.EVERYBODY)
    context = {
        "state": finding.state,
        "latest": latest if latest.pk != finding.pk else None,
        "undo": _describe_undoing(move) if move else "",
        "gaps": list_problems(finding, timezone.localdate())
        if finding.state == FindingState.DRAFT
        else {},
        "problem": problem,
        "finding": finding,
        "found": FindingVersions(visit.study, finding, [finding], detail),
        "has_page": has_public_page(visit.study),
        **describe_finding(visit.study, detail),
    }
    _fill_gaps(finding)
    status = 422 if problem else 200
    return visit.render("reports/staff/preview.html", context, status=status)


def _fill_gaps(finding: Finding) -> None:
    """Give a draft what it would have if it were published today; nothing of it is stored."""
    finding.day = finding.day or timezone.localdate()
    finding.group = finding.group or _("No group yet")
    if not any(finding.sentence.values()):
        finding.sentence = {get_language() or "en": _("Draft without a sentence")}


def _describe_undoing(move: Act) -> str:
    if move.verb == FindingVerb.PUBLISH:
        return _("Undo the publication")
    return _("Undo taking it back")


@findings_page(can_write_findings, WRITE)
def publish(visit: FindingsVisit, finding: UUID) -> HttpResponse:
    """Publish the draft that was read."""
    found = get_finding_or_404(visit.study, finding)
    try:
        publish_finding(found, revision=read_revision(visit.request), **visit.act)
    except RecordChanged as changed:
        problem = _("Somebody else has changed this finding meanwhile. Read it, then publish it.")
        return _preview(visit, changed.theirs or found, problem)
    except RecordRefused as refusal:
        return _preview(visit, found, str(refusal))
    return visit.go_on(_("Published: everybody can read it."), "reports:preview-finding", found.pk)


@findings_page(can_write_findings, READ_OR_WRITE)
def take_back(visit: FindingsVisit, finding: UUID) -> HttpResponse:
    """Say what stays when a finding is taken back; on POST, take it back."""
    found = get_finding_or_404(visit.study, finding)
    if visit.sent is None:
        if found.state != FindingState.PUBLISHED:
            return redirect("reports:preview-finding", visit.study.slug, found.pk)
        return visit.render("reports/staff/take_back.html", {"finding": found})
    if problem := press_button(lambda: take_finding_back(found, **visit.act)):
        return _preview(visit, found, problem)
    message = _("Taken back: only members who write findings can see it.")
    return visit.go_on(message, "reports:preview-finding", found.pk)


@findings_page(can_write_findings, WRITE)
def undo(visit: FindingsVisit, finding: UUID) -> HttpResponse:
    """Undo the last publication or taking back."""
    found = get_finding_or_404(visit.study, finding)
    if problem := press_button(lambda: undo_finding(found, **visit.act)):
        return _preview(visit, found, problem)
    return visit.go_on(_("Undone."), "reports:preview-finding", found.pk)


@findings_page(can_write_findings, READ_OR_WRITE)
def discard(visit: FindingsVisit, finding: UUID) -> HttpResponse:
    """Ask before a draft is deleted; on POST, delete it."""
    found = get_finding_or_404(visit.study, finding)
    if visit.sent is None:
        if found.state != FindingState.DRAFT:
            return redirect("reports:preview-finding", visit.study.slug, found.pk)
        return visit.render("reports/staff/discard.html", {"finding": found})
    if problem := press_button(lambda: discard_finding(found, **visit.act)):
        return _preview(visit, found, problem)
    return visit.go_on(_("The draft is deleted."), "reports:study-findings")


@findings_page(can_write_findings)
def history(visit: FindingsVisit, finding: UUID) -> HttpResponse:
    """Show who did what with a finding and its earlier versions."""
    found = get_finding_or_404(visit.study, finding)
    versions = map_versions(found)
    page = HistoryPage(
        "surveys/staff/study.html",
        _("History of a finding"),
        _(
            "The latest first. The history says who did what and how much was cited, never what was"
            " written. Nothing here can be changed."
        ),
        undo="",
        back=(_("The finding"), visit.make_address("reports:preview-finding", found.pk)),
        describe=lambda act: _describe_act(act, versions),
        about=found.sentence,
        entries=versions,
    )
    lines = build_history(visit.request, found, FINDINGS, page, may_undo=False)
    return visit.render("records/history.html", lines)


def _describe_act(act: Act, versions: Mapping[Any, int]) -> ActDescription:
    """Return an act in words, of which version it was and how much that cited."""
    after: Any = act.after
    number = len(after["references"])
    subject = ngettext(
        "version %(version)s, %(number)s piece of evidence cited",
        "version %(version)s, %(number)s pieces of evidence cited",
        number,
    ) % {"version": versions[act.entry], "number": number}
    return replace(describe_act(act), subject={get_language() or "en": subject})
