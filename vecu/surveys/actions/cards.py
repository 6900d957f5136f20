"""Cards: drawn, handed out, taken once, given back unsent, revoked; never written when one sends.

Two rules hold this file together. Sending an answer writes nothing about cards, so that no
transaction number or order of rows joins the two. And a change of one card writes all of its batch,
so that nothing shows which one changed. Batches are locked before drafts, or two people could wait
for each other.
"""

from collections.abc import Callable, Collection, Iterable, Sequence

from django.db import IntegrityError, transaction
from django.db.models import Case, F, Max, Value, When
from django.utils.translation import gettext as _

from vecu.credentials import draw_cards
from vecu.errors import VecuError
from vecu.surveys.models import Batch, Card, Draft, Fielding, Relay, Study
from vecu.surveys.queries import fingerprint_of, latest_version
from vecu.surveys.rules import FEWEST_CARDS, MOST_CARDS, Mode, State

Drawn = Callable[[int], bytes]
Printed = Callable[[Batch, Sequence[str]], bytes]
"""What makes sheets of a batch and its codes, in the order of printing."""


class CardsRefused(VecuError):
    """So many cards cannot be drawn; the message says how many can."""


class CardUsed(VecuError):
    """The answers of the card were sent."""


class CardRevoked(VecuError):
    """The card was withdrawn before anybody used it."""


def draw_batch(
    study: Study, count: int, printed: Printed, *, relay: Relay | None, random_bytes: Drawn
) -> tuple[Batch, bytes]:
    """Draw a batch of cards and return it with its printed sheets, the only place with the codes.

    Printing takes seconds, so it comes before the transaction: nobody who answers waits for it,
    and nothing is kept when it fails. Cards are stored in the order of their fingerprints, which
    says nothing of that on the sheets. Raise `CardsRefused`.
    """
    if not FEWEST_CARDS <= count <= MOST_CARDS:
        message = _("A batch has %(fewest)s to %(most)s cards: fewer would point at people.")
        raise CardsRefused(message % {"fewest": FEWEST_CARDS, "most": MOST_CARDS})
    fielding = _fielding_for_cards(study)
    last = fielding.batches.aggregate(last=Max("number"))["last"] or 0
    batch = Batch(fielding=fielding, relay=relay, number=last + 1)
    codes = draw_cards(count, random_bytes)
    sheets = printed(batch, codes)
    _store(batch, sorted(fingerprint_of(code) for code in codes))
    return batch, sheets


@transaction.atomic
def _store(batch: Batch, fingerprints: Sequence[str]) -> None:
    if batch.relay and not Relay.objects.select_for_update().filter(pk=batch.relay.pk).exists():
        raise CardsRefused(_("Somebody has just removed this relay. Nothing was drawn."))
    try:
        with transaction.atomic():
            batch.save(force_insert=True)
    except IntegrityError as error:
        message = _("Somebody else has just drawn this batch. Nothing was drawn now: try again.")
        raise CardsRefused(message) from error
    Card.objects.bulk_create(Card(fingerprint=each, batch=batch) for each in fingerprints)


@transaction.atomic
def _fielding_for_cards(study: Study) -> Fielding:
    """Return the fielding that a study's cards lead to, in preparation when it is made here."""
    Study.objects.select_for_update().get(pk=study.pk)
    latest = study.fieldings.filter(mode=Mode.CARDS).order_by("-wave").first()
    return latest or Fielding.objects.create(
        study=study, version=latest_version(study), mode=Mode.CARDS, state=State.DRAFT
    )


@transaction.atomic
def revoke_unused(batch: Batch) -> None:
    """Make every card of a batch that nobody has taken worthless, now and if one is given back.

    What has been begun may still be sent.
    """
    hold_batches([batch.pk])
    Batch.objects.filter(pk=batch.pk).update(revoked=True)


def hold_batches(batches: Iterable[object]) -> None:
    """Keep batches from others until the transaction ends, always in the same order."""
    held = Batch.objects.select_for_update().filter(pk__in=set(batches)).order_by("pk")
    list(held.values_list("pk"))


def mark(cards: Collection[str], *, taken: bool) -> None:
    """Mark these cards by writing all cards of their batches, which the caller holds."""
    changed = When(pk__in=cards, then=Value(taken))
    batches = Card.objects.filter(pk__in=cards).values_list("batch", flat=True)
    Card.objects.filter(batch__in=list(batches)).update(taken=Case(changed, default=F("taken")))


def give_back(drafts: Iterable[Draft]) -> None:
    """Let the cards of drafts that are about to be dropped unsent be used again."""
    if cards := [draft.card_id for draft in drafts if draft.card_id]:
        mark(cards, taken=False)


def batches_of(drafts: Iterable[Draft]) -> list[object]:
    """Return the keys of the batches to hold before these drafts may be dropped."""
    cards = [draft.card_id for draft in drafts if draft.card_id]
    return list(Card.objects.filter(pk__in=cards).values_list("batch", flat=True)) if cards else []
