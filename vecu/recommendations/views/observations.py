"""Forms of what was observed of a product: one claim of a card at a time, with its evidence."""

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID, uuid4

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _

from vecu.accounts import rules as allowed
from vecu.groups.views.group_access import GroupVisit, group_page
from vecu.recommendations.content import Claim
from vecu.recommendations.forms.cards import ObservationForm, ObservedClaim
from vecu.recommendations.presenters.cards import describe_card
from vecu.recommendations.queries import CardDetail, SupplierCard
from vecu.recommendations.stored import read_card, read_claims
from vecu.recommendations.texts import name_claim
from vecu.recommendations.views.cards import (
    find_card,
    get_card,
    render_card,
    render_removed,
)
from vecu.recommendations.views.evidence_picker import build_group_choice
from vecu.records.actions import change_record
from vecu.records.errors import RecordRefused
from vecu.records.submission import SEARCH, press_button, read_revision, submit_form
from vecu.records.views import WRITE
from vecu.ui.requests import READ_OR_WRITE


@group_page(allowed.can_lead_group, READ_OR_WRITE)
def add_observation(visit: GroupVisit, card: UUID) -> HttpResponse:
    """Note one thing that was observed."""
    return _write(visit, card, None)


@group_page(allowed.can_lead_group, READ_OR_WRITE)
def change_observation(visit: GroupVisit, card: UUID, claim: UUID) -> HttpResponse:
    """Change one thing that was observed, or what it stands on."""
    return _write(visit, card, claim)


@group_page(allowed.can_lead_group, WRITE)
def remove_observation(visit: GroupVisit, card: UUID, claim: UUID) -> HttpResponse:
    """Remove one thing that was observed; the history can undo it."""
    detail = find_card(visit.group, card)
    if detail is None:
        return render_removed(visit)
    left = [each.claim for each in detail.observed if each.claim.id != claim]
    revision = read_revision(visit.request)
    if problem := press_button(lambda: _save(visit, detail, left, revision)):
        return render_card(visit, get_card(visit.group, card), [problem])
    return visit.go_on(_("Removed. The history can undo it."), "recommendations:card", card)


def _write(visit: GroupVisit, card: UUID, claim: UUID | None) -> HttpResponse:
    """Show the form of one claim, and save it; without `claim` it is a new one."""
    detail = find_card(visit.group, card)
    if detail is None:
        return render_removed(visit)
    row = _find_claim(detail.card, claim)
    if visit.sent is None:
        if row is None:
            raise Http404
        form = ObservationForm(initial=ObservationForm.get_initial_values(row), claim=row.id)
        return _page(visit, detail, form, claim)
    form = ObservationForm(visit.request.POST, claim=claim or uuid4())
    sent = submit_form(
        visit.request,
        form,
        lambda content, revision: _save_claim(visit, detail, content, revision),
        read=lambda card: _find_claim(card, claim) or _make_empty(form.claim, card),
        claim=form.claim,
    )
    if sent.is_removed:
        return render_removed(visit)
    if sent.is_done:
        return visit.go_on(_("Saved."), "recommendations:card", card)
    return _page(visit, get_card(visit.group, card), sent.form, claim)


def _find_claim(card: SupplierCard, claim: UUID | None) -> ObservedClaim | None:
    """Return a claim of a card as a form begins with it, an empty one if it is new."""
    if claim is None:
        return _make_empty(uuid4(), card)
    found = next((each for each in read_claims(card.observed) if each.id == claim), None)
    if found is None:
        return None
    return ObservedClaim(found.id, dict(found.text), found.references, card.revision)


def _make_empty(claim: UUID, card: SupplierCard) -> ObservedClaim:
    return ObservedClaim(claim, {}, (), card.revision)


def _put_claim(detail: CardDetail, claim: Claim) -> list[Claim]:
    """Return the claims of a card with one in its place, the last where it is new."""
    claims = [each.claim for each in detail.observed]
    if all(each.id != claim.id for each in claims):
        return [*claims, claim]
    return [claim if each.id == claim.id else each for each in claims]


def _save(
    visit: GroupVisit, detail: CardDetail, claims: Sequence[Claim], revision: int
) -> SupplierCard:
    content = replace(read_card(detail.card), observed=claims)
    saved: SupplierCard = change_record(detail.card, content, revision=revision, **visit.act)
    return saved


def _save_claim(visit: GroupVisit, detail: CardDetail, claim: Claim, revision: int) -> SupplierCard:
    """Save one claim; what forbids it is named by the fields of its form."""
    claims = _put_claim(detail, claim)
    try:
        return _save(visit, detail, claims, revision)
    except RecordRefused as refusal:
        number = next(number for number, one in enumerate(claims, 1) if one.id == claim.id)
        raise RecordRefused(_name_fields(refusal, name_claim(number))) from refusal


def _name_fields(refusal: RecordRefused, claim: str) -> dict[str, str]:
    """Return problems by the fields of the form: those of this claim, and the rest as of all."""
    prefix = f"{claim}_"
    own = {
        name.removeprefix(prefix): message
        for name, message in refusal.problems.items()
        if name.startswith(prefix)
    }
    return {
        name if name == "evidence" else f"text_{name}": message for name, message in own.items()
    } or {"": " ".join(refusal.problems.values())}


def _page(
    visit: GroupVisit, detail: CardDetail, form: ObservationForm, claim: UUID | None
) -> HttpResponse:
    row = _find_claim(detail.card, claim)
    name, rest = ("change-observation", [claim]) if claim else ("new-observation", [])
    context = {
        "form": form,
        "description": describe_card(detail),
        "card": detail.card,
        "claim": claim,
        "problems": [] if SEARCH in visit.request.POST else form.problems,
        "choice": build_group_choice(visit, form, row.cited if row else ()),
        "action": visit.make_address(f"recommendations:{name}", detail.card.pk, *rest),
    }
    return visit.render("recommendations/suppliers/observation_form.html", context)
