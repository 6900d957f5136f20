"""Page: review one quotation; edit, release or withhold it."""

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from vecu.accounts.actions import record_audit_event
from vecu.accounts.decorators import StaffRequest
from vecu.accounts.rules import can_lead_coding
from vecu.coding.actions.annotate import TextGone
from vecu.coding.actions.release_quotation import (
    Edit,
    QuotationChanged,
    ReleaseRefused,
    format_edit_fault,
    release,
    save_edit,
    withhold,
)
from vecu.coding.deidentification.detect import Flag
from vecu.coding.deidentification.redaction import FlaggedWords, list_replacements, replace_words
from vecu.coding.forms.coding import QuotationForm
from vecu.coding.models import Quotation
from vecu.coding.presenters.coder_workspace import CoderWorkspace
from vecu.coding.queries.history import iter_rendered_events, list_events_about
from vecu.coding.queries.memos import list_quotation_memos
from vecu.coding.queries.quotation_review import QuotationReview, find_quotation_review
from vecu.coding.queries.quotations import find_quotation, is_for_everybody
from vecu.coding.spans import Segment, split_segments
from vecu.coding.views.shared import (
    CodingVisit,
    audit_reading,
    coding_page,
    format_first_error,
    get_workspace,
)
from vecu.ui.requests import READ_OR_WRITE
from vecu.ui.templatetags.ui import current_language

DECISIONS = ("keep", "release", "withhold")


@coding_page(can_lead_coding, READ_OR_WRITE)
def quotation(visit: CodingVisit, quotation: UUID) -> HttpResponse:
    """Show a quotation with what may identify somebody; edit, release or withhold it."""
    workspace = get_workspace(visit)
    found = find_quotation(workspace.codebook, quotation, workspace.by)
    if found is None:
        return _gone(visit)
    form = QuotationForm(visit.request.POST or None)
    if visit.request.POST.get("do") not in DECISIONS or not form.is_valid():
        return _page(visit, workspace, found, problem=format_first_error(form))
    try:
        message = _decide(visit, workspace, found, form.cleaned_data)
    except TextGone:
        return _gone(visit)
    except (ReleaseRefused, QuotationChanged) as refusal:
        now = find_quotation(workspace.codebook, quotation) or found
        changed = isinstance(refusal, QuotationChanged)
        return _page(visit, workspace, now, problem=str(refusal), changed=changed)
    if visit.request.POST["do"] == "keep":
        return visit.go_on(message, "coding:quotation", found.id)
    return visit.go_on(message, "coding:quotations")


def _decide(
    visit: CodingVisit, workspace: CoderWorkspace, found: Quotation, sent: dict[str, Any]
) -> str:
    act = workspace.act(timezone.now(), sent["why"].strip())
    confirmed = frozenset(visit.request.POST.getlist("keep"))
    edit = Edit(sent["text"], sent["revision"], sent["code"], confirmed)
    decision, about = visit.request.POST["do"], {"quotation": str(found.id)}
    if decision == "keep":
        save_edit(workspace.codebook, found.id, edit)
        return _("Saved for later. Only members see it.")
    if decision == "withhold":
        withhold(workspace.codebook, found.id, edit.revision, act)
        record_audit_event(act.by, "withheld quotation", visit.study.scope, "", about, now=act.now)
        return _("Withheld: it is no longer released.")
    released = release(workspace.codebook, found.id, edit, act)
    record_audit_event(act.by, "released quotation", visit.study.scope, "", about, now=act.now)
    if is_for_everybody(released):
        return _("Released: everybody can read it now.")
    return _("Released: only members of this study can read it, readers included.")


def _page(
    visit: CodingVisit,
    workspace: CoderWorkspace,
    found: Quotation,
    *,
    problem: str = "",
    changed: bool = False,
) -> HttpResponse:
    """Show a quotation as saved or as typed; htmx gets only what depends on the words."""
    scrutiny = _scrutinise(visit.request, workspace, found)
    if scrutiny is None:
        return _gone(visit)
    shown_at = visit.request.POST.get("revision") if not changed else None
    context = _context(visit.request, workspace, scrutiny) | {
        "problem": problem,
        "changed": changed,
        "revision": shown_at or found.revision,
        "swapped": "swap" in visit.request.POST,
    }
    status = 422 if problem else 200
    if "HX-Request" in visit.request.headers:
        return render(
            visit.request, "coding/checks.html", context | {"study": visit.study}, status=status
        )
    audit_reading(visit, [scrutiny.quoted.answer])
    return visit.render("coding/quotation.html", context, status=status)


def _scrutinise(
    request: StaffRequest, workspace: CoderWorkspace, found: Quotation
) -> QuotationReview | None:
    """Return the review of what is typed, with the requested replacements made."""
    typed = request.POST.get("text") if request.method == "POST" else None
    scrutiny = find_quotation_review(found, workspace.codes, typed)
    if scrutiny and request.POST.get("do") == "again":
        return find_quotation_review(found, workspace.codes, scrutiny.quoted.original)
    if scrutiny and "swap" in request.POST:
        words, _bar, by = request.POST["swap"].rpartition("|")
        return find_quotation_review(
            found, workspace.codes, replace_words(scrutiny.edited, words, scrutiny.flags, by)
        )
    return scrutiny


def _context(
    request: StaffRequest, workspace: CoderWorkspace, scrutiny: QuotationReview
) -> dict[str, Any]:
    """Return the context: the words beside the edit, remaining concerns, the codes to choose."""
    quoted, paths = scrutiny.quoted, workspace.codes.map_code_paths(current_language())
    confirmed = set(request.POST.getlist("keep"))
    chosen = request.POST.get("code", str(quoted.code.id) if quoted.code else "")
    return {
        "scrutiny": scrutiny,
        "quoted": quoted,
        "quotation": quoted.quotation,
        "codebook": workspace.codebook,
        "original": _marked(quoted.original, scrutiny.in_original),
        "edited": _marked(scrutiny.edited, scrutiny.flags),
        "fault": format_edit_fault(scrutiny.fault) if scrutiny.fault else "",
        "lines": [_line(found, quoted.language, confirmed) for found in scrutiny.found],
        "confirmed": confirmed,
        "left": len(scrutiny.left(confirmed)),
        "codes": [(code, paths[code.id], str(code.id) == chosen) for code in scrutiny.codes],
        "why": request.POST.get("why", ""),
        "memos": list_quotation_memos(quoted.quotation, workspace.by, revealed=quoted.revealed),
        "history": iter_rendered_events(list_events_about(quoted.quotation)),
    }


def _line(found: FlaggedWords, language: str, confirmed: Collection[str]) -> dict[str, Any]:
    """Return one concern, with possible replacements and its keys."""
    return {
        "found": found,
        "kind": _(found.kind.label),
        "places": len(found.spans),
        "replacements": list_replacements(found.kind, language),
        "kept": found.key in confirmed,
    }


def _marked(text: str, flags: Sequence[Flag]) -> list[Segment[Any]]:
    """Return a text in pieces, flagged ones with what they may be."""
    return split_segments(text, [(flag.span, _(flag.kind.label)) for flag in flags])


def _gone(visit: CodingVisit) -> HttpResponse:
    """Report that the respondent has withdrawn, and the quotation is deleted."""
    if "HX-Request" in visit.request.headers:
        return render(visit.request, "coding/checks_gone.html", status=410)
    return visit.render("coding/gone.html", {}, status=410)
