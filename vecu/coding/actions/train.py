"""Train the machine on what people coded, then predict codes for every text."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any, TypeVar
from uuid import UUID

from django.db import transaction

from vecu.coding.actions.autocoding import revoke_failing_autocoding
from vecu.coding.actions.history import ActionContext
from vecu.coding.actions.runs import fail_run, lock_run, record_progress
from vecu.coding.classifier import (
    Encoder,
    Example,
    Suggester,
    SuggestionResult,
    TooFewExamples,
    cross_validate,
    train,
)
from vecu.coding.models import MachineRun, Prediction, Suggestion, Verbatim
from vecu.coding.queries.codebook import Codes, list_codes
from vecu.coding.queries.runs import TrainingText, iter_training_texts
from vecu.coding.queries.texts import iter_texts_with_words, list_texts
from vecu.coding.rules import RunState
from vecu.coding.stored_messages import serialize_message
from vecu.surveys.queries.results import find_answers_for_update

CHANCE = 2011
"""Seed of the machine: fixed, so that equal codings give equal results."""
BATCH = 500
"""Texts read and written per transaction, so that people can continue coding meanwhile."""
UNLIKELY = 0.02
"""Scores up to this are not stored."""
_READ, _TRAINED, _JUDGED, _DONE = 0.05, 0.3, 0.5, 1.0
"""Progress of a run after reading, training, cross-validation and prediction."""
Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class _Learner:
    """One run with its data: the current codes, and what people coded."""

    run: MachineRun
    codes: Codes
    texts: Sequence[TrainingText]
    offered: Sequence[str]


def run_training(
    run: MachineRun, clock: Callable[[], datetime], *, encoder: Encoder | None = None
) -> None:
    """Train on the coded texts of a question and store predictions for all its texts.

    The predictions take effect together, when the run succeeds. Raise `RunOwnedByOther` when
    another worker has taken the run. Texts withdrawn meanwhile are left out with their predictions.
    """
    learner = _read(run)
    try:
        suggester = train(
            _examples(learner.texts), codes=learner.offered, chance=CHANCE, encoder=encoder
        )
    except TooFewExamples as refusal:
        fail_run(run, serialize_message(refusal.message))
        return
    record_progress(run, _TRAINED)
    held_out = _cross_validate_texts(learner, encoder)
    _forget_attempt(run)
    for batch in _batches(zip(learner.texts, held_out, strict=True)):
        _keep(run, {text.text: prediction for text, prediction in batch}, held_out=True)
    texts, unsaid = _judge_others(learner, suggester)
    counts = {"texts": texts, "unsaid": unsaid, "unread": len(suggester.unread)}
    _finish(learner, _made_by(suggester, encoder), counts, clock())


def _read(run: MachineRun) -> _Learner:
    codes = list_codes(run.codebook)
    training_texts = list(iter_training_texts(run.codebook, codes, run.question))
    record_progress(run, _READ)
    offered = [str(code.id) for code, _depth in codes.offered if codes.is_for(code, run.question)]
    return _Learner(run, codes, training_texts, offered)


def _examples(texts: Iterable[TrainingText]) -> list[Example]:
    return [
        Example(str(each.text), each.words, frozenset(map(str, each.codes)), each.random)
        for each in texts
    ]


def _cross_validate_texts(learner: _Learner, encoder: Encoder | None) -> list[SuggestionResult]:
    """Return predictions for the coded texts, each made without having trained on it."""
    done = 0

    def tell(number: int) -> None:
        nonlocal done
        done += number
        record_progress(learner.run, _TRAINED + (_JUDGED - _TRAINED) * done / len(learner.texts))

    return cross_validate(
        _examples(learner.texts),
        codes=learner.offered,
        chance=CHANCE,
        encoder=encoder,
        progress=tell,
    )


def _made_by(suggester: Suggester, encoder: Encoder | None) -> dict[str, Any]:
    """Return what a run records of the model that it trained."""
    return {
        "version": suggester.version,
        "encoder": encoder.name if encoder else "",
        "settings": {
            "encoder": encoder is not None,
            "chance": CHANCE,
            "codes": list(suggester.codes),
        },
        "silent": {code: serialize_message(why) for code, why in suggester.silent.items()},
    }


def _judge_others(learner: _Learner, suggester: Suggester) -> tuple[int, int]:
    """Predict for texts that nobody has coded; return how many, and for how many nothing."""
    run, known = learner.run, {each.text for each in learner.texts}
    every = list_texts(run.codebook, run.question)
    others = (
        (text, words)
        for text, _answer, words in iter_texts_with_words(every)
        if text.id not in known
    )
    left, number, unsaid = max(every.count() - len(known), 1), 0, 0
    for batch in _batches(others):
        predictions = suggester.suggest([words for _text, words in batch])
        _keep(run, {text.id: one for (text, _w), one in zip(batch, predictions, strict=True)})
        number += len(batch)
        unsaid += sum(not one.codes for one in predictions)
        record_progress(run, _JUDGED + (_DONE - _JUDGED) * min(number / left, 1))
    return number, unsaid


@transaction.atomic
def _keep(
    run: MachineRun, said: Mapping[UUID, SuggestionResult], *, held_out: bool = False
) -> None:
    """Store the predictions for some texts, leaving out those withdrawn meanwhile."""
    lock_run(run)
    held = Verbatim.objects.filter(pk__in=said)
    find_answers_for_update(set(held.values_list("answer", flat=True)))
    there = set(held.values_list("id", flat=True))
    kept = {text: one for text, one in said.items() if text in there}
    Prediction.objects.bulk_create(
        Prediction(
            run=run,
            verbatim_id=text,
            held_out=held_out,
            codes=list(one.codes),
            scores=_likely(one),
            why_not=serialize_message(one.why_not) if one.why_not else [],
        )
        for text, one in kept.items()
    )
    if not held_out:
        Suggestion.objects.bulk_create(_suggestions(run, kept))


def _likely(said: SuggestionResult) -> dict[str, float]:
    return {code: round(score, 3) for code, score in said.scores.items() if score > UNLIKELY}


def _suggestions(run: MachineRun, said: Mapping[UUID, SuggestionResult]) -> Iterator[Suggestion]:
    for text, one in said.items():
        for code in one.codes:
            yield Suggestion(
                run=run,
                verbatim_id=text,
                code_id=UUID(code),
                score=one.scores[code],
                words=[[mark.start, mark.end, mark.weight] for mark in one.words[code]],
            )


@transaction.atomic
def _forget_attempt(run: MachineRun) -> None:
    """Delete what an attempt whose worker died has written."""
    lock_run(run)
    run.suggestions.all().delete()
    run.judgements.all().delete()


@transaction.atomic
def _finish(
    learner: _Learner, made_by: Mapping[str, Any], counts: Mapping[str, int], now: datetime
) -> None:
    """Make the results of a run current, in place of those of the previous run."""
    held, texts = lock_run(learner.run), learner.texts
    for name, value in made_by.items():
        setattr(held, name, value)
    drawn = sum(each.random for each in texts)
    held.learned = {"examples": len(texts), "random": drawn, **counts}
    held.state, held.progress = RunState.DONE, 100
    held.save()
    before = held.codebook.runs.filter(question=held.question, purpose=held.purpose)
    before = before.exclude(pk=held.pk)
    Prediction.objects.filter(run__in=before).delete()
    Suggestion.objects.filter(run__in=before, verdict="").delete()
    revoke_failing_autocoding(held.codebook, ActionContext(held.asked_by, now))


def _batches(rows: Iterable[Row]) -> Iterator[list[Row]]:
    within = iter(rows)
    while batch := list(islice(within, BATCH)):
        yield batch
