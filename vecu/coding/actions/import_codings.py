"""Import codings in bulk, from a file or ready made."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from vecu.coding.actions.annotate import CodeSpan
from vecu.coding.actions.history import ActionContext
from vecu.coding.models import Assignment, Coder, Coding, CodingEvent, Verbatim
from vecu.coding.rules import Verb
from vecu.surveys.queries.results import find_answers_for_update

BATCH = 500
"""Texts written per transaction."""


@dataclass(frozen=True, slots=True)
class ImportedCoding:
    """One coder's finished coding of one text; codes and spans are checked already."""

    verbatim: UUID
    marks: Sequence[CodeSpan]


def import_coder_codings(coder: Coder, texts: Iterable[ImportedCoding], act: ActionContext) -> int:
    """Store a coder's codings beside the existing ones; return how many are new.

    Texts withdrawn meanwhile are left out. The history records each coding: as the coder's own
    action, which they can undo, if they run the import, else as imported.
    """
    new, batch = 0, []
    for text in texts:
        batch.append(text)
        if len(batch) == BATCH:
            new += _keep(coder, batch, act)
            batch = []
    return new + _keep(coder, batch, act)


@transaction.atomic
def _keep(coder: Coder, batch: Sequence[ImportedCoding], act: ActionContext) -> int:
    ids = [text.verbatim for text in batch]
    held = Verbatim.objects.filter(pk__in=ids)
    find_answers_for_update(set(held.values_list("answer", flat=True)))
    held = held.select_for_update(no_key=True)
    there = set(held.order_by("id").values_list("id", flat=True))
    kept = [text for text in batch if text.verbatim in there]
    known = set(
        coder.codings.filter(verbatim__in=there).values_list("verbatim", "code", "start", "end")
    )
    marked = [
        (text.verbatim, mark)
        for text in kept
        for mark in dict.fromkeys(text.marks)
        if (text.verbatim, *mark.fields.values()) not in known
    ]
    Coding.objects.bulk_create(
        Coding(verbatim_id=text, coder=coder, **mark.fields) for text, mark in marked
    )
    _finish(coder, [text.verbatim for text in kept])
    _tell(coder, marked, act)
    return len(marked)


def _finish(coder: Coder, texts: Sequence[UUID]) -> None:
    Assignment.objects.bulk_create(
        [Assignment(verbatim_id=text, coder=coder, done=True) for text in texts],
        update_conflicts=True,
        unique_fields=["verbatim", "coder"],
        update_fields=["done"],
    )


def _tell(coder: Coder, marked: Sequence[tuple[UUID, CodeSpan]], act: ActionContext) -> None:
    own = coder.account is not None and coder.account.get_username() == act.by
    CodingEvent.objects.bulk_create(
        CodingEvent(
            codebook=coder.codebook,
            at=act.now,
            by=act.by,
            verb=Verb.CODED if own else Verb.BROUGHT,
            verbatim_id=text,
            code_id=mark.code,
            why=act.why,
            detail=mark.detail,
        )
        for text, mark in marked
    )
