"""What `bench.pages` runs inside its laboratory."""

from datetime import date
from secrets import token_hex

from vecu.site.demo import read_people
from vecu.surveys.consent.versions import PROMISE_NUMBER
from vecu.surveys.models import Draft
from vecu.surveys.queries import get_fingerprint, get_study


def begin_drafts(study: str, people: int) -> list[str]:
    """Store drafts that only have to be sent, and return their tokens."""
    fielding, answers = get_study(study).fieldings.get(), read_people()
    tokens = [token_hex(32) for _ in range(people)]
    drafts = (
        Draft(
            token=get_fingerprint(token),
            fielding=fielding,
            language="fr",
            values=answers[number % len(answers)][0],
            page="review",
            seed=number,
            promise=PROMISE_NUMBER,
            expires=date(2100, 1, 1),
        )
        for number, token in enumerate(tokens)
    )
    Draft.objects.bulk_create(drafts, batch_size=500)
    return tokens
