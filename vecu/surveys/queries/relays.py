"""What may be known of relays and cards: totals, rounded, and whether one card exists."""

from dataclasses import dataclass
from datetime import date

from django.core.validators import slug_re
from django.db.models import Count, Q

from vecu.surveys.models import Batch, Card, Fielding, Relay, Study
from vecu.surveys.queries.secrets import fingerprint_of
from vecu.surveys.rules import Mode, State, shown_at_least, takes_answers


@dataclass(frozen=True, slots=True)
class Reach:
    """How many began and sent by a relay's link: at least so many, None when too few to tell."""

    relay: Relay
    begun: int | None
    sent: int | None


@dataclass(frozen=True, slots=True)
class BatchTotals:
    """What became of a batch: how many cards it has, at least how many are begun, and used.

    How many are left is not told: what was drawn is exact, so the first person would show in it.
    """

    batch: Batch
    drawn: int
    begun: int | None
    used: int | None


def find_relay(study: Study, slug: str) -> Relay | None:
    """Return the relay whose link ends in `slug`, which comes from an address as it was typed."""
    return study.relays.filter(slug=slug).first() if slug_re.match(slug) else None


def list_reach(study: Study) -> list[Reach]:
    """Return the reach of each relay of a study, by name."""
    relays = study.relays.annotate(on_their_way=Count("drafts")).order_by("name")
    return [
        Reach(
            relay,
            shown_at_least(relay.begun),
            shown_at_least(relay.begun - relay.left - relay.on_their_way),
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
    batches = Batch.objects.filter(fielding__study=study).select_related("relay")
    counted = batches.annotate(
        drawn=Count("cards"),
        begun=Count("cards", filter=taken),
        used=Count("cards", filter=taken & Q(cards__draft=None)),
    )
    return [
        BatchTotals(batch, batch.drawn, shown_at_least(batch.begun), shown_at_least(batch.used))
        for batch in counted.order_by("-fielding__wave", "-number")
    ]


def find_card(code: str, slug: str = "") -> Card | None:
    """Return the card that bears `code`, of the inquiry `slug` or of any, with its batch."""
    cards = Card.objects.filter(fingerprint=fingerprint_of(code))
    if slug:
        cards = cards.filter(batch__fielding__study__slug=slug)
    return cards.select_related("batch__fielding__study").first()


def takes_cards(today: date) -> bool:
    """Return whether some inquiry can be answered with a card today."""
    fieldings = Fielding.objects.filter(mode=Mode.CARDS, state=State.OPEN)
    return any(
        takes_answers(State(each.state), each.opens, each.closes, today) for each in fieldings
    )
