"""Shares corrected by what people read: hand calculation, and simulations whose truth is known."""

from math import sqrt

import numpy as np
import pytest

from vecu.stats import CorrectedShare, NoShareReason, ReviewedUnit, corrected_share


def read(yes: tuple[int, int], no: tuple[int, int]) -> list[ReviewedUnit]:
    """Return a sample: of each label, how many texts were read and how many carry the code."""
    return [
        ReviewedUnit(label, place < carrying)
        for label, (number, carrying) in ((True, yes), (False, no))
        for place in range(number)
    ]


def test_the_share_is_that_of_each_label_weighted_by_how_many_texts_have_it():
    """By hand: 200 of 1,000 texts labelled; people found the code on 30 of 40 of these that they
    read, and on 8 of 160 of the others: 0.2 × 0.75 + 0.8 × 0.05 = 0.19. The machine says 0.2, the
    sample alone 38 of 200 = 0.19.
    """
    share = corrected_share({True: 200, False: 800}, read((40, 30), (160, 8)))

    assert share.estimate == pytest.approx(0.19)
    assert share.by_machine == pytest.approx(0.2)
    assert share.by_sample == pytest.approx(0.19)
    assert share.found == {True: (40, 30), False: (160, 8)}


def test_its_variance_is_what_reading_only_some_of_each_label_leaves_open():
    """By hand, with one text more of either kind in each label (31/42 and 9/162):

    0.2² × (1 − 40/200) × 31/42 × 11/42 / 40 + 0.8² × (1 − 160/800) × 9/162 × 153/162 / 160
    = 0.00015465 + 0.00016790 = 0.00032255.
    """
    share = corrected_share({True: 200, False: 800}, read((40, 30), (160, 8)))

    by_hand = 0.04 * 0.8 * (31 / 42) * (11 / 42) / 40 + 0.64 * 0.8 * (9 / 162) * (153 / 162) / 160
    assert by_hand == pytest.approx(0.00032255, rel=1e-4)
    assert share.of_sample == pytest.approx(by_hand)
    assert share.of_texts == 0
    assert share.std_error == pytest.approx(sqrt(by_hand))


def test_where_the_texts_are_a_sample_themselves_the_interval_counts_that_too():
    """By hand: between labels 0.2 × (0.75 − 0.19)² + 0.8 × (0.05 − 0.19)² = 0.0784, within them
    0.2 × 31/42 × 11/42 + 0.8 × 9/162 × 153/162 = 0.0806; together divided by the 1,000 texts.
    """
    told_here = corrected_share({True: 200, False: 800}, read((40, 30), (160, 8)))
    drawn = corrected_share({True: 200, False: 800}, read((40, 30), (160, 8)), drawn=True)

    assert drawn.estimate == told_here.estimate
    assert drawn.of_sample == told_here.of_sample
    assert drawn.of_texts == pytest.approx((0.0784 + 0.08063) / 1000, rel=1e-3)
    assert drawn.conf_low < told_here.conf_low < told_here.conf_high < drawn.conf_high


def test_when_people_have_read_every_text_there_is_no_doubt():
    share = corrected_share({True: 20, False: 80}, read((20, 15), (80, 5)))

    assert (share.conf_low, share.estimate, share.conf_high) == (0.2, 0.2, 0.2)


def test_a_perfect_machine_leaves_little_doubt_and_a_blind_one_as_much_as_the_sample_alone():
    """Of 1,000 texts 300 carry the code. One machine labels just these, another any at random."""
    perfect = corrected_share({True: 300, False: 700}, read((60, 60), (140, 0)))
    blind = corrected_share({True: 500, False: 500}, read((100, 30), (100, 30)))

    assert perfect.estimate == blind.estimate == pytest.approx(0.3)
    assert perfect.std_error < blind.std_error / 4
    assert blind.std_error == pytest.approx(sqrt(0.8 * 0.3 * 0.7 / 200), rel=0.02)


def test_a_label_of_which_hardly_any_text_was_read_is_put_together_with_the_other():
    share = corrected_share({True: 3, False: 97}, read((1, 1), (19, 1)))

    assert share.pooled
    assert share.estimate == pytest.approx(2 / 20)


def test_where_nothing_can_be_estimated_the_reason_is():
    assert corrected_share({}, []) is NoShareReason.NOTHING_LABELLED
    assert corrected_share({True: 9, False: 90}, read((4, 1), (5, 1))) is NoShareReason.TOO_FEW_READ
    assert "dix" in NoShareReason.TOO_FEW_READ.say("fr")
    with pytest.raises(ValueError, match="More texts"):
        corrected_share({True: 3, False: 97}, read((4, 1), (16, 1)))


def simulate(*, prevalence, hits, false_alarms, texts, sample, drawn, times, seed):
    """Return how often the interval held the truth, how far estimates were off, the machine too."""
    chance = np.random.default_rng(seed)
    held, off, machine_off = 0, [], []
    for _time in range(times):
        carries = chance.random(texts) < prevalence
        labels = chance.random(texts) < np.where(carries, hits, false_alarms)
        truth = prevalence if drawn else carries.mean()
        chosen = chance.choice(texts, sample, replace=False)
        share = corrected_share(
            {True: int(labels.sum()), False: int((~labels).sum())},
            [ReviewedUnit(bool(labels[each]), bool(carries[each])) for each in chosen],
            drawn=drawn,
        )
        assert isinstance(share, CorrectedShare)
        held += share.conf_low <= truth <= share.conf_high
        off.append(share.estimate - truth)
        machine_off.append(share.by_machine - truth)
    return held / times, float(np.mean(off)), float(np.mean(machine_off))


@pytest.mark.parametrize("drawn", [False, True])
@pytest.mark.parametrize(
    ("prevalence", "hits", "false_alarms", "sample"),
    [(0.3, 0.8, 0.1, 150), (0.1, 0.6, 0.05, 200), (0.05, 0.7, 0.02, 300), (0.5, 0.55, 0.45, 100)],
)
def test_the_truth_lies_in_the_interval_as_often_as_it_says(
    prevalence, hits, false_alarms, sample, drawn
):
    """1,000 draws of 1,500 texts; at 95 % the share that holds varies by ± 0.014 (two deviations),
    and an interval that errs by being somewhat wide is right. The machine's own share is off.
    """
    held, off, machine_off = simulate(
        prevalence=prevalence, hits=hits, false_alarms=false_alarms, texts=1500, sample=sample,
        drawn=drawn, times=1000, seed=2011,
    )  # fmt: skip

    assert 0.936 <= held <= 0.99
    assert abs(off) < 3 * sqrt(0.25 / (sample * 1000))
    expected = prevalence * hits + (1 - prevalence) * false_alarms - prevalence
    assert machine_off == pytest.approx(expected, abs=0.003)
