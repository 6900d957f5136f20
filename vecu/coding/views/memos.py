"""Memos about a code, or about the whole codebook; those about texts are written at the desk."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from vecu.accounts.access import StaffRequest, require
from vecu.accounts.rules import Role, can_code
from vecu.coding.actions.memos import write_memo
from vecu.coding.forms import MAX_MEMO
from vecu.coding.queries.codebooks import find_code
from vecu.coding.views.desk import desk_for, read_uuid, read_words
from vecu.surveys.queries import Study, get_study


@require(can_code, get_study)
@require_POST
def memo(request: StaffRequest, study: Study, role: Role) -> HttpResponse:
    """Keep a memo; one that is too long is refused whole, for half a thought is none."""
    desk = desk_for(request, study)
    about = find_code(desk.codebook, read_uuid(request.POST.get("code")))
    text = read_words(request, "memo")
    if len(text) > MAX_MEMO:
        message = _(
            "The memo has %(found)s characters, at most %(most)s can be kept. Go back in your "
            "browser, where you typed it, and make two of it."
        )
        found = {"message": message % {"found": len(text), "most": MAX_MEMO}, "status": 422}
        return render(request, "ui/explain.html", found, status=422)
    if text:
        write_memo(desk.codebook, text, desk.act(timezone.now()), code=about)
        messages.success(request, _("The memo is kept."))
    else:
        messages.warning(request, _("The memo was empty, so nothing was written."))
    if about:
        return redirect("coding:code", slug=study.slug, code_id=about.id)
    return redirect("coding:codebook", slug=study.slug)
