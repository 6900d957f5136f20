"""The machine of each language: taught once per process, then consulted. Pure."""

from collections.abc import Sequence
from functools import lru_cache

from vecu.demonstrators.machines.answering_bot.hand_over import JudgedPhrase
from vecu.demonstrators.machines.answering_bot.naive_bayes import NaiveBayes, fit_naive_bayes
from vecu.demonstrators.machines.answering_bot.requests import (
    SEED,
    LabelledPhrase,
    fold_phrase,
    list_outside_phrases,
    list_titles,
    split_phrases,
)
from vecu.demonstrators.machines.distress import find_distress


def teach_machine(language: str, seed: int) -> NaiveBayes:
    """Learn the phrases of one draw, and the titles."""
    learnt = [*split_phrases(language, seed).learnt, *list_titles(language)]
    return fit_naive_bayes([(fold_phrase(each.text), each.request) for each in learnt])


@lru_cache
def get_machine(language: str) -> NaiveBayes:
    """Return the machine of the draw that the page shows."""
    return teach_machine(language, SEED)


def judge_phrase(machine: NaiveBayes, phrase: LabelledPhrase, language: str) -> JudgedPhrase:
    """Return what a machine takes a phrase for, and whether the rule comes first."""
    taken_for, sure = next(iter(machine.predict(fold_phrase(phrase.text)).items()))
    return JudgedPhrase(phrase, taken_for, sure, find_distress(phrase.text))


@lru_cache
def judge_held_back(language: str) -> Sequence[JudgedPhrase]:
    """Judge the phrases that were held back."""
    machine = get_machine(language)
    held_back = split_phrases(language, SEED).held_back
    return tuple(judge_phrase(machine, each, language) for each in held_back)


@lru_cache
def judge_outside(language: str) -> Sequence[JudgedPhrase]:
    """Judge the phrases that fit no request."""
    machine = get_machine(language)
    return tuple(judge_phrase(machine, each, language) for each in list_outside_phrases(language))
