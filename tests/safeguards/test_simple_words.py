"""Simple words, after the rules of Inclusion Europe (2009), and the examples of a social worker."""

import pytest

from vecu.safeguards.rules import compare_lines, list_unmatched_topics
from vecu.safeguards.simple_words import WordingFault, list_wording_problems

BUREAU = "L’entretien pourra, sous réserve de votre accord, être transcrit."
SAID_SIMPLY = "Un outil peut écouter notre rendez-vous.\nIl écrit un résumé.\nVous pouvez dire non."
DECLINING = "Should you decline, alternatives may apply."
SAID_PLAINLY = "You can say no.\nYou get the same help.\nI write by hand."


def find_faults(text, language):
    return [each.fault for each in list_wording_problems(text, language)]


def test_a_sentence_of_offices_is_found_and_its_simple_words_are_not():
    assert find_faults(BUREAU, "fr") == [WordingFault.CONDITION, WordingFault.OFFICE_WORD]
    assert find_faults(DECLINING, "en") == [WordingFault.CONDITION, WordingFault.OFFICE_WORD]
    assert find_faults(SAID_SIMPLY, "fr") == find_faults(SAID_PLAINLY, "en") == []


@pytest.mark.parametrize(
    ("text", "language", "fault"),
    [
        ("Le résumé arrive dans deux jours.", "fr", WordingFault.NUMBER_IN_LETTERS),
        ("L’outil écoute ; il efface.", "fr", WordingFault.TWO_IDEAS),
        ("Si vous acceptez, le résumé vient plus vite.", "fr", WordingFault.CONDITION),
        ("If you agree, it comes sooner.", "en", WordingFault.CONDITION),
        (" ".join(["mot"] * 13), "fr", WordingFault.LONG),
    ],
)
def test_what_a_program_can_see_of_hard_words_is_named(text, language, fault):
    assert find_faults(text, language) == [fault]
    assert find_faults(" ".join(["mot"] * 12), language) == []


def test_what_is_offered_with_the_tool_has_its_other_half():
    """A topic without its half, or with an empty one, is named; case does not matter."""
    with_tool = "The summary: the tool writes it\nYour help: the same\nThe voice:"
    without_tool = "the summary: I write it\nThe delay: 5 days"

    assert list_unmatched_topics(with_tool, without_tool) == (
        ["Your help", "The voice"],
        ["The voice", "The delay"],
    )
    [line] = compare_lines("The summary: the tool: yes", "the summary: by hand")
    assert (line.topic, line.with_tool, line.without_tool) == (
        "The summary",
        "the tool: yes",
        "by hand",
    )
