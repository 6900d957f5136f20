"""One logistic regression for each code, and what it says of texts that it was not shown. Pure."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np
import numpy.typing as npt
from scipy import sparse

from vecu.coding.classifier.tfidf import (
    FeatureCounts,
    Floats,
    TfidfTransform,
    fit_tfidf,
)
from vecu.coding.classifier.training_data import TokenizedText

MANY_TEXTS = 500
"""From so many texts on three folds are as good as five dealt three times, and cost a fifth."""
STRENGTH = 10.0
"""The inverse of regularisation, C."""
_EXACT = 0.1
"""Weights this exact decide alike, in half the time."""
OF_ENCODER = 1.0
"""The length of what an encoder says of a text, beside 1 for its phrases and 1 for its runs."""

Presence = npt.NDArray[np.bool_]
"""Texts × codes: whether people put the code on the text."""
Rows = npt.NDArray[np.intp]


@dataclass(frozen=True)
class CodeClassifiers:
    """What tells the codes apart: a weight for each column and code, and where each code begins.

    The evidence for a code is where it begins plus the weights of what the text holds, in log-odds.
    """

    weighing: TfidfTransform
    weights: Floats
    begins: Floats

    def evidence(self, counts: FeatureCounts) -> Floats:
        """Return the evidence for each code in each text: texts × codes."""
        return np.asarray(self.weighing.weigh(counts) @ self.weights) + self.begins


def fit_classifiers(counts: FeatureCounts, presence: Presence, *, chance: int) -> CodeClassifiers:
    """Learn each code from counted texts; a code that all of them have, or none, is its share."""
    weighing = fit_tfidf(counts, of_encoder=OF_ENCODER)
    weighed = weighing.weigh(counts)
    learned = [_learn_code(weighed, column, chance) for column in presence.T]
    weights = np.column_stack([weights for weights, _begin in learned])
    return CodeClassifiers(weighing, weights, np.array([begin for _weights, begin in learned]))


def _learn_code(
    weighed: sparse.csr_array, present: npt.NDArray[np.bool_], chance: int
) -> tuple[Floats, float]:
    # It takes seconds to import: only a process that learns shall wait for it.
    from sklearn.linear_model import LogisticRegression  # noqa: PLC0415

    if present.all() or not present.any():
        share = (present.sum() + 0.5) / (len(present) + 1)
        return np.zeros(weighed.shape[1]), float(np.log(share / (1 - share)))
    model = LogisticRegression(
        C=STRENGTH, solver="liblinear", dual=True, tol=_EXACT, max_iter=1_000, random_state=chance
    )
    model.fit(weighed, present)
    return model.coef_[0], float(model.intercept_[0])


def cross_validate_evidence(
    counts: FeatureCounts, words: Sequence[TokenizedText], presence: Presence, *, chance: int
) -> Floats:
    """Return the evidence for each code in each text, learned without the text's own fold.

    Of few texts it is the mean over three deals, for how they fall matters then.
    """
    folds, deals = (3, 1) if len(counts) >= MANY_TEXTS else (5, 3)
    dealt = [
        assign_folds(words, presence, folds, chance=chance + number) for number in range(deals)
    ]
    evidence = [_evidence_by_fold(counts, presence, each, chance=chance) for each in dealt]
    return np.asarray(np.mean(evidence, axis=0))


def _evidence_by_fold(
    counts: FeatureCounts, presence: Presence, folds: Sequence[Rows], *, chance: int
) -> Floats:
    evidence = np.zeros(presence.shape)
    for fold in folds:
        others = np.setdiff1d(np.arange(len(counts)), fold)
        learned = fit_classifiers(counts[others], presence[others], chance=chance)
        evidence[fold] = learned.evidence(counts[fold])
    return evidence


def assign_folds(
    words: Sequence[TokenizedText], presence: Presence, folds: int, *, chance: int
) -> list[Rows]:
    """Return the texts in so many folds, by place, rare codes spread over them.

    Texts of the same words stay together: one of them would tell of the others.
    """
    groups: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
    for place, each in enumerate(words):
        groups[each.folded].append(place)
    alike = list(groups.values())
    order = np.random.default_rng(chance).permutation(len(alike))
    rarest = _rarest_code(presence)
    dealt = sorted((alike[place] for place in order), key=lambda places: rarest[places[0]])
    return [
        np.array(sorted(chain.from_iterable(dealt[first::folds])), dtype=np.intp)
        for first in range(min(folds, len(dealt)))
    ]


def _rarest_code(presence: Presence) -> list[int]:
    """Return for each text the rank of its rarest code; those without any come last."""
    counted = Counter({code: int(column.sum()) for code, column in enumerate(presence.T)})
    rank = {code: place for place, (code, _count) in enumerate(reversed(counted.most_common()))}
    return [
        min((rank[code] for code in np.flatnonzero(row).tolist()), default=len(rank))
        for row in presence
    ]
