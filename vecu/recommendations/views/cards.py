"""Pages of suppliers' cards: all of a group, one, and the forms that add and change one."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _

from vecu.accounts import rules as allowed
from vecu.accounts.decorators import StaffRequest
from vecu.groups.queries import LearningGroup
from vecu.groups.views.group_access import GroupVisit, group_page
from vecu.recommendations.forms.cards import CardForm
from vecu.recommendations.presenters.cards import describe_card
from vecu.recommendations.queries import CardDetail, SupplierCard, list_supplier_cards
from vecu.recommendations.views.card_systems import find_card_system, list_card_systems
from vecu.records.errors import RecordChanged
from vecu.records.views import WRITE
from vecu.ui.requests import READ_OR_WRITE


@group_page(allowed.can_see_group)
def list_cards(visit: GroupVisit) -> HttpResponse:
    """List the cards of a group."""
    return _list_page(visit)


@group_page(allowed.can_lead_group, READ_OR_WRITE)
def add_card(visit: GroupVisit) -> HttpResponse:
    """Note what a supplier promised; what was observed comes next, on the card's own page."""
    sent = visit.submit(CardForm, systems=list_card_systems(visit.request))
    if sent.is_done:
        message = _("The card is added. Note next what you observed.")
        return visit.go_on(message, "recommendations:card", sent.row.pk)
    return _form_page(visit, sent.form)


@group_page(allowed.can_see_group)
def show_card(visit: GroupVisit, card: UUID) -> HttpResponse:
    """Show a card: what was promised, and apart from it what was observed."""
    return render_card(visit, get_card(visit.group, card))


@group_page(allowed.can_lead_group, READ_OR_WRITE)
def change_card(visit: GroupVisit, card: UUID) -> HttpResponse:
    """Change a card; what somebody else wrote meanwhile stands beside what was typed."""
    detail = find_card(visit.group, card)
    if detail is None:
        return render_removed(visit)
    row, options = detail.card, _build_options(visit.request, detail)
    sent = visit.submit(CardForm, row, **options)
    if sent.is_removed:
        return render_removed(visit)
    if sent.is_done:
        return visit.go_on(_("Saved."), "recommendations:card", card)
    return _form_page(visit, sent.form, sent.row or row)


@group_page(allowed.can_lead_group, WRITE)
def remove_card(visit: GroupVisit, card: UUID) -> HttpResponse:
    """Remove a card; the history shows that it was, and can undo it."""
    detail = find_card(visit.group, card)
    if detail is None:
        return render_removed(visit)
    if problem := visit.remove(detail.card):
        return render_card(visit, get_card(visit.group, card), [problem])
    return visit.go_on(_("Removed. The history can undo it."), "recommendations:cards")


def find_card(group: LearningGroup, card: UUID) -> CardDetail | None:
    """Return one card of a group with what was observed, None if it is not there."""
    return next((each for each in list_supplier_cards(group.pk) if each.card.pk == card), None)


def get_card(group: LearningGroup, card: UUID) -> CardDetail:
    """Return one card of a group with what was observed; raise Http404."""
    detail = find_card(group, card)
    if detail is None:
        raise Http404
    return detail


def render_card(
    visit: GroupVisit, detail: CardDetail, refusals: Sequence[str] = ()
) -> HttpResponse:
    """Show a card, or why something could not be done about it."""
    context = {
        "description": describe_card(detail),
        "card": detail.card,
        "system": find_card_system(visit.request, detail.card.system),
    }
    return visit.render("recommendations/suppliers/card.html", context, refusals)


def render_removed(visit: GroupVisit) -> HttpResponse:
    """Say that somebody else removed a card; what was typed about it can be added anew."""
    if visit.sent is None:
        raise Http404
    if "supplier" not in visit.request.POST:
        return _list_page(visit, [str(RecordChanged(None))])
    form = CardForm(visit.request.POST, systems=list_card_systems(visit.request))
    form.is_valid()
    form.add_error(None, _("Somebody else has removed this card. Saving adds a new one."))
    return _form_page(visit, form)


def _build_options(request: StaffRequest, detail: CardDetail) -> dict[str, Any]:
    """Return what a form about a card needs; a system that the member may not see stays chosen."""
    return {
        "systems": list_card_systems(request, detail.card.system),
        "observed": [each.claim for each in detail.observed],
    }


def _list_page(visit: GroupVisit, refusals: Sequence[str] = ()) -> HttpResponse:
    cards = [describe_card(each) for each in list_supplier_cards(visit.group.pk)]
    return visit.render("recommendations/suppliers/cards.html", {"cards": cards}, refusals)


def _form_page(visit: GroupVisit, form: CardForm, row: SupplierCard | None = None) -> HttpResponse:
    """Show the form of a card, at whose address it is sent: that of a new one without `row`."""
    name, rest = ("change-card", [row.pk]) if row else ("new-card", [])
    back, behind = ("card", rest) if row else ("cards", rest)
    context = {
        "form": form,
        "card": row,
        "problems": form.problems,
        "action": visit.make_address(f"recommendations:{name}", *rest),
        "back": visit.make_address(f"recommendations:{back}", *behind),
    }
    return visit.render("recommendations/suppliers/card_form.html", context)
