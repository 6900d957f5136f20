"""The items of the hearing, read from their file and checked: an error names the item and the rule.

Its sentences are numbered from 1 to `LAST_NUMBER`. Each number belongs to one item; a sentence that
is only context names the item that it is read with.
"""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from vecu.reports.hearing.vocabulary import AnswerState, HearingPart, HearingSpeaker, SayingStatus

_FILE = Path(__file__).with_name("items.json")
LAST_NUMBER = 160
LANGUAGES = {"en", "fr"}

ByLanguage = Mapping[str, str]


class HearingItemsRefused(ValueError):
    """The file of items breaks one of its rules."""


@dataclass(frozen=True, slots=True)
class HearingItem:
    """One thing that was said, in our own words, and what answers it.

    `pages` are named addresses, `demonstrators` names of machines to try, `questions` names of the
    library's, `tests` those that prove the answer. An item without an answer has none of them.
    """

    name: str
    part: HearingPart
    speaker: HearingSpeaker
    saying: SayingStatus
    numbers: Sequence[int]
    claim: ByLanguage
    state: AnswerState
    answer: ByLanguage = field(default_factory=dict)
    pages: Sequence[str] = ()
    demonstrators: Sequence[str] = ()
    commands: Sequence[str] = ()
    questions: Sequence[str] = ()
    tests: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class HearingRecord:
    """All items, and for each number that is only context the item that it is read with."""

    items: Sequence[HearingItem]
    context: Mapping[int, str]

    def list_part(self, part: HearingPart) -> list[HearingItem]:
        """Return the items of a part, in their order."""
        return [item for item in self.items if item.part is part]


@lru_cache(maxsize=1)
def read_hearing() -> HearingRecord:
    """Return the items of the hearing, in the order of its parts."""
    return parse_hearing(json.loads(_FILE.read_text("utf-8")))


def parse_hearing(stored: Mapping[str, Any]) -> HearingRecord:
    """Return the record that `stored` describes; raise `HearingItemsRefused` at the first fault."""
    items = [_parse_item(each) for each in stored["items"]]
    order = list(HearingPart)
    record = HearingRecord(
        tuple(sorted(items, key=lambda item: order.index(item.part))),
        {int(number): name for number, name in stored["context"].items()},
    )
    for fault in _iter_faults(record):
        raise HearingItemsRefused(fault)
    return record


def _parse_item(stored: Mapping[str, Any]) -> HearingItem:
    try:
        return HearingItem(
            **{
                **stored,
                "part": HearingPart(stored["part"]),
                "speaker": HearingSpeaker(stored["speaker"]),
                "saying": SayingStatus(stored["saying"]),
                "state": AnswerState(stored["state"]),
            }
        )
    except (KeyError, TypeError, ValueError) as error:
        message = f"{stored.get('name', 'an item without a name')}: {error}"
        raise HearingItemsRefused(message) from error


def _iter_faults(record: HearingRecord) -> Iterator[str]:
    names = [item.name for item in record.items]
    for name in _list_repeated(names):
        yield f"{name}: two items have this name."
    for item in record.items:
        yield from _iter_item_faults(item)
    for number, name in record.context.items():
        if name not in names:
            yield f"number {number}: “{name}” is no item."
    yield from _iter_number_faults(record)


def _iter_number_faults(record: HearingRecord) -> Iterator[str]:
    numbers = [number for item in record.items for number in item.numbers] + list(record.context)
    for number in _list_repeated(numbers):
        yield f"number {number}: it stands in two places."
    whole = set(range(1, LAST_NUMBER + 1))
    for number in sorted(whole ^ set(numbers)):
        yield f"number {number}: it is {'missing' if number in whole else 'not one of the record'}."


def _iter_item_faults(item: HearingItem) -> Iterator[str]:
    if not _is_in_each_language(item.claim):
        yield f"{item.name}: its claim needs French and English."
    if item.answer and not _is_in_each_language(item.answer):
        yield f"{item.name}: its answer needs French and English."
    if not item.numbers:
        yield f"{item.name}: it covers no number of the record."
    places = (item.pages, item.demonstrators, item.commands)
    if item.state is AnswerState.NONE:
        if item.answer or item.questions or item.tests or any(places):
            yield f"{item.name}: nothing answers it, so it names no answer, page, question or test."
    elif item.state is AnswerState.QUESTIONS:
        if not item.questions or item.answer or any(places):
            yield f"{item.name}: only questions answer it, so it names them and nothing else."
    elif not (item.answer and item.tests and any(places)):
        yield f"{item.name}: an answer needs a sentence, a page or command to go to, and a test."


def _is_in_each_language(texts: ByLanguage) -> bool:
    return set(texts) == LANGUAGES and all(texts.values())


def _list_repeated(values: Iterable[int | str]) -> list[int | str]:
    return [value for value, times in Counter(values).items() if times > 1]
