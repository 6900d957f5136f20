"""Find the texts to code: every text of every answer becomes a verbatim, once."""

from collections.abc import Iterator

from django.db import transaction

from vecu.coding.analysis.text_units import iter_text_units
from vecu.coding.models import Codebook, Verbatim
from vecu.coding.spans import hash_text
from vecu.surveys.queries import Answer, get_fielding_questionnaire
from vecu.surveys.queries.results import find_answers_for_update, iter_study_answers

BATCH = 500
"""Rows written per transaction, so that respondents can submit meanwhile."""


def ingest_verbatims(codebook: Codebook) -> int:
    """Create verbatims for answers submitted since the last time; return how many."""
    known = Verbatim.objects.filter(codebook=codebook).values("answer")
    batch: list[Verbatim] = []
    found = 0
    for answer in iter_study_answers(codebook.study_id, besides=known):
        batch += _verbatims(codebook, answer)
        if len(batch) >= BATCH:
            found += _keep(batch)
            batch = []
    return found + _keep(batch)


def _verbatims(codebook: Codebook, answer: Answer) -> Iterator[Verbatim]:
    for said in iter_text_units(get_fielding_questionnaire(answer.fielding), answer.values):
        yield Verbatim(
            codebook=codebook,
            answer_id=answer.id,
            question=said.question,
            story=said.story,
            address=said.address,
            hash=hash_text(said.text),
        )


@transaction.atomic
def _keep(batch: list[Verbatim]) -> int:
    """Store verbatims, leaving out existing ones and those of answers withdrawn meanwhile."""
    there = find_answers_for_update({verbatim.answer_id for verbatim in batch})
    kept = [verbatim for verbatim in batch if verbatim.answer_id in there]
    Verbatim.objects.bulk_create(kept, ignore_conflicts=True)
    return len(kept)
