"""Relays: organisations that pass a study on, and counts of who came through each."""

from collections import Counter
from collections.abc import Iterable

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.text import slugify
from django.utils.translation import gettext as _

from vecu.errors import VecuError
from vecu.search_folding import fold_for_search
from vecu.surveys.actions.cards import lock_batches
from vecu.surveys.models import AccessCodeBatch, Draft, OutreachPartner, Study

LONGEST_NAME = 100
LONGEST_LINK = 50


class RelayRefused(VecuError):
    """A relay cannot have this name or link; the message says why."""


def add_relay(study: Study, name: str, link: str = "") -> OutreachPartner:
    """Add a relay whose link ends in `link`, else in its name; raise `RelayRefused`."""
    name = _check_name(study, name)
    slug = slugify(fold_for_search(link or name))[:LONGEST_LINK].strip("-")
    if not slug:
        message = _("“%(name)s” cannot stand in a link. Give an end of Latin letters and digits.")
        raise RelayRefused(message % {"name": (link or name)[:LONGEST_NAME]})
    try:
        with transaction.atomic():
            return OutreachPartner.objects.create(study=study, slug=slug, name=name)
    except IntegrityError as error:
        message = _("There is already a relay whose link ends in “%(link)s”. Use another ending.")
        raise RelayRefused(message % {"link": slug}) from error


def rename_relay(relay: OutreachPartner, name: str) -> None:
    """Rename a relay; its link stays, so that printed links keep working. Raise `RelayRefused`."""
    relay.name = _check_name(relay.study, name, besides=relay)
    relay.save(update_fields=["name"])


def _check_name(study: Study, name: str, besides: OutreachPartner | None = None) -> str:
    """Return a relay's name with normalized blanks; raise `RelayRefused`."""
    name = " ".join(name.replace("\x00", " ").split())
    if not name or len(name) > LONGEST_NAME:
        raise RelayRefused(
            _("A relay needs a name of at most %(most)s characters.") % {"most": LONGEST_NAME}
        )
    others = study.relays.exclude(pk=besides.pk) if besides else study.relays.all()
    if fold_for_search(name) in {
        fold_for_search(other) for other in others.values_list("name", flat=True)
    }:
        message = _(
            "There is already a relay with this name, or a very similar one: %(name)s."
            " Use another name."
        )
        raise RelayRefused(message % {"name": name})
    return name


@transaction.atomic
def remove_relay(relay: OutreachPartner, *, revoke: bool = False) -> None:
    """Delete a relay with its counts; `revoke` also revokes the unused cards of its batches.

    Its batches and drafts remain, without a relay. Locks are taken in the order used
    everywhere: batches, drafts, the relay.
    """
    batches = AccessCodeBatch.objects.filter(relay=relay)
    lock_batches(batches.values_list("pk", flat=True))
    list(Draft.objects.select_for_update().filter(relay=relay).values_list("pk"))
    list(OutreachPartner.objects.select_for_update().filter(pk=relay.pk))
    Draft.objects.filter(relay=relay).update(relay=None)  # including drafts begun a moment ago
    batches.update(relay=None, **({"revoked": True} if revoke else {}))
    OutreachPartner.objects.filter(pk=relay.pk).delete()


def count_begun(relay: OutreachPartner | None) -> OutreachPartner | None:
    """Count a respondent who begins by a relay's link; return the relay, None if it was deleted."""
    if relay is None:
        return None
    counted = OutreachPartner.objects.filter(pk=relay.pk).update(begun=F("begun") + 1)
    return relay if counted else None


def count_left(drafts: Iterable[Draft]) -> None:
    """Count drafts that are about to be deleted unsent with their relays."""
    left = Counter(draft.relay_id for draft in drafts if draft.relay_id)
    for relay, people in sorted(left.items()):
        OutreachPartner.objects.filter(pk=relay).update(left=F("left") + people)
