"""Bringing in, at once, what somebody coded elsewhere: from a file, or ready made."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from vecu.coding.actions.coding import Mark
from vecu.coding.actions.history import Act
from vecu.coding.models import Assignment, Coder, Coding, Event, Verbatim
from vecu.coding.rules import Verb
from vecu.surveys.queries.stories import hold_answers

BATCH = 500
"""Texts written in one transaction."""


@dataclass(frozen=True, slots=True)
class Brought:
    """What one coder did with one text: finished it, with these codes, each checked already."""

    verbatim: UUID
    marks: Sequence[Mark]


def bring_codings(coder: Coder, texts: Iterable[Brought], act: Act) -> int:
    """Keep what a coder did with texts, beside what is there; return how many codings are new.

    Texts taken back meanwhile are left out. Each coding is told in the history: as the coder's own
    act where it is theirs, so that they can undo it, else as brought in.
    """
    new, batch = 0, []
    for text in texts:
        batch.append(text)
        if len(batch) == BATCH:
            new += _keep(coder, batch, act)
            batch = []
    return new + _keep(coder, batch, act)


@transaction.atomic
def _keep(coder: Coder, batch: Sequence[Brought], act: Act) -> int:
    ids = [text.verbatim for text in batch]
    held = Verbatim.objects.filter(pk__in=ids)
    hold_answers(set(held.values_list("answer", flat=True)))
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


def _tell(coder: Coder, marked: Sequence[tuple[UUID, Mark]], act: Act) -> None:
    own = coder.account is not None and coder.account.get_username() == act.by
    Event.objects.bulk_create(
        Event(
            codebook=coder.codebook,
            at=act.now,
            by=act.by,
            verb=Verb.CODED if own else Verb.BROUGHT,
            verbatim_id=text,
            code_id=mark.code,
            why=act.why,
            detail=mark.told,
        )
        for text, mark in marked
    )
