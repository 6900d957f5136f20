"""Clusters as pages show them: naming words still in use, and passages."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from vecu.coding.models import ClusterPassage, Code, Codebook, MachineRun, PassageCluster
from vecu.questionnaires import get_answer
from vecu.surveys.queries.results import list_answers_by_id


@dataclass(frozen=True, slots=True)
class QuotedPassage:
    """One passage: its words in the text, and the answer that it is from."""

    text: UUID
    answer: UUID
    language: str
    words: str


@dataclass(frozen=True, slots=True)
class ClusterSummary:
    """A cluster: its naming words, the number of passages and people, the central passages."""

    id: UUID
    words: Sequence[str]
    passages: int
    people: int
    central: Sequence[QuotedPassage]
    code: Code | None


def find_cluster(codebook: Codebook, lead: UUID) -> PassageCluster | None:
    """Return a cluster of this codebook, None if it was deleted or replaced by a new run."""
    return (
        PassageCluster.objects.filter(run__codebook=codebook, pk=lead).select_related("run").first()
    )


def list_clusters(run: MachineRun, *, only: UUID | None = None) -> list[ClusterSummary]:
    """Return the clusters of a run that have passages left, the most cohesive first."""
    leads = run.leads.select_related("code")
    found = []
    for lead in leads.filter(pk=only) if only else leads:
        rows = list(lead.passages.values_list("words", "verbatim__answer"))
        if rows or only:
            central = lead.passages.filter(central=True).select_related("verbatim")
            counted = Counter(word for words, _answer in rows for word in words)
            people = len({answer for _words, answer in rows})
            words = [word for word, _number in counted.most_common()]
            quoted = list(list_quoted_passages(central))
            found.append(ClusterSummary(lead.id, words, len(rows), people, quoted, lead.code))
    return found


def list_cluster_passages(lead: PassageCluster) -> QuerySet[ClusterPassage]:
    """Return the passages of a cluster, the central ones first, without their words."""
    return lead.passages.select_related("verbatim").order_by("-central", "id")


def list_quoted_passages(passages: Iterable[ClusterPassage]) -> list[QuotedPassage]:
    """Return passages with their words, without those withdrawn meanwhile."""
    rows = list(passages)
    answers = {
        each.id: each for each in list_answers_by_id({row.verbatim.answer_id for row in rows})
    }
    return [
        QuotedPassage(
            text=row.verbatim_id,
            answer=answer.id,
            language=answer.language,
            words=get_answer(answer.values, row.verbatim.address)[row.start : row.end],
        )
        for row in rows
        if (answer := answers.get(row.verbatim.answer_id))
    ]
