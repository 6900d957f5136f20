"""Leads: passages that are alike, grouped in the background, turned into codes by a person."""

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any
from uuid import UUID

from django.db import transaction

from vecu.coding.actions.codebook import (
    CodeText,
    make_code,
)
from vecu.coding.actions.history import ActionContext
from vecu.coding.actions.runs import (
    fail_run,
    lock_run,
    record_progress,
)
from vecu.coding.classifier import SentenceCluster as Found
from vecu.coding.classifier import (
    TooFewPassages,
    cluster_sentences,
)
from vecu.coding.models import (
    ClusterPassage,
    Code,
    MachineRun,
    PassageCluster,
    Verbatim,
)
from vecu.coding.queries.texts import (
    iter_texts_with_words,
    list_texts,
)
from vecu.coding.rules import RunState
from vecu.coding.stored_messages import serialize_message
from vecu.search_folding import fold_for_search
from vecu.surveys.queries.results import find_answers_for_update

CHANCE = 2011
"""What the grouping draws from: the same each time."""
LEADS = 12
"""Leads that are looked for: as many as a person looks through."""
LEAST_PEOPLE = 2
"""A word names a lead where so many people use it: one person's own word would point at them."""
BATCH = 500
_READ, _GROUPED = 0.2, 0.9


def run_clustering(run: MachineRun) -> None:
    """Group what people said into leads, in place of those of the run before.

    Texts taken back meanwhile are left out. Raise `RunTaken` when another worker has taken the run.
    """
    every = iter_texts_with_words(list_texts(run.codebook, run.question))
    people: dict[UUID, UUID] = {}
    texts: dict[str, str] = {}
    for text, answer, words in every:
        people[text.id], texts[str(text.id)] = answer.id, words
    record_progress(run, _READ)
    try:
        leads = cluster_sentences(texts, count=LEADS, chance=CHANCE)
    except TooFewPassages as refusal:
        fail_run(run, serialize_message(refusal.message))
        return
    record_progress(run, _GROUPED)
    _forget_attempt(run)
    for place, lead in enumerate(leads):
        _keep(run, place, lead, people)
    _finish(run, {"texts": len(texts), "leads": len(leads)})


def create_code_from_cluster(
    lead: PassageCluster, name: str, act: ActionContext, *, parent: Code | None = None
) -> Code:
    """Make a code of a lead, under the name that a person gives it; raise `CodeRefused`.

    The code says nothing of the words that the lead was grouped by: these are of people.
    """
    with transaction.atomic():
        question = lead.run.question
        code = make_code(
            lead.run.codebook, CodeText(name, questions=(question,)), act, parent=parent
        )
        lead.code = code
        lead.save(update_fields=["code"])
        return code


@transaction.atomic
def _forget_attempt(run: MachineRun) -> None:
    lock_run(run)
    run.leads.all().delete()


def _keep(run: MachineRun, place: int, found: Found, people: dict[UUID, UUID]) -> None:
    """Keep a lead with its passages, leaving out those of texts taken back meanwhile."""
    with transaction.atomic():
        lock_run(run)
        lead = PassageCluster.objects.create(run=run, place=place)
    naming = _naming(found, people)
    rows = _passages(lead, found, naming)
    while batch := list(islice(rows, BATCH)):
        _keep_some(run, batch)


@transaction.atomic
def _keep_some(run: MachineRun, passages: Sequence[ClusterPassage]) -> None:
    lock_run(run)
    held = Verbatim.objects.filter(pk__in={each.verbatim_id for each in passages})
    find_answers_for_update(set(held.values_list("answer", flat=True)))
    there = set(held.values_list("id", flat=True))
    ClusterPassage.objects.bulk_create(each for each in passages if each.verbatim_id in there)


def _naming(found: Found, people: dict[UUID, UUID]) -> list[str]:
    """Return the words of a lead that more than one person uses, in their order."""
    tellers: dict[str, set[UUID]] = {word: set() for word in found.words}
    for passage in found.members:
        spoken = set(fold_for_search(passage.text).split())
        for word, told_by in tellers.items():
            if fold_for_search(word) in spoken:
                told_by.add(people[UUID(passage.text_id)])
    return [word for word, told_by in tellers.items() if len(told_by) >= LEAST_PEOPLE]


def _passages(
    lead: PassageCluster, found: Found, naming: Sequence[str]
) -> Iterator[ClusterPassage]:
    central = {(each.text_id, each.start) for each in found.central}
    for member in found.members:
        spoken = set(fold_for_search(member.text).split())
        yield ClusterPassage(
            lead=lead,
            verbatim_id=UUID(member.text_id),
            start=member.start,
            end=member.end,
            central=(member.text_id, member.start) in central,
            words=[word for word in naming if fold_for_search(word) in spoken],
        )


@transaction.atomic
def _finish(run: MachineRun, counts: dict[str, Any]) -> None:
    """Show these leads from now on, in place of those of the run before."""
    held = lock_run(run)
    held.settings, held.learned = {"chance": CHANCE, "leads": LEADS}, counts
    held.state, held.progress = RunState.DONE, 100
    held.save()
    before = held.codebook.runs.filter(question=held.question, purpose=held.purpose)
    PassageCluster.objects.filter(run__in=before.exclude(pk=held.pk)).delete()
