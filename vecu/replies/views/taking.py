"""Pages of those who reply: the promise, one finding at a time, the end.

Which findings are asked about, and in which order, is in the address; who replied is nowhere.
"""

from collections.abc import Mapping
from dataclasses import replace
from random import SystemRandom
from secrets import token_bytes
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from vecu.credentials import LocalRateLimiter, TokenBucket, per_process_limit
from vecu.evidence.queries import Finding, get_finding_detail
from vecu.evidence.rules import FindingState
from vecu.evidence.sources import Audience
from vecu.replies.actions import CardChanged, record_burst, store_reply
from vecu.replies.burst_limits import BurstLimiter
from vecu.replies.page_tokens import FIELD, make_page_token, read_page_token
from vecu.replies.queries import (
    find_card,
    find_current_version,
    list_cards,
    list_sectors,
    takes_replies,
)
from vecu.replies.rules import REPLIES_A_MINUTE, CardDeck, ReplyChoice, draw_deck, read_deck
from vecu.surveys.consent.render import render_promise
from vecu.surveys.consent.sentences import PromiseMedium
from vecu.surveys.queries import Study, get_public_inquiry
from vecu.surveys.queries.data_protection import get_promise_facts
from vecu.surveys.views.respondent_session import render_stop_page, respondents_page
from vecu.ui.quoted_words import sort_readable
from vecu.ui.requests import READ_OR_WRITE
from vecu.ui.templatetags.ui import current_language

bursts = BurstLimiter(
    LocalRateLimiter(TokenBucket(per_process_limit(REPLIES_A_MINUTE, settings.PROCESSES)))
)


def can_reply(study: Study) -> bool:
    """Return whether a study takes replies today."""
    return takes_replies(study, timezone.localdate())


@require_safe
@respondents_page
def start(request: HttpRequest, slug: str) -> HttpResponse:
    """Show what is promised, and the sectors to choose among; going on draws the findings.

    With a `card` in the address it is about this finding alone: its public page leads here.
    """
    study = get_public_inquiry(slug)
    if not can_reply(study):
        return _render_no_replies(request, study)
    cards, wanted = list_cards(study), request.GET.get("card", "")
    chosen = [each for each in cards if str(each) == wanted] or cards
    sectors = list_sectors(study.id)
    if "go" in request.GET:
        picked = request.GET.get("sector", "")
        sector = picked if picked in {each.number for each in sectors} else ""
        return _redirect(slug, draw_deck(chosen, SystemRandom(), sector))
    facts = get_promise_facts(study)
    shown = {
        "study": study,
        "slug": slug,
        "sectors": sectors,
        "card": wanted if len(chosen) < len(cards) else "",
        "number": min(len(chosen), 10),
        "blocks": render_promise(PromiseMedium.REPLIES, facts, current_language()),
    }
    return render(request, "replies/start.html", shown)


@require_http_methods(READ_OR_WRITE)
@respondents_page
def ask_about_card(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask whether a finding holds where somebody works; a POST stores the reply and goes on."""
    study = get_public_inquiry(slug)
    if not can_reply(study):
        return _render_no_replies(request, study)
    deck = _read_deck(request, study)
    card = find_card(study, deck.card) if deck else None
    if deck is None or card is None:  # a mangled address, or a finding of another study
        return _redirect_to_start(slug)
    if card.state != FindingState.PUBLISHED:
        return _render_changed(request, study, deck, card, sent=request.method == "POST")
    if request.method != "POST":
        return _render_card(request, study, deck, card)
    return _take_reply(request, study, deck, card)


def _take_reply(request: HttpRequest, study: Study, deck: CardDeck, card: Finding) -> HttpResponse:
    nonce = read_page_token(request.POST.get(FIELD, ""), card.pk)
    sent = request.POST.get("reply", "")
    if nonce is None or sent not in set(ReplyChoice):
        problem = _("This reply did not come from this page. Press one of the three buttons.")
        return _render_card(request, study, deck, card, problem, status=422)
    today = timezone.localdate()
    if not bursts.admit(study.id):
        record_burst(study, today)
        problem = _(
            "Very many replies are arriving at this moment, and yours is not stored. Wait a minute,"
            " then press the button again."
        )
        return _render_card(request, study, deck, card, problem, status=429)
    try:
        store_reply(card, ReplyChoice(sent), sector=deck.sector, nonce=nonce, today=today)
    except CardChanged:
        card.refresh_from_db()
        return _render_changed(request, study, deck, card, sent=True)
    if deck.is_last:
        return HttpResponseRedirect(_address(study.slug, deck, "end"), status=303)
    return _redirect(study.slug, deck.move(1), replied=True)


@require_safe
@respondents_page
def end(request: HttpRequest, slug: str) -> HttpResponse:
    """Thank, and lead to the figures and the evidence of what was asked about."""
    study = get_public_inquiry(slug)
    deck = _read_deck(request, study)
    cards = [found for each in deck.cards if (found := find_card(study, each))] if deck else []
    shown = {
        "study": study,
        "slug": slug,
        "cards": [each for each in cards if each.state == FindingState.PUBLISHED],
    }
    return render(request, "replies/end.html", shown)


def _render_card(
    request: HttpRequest,
    study: Study,
    deck: CardDeck,
    card: Finding,
    problem: str = "",
    *,
    status: int = 200,
) -> HttpResponse:
    detail = get_finding_detail(card, Audience.EVERYBODY)
    words = sort_readable(each for each in detail.standing if each.quotation)
    shown = {
        "study": study,
        "slug": study.slug,
        "deck": deck,
        "card": card,
        "words": words[:1],
        "choices": list(ReplyChoice),
        "token": make_page_token(card.pk, token_bytes),
        "problem": problem,
        "before": _find_replied(request, deck),
        "previous": _address(study.slug, deck.move(-1)) if deck.at else "",
        "skip": _address(study.slug, deck, "end" if deck.is_last else "card", forward=True),
        "stop": _address(study.slug, deck, "end"),
        "sector": {each.number: each for each in list_sectors(study.id)}.get(deck.sector),
        "without_sector": _address(study.slug, replace(deck, sector="")),
    }
    return render(request, "replies/card.html", shown, status=status)


def _find_replied(request: HttpRequest, deck: CardDeck) -> UUID | None:
    """Return the finding that was just replied to, to which a reason can be written."""
    return deck.cards[deck.at - 1] if deck.at and "replied" in request.GET else None


def _render_changed(
    request: HttpRequest, study: Study, deck: CardDeck, card: Finding, *, sent: bool
) -> HttpResponse:
    """Say that a finding was amended or taken back meanwhile, and where to go on."""
    current = find_current_version(card)
    lost = _("Your reply is not stored.") if sent else ""
    if current:
        message = _("This finding has just been replaced with another version.")
        address = _address(study.slug, deck.exchange(current.pk))
    else:
        message = _("This finding has just been taken back.")
        address = _address(study.slug, deck, "end" if deck.is_last else "card", forward=True)
    shown: Mapping[str, object] = {
        "study": study,
        "slug": study.slug,
        "message": f"{message} {lost}".strip(),
        "current": current,
        "address": address,
    }
    return render(request, "replies/changed.html", shown, status=409)


def _render_no_replies(request: HttpRequest, study: Study) -> HttpResponse:
    message = _("Findings can be replied to as long as the inquiry is open.")
    title = _("Nothing to reply to at the moment")
    return render_stop_page(request, study.slug, 410, title, message)


def _read_deck(request: HttpRequest, study: Study) -> CardDeck | None:
    sectors = [each.number for each in list_sectors(study.id)]
    cards, at, sector = (request.GET.get(name, "") for name in ("cards", "at", "sector"))
    return read_deck(cards, at, sector, sectors)


def _redirect(slug: str, deck: CardDeck, *, replied: bool = False) -> HttpResponse:
    after = "&replied=1" if replied else ""
    return HttpResponseRedirect(_address(slug, deck) + after, status=303)


def _redirect_to_start(slug: str) -> HttpResponse:
    return HttpResponseRedirect(reverse("replies:start", args=[slug]), status=303)


def _address(slug: str, deck: CardDeck, page: str = "card", *, forward: bool = False) -> str:
    deck = deck.move(1) if forward and page == "card" else deck
    return f"{reverse(f'replies:{page}', args=[slug])}?{deck.to_query()}"
