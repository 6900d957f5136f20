"""Held-out predictions for coded texts, by cross-validation. Pure."""

from collections.abc import Callable, Sequence

from vecu.coding.classifier.logistic_regression import assign_folds
from vecu.coding.classifier.model import build_presence_matrix
from vecu.coding.classifier.sentence_encoder import Encoder
from vecu.coding.classifier.suggester import SuggestionResult, train_on
from vecu.coding.classifier.training_data import Example, check_enough, read_examples

FOLDS = 5


def cross_validate(
    examples: Sequence[Example],
    *,
    codes: Sequence[str],
    chance: int,
    encoder: Encoder | None = None,
    folds: int = FOLDS,
    progress: Callable[[int], object] = lambda _done: None,
) -> list[SuggestionResult]:
    """Return a prediction for each example, trained without it and without texts of equal words.

    Every step is refitted in each fold: features, classifiers and thresholds. As many folds as
    examples is leave-one-out. `progress` receives how many texts are done. Raise `TooFewExamples`
    as `train` does.
    """
    readable, unread = read_examples(examples)
    check_enough(examples, readable, codes)
    words = [each.words for each in readable]
    results: dict[str, SuggestionResult] = {}
    for fold in assign_folds(words, build_presence_matrix(readable, codes), folds, chance=chance):
        held = set(fold.tolist())
        others = [each for index, each in enumerate(readable) if index not in held]
        batch = [readable[index].example for index in fold]
        if not results:
            batch += [example for example in examples if example.id in unread]
        suggester = train_on(others, codes, chance, encoder, {})
        suggestions = suggester.suggest([example.text for example in batch])
        results |= {each.id: what for each, what in zip(batch, suggestions, strict=True)}
        progress(len(batch))
    return [results[example.id] for example in examples]
