"""Members' pages for relays: links, posters, and totals that identify nobody."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from vecu.accounts import rules as allowed
from vecu.accounts.actions import record_audit_event
from vecu.accounts.decorators import StaffRequest, require_permission
from vecu.accounts.rules import Role
from vecu.surveys.actions import RelayRefused, add_relay, remove_relay, rename_relay
from vecu.surveys.forms.staff import CardBatchForm, FieldingStateForm, RelayForm, RenameForm
from vecu.surveys.links import SiteUrls
from vecu.surveys.models import Study
from vecu.surveys.print.render import Paper, PrintRefused, print_poster
from vecu.surveys.queries import (
    find_current_fielding,
    get_arrival_day_if_closed,
    get_availability,
    get_proposed_days,
    get_respondent_burden,
    get_study,
)
from vecu.surveys.queries.relays import Reach, find_reach, find_relay, list_batches, list_reach
from vecu.surveys.rules import FEWEST_CARDS, MOST_CARDS, NEXT_STATES, FieldingState, Mode
from vecu.surveys.views.studies import render_study_page
from vecu.ui.context import address_in_language
from vecu.ui.requests import make_pdf_response


@require_permission(allowed.can_run_fielding, get_study)
@require_http_methods(["GET", "HEAD", "POST"])
def list_relays(request: StaffRequest, study: Study, role: Role) -> HttpResponse:
    """Show each relay and batch with its totals; a POST adds a relay."""
    form = RelayForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            added = add_relay(study, form.cleaned_data["name"], form.cleaned_data["link"])
        except RelayRefused as refusal:
            form.add_error("name", str(refusal))
        else:
            audit_action(request, study, "added relay", added.slug)
            messages.success(request, _("The relay is added, with its link."))
            return redirect("surveys:relay", slug=study.slug, relay=added.slug)
    return render_relays(request, study, role, form=form, relay_form=form)


@require_permission(allowed.can_run_fielding, get_study)
@require_http_methods(["GET", "HEAD", "POST"])
def show_relay(request: StaffRequest, study: Study, role: Role, relay: str) -> HttpResponse:
    """Show a relay with its link, posters and cards; a POST renames it."""
    reach = _reach(study, relay)
    form = RenameForm(request.POST if request.method == "POST" else {"name": reach.relay.name})
    if request.method == "POST" and form.is_valid():
        before = reach.relay.name
        try:
            rename_relay(reach.relay, form.cleaned_data["name"])
        except RelayRefused as refusal:
            form.add_error("name", str(refusal))
        else:
            audit_action(
                request, study, "renamed relay", relay, {"from": before, "to": reach.relay.name}
            )
            messages.success(request, _("The relay is renamed. Its link has not changed."))
            return redirect("surveys:relay", slug=study.slug, relay=relay)
    context = {
        "reach": reach,
        "link": SiteUrls.of(request).link(study, reach.relay),
        "invitation_languages": settings.LANGUAGES,
        "posters": _posters(study, relay),
        "form": form,
    }
    return render_study_page(request, "relay", study, role, context, 422 if form.errors else 200)


@require_permission(allowed.can_run_fielding, get_study)
@require_http_methods(["GET", "HEAD", "POST"])
def remove_relay_page(request: StaffRequest, study: Study, role: Role, relay: str) -> HttpResponse:
    """Explain what happens to a relay's counts, link and cards; a POST removes it."""
    reach = _reach(study, relay)
    if request.method == "POST":
        revoke = request.POST.get("revoke") == "yes"
        remove_relay(reach.relay, revoke=revoke)
        audit_action(
            request, study, "removed relay", relay, {"name": reach.relay.name, "revoked": revoke}
        )
        messages.success(request, _("The relay is removed."))
        return redirect("surveys:relays", slug=study.slug)
    batches = [each.batch for each in list_batches(study) if each.batch.relay_id == reach.relay.pk]
    context = {"reach": reach, "batches": batches}
    return render_study_page(request, "remove_relay", study, role, context)


@require_permission(allowed.can_run_fielding, get_study)
@require_safe
def download_poster(request: StaffRequest, study: Study, role: Role) -> HttpResponse:
    """Return a poster as PDF, with the link of `relay` if given, or show why there is none."""
    slug = request.GET.get("relay", "")
    by = find_relay(study, slug[:50]) if slug else None
    today = timezone.localdate()
    fielding = find_current_fielding(study, today) or find_current_fielding(
        study, today, Mode.CARDS
    )
    if fielding is None or (slug and by is None):
        raise Http404
    language = get_language() or ""
    paper = Paper(study, language, SiteUrls.of(request))
    try:
        made = print_poster(paper, by, get_respondent_burden(fielding, language, today))
    except PrintRefused as refusal:
        found = {"message": str(refusal), "status": 422}
        return render(request, "ui/explain.html", found, status=422)
    return make_pdf_response(made, f"{study.slug}-{by.slug if by else 'poster'}-{language}.pdf")


def render_relays(
    request: StaffRequest, study: Study, role: Role, *, form: Any, **forms: Any
) -> HttpResponse:
    """Show the page with the rejected form, if any."""
    today = timezone.localdate()
    fielding = find_current_fielding(study, today, Mode.CARDS)
    nexts = NEXT_STATES[FieldingState(fielding.state)] if fielding else frozenset()
    context = {
        "reach": list_reach(study),
        "batches": list_batches(study),
        "fielding": fielding,
        "state": get_availability(fielding, today) if fielding else None,
        "nexts": [state.value for state in FieldingState if state in nexts],
        "close_until": get_arrival_day_if_closed(fielding, today) if fielding else None,
        "form": form,
        "state_form": FieldingStateForm(initial=get_proposed_days(fielding) if fielding else None),
        "posters": _posters(study),
        "relay_form": RelayForm(),
        "draw_form": build_batch_form(study),
        "fewest": FEWEST_CARDS,
        "most": MOST_CARDS,
        "leads_to": SiteUrls.of(request).card(study, get_language() or ""),
    }
    status = 422 if form.is_bound and form.errors else 200
    return render_study_page(request, "relays", study, role, context | forms, status)


def _posters(study: Study, relay: str = "") -> list[tuple[str, str, str]]:
    """Return the language code, name and poster URL of each language."""
    here = reverse("surveys:poster", args=(study.slug,)) + (f"?relay={relay}" if relay else "")
    return [(code, name, address_in_language(here, code)) for code, name in settings.LANGUAGES]


def build_batch_form(study: Study, request: StaffRequest | None = None) -> CardBatchForm:
    """Return the form to generate cards, bound to the request if there is one."""
    relays = [(relay.slug, relay.name) for relay in study.relays.order_by("name")]
    initial = {"count": 100, "language": get_language()}
    return CardBatchForm(request.POST if request else None, relays=relays, initial=initial)


def audit_action(
    request: StaffRequest,
    study: Study,
    verb: str,
    target: str,
    detail: dict[str, Any] | None = None,
) -> None:
    """Record a member's action in the audit log."""
    record_audit_event(
        request.user.get_username(), verb, study.scope, target, detail, now=timezone.now()
    )


def _reach(study: Study, slug: str) -> Reach:
    found = find_reach(study, slug)
    if found is None:
        raise Http404
    return found
