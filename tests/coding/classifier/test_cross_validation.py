"""The machine as one more coder: what it would have said of texts that it never learned from."""

from dataclasses import replace

import pytest

from tests.coding.classifier.texts import CODES, WRITING, examples, some
from vecu.coding.classifier import Example, TooFewExamples, cross_validate


def test_it_would_have_suggested_what_people_coded_where_texts_tell_it():
    coded = some(120)

    said = cross_validate(coded, codes=CODES, chance=1)

    right = sum(set(s.codes) == each.codes for s, each in zip(said, coded, strict=True))
    assert right >= 0.9 * len(coded)


def test_a_text_that_only_its_own_coding_could_tell_of_is_not_known():
    """Sixty texts of one word each, which no other has: shown, each would be told; unseen, none."""
    names = [f"{one}{two}{three}" for one in "bdfg" for two in "aeiou" for three in "lmn"]
    coded = [
        Example(name, f"{name}{name}", frozenset({WRITING} if place % 2 else ()))
        for place, name in enumerate(names)
    ]

    said = cross_validate(coded, codes=[WRITING], chance=1)

    assert all(not suggestion.codes for suggestion in said)


def test_copies_of_a_text_do_not_tell_of_one_another():
    """Only five copies of one text have this word: with four of them shown, the fifth is known."""
    copies = [Example(f"copy{n}", "Zoologie !", frozenset({WRITING})) for n in range(5)]

    said = cross_validate([*examples(), *copies], codes=CODES, chance=1)

    assert all(not suggestion.codes for suggestion in said[-5:])


def test_suggestions_stand_in_the_order_of_the_examples_and_progress_is_reported():
    coded = [Example("a", "", frozenset()), *reversed(some(60))]
    told = []

    said = cross_validate(coded, codes=CODES, chance=1, progress=told.append)

    assert "no words" in said[0].why_not
    assert sum(told) == len(coded)
    assert len(told) == 5
    forwards = cross_validate(list(reversed(coded)), codes=CODES, chance=1)
    assert said == list(reversed(forwards))


def test_with_as_many_folds_as_texts_each_is_left_out_alone():
    """Changing how people coded a text then does not change what is suggested for it."""
    coded, progress = some(50), []
    other = replace(coded[7], codes=frozenset([WRITING]) - coded[7].codes)
    changed = [other, *coded[:7], *coded[8:]]
    apart = {"codes": [WRITING], "chance": 1, "folds": len(coded)}

    before = cross_validate(coded, progress=progress.append, **apart)[7]
    after = cross_validate(changed, **apart)[0]

    assert progress == [1] * 50
    assert after == before


def test_it_judges_nothing_before_fifty_texts_are_coded():
    with pytest.raises(TooFewExamples):
        cross_validate(some(49), codes=CODES, chance=1)
