"""Page: translate a released quotation, or confirm what somebody proposed."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from vecu.accounts.rules import can_code, can_lead_coding
from vecu.coding.actions.annotate import TextGone
from vecu.coding.actions.release_quotation import QuotationChanged, ReleaseRefused
from vecu.coding.actions.translate_quotation import translate_quotation
from vecu.coding.forms.coding import QuotationForm
from vecu.coding.queries.quotations import find_quotation, find_released_quotation
from vecu.coding.views.shared import CodingVisit, coding_page, format_first_error, get_workspace
from vecu.translation import LANGUAGES
from vecu.ui.quoted_words import name_language
from vecu.ui.requests import READ_OR_WRITE


@coding_page(can_code, READ_OR_WRITE)
def translate(visit: CodingVisit, quotation: UUID, language: str) -> HttpResponse:
    """Show released words beside their translation; only released words are here, no story."""
    if language not in LANGUAGES:
        raise Http404
    workspace, problem = get_workspace(visit), ""
    form = QuotationForm(visit.request.POST or None)
    if visit.request.method == "POST":
        problem = format_first_error(form)
        if form.is_valid():
            sent, act = form.cleaned_data, workspace.act(timezone.now())
            wording = language, sent["text"]
            try:
                made = translate_quotation(
                    workspace.codebook, quotation, wording, sent["revision"], act, visit.role
                )
            except TextGone:
                return visit.render("coding/gone.html", {"typed": sent["text"]}, status=410)
            except (ReleaseRefused, QuotationChanged) as refusal:
                problem = str(refusal)
            else:
                public = _("Translated: everybody who reads the quotation reads this too.")
                proposed = _("Proposed: whoever releases quotations reads it first.")
                return visit.go_on(public if made.role else proposed, "coding:quotations")
    return _render(visit, quotation, language, problem)


def _render(visit: CodingVisit, quotation: UUID, language: str, problem: str) -> HttpResponse:
    codebook = get_workspace(visit).codebook
    found = find_quotation(codebook, quotation)
    words = find_released_quotation(codebook, quotation)
    if found is None or words is None or words.language == language:
        return visit.render("coding/gone.html", {}, status=410)
    stored = found.translations.filter(language=language).first()
    context = {
        "words": words,
        "stored": stored,
        "text": visit.request.POST.get("text", stored.text if stored else ""),
        "language": language,
        "language_name": name_language(language),
        "original_name": name_language(words.language),
        "publishes": can_lead_coding(visit.role),
        "problem": problem,
    }
    return visit.render("coding/translate.html", context, status=422 if problem else 200)
