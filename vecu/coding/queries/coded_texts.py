"""The texts that carry a code: complete ones by consensus, others by the coder's own codes."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from vecu.coding.analysis.consensus import resolve_text_codes
from vecu.coding.code_tree import map_descendants
from vecu.coding.models import Code, Codebook, Coder, Verbatim
from vecu.coding.queries.autocoding import list_autocoded_texts
from vecu.coding.queries.codebook import Codes
from vecu.coding.queries.consensus import list_text_ratings


@dataclass(frozen=True, slots=True)
class CodedTexts:
    """Texts that carry a code or a descendant: `texts` in their random order; how many people.

    `own` are those that only this coder may know of, since others still code them blindly; on those
    in `machine` the machine alone applied the code.
    """

    texts: Sequence[UUID]
    own: frozenset[UUID]
    machine: frozenset[UUID]
    people: int


def get_coded_texts(coder: Coder, codes: Codes, code: Code) -> CodedTexts:
    """Return the texts that carry a code in the consensus or by the coder's own coding."""
    final = codes.final()
    wanted = map_descendants(codes.parents)[final[code.id]]
    judged = list_text_ratings(coder.codebook, codes)
    settled = {text.text for text in resolve_text_codes(judged) if text.codes & wanted}
    meant = [each for each, end in final.items() if end in wanted]
    put = coder.codings.filter(code__in=meant).values_list("verbatim", flat=True)
    own = set(put) - {text.text for text in judged}
    coded = list_autocoded_texts(coder.codebook, codes)
    machine = {text.text for text in coded if text.codes & wanted} - own
    every = _in_order(coder.codebook).values_list("id", "answer")
    found = [(text, answer) for text, answer in every if text in settled | own | machine]
    return CodedTexts(
        texts=[text for text, _answer in found],
        own=frozenset(own),
        machine=frozenset(machine),
        people=len({answer for _text, answer in found}),
    )


def get_texts(codebook: Codebook, texts: Sequence[UUID]) -> list[Verbatim]:
    """Return some texts in their random order, without those withdrawn meanwhile."""
    return list(_in_order(codebook).filter(pk__in=texts))


def _in_order(codebook: Codebook) -> QuerySet[Verbatim]:
    return Verbatim.objects.filter(codebook=codebook).order_by("place", "id")
