"""The texts that all of their coders have finished, with what each did; for results only."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from vecu.coding.models import Assignment, Codebook, Coding, Ruling, Verbatim
from vecu.coding.queries.codebooks import Codes
from vecu.coding.results import Judged


def list_judged(codebook: Codebook, codes: Codes, question: str = "") -> list[Judged]:
    """Return every revealed text of a question, or of all, with codes as what they count as.

    Where a team codes openly a text is there once one coder has finished it; what others have not
    finished is no vote.
    """
    texts = _revealed(codebook, question)
    found = {
        text: Judged(text, answer, story, of)
        for text, answer, story, of in texts.values_list("id", "answer", "story", "question")
    }
    finished = Assignment.objects.filter(verbatim__in=texts.values("id"), done=True)
    for text, coder in finished.values_list("verbatim", "coder"):
        if text in found:  # else it was taken back, or finished, a moment ago
            found[text].coders.add(coder)
    final = codes.final()
    codings = Coding.objects.filter(verbatim__in=texts.values("id"))
    for text, coder, code in codings.values_list("verbatim", "coder", "code"):
        if text in found and coder in found[text].coders:
            found[text].votes[coder].add(final[code])
    rulings = Ruling.objects.filter(verbatim__in=texts.values("id"))
    for text, code, present in rulings.values_list("verbatim", "code", "present"):
        if text in found:
            found[text].rulings[final[code]] = present
    return list(found.values())


def _revealed(codebook: Codebook, question: str) -> QuerySet[Verbatim]:
    """Return the texts that all of their coders have finished; openly, that one of them has."""
    of = Assignment.objects.filter(verbatim=OuterRef("pk"))
    texts = Verbatim.objects.filter(Exists(of.filter(done=True)), codebook=codebook)
    if codebook.blind:
        texts = texts.filter(~Exists(of.filter(done=False)))
    return texts.filter(question=question) if question else texts


def list_rulings(texts: Iterable[UUID]) -> dict[tuple[UUID, UUID], Ruling]:
    """Return the rulings on these texts, by text and code."""
    rulings = Ruling.objects.filter(verbatim__in=list(texts))
    return {(ruling.verbatim_id, ruling.code_id): ruling for ruling in rulings}
