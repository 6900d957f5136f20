"""Pages: memos about anything but texts and codings; editing one's own.

Memos about texts and codings are written in the coding grid.
"""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from vecu.accounts.decorators import StaffRequest
from vecu.accounts.rules import can_code, can_lead_coding
from vecu.coding.actions.annotate import TextGone
from vecu.coding.actions.memos import (
    MemoTarget,
    change_memo,
    remove_memo,
    with_parent_target,
    write_memo,
)
from vecu.coding.forms.coding import MAX_MEMO
from vecu.coding.models import Memo
from vecu.coding.presenters.coder_workspace import CoderWorkspace
from vecu.coding.queries.codebook import find_code
from vecu.coding.queries.consensus import find_adjudication
from vecu.coding.queries.guides import find_guide, find_practice
from vecu.coding.queries.memos import find_own_memo
from vecu.coding.queries.quotations import find_quotation
from vecu.coding.views.shared import (
    CodingVisit,
    coding_page,
    get_workspace,
    read_uuid,
    read_words,
)
from vecu.records.views import WRITE
from vecu.ui.requests import READ_OR_WRITE


@coding_page(can_code, WRITE)
def memo(visit: CodingVisit) -> HttpResponse:
    """Store a memo; one that is too long is refused rather than cut."""
    workspace = get_workspace(visit)
    text = read_words(visit.request, "memo")
    if len(text) > MAX_MEMO:
        return _too_long(visit.request, text)
    about = _about(visit.request, workspace)
    if about is None:
        return _gone(visit)
    if not text:
        messages.warning(visit.request, _("The memo was empty: nothing was saved."))
        return _back(visit, Memo(codebook=workspace.codebook, **with_parent_target(about)))
    try:
        saved = write_memo(workspace.codebook, text, workspace.act(timezone.now()), **about)
    except TextGone:
        return _gone(visit)
    messages.success(visit.request, _("Memo saved."))
    return _back(visit, saved)


@coding_page(can_code, READ_OR_WRITE)
def own_memo(visit: CodingVisit, memo_id: UUID) -> HttpResponse:
    """Show one's own memo; a POST changes or deletes it."""
    workspace = get_workspace(visit)
    found = find_own_memo(workspace.codebook, memo_id, workspace.by)
    if found is None:
        raise Http404
    text, act = read_words(visit.request, "memo"), workspace.act(timezone.now())
    if visit.sent is None:
        return visit.render("coding/own_memo.html", {"memo": found})
    if len(text) > MAX_MEMO:
        return _too_long(visit.request, text)
    try:
        if visit.request.POST.get("do") == "remove":
            remove_memo(found, act)
            messages.success(visit.request, _("The memo is removed."))
        elif text:
            change_memo(found, text, act)
            messages.success(visit.request, _("The memo is changed."))
        else:
            messages.warning(visit.request, _("The memo was empty: nothing has changed."))
    except TextGone:
        return _gone(visit)
    return _back(visit, found)


def _about(request: StaffRequest, workspace: CoderWorkspace) -> MemoTarget | None:
    """Return what a memo is to be about, None if the respondent has withdrawn.

    If any other object no longer exists, the memo is about the codebook.
    """
    sent = request.POST.dict()
    ids = {name: read_uuid(str(key)) for name, key in sent.items() if name != "memo"}
    if "quotation" in ids:
        quotation = find_quotation(workspace.codebook, ids["quotation"], workspace.by)
        return MemoTarget(quotation=quotation) if quotation else None
    code = find_code(workspace.codebook, ids["code"]) if "code" in ids else None
    if "settled" in ids:
        ruling = find_adjudication(workspace.codebook, ids["settled"], code) if code else None
        return MemoTarget(ruling=ruling) if ruling else None
    if "practice" in ids:
        return MemoTarget(practice=find_practice(workspace.codebook, ids["practice"]))
    if "guide" in ids:
        return MemoTarget(guide=find_guide(workspace.codebook, ids["guide"]))
    return MemoTarget(code=code)


def _back(visit: CodingVisit, memo: Memo) -> HttpResponse:
    """Redirect to the page that shows the memo."""
    page, key = _page_of(memo, leads=can_lead_coding(visit.role))
    response = redirect(f"coding:{page}", visit.study.slug, *key)
    if memo.ruling_id:
        response["Location"] += f"#t-{memo.verbatim_id}"
    return response


def _page_of(memo: Memo, *, leads: bool) -> tuple[str, list[object]]:
    """Return the URL name and arguments of the page that shows what a memo is about."""
    pages: list[tuple[str, object]] = [
        ("quotation", leads and memo.quotation_id),
        ("text", memo.verbatim_id),
        ("practice", leads and memo.practice_id),
        ("guide", memo.guide_id),
        ("code", memo.code_id),
    ]
    if memo.ruling_id:
        return "disagreements", []
    return next(((page, [key]) for page, key in pages if key), ("codebook", []))


def _too_long(request: StaffRequest, text: str) -> HttpResponse:
    message = _(
        "The memo has %(found)s characters; the limit is %(most)s. Go back in "
        "your browser to find your text, and make two memos of it."
    )
    found = {"message": message % {"found": len(text), "most": MAX_MEMO}, "status": 422}
    return render(request, "ui/explain.html", found, status=422)


def _gone(visit: CodingVisit) -> HttpResponse:
    """Report that the object of the memo is gone; what was typed is shown again."""
    typed = {"typed": visit.request.POST.get("memo", "")[:MAX_MEMO]}
    return visit.render("coding/gone.html", typed, status=410)
