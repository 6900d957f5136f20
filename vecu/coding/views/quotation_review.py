"""Page: review one quotation; edit, release or withhold it."""

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from vecu.accounts.actions import record_audit_event
from vecu.accounts.decorators import StaffRequest, require_permission
from vecu.accounts.rules import Role, can_lead_coding
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
from vecu.coding.views.shared import audit_reading, get_workspace, render_page
from vecu.surveys.queries import Study, get_study
from vecu.ui.templatetags.ui import current_language

DECISIONS = ("keep", "release", "withhold")


@require_permission(can_lead_coding, get_study)
@require_http_methods(["GET", "HEAD", "POST"])
def quotation(request: StaffRequest, study: Study, role: Role, quotation: UUID) -> HttpResponse:
    """Show a quotation with what may identify somebody; edit, release or withhold it."""
    desk = get_workspace(request, study)
    found = find_quotation(desk.codebook, quotation, desk.by)
    if found is None:
        return _gone(request, study, role)
    form = QuotationForm(request.POST or None)
    if request.POST.get("do") not in DECISIONS or not form.is_valid():
        return _page(request, study, role, desk, found, problem=_first(form))
    try:
        message = _decide(request, study, desk, found, form.cleaned_data)
    except TextGone:
        return _gone(request, study, role)
    except (ReleaseRefused, QuotationChanged) as refusal:
        now = find_quotation(desk.codebook, quotation) or found
        changed = isinstance(refusal, QuotationChanged)
        return _page(request, study, role, desk, now, problem=str(refusal), changed=changed)
    messages.success(request, message)
    if request.POST["do"] == "keep":
        return redirect("coding:quotation", slug=study.slug, quotation=found.id)
    return redirect("coding:quotations", slug=study.slug)


def _first(form: QuotationForm) -> str:
    """Return the first error of a form, in one sentence."""
    errors = [str(error) for found in form.errors.values() for error in found]
    return errors[0] if errors else ""


def _decide(
    request: StaffRequest,
    study: Study,
    desk: CoderWorkspace,
    found: Quotation,
    sent: dict[str, Any],
) -> str:
    act = desk.act(timezone.now(), sent["why"].strip())
    confirmed = frozenset(request.POST.getlist("keep"))
    edit = Edit(sent["text"], sent["revision"], sent["code"], confirmed)
    asked, about = request.POST["do"], {"quotation": str(found.id)}
    if asked == "keep":
        save_edit(desk.codebook, found.id, edit)
        return _("Saved for later. Only members see it.")
    if asked == "withhold":
        withhold(desk.codebook, found.id, edit.revision, act)
        record_audit_event(act.by, "withheld quotation", study.scope, "", about, now=act.now)
        return _("Withheld: it is no longer released.")
    released = release(desk.codebook, found.id, edit, act)
    record_audit_event(act.by, "released quotation", study.scope, "", about, now=act.now)
    if is_for_everybody(released):
        return _("Released: everybody can read it now.")
    return _("Released: only members of this study can read it, readers included.")


def _page(
    request: StaffRequest,
    study: Study,
    role: Role,
    desk: CoderWorkspace,
    found: Quotation,
    *,
    problem: str = "",
    changed: bool = False,
) -> HttpResponse:
    """Show a quotation as saved or as typed; htmx gets only what depends on the words."""
    scrutiny = _scrutinise(request, desk, found)
    if scrutiny is None:
        return _gone(request, study, role)
    shown_at = request.POST.get("revision") if not changed else None
    context = _context(request, desk, scrutiny) | {
        "problem": problem,
        "changed": changed,
        "revision": shown_at or found.revision,
        "swapped": "swap" in request.POST,
    }
    status = 422 if problem else 200
    if "HX-Request" in request.headers:
        return render(request, "coding/checks.html", context | {"study": study}, status=status)
    audit_reading(request, study, [scrutiny.quoted.answer])
    return render_page(request, "quotation", study, role, context, status)


def _scrutinise(
    request: StaffRequest, desk: CoderWorkspace, found: Quotation
) -> QuotationReview | None:
    """Return the review of what is typed, with the requested replacements made."""
    typed = request.POST.get("text") if request.method == "POST" else None
    scrutiny = find_quotation_review(found, desk.codes, typed)
    if scrutiny and request.POST.get("do") == "again":
        return find_quotation_review(found, desk.codes, scrutiny.quoted.original)
    if scrutiny and "swap" in request.POST:
        words, _bar, by = request.POST["swap"].rpartition("|")
        return find_quotation_review(
            found, desk.codes, replace_words(scrutiny.edited, words, scrutiny.flags, by)
        )
    return scrutiny


def _context(
    request: StaffRequest, desk: CoderWorkspace, scrutiny: QuotationReview
) -> dict[str, Any]:
    """Return the context: the words beside the edit, remaining concerns, the codes to choose."""
    quoted, ways = scrutiny.quoted, desk.codes.ways(current_language())
    confirmed = set(request.POST.getlist("keep"))
    chosen = request.POST.get("code", str(quoted.code.id) if quoted.code else "")
    return {
        "scrutiny": scrutiny,
        "quoted": quoted,
        "quotation": quoted.quotation,
        "codebook": desk.codebook,
        "original": _marked(quoted.original, scrutiny.in_original),
        "edited": _marked(scrutiny.edited, scrutiny.flags),
        "fault": format_edit_fault(scrutiny.fault) if scrutiny.fault else "",
        "lines": [_line(found, quoted.language, confirmed) for found in scrutiny.found],
        "confirmed": confirmed,
        "left": len(scrutiny.left(confirmed)),
        "codes": [(code, ways[code.id], str(code.id) == chosen) for code in scrutiny.codes],
        "why": request.POST.get("why", ""),
        "memos": list_quotation_memos(quoted.quotation, desk.by, revealed=quoted.revealed),
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


def _gone(request: StaffRequest, study: Study, role: Role) -> HttpResponse:
    """Report that the respondent has withdrawn, and the quotation is deleted."""
    if "HX-Request" in request.headers:
        return render(request, "coding/checks_gone.html", status=410)
    return render_page(request, "gone", study, role, {}, 410)
