"""Diary codes: drawn from a pile as cards are, printed once, made void all together.

Using a code writes nothing, so that a used one and a fresh one look alike, in the database and on
every page. What a browser holds is derived from the code with the server's key: the code itself
stands on paper only.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Value
from django.db.models.functions import Concat, Substr
from django.utils.translation import gettext as _

from vecu.accounts.actions import record_audit_event
from vecu.accounts.key_ring import get_fingerprint
from vecu.credentials import RandomBytes, generate_access_codes
from vecu.errors import VecuError
from vecu.fieldlog.actions import LogNotReady
from vecu.fieldlog.diary_marks import MARK, choose_void_mark
from vecu.fieldlog.models import DiaryCode, FieldLog, LogDecision, OpenMonth, TypedTotals
from vecu.fieldlog.queries import list_missing
from vecu.surveys.actions.storage_traces import rewrite_tables_on_commit

FEWEST_CODES, MOST_CODES = 20, 1_000
"""A pile is larger than a small team, so that nobody knows which codes were taken."""

CodePrinter = Callable[[Sequence[str]], bytes]
"""Renders codes in printing order, as a PDF."""


class DiaryCodesRefused(VecuError):
    """So many codes cannot be drawn; the message gives the limit."""


def draw_codes(
    log: FieldLog, count: int, printer: CodePrinter, *, by: str, now: datetime,
    random_bytes: RandomBytes,
) -> bytes:  # fmt: skip
    """Draw a pile of codes and return its printed sheets, which alone hold them.

    Printing takes seconds, so it precedes the transaction. Codes are stored in the order of their
    fingerprints, which is unrelated to the printed order. Raise `DiaryCodesRefused`, and
    `LogNotReady` naming what is missing before the log may begin.
    """
    if missing := list_missing(log):
        raise LogNotReady(" ".join(_(each) for each in missing))
    if not FEWEST_CODES <= count <= MOST_CODES:
        message = _(
            "A pile has %(fewest)s to %(most)s codes: with fewer, people could be recognised."
        )
        raise DiaryCodesRefused(message % {"fewest": FEWEST_CODES, "most": MOST_CODES})
    codes = generate_access_codes(count, random_bytes)
    sheets = printer(codes)
    _store_codes(log, codes, by=by, now=now)
    return sheets


@transaction.atomic
def _store_codes(log: FieldLog, codes: Iterable[str], *, by: str, now: datetime) -> None:
    fingerprints = sorted(
        get_code_fingerprint(log, derive_diary_token(log, code)) for code in codes
    )
    DiaryCode.objects.bulk_create(DiaryCode(log=log, fingerprint=each) for each in fingerprints)
    record_audit_event(
        by, "drew diary codes", log.scope, detail={"codes": len(fingerprints)}, now=now
    )


@transaction.atomic
def void_codes(log: FieldLog, *, by: str, now: datetime) -> int:
    """Make all codes of a log void, for whoever lost or copied them; return how many.

    What was noted stays until its month closes. Without codes, do nothing.
    """
    FieldLog.objects.select_for_update().get(pk=log.pk)
    count, _models = DiaryCode.objects.filter(log=log).delete()
    if count:
        _mark_void(log)
        record_audit_event(by, "made diary codes void", log.scope, detail={"codes": count}, now=now)
        rewrite_tables_on_commit()
    return count


def _mark_void(log: FieldLog) -> None:
    """Mark what was noted with these codes: whoever draws another one has two pseudonyms now."""
    for month in OpenMonth.objects.filter(log=log):
        tables = [model.objects.filter(month=month) for model in (LogDecision, TypedTotals)]
        starts = [rows.values_list(Substr("worker", 1, 1), flat=True) for rows in tables]
        mark = Value(choose_void_mark({start for each in starts for start in each.distinct()}))
        for rows in tables:
            noted = rows.filter(worker__startswith=MARK)
            noted.update(worker=Concat(mark, Substr("worker", 2)))


def derive_diary_token(log: FieldLog, code: str) -> str:
    """Return what a browser holds in place of a code, and of which pseudonyms are made.

    The same each time, for this log only; without the server's key it does not lead to the code.
    """
    return get_fingerprint(f"diary {log.pk} {code}", log.key_number)


def get_code_fingerprint(log: FieldLog, token: str) -> str:
    """Return what is stored in place of a code."""
    return get_fingerprint(f"diary code {token}", log.key_number)


def find_diary_token(log: FieldLog, tokens: Iterable[str]) -> str:
    """Return the first of some tokens that a code of this log stands for, '' if none is."""
    by_fingerprint = {get_code_fingerprint(log, token): token for token in tokens}
    found = DiaryCode.objects.filter(log=log, fingerprint__in=by_fingerprint)
    valid = set(found.values_list("fingerprint", flat=True))
    return next((token for each, token in by_fingerprint.items() if each in valid), "")
