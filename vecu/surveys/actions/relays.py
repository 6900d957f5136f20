"""Relays: who carries an inquiry to people, and how many came, never who."""

from collections import Counter
from collections.abc import Iterable

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.text import slugify
from django.utils.translation import gettext as _

from vecu.errors import VecuError
from vecu.surveys.models import Draft, Relay, Study

LONGEST_NAME = 100


class RelayRefused(VecuError):
    """A relay cannot be added under this name; the message says why."""


def add_relay(study: Study, name: str) -> Relay:
    """Give a relay its own link, which ends in its name; raise `RelayRefused`."""
    name = " ".join(name.split())
    slug = slugify(name)[:50].strip("-")
    if not slug or len(name) > LONGEST_NAME:
        message = _("“%(name)s” cannot stand in a link. Give a name of up to 100 Latin letters.")
        raise RelayRefused(message % {"name": name[:100]})
    try:
        with transaction.atomic():
            return Relay.objects.create(study=study, slug=slug, name=name)
    except IntegrityError as error:
        message = _("There already is a relay called “%(name)s”, or nearly so. Use another name.")
        raise RelayRefused(message % {"name": name}) from error


def count_begun(relay: Relay | None) -> None:
    """Count a person who begins by a relay's link."""
    if relay is not None:
        Relay.objects.filter(pk=relay.pk).update(begun=F("begun") + 1)


def count_left(drafts: Iterable[Draft]) -> None:
    """Count the people whose drafts are about to be dropped unsent."""
    left = Counter(draft.relay_id for draft in drafts if draft.relay_id)
    for relay, people in sorted(left.items()):
        Relay.objects.filter(pk=relay).update(left=F("left") + people)
