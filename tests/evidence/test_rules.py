"""Words that a finding may not repeat, and the closed lists of what it may be."""

import pytest

from vecu.evidence.rules import (
    CONFIDENCE_QUESTIONS,
    ConfidenceReason,
    FindingTheme,
    find_repeated_words,
    list_word_runs,
)


@pytest.mark.parametrize(
    ("text", "quotation", "found"),
    [
        ("On ne voit plus la fin.", "« On ne voit plus la fin », dit-elle", "On ne voit plus la"),
        ("L’outil décide à ma place.", "l'OUTIL décide  à ma place", "L’outil décide à ma"),
        ("Checking takes time.", "Time is what checking takes", ""),
        ("A nous deux, on y arrive.", "on y arrive", "on y arrive"),
        ("Yes, it helps.", "it helps", ""),
        ("Four of my words", "Four of my words, and more", ""),
        ("", "Nothing is repeated by nothing", ""),
    ],
)
def test_words_are_compared_without_accents_case_and_marks(text, quotation, found):
    assert find_repeated_words(text, list_word_runs([quotation])) == found


def test_the_words_of_each_quotation_are_looked_for_and_not_those_across_two():
    runs = list_word_runs(["one two three four five", "six seven eight nine ten"])

    assert find_repeated_words("six seven eight nine ten", runs) == "six seven eight nine ten"
    assert find_repeated_words("four five six seven eight", runs) == ""


def test_themes_are_few_and_every_reason_has_its_question():
    assert len(FindingTheme) <= 24
    assert set(CONFIDENCE_QUESTIONS) == set(ConfidenceReason)
