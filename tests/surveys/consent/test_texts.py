"""Who reads which sentence of the promise, and that no page says another than the one place."""

import re
from pathlib import Path
from string import Formatter

import pytest

from vecu.surveys.consent.render import PromiseFacts, list_promise_sentences, render_promise
from vecu.surveys.consent.texts import (
    PROMISE_TEXTS,
    PromiseCondition,
    PromiseMedium,
    PromiseSentence,
)
from vecu.translation import LANGUAGES, translate

SENTENCES = [
    sentence
    for blocks in PROMISE_TEXTS.values()
    for block in blocks
    for sentence in block.sentences
]
ROOM = Path(__file__).parents[3] / "vecu/surveys"


def page(language: str = "en", **facts) -> str:
    blocks = render_promise(PromiseMedium.PAGE, PromiseFacts(**facts), language)
    return "\n".join(sentence for block in blocks.values() for sentence in block.sentences)


def test_every_place_has_its_texts():
    assert set(PROMISE_TEXTS) == set(PromiseMedium)


def test_every_condition_is_one_of_some_sentence():
    assert {condition for sentence in SENTENCES for condition in sentence.when} == set(
        PromiseCondition
    )


@pytest.mark.parametrize("sentence", SENTENCES, ids=lambda sentence: sentence.text[:40])
def test_every_sentence_is_in_french_and_names_the_same_in_both(sentence: PromiseSentence):
    english, french = (translate(sentence.text, language) for language in ("en", "fr"))
    names = [sorted(re.findall(r"%(?:\(\w+\))?.", text)) for text in (english, french)]

    assert english != french
    assert names[0] == names[1]
    assert set(names[0]) <= {"%(day)s", "%(name)s", "%%"}
    assert ("%(day)s" in english) == (sentence.day is not None)


@pytest.mark.parametrize(
    ("facts", "read", "not_read"),
    [
        (
            {},
            ["Anyone who has the link", "No date is set", "leave any question blank"],
            ["card", "%", "Answers are kept until", "files you give", "may be left blank"],
        ),
        (
            {"card": True, "must_answer": True},
            ["Your card lets you answer once", "which card your answers came from", "journals"],
            ["Anyone who has the link", "passed on", "leave any question blank"],
        ),
        (
            {"relay": "Union 100 % libre"},
            [
                "passed on by Union 100 % libre.",
                "Union 100 % libre knows to whom",
                "journals",
                "how many people came by this link",
            ],
            ["card has been used"],
        ),
        (
            {"takes_files": True, "retained_until": "1 May 2030", "draft_retained_until": "2 June"},
            [
                "the files you give",
                "a face, a voice",
                "kept until 1 May 2030.",
                "is erased after 2 June.",
            ],
            ["No date is set"],
        ),
    ],
)
def test_people_read_what_concerns_them(facts, read, not_read):
    text = page(**facts)

    assert [words for words in read if words not in text] == []
    assert [words for words in not_read if words in text] == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("medium", [PromiseMedium.CARD, PromiseMedium.POSTER])
def test_paper_promises_the_same_to_all(medium, language):
    everything = PromiseFacts(
        card=True, relay="U", must_answer=True, takes_files=True, retained_until="a day"
    )

    assert list_promise_sentences(medium, everything, language) == list_promise_sentences(
        medium, PromiseFacts(), language
    )


def test_no_template_and_no_other_module_holds_a_sentence_of_the_promise():
    """Words of a length that nobody writes twice by chance, wherever lines were broken."""
    words = [
        min(
            (part for part, *_ in Formatter().parse(re.sub(r"%\(\w+\)s", "{}", sentence.text))),
            key=lambda part: -len(part),
        )
        for sentence in SENTENCES
    ]
    long = {re.sub(r"\W+", "", part) for part in words if len(part) > 40}
    for path in (*ROOM.rglob("*.html"), *ROOM.rglob("*.py"), *ROOM.rglob("*.typ")):
        if path.name != "texts.py":
            text = re.sub(r"\W+", "", path.read_text("utf-8"))
            assert not [part for part in long if part in text], path
