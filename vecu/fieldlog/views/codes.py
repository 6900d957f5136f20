"""The staff's page of diary codes: draw and print a pile, make all void, set what a code opens."""

from functools import partial
from secrets import token_bytes
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from vecu.accounts import rules as allowed
from vecu.accounts.decorators import StaffRequest, require_permission
from vecu.accounts.rules import Role
from vecu.fieldlog.actions import LogNotReady
from vecu.fieldlog.code_forms import CodeDrawForm, DiarySettingsForm
from vecu.fieldlog.code_sheets import DiaryPaper, print_codes
from vecu.fieldlog.diary_codes import (
    FEWEST_CODES,
    MOST_CODES,
    DiaryCodesRefused,
    draw_codes,
    void_codes,
)
from vecu.fieldlog.diary_settings import DiarySettingsRefused, set_diary
from vecu.fieldlog.log_overview import get_log_overview
from vecu.fieldlog.queries import count_codes, find_log
from vecu.fieldlog.views.log_pages import list_missing_lines, render_log_page
from vecu.register.queries import System
from vecu.register.views.system_access import get_system
from vecu.surveys.links import SiteUrls
from vecu.surveys.print.render import PrintRefused
from vecu.ui.requests import READ_OR_WRITE, make_pdf_response


@require_permission(allowed.can_keep_log, get_system)
@require_http_methods(READ_OR_WRITE)
def draw(request: StaffRequest, system: System, role: Role) -> HttpResponse:
    """Show what is drawn; a POST draws a pile and returns its sheets, which cannot be had again."""
    if request.method != "POST":
        return _render(request, system, role)
    log, form = find_log(system.pk), CodeDrawForm.of(request.POST)
    if log is None or not form.is_valid():
        return _render(request, system, role, 422, draw_form=form)
    paper = DiaryPaper(system, form.cleaned_data["language"], SiteUrls.of(request))
    try:
        sheets = draw_codes(
            log,
            form.cleaned_data["count"],
            partial(print_codes, paper),
            by=request.user.get_username(),
            now=timezone.now(),
            random_bytes=token_bytes,
        )
    except LogNotReady:
        return _render(request, system, role, 409)
    except (DiaryCodesRefused, PrintRefused) as refusal:
        form.add_error("count" if isinstance(refusal, DiaryCodesRefused) else None, str(refusal))
        return _render(request, system, role, 422, draw_form=form)
    return make_pdf_response(sheets, f"{system.slug}-diary-codes.pdf")


@require_permission(allowed.can_keep_log, get_system)
@require_POST
def void(request: StaffRequest, system: System, role: Role) -> HttpResponse:
    """Make all codes void at once: nobody knows which is whose."""
    log = find_log(system.pk)
    if log and void_codes(log, by=request.user.get_username(), now=timezone.now()):
        messages.success(request, _("All codes are revoked: none of them opens anything any more."))
    return redirect("fieldlog:codes", slug=system.slug)


@require_permission(allowed.can_keep_log, get_system)
@require_POST
def change_settings(request: StaffRequest, system: System, role: Role) -> HttpResponse:
    """Set what a code opens, and the kinds of proposal that the diary offers."""
    log, form = find_log(system.pk), DiarySettingsForm(request.POST)
    if log is None or not form.is_valid():
        return _render(request, system, role, 422, settings_form=form)
    try:
        set_diary(
            log,
            diary_open=form.opens_diary,
            kinds=form.texts["kinds"],
            by=request.user.get_username(),
            now=timezone.now(),
        )
    except DiarySettingsRefused as refusal:
        form.refuse({f"kinds_{get_language()}": str(refusal)})
        return _render(request, system, role, 422, settings_form=form)
    messages.success(request, _("Saved."))
    return redirect("fieldlog:codes", slug=system.slug)


def _render(
    request: StaffRequest, system: System, role: Role, status: int = 200, **forms: Any
) -> HttpResponse:
    """Show the page, with the form that was refused if there is one."""
    overview = get_log_overview(system.pk, timezone.localdate())
    context = {
        "overview": overview,
        "missing_lines": list_missing_lines(system, overview),
        "codes": count_codes(overview.log),
        "fewest": FEWEST_CODES,
        "most": MOST_CODES,
        "draw_form": CodeDrawForm.of(),
        "settings_form": DiarySettingsForm.of(overview.log),
        "leads_to": DiaryPaper(system, get_language() or "", SiteUrls.of(request)).address,
    }
    return render_log_page(request, "codes", system, role, context | forms, status)
