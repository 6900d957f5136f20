"""Choose the next texts to code: some at random, some that are likely to carry a rare code.

They are coded without the machine's suggestions. The random ones are the next in the random order
of all texts, so the coded beginning of that order stays a random sample.
"""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from vecu.coding.actions.history import ActionContext, record_event
from vecu.coding.analysis.consensus import resolve_text_codes
from vecu.coding.classifier import choose_next
from vecu.coding.models import Assignment, Codebook, Coder, Prediction
from vecu.coding.queries.codebook import Codes, list_codes
from vecu.coding.queries.consensus import list_text_ratings
from vecu.coding.queries.runs import find_current_run
from vecu.coding.queries.texts import list_unassigned_texts
from vecu.coding.rules import RunPurpose, SamplingMethod, Verb
from vecu.errors import VecuError

CHANCE = 2011
"""Breaks ties between equal scores only; the texts' own order decides which are random."""


class NoTextsLeft(VecuError):
    """No unassigned text of the question is left."""


@transaction.atomic
def queue_texts_for_coding(
    coder: Coder, question: str, count: int, act: ActionContext
) -> dict[SamplingMethod, int]:
    """Assign a coder texts to code next, half of them random; return how many of each kind.

    Before the machine is trained, all are random. Raise `NoTextsLeft`.
    """
    Codebook.objects.select_for_update().get(pk=coder.codebook_id)
    waiting = list(list_unassigned_texts(coder.codebook, question))
    if not waiting:
        raise NoTextsLeft(_("Every text has already been assigned."))
    rare = _rare(coder.codebook, question, waiting[(count + 1) // 2 :], count // 2)
    random = [text for text in waiting if text not in rare][: count - len(rare)]
    drawn = [(text, SamplingMethod.RANDOM) for text in random] + [
        (text, SamplingMethod.RARE) for text in rare
    ]
    Assignment.objects.bulk_create(
        Assignment(verbatim_id=text, coder=coder, draw=draw) for text, draw in drawn
    )
    counts = {SamplingMethod.RANDOM: len(random), SamplingMethod.RARE: len(rare)}
    detail = {"question": question, **{kind.value: number for kind, number in counts.items()}}
    record_event(act, Verb.DREW, coder.codebook, detail=detail)
    return counts


def _rare(
    codebook: Codebook, question: str, waiting: Sequence[UUID], count: int
) -> Collection[UUID]:
    """Return the texts likely to carry a rare code, the rarest code first."""
    run = find_current_run(codebook, question, RunPurpose.SUGGESTIONS)
    if run is None or not count:
        return ()
    rows = Prediction.objects.filter(run=run, held_out=False).values_list("verbatim", "scores")
    scores = dict(rows)
    judged = {str(text): scores[text] for text in waiting if text in scores}
    if not judged:
        return ()
    named = [str(code) for code in run.settings["codes"] if str(code) not in run.silent]
    every = {text: {code: each.get(code, 0.0) for code in named} for text, each in judged.items()}
    coded = Counter(_coded(codebook, list_codes(codebook), question))
    chosen = choose_next(
        every,
        {code: coded[code] for code in named},
        count=count,
        chance=CHANCE,
        random_share=0,
    )
    return [UUID(each.id) for each in chosen if not each.random]


def _coded(codebook: Codebook, codes: Codes, question: str) -> Iterator[str]:
    for text in resolve_text_codes(list_text_ratings(codebook, codes, question)):
        yield from map(str, text.codes)
