"""How much each phrase and each run of letters of a text weighs: TF-IDF. Pure.

A count becomes 1 + ln(count), times 1 + ln((1 + texts) / (1 + texts that have it)); then phrases
have length 1 together, and runs too (Salton & Buckley 1988, as scikit-learn has it). What none of
the texts weighed with has, weighs nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import sparse

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class InverseDocumentFrequency:
    """How rare each column of one kind is among the texts that were learned from; 0 if in none."""

    weights: Floats

    def weigh(self, counts: sparse.csr_array) -> sparse.csr_array:
        """Return texts × columns, each row of length 1, or 0 where nothing is known."""
        values = (1 + np.log(counts.data)) * self.weights[counts.indices]
        weighed = sparse.csr_array((values, counts.indices, counts.indptr), shape=counts.shape)
        lengths = np.sqrt(weighed.multiply(weighed).sum(axis=1))
        lengths[lengths == 0] = 1
        weighed.data /= np.repeat(lengths, np.diff(weighed.indptr))
        return weighed

    def weigh_each(self, columns: npt.NDArray[np.int32]) -> Floats:
        """Return what each occurrence weighs in one text; equal occurrences share it equally.

        Summed by column it is the text's row of `weigh`; unknown columns (below 0) weigh nothing.
        """
        shares = np.zeros(len(columns))
        known = columns >= 0
        _found, where, times = np.unique(columns[known], return_inverse=True, return_counts=True)
        whole = (1 + np.log(times)) * self.weights[_found]
        length = np.sqrt((whole**2).sum()) or 1.0
        shares[known] = (whole / times / length)[where]
        return shares


def fit_idf(counts: sparse.csr_array) -> InverseDocumentFrequency:
    """Return how rare each column is among these texts."""
    texts, width = counts.shape
    having = np.bincount(counts.indices, minlength=width)
    rarity = 1 + np.log((1 + texts) / (1 + having))
    return InverseDocumentFrequency(np.where(having > 0, rarity, 0.0))


@dataclass(frozen=True)
class FeatureCounts:
    """Texts, counted: phrases and runs of letters, and what an encoder says of each, if any."""

    phrases: sparse.csr_array
    runs: sparse.csr_array
    encoded: Floats | None = None

    def __getitem__(self, rows: Sequence[int] | npt.NDArray[np.intp]) -> "FeatureCounts":
        """Return some of the texts."""
        encoded = None if self.encoded is None else self.encoded[rows]
        return FeatureCounts(self.phrases[rows], self.runs[rows], encoded)

    def __len__(self) -> int:
        """Return how many texts there are."""
        return int(self.phrases.shape[0])


@dataclass(frozen=True)
class TfidfTransform:
    """How counts become what is learned from: phrases, runs and the encoder's side by side."""

    phrases: InverseDocumentFrequency
    runs: InverseDocumentFrequency
    of_encoder: float

    def weigh(self, counts: FeatureCounts) -> sparse.csr_array:
        """Return texts × columns: phrases, then runs, then what the encoder says."""
        parts = [self.phrases.weigh(counts.phrases), self.runs.weigh(counts.runs)]
        if counts.encoded is not None:
            parts.append(sparse.csr_array(counts.encoded * self.of_encoder))
        return sparse.csr_array(sparse.hstack(parts, format="csr"))


def fit_tfidf(counts: FeatureCounts, *, of_encoder: float) -> TfidfTransform:
    """Return the weighing that these texts give."""
    return TfidfTransform(fit_idf(counts.phrases), fit_idf(counts.runs), of_encoder)
