"""Members' pages for cards: batches are generated, printed once, and revoked."""

import secrets
from collections.abc import Sequence
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from vecu.accounts import rules as allowed
from vecu.accounts.decorators import StaffRequest, require_permission
from vecu.accounts.rules import Role
from vecu.surveys.actions import CardsRefused, draw_batch, revoke_unused
from vecu.surveys.links import SiteUrls
from vecu.surveys.models import AccessCodeBatch, Study
from vecu.surveys.print.render import Paper, PrintRefused, print_cards
from vecu.surveys.queries import get_study
from vecu.surveys.queries.relays import find_relay, list_batches
from vecu.surveys.views.relays import (
    audit_action,
    build_batch_form,
    render_relays,
)
from vecu.ui.requests import make_pdf_response


@require_permission(allowed.can_run_fielding, get_study)
@require_POST
def issue_batch(request: StaffRequest, study: Study, role: Role) -> HttpResponse:
    """Generate a batch of cards and return its sheets as PDF; they cannot be had again."""
    form = build_batch_form(study, request)
    if not form.is_valid():
        return render_relays(request, study, role, form=form, draw_form=form)
    paper = Paper(study, form.cleaned_data["language"], SiteUrls.of(request))

    def printed(batch: AccessCodeBatch, codes: Sequence[str]) -> bytes:
        return print_cards(paper, batch, codes)

    relay = find_relay(study, form.cleaned_data["relay"])
    try:
        batch, sheets = draw_batch(
            study,
            form.cleaned_data["count"],
            printed,
            relay=relay,
            random_bytes=secrets.token_bytes,
        )
    except (CardsRefused, PrintRefused) as refusal:
        form.add_error("count" if isinstance(refusal, CardsRefused) else None, str(refusal))
        return render_relays(request, study, role, form=form, draw_form=form)
    detail = {"cards": form.cleaned_data["count"], "relay": relay.slug if relay else ""}
    audit_action(request, study, "drew cards", f"batch {batch.number}", detail)
    return make_pdf_response(sheets, f"{study.slug}-cards-{batch.number}.pdf")


@require_permission(allowed.can_run_fielding, get_study)
@require_POST
def revoke_batch(request: StaffRequest, study: Study, role: Role) -> HttpResponse:
    """Revoke the unused cards of a batch."""
    try:
        wanted = UUID(request.POST.get("batch", ""))
    except ValueError as error:
        raise Http404 from error
    batch = next((each.batch for each in list_batches(study) if each.batch.id == wanted), None)
    if batch is None:
        raise Http404
    revoke_unused(batch)
    audit_action(request, study, "revoked cards", f"batch {batch.number}")
    messages.success(request, _("The unused cards of this batch no longer work."))
    return redirect("surveys:relays", slug=study.slug)
