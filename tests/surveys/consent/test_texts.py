"""Who reads which sentence of the promise, and that no page says another than the one place."""

import re
from pathlib import Path
from string import Formatter

import pytest

from vecu.surveys.consent.legal_bases import LegalBasis, SpecialCategoryBasis
from vecu.surveys.consent.render import PromiseFacts, list_promise_sentences, render_promise
from vecu.surveys.consent.sentences import (
    PROMISE_NAMES,
    PromiseCondition,
    PromiseMedium,
    PromiseSentence,
)
from vecu.surveys.consent.server_operators import ServerOperator
from vecu.surveys.consent.texts import PROMISE_TEXTS, UNFOLDED
from vecu.surveys.consent.wordings import UNREAD_WORDINGS
from vecu.translation import LANGUAGES, translate

SENTENCES = [
    sentence
    for blocks in PROMISE_TEXTS.values()
    for block in blocks
    for sentence in block.sentences
]
ROOM = Path(__file__).parents[3] / "vecu/surveys"
OWN_MODULES = {
    ROOM / f"consent/{name}.py"
    for name in (
        "texts",
        "data_protection",
        "interview_texts",
        "wordings",
        "reply_texts",
    )
}


def page(language: str = "en", **facts) -> str:
    blocks = render_promise(PromiseMedium.PAGE, PromiseFacts(**facts), language)
    return "\n".join(sentence for block in blocks.values() for sentence in block.sentences)


def test_every_place_has_its_texts():
    assert set(PROMISE_TEXTS) == set(PromiseMedium)


@pytest.mark.parametrize("language", UNREAD_WORDINGS)
def test_all_that_is_read_aloud_has_a_wording_that_names_the_same(language):
    aloud = PROMISE_TEXTS[PromiseMedium.INTERVIEWS][0].sentences

    assert {sentence.text for sentence in aloud} == set(UNREAD_WORDINGS[language])
    for english, text in UNREAD_WORDINGS[language].items():
        assert ("%(day)s" in english) == ("%(day)s" in text)
        assert not re.search(r"[a-z]", text.replace("%(day)s", ""))


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_read_aloud_is_short(language):
    """Note on simple words: at most 15 words in a sentence; limits and the law's words apart."""
    aloud = PROMISE_TEXTS[PromiseMedium.INTERVIEWS][0].sentences
    said = [translate(each.text, language) for each in aloud if not each.when]
    sentences = [part for text in said for part in re.split(r"(?<=[.?:])\s", text)]

    assert [each for each in sentences if len(each.split()) > 15] == []


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
    assert set(names[0]) <= {"%%", *(f"%({name})s" for name in PROMISE_NAMES)}
    assert ("%(day)s" in english) == (sentence.day is not None)


@pytest.mark.parametrize(
    ("facts", "read", "not_read"),
    [
        (
            {},
            ["Anyone who has the link", "No date is set", "leave any of them blank"],
            ["card", "%", "Answers are kept until", "files you give", "questions are marked"],
        ),
        (
            {"card": True, "must_answer": True},
            ["Your card lets you answer once", "which card your answers came from", "journals"],
            ["Anyone who has the link", "passed on", "leave any of them blank"],
        ),
        (
            {"relay": "Union 100 % libre"},
            [
                "passed on by Union 100 % libre.",
                "Union 100 % libre knows who was given",
                "journals",
                "how many people came through this link",
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
        (
            {
                "controller": "The University",
                "contact": "us@example.org",
                "officer": "dpo@example.org",
                "hosting": "A host in Lyon",
            },
            [
                "Responsible for your data: The University.",
                "write to us@example.org.",
                "officer: dpo@example.org.",
                "hosted by A host in Lyon.",
                "complain to the CNIL",
            ],
            ["6.1", "9.2", "You are free to answer", "does not need to know anything"],
        ),
        (
            {"server": ServerOperator.EMPLOYER, "operator": "The Town"},
            ["Your employer runs this server: it could recognise you.", "do not answer here"],
            ["The Town"],
        ),
        (
            {"server": ServerOperator.UNION, "operator": "The Union"},
            ["The Union runs this server."],
            ["Your employer runs"],
        ),
        ({"operator": "The Town"}, [], ["The Town", "runs this server."]),  # nobody has said yet
        ({"authority": "the APD, Brussels"}, ["complain to the APD, Brussels."], ["CNIL"]),
    ],
)
def test_people_read_what_concerns_them(facts, read, not_read):
    text = page(**facts)

    assert [words for words in read if words not in text] == []
    assert [words for words in not_read if words in text] == []


RIGHTS = {
    # GDPR, articles 15 to 18, 20 and 21: portability needs consent, objection a public task or a
    # legitimate interest, and what a law obliges to need not be erased (17.3.b).
    LegalBasis.CONSENT: {"access", "rectification", "erasure", "restriction", "portability"},
    LegalBasis.PUBLIC_TASK: {"access", "rectification", "erasure", "restriction", "object"},
    LegalBasis.LEGITIMATE_INTEREST: {"access", "rectification", "erasure", "restriction", "object"},
    LegalBasis.LEGAL_OBLIGATION: {"access", "rectification", "restriction"},
}
ARTICLES = {
    LegalBasis.CONSENT: "6.1.a",
    LegalBasis.PUBLIC_TASK: "6.1.e",
    LegalBasis.LEGITIMATE_INTEREST: "6.1.f",
    LegalBasis.LEGAL_OBLIGATION: "6.1.c",
}
GROUNDS = {
    SpecialCategoryBasis.EXPLICIT_CONSENT: "9.2.a",
    SpecialCategoryBasis.RESEARCH: "9.2.j",
    SpecialCategoryBasis.PUBLIC_INTEREST: "9.2.g",
}


@pytest.mark.parametrize("basis", LegalBasis)
def test_people_read_the_rights_that_the_legal_basis_gives_them(basis):
    text = page(legal_basis=basis)
    rights = re.search(r"The law gives you the right[^.]+", text)[0]

    assert {word for word in set().union(*RIGHTS.values()) if word in rights} == RIGHTS[basis]
    assert re.findall(r"6\.1\.\w", text) == [ARTICLES[basis]]
    assert "Write nothing that reveals them." in text
    assert ("You are free to answer" in text) == (basis is not LegalBasis.LEGAL_OBLIGATION)


@pytest.mark.parametrize("special", SpecialCategoryBasis)
@pytest.mark.parametrize("medium", [PromiseMedium.PAGE, PromiseMedium.PROGRAM])
def test_people_read_on_which_ground_sensitive_data_are_used(medium, special):
    facts = PromiseFacts(legal_basis=LegalBasis.CONSENT, special_basis=special)
    text = " ".join(list_promise_sentences(medium, facts, "en"))

    assert re.findall(r"9\.2\.\w", text) == [GROUNDS[special]]
    assert "Write nothing that reveals them." not in text
    agreed = "By starting, you expressly agree" in text
    assert agreed == (special is SpecialCategoryBasis.EXPLICIT_CONSENT)


WAYS = {
    "by the link": {},
    "with a card": {"card": True},
    "by a relay's link": {"relay": "Union of social workers"},
}


def unfolded(language: str, **facts) -> str:
    blocks = render_promise(PromiseMedium.PAGE, PromiseFacts(**facts), language)
    return " ".join(sentence for key in UNFOLDED for sentence in blocks[key].sentences)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
@pytest.mark.parametrize("special", [None, *SpecialCategoryBasis])
@pytest.mark.parametrize("server", ServerOperator)
def test_what_stands_before_a_start_is_read_in_sixty_words(language, way, special, server):
    """Words as people count them, between blanks; names are not ours to cut."""
    text = unfolded(
        language,
        **way,
        server=server,
        operator="The Union",
        takes_files=True,
        legal_basis=LegalBasis.CONSENT,
        special_basis=special,
        controller="The University of the Valley, 1 Market Square",
    )

    own = text.replace("The University of the Valley, 1 Market Square", "")
    assert own != text
    assert ("The Union" in own) == (server is not ServerOperator.EMPLOYER)
    own = own.replace("The Union", "")
    assert len([word for word in own.split() if re.search(r"\w", word)]) <= 60


ESSENTIAL = {
    "en": ["who you are", "stop", "We keep your answers", "IP address", "A code", "The University"],
    "fr": ["qui vous êtes", "arrêter", "Nous gardons vos", "adresse IP", "Un code", "The Univers"],
}  # fmt: skip
EXPLICIT = {
    "en": ["health", "opinions", "beliefs", "trade union", "by starting, you expressly agree"],
    "fr": ["santé", "opinions", "convictions", "syndicat", "en commençant, vous acceptez express"],
}  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
def test_the_essential_stands_unfolded_and_so_does_an_explicit_consent(language, way):
    """GDPR, articles 9.2.a and 13.1.a: nobody may have to unfold a text to learn these."""
    plain, special = (
        unfolded(language, **way, controller="The University", special_basis=basis)
        for basis in (None, SpecialCategoryBasis.EXPLICIT_CONSENT)
    )

    assert [words for words in ESSENTIAL[language] if words not in plain] == []
    assert [words for words in EXPLICIT[language] if words not in special] == []
    assert [words for words in EXPLICIT[language] if words in plain] == []


PUBLIC = {
    "en": ["at least 11 people, rounded and changed at random by a few people; your sentences",
           "a whole story, if you allow it at its end. Nothing else.",
           "stay public. Your sentences and stories are erased from our pages"],
    "fr": ["au moins 11 personnes, arrondis, avec, au hasard, quelques personnes de plus ou",
           "de plus ou de moins. Vos phrases,", "Un récit entier, si vous dites oui à la fin.",
           "déjà publiés restent publics. Vos phrases et vos récits sont effacés de nos pages"],
}  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("medium", [PromiseMedium.PAGE, PromiseMedium.PROGRAM])
def test_people_read_what_becomes_public_and_what_a_withdrawal_takes_back(medium, language):
    """Whatever the study and the way in: nobody may learn it later."""
    for facts in (PromiseFacts(), PromiseFacts(card=True), PromiseFacts(relay="U")):
        text = " ".join(list_promise_sentences(medium, facts, language))

        assert [words for words in PUBLIC[language] if words not in text] == []


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
        if path not in OWN_MODULES:
            text = re.sub(r"\W+", "", path.read_text("utf-8"))
            assert not [part for part in long if part in text], path
