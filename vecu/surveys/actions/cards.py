"""Cards: generated, taken, released if unsent, revoked. Sending an answer never writes to them.

Two rules hold in this file. Sending an answer writes nothing about cards, so that neither
transaction numbers nor row order link the two. And changing one card rewrites its whole batch, so
that nothing shows which card changed. Batches are locked before drafts, to avoid deadlocks.
"""

from collections.abc import Callable, Collection, Iterable, Sequence

from django.db import IntegrityError, transaction
from django.db.models import Case, F, Max, Value, When
from django.utils.translation import gettext as _

from vecu.credentials import RandomBytes, generate_access_codes
from vecu.errors import VecuError
from vecu.surveys.models import AccessCode, AccessCodeBatch, Draft, Fielding, OutreachPartner, Study
from vecu.surveys.queries import get_fingerprint, get_latest_version
from vecu.surveys.rules import FEWEST_CARDS, MOST_CARDS, FieldingState, Mode

SheetPrinter = Callable[[AccessCodeBatch, Sequence[str]], bytes]
"""Renders a batch and its codes, in printing order, as a PDF."""


class CardsRefused(VecuError):
    """So many cards cannot be generated; the message gives the limit."""


class CardUsed(VecuError):
    """The card's answers were already sent."""


class CardRevoked(VecuError):
    """The card was revoked before anybody used it."""


def draw_batch(
    study: Study,
    count: int,
    printed: SheetPrinter,
    *,
    relay: OutreachPartner | None,
    random_bytes: RandomBytes,
) -> tuple[AccessCodeBatch, bytes]:
    """Generate a batch of cards and return it with its printed sheets, which alone hold the codes.

    Printing takes seconds, so it precedes the transaction: respondents do not wait for it, and
    nothing is stored if it fails. Cards are stored in the order of their fingerprints, which is
    unrelated to the printed order. Raise `CardsRefused`.
    """
    if not FEWEST_CARDS <= count <= MOST_CARDS:
        message = _(
            "A batch has %(fewest)s to %(most)s cards: with fewer, people could be recognised."
        )
        raise CardsRefused(message % {"fewest": FEWEST_CARDS, "most": MOST_CARDS})
    fielding = _fielding_for_cards(study)
    last = fielding.batches.aggregate(last=Max("number"))["last"] or 0
    batch = AccessCodeBatch(fielding=fielding, relay=relay, number=last + 1)
    codes = generate_access_codes(count, random_bytes)
    sheets = printed(batch, codes)
    _store(batch, sorted(get_fingerprint(code, study.key_number) for code in codes))
    return batch, sheets


@transaction.atomic
def _store(batch: AccessCodeBatch, fingerprints: Sequence[str]) -> None:
    if (
        batch.relay
        and not OutreachPartner.objects.select_for_update().filter(pk=batch.relay.pk).exists()
    ):
        raise CardsRefused(_("Somebody has just removed this relay. Nothing was drawn."))
    try:
        with transaction.atomic():
            batch.save(force_insert=True)
    except IntegrityError as error:
        message = _("Somebody else has just drawn this batch. Nothing was drawn now: try again.")
        raise CardsRefused(message) from error
    AccessCode.objects.bulk_create(
        AccessCode(fingerprint=each, batch=batch) for each in fingerprints
    )


@transaction.atomic
def _fielding_for_cards(study: Study) -> Fielding:
    """Return the fielding for a study's cards; create it, in preparation, if there is none."""
    Study.objects.select_for_update().get(pk=study.pk)
    latest = study.fieldings.filter(mode=Mode.CARDS).order_by("-wave").first()
    return latest or Fielding.objects.create(
        study=study, version=get_latest_version(study), mode=Mode.CARDS, state=FieldingState.DRAFT
    )


@transaction.atomic
def revoke_unused(batch: AccessCodeBatch) -> None:
    """Revoke all unused cards of a batch, including those released later.

    Drafts already begun may still be sent.
    """
    lock_batches([batch.pk])
    AccessCodeBatch.objects.filter(pk=batch.pk).update(revoked=True)


def lock_batches(batches: Iterable[object]) -> None:
    """Lock batches until the transaction ends, always in the same order."""
    held = AccessCodeBatch.objects.select_for_update().filter(pk__in=set(batches)).order_by("pk")
    list(held.values_list("pk"))


def rewrite_batch(cards: Collection[str], *, taken: bool) -> None:
    """Set `taken` on these cards by rewriting all cards of their batches, locked by the caller."""
    changed = When(pk__in=cards, then=Value(taken))
    batches = AccessCode.objects.filter(pk__in=cards).values_list("batch", flat=True)
    AccessCode.objects.filter(batch__in=list(batches)).update(
        taken=Case(changed, default=F("taken"))
    )


def release_codes(drafts: Iterable[Draft]) -> None:
    """Make the cards of drafts usable again; the drafts are about to be deleted unsent."""
    if cards := [draft.card_id for draft in drafts if draft.card_id]:
        rewrite_batch(cards, taken=False)


def list_batch_keys(drafts: Iterable[Draft]) -> list[object]:
    """Return the keys of the batches to lock before these drafts may be deleted."""
    cards = [draft.card_id for draft in drafts if draft.card_id]
    return (
        list(AccessCode.objects.filter(pk__in=cards).values_list("batch", flat=True))
        if cards
        else []
    )
