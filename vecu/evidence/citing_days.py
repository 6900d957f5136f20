"""Evidence comes first: what is dated cites nothing that became public, or was received, later.

It is asked when something is written or published, never of what is there: an entry from before
this rule reads as it did.
"""

from collections.abc import Iterable
from datetime import date

from django.utils.text import Truncator
from django.utils.translation import gettext as _

from vecu.evidence.sources import Evidence
from vecu.ui.templatetags.ui import day as format_day

_TITLE_WORDS = 12


def describe_later_evidence(evidence: Iterable[Evidence], day: date) -> str:
    """Return why something of this day cannot cite all of it, '' if it can.

    The latest is named: whoever dates it no earlier is done. What is gone or undated is not late.
    """
    later = [(each.day, each) for each in evidence if each.day and each.day > day]
    if not later:
        return ""
    latest_day, latest = max(later, key=lambda each: each[0])
    title = latest.figure.title if latest.figure else latest.sentence
    return describe_later_source(title, latest_day, day)


def describe_later_source(title: str, source_day: date, day: date) -> str:
    """Return that what has this title is later than what would stand on it, '' if it is not."""
    if source_day <= day:
        return ""
    return _(
        "“%(title)s” dates from %(source_day)s, and this is dated %(day)s: nothing can stand on"
        " what came after it. Leave it out, or date this %(source_day)s or later."
    ) % {
        "title": Truncator(title).words(_TITLE_WORDS, truncate="…"),
        "source_day": format_day(source_day),
        "day": format_day(day),
    }
