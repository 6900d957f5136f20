"""Cluster similar passages in the background, so that a person can turn clusters into codes."""

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any
from uuid import UUID

from django.db import transaction

from vecu.coding.actions.codebook import CodeText, make_code
from vecu.coding.actions.history import ActionContext
from vecu.coding.actions.runs import fail_run, lock_run, record_progress
from vecu.coding.classifier import SentenceCluster as Found
from vecu.coding.classifier import TooFewPassages, cluster_sentences
from vecu.coding.models import ClusterPassage, Code, MachineRun, PassageCluster, Verbatim
from vecu.coding.queries.texts import iter_texts_with_words, list_texts
from vecu.coding.rules import RunState
from vecu.coding.stored_messages import serialize_message
from vecu.search_folding import fold_for_search
from vecu.surveys.queries.results import find_answers_for_update

CHANCE = 2011
"""Seed of the clustering: fixed, so that runs are reproducible."""
LEADS = 12
"""The number of clusters: as many as a person looks through."""
LEAST_PEOPLE = 2
"""Only words used by this many people name a cluster: a word of one person would expose them."""
BATCH = 500
_READ, _GROUPED = 0.2, 0.9


def run_clustering(run: MachineRun) -> None:
    """Cluster the sentences of a question, replacing the clusters of the previous run.

    Texts withdrawn meanwhile are left out. Raise `RunOwnedByOther` when another worker has taken
    the run.
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
    for index, lead in enumerate(leads):
        _keep(run, index, lead, people)
    _finish(run, {"texts": len(texts), "leads": len(leads)})


def create_code_from_cluster(
    lead: PassageCluster, name: str, act: ActionContext, *, parent: Code | None = None
) -> Code:
    """Create a code from a cluster, under the name that a person chose; raise `CodeRefused`.

    The code gets none of the cluster's words: these are respondents' words.
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


def _keep(run: MachineRun, index: int, found: Found, people: dict[UUID, UUID]) -> None:
    """Store a cluster with its passages, leaving out those of texts withdrawn meanwhile."""
    with transaction.atomic():
        lock_run(run)
        lead = PassageCluster.objects.create(run=run, place=index)
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
    """Return the words of a cluster that more than one respondent uses, in their order."""
    tellers: dict[str, set[UUID]] = {word: set() for word in found.words}
    for passage in found.members:
        words_used = set(fold_for_search(passage.text).split())
        for word, respondents in tellers.items():
            if fold_for_search(word) in words_used:
                respondents.add(people[UUID(passage.text_id)])
    return [word for word, respondents in tellers.items() if len(respondents) >= LEAST_PEOPLE]


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
    """Make these clusters the current ones, in place of those of the previous run."""
    held = lock_run(run)
    held.settings, held.learned = {"chance": CHANCE, "leads": LEADS}, counts
    held.state, held.progress = RunState.DONE, 100
    held.save()
    before = held.codebook.runs.filter(question=held.question, purpose=held.purpose)
    PassageCluster.objects.filter(run__in=before.exclude(pk=held.pk)).delete()
