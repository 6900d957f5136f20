"""Find the texts to code: every text of every answer becomes a verbatim, once."""

from collections.abc import Iterator

from django.db import transaction

from vecu.coding.analysis.text_units import iter_text_units
from vecu.coding.interchange.document_study import FORM_ID
from vecu.coding.models import Codebook, Verbatim
from vecu.coding.models.texts import draw_order_key
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
    """Yield the texts of an answer, in random places; those of a document follow each other."""
    questionnaire = get_fielding_questionnaire(answer.fielding)
    read_in_order, first = questionnaire.form_id == FORM_ID, draw_order_key()
    for number, said in enumerate(iter_text_units(questionnaire, answer.values)):
        yield Verbatim(
            place=first + number if read_in_order else draw_order_key(),
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
