"""What becomes of codes of people."""

from datetime import date

from vecu.safeguards.models import PersonCode
from vecu.safeguards.rules import PersonCodeKind


def delete_expired_codes(today: date) -> int:
    """Delete codes whose day is over, as silence is no and a yes ends; return how many."""
    count, _models = PersonCode.objects.filter(
        deadline__lt=today, kind=PersonCodeKind.CONSENT
    ).delete()
    return count
