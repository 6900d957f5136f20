"""Runs of the machine: the one whose say counts, the one under way, the one that failed last."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from vecu.coding.models import Codebook, Run
from vecu.coding.queries.codebooks import Codes
from vecu.coding.queries.results import list_judged
from vecu.coding.queries.texts import texts_of, with_words
from vecu.coding.results import carried
from vecu.coding.rules import Purpose, RunState
from vecu.coding.sampling import followed_until

PENDING = (RunState.WAITING, RunState.RUNNING)


@dataclass(frozen=True, slots=True)
class Told:
    """One text that people coded and settled, with its words; `random` if chance drew it."""

    text: UUID
    words: str
    codes: frozenset[UUID]
    random: bool


def current_run(codebook: Codebook, question: str, purpose: Purpose) -> Run | None:
    """Return the last run that ended well: what it said counts."""
    return _runs(codebook, question, purpose, RunState.DONE)


def pending_run(codebook: Codebook, question: str, purpose: Purpose) -> Run | None:
    """Return the run that is waiting or under way, of which there is one at most."""
    return _runs(codebook, question, purpose, *PENDING)


def latest_run(codebook: Codebook, question: str, purpose: Purpose) -> Run | None:
    """Return the run that was asked for last, however it ended."""
    return _runs(codebook, question, purpose, *RunState)


def current_runs(codebook: Codebook) -> dict[str, Run]:
    """Return for each question the run whose suggestions count."""
    done = codebook.runs.filter(purpose=Purpose.SUGGESTIONS, state=RunState.DONE)
    found: dict[str, Run] = {}
    for run in done:
        found.setdefault(run.question, run)
    return found


def list_told(codebook: Codebook, codes: Codes, question: str) -> Iterator[Told]:
    """Yield what people coded and settled of a question, with its words.

    Texts on which they differ are left out as long as nobody settled it.
    """
    settled = {
        text.text: text.codes
        for text in carried(list_judged(codebook, codes, question))
        if not text.open
    }
    drawn = random_texts(codebook, question)
    for verbatim, _answer, words in with_words(texts_of(codebook, question)):
        if verbatim.id in settled:
            codes_of = settled[verbatim.id]
            yield Told(verbatim.id, words, codes_of, random=verbatim.id in drawn)


def random_texts(codebook: Codebook, question: str) -> set[UUID]:
    """Return the texts of a question that came in their random order, whoever coded them."""
    given = texts_of(codebook, question).values_list("id", "assignments__id")
    taken: dict[UUID, bool] = {}
    for text, assignment in given:
        taken[text] = taken.get(text, False) or assignment is not None
    return set(list(taken)[: followed_until(list(taken.values()))])


def _runs(codebook: Codebook, question: str, purpose: Purpose, *states: RunState) -> Run | None:
    runs = codebook.runs.filter(question=question, purpose=purpose, state__in=states)
    return runs.first()
