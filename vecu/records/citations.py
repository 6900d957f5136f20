"""What stands on an entry, as the rooms say whose entries cite others: no day moves past theirs.

Evidence comes first. Whoever cites is refused what is later; here, whoever dates again what is
cited already. A room registers in its `record_kinds.py` how its own citations are found.
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.text import Truncator
from django.utils.translation import gettext as _

from vecu.ui.templatetags.ui import day as format_day

_TITLE_WORDS = 12


@dataclass(frozen=True, slots=True)
class DatedCitation:
    """That something of this title cites an entry or comes from it, and its day."""

    title: str
    day: date


Citer = Callable[[Collection[UUID]], Iterable[DatedCitation]]
"""Yields what cites any of these entries."""
_citers: list[Citer] = []


def register_citer(citer: Citer) -> None:
    """Have a room’s citations read whenever the day of an entry is moved."""
    if citer not in _citers:
        _citers.append(citer)


def describe_earlier_citation(entries: Collection[UUID], day: date) -> str:
    """Return why entries cannot be dated so, '' if they can: the earliest citation is named."""
    earlier = [each for citer in _citers for each in citer(entries) if each.day < day]
    if not earlier:
        return ""
    first = min(earlier, key=lambda each: each.day)
    return _(
        "“%(title)s”, dated %(citing_day)s, stands on this, which cannot be dated %(day)s: nothing"
        " can stand on what came after it. Date this %(citing_day)s or earlier."
    ) % {
        "title": Truncator(first.title).words(_TITLE_WORDS, truncate="…"),
        "citing_day": format_day(first.day),
        "day": format_day(day),
    }
