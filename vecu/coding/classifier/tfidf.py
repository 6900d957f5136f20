"""TF-IDF weights of the phrases and character n-grams of a text. Pure.

A count becomes 1 + ln(count), times 1 + ln((1 + texts) / (1 + texts that have it)); then the
phrases are scaled to length 1, and the n-grams too (Salton & Buckley 1988, as scikit-learn does).
Features that occur in no training text have weight 0.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import sparse

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class InverseDocumentFrequency:
    """The rarity of each column among the training texts; 0 if in none."""

    weights: Floats

    def weigh(self, counts: sparse.csr_array) -> sparse.csr_array:
        """Return texts × columns, each row of length 1, or 0 if no column is known."""
        values = (1 + np.log(counts.data)) * self.weights[counts.indices]
        weighed = sparse.csr_array((values, counts.indices, counts.indptr), shape=counts.shape)
        lengths = np.sqrt(weighed.multiply(weighed).sum(axis=1))
        lengths[lengths == 0] = 1
        weighed.data /= np.repeat(lengths, np.diff(weighed.indptr))
        return weighed

    def weigh_each(self, columns: npt.NDArray[np.int32]) -> Floats:
        """Return the weight of each occurrence in one text; equal occurrences share it equally.

        Summed by column it is the text's row of `weigh`; unknown columns (below 0) have weight 0.
        """
        shares = np.zeros(len(columns))
        known = columns >= 0
        _found, where, times = np.unique(columns[known], return_inverse=True, return_counts=True)
        whole = (1 + np.log(times)) * self.weights[_found]
        length = np.sqrt((whole**2).sum()) or 1.0
        shares[known] = (whole / times / length)[where]
        return shares


def fit_idf(counts: sparse.csr_array) -> InverseDocumentFrequency:
    """Return the rarity of each column among these texts."""
    texts, width = counts.shape
    having = np.bincount(counts.indices, minlength=width)
    rarity = 1 + np.log((1 + texts) / (1 + having))
    return InverseDocumentFrequency(np.where(having > 0, rarity, 0.0))


@dataclass(frozen=True)
class FeatureCounts:
    """Texts as counts of phrases and n-grams, with encoder vectors if there is an encoder."""

    phrases: sparse.csr_array
    runs: sparse.csr_array
    encoded: Floats | None = None

    def __getitem__(self, rows: Sequence[int] | npt.NDArray[np.intp]) -> "FeatureCounts":
        """Select some of the texts."""
        encoded = None if self.encoded is None else self.encoded[rows]
        return FeatureCounts(self.phrases[rows], self.runs[rows], encoded)

    def __len__(self) -> int:
        """Return the number of texts."""
        return int(self.phrases.shape[0])


@dataclass(frozen=True)
class TfidfTransform:
    """Turns counts into classifier input: phrases, n-grams and encoder vectors side by side."""

    phrases: InverseDocumentFrequency
    runs: InverseDocumentFrequency
    of_encoder: float

    def weigh(self, counts: FeatureCounts) -> sparse.csr_array:
        """Return texts × columns: phrases, then n-grams, then encoder vectors."""
        parts = [self.phrases.weigh(counts.phrases), self.runs.weigh(counts.runs)]
        if counts.encoded is not None:
            parts.append(sparse.csr_array(counts.encoded * self.of_encoder))
        return sparse.csr_array(sparse.hstack(parts, format="csr"))


def fit_tfidf(counts: FeatureCounts, *, of_encoder: float) -> TfidfTransform:
    """Fit the weights to these texts."""
    return TfidfTransform(fit_idf(counts.phrases), fit_idf(counts.runs), of_encoder)
