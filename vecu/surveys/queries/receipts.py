"""Finding what a person has sent."""

from uuid import UUID

from vecu.surveys.models import (
    Answer,
    AnswerFile,
)
from vecu.surveys.queries.fingerprints import get_fingerprint


def find_answer(code: str, slug: str, *, lock: bool = False) -> Answer | None:
    """Return the answer to the inquiry `slug` whose receipt is `code`, with fielding and study.

    `lock` keeps it from others until the transaction ends.
    """
    found = Answer.objects.filter(receipt=get_fingerprint(code), fielding__study__slug=slug)
    answers = found.select_related("fielding__study")
    return (answers.select_for_update(of=("self",)) if lock else answers).first()


def find_file(answer: UUID, name: str) -> bytes | None:
    """Return the content of a file that is part of an answer, None when it is not."""
    found = AnswerFile.objects.filter(answer=answer, pk=name).first()
    return bytes(found.content) if found else None
