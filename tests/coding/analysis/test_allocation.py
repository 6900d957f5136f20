"""Sharing texts out among coders."""

from collections import Counter
from itertools import combinations
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from vecu.coding.analysis.allocation import allocate_texts


def test_common_texts_go_to_every_pair_alike_and_the_rest_in_turn():
    texts, coders = range(20), ["ana", "bea", "cem"]
    dealt = list(allocate_texts(texts, coders, common=6, readers=2, chance=Random(1)))  # noqa: S311

    pairs = Counter(
        tuple(sorted(coder for other, coder in dealt if other == text)) for text in range(6)
    )
    assert pairs == dict.fromkeys(combinations(coders, 2), 2)
    single = Counter(coder for text, coder in dealt if text >= 6)
    assert sum(single.values()) == 14
    assert max(single.values()) - min(single.values()) <= 1


@given(
    texts=st.integers(0, 60), coders=st.integers(1, 5), common=st.integers(0, 60),
    readers=st.integers(2, 5), seed=st.integers(),
)  # fmt: skip
def test_each_text_is_given_once_to_each_of_its_coders(texts, coders, common, readers, seed):
    chance = Random(seed)  # noqa: S311
    dealt = list(
        allocate_texts(range(texts), range(coders), common=common, readers=readers, chance=chance)
    )

    assert len(set(dealt)) == len(dealt)
    each = Counter(text for text, _coder in dealt)
    assert each == {text: min(readers, coders) if text < common else 1 for text in range(texts)}
