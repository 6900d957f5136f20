"""What `bench.collect` runs inside its laboratory."""

from datetime import date
from uuid import uuid4

from vecu.evidence.models import Finding
from vecu.evidence.rules import FindingState
from vecu.replies.models import Reply
from vecu.surveys.models import Answer, SubmissionReceipt
from vecu.surveys.queries import get_fingerprint, get_instance_fingerprint, get_study

BATCH = 1_000


def store_answers(slug: str, count: int) -> None:
    """Store answers with their receipts, as if other programs had submitted them."""
    fielding = get_study(slug).fieldings.get()
    same = {"fielding": fielding, "day": date(2026, 1, 1), "language": "en"}
    same["values"] = {f"q{number}": "x" * 60 for number in range(1, 8)}
    for start in range(0, count, BATCH):
        ids = [str(uuid4()) for _ in range(min(BATCH, count - start))]
        Answer.objects.bulk_create(
            Answer(**same, receipt=get_fingerprint(f"receipt {each}")) for each in ids
        )
        SubmissionReceipt.objects.bulk_create(
            SubmissionReceipt(
                instance=get_instance_fingerprint(slug, each),
                xml=get_fingerprint(f"xml {each}"),
                fielding=fielding,
            )
            for each in ids
        )


def publish_finding(slug: str) -> None:
    """Publish a finding of a study, to which anybody can reply."""
    scope = get_study(slug).scope
    Finding.objects.create(
        scope_kind=scope.kind,
        scope_uuid=scope.id,
        state=FindingState.PUBLISHED,
        sentence={"en": "Of those who answered, most check what the tool wrote."},
        day=date(2026, 1, 1),
    )


def count_replies() -> int:
    return Reply.objects.count()
