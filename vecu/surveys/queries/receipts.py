"""Find what a respondent has sent."""

from uuid import UUID

from vecu.surveys.models import Answer, AnswerFile
from vecu.surveys.queries.fingerprints import get_fingerprint


def find_answer(code: str, slug: str, *, lock: bool = False) -> Answer | None:
    """Return the answer to the study `slug` whose receipt is `code`, with fielding and study.

    `lock` locks it until the transaction ends.
    """
    found = Answer.objects.filter(receipt=get_fingerprint(code), fielding__study__slug=slug)
    answers = found.select_related("fielding__study")
    return (answers.select_for_update(of=("self",)) if lock else answers).first()


def find_file(answer: UUID, name: str) -> bytes | None:
    """Return the content of an answer's file, None if it has no such file."""
    found = AnswerFile.objects.filter(answer=answer, pk=name).first()
    return bytes(found.content) if found else None
