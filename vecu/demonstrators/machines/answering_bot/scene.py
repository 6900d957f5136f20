"""What the page shows: replies, the threshold with its price, mistakes, how it was made. Pure."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from statistics import mean
from typing import Any

from vecu.demonstrators.machines.answering_bot.hand_over import (
    HandOverCounts,
    JudgedPhrase,
    PhraseOutcome,
    count_outcomes,
    list_mistakes,
)
from vecu.demonstrators.machines.answering_bot.machine import (
    get_machine,
    judge_held_back,
    judge_outside,
    judge_phrase,
)
from vecu.demonstrators.machines.answering_bot.requests import (
    LabelledPhrase,
    ServiceRequest,
    fold_phrase,
    list_requests,
)
from vecu.messages import Message
from vecu.translation import gettext_noop

THRESHOLDS = (0, 20, 40, 50, 60, 70, 80, 90)
"""In per cent; at the first, the machine always answers."""
SURENESS = (
    (90, Message(gettext_noop("very sure"))),
    (70, Message(gettext_noop("sure"))),
    (40, Message(gettext_noop("hesitant"))),
    (0, Message(gettext_noop("at a guess"))),
)
"""Words for how sure it says it is, from a number of per cent on."""
STRONGEST = 4
"""Words named as those that weighed most."""
FIRST_MISTAKES = 5
"""Mistakes that are not folded."""
COMPARED = 8
"""Candidates of the choice of a machine that a table shows, the best ones."""


@dataclass(frozen=True, slots=True)
class BotReply:
    """What the machine makes of one sentence, alone; `rule` holds the words of distress."""

    sentence: str
    rule: str
    known: bool
    taken_for: str
    percent: int
    sure: Message
    answer: str
    answered: bool
    words: Sequence[str]
    runner_up: str


@dataclass(frozen=True, slots=True)
class ThresholdStep:
    """One step of the slider: what becomes of phrases held back, and of those that fit nothing."""

    threshold: int
    current: bool
    counts: HandOverCounts
    outside: HandOverCounts

    @property
    def handed_from(self) -> int:
        """Where people begin in the picture."""
        return self.counts.right + self.counts.wrong

    @property
    def outside_answered(self) -> int:
        """In per cent of phrases that fit nothing, for the picture."""
        return round(100 * self.outside.wrong / self.outside.whole)


@dataclass(frozen=True, slots=True)
class WrongAnswer:
    """A phrase answered wrongly: what it asked (`''`: nothing that fits), and what it got."""

    phrase: str
    asked_for: str
    taken_for: str
    percent: int


@dataclass(frozen=True, slots=True)
class MistakeList:
    """Mistakes of one kind, the surest first; `rest` is folded."""

    first: Sequence[WrongAnswer]
    rest: Sequence[WrongAnswer]


@dataclass(frozen=True, slots=True)
class SeedSpread:
    """What the shown draw and others recognise of 100 held-back phrases, if always answered."""

    recognised: int
    lowest: int
    highest: int
    mean: int
    seeds: int


@dataclass(frozen=True, slots=True)
class ComparedMachine:
    """A machine that was compared: its pieces, its kind, per cent recognised, and its log loss."""

    features: Message
    model: str
    accuracy: int
    log_loss: float


FEATURES: Mapping[str, Message] = {
    "words": Message(gettext_noop("words")),
    "pieces": Message(gettext_noop("pieces of words")),
    "both": Message(gettext_noop("words and pieces")),
}
MODELS: Mapping[str, str] = {
    "multinomial": "MultinomialNB",
    "complement": "ComplementNB",
    "logistic": "LogisticRegression",
}
"""The names of scikit-learn."""


def find_request(key: str) -> ServiceRequest:
    """Return the request of this key."""
    return next(each for each in list_requests() if each.key == key)


def reply(sentence: str, threshold: int, language: str) -> BotReply:
    """Return what the machine makes of a sentence, as if nothing had come before."""
    machine, folded = get_machine(language), fold_phrase(sentence)
    judged = judge_phrase(machine, LabelledPhrase(sentence, ""), language)
    request, other = find_request(judged.taken_for), list(machine.predict(folded))[1]
    weights = machine.weigh_words(folded, judged.taken_for, other)
    return BotReply(
        sentence,
        judged.rule,
        bool(weights),
        request.title[language],
        _count_percent(judged.sure),
        _say_sure(judged.sure),
        request.answer[language],
        judged.decide(threshold) in {PhraseOutcome.RIGHT, PhraseOutcome.WRONG},
        [word for word, weight in weights.items() if weight > 0][:STRONGEST],
        find_request(other).title[language],
    )


def list_steps(threshold: int, language: str) -> Sequence[ThresholdStep]:
    """Return the slider."""
    held_back, outside = judge_held_back(language), judge_outside(language)
    return [
        ThresholdStep(
            each,
            each == threshold,
            count_outcomes(held_back, each),
            count_outcomes(outside, each),
        )
        for each in THRESHOLDS
    ]


def fold_mistakes(judged: Sequence[JudgedPhrase], threshold: int, language: str) -> MistakeList:
    """Return what is answered wrongly at a threshold, for the page."""
    mistakes = [
        WrongAnswer(
            each.phrase.text,
            find_request(each.phrase.request).title[language] if each.phrase.request else "",
            find_request(each.taken_for).title[language],
            _count_percent(each.sure),
        )
        for each in list_mistakes(judged, threshold)
    ]
    return MistakeList(mistakes[:FIRST_MISTAKES], mistakes[FIRST_MISTAKES:])


def get_spread(language: str) -> SeedSpread:
    """Return what other draws recognise, beside the one that is shown."""
    found = [each["recognised"] for each in _read_measured()["spread"][language]]
    judged = judge_held_back(language)
    return SeedSpread(
        sum(each.taken_for == each.phrase.request for each in judged),
        min(found),
        max(found),
        round(mean(found)),
        len(found),
    )


def list_candidates(language: str) -> Sequence[ComparedMachine]:
    """Return the best machines that were compared, the chosen one first."""
    ranked = sorted(_read_measured()["candidates"], key=lambda each: each["log_loss"])
    return [
        ComparedMachine(
            FEATURES[each["features"]],
            _name_model(each["model"]),
            round(each["accuracy"][language] * 100),
            each["log_loss"],
        )
        for each in ranked[:COMPARED]
    ]


def _name_model(model: str) -> str:
    name, strength = model.split()
    return f"{MODELS[name]} {strength}"


def _count_percent(sure: float) -> int:
    """Round down, so that what misses a threshold never seems to reach it; never to 100."""
    return min(99, int(sure * 100))


def _say_sure(sure: float) -> Message:
    return next(words for least, words in SURENESS if sure * 100 >= least)


@lru_cache
def _read_measured() -> dict[str, Any]:
    measured: dict[str, Any] = json.loads(
        Path(__file__).with_name("measured.json").read_text("utf-8")
    )
    return measured
