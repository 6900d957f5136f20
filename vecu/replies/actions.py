"""Store replies and reasons, withdraw a reason, choose sectors, purge."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from operator import attrgetter
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from vecu.accounts.actions import record_audit_event
from vecu.errors import VecuError
from vecu.evidence.public_findings import map_sentences
from vecu.evidence.queries import Finding
from vecu.evidence.rules import FindingState
from vecu.messages import UNFIT
from vecu.replies.models import Reason, Reply, ReplyBurst, ReplySectors
from vecu.replies.page_tokens import read_key_number
from vecu.replies.queries import list_sectors
from vecu.replies.rules import MOST_SECTORS, MOST_WORDS, ReplyChoice, name_month
from vecu.surveys.actions.wal_checkpoint import schedule_wal_truncation, truncate_wal
from vecu.surveys.queries import Study, get_fingerprint, get_receipt, list_all_studies
from vecu.translation import LANGUAGES


class CardChanged(VecuError):
    """A finding was amended or taken back while somebody was asked about it."""


class ReasonRefused(VecuError):
    """A reason has no words, or too many."""


class SectorsRefused(VecuError):
    """Sectors cannot be chosen in this way."""


@transaction.atomic
def store_reply(card: Finding, reply: ReplyChoice, *, sector: str, nonce: str, today: date) -> None:
    """Store a reply to a published finding; raise `CardChanged` to any other.

    `nonce` is what the page drew when it was shown: sent again, it stores nothing. Without the
    server's key nobody finds the reply by it, and the page is gone once the browser leaves it.
    """
    _check_published(card)
    row = _make_row(card, reply, sector, today)
    mark = get_fingerprint(f"reply {card.pk} {nonce}", read_key_number(nonce))
    row.id = UUID(hex=mark[:32], version=4)
    Reply.objects.bulk_create([row], ignore_conflicts=True)
    schedule_wal_truncation()


@transaction.atomic
def store_invented_replies(
    card: Finding, replies: Iterable[tuple[ReplyChoice, str]], *, today: date
) -> None:
    """Store many replies of a demonstration, each with its sector, in the order of their keys."""
    _check_published(card)
    rows = [_make_row(card, reply, sector, today) for reply, sector in replies]
    Reply.objects.bulk_create(sorted(rows, key=attrgetter("pk")))


def _make_row(card: Finding, reply: ReplyChoice, sector: str, today: date) -> Reply:
    return Reply(
        card=card.pk,
        version=card.version,
        reply=reply.value,
        month=name_month(today),
        sector=sector,
    )


@transaction.atomic
def store_reason(
    card: Finding, words: str, *, language: str, promise: int, nonce: str, today: date
) -> str:
    """Store why a finding holds or does not, and return the receipt code; sent again, the same.

    Raise `ReasonRefused` without words or with too many, and `CardChanged` as for a reply.
    """
    words = UNFIT.sub("", words).strip()
    if not words:
        raise ReasonRefused(_("Write a line first, or go on without."))
    if len(words) > MOST_WORDS:
        text = _("At most %(most)s characters; these are %(found)s. Shorten the text.")
        raise ReasonRefused(text % {"most": MOST_WORDS, "found": len(words)})
    _check_published(card)
    number = read_key_number(nonce)
    receipt = get_receipt(f"reason {card.pk} {nonce}", number)
    row = Reason(
        card=card.pk,
        version=card.version,
        words=words,
        language=language,
        month=name_month(today),
        promise=promise,
        receipt=get_fingerprint(receipt, number),
    )
    Reason.objects.bulk_create([row], ignore_conflicts=True)
    schedule_wal_truncation()
    return receipt


def _check_published(card: Finding) -> None:
    current = Finding.objects.select_for_update().get(pk=card.pk)
    if current.state != FindingState.PUBLISHED:
        raise CardChanged


@transaction.atomic
def withdraw_reason(reason: Reason) -> None:
    """Delete a reason permanently."""
    Reason.objects.filter(pk=reason.pk).delete()
    truncate_wal()


def record_burst(study: Study, today: date) -> None:
    """Note that more replies came at once than are taken, once a month."""
    row = ReplyBurst(study=study.id, month=name_month(today))
    ReplyBurst.objects.bulk_create([row], ignore_conflicts=True)


@transaction.atomic
def choose_sectors(
    study: Study, names: Sequence[Mapping[str, str]], *, by: str, now: datetime
) -> None:
    """Name the sectors of a study; raise `SectorsRefused`.

    Those that exist can be renamed and others added: replies hold their numbers.
    """
    before = len(list_sectors(study.id))
    named = [
        {language: UNFIT.sub("", text).strip() for language, text in name.items()} for name in names
    ]
    while named and not any(named[-1].values()):
        named.pop()
    if len(named) > MOST_SECTORS:
        raise SectorsRefused(_("Choose five sectors at most."))
    if len(named) < before or any(
        not all(name.get(language) for language in LANGUAGES) for name in named
    ):
        raise SectorsRefused(
            _("Name each sector in both languages. One that exists can be renamed, not removed.")
        )
    ReplySectors.objects.update_or_create(study=study.id, defaults={"names": named})
    record_audit_event(by, "chose sectors of replies", study.scope, str(len(named)), now=now)


@transaction.atomic
def delete_replies(study: Study) -> int:
    """Delete what was replied to a study's findings, and return how many replies there were."""
    cards = map_sentences(study.scope)
    Reason.objects.filter(card__in=cards).delete()
    deleted, _by_model = Reply.objects.filter(card__in=cards).delete()
    truncate_wal()
    return deleted


def purge_replies(today: date) -> int:
    """Delete the replies of studies whose retention date has passed, with their answers."""
    return sum(
        delete_replies(each)
        for each in list_all_studies()
        if each.retained_until and each.retained_until < today
    )
