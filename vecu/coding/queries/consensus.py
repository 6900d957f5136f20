"""Complete texts with every coder's codes; for results only."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence, Set
from typing import Any
from uuid import UUID

from django.db.models import CharField, Model
from django.db.models.functions import Cast

from vecu.coding.analysis.consensus import TextCodes, TextRatings, resolve_text_codes
from vecu.coding.models import Adjudication, Assignment, Code, Codebook, Coding, Verbatim
from vecu.coding.queries.codebook import Codes
from vecu.coding.rules import is_complete

_NONE: frozenset[UUID] = frozenset()
_AT_ONCE = 2000
"""Rows fetched at once."""


def list_text_codes(codebook: Codebook, codes: Codes) -> list[TextCodes]:
    """Return the consensus on every complete text."""
    return resolve_text_codes(iter_text_ratings(codebook, codes))


def count_texts(codebook: Codebook) -> int:
    """Return how many texts the coded questions have, finished or not."""
    texts = Verbatim.objects.filter(codebook=codebook)
    return (texts.filter(question__in=codebook.questions) if codebook.questions else texts).count()


def list_text_ratings(codebook: Codebook, codes: Codes, question: str = "") -> list[TextRatings]:
    """Return every complete text of a question, or of all, with codes as what they count as."""
    return list(iter_text_ratings(codebook, codes, question))


def list_text_codes_of(
    codebook: Codebook, codes: Codes, answers: Collection[UUID]
) -> list[TextCodes]:
    """Return the consensus on the complete texts of some answers."""
    return resolve_text_codes(iter_text_ratings(codebook, codes, answers=answers))


def iter_text_ratings(
    codebook: Codebook, codes: Codes, question: str = "", *, answers: Collection[UUID] | None = None
) -> Iterator[TextRatings]:
    """Yield every complete text of a question, of answers or of all, with codes as they count.

    In open coding a text is included once one coder has finished it; unfinished codings are no
    votes. What is withdrawn during the query may be left out. The tables are read in parallel,
    ordered by text, so that memory holds one text only, which halves the time.
    """
    known, final, sets = _Identities(), codes.final(), _Sets()
    chosen = {"question": question} if question else {}
    within = chosen if answers is None else {**chosen, "answer__in": answers}
    done = _RowCursor(_rows(Assignment, codebook, within, "coder", fields=("done", "openly")))
    codings = _RowCursor(_rows(Coding, codebook, within, "coder", "code"))
    rulings = _RowCursor(_rows(Adjudication, codebook, within, "code", fields=("present",)))
    for text, of_answer, story, of in _texts(codebook, within):
        given = list(done.of(text))
        by = {coder: finished for _text, coder, finished, _openly in given}
        if not is_complete(by.values()) and (codebook.blind or not any(by.values())):
            continue
        coders = _NONE
        for coder in (coder for coder, finished in by.items() if finished):
            coders = sets[coders, known[coder]]
        judged = TextRatings(UUID(text), known[of_answer], story, of, coders)
        for _text, coder, finished, openly in given:
            if finished and openly:
                judged.openly = sets[judged.openly, known[coder]]
        for _text, coder, code in codings.of(text):
            if known[coder] in coders:
                put = final.get(known[code], known[code])
                judged.votes[known[coder]] = sets[judged.votes.get(known[coder], _NONE), put]
        for _text, code, present in rulings.of(text):
            judged.rulings[final.get(known[code], known[code])] = present
        yield judged


def _texts(codebook: Codebook, within: Mapping[str, Any]) -> Iterator[tuple[Any, ...]]:
    texts = Verbatim.objects.filter(codebook=codebook, **within).order_by("id")
    named = texts.values_list(*_as_text("id", "answer"), "story", "question")
    return named.iterator(chunk_size=_AT_ONCE)


def _rows(
    of: type[Model],
    codebook: Codebook,
    within: Mapping[str, Any],
    *ids: str,
    fields: Sequence[str] = (),
) -> Iterator[tuple[Any, ...]]:
    """Return rows about texts: the text, the ids that they refer to, some fields."""
    chosen = {f"verbatim__{name}": value for name, value in within.items()}
    about = of._default_manager.filter(verbatim__codebook=codebook, **chosen)
    rows = about.order_by("verbatim_id")
    named = rows.values_list(*_as_text("verbatim", *ids), *fields)
    return named.iterator(chunk_size=_AT_ONCE)


def _as_text(*names: str) -> list[Cast]:
    return [Cast(name, CharField()) for name in names]


class _RowCursor:
    """Rows about texts, ordered by text and handed out text by text."""

    def __init__(self, rows: Iterator[tuple[Any, ...]]) -> None:
        self._rows = rows
        self._next = next(rows, None)

    def of(self, text: str) -> Iterator[tuple[Any, ...]]:
        """Yield the rows of a text, skipping those of earlier texts that are gone."""
        while self._next is not None and self._next[0] <= text:
            if self._next[0] == text:
                yield self._next
            self._next = next(self._rows, None)


class _Identities(dict[str, UUID]):
    """Cache of ids: thousands of rows refer to the same few.

    Rows hold them as text; parsing each anew would be most of the cost of such a query.
    """

    def __missing__(self, text: str) -> UUID:
        self[text] = found = UUID(text)
        return found


class _Sets(dict[tuple[Set[UUID], UUID], frozenset[UUID]]):
    """Cache: a set and one more member -> set; thousands of texts share the same few sets."""

    def __missing__(self, grown: tuple[Set[UUID], UUID]) -> frozenset[UUID]:
        codes, one = grown
        self[grown] = found = frozenset({*codes, one})
        return found


def list_adjudications(texts: Iterable[UUID]) -> dict[tuple[UUID, UUID], Adjudication]:
    """Return the adjudications of these texts, by text and code."""
    rulings = Adjudication.objects.filter(verbatim__in=list(texts))
    return {(ruling.verbatim_id, ruling.code_id): ruling for ruling in rulings}


def find_adjudication(codebook: Codebook, verbatim: UUID, code: Code) -> Adjudication | None:
    """Return the adjudication of a code on a text; None while the text is coded blindly."""
    of = Adjudication.objects.filter(verbatim=verbatim, verbatim__codebook=codebook, code=code)
    ruling = of.select_related("verbatim").first()
    if ruling is None:
        return None
    done = ruling.verbatim.assignments.values_list("done", flat=True)
    return ruling if not codebook.blind or is_complete(done) else None
