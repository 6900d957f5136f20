"""A released figure in words: what its content is as a page shows it."""

from collections.abc import Mapping, Sequence
from functools import reduce
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from vecu.datasets.models import Released
from vecu.datasets.releases.extract_counts import (
    CODE_ALONE,
    NO,
    NO_ANSWER,
    YES,
    ItemKind,
    Labels,
)
from vecu.surveys.results.sentences import quote_labels
from vecu.translation import pick_language
from vecu.ui.figures import CountFigure, FigureRow


def get_count_figure(released: Released, language: str) -> CountFigure:
    """Return a released figure for a reader of `language`."""
    return build_count_figure(released.content, str(released.figure), language)


def build_count_figure(content: Mapping[str, Any], figure: str, language: str) -> CountFigure:
    """Return what is, or would be, published as `content` for a reader of `language`."""
    columns = tuple(_label(each, language) for each in content["columns"])
    columns = columns if content["breakdown"] else ("",)
    rows = tuple(
        FigureRow(_label(each, language), tuple(each["counts"]), answered=each["name"] != NO_ANSWER)
        for each in content["rows"]
    )
    return CountFigure(
        id=figure,
        title=name_item(ItemKind(content["kind"]), content["label"], language),
        sentence=_compare(columns, rows, content["totals"], content["people"])
        if content["breakdown"]
        else _sentence(rows, content["people"]),
        breakdown=_text(content["breakdown"], language),
        columns=columns,
        rows=rows,
        totals=tuple(content["totals"]),
        people=content["people"],
        ordered=content["ordered"],
        language=_other_language(content["label"], language),
    )


def _other_language(labels: Labels, language: str) -> str:
    """Return the language in which labels are read instead, '' where it is the reader's."""
    read = pick_language(labels, language)
    return "" if read == language else read


def name_item(kind: ItemKind, label: Labels, language: str) -> str:
    """Return what a figure is about: the wording of its question, or a name with what it lists."""
    named = _text(label, language)
    if kind is ItemKind.PRACTICES:
        return _("Practices that are in “%(guide)s”") % {"guide": named}
    if kind is ItemKind.BEYOND:
        return _("Practices that are not in “%(guide)s”") % {"guide": named}
    return named or _("Codes")


def _text(labels: Labels, language: str) -> str:
    return labels.get(pick_language(labels, language), "")


def _label(part: Mapping[str, Any], language: str) -> str:
    fixed = {NO_ANSWER: _("No answer, or not asked"), YES: _("Yes"), NO: _("No")}
    name = part["name"]
    label = _text(part["label"], language) or fixed.get(name, name)
    if name.startswith(CODE_ALONE):
        return _("%(code)s (no finer code)") % {"code": label}
    return label


def _compare(
    columns: Sequence[str],
    rows: Sequence[FigureRow],
    totals: Sequence[int | None],
    people: int | None,
) -> str:
    """Name the most frequent row of each column, as far as any is shown."""
    parts = []
    for place, column in enumerate(columns):
        shown = [(count, row.label) for row in rows if (count := row.counts[place])]
        if shown:
            count, label = max(shown, key=lambda each: each[0])
            words = {"column": column, "first": label, "count": _number(count)}
            if (whole := totals[place]) is None:
                parts.append(_("%(column)s: “%(first)s” (%(count)s)") % words)
            else:
                words["whole"] = _number(whole)
                parts.append(_("%(column)s: “%(first)s” (%(count)s of %(whole)s)") % words)
    if not parts:
        return _people(people)
    listed = reduce(lambda one, two: _("%(one)s; %(two)s") % {"one": one, "two": two}, parts)
    return _limit(_("Most often, by group – %(parts)s.") % {"parts": listed}, rows)


def _sentence(rows: Sequence[FigureRow], people: int | None) -> str:
    """Name the most frequent rows, if they are shown."""
    shown = sorted(
        ((row.counts[0], row.label) for row in rows if row.counts[0]), key=lambda each: -each[0]
    )
    if not shown or people is None:
        return _people(people)
    most = shown[0][0]
    ties, others = [label for count, label in shown if count == most], shown[1:]
    words = {"first": ties[0], "count": _number(most), "people": _number(people)}
    if not others:
        return _("“%(first)s”: %(count)s of %(people)s people.") % words
    if len(ties) > 1:
        words["first"] = quote_labels(ties)
        sentence = _("Most often %(first)s (%(count)s of %(people)s people each).") % words
    else:
        words |= {"next": others[0][1], "second": _number(others[0][0])}
        sentence = (
            _(
                "Most often “%(first)s” (%(count)s of %(people)s people), then “%(next)s”"
                " (%(second)s)."
            )
            % words
        )
    return _limit(sentence, rows)


def _limit(sentence: str, rows: Sequence[FigureRow]) -> str:
    """Say that what is hidden is not compared: it may be the most frequent."""
    if all(count is not None for row in rows for count in row.counts):
        return sentence
    return _("Among the counts shown, %(sentence)s") % {
        "sentence": sentence[:1].lower() + sentence[1:]
    }


def _people(people: int | None) -> str:
    if people is None:
        return _("The number of people is hidden.")
    return ngettext("%(number)s person.", "%(number)s people.", people) % {
        "number": _number(people)
    }


def _number(value: int) -> str:
    return str(number_format(value, force_grouping=True))
