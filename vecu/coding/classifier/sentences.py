"""Split texts into sentences and their content words. Pure."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from vecu.coding.classifier.function_words import is_function_word
from vecu.coding.classifier.training_data import LONGEST, TokenizedText, tokenize

LEAST_WORDS = 2
"""A sentence with fewer content words is skipped."""

_SENTENCE = re.compile(r"(?:[^.!?…;:\n•]|[.:](?=\w))+[.!?…;:]*")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence and its span in the text, in code points."""

    text_id: str
    start: int
    end: int
    text: str


def split_sentences(texts: Mapping[str, str]) -> Iterator[tuple[Sentence, TokenizedText]]:
    """Yield each sentence with its content words; a text too long to read has none."""
    for id_, text in texts.items():
        if len(text) > LONGEST:
            continue
        for found in _SENTENCE.finditer(text):
            sentence = found.group()
            start = found.start() + len(sentence) - len(sentence.lstrip())
            stripped = sentence.strip()
            words = remove_function_words(tokenize(stripped))
            if len(words.folded) >= LEAST_WORDS:
                yield Sentence(id_, start, start + len(stripped), stripped), words


def remove_function_words(words: TokenizedText) -> TokenizedText:
    """Remove French and English function words, and single letters."""
    kept = [
        index
        for index, word in enumerate(words.folded)
        if len(word) > 1 and not is_function_word(word)
    ]
    return TokenizedText(
        tuple(words.folded[index] for index in kept), tuple(words.places[index] for index in kept)
    )
