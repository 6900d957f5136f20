"""Suggestions, and who may see them.

Blindness is enforced here: no function gives a coder a suggestion for a text that they code blindly
(`rules.is_coded_blind`), nor for one that they have finished.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from vecu.coding.models import (
    Assignment,
    AutocodingPermission,
    Codebook,
    Coder,
    Prediction,
    Suggestion,
)
from vecu.coding.queries.codebook import Codes
from vecu.coding.queries.runs import get_current_runs
from vecu.coding.rules import SuggestionVerdict, is_coded_blind
from vecu.coding.spans import TextSpan


@dataclass(frozen=True, slots=True)
class VisibleSuggestion:
    """One suggestion as a coder sees it; `code` is what it counts as.

    `counts`: the machine may apply the code by itself; it counts until a person finishes the text.
    """

    id: UUID
    code: UUID
    score: float
    words: tuple[TextSpan, ...]
    version: str
    counts: bool


def list_visible_suggestions(
    coder: Coder, texts: Collection[UUID], codes: Codes
) -> dict[UUID, list[VisibleSuggestion]]:
    """Return for each text the suggestions that a coder may see, best first.

    Codes they have applied, and codes somebody rejected, in any run, are left out, and codes that
    have been limited to other questions. Codes merged since are one suggestion, the best of them.
    """
    runs = [run.id for run in get_current_runs(coder.codebook).values()]
    open_ = get_visible_texts(coder, texts)
    if not runs or not open_:
        return {}
    final, offered = codes.final(), {code.id: code for code, _depth in codes.offered}
    put = {
        (text, final[code])
        for text, code in coder.codings.filter(verbatim__in=open_).values_list("verbatim", "code")
    }
    refused = Suggestion.objects.filter(verbatim__in=open_, verdict=SuggestionVerdict.REFUSED)
    put |= {(text, final[code]) for text, code in refused.values_list("verbatim", "code")}
    delegated = AutocodingPermission.objects.filter(code__codebook=coder.codebook)
    let = {final[code] for code in delegated.values_list("code", flat=True)}
    found: dict[UUID, list[VisibleSuggestion]] = {}
    rows = Suggestion.objects.filter(run__in=runs, verbatim__in=open_, verdict="")
    for row in rows.select_related("run"):
        code = final[row.code_id]
        if code not in offered or not codes.is_for(offered[code], row.run.question):
            continue
        if (row.verbatim_id, code) not in put:
            put.add((row.verbatim_id, code))
            spans = tuple(TextSpan(start, end) for start, end, _weight in row.words)
            version, counts = row.run.version, code in let
            suggested = VisibleSuggestion(row.id, code, row.score, spans, version, counts)
            found.setdefault(row.verbatim_id, []).append(suggested)
    return found


def get_no_suggestion_reasons(coder: Coder, texts: Collection[UUID]) -> dict[UUID, list[Any]]:
    """Return why there is no suggestion for a text, where a coder may see suggestions."""
    runs = [run.id for run in get_current_runs(coder.codebook).values()]
    if not runs:
        return {}
    silent = Prediction.objects.filter(run__in=runs, verbatim__in=get_visible_texts(coder, texts))
    return {text: why for text, why in silent.values_list("verbatim", "why_not") if why}


def find_suggestion(coder: Coder, text: UUID, suggestion: UUID) -> Suggestion | None:
    """Return a suggestion that a coder may decide on, None if they may not or it is gone."""
    if not get_visible_texts(coder, [text]):
        return None
    runs = [run.id for run in get_current_runs(coder.codebook).values()]
    rows = Suggestion.objects.filter(run__in=runs, verbatim=text, verdict="", pk=suggestion)
    return rows.select_related("run", "code").first()


def get_visible_texts(coder: Coder, texts: Collection[UUID]) -> set[UUID]:
    """Return those of these texts for which a coder may see suggestions."""
    given = _assignments_by_text(texts)
    return {text for text in texts if not _is_closed(coder, given.get(text, {}))}


def is_assisted(coder: Coder, text: UUID) -> bool:
    """Return whether suggestions for a text were available to a coder who may see them."""
    runs = [run.id for run in get_current_runs(coder.codebook).values()]
    if not Prediction.objects.filter(run__in=runs, verbatim=text).exists():
        return False
    return bool(get_visible_texts(coder, [text]))


def get_blind_texts(codebook: Codebook) -> set[UUID]:
    """Return the texts coded without the machine that their coders have not all finished."""
    rows = Assignment.objects.filter(verbatim__codebook=codebook).values_list(
        "verbatim", "coder", "done", "draw"
    )
    given = _by_text(rows)
    return {
        text
        for text, by in given.items()
        if not all(done for done, _draw in by.values())
        and is_coded_blind(
            len(by), blind=codebook.blind, drawn=any(draw for _done, draw in by.values())
        )
    }


_Assignments = Mapping[UUID, tuple[bool, str]]


def _is_closed(coder: Coder, given: _Assignments) -> bool:
    own = given.get(coder.id, (False, ""))
    drawn = any(draw for _done, draw in given.values())
    number = len({*given, coder.id})
    return own[0] or is_coded_blind(number, blind=coder.codebook.blind, drawn=drawn)


def _assignments_by_text(texts: Collection[UUID]) -> dict[UUID, dict[UUID, tuple[bool, str]]]:
    rows = Assignment.objects.filter(verbatim__in=texts)
    return _by_text(rows.values_list("verbatim", "coder", "done", "draw"))


def _by_text(
    rows: Iterable[tuple[UUID, UUID, bool, str]],
) -> dict[UUID, dict[UUID, tuple[bool, str]]]:
    found: dict[UUID, dict[UUID, tuple[bool, str]]] = {}
    for text, coder, done, draw in rows:
        found.setdefault(text, {})[coder] = done, draw
    return found
