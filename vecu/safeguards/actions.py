"""What becomes of codes of people, and of recorded voices. Who may do it is checked elsewhere."""

from datetime import date, datetime

from django.db import transaction

from vecu.accounts.actions import record_audit_event
from vecu.file_sanitizer.sanitize import SanitizedFile
from vecu.register.queries import System
from vecu.safeguards.models import ConsentRecording, ConsentSheet, PersonCode
from vecu.safeguards.person_codes import find_person_code
from vecu.safeguards.rules import TYPISTS, PersonCodeKind, PersonCodeState, Typist
from vecu.surveys.actions.storage_traces import rewrite_tables_on_commit


@transaction.atomic
def answer_consent(
    system: System, typed: str, typist: Typist, *, says_yes: bool, today: date
) -> PersonCode | None:
    """Store a yes under a code, or delete what is under it; return it as it was, None if nothing.

    Of two answers that contradict each other, a no wins, whichever came first: after it there is
    nothing left to say yes to.
    """
    found = find_person_code(system, PersonCodeKind.CONSENT, typed, today)
    row = PersonCode.objects.select_for_update().filter(pk=found.pk).first() if found else None
    if row is None:
        return None
    if not says_yes:
        PersonCode.objects.filter(pk=row.pk).delete()
        rewrite_tables_on_commit()
    elif row.state != PersonCodeState.YES:
        row.role, row.channel = TYPISTS[typist]
        row.state, row.day = PersonCodeState.YES, today
        row.save()
    return row


def delete_expired_codes(today: date) -> int:
    """Delete codes whose day is over, as silence is no and a yes ends; return how many."""
    over = PersonCode.objects.filter(deadline__lt=today, kind=PersonCodeKind.CONSENT)
    count, _models = over.delete()
    return count


@transaction.atomic
def store_recording(
    sheet: ConsentSheet, language: str, file: SanitizedFile | None, *, by: str, now: datetime
) -> None:
    """Store the voice that reads a sheet in a language, in place of another; None removes it."""
    ConsentRecording.objects.filter(system=sheet.system, language=language).delete()
    if file:
        ConsentRecording.objects.create(
            system=sheet.system,
            language=language,
            content=file.content,
            content_type=file.type,
            words=sheet.hash_words(language),
        )
    verb = "stored a voice" if file else "removed a voice"
    record_audit_event(by, verb, sheet.system.scope, language, now=now)
