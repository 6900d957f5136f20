"""Benchmark of agreement on every code: `agreement_s`, `coder_against_others_s`.

Five coders judged four texts of five each; the judgements are generated in memory. The first is
everything shown for each code, intervals included, the second one coder against each of the others.
Each is the best of three runs. Alone: `python -m bench._agreement`.
"""

import json
import sys
import time
from collections.abc import Callable

import numpy as np

from vecu.stats import NOT_JUDGED, agreement_by_code, coder_agreement

CODERS, TEXTS, CODES = 5, 10_000, 30


def agreement(coders: int = CODERS, texts: int = TEXTS, codes: int = CODES) -> dict[str, float]:
    """Return both times in seconds."""
    presence = invented(coders, texts, codes)
    return {
        "agreement_s": best_of_three(lambda: agreement_by_code(presence, chance=1)),
        "coder_against_others_s": best_of_three(lambda: coder_agreement(presence, 0, chance=1)),
    }


def invented(coders: int, texts: int, codes: int) -> np.ndarray:
    """Return presence by coders who find nine of ten true codes; codes become rarer."""
    chance = np.random.default_rng(1)
    there = chance.random((texts, codes)) < 0.4 / np.arange(1, codes + 1)
    seen = chance.random((coders, texts, codes)) < np.where(there, 0.9, 0.01)
    judged = chance.random((coders, texts, 1)) < 0.8
    return np.where(judged, seen, NOT_JUDGED).astype(np.int8)


def best_of_three(measured: Callable[[], object]) -> float:
    seconds = []
    for _run in range(3):
        begin = time.perf_counter()
        measured()
        seconds.append(time.perf_counter() - begin)
    return round(min(seconds), 2)


if __name__ == "__main__":
    print(json.dumps(agreement(*map(int, sys.argv[1:]))))
