"""Function words of either language, elided and contracted ones too, are no content."""

import pytest

from vecu.coding.classifier.function_words import find_content_words
from vecu.coding.classifier.training_data import tokenize


def content(text):
    words = tokenize(text)
    kept = find_content_words(words.folded)
    return [
        text[slice(*words.places[place])] for place, is_content in enumerate(kept) if is_content
    ]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Je ne lui demande pas de l’aide.", ["demande", "aide"]),
        ("C’est qu’il n’a jamais relu d'articles !", ["jamais", "relu", "articles"]),
        ("Il rajoute des pénalités que j'ai pas prévues.", ["rajoute", "pénalités", "prévues"]),
        ("Lorsqu’elle avait tort, quelqu’un le disait.", ["tort", "disait"]),
        ("I don’t trust it: they didn't read the sources.", ["trust", "read", "sources"]),
        ("It's lies, and I've never asked myself why.", ["lies", "never", "asked"]),
        ("You wouldn't send that to your boss.", ["send", "boss"]),
    ],
)
def test_articles_prepositions_pronouns_and_auxiliaries_are_no_content(text, words):
    assert content(text) == words


@pytest.mark.parametrize("text", ["Très bien.", "I like it.", "I use it.", "Only one way"])
def test_what_a_short_answer_praises_or_does_is_content(text):
    assert len(content(text)) == 1


@pytest.mark.parametrize("text", ["Non.", "Rien !", "Jamais", "No.", "Never", "Nothing", "None"])
def test_a_word_that_negates_on_its_own_may_be_the_whole_answer(text):
    assert len(content(text)) == 1


def test_a_word_is_judged_in_the_language_of_its_text():
    assert content("Mon but est un gain de temps pour le chef.") == ["but", "gain", "temps", "chef"]
    assert content("My son sold the car, but I am not sure of it.") == [
        "son", "sold", "car", "sure",
    ]  # fmt: skip
    assert "ai" not in [word.lower() for word in content("J’ai écrit une lettre.")]
    assert "AI" in content("The AI writes my letters for me.")


def test_words_of_other_languages_are_content():
    assert content("Ελληνικό κείμενο 42") == ["Ελληνικό", "κείμενο", "42"]
    assert content("") == []
