"""Totals of relays and cards, rounded for disclosure control, and the look-up of one card."""

from dataclasses import dataclass
from datetime import date

from django.core.validators import slug_re
from django.db.models import Count, Q

from vecu.accounts.key_ring import list_fingerprints
from vecu.surveys.models import AccessCode, AccessCodeBatch, Fielding, OutreachPartner, Study
from vecu.surveys.rules import FieldingState, Mode, rounded_count, takes_answers


@dataclass(frozen=True, slots=True)
class Reach:
    """Rounded-down numbers who began and sent by a relay's link; None when too few to report."""

    relay: OutreachPartner
    begun: int | None
    sent: int | None


@dataclass(frozen=True, slots=True)
class BatchTotals:
    """Totals of a batch: cards, and rounded-down numbers begun and used.

    The number left is not reported: the total is exact, so the first respondent would show in
    it.
    """

    batch: AccessCodeBatch
    drawn: int
    begun: int | None
    used: int | None


def find_relay(study: Study, slug: str) -> OutreachPartner | None:
    """Return the relay whose link ends in `slug`, as typed in a URL."""
    return study.relays.filter(slug=slug).first() if slug_re.match(slug) else None


def list_reach(study: Study) -> list[Reach]:
    """Return the reach of each relay of a study, by name."""
    relays = study.relays.annotate(on_their_way=Count("drafts")).order_by("name")
    return [
        Reach(
            relay,
            rounded_count(relay.begun),
            rounded_count(relay.begun - relay.left - relay.on_their_way),
        )
        for relay in relays
    ]


def find_reach(study: Study, slug: str) -> Reach | None:
    """Return the reach of the relay whose link ends in `slug`."""
    return next((each for each in list_reach(study) if each.relay.slug == slug), None)


def list_batches(study: Study) -> list[BatchTotals]:
    """Return the totals of each batch of a study's cards, the latest first.

    A card is begun when it is taken, and used when no draft refers to it any more.
    """
    taken = Q(cards__taken=True)
    batches = AccessCodeBatch.objects.filter(fielding__study=study).select_related("relay")
    counted = batches.annotate(
        drawn=Count("cards"),
        begun=Count("cards", filter=taken),
        used=Count("cards", filter=taken & Q(cards__draft=None)),
    )
    return [
        BatchTotals(batch, batch.drawn, rounded_count(batch.begun), rounded_count(batch.used))
        for batch in counted.order_by("-fielding__wave", "-number")
    ]


def find_card(code: str, slug: str = "") -> AccessCode | None:
    """Return the card with `code`, of the study `slug` or of any, with its batch."""
    cards = AccessCode.objects.filter(fingerprint__in=list_fingerprints(code))
    if slug:
        cards = cards.filter(batch__fielding__study__slug=slug)
    return cards.select_related("batch__fielding__study").first()


def can_answer_with_card(today: date) -> bool:
    """Return whether any study accepts cards today."""
    fieldings = Fielding.objects.filter(mode=Mode.CARDS, state=FieldingState.OPEN)
    return any(
        takes_answers(FieldingState(each.state), each.opens, each.closes, today)
        for each in fieldings
    )
