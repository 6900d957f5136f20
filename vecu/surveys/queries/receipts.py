"""Find what a respondent has sent."""

from uuid import UUID

from vecu.accounts.key_ring import list_fingerprints
from vecu.surveys.models import Answer, AnswerFile, Study
from vecu.surveys.queries.drafts import RespondentContext
from vecu.surveys.queries.fingerprints import get_receipt


def find_answer(code: str, slug: str, *, lock: bool = False) -> Answer | None:
    """Return the answer to the study `slug` whose receipt is `code`, with fielding and study.

    `lock` locks it until the transaction ends.
    """
    marks = list_fingerprints(code)
    found = Answer.objects.filter(receipt__in=marks, fielding__study__slug=slug)
    answers = found.select_related("fielding__study")
    return (answers.select_for_update(of=("self",)) if lock else answers).first()


def find_receipt(visit: RespondentContext) -> str | None:
    """Return the receipt code of what this browser's token has sent, None if it sent nothing."""
    study = Study.objects.filter(slug=visit.slug).only("key_number").first()
    if not (study and visit.token):
        return None
    receipt = get_receipt(visit.token, study.key_number)
    return receipt if find_answer(receipt, visit.slug) else None


def find_file(answer: UUID, name: str) -> bytes | None:
    """Return the content of an answer's file, None if it has no such file."""
    found = AnswerFile.objects.filter(answer=answer, pk=name).first()
    return bytes(found.content) if found else None
