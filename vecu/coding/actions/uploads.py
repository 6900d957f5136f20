"""Uploaded files of codes and codings: stored until confirmed or cancelled, one day at most."""

from datetime import date, datetime, timedelta
from hashlib import sha256

from django.db import transaction
from django.utils.timezone import localdate

from vecu.accounts.actions import record_audit_event
from vecu.coding.models import CodingUpload
from vecu.surveys.actions import truncate_wal
from vecu.surveys.queries import Study

UPLOAD_DAYS = 1
"""How many days an unconfirmed file is stored."""


@transaction.atomic
def store_upload(
    content: bytes, name: str, *, study: Study | None, owner: int, actor: str, now: datetime
) -> CodingUpload:
    """Store an uploaded file; without a study it is to become one.

    `owner` is the member's id, `actor` the account name for the audit.
    """
    held = CodingUpload.objects.create(
        study=study.id if study else None,
        owner=owner,
        name=name[:200],
        content=content,
        day=localdate(now),
    )
    size = {"bytes": len(content)}
    scope, file_hash = study.scope if study else None, sha256(content).hexdigest()
    record_audit_event(actor, "uploaded a file", scope, file_hash, size, now=now)
    return held


def discard_upload(upload: CodingUpload) -> None:
    """Delete a file that was confirmed or cancelled."""
    upload.delete()
    truncate_wal()


def purge_uploads(today: date) -> int:
    """Delete the files that nobody confirmed in time; return how many."""
    stale = CodingUpload.objects.filter(day__lt=today - timedelta(days=UPLOAD_DAYS))
    deleted, _rows = stale.delete()
    truncate_wal()
    return deleted
