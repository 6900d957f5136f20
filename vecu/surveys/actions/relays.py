"""Relays: who carries an inquiry to people, and how many came, never who."""

from collections import Counter
from collections.abc import Iterable

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.text import slugify
from django.utils.translation import gettext as _

from vecu.errors import VecuError
from vecu.search_folding import fold_for_search
from vecu.surveys.actions.cards import lock_batches
from vecu.surveys.models import (
    AccessCodeBatch,
    Draft,
    OutreachPartner,
    Study,
)

LONGEST_NAME = 100
LONGEST_LINK = 50


class RelayRefused(VecuError):
    """A relay cannot be called so, or have such a link; the message says why."""


def add_relay(study: Study, name: str, link: str = "") -> OutreachPartner:
    """Give a relay its own link, which ends in `link`, else in its name; raise `RelayRefused`."""
    name = _check_name(study, name)
    slug = slugify(fold_for_search(link or name))[:LONGEST_LINK].strip("-")
    if not slug:
        message = _("“%(name)s” cannot stand in a link. Give an end of Latin letters and digits.")
        raise RelayRefused(message % {"name": (link or name)[:LONGEST_NAME]})
    try:
        with transaction.atomic():
            return OutreachPartner.objects.create(study=study, slug=slug, name=name)
    except IntegrityError as error:
        message = _("There already is a relay whose link ends in “%(link)s”. Use another one.")
        raise RelayRefused(message % {"link": slug}) from error


def rename_relay(relay: OutreachPartner, name: str) -> None:
    """Call a relay otherwise; its link stays, so that what was printed leads there. As adding."""
    relay.name = _check_name(relay.study, name, besides=relay)
    relay.save(update_fields=["name"])


def _check_name(study: Study, name: str, besides: OutreachPartner | None = None) -> str:
    """Return a relay's name, its blanks put in order; raise `RelayRefused`."""
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
            "There already is a relay of this name, or nearly so: %(name)s. Use another name."
        )
        raise RelayRefused(message % {"name": name})
    return name


@transaction.atomic
def remove_relay(relay: OutreachPartner, *, revoke: bool = False) -> None:
    """Forget a relay with its counts; `revoke` makes the unused cards of its batches worthless.

    Its batches stay, without a relay, and so do the drafts of those who came by it. Locks are
    taken as those who begin, leave and come with cards take them: batches, drafts, the relay.
    """
    batches = AccessCodeBatch.objects.filter(relay=relay)
    lock_batches(batches.values_list("pk", flat=True))
    list(Draft.objects.select_for_update().filter(relay=relay).values_list("pk"))
    list(OutreachPartner.objects.select_for_update().filter(pk=relay.pk))
    Draft.objects.filter(relay=relay).update(relay=None)  # those begun a moment ago as well
    batches.update(relay=None, **({"revoked": True} if revoke else {}))
    OutreachPartner.objects.filter(pk=relay.pk).delete()


def count_begun(relay: OutreachPartner | None) -> OutreachPartner | None:
    """Count a person who begins by a relay's link; return it, None if it is no longer there."""
    if relay is None:
        return None
    counted = OutreachPartner.objects.filter(pk=relay.pk).update(begun=F("begun") + 1)
    return relay if counted else None


def count_left(drafts: Iterable[Draft]) -> None:
    """Count the people whose drafts are about to be dropped unsent."""
    left = Counter(draft.relay_id for draft in drafts if draft.relay_id)
    for relay, people in sorted(left.items()):
        OutreachPartner.objects.filter(pk=relay).update(left=F("left") + people)
