"""How far the coding of several studies is, in a fixed number of queries."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from vecu.coding.models import Adjudication, Assignment, Codebook, Coding, Quotation, Verbatim
from vecu.coding.rules import CoderKind, QuotationState

_COUNTS_AS = Coalesce("code__merged__merged", "code__merged", "code")
"""What a code counts as once it was merged into another, that one perhaps into a third."""


@dataclass(frozen=True, slots=True)
class CodingState:
    """How far the coding of one study is, for one coder.

    `coded` of all `texts` have been finished by somebody. `own` are texts that this coder was
    given and has not finished, `free` those that nobody was given. Coders disagree on `disputed`
    texts, and nobody has settled it. `released` and `proposed` are quotations.
    """

    texts: int
    coded: int
    own: int
    free: int
    disputed: int
    released: int
    proposed: int


def get_coding_states(studies: Collection[UUID], coder: str) -> Mapping[UUID, CodingState]:
    """Return how far the coding of these studies is, for the account of a coder.

    Studies that nobody has begun to code are left out. Proposals on texts that are still coded
    blindly are not counted: they would say that a text has been coded, and how.
    """
    of = {each.pk: each for each in Codebook.objects.filter(study__in=studies)}
    texts = Verbatim.objects.filter(codebook__in=of)
    limited = {each.pk: set(each.questions) for each in of.values() if each.questions}
    for codebook, questions in limited.items():
        texts = texts.exclude(Q(codebook=codebook) & ~Q(question__in=questions))
    given = Assignment.objects.filter(verbatim=OuterRef("pk"))
    people = given.filter(coder__kind=CoderKind.PERSON)
    own = people.filter(coder__account__username=coder, done=False)
    counts = {
        codebook: (every, coded, left, free)
        for codebook, every, coded, left, free in texts.order_by()
        .values("codebook")
        .annotate(
            texts=Count("pk"),
            coded=Count("pk", filter=Exists(given.filter(done=True))),
            own=Count("pk", filter=Exists(own)),
            free=Count("pk", filter=~Exists(people)),
        )
        .values_list("codebook", "texts", "coded", "own", "free")
    }
    disputed, quotations = _count_disputed(of), _count_quotations(of)
    return {
        each.study_id: CodingState(
            *counts.get(each.pk, (0, 0, 0, 0)),
            disputed[each.pk],
            quotations[each.pk, QuotationState.RELEASED],
            quotations[each.pk, QuotationState.PROPOSED],
        )
        for each in of.values()
    }


def _count_disputed(codebooks: Collection[UUID]) -> Counter[UUID]:
    """Return on how many texts finished coders disagree about a code that nobody settled."""
    given = Assignment.objects.filter(verbatim=OuterRef("verbatim")).order_by()
    coders = given.values("verbatim").annotate(number=Count("pk")).values("number")
    of_text = {"verbatim": OuterRef("verbatim"), "counts_as": OuterRef("counts_as")}
    settled = Adjudication.objects.annotate(counts_as=_COUNTS_AS).filter(**of_text)
    finished = Assignment.objects.filter(
        verbatim=OuterRef("verbatim"), coder=OuterRef("coder"), done=True
    )
    disputed = (
        Coding.objects.filter(Exists(finished), verbatim__codebook__in=codebooks)
        .exclude(Exists(given.filter(done=False)))
        .annotate(counts_as=_COUNTS_AS)
        .order_by()
        .values("verbatim__codebook", "verbatim", "counts_as")
        .annotate(votes=Count("coder", distinct=True), coders=Subquery(coders))
        .filter(votes__lt=F("coders"))
        .exclude(Exists(settled))
    )
    pairs = set(disputed.values_list("verbatim__codebook", "verbatim"))
    return Counter(codebook for codebook, _text in pairs)


def _count_quotations(codebooks: Collection[UUID]) -> Counter[tuple[UUID, QuotationState]]:
    open_texts = Assignment.objects.filter(verbatim=OuterRef("verbatim"), done=False)
    revealed = Q(verbatim__codebook__blind=False) | ~Exists(open_texts)
    found = Quotation.objects.filter(verbatim__codebook__in=codebooks)
    rows = found.filter(Q(state=QuotationState.RELEASED) | revealed).order_by()
    states = rows.values("verbatim__codebook", "state").annotate(number=Count("pk"))
    return Counter(
        {(row["verbatim__codebook"], QuotationState(row["state"])): row["number"] for row in states}
    )
