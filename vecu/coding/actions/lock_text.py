"""Lock a text during an action, so that it is not withdrawn meanwhile."""

from uuid import UUID

from vecu.coding.models import Codebook, Verbatim
from vecu.surveys.queries.results import find_answers_for_update


def lock_verbatim(codebook: Codebook, verbatim: UUID) -> Verbatim | None:
    """Lock and return a text of a codebook; None when it was withdrawn.

    The answer is locked first, in the same order as a withdrawal, to avoid a deadlock.
    """
    texts = Verbatim.objects.filter(codebook=codebook, pk=verbatim)
    find_answers_for_update(list(texts.values_list("answer", flat=True)))
    return texts.select_for_update(no_key=True).first()
