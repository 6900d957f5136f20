"""Members' pages for relays: links, posters, and totals that identify nobody."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from vecu.accounts import rules as allowed
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
)
from vecu.surveys.queries.relays import Reach, find_reach, find_relay, list_batches, list_reach
from vecu.surveys.rules import FEWEST_CARDS, MOST_CARDS, NEXT_STATES, FieldingState, Mode
from vecu.surveys.views.studies import StudyVisit, study_page
from vecu.ui.context import address_in_language
from vecu.ui.requests import READ_OR_WRITE, make_pdf_response


@study_page(allowed.can_run_fielding, READ_OR_WRITE)
def list_relays(visit: StudyVisit) -> HttpResponse:
    """Show each relay and batch with its totals; a POST adds a relay."""
    form = RelayForm(visit.sent)
    if visit.sent is not None and form.is_valid():
        try:
            added = add_relay(visit.study, form.cleaned_data["name"], form.cleaned_data["link"])
        except RelayRefused as refusal:
            form.add_error("name", str(refusal))
        else:
            visit.audit("added relay", added.slug)
            return visit.go_on(_("The relay is added, with its link."), "surveys:relay", added.slug)
    return render_relays(visit, form=form, relay_form=form)


@study_page(allowed.can_run_fielding, READ_OR_WRITE)
def show_relay(visit: StudyVisit, relay: str) -> HttpResponse:
    """Show a relay with its link, posters and cards; a POST renames it."""
    reach = _reach(visit.study, relay)
    form = RenameForm({"name": reach.relay.name} if visit.sent is None else visit.sent)
    if visit.sent is not None and form.is_valid():
        before = reach.relay.name
        try:
            rename_relay(reach.relay, form.cleaned_data["name"])
        except RelayRefused as refusal:
            form.add_error("name", str(refusal))
        else:
            visit.audit("renamed relay", relay, {"from": before, "to": reach.relay.name})
            message = _("The relay is renamed. Its link has not changed.")
            return visit.go_on(message, "surveys:relay", relay)
    context = {
        "reach": reach,
        "link": SiteUrls.of(visit.request).link(visit.study, reach.relay),
        "invitation_languages": settings.LANGUAGES,
        "posters": _posters(visit.study, relay),
        "form": form,
    }
    return visit.render("surveys/staff/relay.html", context, status=422 if form.errors else 200)


@study_page(allowed.can_run_fielding, READ_OR_WRITE)
def remove_relay_page(visit: StudyVisit, relay: str) -> HttpResponse:
    """Explain what happens to a relay's counts, link and cards; a POST removes it."""
    reach = _reach(visit.study, relay)
    if visit.sent is not None:
        revoke = visit.request.POST.get("revoke") == "yes"
        remove_relay(reach.relay, revoke=revoke)
        visit.audit("removed relay", relay, {"name": reach.relay.name, "revoked": revoke})
        return visit.go_on(_("The relay is removed."), "surveys:relays")
    batches = [each.batch for each in list_batches(visit.study)]
    own = [each for each in batches if each.relay_id == reach.relay.pk]
    context = {"reach": reach, "batches": own}
    return visit.render("surveys/staff/remove_relay.html", context)


@study_page(allowed.can_run_fielding)
def download_poster(visit: StudyVisit) -> HttpResponse:
    """Return a poster as PDF, with the link of `relay` if given, or show why there is none."""
    slug = visit.request.GET.get("relay", "")
    by = find_relay(visit.study, slug[:50]) if slug else None
    today = timezone.localdate()
    open_one = find_current_fielding(visit.study, today)
    fielding = open_one or find_current_fielding(visit.study, today, Mode.CARDS)
    if fielding is None or (slug and by is None):
        raise Http404
    language = get_language() or ""
    paper = Paper(visit.study, language, SiteUrls.of(visit.request))
    try:
        made = print_poster(paper, by, get_respondent_burden(fielding, language, today))
    except PrintRefused as refusal:
        found = {"message": str(refusal), "status": 422}
        return render(visit.request, "ui/explain.html", found, status=422)
    name = by.slug if by else "poster"
    return make_pdf_response(made, f"{visit.study.slug}-{name}-{language}.pdf")


def render_relays(visit: StudyVisit, *, form: Any, **forms: Any) -> HttpResponse:
    """Show the page with the rejected form, if any."""
    today = timezone.localdate()
    fielding = find_current_fielding(visit.study, today, Mode.CARDS)
    nexts = NEXT_STATES[FieldingState(fielding.state)] if fielding else frozenset()
    context = {
        "reach": list_reach(visit.study),
        "batches": list_batches(visit.study),
        "fielding": fielding,
        "state": get_availability(fielding, today) if fielding else None,
        "nexts": [state.value for state in FieldingState if state in nexts],
        "close_until": get_arrival_day_if_closed(fielding, today) if fielding else None,
        "form": form,
        "state_form": FieldingStateForm(initial=get_proposed_days(fielding) if fielding else None),
        "posters": _posters(visit.study),
        "relay_form": RelayForm(),
        "draw_form": build_batch_form(visit.study),
        "fewest": FEWEST_CARDS,
        "most": MOST_CARDS,
        "leads_to": SiteUrls.of(visit.request).card(visit.study, get_language() or ""),
    }
    status = 422 if form.is_bound and form.errors else 200
    return visit.render("surveys/staff/relays.html", context | forms, status=status)


def _posters(study: Study, relay: str = "") -> list[tuple[str, str, str]]:
    """Return the language code, name and poster URL of each language."""
    here = reverse("surveys:poster", args=(study.slug,)) + (f"?relay={relay}" if relay else "")
    return [(code, name, address_in_language(here, code)) for code, name in settings.LANGUAGES]


def build_batch_form(study: Study, sent: QueryDict | None = None) -> CardBatchForm:
    """Return the form to generate cards, as it was sent if it was."""
    relays = [(relay.slug, relay.name) for relay in study.relays.order_by("name")]
    initial = {"count": 100, "language": get_language()}
    return CardBatchForm(sent, relays=relays, initial=initial)


def _reach(study: Study, slug: str) -> Reach:
    found = find_reach(study, slug)
    if found is None:
        raise Http404
    return found
