"""Texts that people coded, and whether they are enough to learn from. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from vecu.coding.classifier.errors import TooFewExamples
from vecu.messages import Message
from vecu.search_folding import iter_tokens
from vecu.translation import gettext_noop

LEAST_CODED = 50
"""So many texts must be coded before anything is suggested."""
LEAST_RANDOM = 20
"""So many of these, with words, must have been drawn at random: they tell how common codes are."""
LONGEST = 20_000
"""Characters of the longest text that is read; what is longer is hardly one person's answer."""


@dataclass(frozen=True, slots=True)
class Example:
    """One coded text; `random` says that it was drawn at random, not picked for what it says."""

    id: str
    text: str
    codes: frozenset[str]
    random: bool = True


@dataclass(frozen=True, slots=True)
class TokenizedText:
    """The words of a text, without case and accents, and where each stands in it."""

    folded: tuple[str, ...]
    places: tuple[tuple[int, int], ...]


def tokenize(text: str) -> TokenizedText:
    """Return the words of `text`; places count Unicode code points, the end not included.

    Of a text that is longer than `LONGEST` none is read.
    """
    found = list(iter_tokens(text)) if len(text) <= LONGEST else []
    return TokenizedText(
        tuple(word for word, _start, _end in found),
        tuple((start, end) for _word, start, end in found),
    )


def find_unreadable_reason(text: str, words: TokenizedText) -> Message | None:
    """Return why nothing can be said of a text, or learned from it, whatever was coded."""
    if len(text) > LONGEST:
        return Message(
            gettext_noop("It has %(found)s characters; a text of more than %(most)s is not read."),
            found=len(text),
            most=LONGEST,
        )
    return None if words.folded else Message(gettext_noop("It has no words."))


@dataclass(frozen=True, slots=True)
class TokenizedExample:
    """A coded text with its words."""

    example: Example
    words: TokenizedText


def read_examples(examples: Sequence[Example]) -> tuple[list[TokenizedExample], dict[str, Message]]:
    """Return the examples to learn from, by id, and why nothing is learned from the others."""
    readable: list[TokenizedExample] = []
    unread: dict[str, Message] = {}
    for example in sorted(examples, key=lambda example: example.id):
        words = tokenize(example.text)
        if why := find_unreadable_reason(example.text, words):
            unread[example.id] = why
        else:
            readable.append(TokenizedExample(example, words))
    return readable, unread


def check_enough(
    examples: Sequence[Example], readable: Sequence[TokenizedExample], codes: Sequence[str]
) -> None:
    """Raise `TooFewExamples` unless enough texts were coded, and enough can be read and are random.

    A text that cannot be read counts as coded: the person who coded it did their work.
    """
    if not codes:
        raise TooFewExamples(Message(gettext_noop("There is no code to learn.")))
    if len(examples) < LEAST_CODED:
        raise TooFewExamples(
            Message(
                gettext_noop(
                    "Coded texts: %(found)s. Suggestions begin at %(least)s: code more texts first."
                ),
                found=len(examples),
                least=LEAST_CODED,
            )
        )
    drawn = sum(each.example.random for each in readable)
    if drawn < LEAST_RANDOM:
        raise TooFewExamples(
            Message(
                gettext_noop(
                    "Coded texts with words that were drawn at random: %(found)s. It takes "
                    "%(least)s to tell how common a code is: code texts drawn at random."
                ),
                found=drawn,
                least=LEAST_RANDOM,
            )
        )
