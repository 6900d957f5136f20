"""The texts that all of their coders have finished, with what each did; for results only."""

from collections.abc import Iterable, Iterator
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet, TextField
from django.db.models.functions import Cast

from vecu.coding.models import Assignment, Codebook, Coding, Ruling, Verbatim
from vecu.coding.queries.codebooks import Codes
from vecu.coding.results import Judged


class _Identities(dict[str, UUID]):
    """Each identity read once from its text: making one costs more than fetching its row."""

    def __missing__(self, text: str) -> UUID:
        self[text] = UUID(text)
        return self[text]


def list_judged(codebook: Codebook, codes: Codes, question: str = "") -> list[Judged]:
    """Return every revealed text of a question, or of all, with codes as what they count as.

    Where a team codes openly a text is there once one coder has finished it; what others have not
    finished is no vote. What is taken back or finished while this is read may be left out.
    """
    texts, known = _revealed(codebook, question), _Identities()
    of = {"verbatim__codebook": codebook} | ({"verbatim__question": question} if question else {})
    found = {
        text: Judged(known[text], known[answer], story, asked)
        for text, answer, story, asked in _rows(texts, "id", "answer", plain=("story", "question"))
    }
    finished = Assignment.objects.filter(done=True, **of)
    for text, coder in _rows(finished, "verbatim", "coder"):
        if text in found:
            found[text].coders.add(known[coder])
    final = codes.final()
    codings = Coding.objects.filter(**of)
    for text, coder, code in _rows(codings, "verbatim", "coder", "code"):
        if text in found and known[coder] in found[text].coders:
            found[text].votes[known[coder]].add(final[known[code]])
    rulings = Ruling.objects.filter(**of)
    for text, code, present in _rows(rulings, "verbatim", "code", plain=("present",)):
        if text in found:
            found[text].rulings[final[known[code]]] = present
    return list(found.values())


def _rows(
    rows: QuerySet[Any], *identities: str, plain: tuple[str, ...] = ()
) -> Iterator[tuple[Any, ...]]:
    """Return columns of rows, those of `identities` as the text that the database has of them."""
    texts = {f"{name}_text": Cast(name, TextField()) for name in identities}
    columns = rows.order_by().annotate(**texts).values_list(*texts, *plain)
    yield from columns.iterator(chunk_size=5000)


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
