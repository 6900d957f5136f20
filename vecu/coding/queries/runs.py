"""Machine runs: the current one, the one pending, the latest; and the texts they train on."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from vecu.coding.analysis.consensus import resolve_text_codes
from vecu.coding.analysis.random_sample import random_prefix_length
from vecu.coding.models import Codebook, MachineRun
from vecu.coding.queries.codebook import Codes
from vecu.coding.queries.consensus import list_text_ratings
from vecu.coding.queries.texts import iter_texts_with_words, list_texts
from vecu.coding.rules import RunPurpose, RunState

PENDING = (RunState.WAITING, RunState.RUNNING)


@dataclass(frozen=True, slots=True)
class TrainingText:
    """One text with people's consensus codes and its words; `random` if drawn at random."""

    text: UUID
    words: str
    codes: frozenset[UUID]
    random: bool


def find_current_run(codebook: Codebook, question: str, purpose: RunPurpose) -> MachineRun | None:
    """Return the last successful run, whose results count."""
    return _runs(codebook, question, purpose, RunState.DONE)


def find_pending_run(codebook: Codebook, question: str, purpose: RunPurpose) -> MachineRun | None:
    """Return the waiting or active run, of which there is one at most."""
    return _runs(codebook, question, purpose, *PENDING)


def find_latest_run(codebook: Codebook, question: str, purpose: RunPurpose) -> MachineRun | None:
    """Return the run requested last, however it ended."""
    return _runs(codebook, question, purpose, *RunState)


def get_current_runs(codebook: Codebook) -> dict[str, MachineRun]:
    """Return for each question the run whose suggestions count."""
    done = codebook.runs.filter(purpose=RunPurpose.SUGGESTIONS, state=RunState.DONE)
    found: dict[str, MachineRun] = {}
    for run in done:
        found.setdefault(run.question, run)
    return found


def iter_training_texts(codebook: Codebook, codes: Codes, question: str) -> Iterator[TrainingText]:
    """Yield the texts of a question that people coded, with consensus codes and words.

    Texts with an open disagreement are left out.
    """
    settled = {
        text.text: text.codes
        for text in resolve_text_codes(list_text_ratings(codebook, codes, question))
        if not text.open
    }
    drawn = get_random_texts(codebook, question)
    for verbatim, _answer, words in iter_texts_with_words(list_texts(codebook, question)):
        if verbatim.id in settled:
            codes_of = settled[verbatim.id]
            yield TrainingText(verbatim.id, words, codes_of, random=verbatim.id in drawn)


def get_random_texts(codebook: Codebook, question: str) -> set[UUID]:
    """Return the texts of a question that form its random sample, whoever coded them."""
    given = list_texts(codebook, question).values_list("id", "assignments__id")
    taken: dict[UUID, bool] = {}
    for text, assignment in given:
        taken[text] = taken.get(text, False) or assignment is not None
    return set(list(taken)[: random_prefix_length(list(taken.values()))])


def _runs(
    codebook: Codebook, question: str, purpose: RunPurpose, *states: RunState
) -> MachineRun | None:
    runs = codebook.runs.filter(question=question, purpose=purpose, state__in=states)
    return runs.first()
