"""The machine as a coder: its predictions, its agreement with people, its permissions."""

from collections.abc import Collection
from uuid import UUID

from django.db.models import Exists, OuterRef

from vecu.coding.analysis.consensus import TextCodes, TextRatings
from vecu.coding.analysis.machine_agreement import MachineAgreement, measure_machine_agreement
from vecu.coding.models import Assignment, AutocodingPermission, Codebook, Prediction, Suggestion
from vecu.coding.queries.codebook import Codes
from vecu.coding.queries.consensus import list_text_codes, list_text_ratings
from vecu.coding.queries.runs import get_current_runs, get_random_texts
from vecu.coding.queries.suggestions import get_blind_texts
from vecu.coding.rules import SuggestionVerdict

CHANCE = 2011
"""Seed of the intervals: fixed, so that results change only when codings do."""


def list_machine_agreements(codebook: Codebook, codes: Codes) -> list[MachineAgreement]:
    """Return the machine's agreement with people on each code that it predicts."""
    said, judged = (
        list_held_out_predictions(codebook, codes),
        list_evaluation_texts(codebook, codes),
    )
    silent = _silent(codebook)
    known = codes.by_id
    available = [
        code.id
        for code, _depth in codes.offered
        if any(
            codes.is_for(code, question) and str(code.id) not in unheard
            for question, unheard in silent.items()
        )
    ]
    return measure_machine_agreement(
        judged,
        said,
        available,
        lambda code, question: (
            question in silent
            and codes.is_for(known[code], question)
            and str(code) not in silent[question]
        ),
        chance=CHANCE,
    )


def list_evaluation_texts(
    codebook: Codebook, codes: Codes, question: str = ""
) -> list[TextRatings]:
    """Return the random sample of texts that people coded without the machine, for evaluation.

    Texts chosen for their content would make rare codes look common, and the machine look better on
    them than it is.
    """
    assisted = set(
        Assignment.objects.filter(verbatim__codebook=codebook, assisted=True).values_list(
            "verbatim", flat=True
        )
    )
    judged = list_text_ratings(codebook, codes, question)
    questions = {text.question for text in judged}
    random = set[UUID]().union(*(get_random_texts(codebook, each) for each in questions))
    return [text for text in judged if text.text in random and text.text not in assisted]


def list_held_out_predictions(codebook: Codebook, codes: Codes) -> dict[UUID, frozenset[UUID]]:
    """Return the held-out predictions for coded texts, by text."""
    return _get_predictions(codebook, codes, held_out=True)


def list_predictions(
    codebook: Codebook, codes: Codes, question: str
) -> dict[UUID, frozenset[UUID]]:
    """Return the predictions for every text of a question, held-out ones for training texts."""
    return _get_predictions(codebook, codes, question=question)


def list_counted_text_codes(codebook: Codebook, codes: Codes) -> list[TextCodes]:
    """Return the codes of texts that people finished, then of those the machine alone coded."""
    return [*list_text_codes(codebook, codes), *list_autocoded_texts(codebook, codes)]


def list_autocoded_texts(
    codebook: Codebook, codes: Codes, texts: Collection[UUID] | None = None
) -> list[TextCodes]:
    """Return the codes that the machine applied by itself to texts, or to some of them.

    Nobody has finished these texts, and none of them is being coded blindly, as that would reveal
    codes. A code that a person rejected on a text is left out, whichever run suggested it.
    """
    let = {codes.final().get(code, code) for code in list_autocoding_permissions(codebook)}
    runs = [run.id for run in get_current_runs(codebook).values()]
    if not let or not runs:
        return []
    finished = Assignment.objects.filter(verbatim=OuterRef("verbatim"), done=True)
    judgements = Prediction.objects.filter(~Exists(finished), run__in=runs, held_out=False)
    if texts is not None:
        judgements = judgements.filter(verbatim__in=texts)
    about = ("verbatim", "verbatim__answer", "verbatim__story", "verbatim__question", "codes")
    final, blind, found = codes.final(), get_blind_texts(codebook), []
    refused = _refused(codebook, codes)
    for text, answer, story, question, said in judgements.values_list(*about).iterator():
        put = frozenset(final[UUID(code)] for code in said) & let
        put -= refused.get(text, frozenset())
        if put and text not in blind:
            found.append(TextCodes(text, answer, story, question, put, frozenset(), put))
    return found


def _refused(codebook: Codebook, codes: Codes) -> dict[UUID, set[UUID]]:
    """Return the codes that people rejected on texts, in any run."""
    rows = Suggestion.objects.filter(verbatim__codebook=codebook, verdict=SuggestionVerdict.REFUSED)
    final, found = codes.final(), dict[UUID, set[UUID]]()
    for text, code in rows.order_by().values_list("verbatim", "code"):
        found.setdefault(text, set()).add(final[code])
    return found


def list_autocoding_permissions(codebook: Codebook) -> dict[UUID, AutocodingPermission]:
    """Return the codes that the machine may apply by itself, with the permissions."""
    found = AutocodingPermission.objects.filter(code__codebook=codebook).select_related("code")
    return {delegation.code_id: delegation for delegation in found}


def _get_predictions(
    codebook: Codebook, codes: Codes, *, question: str = "", **chosen: bool
) -> dict[UUID, frozenset[UUID]]:
    runs = [run.id for run in get_current_runs(codebook).values() if question in {"", run.question}]
    final = codes.final()
    rows = Prediction.objects.filter(run__in=runs, **chosen).values_list("verbatim", "codes")
    sets: dict[tuple[str, ...], frozenset[UUID]] = {}
    found = {}
    for text, put in rows.iterator():
        key = tuple(put)
        if key not in sets:
            sets[key] = frozenset(final[UUID(code)] for code in key)
        found[text] = sets[key]
    return found


def _silent(codebook: Codebook) -> dict[str, set[str]]:
    """Return for each trained question the codes that are never suggested."""
    return {question: set(run.silent) for question, run in get_current_runs(codebook).items()}
