"""Coded texts as training data, and whether there are enough. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from vecu.coding.classifier.errors import TooFewExamples
from vecu.messages import Message
from vecu.search_folding import iter_tokens
from vecu.translation import gettext_noop

LEAST_CODED = 50
"""This many texts must be coded before anything is suggested."""
LEAST_RANDOM = 20
"""This many of these, with words, must be randomly drawn: they show how common codes are."""
LONGEST = 20_000
"""Characters of the longest text that is read; a longer one is hardly one person's answer."""


@dataclass(frozen=True, slots=True)
class Example:
    """One coded text; `random`: drawn at random, not chosen for its content."""

    id: str
    text: str
    codes: frozenset[str]
    random: bool = True


@dataclass(frozen=True, slots=True)
class TokenizedText:
    """The words of a text, without case and accents, with their spans."""

    folded: tuple[str, ...]
    places: tuple[tuple[int, int], ...]


def tokenize(text: str) -> TokenizedText:
    """Return the words of `text`; spans count Unicode code points, end exclusive.

    A text longer than `LONGEST` gives no words.
    """
    found = list(iter_tokens(text)) if len(text) <= LONGEST else []
    return TokenizedText(
        tuple(word for word, _start, _end in found),
        tuple((start, end) for _word, start, end in found),
    )


def find_unreadable_reason(text: str, words: TokenizedText) -> Message | None:
    """Return why a text can be neither predicted nor learned from, None if it can."""
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
    """Return the usable examples, by id, and why the others are not used."""
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
    """Raise `TooFewExamples` unless enough texts are coded, and enough are readable and random.

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
