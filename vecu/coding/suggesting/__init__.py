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
    has_encoder,
    open_encoder,
)
from vecu.coding.suggesting.examples import (
    LEAST_CODED,
    LEAST_RANDOM,
    LONGEST,
    Example,
)
from vecu.coding.suggesting.judging import judge
from vecu.coding.suggesting.leads import Lead, find_leads
from vecu.coding.suggesting.marking import Mark
from vecu.coding.suggesting.passages import Passage
from vecu.coding.suggesting.refusals import (
    EncoderAbsent,
    NothingLearned,
    TooFewExamples,
    TooFewPassages,
)
from vecu.coding.suggesting.sheets import (
    COLUMNS,
    Coded,
    SheetRefused,
    line_of,
    read_coded,
    read_texts,
)
from vecu.coding.suggesting.suggester import Suggester, Suggestion, train

__all__ = [
    "COLUMNS",
    "LEAST_CODED",
    "LEAST_RANDOM",
    "LONGEST",
    "Chosen",
    "Coded",
    "Encoder",
    "EncoderAbsent",
    "Example",
    "Lead",
    "Mark",
    "NothingLearned",
    "Passage",
    "SentenceEncoder",
    "SheetRefused",
    "Suggester",
    "Suggestion",
    "TooFewExamples",
    "TooFewPassages",
    "choose_next",
    "drawn_at_random",
    "find_leads",
    "has_encoder",
    "judge",
    "line_of",
    "open_encoder",
    "order_at_random",
    "read_coded",
    "read_texts",
    "train",
]
