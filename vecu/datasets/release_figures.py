"""A released figure in words: what its content is as a page shows it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from vecu.datasets.models import Extract, Released
from vecu.datasets.releases.extract_counts import (
    BY_MODE,
    CODE_ALONE,
    NO_ANSWER,
    PROGRAM,
    ItemKind,
    Labels,
)
from vecu.datasets.releases.number_bands import BAND, split_band
from vecu.surveys.results.sentences import NAMED, quote_labels
from vecu.surveys.rules import Mode
from vecu.translation import pick_language
from vecu.ui.figures import FEW, CountFigure, FigureRow, FigureSubject
from vecu.ui.templatetags.ui import day

LEAD, NEAR = 15, 10
"""How far apart shown counts are before one is said to be more, and how near those are that are not
told apart: two figures of equal counts are shown ten or more apart in 3 % of all cases."""
_SUBJECTS = {ItemKind.CARD: FigureSubject.REPLIES}
MOST_GROUPS = 6
"""The most groups that one sentence names, the largest."""


def get_count_figure(released: Released, language: str) -> CountFigure:
    """Return a released figure for a reader of `language`."""
    figure = build_count_figure(released.content, str(released.figure), language)
    if released.breakdown != BY_MODE:
        return figure
    return replace(figure, origin=f"{figure.origin} {describe_feedback(released.extract)}")


def describe_feedback(extract: Extract) -> str:
    """Say when and by whom results were told aloud to those who answered, or that nobody has."""
    if extract.feedback_day is None:
        return _("These results have not been told back yet to those who answered.")
    return _("Told back aloud to those who answered on %(day)s, by: %(by)s.") % {
        "day": day(extract.feedback_day),
        "by": extract.feedback_by,
    }


def build_count_figure(content: Mapping[str, Any], figure: str, language: str) -> CountFigure:
    """Return what is, or would be, published as `content` for a reader of `language`."""
    approximate = "method" in content
    columns = tuple(_label(each, language) for each in content["columns"])
    columns = columns if content["breakdown"] else ("",)
    rows = tuple(
        FigureRow(
            _label(each, language),
            tuple(each["counts"]),
            answered=each["name"] != NO_ANSWER,
            name=each["name"],
        )
        for each in content["rows"]
    )
    return CountFigure(
        id=figure,
        title=name_item(ItemKind(content["kind"]), content["label"], language),
        sentence=_compare(columns, rows, content) if content["breakdown"] else _say(rows, content),
        breakdown=_text(content["breakdown"], language),
        columns=columns,
        rows=rows,
        totals=tuple(content["totals"]),
        people=content["people"],
        ordered=content["ordered"],
        language=_other_language(content["label"], language),
        approximate=approximate,
        several=not content.get("dividing", True),
        origin=_describe_origin(content) if approximate else "",
        wave=content.get("wave", 1),
        subject=_SUBJECTS.get(ItemKind(content["kind"]), FigureSubject.PEOPLE),
        names=tuple(each["name"] for each in content["columns"]) if content["breakdown"] else ("",),
    )


def _describe_origin(content: Mapping[str, Any]) -> str:
    """Say in which ways the answers came, each with its number unless it is the only one."""
    modes, sources = dict(content["modes"]), content["sources"]
    program = modes.pop(PROGRAM, None)
    parts = []
    for mode, count in modes.items():
        words = {"count": _about(count), "files": _list_sources(sources)}
        if len(modes) == 1:
            words["count"] = _number(content["people"])
        parts.append(_MODE_COUNTS[Mode(mode)]() % words)
    if program is not None:
        parts.append(_("%(count)s of them sent with another program") % {"count": _about(program)})
    return _("How the answers came: %(ways)s.") % {"ways": _("; ").join(parts)} if parts else ""


_MODE_COUNTS = {
    Mode.OPEN: lambda: _("%(count)s by a public link"),
    Mode.CARDS: lambda: _("%(count)s by one-time cards"),
    Mode.IMPORTED: lambda: _("%(count)s imported from %(files)s"),
    Mode.TELEPHONE: lambda: _("%(count)s by telephone"),
    Mode.INTERPRETER: lambda: _("%(count)s by telephone through an interpreter"),
    Mode.PAPER: lambda: _("%(count)s on paper"),
}


def _list_sources(sources: Sequence[Mapping[str, str]]) -> str:
    """Name the files that were imported, with what is said of where they come from."""
    if not sources:
        return _("a file whose origin is not stated")
    names = [
        f"{quote_labels([each['name']])} ({each['origin'] or _('origin not stated')})"
        for each in sources
    ]
    return _join(names)


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
    if kind is ItemKind.FIRST_PLACE:
        return _("%(question)s – put first") % {"question": named}
    if kind is ItemKind.ANY_PLACE:
        return _("%(question)s – given any place") % {"question": named}
    return named or _("Codes")


def _text(labels: Labels, language: str) -> str:
    return labels.get(pick_language(labels, language), "")


def _label(part: Mapping[str, Any], language: str) -> str:
    name = part["name"]
    if name.startswith(BAND):
        return _name_band(*split_band(name))
    fixed = {NO_ANSWER: _("No answer")}
    label = _text(part["label"], language) or fixed.get(name, name)
    if name.startswith(CODE_ALONE):
        return _("%(code)s (no finer code)") % {"code": label}
    return label


def _name_band(low: str, high: str) -> str:
    words = {"low": _decimal(low), "high": _decimal(high)}
    if not low:
        return _("under %(high)s") % words
    return _("from %(low)s to under %(high)s") % words if high else _("%(low)s or more") % words


def _compare(columns: Sequence[str], rows: Sequence[FigureRow], content: Mapping[str, Any]) -> str:
    """Name the most frequent rows of each group by its own base, of the largest groups.

    Those who did not say to which group they belong are none.
    """
    bases = content["totals"]
    parts: list[str] = []
    groups = [index for index, each in enumerate(content["columns"]) if each["name"] != NO_ANSWER]
    for index in sorted(groups, key=lambda each: -(bases[each] or 0)):
        first = _find_first(rows, index)
        if 0 < len(first) <= NAMED:
            labels, counts = zip(*first, strict=True)
            words = {"group": quote_labels([columns[index]])}
            words["first"] = quote_labels([_shorten(label) for label in labels])
            words["counts"] = _count_of(counts, bases[index])
            message = _("for %(group)s, %(first)s (%(counts)s)")
            if not parts:
                message = _("For %(group)s, most often %(first)s (%(counts)s)")
            parts.append(message % words)
    if not parts:
        return _answers(content["people"])
    return _("; ").join(parts[:MOST_GROUPS]) + "."


def _shorten(label: str) -> str:
    """Return an answer without the explanation that follows its colon."""
    return re.split(r"\s?: ", label, maxsplit=1)[0]


def _say(rows: Sequence[FigureRow], content: Mapping[str, Any]) -> str:
    """Name the most frequent row, or those that nothing tells apart."""
    first, base = _find_first(rows, 0), content["totals"][0]
    if not first:
        return _answers(content["people"])
    labels, counts = zip(*first, strict=True)
    if len(first) > NAMED:
        return _("No answer stands out: %(number)s are about equally frequent.") % {
            "number": len(first)
        }
    words = {"first": quote_labels([_shorten(label) for label in labels])}
    words["counts"] = _count_of(counts, base)
    return _("Most often %(first)s: %(counts)s.") % words


def _find_first(rows: Sequence[FigureRow], index: int) -> list[tuple[str, int]]:
    """Return the row that leads in a column, or all that are near the largest; none if none shows.

    Who gave no answer is never the most frequent.
    """
    shown = [
        (row.label, count)
        for row in rows
        if row.answered and (count := row.counts[index]) is not None and count > FEW
    ]
    shown.sort(key=lambda each: -each[1])
    if len(shown) > 1 and shown[0][1] - shown[1][1] < LEAD:
        return [each for each in shown if shown[0][1] - each[1] <= NEAR]
    return shown[:1]


def _count_of(counts: Sequence[int], base: int | None) -> str:
    """Say counts of one base: about 45 and 40 of 70."""
    said = _join([_number(each) for each in counts])
    if base is None or base <= FEW:
        return _("about %(counts)s") % {"counts": said}
    return _("about %(counts)s of %(base)s") % {"counts": said, "base": _number(base)}


def _about(count: int) -> str:
    if count <= FEW:
        return _("10 or fewer")
    return _("about %(number)s") % {"number": _number(count)}


def _join(parts: Sequence[str]) -> str:
    *others, last = parts
    if not others:
        return last
    return _("%(first)s and %(last)s") % {"first": ", ".join(others), "last": last}


def _answers(people: int | None) -> str:
    if people is None:
        return _("The number of people is hidden.")
    return ngettext("%(number)s answer.", "%(number)s answers.", people) % {
        "number": _number(people)
    }


def _number(value: int) -> str:
    return str(number_format(value, force_grouping=True))


def _decimal(text: str) -> str:
    return str(number_format(text)) if text else ""
