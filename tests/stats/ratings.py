"""Hypothesis strategy for ratings, with any missing judgements."""

import numpy as np
from hypothesis import strategies as st

from tests.stats.naive_agreement import Ratings


@st.composite
def ratings(draw: st.DrawFn, *, coders: int | None = None, values: int = 4, missing: bool = True):
    """Draw ratings of 2 to 5 coders and 1 to 12 units, with one to `values` different values."""
    given = st.integers(1, draw(st.integers(1, values)))
    judgement = st.none() | given if missing else given
    height = coders or draw(st.integers(2, 5))
    width = draw(st.integers(1, 12))
    row = st.lists(judgement, min_size=width, max_size=width)
    return draw(st.lists(row, min_size=height, max_size=height))


def rows(ratings: Ratings) -> np.ndarray:
    """Return ratings as the room takes them: None becomes NaN."""
    return np.array(ratings, dtype=float)
