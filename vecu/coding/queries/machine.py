"""The machine as a coder: what it says of texts, how far it agrees with people, what it may do."""

from collections.abc import Collection
from uuid import UUID

from django.db.models import Exists, OuterRef

from vecu.coding.models import Assignment, Codebook, Delegation, Judgement, Suggestion
from vecu.coding.queries.codebooks import Codes
from vecu.coding.queries.results import list_carried, list_judged
from vecu.coding.queries.runs import current_runs, random_texts
from vecu.coding.queries.suggestions import blind_texts
from vecu.coding.results import Carried, Judged
from vecu.coding.rules import Verdict
from vecu.coding.standing import Standing, stand

CHANCE = 2011
"""What intervals are drawn from: the same on each visit, so that nothing moves but by coding."""


def list_standings(codebook: Codebook, codes: Codes) -> list[Standing]:
    """Return how far the machine agrees with people on each code that it has a say on."""
    said, judged = said_held_out(codebook, codes), list_measuring(codebook, codes)
    silent = _silent(codebook)
    known = codes.by_id
    heard = [
        code.id
        for code, _depth in codes.offered
        if any(
            codes.is_for(code, question) and str(code.id) not in unheard
            for question, unheard in silent.items()
        )
    ]
    return stand(
        judged,
        said,
        heard,
        lambda code, question: (
            question in silent
            and codes.is_for(known[code], question)
            and str(code) not in silent[question]
        ),
        chance=CHANCE,
    )


def list_measuring(codebook: Codebook, codes: Codes, question: str = "") -> list[Judged]:
    """Return the texts that people coded without the machine: those that measure it.

    They are a random sample: texts that were chosen for what they may say would make rare codes
    look common, and the machine surer of them than it is.
    """
    assisted = set(
        Assignment.objects.filter(verbatim__codebook=codebook, assisted=True).values_list(
            "verbatim", flat=True
        )
    )
    judged = list_judged(codebook, codes, question)
    asked = {text.question for text in judged}
    random = set[UUID]().union(*(random_texts(codebook, each) for each in asked))
    return [text for text in judged if text.text in random and text.text not in assisted]


def said_held_out(codebook: Codebook, codes: Codes) -> dict[UUID, frozenset[UUID]]:
    """Return what the machine says of texts without having learned from them, by text."""
    return _said(codebook, codes, held_out=True)


def said_of_all(codebook: Codebook, codes: Codes, question: str) -> dict[UUID, frozenset[UUID]]:
    """Return what the machine says of every text of a question, each as one not learned from."""
    return _said(codebook, codes, question=question)


def list_counted(codebook: Codebook, codes: Codes) -> list[Carried]:
    """Return what texts carry that people finished, then those that the machine alone coded."""
    return [*list_carried(codebook, codes), *list_machine_coded(codebook, codes)]


def list_machine_coded(
    codebook: Codebook, codes: Codes, texts: Collection[UUID] | None = None
) -> list[Carried]:
    """Return what the machine put by itself on texts, or on some, with the codes that it may put.

    Nobody has finished these, and nobody codes them blindly: it would tell them. What a person
    refused is not on a text, whichever run suggested it.
    """
    let = {codes.final().get(code, code) for code in list_delegations(codebook)}
    runs = [run.id for run in current_runs(codebook).values()]
    if not let or not runs:
        return []
    finished = Assignment.objects.filter(verbatim=OuterRef("verbatim"), done=True)
    judgements = Judgement.objects.filter(~Exists(finished), run__in=runs, held_out=False)
    if texts is not None:
        judgements = judgements.filter(verbatim__in=texts)
    about = ("verbatim", "verbatim__answer", "verbatim__story", "verbatim__question", "codes")
    final, blind, found = codes.final(), blind_texts(codebook), []
    refused = _refused(codebook, codes)
    for text, answer, story, question, said in judgements.values_list(*about).iterator():
        put = frozenset(final[UUID(code)] for code in said) & let
        put -= refused.get(text, frozenset())
        if put and text not in blind:
            found.append(Carried(text, answer, story, question, put, frozenset(), put))
    return found


def _refused(codebook: Codebook, codes: Codes) -> dict[UUID, set[UUID]]:
    """Return the codes that people refused on texts, in whatever run they were suggested."""
    rows = Suggestion.objects.filter(verbatim__codebook=codebook, verdict=Verdict.REFUSED)
    final, found = codes.final(), dict[UUID, set[UUID]]()
    for text, code in rows.order_by().values_list("verbatim", "code"):
        found.setdefault(text, set()).add(final[code])
    return found


def list_delegations(codebook: Codebook) -> dict[UUID, Delegation]:
    """Return the codes that the machine may put on texts by itself, with who let it."""
    found = Delegation.objects.filter(code__codebook=codebook).select_related("code")
    return {delegation.code_id: delegation for delegation in found}


def _said(
    codebook: Codebook, codes: Codes, *, question: str = "", **chosen: bool
) -> dict[UUID, frozenset[UUID]]:
    runs = [run.id for run in current_runs(codebook).values() if question in {"", run.question}]
    final = codes.final()
    rows = Judgement.objects.filter(run__in=runs, **chosen).values_list("verbatim", "codes")
    sets: dict[tuple[str, ...], frozenset[UUID]] = {}
    found = {}
    for text, put in rows.iterator():
        key = tuple(put)
        if key not in sets:
            sets[key] = frozenset(final[UUID(code)] for code in key)
        found[text] = sets[key]
    return found


def _silent(codebook: Codebook) -> dict[str, set[str]]:
    """Return for each question that the machine learned the codes of which it says nothing."""
    return {question: set(run.silent) for question, run in current_runs(codebook).items()}
