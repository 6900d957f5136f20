"""All that was learned from coded texts, in one piece. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from vecu.coding.suggesting.deciding import Standard, set_standards
from vecu.coding.suggesting.encoders import Encoder
from vecu.coding.suggesting.examples import Read, Words, words_of
from vecu.coding.suggesting.familiarity import Familiarity, learn_familiarity
from vecu.coding.suggesting.learning import (
    Learned,
    Presence,
    evidence_unseen,
    learn,
)
from vecu.coding.suggesting.marking import Contributions, Mark, marks_of, without
from vecu.coding.suggesting.vocabulary import Vocabulary
from vecu.coding.suggesting.weighing import Counts, Floats


@dataclass(frozen=True)
class Model:
    """What is known of words, what was learned of each code, and how evidence is judged."""

    vocabulary: Vocabulary
    learned: Learned
    standards: Sequence[Standard]
    familiarity: Familiarity
    encoder: Encoder | None

    def evidence(self, texts: Sequence[str], words: Sequence[Words]) -> Floats:
        """Return the evidence for each code in each text: texts × codes."""
        return self.learned.evidence(count(self.vocabulary, texts, words, self.encoder))

    def contributions(self, words: Words) -> Contributions:
        """Return what each word contributes to any code, the encoder's part left out."""
        return Contributions(self.vocabulary, self.learned, words)

    def occlude(self, text: str, words: Words, code: int) -> tuple[Mark, ...]:
        """Return for each word what the evidence loses when the text is read without it."""
        places = range(len(words.folded))
        shortened = [text, *(without(text, words, place) for place in places)]
        evidence = self.evidence(shortened, [words_of(each) for each in shortened])[:, code]
        return marks_of(words, evidence[0] - evidence[1:])


def count(
    vocabulary: Vocabulary,
    texts: Sequence[str],
    words: Sequence[Words],
    encoder: Encoder | None,
) -> Counts:
    """Return texts as they are counted, and as the encoder reads them where there is one."""
    return Counts(
        vocabulary.count_phrases(words),
        vocabulary.count_runs(words),
        None if encoder is None else encoder.encode(texts),
    )


def fit(
    readable: Sequence[Read], presence: Presence, *, chance: int, encoder: Encoder | None
) -> Model:
    """Learn from texts with words: `presence` tells the codes of each."""
    words = [each.words for each in readable]
    vocabulary = Vocabulary(words)
    counts = count(vocabulary, [each.example.text for each in readable], words, encoder)
    evidence = evidence_unseen(counts, words, presence, chance=chance)
    drawn = np.array([each.example.random for each in readable], dtype=np.bool_)
    return Model(
        vocabulary,
        learn(counts, presence, chance=chance),
        set_standards(evidence, presence, drawn, words),
        learn_familiarity(words, vocabulary),
        encoder,
    )


def presence_of(readable: Sequence[Read], codes: Sequence[str]) -> Presence:
    """Return which of the codes each text has: texts × codes."""
    return np.array(
        [[code in each.example.codes for code in codes] for each in readable], dtype=np.bool_
    ).reshape(len(readable), len(codes))
