"""What may be known of relays and cards: totals, rounded, and whether one card exists."""

from dataclasses import dataclass
from datetime import date

from django.core.validators import slug_re
from django.db.models import Count, Q

from vecu.surveys.models import (
    AccessCode,
    AccessCodeBatch,
    Fielding,
    OutreachPartner,
    Study,
)
from vecu.surveys.queries.fingerprints import get_fingerprint
from vecu.surveys.rules import (
    FieldingState,
    Mode,
    rounded_count,
    takes_answers,
)


@dataclass(frozen=True, slots=True)
class Reach:
    """How many began and sent by a relay's link: at least so many, None when too few to tell."""

    relay: OutreachPartner
    begun: int | None
    sent: int | None


@dataclass(frozen=True, slots=True)
class BatchTotals:
    """What became of a batch: how many cards it has, at least how many are begun, and used.

    How many are left is not told: what was drawn is exact, so the first person would show in it.
    """

    batch: AccessCodeBatch
    drawn: int
    begun: int | None
    used: int | None


def find_relay(study: Study, slug: str) -> OutreachPartner | None:
    """Return the relay whose link ends in `slug`, which comes from an address as it was typed."""
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

    A begun card is a taken one; it is used when no draft holds it any more.
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
    """Return the card that bears `code`, of the inquiry `slug` or of any, with its batch."""
    cards = AccessCode.objects.filter(fingerprint=get_fingerprint(code))
    if slug:
        cards = cards.filter(batch__fielding__study__slug=slug)
    return cards.select_related("batch__fielding__study").first()


def can_answer_with_card(today: date) -> bool:
    """Return whether some inquiry can be answered with a card today."""
    fieldings = Fielding.objects.filter(mode=Mode.CARDS, state=FieldingState.OPEN)
    return any(
        takes_answers(FieldingState(each.state), each.opens, each.closes, today)
        for each in fieldings
    )
