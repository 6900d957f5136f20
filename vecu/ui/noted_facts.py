"""The context of `ui/facts.html`: what is noted of something, and what is not known yet."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import get_language


@dataclass(frozen=True, slots=True)
class NotedFact:
    """One thing that is noted: its label, and its text by language; without any it is not known.

    `is_translated`: members write it in each language; else it has that of the page.
    """

    label: str
    texts: Mapping[str, str]
    is_translated: bool = True


def make_plain_fact(label: str, text: str) -> NotedFact:
    """Return what has one text for all languages, or none."""
    return NotedFact(label, {get_language() or "en": text} if text else {}, is_translated=False)
