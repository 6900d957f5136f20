"""What the machine would have said of coded texts, had it not learned from them. Pure."""

from collections.abc import Callable, Sequence

from vecu.coding.suggesting.encoders import Encoder
from vecu.coding.suggesting.examples import Example, check_enough, read_examples
from vecu.coding.suggesting.learning import deal
from vecu.coding.suggesting.model import presence_of
from vecu.coding.suggesting.suggester import Suggestion, train_on

FOLDS = 5


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
    readable, unread = read_examples(examples)
    check_enough(examples, readable, codes)
    words = [each.words for each in readable]
    said: dict[str, Suggestion] = {}
    for fold in deal(words, presence_of(readable, codes), folds, chance=chance):
        held = set(fold.tolist())
        others = [each for place, each in enumerate(readable) if place not in held]
        asked = [readable[place].example for place in fold]
        if not said:
            asked += [example for example in examples if example.id in unread]
        suggester = train_on(others, codes, chance, encoder, {})
        suggestions = suggester.suggest([example.text for example in asked])
        said |= {each.id: what for each, what in zip(asked, suggestions, strict=True)}
        progress(len(asked))
    return [said[example.id] for example in examples]
