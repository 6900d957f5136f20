"""Holding a text while something is done with it, so that no withdrawal comes in between."""

from uuid import UUID

from vecu.coding.models import Codebook, Verbatim
from vecu.surveys.queries.results import find_answers_for_update


def lock_verbatim(codebook: Codebook, verbatim: UUID) -> Verbatim | None:
    """Return a text of a codebook that nobody else holds, None when it was taken back.

    The answer is held first, as a withdrawal does: it would otherwise delete what is on the text
    while it waits for the text itself, and each would wait for the other.
    """
    texts = Verbatim.objects.filter(codebook=codebook, pk=verbatim)
    find_answers_for_update(list(texts.values_list("answer", flat=True)))
    return texts.select_for_update(no_key=True).first()
