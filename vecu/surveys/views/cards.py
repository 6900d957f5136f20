"""Members' pages for cards: batches are generated, printed once, and revoked."""

import secrets
from collections.abc import Sequence
from uuid import UUID

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _

from vecu.accounts import rules as allowed
from vecu.records.views import WRITE
from vecu.surveys.actions import CardsRefused, draw_batch, revoke_unused
from vecu.surveys.links import SiteUrls
from vecu.surveys.models import AccessCodeBatch
from vecu.surveys.print.render import Paper, PrintRefused, print_cards
from vecu.surveys.queries.relays import find_relay, list_batches
from vecu.surveys.views.relays import (
    build_batch_form,
    render_relays,
)
from vecu.surveys.views.studies import StudyVisit, study_page
from vecu.ui.requests import make_pdf_response


@study_page(allowed.can_run_fielding, WRITE)
def issue_batch(visit: StudyVisit) -> HttpResponse:
    """Generate a batch of cards and return its sheets as PDF; they cannot be had again."""
    form = build_batch_form(visit.study, visit.sent)
    if not form.is_valid():
        return render_relays(visit, form=form, draw_form=form)
    paper = Paper(visit.study, form.cleaned_data["language"], SiteUrls.of(visit.request))

    def printed(batch: AccessCodeBatch, codes: Sequence[str]) -> bytes:
        return print_cards(paper, batch, codes)

    relay = find_relay(visit.study, form.cleaned_data["relay"])
    try:
        count, draw = form.cleaned_data["count"], secrets.token_bytes
        batch, sheets = draw_batch(visit.study, count, printed, relay=relay, random_bytes=draw)
    except (CardsRefused, PrintRefused) as refusal:
        form.add_error("count" if isinstance(refusal, CardsRefused) else None, str(refusal))
        return render_relays(visit, form=form, draw_form=form)
    detail = {"cards": form.cleaned_data["count"], "relay": relay.slug if relay else ""}
    visit.audit("drew cards", f"batch {batch.number}", detail)
    return make_pdf_response(sheets, f"{visit.study.slug}-cards-{batch.number}.pdf")


@study_page(allowed.can_run_fielding, WRITE)
def revoke_batch(visit: StudyVisit) -> HttpResponse:
    """Revoke the unused cards of a batch."""
    try:
        wanted = UUID(visit.request.POST.get("batch", ""))
    except ValueError as error:
        raise Http404 from error
    batches = [each.batch for each in list_batches(visit.study)]
    batch = next((each for each in batches if each.id == wanted), None)
    if batch is None:
        raise Http404
    revoke_unused(batch)
    visit.audit("revoked cards", f"batch {batch.number}")
    return visit.go_on(_("The unused cards of this batch no longer work."), "surveys:relays")
