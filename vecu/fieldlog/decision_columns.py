"""The decisions of a month by columns, read one at a time: a million take some 100 MB. Pure."""

from array import array
from collections.abc import Mapping, Sequence
from math import nan

import numpy as np
from numpy.typing import NDArray


class NameColumn:
    """One name for each decision, of few different ones."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._codes = array("I")

    def append(self, name: str) -> None:
        """Add the name of one more decision."""
        self._codes.append(self._numbers.setdefault(name, len(self._numbers)))

    @property
    def names(self) -> Sequence[str]:
        """The different names, in no order."""
        return list(self._numbers)

    def get_indices(self, order: Mapping[str, int]) -> NDArray[np.int32]:
        """Return the index of each decision's name, as `order` gives it."""
        return np.array([order[name] for name in self._numbers], np.int32)[self._get_codes()]

    def _get_codes(self) -> NDArray[np.uint32]:
        return np.frombuffer(self._codes, np.uint32)


class NumberColumn:
    """A number for each decision, or none."""

    def __init__(self) -> None:
        self._values = array("d")

    def append(self, value: float | None) -> None:
        """Add the number of one more decision."""
        self._values.append(nan if value is None else value)

    def get_values(self) -> NDArray[np.float64]:
        """Return the numbers; not a number where there is none."""
        return np.frombuffer(self._values, np.float64)
