"""Cluster similar sentences, for a person to turn into codes, or not. Pure.

Clusters are no findings: what few people say forms no cluster, and cluster boundaries are
arbitrary.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import sparse

from vecu.coding.classifier.errors import TooFewPassages
from vecu.coding.classifier.features import Vocabulary
from vecu.coding.classifier.sentences import Sentence, split_sentences
from vecu.coding.classifier.tfidf import Floats, fit_idf
from vecu.coding.classifier.training_data import TokenizedText
from vecu.messages import Message
from vecu.translation import gettext_noop

LEAST_PASSAGES = 20
"""With fewer different sentences, reading them is faster than clustering."""
NAMING_WORDS = 5
_DIMENSIONS = 100
_STARTS = 3
_LEAST_HAVING = 3
_TELLING_WORDS = 4

Labels = npt.NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class SentenceCluster:
    """A cluster of similar sentences.

    `words` distinguish it from other clusters, in their most common spelling. `central` are the two
    sentences most similar to all others, with different words and long enough to be understood
    alone. `cohesion` is their similarity, from 0 to 1.
    """

    words: tuple[str, ...]
    central: tuple[Sentence, Sentence]
    members: tuple[Sentence, ...]
    cohesion: float


def cluster_sentences(
    texts: Mapping[str, str], *, count: int, chance: int
) -> list[SentenceCluster]:
    """Return up to `count` clusters of the sentences in texts (by id), the most cohesive first.

    A sentence that several people wrote counts once in clustering and is a member each time. Raise
    `TooFewPassages` when there is too little text.
    """
    alike: defaultdict[tuple[str, ...], list[tuple[Sentence, TokenizedText]]] = defaultdict(list)
    for passage, words in split_sentences(texts):
        alike[words.folded].append((passage, words))
    if len(alike) < max(LEAST_PASSAGES, 2 * count):
        raise TooFewPassages(
            Message(
                gettext_noop(
                    "Only %(found)s different sentences can be grouped; %(least)s are needed "
                    "for that many leads. Read them directly, or ask for fewer leads."
                ),
                found=len(alike),
                least=max(LEAST_PASSAGES, 2 * count),
            )
        )
    groups = list(alike.values())
    weighed = _weighed([same[0][1] for same in groups])
    labels = _grouped(weighed, count, chance)
    names = _names(groups, labels, count)
    leads = [
        _build_cluster(weighed, groups, np.flatnonzero(labels == label), names[label])
        for label in range(count)
    ]
    return sorted(filter(None, leads), key=lambda lead: -lead.cohesion)


def _weighed(texts: Sequence[TokenizedText]) -> sparse.csr_array:
    """Return sentences × phrases and n-grams, without very rare features."""
    vocabulary = Vocabulary(texts)
    parts = []
    for counts in (vocabulary.count_phrases(texts), vocabulary.count_runs(texts)):
        having = np.bincount(counts.indices, minlength=counts.shape[1])
        kept = sparse.csr_array(counts[:, np.flatnonzero(having >= _LEAST_HAVING)])
        parts.append(fit_idf(kept).weigh(kept))
    # Phrases and n-grams have length 1 each, so that together all rows have the same length.
    return sparse.csr_array(sparse.hstack(parts, format="csr") / np.sqrt(len(parts)))


def _grouped(weighed: sparse.csr_array, count: int, chance: int) -> Labels:
    """Return the cluster of each sentence: k-means on the leading principal directions."""
    # They take seconds to import: load them only in a process that clusters.
    from sklearn.cluster import KMeans  # noqa: PLC0415
    from sklearn.decomposition import TruncatedSVD  # noqa: PLC0415

    dimensions = min(_DIMENSIONS, min(weighed.shape) - 1)
    reduced = TruncatedSVD(dimensions, random_state=chance).fit_transform(weighed)
    means = KMeans(count, n_init=_STARTS, random_state=chance)
    labels: Labels = means.fit_predict(_of_length_one(reduced))
    return labels


def _names(
    groups: Sequence[Sequence[tuple[Sentence, TokenizedText]]], labels: Labels, count: int
) -> list[tuple[str, ...]]:
    """Return the words that distinguish each cluster: c-TF-IDF (Grootendorst 2022).

    A word's share in its cluster, times ln(1 + words in a mean cluster / its occurrences in all).
    """
    times = [Counter[str]() for _label in range(count)]
    for same, label in zip(groups, labels, strict=True):
        times[label].update(same[0][1].folded)
    everywhere = sum(times, Counter[str]())
    mean = everywhere.total() / count
    spelt = _spellings(groups)
    named = []
    for within in times:
        tells = {
            word: found / within.total() * np.log(1 + mean / everywhere[word])
            for word, found in within.items()
        }
        best = sorted(tells, key=lambda word: (-tells[word], word))[:NAMING_WORDS]
        named.append(tuple(spelt[word] for word in best))
    return named


def _spellings(groups: Sequence[Sequence[tuple[Sentence, TokenizedText]]]) -> dict[str, str]:
    """Return the most common spelling of each folded word, in lower case."""
    written: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for same in groups:
        for passage, words in same:
            for word, (start, end) in zip(words.folded, words.places, strict=True):
                written[word][passage.text[start:end].lower()] += 1
    return {word: spellings.most_common(1)[0][0] for word, spellings in written.items()}


def _build_cluster(
    weighed: sparse.csr_array,
    groups: Sequence[Sequence[tuple[Sentence, TokenizedText]]],
    rows: npt.NDArray[np.intp],
    words: tuple[str, ...],
) -> SentenceCluster | None:
    """Build a cluster, None for a sentence that resembles no other."""
    if len(rows) < 2:
        return None
    within = weighed[rows]
    likeness: Floats = np.asarray(within @ _of_length_one(within.mean(axis=0).reshape(1, -1))[0])
    falling = rows[np.argsort(-likeness, kind="stable")]
    ranked = [groups[row] for row in falling]
    members = tuple(passage for same in ranked for passage, _words in same)
    return SentenceCluster(words, _central(ranked), members, float(likeness.mean()))


def _central(
    ranked: Sequence[Sequence[tuple[Sentence, TokenizedText]]],
) -> tuple[Sentence, Sentence]:
    """Return the first two long enough to be understood alone, else the first two."""
    telling = [same for same in ranked if len(same[0][1].folded) >= _TELLING_WORDS]
    first, second = (*telling, *ranked)[:2] if len(telling) > 1 else ranked[:2]
    return first[0][0], second[0][0]


def _of_length_one(rows: Floats) -> Floats:
    lengths = np.sqrt((rows**2).sum(axis=1, keepdims=True))
    of_length_one: Floats = rows / np.where(lengths > 0, lengths, 1)
    return of_length_one
