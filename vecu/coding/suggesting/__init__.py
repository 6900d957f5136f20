"""Suggestions of codes that show their words; learned from what people coded. No Django."""

from vecu.coding.suggesting.choosing import (
    Chosen,
    choose_next,
    drawn_at_random,
    order_at_random,
)
from vecu.coding.suggesting.encoders import (
    Encoder,
    SentenceEncoder,
    open_encoder,
)
from vecu.coding.suggesting.examples import (
    LEAST_CODED,
    LEAST_RANDOM,
    LONGEST,
    Example,
)
from vecu.coding.suggesting.judging import judge
from vecu.coding.suggesting.marking import Mark
from vecu.coding.suggesting.refusals import EncoderAbsent, NoSuggester, TooFewExamples
from vecu.coding.suggesting.suggester import Suggester, Suggestion, train

__all__ = [
    "LEAST_CODED",
    "LEAST_RANDOM",
    "LONGEST",
    "Chosen",
    "Encoder",
    "EncoderAbsent",
    "Example",
    "Mark",
    "NoSuggester",
    "SentenceEncoder",
    "Suggester",
    "Suggestion",
    "TooFewExamples",
    "choose_next",
    "drawn_at_random",
    "judge",
    "open_encoder",
    "order_at_random",
    "train",
]
