"""Pages of suppliers' cards: all of a group, one, and the forms that add and change one."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from vecu.accounts import rules as allowed
from vecu.accounts.decorators import StaffRequest, require_permission
from vecu.accounts.rules import Role
from vecu.groups.queries import LearningGroup
from vecu.groups.views.group_access import get_group, render_group_page
from vecu.recommendations.forms.cards import CardForm
from vecu.recommendations.presenters.cards import describe_card
from vecu.recommendations.queries import CardDetail, SupplierCard, list_supplier_cards
from vecu.recommendations.views.card_systems import find_card_system, list_card_systems
from vecu.records.actions import add_record, change_record, remove_record
from vecu.records.errors import RecordChanged
from vecu.records.submission import press_button, read_revision, submit_form
from vecu.ui.requests import READ_OR_WRITE
from vecu.ui.side_by_side import FormProblem


@require_permission(allowed.can_see_group, get_group)
@require_safe
def list_cards(request: StaffRequest, group: LearningGroup, role: Role) -> HttpResponse:
    """List the cards of a group."""
    return _list_page(request, group, role)


@require_permission(allowed.can_lead_group, get_group)
@require_http_methods(READ_OR_WRITE)
def add_card(request: StaffRequest, group: LearningGroup, role: Role) -> HttpResponse:
    """Note what a supplier promised; what was observed comes next, on the card's own page."""
    systems = list_card_systems(request)
    if request.method != "POST":
        return _form_page(request, group, role, CardForm(systems=systems))
    by, now = request.user.get_username(), timezone.now()
    sent = submit_form(
        request,
        CardForm(request.POST, systems=systems),
        lambda content, _revision: add_record(group, content, by=by, now=now),
    )
    if sent.is_done:
        messages.success(request, _("The card is added. Note next what you observed."))
        return redirect("recommendations:card", group.slug, sent.row.pk)
    return _form_page(request, group, role, sent.form)


@require_permission(allowed.can_see_group, get_group)
@require_safe
def show_card(request: StaffRequest, group: LearningGroup, role: Role, card: UUID) -> HttpResponse:
    """Show a card: what was promised, and apart from it what was observed."""
    return render_card(request, group, role, get_card(group, card))


@require_permission(allowed.can_lead_group, get_group)
@require_http_methods(READ_OR_WRITE)
def change_card(
    request: StaffRequest, group: LearningGroup, role: Role, card: UUID
) -> HttpResponse:
    """Change a card; what somebody else wrote meanwhile stands beside what was typed."""
    detail = find_card(group, card)
    if detail is None:
        return render_removed(request, group, role)
    row, options = detail.card, _build_options(request, detail)
    if request.method != "POST":
        form = CardForm(initial=CardForm.get_initial_values(row), **options)
        return _form_page(request, group, role, form, row)
    by, now = request.user.get_username(), timezone.now()
    sent = submit_form(
        request,
        CardForm(request.POST, **options),
        lambda content, revision: change_record(row, content, revision=revision, by=by, now=now),
        **options,
    )
    if sent.is_removed:
        return render_removed(request, group, role)
    if sent.is_done:
        messages.success(request, _("Saved."))
        return redirect("recommendations:card", group.slug, card)
    return _form_page(request, group, role, sent.form, sent.row or row)


@require_permission(allowed.can_lead_group, get_group)
@require_POST
def remove_card(
    request: StaffRequest, group: LearningGroup, role: Role, card: UUID
) -> HttpResponse:
    """Remove a card; the history shows that it was, and can undo it."""
    detail = find_card(group, card)
    if detail is None:
        return render_removed(request, group, role)
    row, revision = detail.card, read_revision(request)
    by, now = request.user.get_username(), timezone.now()
    if problem := press_button(lambda: remove_record(row, revision=revision, by=by, now=now)):
        return render_card(request, group, role, get_card(group, card), [problem])
    messages.success(request, _("Removed. The history can undo it."))
    return redirect("recommendations:cards", group.slug)


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
    request: StaffRequest,
    group: LearningGroup,
    role: Role,
    detail: CardDetail,
    refusals: Sequence[str] = (),
) -> HttpResponse:
    """Show a card, or why something could not be done about it."""
    context = {
        "description": describe_card(detail),
        "card": detail.card,
        "system": find_card_system(request, detail.card.system),
        "problems": [FormProblem("main", text) for text in refusals],
    }
    status = 422 if refusals else 200
    return render_group_page(
        request, "recommendations/suppliers/card.html", group, role, context, status
    )


def render_removed(request: StaffRequest, group: LearningGroup, role: Role) -> HttpResponse:
    """Say that somebody else removed a card; what was typed about it can be added anew."""
    if request.method != "POST":
        raise Http404
    if "supplier" not in request.POST:
        return _list_page(request, group, role, [str(RecordChanged(None))])
    form = CardForm(request.POST, systems=list_card_systems(request))
    form.is_valid()
    form.add_error(None, _("Somebody else has removed this card. Saving adds a new one."))
    return _form_page(request, group, role, form)


def _build_options(request: StaffRequest, detail: CardDetail) -> dict[str, Any]:
    """Return what a form about a card needs; a system that the member may not see stays chosen."""
    return {
        "systems": list_card_systems(request, detail.card.system),
        "observed": [each.claim for each in detail.observed],
    }


def _list_page(
    request: StaffRequest, group: LearningGroup, role: Role, refusals: Sequence[str] = ()
) -> HttpResponse:
    cards = [describe_card(each) for each in list_supplier_cards(group.pk)]
    context = {"cards": cards, "problems": [FormProblem("main", text) for text in refusals]}
    status = 422 if refusals else 200
    return render_group_page(
        request, "recommendations/suppliers/cards.html", group, role, context, status
    )


def _form_page(
    request: StaffRequest,
    group: LearningGroup,
    role: Role,
    form: CardForm,
    row: SupplierCard | None = None,
) -> HttpResponse:
    """Show the form of a card, at whose address it is sent: that of a new one without `row`."""
    name, rest = ("change-card", [row.pk]) if row else ("new-card", [])
    back, behind = ("card", rest) if row else ("cards", rest)
    problems = form.problems if form.is_bound else []
    context = {
        "form": form,
        "card": row,
        "problems": problems,
        "action": reverse(f"recommendations:{name}", args=(group.slug, *rest)),
        "back": reverse(f"recommendations:{back}", args=(group.slug, *behind)),
    }
    status = 422 if problems else 200
    return render_group_page(
        request, "recommendations/suppliers/card_form.html", group, role, context, status
    )
