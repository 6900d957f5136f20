"""A machine that fetches written answers, and what its threshold costs on both sides."""

import json
import math
from itertools import pairwise
from statistics import mean

import pytest
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.naive_bayes import MultinomialNB
from sklearn.pipeline import make_pipeline

from tests.demonstrators.demonstrator_checks import (
    DemonstratorScenario,
    check_demonstrator,
    check_demonstrator_page,
)
from vecu.demonstrators.machines.answering_bot import measure
from vecu.demonstrators.machines.answering_bot.demonstrator import AnsweringBot
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
)
from vecu.demonstrators.machines.answering_bot.naive_bayes import (
    fit_naive_bayes,
    iter_pieces,
)
from vecu.demonstrators.machines.answering_bot.requests import (
    SEED,
    LabelledPhrase,
    fold_phrase,
    list_outside_phrases,
    list_requests,
    list_titles,
    split_phrases,
)
from vecu.demonstrators.machines.answering_bot.scene import THRESHOLDS
from vecu.demonstrators.machines.distress import find_distress
from vecu.translation import LANGUAGES

BOT = DemonstratorScenario(
    [
        {"threshold": ["0"], "pick": ["outside"]},
        {"threshold": ["90"], "pick": ["rsa"]},
        {"threshold": ["50"], "phrase": ["je veux mourir / I want to die"]},
        {"threshold": ["0"], "phrase": ["???"]},
        {"phrase": [""]},
    ],
    typed={"phrase": "Zoé voudrait le RSA, RSA please", "follow": "Zut alors et ma nièce"},
)
MEASURED = json.loads(measure.FILE.read_text("utf-8"))


def test_the_answering_bot_fulfils_the_contract():
    check_demonstrator(AnsweringBot(), BOT)


@pytest.mark.django_db
def test_the_page_of_the_answering_bot_keeps_the_promises(client, caplog):
    check_demonstrator_page(client, caplog, AnsweringBot(), BOT)


# What it counts.


def judged(asked: str, taken_for: str, sure: float, rule: str = "") -> JudgedPhrase:
    return JudgedPhrase(LabelledPhrase("", asked), taken_for, sure, rule)


TOY = [
    judged("rsa", "rsa", 0.9),
    judged("rsa", "rsa", 0.5),
    judged("rsa", "apa", 0.6),
    judged("apa", "rsa", 0.3),
    judged("apa", "apa", 0.95, "en finir"),
    judged("", "apa", 0.55),
]
"""Two right, three wrong of which one fits nothing, one that the rule takes."""


@pytest.mark.parametrize(
    ("threshold", "right", "wrong", "handed"),
    [(0, 2, 3, 1), (50, 2, 2, 2), (56, 1, 1, 4), (60, 1, 1, 4), (90, 1, 0, 5), (91, 0, 0, 6)],
)
def test_outcomes_are_counted_by_hand(threshold, right, wrong, handed):
    """At a threshold a phrase as sure as it is answered; the rule counts as handed over."""
    assert count_outcomes(TOY, threshold) == HandOverCounts(right, wrong, handed, 1)
    assert count_outcomes(TOY, threshold).whole == len(TOY)


def test_mistakes_are_listed_the_surest_first():
    assert [each.sure for each in list_mistakes(TOY, 50)] == [0.6, 0.55]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_higher_threshold_never_answers_more(language):
    for phrases in (judge_held_back(language), judge_outside(language)):
        counts = [count_outcomes(phrases, each) for each in THRESHOLDS]
        for lower, higher in pairwise(counts):
            assert higher.right <= lower.right
            assert higher.wrong <= lower.wrong
            assert higher.handed >= lower.handed


# What it learns, and what is held back.


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_request_has_ten_phrases_to_learn_and_five_held_back(language):
    for seed in (SEED, 1):
        split = split_phrases(language, seed)
        for request in list_requests():
            assert sum(each.request == request.key for each in split.learnt) == 10
            assert sum(each.request == request.key for each in split.held_back) == 5
        together = {each.text for each in [*split.learnt, *split.held_back]}
        assert together == {text for each in list_requests() for text in each.phrases[language]}


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_learnt_is_held_back_in_other_letters(language):
    split = split_phrases(language, SEED)
    learnt = {fold_phrase(each.text) for each in [*split.learnt, *list_titles(language)]}
    measured = [*split.held_back, *list_outside_phrases(language)]
    assert not learnt & {fold_phrase(each.text) for each in measured}


def test_there_are_twenty_requests_in_two_languages():
    assert len({each.key for each in list_requests()}) == 20
    for request in list_requests():
        for language in LANGUAGES:
            assert len(set(request.phrases[language])) == 15
            assert request.title[language]
            assert 2 <= request.answer[language].count(". ") + 1 <= 3


# How it decides.


def test_a_word_is_cut_into_pieces_with_its_edges():
    """Two to five characters of « ab» between two spaces; a short word counts once whole."""
    assert list(iter_pieces("ab")) == [" a", "ab", "b ", " ab", "ab ", " ab "]
    assert list(iter_pieces("a"))[:3] == [" a", "a ", " a "]


@pytest.fixture(scope="module")
def reference():
    """scikit-learn’s pipeline on the same texts, by language."""
    made = {}
    for language in LANGUAGES:
        pipeline = make_pipeline(
            TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True),
            MultinomialNB(alpha=0.05),
        )
        learnt = [*split_phrases(language, SEED).learnt, *list_titles(language)]
        pipeline.fit([fold_phrase(each.text) for each in learnt], [each.request for each in learnt])
        made[language] = pipeline
    return made


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_is_as_sure_as_scikit_learn(reference, language):
    texts = [
        fold_phrase(each.text)
        for each in [*split_phrases(language, SEED).held_back, *list_outside_phrases(language)]
    ]
    expected = reference[language].predict_proba(texts)
    for text, row in zip(texts, expected, strict=True):
        found = get_machine(language).predict(text)
        assert list(found.values()) == sorted(found.values(), reverse=True)
        assert [found[key] for key in reference[language].classes_] == pytest.approx(row, abs=1e-9)


def test_words_add_up_to_the_odds():
    """log(P(bus) / P(loyer)) is the sum of what each word says, as both are learnt once."""
    machine = fit_naive_bayes([("prendre le bus", "bus"), ("payer le loyer", "loyer")])
    found, words = machine.predict("payer le bus bus"), machine.weigh_words
    weights = words("payer le bus bus", "bus", "loyer")
    assert list(weights) == ["bus", "le", "payer"]
    assert sum(weights.values()) == pytest.approx(math.log(found["bus"] / found["loyer"]))
    assert weights["payer"] < 0 < weights["bus"]


def test_of_unknown_words_all_requests_are_as_probable():
    found = get_machine("fr").predict(fold_phrase("☃ 世界"))
    assert list(found.values()) == pytest.approx([1 / 20] * 20)
    scene = AnsweringBot().play({"phrase": ["世界"]}, "fr")
    assert not scene.replies[0].answered
    assert not scene.replies[0].known


# It hands over, and it holds no conversation.


def test_words_of_distress_reach_a_person_at_every_threshold():
    for threshold in THRESHOLDS:
        entry = {"threshold": [str(threshold)], "phrase": ["J’en ai assez, je veux MOURIR."]}
        (reply,) = AnsweringBot().play(entry, "fr").replies
        assert (reply.rule, reply.answered) == ("mourir", False)
    assert judged("a", "a", 1.0, "mourir").decide(0) is PhraseOutcome.BY_RULE


def test_the_rule_reads_whole_words_only():
    assert find_distress("Je viens en bus, c’est long") == ""
    assert find_distress("il me bat") == "me bat"
    assert find_distress("on me bâtit une maison") == ""
    assert find_distress("I WANT TO DIE!") == "want to die"


@pytest.mark.parametrize(("language", "found"), [("fr", 10), ("en", 11)])
def test_the_rule_hands_over_more_than_distress(language, found):
    """All eight phrases of distress, and a death, a lost dog, a hedge that one is made to cut."""
    distress = [each for each in list_outside_phrases(language) if each.distress]
    assert all(find_distress(each.text) for each in distress)
    assert AnsweringBot().play({}, language).current.outside.by_rule == found


def test_a_second_sentence_is_understood_as_if_it_were_the_first():
    bot, first, second = AnsweringBot(), "Comment demander le RSA ?", "Et pour ma fille ?"
    together = bot.play({"phrase": [first], "follow": [second]}, "fr").replies
    alone = bot.play({"phrase": [second]}, "fr").replies
    assert together[1] == alone[0]
    assert together[0].taken_for == "Demander le RSA"
    assert bot.play({"follow": [second]}, "fr").replies == []


def test_an_answer_is_fetched_as_it_is_written():
    scene = AnsweringBot().play({"phrase": ["mot de passe oublié"]}, "fr")
    login = next(each for each in list_requests() if each.key == "login")
    assert scene.replies[0].answer == login.answer["fr"]
    assert scene.replies[0].answered


# Nothing flatters.


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_spread_over_draws_reproduces(language):
    """Three of the twenty draws, measured again."""
    frozen = MEASURED["spread"][language]
    assert [each["seed"] for each in frozen] == list(range(1, 21))
    for each in frozen[::8]:
        assert measure.measure_seed(language, each["seed"]) == each


def test_the_draw_of_the_page_is_not_a_lucky_one():
    """What it recognises lies within what the other draws do."""
    for language in LANGUAGES:
        spread = AnsweringBot().play({}, language).spread
        recognised = [each["recognised"] for each in MEASURED["spread"][language]]
        assert (spread.lowest, spread.highest) == (min(recognised), max(recognised))
        assert spread.mean == round(mean(recognised))
        assert spread.lowest <= spread.recognised <= spread.highest


def test_the_machine_is_the_one_that_cross_validation_chose():
    best = min(MEASURED["candidates"], key=lambda each: each["log_loss"])
    assert (best["features"], best["model"]) == ("pieces", "multinomial 0.05")
    assert len(MEASURED["candidates"]) == len(measure.FEATURES) * len(measure.MODELS)
    assert measure.measure_candidate("pieces", "multinomial 0.05") == best


def test_choosing_reads_nothing_that_is_held_back(monkeypatch):
    """With other phrases held back, cross-validation finds the same."""
    before = measure.cross_validate("words", "complement 0.1", "fr")
    split = split_phrases("fr", SEED)
    monkeypatch.setattr(measure, "split_phrases", lambda *_: type(split)(split.learnt, []))
    assert measure.cross_validate("words", "complement 0.1", "fr") == before
