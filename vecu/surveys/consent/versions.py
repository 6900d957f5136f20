"""The numbers of the promise: which texts were read under each. Pure.

A text of the promise has changed: give the promise a new number and keep the old text.
`python -m tests.promise_numbers --publish` writes what is said now, in both languages, to
`published/`, and the line to add to `PROMISE_NUMBERS`. A file of `published/` never changes, since
answers name its number.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

from vecu.surveys.consent.texts import PROMISE_TEXTS
from vecu.surveys.consent.wordings import UNREAD_WORDINGS, say
from vecu.translation import LANGUAGES

PROMISE_NUMBERS: Mapping[int, str] = MappingProxyType(
    {
        1: "6f4d9d5eb8e68a30db8a8238fac603803872dcc712c8a29ce388b84b844d1485",
        2: "9e62bf7ff1fbe75be47288d4474366c2b933a154faf2715c360ead91de778339",
        3: "24fdf9b2af895c9b21f79748223d8cdcf5f644d5739f592610ab09b7a4f71c53",
        4: "a04a178dd8f8e494729c551921ed00fe6a935c82977980178391cd124d6ca16c",
        5: "d4dfaee15aa298dd5968e2e58c704ee95460e538afb894e0acfcbda929762e24",
        6: "94eb48ac533f71e602d2d210c70919832d585a9b16ba1cbe49c9ebbb0d201345",
        7: "4481ab32156d0d810c175ac9f86015b3810bc23f108ebf604d5d625eb0e64201",
        8: "cda074ae7d7614d7816775bf9248617a659390502b1a0cc17f8e66e74e976a7e",
    }
)
"""Each number that the promise ever had, and the SHA-256 of the file that holds its texts."""

PROMISE_NUMBER = max(PROMISE_NUMBERS)
"""The number of the promise that people read now."""

PUBLISHED = Path(__file__).parent / "published"


@dataclass(frozen=True, slots=True)
class PublishedSentence:
    """A sentence as it was published, by language; `when` names its conditions in `texts`."""

    text: Mapping[str, str]
    when: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PublishedBlock:
    """Sentences below one heading as they were published, by language."""

    heading: Mapping[str, str]
    sentences: tuple[PublishedSentence, ...]


def get_published_promise(number: int) -> Mapping[str, tuple[PublishedBlock, ...]] | None:
    """Return what was promised under a number, by where it was read; None if there is no such.

    Its conditions and places may be some that `texts` no longer has.
    """
    if number not in PROMISE_NUMBERS:
        return None
    return {
        medium: tuple(_block(block) for block in blocks)
        for medium, blocks in read_snapshot(number).items()
    }


def _block(block: Mapping[str, Any]) -> PublishedBlock:
    sentences = (
        PublishedSentence(each["text"], tuple(each["when"])) for each in block["sentences"]
    )
    return PublishedBlock(block["heading"], tuple(sentences))


def read_snapshot(number: int) -> dict[str, Any]:
    """Return the file of a number as `build_snapshot` made it."""
    snapshot: dict[str, Any] = json.loads((PUBLISHED / f"{number}.json").read_text("utf-8"))
    return snapshot


def parse_promise_number(text: str) -> int | None:
    """Return the number that a browser or another program sends back, None if there is no such."""
    known = {str(number): number for number in PROMISE_NUMBERS}
    return known.get(text.strip())


def build_snapshot() -> dict[str, Any]:
    """Return the texts as the code and the catalogue have them now, as they are published."""
    return {
        medium.value: [
            {
                "key": block.key,
                "heading": _in_languages(block.heading),
                "sentences": [
                    {
                        "when": [condition.value for condition in sentence.when],
                        "day": sentence.day.value if sentence.day else None,
                        "text": _in_languages(sentence.text),
                    }
                    for sentence in block.sentences
                ],
            }
            for block in blocks
        ]
        for medium, blocks in PROMISE_TEXTS.items()
    }


def _in_languages(text: str) -> dict[str, str]:
    """Return a text in the languages of the interface, and in those in which it is read aloud."""
    spoken = [language for language, texts in UNREAD_WORDINGS.items() if text in texts]
    return {language: say(text, language) for language in (*LANGUAGES, *spoken)}
