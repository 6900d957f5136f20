"""One logistic regression for each code, and held-out evidence. Pure."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np
import numpy.typing as npt
from scipy import sparse

from vecu.coding.classifier.tfidf import FeatureCounts, Floats, TfidfTransform, fit_tfidf
from vecu.coding.classifier.training_data import TokenizedText

MANY_TEXTS = 500
"""With so many texts, three folds once are as good as five folds three times, and faster."""
STRENGTH = 10.0
"""The inverse of regularisation, C."""
_EXACT = 0.1
"""Weights of this tolerance give the same decisions in half the time."""
OF_ENCODER = 1.0
"""The length of the encoder's part of a row, beside 1 for phrases and 1 for n-grams."""

Presence = npt.NDArray[np.bool_]
"""Texts × codes: whether people applied the code to the text."""
Rows = npt.NDArray[np.intp]


@dataclass(frozen=True)
class CodeClassifiers:
    """A weight for each column and code, and an intercept for each code.

    The evidence for a code is the intercept plus the weights of the text's features, in log-odds.
    """

    weighing: TfidfTransform
    weights: Floats
    begins: Floats

    def evidence(self, counts: FeatureCounts) -> Floats:
        """Return the evidence for each code in each text: texts × codes."""
        return np.asarray(self.weighing.weigh(counts) @ self.weights) + self.begins


def fit_classifiers(counts: FeatureCounts, presence: Presence, *, chance: int) -> CodeClassifiers:
    """Fit each code; a code on all texts or on none gets its (smoothed) share as intercept."""
    weighing = fit_tfidf(counts, of_encoder=OF_ENCODER)
    weighed = weighing.weigh(counts)
    learned = [_learn_code(weighed, column, chance) for column in presence.T]
    weights = np.column_stack([weights for weights, _begin in learned])
    return CodeClassifiers(weighing, weights, np.array([begin for _weights, begin in learned]))


def _learn_code(
    weighed: sparse.csr_array, present: npt.NDArray[np.bool_], chance: int
) -> tuple[Floats, float]:
    # It takes seconds to import: load it only in a process that trains.
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
    """Return the evidence for each code in each text, trained without the text's own fold.

    With few texts it is the mean over three random splits, since the split matters then.
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
    """Split the texts into folds, by index, with rare codes spread over them.

    Texts with the same words stay together, or one would predict the other.
    """
    groups: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
    for index, each in enumerate(words):
        groups[each.folded].append(index)
    alike = list(groups.values())
    order = np.random.default_rng(chance).permutation(len(alike))
    rarest = _rarest_code(presence)
    dealt = sorted((alike[index] for index in order), key=lambda places: rarest[places[0]])
    return [
        np.array(sorted(chain.from_iterable(dealt[first::folds])), dtype=np.intp)
        for first in range(min(folds, len(dealt)))
    ]


def _rarest_code(presence: Presence) -> list[int]:
    """Return for each text the rank of its rarest code; those without codes come last."""
    counted = Counter({code: int(column.sum()) for code, column in enumerate(presence.T)})
    rank = {code: index for index, (code, _count) in enumerate(reversed(counted.most_common()))}
    return [
        min((rank[code] for code in np.flatnonzero(row).tolist()), default=len(rank))
        for row in presence
    ]
