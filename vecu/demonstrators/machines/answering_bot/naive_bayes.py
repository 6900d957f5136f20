"""Multinomial naive Bayes on pieces of words, as scikit-learn’s computes it. Pure.

Manning, Raghavan and Schütze, Introduction to Information Retrieval (2008), chapters 6 and 13. The
tests hold it to `TfidfVectorizer` and `MultinomialNB` of scikit-learn, which take more than a
second to import, where a page has to answer sooner.
"""

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

SHORTEST, LONGEST = 2, 5
"""Characters of a piece; the edges of its word count."""
SMOOTHING = 0.05
"""Added to the weight of each piece in each class, so that none is impossible."""

Texts = Sequence[tuple[str, str]]
"""Folded texts, each with its label; every label has as many."""


@dataclass(frozen=True, slots=True)
class NaiveBayes:
    """What was learnt: `rarity` of each piece, and its log probability under each label."""

    labels: Sequence[str]
    rarity: Mapping[str, float]
    log_probabilities: Mapping[str, Sequence[float]]

    def predict(self, text: str) -> dict[str, float]:
        """Return the probability of each label, the most probable first.

        Of a text without any known piece all are equal, in the order of `labels`.
        """
        scores = [0.0] * len(self.labels)
        for piece, weight in weigh_pieces(text, self.rarity).items():
            for index, log_probability in enumerate(self.log_probabilities[piece]):
                scores[index] += weight * log_probability
        highest = max(scores)
        shares = [math.exp(score - highest) for score in scores]
        whole = math.fsum(shares)
        ranked = sorted(zip(shares, self.labels, strict=True), key=lambda each: -each[0])
        return {label: share / whole for share, label in ranked}

    def weigh_words(self, text: str, label: str, other: str) -> dict[str, float]:
        """Return how much each word speaks for `label` against `other`, the strongest first.

        The sum over words is the logarithm of the odds between the two.
        """
        this, that = self.labels.index(label), self.labels.index(other)
        weights, found = weigh_pieces(text, self.rarity), Counter(iter_pieces(text))
        words: dict[str, float] = {}
        for word in text.split():
            for piece in iter_pieces(word):
                if piece in weights:
                    learnt = self.log_probabilities[piece]
                    share = weights[piece] / found[piece] * (learnt[this] - learnt[that])
                    words[word] = words.get(word, 0.0) + share
        return dict(sorted(words.items(), key=lambda each: -each[1]))


def fit_naive_bayes(texts: Texts, smoothing: float = SMOOTHING) -> NaiveBayes:
    """Learn from texts; labels keep the order in which they first appear."""
    labels = list(dict.fromkeys(label for _text, label in texts))
    present = Counter(piece for text, _label in texts for piece in set(iter_pieces(text)))
    rarity = {
        piece: math.log((1 + len(texts)) / (1 + count)) + 1 for piece, count in present.items()
    }
    sums: dict[str, list[float]] = {piece: [smoothing] * len(labels) for piece in rarity}
    for text, label in texts:
        index = labels.index(label)
        for piece, weight in weigh_pieces(text, rarity).items():
            sums[piece][index] += weight
    totals = [math.log(math.fsum(column)) for column in zip(*sums.values(), strict=True)]
    return NaiveBayes(
        labels,
        rarity,
        {
            piece: [math.log(value) - total for value, total in zip(row, totals, strict=True)]
            for piece, row in sums.items()
        },
    )


def weigh_pieces(text: str, rarity: Mapping[str, float]) -> dict[str, float]:
    """Return the tf-idf weight of each known piece, with a logarithmic count, of length 1."""
    counts = Counter(piece for piece in iter_pieces(text) if piece in rarity)
    weights = {piece: (1 + math.log(n)) * rarity[piece] for piece, n in counts.items()}
    length = math.sqrt(math.fsum(weight * weight for weight in weights.values()))
    return {piece: weight / length for piece, weight in weights.items()}


def iter_pieces(text: str) -> Iterator[str]:
    """Cut each word, with a space at each edge, into all pieces of `SHORTEST` to `LONGEST`.

    A word shorter than a piece counts once, whole.
    """
    for word in text.split():
        edged = f" {word} "
        for size in range(SHORTEST, LONGEST + 1):
            for start in range(max(1, len(edged) - size + 1)):
                yield edged[start : start + size]
            if len(edged) <= size:
                break
