"""The texts that all of their coders have finished, with what each did; for results only."""

from collections import defaultdict
from collections.abc import Iterable, Set
from typing import Any
from uuid import UUID

from django.db.models import CharField, Model
from django.db.models.functions import Cast

from vecu.coding.models import Assignment, Codebook, Coding, Ruling, Verbatim
from vecu.coding.queries.codebooks import Codes
from vecu.coding.results import Carried, Judged, carried
from vecu.coding.rules import is_revealed

_NONE: frozenset[UUID] = frozenset()
_AT_ONCE = 2000
"""Rows fetched at once."""


def list_carried(codebook: Codebook, codes: Codes) -> list[Carried]:
    """Return what every revealed text carries in the end."""
    return carried(list_judged(codebook, codes))


def count_texts(codebook: Codebook) -> int:
    """Return how many texts there are of the questions that are coded, finished or not."""
    texts = Verbatim.objects.filter(codebook=codebook)
    return (texts.filter(question__in=codebook.questions) if codebook.questions else texts).count()


def list_judged(codebook: Codebook, codes: Codes, question: str = "") -> list[Judged]:
    """Return every revealed text of a question, or of all, with codes as what they count as.

    Where a team codes openly a text is there once one coder has finished it; what others have not
    finished is no vote.
    """
    known, final, sets = _Identities(), codes.final(), _Sets()
    found = _revealed(codebook, question, known)
    for text, coder, code in _rows(Coding, codebook, question, "coder", "code"):
        judged, by = found.get(text), known[coder]
        if judged and by in judged.coders:
            put = final.get(known[code], known[code])
            judged.votes[by] = sets[judged.votes.get(by, _NONE), put]
    for text, code, present in _rows(Ruling, codebook, question, "code", field="present"):
        if judged := found.get(text):
            judged.rulings[final.get(known[code], known[code])] = present
    return list(found.values())


def _revealed(codebook: Codebook, question: str, known: "_Identities") -> dict[str, Judged]:
    """Return the texts that all of their coders have finished; openly, that one of them has."""
    done: dict[str, dict[str, bool]] = defaultdict(dict)
    for text, coder, finished in _rows(Assignment, codebook, question, "coder", field="done"):
        done[text][coder] = finished
    texts = Verbatim.objects.filter(codebook=codebook)
    if question:
        texts = texts.filter(question=question)
    found: dict[str, Judged] = {}
    same: dict[frozenset[UUID], frozenset[UUID]] = {}
    rows = texts.values_list(*_as_text("id", "answer"), "story", "question")
    for text, answer, story, of in rows.iterator(chunk_size=_AT_ONCE):
        by = done.get(text, {})
        if is_revealed(by.values()) or (not codebook.blind and any(by.values())):
            coders = frozenset(known[coder] for coder, finished in by.items() if finished)
            coders = same.setdefault(coders, coders)
            found[text] = Judged(UUID(text), known[answer], story, of, coders)
    return found


def _rows(
    of: type[Model], codebook: Codebook, question: str, *ids: str, field: str = ""
) -> Iterable[tuple[Any, ...]]:
    """Return what rows about texts hold: the text, the identities that they name, a field."""
    rows = of._default_manager.filter(verbatim__codebook=codebook)
    if question:
        rows = rows.filter(verbatim__question=question)
    named = rows.values_list(*_as_text("verbatim", *ids), *([field] if field else []))
    return named.iterator(chunk_size=_AT_ONCE)


def _as_text(*names: str) -> list[Cast]:
    return [Cast(name, CharField()) for name in names]


class _Identities(dict[str, UUID]):
    """The identities that rows name, each read once: thousands of rows name the same few.

    Rows therefore hold them as text. To read each of them anew is most of what such a query costs.
    """

    def __missing__(self, text: str) -> UUID:
        self[text] = found = UUID(text)
        return found


class _Sets(dict[tuple[Set[UUID], UUID], frozenset[UUID]]):
    """A set and one more member: thousands of texts share the same few sets."""

    def __missing__(self, grown: tuple[Set[UUID], UUID]) -> frozenset[UUID]:
        codes, one = grown
        self[grown] = found = frozenset({*codes, one})
        return found


def list_rulings(texts: Iterable[UUID]) -> dict[tuple[UUID, UUID], Ruling]:
    """Return the rulings on these texts, by text and code."""
    rulings = Ruling.objects.filter(verbatim__in=list(texts))
    return {(ruling.verbatim_id, ruling.code_id): ruling for ruling in rulings}
