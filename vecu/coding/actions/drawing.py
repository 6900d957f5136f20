"""Putting texts forward to be coded next: some as chance has them, some that may say what is rare.

They are coded without the machine's suggestions. The random ones are the next in the random order
of all texts, so that what was coded of its beginning stays a random sample.
"""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from vecu.coding.actions.history import Act, tell
from vecu.coding.models import Assignment, Codebook, Coder, Judgement
from vecu.coding.queries.codebooks import Codes, list_codes
from vecu.coding.queries.results import list_judged
from vecu.coding.queries.runs import current_run
from vecu.coding.queries.texts import unassigned
from vecu.coding.results import carried
from vecu.coding.rules import Draw, Purpose, Verb
from vecu.coding.suggesting import choose_next
from vecu.errors import VecuError

CHANCE = 2011
"""Only a last resort where scores are alike; which texts are random is settled by their order."""


class NothingToDraw(VecuError):
    """No text of the question is left that nobody was given."""


@transaction.atomic
def put_forward(coder: Coder, question: str, count: int, act: Act) -> dict[Draw, int]:
    """Give a coder texts to code next, half of them random; return how many of each kind.

    Before the machine has learned, all are random. Raise `NothingToDraw`.
    """
    Codebook.objects.select_for_update().get(pk=coder.codebook_id)
    waiting = list(unassigned(coder.codebook, question))
    if not waiting:
        raise NothingToDraw(_("No text is left that nobody was given."))
    rare = _rare(coder.codebook, question, waiting[(count + 1) // 2 :], count // 2)
    random = [text for text in waiting if text not in rare][: count - len(rare)]
    drawn = [(text, Draw.RANDOM) for text in random] + [(text, Draw.RARE) for text in rare]
    Assignment.objects.bulk_create(
        Assignment(verbatim_id=text, coder=coder, draw=draw) for text, draw in drawn
    )
    counts = {Draw.RANDOM: len(random), Draw.RARE: len(rare)}
    detail = {"question": question, **{kind.value: number for kind, number in counts.items()}}
    tell(act, Verb.DREW, coder.codebook, detail=detail)
    return counts


def _rare(
    codebook: Codebook, question: str, waiting: Sequence[UUID], count: int
) -> Collection[UUID]:
    """Return texts that are likely to carry a rare code, the rarest first."""
    run = current_run(codebook, question, Purpose.SUGGESTIONS)
    if run is None or not count:
        return ()
    rows = Judgement.objects.filter(run=run, held_out=False).values_list("verbatim", "scores")
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
    for text in carried(list_judged(codebook, codes, question)):
        yield from map(str, text.codes)
