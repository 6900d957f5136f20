"""Progress of coders: counts only, nothing of what they coded."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Q

from vecu.coding.models import Assignment, Codebook, Verbatim
from vecu.coding.queries.texts import list_unassigned_texts


@dataclass(frozen=True, slots=True)
class CoderShare:
    """One coder's assignments in one question."""

    coder: str
    done: int
    given: int


@dataclass(frozen=True, slots=True)
class AllocationState:
    """One question: the number of texts, unassigned and common ones, and each coder's share."""

    texts: int
    left: int
    common: int
    shares: tuple[CoderShare, ...]


def get_allocation_state(codebook: Codebook, question: str) -> AllocationState:
    """Return how the texts of a question are assigned, and each coder's progress."""
    texts = Verbatim.objects.filter(codebook=codebook, question=question)
    given = Assignment.objects.filter(verbatim__codebook=codebook, verbatim__question=question)
    by_coder = given.values_list("coder__name").annotate(
        finished=Count("id", filter=Q(done=True)), all=Count("id")
    )
    several = texts.annotate(coders=Count("assignments")).filter(coders__gt=1)
    return AllocationState(
        texts=texts.count(),
        left=list_unassigned_texts(codebook, question).count(),
        common=several.count(),
        shares=tuple(
            CoderShare(name, done, all_) for name, done, all_ in by_coder.order_by("coder__name")
        ),
    )


def count_finished(codebook: Codebook, question: str) -> int:
    """Return how many texts of a question somebody has finished."""
    texts = Verbatim.objects.filter(codebook=codebook, question=question)
    return texts.filter(assignments__done=True).distinct().count()


def list_coders(codebook: Codebook) -> dict[UUID, str]:
    """Return all coders, imported ones included, by name."""
    return dict(codebook.coders.order_by("name").values_list("id", "name"))
