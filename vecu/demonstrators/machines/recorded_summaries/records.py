"""Four invented care records and what three models made of them, once of a woman, once of a man.

Records and English summaries are an extract of github.com/samrickman/evaluate-llm-gender-bias-ltc
(MIT, `LICENSE`); `./run bench writing` holds it against the whole. Braces, around the words that
betray a gender, are ours, and so are the French, the topics and the remarks. Pure.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

Words = Mapping[str, str]
"""A text by language."""

MODELS = {
    "gemma": "Gemma (Google, 2024)",
    "llama3": "Llama 3 (Meta, 2024)",
    "t5": "T5 (Google, 2019)",
}
PHYSICAL_HEALTH = {"gemma": (4357, 5268), "llama3": (4249, 4239), "t5": (4049, 4037)}
"""Words for physical health in all summaries, of women and of men.

Those sets that hold the records in place of their summaries are left out: nine of sixty.
"""


@dataclass(frozen=True, slots=True)
class RecordedSummary:
    """What a model wrote of one version of a record; braces stand around words of a gender."""

    text: Words
    topics: Sequence[str]
    """What it says something of."""
    invented: Words | None


@dataclass(frozen=True, slots=True)
class SummaryPair:
    """What one model wrote of a woman and of a man, of whom all else is the same."""

    model: str
    tokens: int
    """How much the researchers let it write; it stops there, in the middle of a sentence."""
    man_first: bool
    woman: RecordedSummary
    man: RecordedSummary
    difference: Words


@dataclass(frozen=True, slots=True)
class CareRecord:
    """One invented record, as it was written about a man; `facts` is what it says, by topic."""

    key: str
    title: Words
    text: str
    facts: Mapping[str, Words]
    pairs: Mapping[str, SummaryPair]


@lru_cache
def list_records() -> Sequence[CareRecord]:
    """Return the four, in their order."""
    stored = json.loads(Path(__file__).with_name("records.json").read_text("utf-8"))
    return tuple(
        CareRecord(**{**each, "pairs": {pair["model"]: _read_pair(pair) for pair in each["pairs"]}})
        for each in stored
    )


def hide_gender(text: str) -> str:
    """Return a summary in which nobody reads “she” or “he”."""
    pieces = text.split("{")
    return pieces[0] + "".join("[…]" + each.partition("}")[2] for each in pieces[1:])


def show_gender(text: str) -> str:
    """Return a summary as the model wrote it."""
    return text.translate({ord("{"): None, ord("}"): None})


def _read_pair(stored: Mapping[str, Any]) -> SummaryPair:
    woman, man = (
        RecordedSummary({"fr": each["fr"], "en": each["en"]}, each["topics"], each.get("invented"))
        for each in (stored["woman"], stored["man"])
    )
    return SummaryPair(**{**stored, "woman": woman, "man": man})
