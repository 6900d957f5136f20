"""Suggest codes and the words that explain them, learned from human coding. No Django."""

from vecu.coding.classifier.active_learning import (
    ChosenText,
    choose_next,
    find_random_sample,
    order_at_random,
)
from vecu.coding.classifier.clustering import SentenceCluster, cluster_sentences
from vecu.coding.classifier.cross_validation import cross_validate
from vecu.coding.classifier.errors import (
    EncoderAbsent,
    NotEnoughToLearn,
    TooFewExamples,
    TooFewPassages,
)
from vecu.coding.classifier.explanations import WordContribution
from vecu.coding.classifier.sentence_encoder import (
    Encoder,
    SentenceEncoder,
    has_encoder,
    open_encoder,
)
from vecu.coding.classifier.sentences import Sentence
from vecu.coding.classifier.suggester import Suggester, SuggestionResult, train
from vecu.coding.classifier.table_io import (
    COLUMNS,
    ExampleTableRefused,
    TrainingTable,
    format_suggestion_row,
    read_texts,
    read_training_table,
)
from vecu.coding.classifier.training_data import LEAST_CODED, LEAST_RANDOM, LONGEST, Example

__all__ = [
    "COLUMNS",
    "LEAST_CODED",
    "LEAST_RANDOM",
    "LONGEST",
    "ChosenText",
    "Encoder",
    "EncoderAbsent",
    "Example",
    "ExampleTableRefused",
    "NotEnoughToLearn",
    "Sentence",
    "SentenceCluster",
    "SentenceEncoder",
    "Suggester",
    "SuggestionResult",
    "TooFewExamples",
    "TooFewPassages",
    "TrainingTable",
    "WordContribution",
    "choose_next",
    "cluster_sentences",
    "cross_validate",
    "find_random_sample",
    "format_suggestion_row",
    "has_encoder",
    "open_encoder",
    "order_at_random",
    "read_texts",
    "read_training_table",
    "train",
]
