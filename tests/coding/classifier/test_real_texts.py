"""Real texts with human codes: what was measured elsewhere on the same texts is reached here.

The floors are figures of an independent measurement with word and character TF-IDF on the French
reviews, less .04 since one seed stands for five.
"""

import random

import pytest

from bench._reviews import FOLDER, REVIEW_CODES, SURVEY_CODES, reviews, survey
from bench.coding import f1, macro_f1
from vecu.coding.classifier import cross_validate, train

pytestmark = pytest.mark.skipif(not FOLDER.is_dir(), reason="../shared/data is not here")


@pytest.mark.parametrize(("labels", "measured"), [(200, 0.752), (1_000, 0.816)])
def test_french_reviews_are_suggested_for_as_well_as_measured_elsewhere(labels, measured):
    drawn = random.Random(1).sample(reviews("fr"), 2_000)  # noqa: S311 - no secret
    coded, asked = drawn[:labels], drawn[1_000:]
    suggester = train(coded, codes=REVIEW_CODES, chance=1)

    said = suggester.suggest([each.text for each in asked])

    found = macro_f1([each.codes for each in asked], [frozenset(each.codes) for each in said])
    assert found > measured - 0.04


def test_reviews_in_english_are_mostly_left_alone_by_what_was_learned_in_french():
    """Of texts long enough to tell: more than ten words."""
    french = random.Random(1).sample(reviews("fr"), 200)  # noqa: S311 - no secret
    english = [each.text for each in reviews("en") if len(each.text.split()) > 10][:300]
    suggester = train(french, codes=REVIEW_CODES, chance=1)

    said = suggester.suggest(english)

    assert sum(not suggestion.codes for suggestion in said) > 0.9 * len(said)


def test_each_code_of_a_survey_is_predicted_better_than_by_giving_it_to_all():
    answers = survey()
    true = [each.codes for each in answers]

    said = [frozenset(each.codes) for each in cross_validate(answers, codes=SURVEY_CODES, chance=1)]

    for code in SURVEY_CODES:
        everywhere = f1(true, [frozenset(SURVEY_CODES)] * len(true), code)
        assert f1(true, said, code) > everywhere, code
