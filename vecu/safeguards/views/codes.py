"""Members' pages of codes and of the recorded voice."""

from functools import partial
from secrets import token_bytes
from typing import Any

from django.http import HttpResponse
from django.utils.timezone import localdate
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from vecu.accounts import rules as allowed
from vecu.file_sanitizer.sanitize import FileNotAccepted, SanitizedFile, sanitize_file
from vecu.questionnaires import QuestionType
from vecu.records.views import WRITE
from vecu.register.views.system_access import SystemVisit, system_page
from vecu.safeguards.actions import store_recording
from vecu.safeguards.code_sheets import CodePaper, print_consent_codes
from vecu.safeguards.forms.consent import CodePileForm, RecordingForm
from vecu.safeguards.person_codes import (
    FEWEST_CODES,
    MOST_CODES,
    CodePile,
    PersonCodesRefused,
    print_person_codes,
)
from vecu.safeguards.queries import find_consent_closure, find_sheet, list_recorded_languages
from vecu.safeguards.rules import PersonCodeKind
from vecu.surveys.links import SiteUrls
from vecu.surveys.print.render import PrintRefused
from vecu.ui.requests import READ_OR_WRITE, make_pdf_response


@system_page(allowed.can_edit_system, READ_OR_WRITE)
def print_codes(visit: SystemVisit) -> HttpResponse:
    """Show how to print codes; a POST prints a pile, which cannot be had again."""
    form = CodePileForm.of(localdate(), visit.sent)
    if visit.sent is None or not form.is_valid():
        return _codes_page(visit, form)
    wanted = form.cleaned_data
    paper = CodePaper(
        visit.system, wanted["deadline"], wanted["language"], SiteUrls.of(visit.request)
    )
    try:
        if closed := find_consent_closure(visit.system):
            raise PersonCodesRefused("", _(closed.label))
        sheets = print_person_codes(
            visit.system,
            CodePile(PersonCodeKind.CONSENT, wanted["count"], wanted["deadline"]),
            partial(print_consent_codes, paper),
            random_bytes=token_bytes,
            **visit.act,
        )
    except PersonCodesRefused as refusal:
        form.add_error(refusal.field or None, str(refusal))
        return _codes_page(visit, form)
    except PrintRefused as refusal:
        form.add_error(None, str(refusal))
        return _codes_page(visit, form)
    return make_pdf_response(sheets, f"{visit.system.slug}-consent-codes.pdf")


@system_page(allowed.can_edit_system, WRITE)
def record_voice(visit: SystemVisit) -> HttpResponse:
    """Store a voice that reads the sheet; without a file, remove it."""
    sheet, form = find_sheet(visit.system), RecordingForm(visit.sent, visit.request.FILES)
    if sheet is None or not form.is_valid():
        return _codes_page(visit, None, form)
    language, sent = form.cleaned_data["language"], form.cleaned_data["file"]
    file: SanitizedFile | None = None
    if sent is not None:
        try:
            file = sanitize_file(sent.read(), QuestionType.AUDIO, _("The file"))
        except FileNotAccepted as refusal:
            form.add_error("file", refusal.message.say(get_language() or language))
            return _codes_page(visit, None, form)
    store_recording(sheet, language, file, **visit.act)
    message = _("The voice is stored.") if file else _("No voice is stored.")
    return visit.go_on(message, "safeguards:codes")


def _codes_page(
    visit: SystemVisit, form: CodePileForm | None, voice_form: RecordingForm | None = None
) -> HttpResponse:
    sent = voice_form or form
    closed, sheet = find_consent_closure(visit.system), find_sheet(visit.system)
    context: dict[str, Any] = {
        "form": form or CodePileForm.of(localdate()),
        "voice_form": voice_form or RecordingForm(),
        "closed": _(closed.label) if closed else "",
        "sheet": sheet,
        "voices": list_recorded_languages(sheet) if sheet else [],
        "fewest": FEWEST_CODES,
        "most": MOST_CODES,
    }
    status = 422 if sent and sent.is_bound and sent.errors else 200
    return visit.render("safeguards/codes.html", context, status=status)
