"""Finding what a person has sent."""

from vecu.surveys.models import Answer
from vecu.surveys.queries.secrets import fingerprint_of


def find_answer(code: str, slug: str) -> Answer | None:
    """Return the answer to the inquiry `slug` whose receipt is `code`, with fielding and study."""
    answers = Answer.objects.filter(receipt=fingerprint_of(code), fielding__study__slug=slug)
    return answers.select_related("fielding__study").first()
