"""Describe counts in one sentence, in the reader's language.

Sentences for respondents and for stories are separate, whole msgids, so that translators get no
fragments; labels are quoted beforehand. Sentences give counts only, never shares.
"""

from collections.abc import Callable, Sequence
from itertools import groupby

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from vecu.surveys.results.frequencies import Unit

NAMED = 3
"""Maximum number of labels that a sentence names in case of a tie; others are counted."""


def say_choices(
    unit: Unit, answered: int, rows: Sequence[tuple[str, int]], *, several: bool
) -> str:
    """Describe which of `rows` (label, count) is most frequent among `answered`, and the next.

    `several` means that each respondent could select several.
    """
    levels = _levels(rows)
    if not answered or not levels:
        return say_nobody()
    (count, first), *others = levels
    if answered == 1:
        return _only(unit, quote_labels(first))
    if count == answered and not others and len(first) == 1:
        return _all(unit, answered, quote_labels(first))
    lead = _lead(unit, answered, count, first, several=several)
    if others:
        following = {"first": lead, "next": _following(*others[0])}
        sentence = _("%(first)s; %(next)s.") % following
    else:
        sentence = f"{lead}."
    return f"{sentence} {_several(unit)}" if several else sentence


def say_numbers(unit: Unit, answered: int, low: str, high: str, middle: str) -> str:
    """Describe the range of numbers and their lower median, all three already formatted."""
    return _range(
        unit,
        answered,
        (low, high, middle),
        lambda: _(
            "The %(n)s people who answered this question gave from %(low)s to %(high)s; "
            "at least half of them gave %(middle)s or less."
        ),
        lambda: _(
            "The %(n)s stories with an answer give from %(low)s to %(high)s; "
            "at least half of them give %(middle)s or less."
        ),
    )


def say_dates(unit: Unit, answered: int, low: str, high: str, middle: str) -> str:
    """Describe the range of dates and the median date, all three already formatted."""
    return _range(
        unit,
        answered,
        (low, high, middle),
        lambda: _(
            "The %(n)s people who answered this question gave dates from %(low)s to %(high)s; "
            "at least half of them gave %(middle)s or earlier."
        ),
        lambda: _(
            "The %(n)s stories with an answer give dates from %(low)s to %(high)s; "
            "at least half of them give %(middle)s or earlier."
        ),
    )


def say_nobody() -> str:
    """Return the sentence for no answers."""
    return _("Nobody has answered this question yet.")


def format_count(value: int) -> str:
    """Format a count with a thousands separator."""
    return str(number_format(value, force_grouping=True))


def quote_labels(labels: Sequence[str]) -> str:
    """Quote labels and join them: “A”, “B” and “C”; beyond `NAMED` the rest is counted."""
    named = [_("“%(text)s”") % {"text": label} for label in labels[:NAMED]]
    more = len(labels) - len(named)
    if more:
        listed = ngettext("%(listed)s and %(more)s other", "%(listed)s and %(more)s others", more)
        return listed % {"listed": ", ".join(named), "more": format_count(more)}
    if len(named) < 2:
        return "".join(named)
    return _("%(listed)s and %(last)s") % {"listed": ", ".join(named[:-1]), "last": named[-1]}


def quote_alternatives(labels: Sequence[str]) -> str:
    """Quote alternative labels: “A”, “B” or “C”."""
    named = [_("“%(text)s”") % {"text": label} for label in labels]
    if len(named) < 2:
        return "".join(named)
    return _("%(listed)s or %(last)s") % {"listed": ", ".join(named[:-1]), "last": named[-1]}


def _levels(rows: Sequence[tuple[str, int]]) -> list[tuple[int, list[str]]]:
    """Return the labels by count, most frequent first; those with count 0 are left out."""
    came = sorted((row for row in rows if row[1]), key=lambda row: -row[1])
    return [
        (count, [label for label, _count in level])
        for count, level in groupby(came, key=lambda row: row[1])
    ]


def _lead(unit: Unit, answered: int, count: int, labels: Sequence[str], *, several: bool) -> str:
    person = unit is Unit.PERSON
    if len(labels) > 1:
        sentence = (
            _(
                "The %(n)s people who answered this question most often said %(first)s "
                "(%(count)s each)"
            )
            if person
            else _("The %(n)s stories with an answer most often say %(first)s (%(count)s each)")
        )
    elif several:
        sentence = (
            _("%(count)s of the %(n)s people who answered this question ticked %(first)s")
            if person
            else _("In %(count)s of the %(n)s stories with an answer, %(first)s is ticked")
        )
    else:
        sentence = (
            _("%(count)s of the %(n)s people who answered this question said %(first)s")
            if person
            else _("%(count)s of the %(n)s stories with an answer say %(first)s")
        )
    return sentence % {
        "count": format_count(count),
        "n": format_count(answered),
        "first": quote_labels(labels),
    }


def _following(count: int, labels: Sequence[str]) -> str:
    values = {"second": quote_labels(labels), "count": format_count(count)}
    if len(labels) == 1:
        return _("next comes %(second)s (%(count)s)") % values
    return _("next come %(second)s (%(count)s each)") % values


def _several(unit: Unit) -> str:
    if unit is Unit.PERSON:
        return _("Each person could tick several.")
    return _("Several could be ticked for each story.")


def _only(unit: Unit, answer: str) -> str:
    if unit is Unit.PERSON:
        return _("One person answered: %(answer)s.") % {"answer": answer}
    return _("One story has an answer: %(answer)s.") % {"answer": answer}


def _all(unit: Unit, answered: int, answer: str) -> str:
    values = {"n": format_count(answered), "answer": answer}
    if unit is Unit.PERSON:
        return (
            _("All %(n)s people who answered this question gave the same answer: %(answer)s.")
            % values
        )
    return _("All %(n)s stories with an answer give the same one: %(answer)s.") % values


def _range(
    unit: Unit,
    answered: int,
    values: tuple[str, str, str],
    people: Callable[[], str],
    stories: Callable[[], str],
) -> str:
    low, high, middle = values
    if not answered:
        return say_nobody()
    if answered == 1:
        return _only(unit, low)
    if low == high:
        return _all(unit, answered, low)
    sentence = people() if unit is Unit.PERSON else stories()
    return sentence % {"n": format_count(answered), "low": low, "high": high, "middle": middle}
