"""Relays and cards as the staff sees them: links, posters, sheets, and totals without persons."""

import secrets
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from vecu.accounts import rules as allowed
from vecu.accounts.access import StaffRequest, require
from vecu.accounts.actions import record
from vecu.accounts.rules import Role
from vecu.surveys.actions import (
    CardsRefused,
    RelayRefused,
    add_relay,
    draw_batch,
    revoke_unused,
)
from vecu.surveys.models import Batch, Relay, Study
from vecu.surveys.printing import Paper, print_cards, print_poster
from vecu.surveys.queries import (
    arrivals_if_closed,
    current_fielding,
    days_to_open,
    get_study,
)
from vecu.surveys.queries.relays import find_relay, list_batches, list_reach
from vecu.surveys.rules import FEWEST_CARDS, MOST_CARDS, NEXT_STATES, Mode, State
from vecu.surveys.staff_forms import DrawForm, RelayForm, StateForm
from vecu.surveys.views.studies import show


@require(allowed.can_run_fielding, get_study)
@require_http_methods(["GET", "HEAD", "POST"])
def ways_in(request: StaffRequest, study: Study, role: Role) -> HttpResponse:
    """Show each relay and batch with its totals; a POST adds a relay."""
    form = RelayForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            relay = add_relay(study, form.cleaned_data["name"])
        except RelayRefused as refusal:
            form.add_error("name", str(refusal))
        else:
            _record(request, study, "added relay", relay.slug)
            messages.success(request, _("The relay has its link."))
            return redirect("surveys:relays", slug=study.slug)
    return _ways_in(request, study, role, form=form, relay_form=form)


@require(allowed.can_run_fielding, get_study)
@require_safe
def poster(request: StaffRequest, study: Study, role: Role) -> HttpResponse:
    """Return a poster as PDF, for a relay's link when `relay` names one."""
    slug = request.GET.get("relay", "")
    relay = find_relay(study, slug[:50]) if slug else None
    if slug and relay is None:
        raise Http404
    language = get_language() or settings.LANGUAGE_CODE
    made = print_poster(Paper(study, language, _link(request, study, relay)), relay)
    return _pdf(made, f"{study.slug}-{relay.slug if relay else 'poster'}.pdf")


@require(allowed.can_run_fielding, get_study)
@require_POST
def draw(request: StaffRequest, study: Study, role: Role) -> HttpResponse:
    """Draw a batch of cards and return its sheets as PDF, this once only."""
    form = _draw_form(study, request)
    if not form.is_valid():
        return _ways_in(request, study, role, form=form, draw_form=form)
    language = form.cleaned_data["language"]
    with override(language):
        address = request.build_absolute_uri(reverse("surveys:card", args=(study.slug,)))

    def printed(batch: Batch, codes: Sequence[str]) -> bytes:
        return print_cards(Paper(study, language, address), batch, codes)

    relay = find_relay(study, form.cleaned_data["relay"])
    try:
        batch, sheets = draw_batch(
            study,
            form.cleaned_data["count"],
            printed,
            relay=relay,
            random_bytes=secrets.token_bytes,
        )
    except CardsRefused as refusal:
        form.add_error("count", str(refusal))
        return _ways_in(request, study, role, form=form, draw_form=form)
    detail = {"cards": form.cleaned_data["count"], "relay": relay.slug if relay else ""}
    _record(request, study, "drew cards", f"batch {batch.number}", detail)
    return _pdf(sheets, f"{study.slug}-cards-{batch.number}.pdf")


@require(allowed.can_run_fielding, get_study)
@require_POST
def revoke(request: StaffRequest, study: Study, role: Role) -> HttpResponse:
    """Revoke the cards of a batch that nobody has taken."""
    try:
        wanted = UUID(request.POST.get("batch", ""))
    except ValueError as error:
        raise Http404 from error
    batch = next((each.batch for each in list_batches(study) if each.batch.id == wanted), None)
    if batch is None:
        raise Http404
    revoke_unused(batch)
    _record(request, study, "revoked cards", f"batch {batch.number}")
    messages.success(request, _("The unused cards of this batch no longer work."))
    return redirect("surveys:relays", slug=study.slug)


def _ways_in(
    request: StaffRequest, study: Study, role: Role, *, form: Any, **forms: Any
) -> HttpResponse:
    """Show the page with the form that was refused, if one was."""
    today = timezone.localdate()
    fielding = current_fielding(study, today, Mode.CARDS)
    nexts = NEXT_STATES[State(fielding.state)] if fielding else frozenset()
    reach = [(each, _link(request, study, each.relay)) for each in list_reach(study)]
    context = {
        "reach": reach,
        "batches": list_batches(study),
        "fielding": fielding,
        "nexts": [state.value for state in State if state in nexts],
        "close_until": arrivals_if_closed(fielding, today) if fielding else None,
        "form": form,
        "state_form": StateForm(initial=days_to_open(fielding) if fielding else None),
        "relay_form": RelayForm(),
        "draw_form": _draw_form(study),
        "fewest": FEWEST_CARDS,
        "most": MOST_CARDS,
    }
    status = 422 if form.is_bound and form.errors else 200
    return show(request, "relays", study, role, context | forms, status)


def _draw_form(study: Study, request: StaffRequest | None = None) -> DrawForm:
    relays = [(relay.slug, relay.name) for relay in study.relays.order_by("name")]
    initial = {"count": 100, "language": get_language()}
    return DrawForm(request.POST if request else None, relays=relays, initial=initial)


def _link(request: StaffRequest, study: Study, relay: Relay | None) -> str:
    name, *args = (
        ("surveys:by", study.slug, relay.slug) if relay else ("surveys:welcome", study.slug)
    )
    return request.build_absolute_uri(reverse(name, args=args))


def _record(
    request: StaffRequest,
    study: Study,
    verb: str,
    target: str,
    detail: dict[str, Any] | None = None,
) -> None:
    record(request.user.get_username(), verb, study.id, target, detail, now=timezone.now())


def _pdf(content: bytes, name: str) -> HttpResponse:
    return HttpResponse(
        content,
        content_type="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
