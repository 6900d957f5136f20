"""What the machine would have said of coded texts, had it not learned from them. Pure."""

from collections.abc import Callable, Sequence

import numpy as np

from vecu.coding.suggesting.encoders import Encoder
from vecu.coding.suggesting.examples import Example, check_enough, words_of
from vecu.coding.suggesting.learning import FOLDS, deal
from vecu.coding.suggesting.suggester import Suggestion, sort_out, train_on


def judge(
    examples: Sequence[Example],
    *,
    codes: Sequence[str],
    chance: int,
    encoder: Encoder | None = None,
    folds: int = FOLDS,
    progress: Callable[[int], object] = lambda _done: None,
) -> list[Suggestion]:
    """Return a suggestion for each example, learned without it and without texts of its words.

    All is learned anew for each fold: words, codes and how much evidence is enough. With as many
    folds as examples each is left out alone. `progress` is told how many texts are done. Raises
    `TooFewExamples` as `train` does.
    """
    readable, unread = sort_out(examples)
    words = [words_of(example.text) for example in readable]
    check_enough(readable, words)
    presence = np.array([[c in each.codes for c in codes] for each in readable], dtype=np.bool_)
    said: dict[str, Suggestion] = {}
    for fold in deal(words, presence, folds, chance=chance):
        held = set(fold.tolist())
        others = [each for place, each in enumerate(readable) if place not in held]
        asked = [readable[place] for place in fold]
        if not said:
            asked += [example for example in examples if example.id in unread]
        suggester = train_on(others, codes, chance, encoder, {})
        suggestions = suggester.suggest([example.text for example in asked])
        said |= {each.id: what for each, what in zip(asked, suggestions, strict=True)}
        progress(len(asked))
    return [said[example.id] for example in examples]
