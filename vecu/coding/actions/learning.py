"""The machine learns from what people coded, then says what it makes of every text."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any, TypeVar
from uuid import UUID

from django.db import transaction

from vecu.coding.actions.delegating import drop_delegations
from vecu.coding.actions.history import Act
from vecu.coding.actions.runs import fail_run, hold_run, progress
from vecu.coding.models import Judgement, Run, Suggestion, Verbatim
from vecu.coding.queries.codebooks import Codes, list_codes
from vecu.coding.queries.runs import Told, list_told
from vecu.coding.queries.texts import texts_of, with_words
from vecu.coding.rules import RunState
from vecu.coding.suggesting import (
    Encoder,
    Example,
    Suggester,
    TooFewExamples,
    judge,
    train,
)
from vecu.coding.suggesting import Suggestion as Said
from vecu.coding.telling_runs import as_kept
from vecu.surveys.queries.stories import hold_answers

CHANCE = 2011
"""What the machine draws from: the same each time, so that the same codings make the same."""
BATCH = 500
"""Texts that are read and written at once, so that people can go on coding meanwhile."""
UNLIKELY = 0.02
"""A score up to which it is not worth keeping."""
_READ, _TRAINED, _JUDGED, _DONE = 0.05, 0.3, 0.5, 1.0
"""How far a run is once it has read, learned, judged what it learned from, judged all."""
Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class _Learner:
    """One run with what it knows: the codes as they stand, and what people coded."""

    run: Run
    codes: Codes
    told: Sequence[Told]
    offered: Sequence[str]


def learn(run: Run, clock: Callable[[], datetime], *, encoder: Encoder | None = None) -> None:
    """Learn from what people coded of a question, and keep what follows for all of its texts.

    What a run has said counts all at once, when it ends well. Raise `RunTaken` when another worker
    has taken it up. Texts taken back meanwhile are left out, with all that was said of them.
    """
    learner = _read(run)
    try:
        suggester = train(
            _examples(learner.told), codes=learner.offered, chance=CHANCE, encoder=encoder
        )
    except TooFewExamples as refusal:
        fail_run(run, as_kept(refusal.message))
        return
    progress(run, _TRAINED)
    held_out = _judge_told(learner, encoder)
    _forget_attempt(run)
    for batch in _batches(zip(learner.told, held_out, strict=True)):
        _keep(run, {told.text: said for told, said in batch}, held_out=True)
    texts, unsaid = _judge_others(learner, suggester)
    counts = {"texts": texts, "unsaid": unsaid, "unread": len(suggester.unread)}
    _finish(learner, _made_by(suggester, encoder), counts, clock())


def _read(run: Run) -> _Learner:
    codes = list_codes(run.codebook)
    told = list(list_told(run.codebook, codes, run.question))
    progress(run, _READ)
    offered = [str(code.id) for code, _depth in codes.offered if codes.is_for(code, run.question)]
    return _Learner(run, codes, told, offered)


def _examples(told: Iterable[Told]) -> list[Example]:
    return [
        Example(str(each.text), each.words, frozenset(map(str, each.codes)), each.random)
        for each in told
    ]


def _judge_told(learner: _Learner, encoder: Encoder | None) -> list[Said]:
    """Return what the machine says of the coded texts, each without having learned from it."""
    done = 0

    def tell(number: int) -> None:
        nonlocal done
        done += number
        progress(learner.run, _TRAINED + (_JUDGED - _TRAINED) * done / len(learner.told))

    return judge(
        _examples(learner.told),
        codes=learner.offered,
        chance=CHANCE,
        encoder=encoder,
        progress=tell,
    )


def _made_by(suggester: Suggester, encoder: Encoder | None) -> dict[str, Any]:
    """Return what a run keeps of the suggester that it made."""
    return {
        "version": suggester.version,
        "encoder": encoder.name if encoder else "",
        "settings": {
            "encoder": encoder is not None,
            "chance": CHANCE,
            "codes": list(suggester.codes),
        },
        "silent": {code: as_kept(why) for code, why in suggester.silent.items()},
    }


def _judge_others(learner: _Learner, suggester: Suggester) -> tuple[int, int]:
    """Judge the texts that nobody has coded; return how many, and of how many nothing is said."""
    run, known = learner.run, {each.text for each in learner.told}
    every = texts_of(run.codebook, run.question)
    others = ((text, words) for text, _answer, words in with_words(every) if text.id not in known)
    left, number, unsaid = max(every.count() - len(known), 1), 0, 0
    for batch in _batches(others):
        said = suggester.suggest([words for _text, words in batch])
        _keep(run, {text.id: one for (text, _w), one in zip(batch, said, strict=True)})
        number += len(batch)
        unsaid += sum(not one.codes for one in said)
        progress(run, _JUDGED + (_DONE - _JUDGED) * min(number / left, 1))
    return number, unsaid


@transaction.atomic
def _keep(run: Run, said: Mapping[UUID, Said], *, held_out: bool = False) -> None:
    """Keep what was said of some texts, leaving out those taken back meanwhile."""
    hold_run(run)
    held = Verbatim.objects.filter(pk__in=said)
    hold_answers(set(held.values_list("answer", flat=True)))
    there = set(held.values_list("id", flat=True))
    kept = {text: one for text, one in said.items() if text in there}
    Judgement.objects.bulk_create(
        Judgement(
            run=run,
            verbatim_id=text,
            held_out=held_out,
            codes=list(one.codes),
            scores=_likely(one),
            why_not=as_kept(one.why_not) if one.why_not else [],
        )
        for text, one in kept.items()
    )
    if not held_out:
        Suggestion.objects.bulk_create(_suggestions(run, kept))


def _likely(said: Said) -> dict[str, float]:
    return {code: round(score, 3) for code, score in said.scores.items() if score > UNLIKELY}


def _suggestions(run: Run, said: Mapping[UUID, Said]) -> Iterator[Suggestion]:
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
def _forget_attempt(run: Run) -> None:
    """Remove what an attempt whose worker died has written."""
    hold_run(run)
    run.suggestions.all().delete()
    run.judgements.all().delete()


@transaction.atomic
def _finish(
    learner: _Learner, made_by: Mapping[str, Any], counts: Mapping[str, int], now: datetime
) -> None:
    """Let what a run said count from now on, in place of what the one before it said."""
    held, told = hold_run(learner.run), learner.told
    for name, value in made_by.items():
        setattr(held, name, value)
    drawn = sum(each.random for each in told)
    held.learned = {"examples": len(told), "random": drawn, **counts}
    held.state, held.progress = RunState.DONE, 100
    held.save()
    before = held.codebook.runs.filter(question=held.question, purpose=held.purpose)
    before = before.exclude(pk=held.pk)
    Judgement.objects.filter(run__in=before).delete()
    Suggestion.objects.filter(run__in=before, verdict="").delete()
    drop_delegations(held.codebook, Act(held.asked_by, now))


def _batches(rows: Iterable[Row]) -> Iterator[list[Row]]:
    within = iter(rows)
    while batch := list(islice(within, BATCH)):
        yield batch
