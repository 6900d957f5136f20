"""Everything learned from coded texts, as one object. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from vecu.coding.classifier.explanations import (
    Contributions,
    WordContribution,
    build_contributions,
    remove_word,
)
from vecu.coding.classifier.features import Vocabulary
from vecu.coding.classifier.logistic_regression import (
    CodeClassifiers,
    Presence,
    cross_validate_evidence,
    fit_classifiers,
)
from vecu.coding.classifier.out_of_vocabulary import Familiarity, learn_familiarity
from vecu.coding.classifier.sentence_encoder import Encoder
from vecu.coding.classifier.tfidf import FeatureCounts, Floats
from vecu.coding.classifier.thresholds import DecisionThreshold, fit_thresholds
from vecu.coding.classifier.training_data import TokenizedExample, TokenizedText, tokenize


@dataclass(frozen=True)
class Model:
    """The vocabulary and weights, the classifiers, and the decision thresholds."""

    vocabulary: Vocabulary
    learned: CodeClassifiers
    standards: Sequence[DecisionThreshold]
    familiarity: Familiarity
    encoder: Encoder | None

    def evidence(self, texts: Sequence[str], words: Sequence[TokenizedText]) -> Floats:
        """Return the evidence for each code in each text: texts × codes."""
        return self.learned.evidence(count_features(self.vocabulary, texts, words, self.encoder))

    def contributions(self, words: TokenizedText) -> Contributions:
        """Return the contribution of each word to each code, without the encoder's part."""
        return Contributions(self.vocabulary, self.learned, words)

    def occlude(self, text: str, words: TokenizedText, code: int) -> tuple[WordContribution, ...]:
        """Return for each word how much evidence is lost when the text is read without it."""
        places = range(len(words.folded))
        shortened = [text, *(remove_word(text, words, index) for index in places)]
        evidence = self.evidence(shortened, [tokenize(each) for each in shortened])[:, code]
        return build_contributions(words, evidence[0] - evidence[1:])


def count_features(
    vocabulary: Vocabulary,
    texts: Sequence[str],
    words: Sequence[TokenizedText],
    encoder: Encoder | None,
) -> FeatureCounts:
    """Return the feature counts of texts, with encoder vectors if there is an encoder."""
    return FeatureCounts(
        vocabulary.count_phrases(words),
        vocabulary.count_runs(words),
        None if encoder is None else encoder.encode(texts),
    )


def fit(
    readable: Sequence[TokenizedExample],
    presence: Presence,
    *,
    chance: int,
    encoder: Encoder | None,
) -> Model:
    """Learn from tokenized texts; `presence` has the codes of each."""
    words = [each.words for each in readable]
    vocabulary = Vocabulary(words)
    counts = count_features(vocabulary, [each.example.text for each in readable], words, encoder)
    evidence = cross_validate_evidence(counts, words, presence, chance=chance)
    drawn = np.array([each.example.random for each in readable], dtype=np.bool_)
    return Model(
        vocabulary,
        fit_classifiers(counts, presence, chance=chance),
        fit_thresholds(evidence, presence, drawn, words),
        learn_familiarity(words, vocabulary),
        encoder,
    )


def build_presence_matrix(readable: Sequence[TokenizedExample], codes: Sequence[str]) -> Presence:
    """Return which of the codes each text has: texts × codes."""
    return np.array(
        [[code in each.example.codes for code in codes] for each in readable], dtype=np.bool_
    ).reshape(len(readable), len(codes))
