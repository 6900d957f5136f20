"""Assign texts to coders."""

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from django.db import transaction
from django.utils.translation import gettext as _

from vecu.coding.actions.history import ActionContext, record_event
from vecu.coding.analysis.allocation import allocate_texts
from vecu.coding.models import Assignment, Codebook, Coder
from vecu.coding.queries.texts import list_unassigned_texts
from vecu.coding.rules import Verb
from vecu.errors import VecuError

BATCH = 1000


class AllocationRefused(VecuError):
    """Texts cannot be assigned as requested."""


@dataclass(frozen=True, slots=True)
class AllocationPlan:
    """How to assign: `common` texts to `readers` coders each, then `others` to one coder each."""

    question: str
    coders: Sequence[Coder]
    common: int
    readers: int
    others: int


@transaction.atomic
def assign_texts(
    codebook: Codebook, plan: AllocationPlan, act: ActionContext, *, chance: Random
) -> int:
    """Assign texts that nobody has been assigned or has coded; return how many texts.

    They are taken in their random order, so the common ones are a random sample. Raise
    `AllocationRefused`.
    """
    Codebook.objects.select_for_update().get(pk=codebook.pk)
    if not plan.coders:
        raise AllocationRefused(_("Choose at least one coder."))
    if plan.common and not 2 <= plan.readers <= len(plan.coders):
        raise AllocationRefused(
            _("Texts in common need from 2 to %(most)s coders each; you chose %(number)s.")
            % {"most": len(plan.coders), "number": plan.readers}
        )
    texts = list(list_unassigned_texts(codebook, plan.question)[: plan.common + plan.others])
    if not texts:
        raise AllocationRefused(_("There is no text left to assign for this question."))
    dealt = allocate_texts(
        texts, plan.coders, common=plan.common, readers=plan.readers, chance=chance
    )
    rows = [Assignment(verbatim_id=text, coder=coder) for text, coder in dealt]
    Assignment.objects.bulk_create(rows, batch_size=BATCH)
    detail = {
        "question": plan.question,
        "texts": len(texts),
        "common": min(plan.common, len(texts)),
        "readers": plan.readers,
        "coders": [coder.name for coder in plan.coders],
    }
    record_event(act, Verb.ASSIGNED, codebook, detail=detail)
    return len(texts)
