"""Learn from coded texts; suggest codes for others, with the words that explain them. Pure."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from importlib import metadata

from vecu.coding.classifier.explanations import WordContribution, select_strongest
from vecu.coding.classifier.model import Model, build_presence_matrix, fit
from vecu.coding.classifier.sentence_encoder import Encoder
from vecu.coding.classifier.tfidf import Floats
from vecu.coding.classifier.training_data import (
    Example,
    TokenizedExample,
    TokenizedText,
    check_enough,
    find_unreadable_reason,
    read_examples,
    tokenize,
)
from vecu.messages import Message
from vecu.translation import gettext_noop

METHOD = "2"
"""Increase whenever the same examples would give another suggester."""
_LIBRARIES = ("numpy", "scikit-learn", "scipy")
_AT_ONCE = 1_000


@dataclass(frozen=True, slots=True)
class SuggestionResult:
    """The prediction for one text.

    `codes` are those above their threshold, best first; `scores` has every code, even when nothing
    is suggested; `words` are the strongest for each suggested code. `why_not` is the reason for no
    suggestion, else None.
    """

    codes: tuple[str, ...]
    scores: Mapping[str, float]
    words: Mapping[str, tuple[WordContribution, ...]]
    why_not: Message | None


class Suggester:
    """A trained model; made by `train`.

    `version` is a fingerprint of everything it was made from. `silent` says why some codes are
    never suggested, and `unread` why some examples, by id, were not used.
    """

    def __init__(
        self, model: Model, codes: Sequence[str], version: str, unread: Mapping[str, Message]
    ) -> None:
        self._model = model
        self._standards = dict(zip(codes, model.standards, strict=True))
        self.codes = tuple(codes)
        self.version = version
        self.unread = dict(unread)
        self.silent = {
            code: standard.silent
            for code, standard in self._standards.items()
            if standard.silent is not None
        }

    def suggest(self, texts: Sequence[str]) -> list[SuggestionResult]:
        """Return a prediction for each text, or why there is none."""
        return [
            suggestion
            for start in range(0, len(texts), _AT_ONCE)
            for suggestion in self._suggest_some(texts[start : start + _AT_ONCE])
        ]

    def explain(self, text: str, code: str) -> tuple[WordContribution, ...]:
        """Return the contribution of each word of a text to a code, positive or negative.

        The contributions add up to the evidence without the intercept. With an encoder, a
        contribution is instead the evidence lost when the text is read without the word. Empty for
        a text that is not read.
        """
        words = tokenize(text)
        if find_unreadable_reason(text, words):
            return ()
        index = self.codes.index(code)
        if self._model.encoder is None:
            return self._model.contributions(words).list_contributions(index)
        return self._model.occlude(text, words, index)

    def _suggest_some(self, texts: Sequence[str]) -> list[SuggestionResult]:
        read = [tokenize(text) for text in texts]
        whys = [self._why_not(*each) for each in zip(texts, read, strict=True)]
        left = [index for index, why in enumerate(whys) if why is None]
        evidence = self._model.evidence(
            [texts[index] for index in left], [read[index] for index in left]
        )
        rows = dict(zip(left, evidence, strict=True))
        return [
            self._nothing(why) if why else self._suggest_one(texts[index], read[index], rows[index])
            for index, why in enumerate(whys)
        ]

    def _why_not(self, text: str, words: TokenizedText) -> Message | None:
        if len(self.silent) == len(self.codes):
            return Message(gettext_noop("No code has enough coded texts to be suggested."))
        understood = self._model.encoder is not None
        return find_unreadable_reason(text, words) or self._model.familiarity.explain_unfamiliarity(
            words, understood=understood
        )

    def _suggest_one(self, text: str, words: TokenizedText, evidence: Floats) -> SuggestionResult:
        marked = self._marks(text, words, evidence)
        scores = {
            code: standard.score(float(value))
            for (code, standard), value in zip(self._standards.items(), evidence, strict=True)
        }
        # Evidence without a supporting content word comes from the code being common: no reason.
        codes = sorted((code for code, marks in marked.items() if marks), key=lambda c: -scores[c])
        words_by_code = {code: marked[code] for code in codes}
        why = None if codes else Message(gettext_noop("There is not enough evidence for any code."))
        return SuggestionResult(tuple(codes), scores, words_by_code, why)

    def _marks(
        self, text: str, words: TokenizedText, evidence: Floats
    ) -> dict[str, tuple[WordContribution, ...]]:
        """Return the words that contribute most to each code above its threshold."""
        enough = [
            (index, code)
            for index, (code, standard) in enumerate(self._standards.items())
            if evidence[index] > standard.enough
        ]
        if not enough:
            return {}
        contributions = self._model.contributions(words)
        marked = {
            code: select_strongest(contributions.list_contributions(index), words.folded)
            for index, code in enough
        }
        if self._model.encoder is not None:
            for index, code in enough:
                marked[code] = marked[code] or select_strongest(
                    self._model.occlude(text, words, index), words.folded
                )
        return marked

    def _nothing(self, why: Message) -> SuggestionResult:
        """Return an empty prediction; its scores are how common each code is."""
        shares = {code: standard.share for code, standard in self._standards.items()}
        return SuggestionResult((), shares, {}, why)


def train(
    examples: Sequence[Example],
    *,
    codes: Sequence[str],
    chance: int,
    encoder: Encoder | None = None,
) -> Suggester:
    """Learn `codes` from coded texts, independent of their order.

    Codes of an example that are not among `codes` are ignored. Raise `TooFewExamples` before enough
    texts are coded.
    """
    readable, unread = read_examples(examples)
    check_enough(examples, readable, codes)
    return train_on(readable, codes, chance, encoder, unread)


def train_on(
    readable: Sequence[TokenizedExample],
    codes: Sequence[str],
    chance: int,
    encoder: Encoder | None,
    unread: Mapping[str, Message],
) -> Suggester:
    """Learn from readable texts, however few."""
    model = fit(readable, build_presence_matrix(readable, codes), chance=chance, encoder=encoder)
    return Suggester(model, codes, compute_version(readable, codes, chance, encoder), unread)


def compute_version(
    readable: Sequence[TokenizedExample], codes: Sequence[str], chance: int, encoder: Encoder | None
) -> str:
    """Return a fingerprint of data and method; the words cannot be recovered from it."""
    made_of = {
        "method": METHOD,
        "libraries": [f"{name} {metadata.version(name)}" for name in _LIBRARIES],
        "encoder": encoder.name if encoder else "",
        "chance": chance,
        "codes": list(codes),
        "examples": [_written(each.example) for each in readable],
    }
    written = json.dumps(made_of).encode()
    return sha256(written).hexdigest()[:16]


def _written(example: Example) -> list[object]:
    return [example.id, example.text, sorted(example.codes), example.random]
