"""Which words only hold a sentence together: articles, prepositions, pronouns, auxiliaries. Pure.

The lists have the parts of elided and contracted words as the tokenizer leaves them (d’, qu’, n’t).
Words that negate on their own (*rien*, *never*, *no*) are content: they may be the whole answer.
"""

import json
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files

from vecu.search_folding import fold_for_search


def is_function_word(word: str) -> bool:
    """Return whether a folded word is a function word in any known language."""
    return any(word in words for words in _function_words().values())


def find_content_words(folded: Sequence[str]) -> list[bool]:
    """Return for each word of a text whether it is a content word in the text's language.

    The language is the one whose function words the text has most of; on a tie each list counts.
    *Son* and *but* are function words in one language, and nouns in the other.
    """
    lists = _function_words().values()
    found = [sum(word in words for word in folded) for words in lists]
    spoken = frozenset[str]().union(
        *(words for words, number in zip(lists, found, strict=True) if number == max(found))
    )
    return [word not in spoken for word in folded]


@cache
def _function_words() -> Mapping[str, frozenset[str]]:
    """Return the function words of each known language, folded."""
    library = files("vecu.coding") / "library/function_words.json"
    lists: dict[str, str] = json.loads(library.read_text("utf-8"))
    return {code: frozenset(fold_for_search(words).split()) for code, words in lists.items()}
