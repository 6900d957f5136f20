"""A matrix in words: what a cell says, its place on a page, the groups of sorted cases."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from django.utils.translation import gettext as _

from vecu.casestudies.matrix.case_rows import MatrixCase, get_theme_key, get_theme_label
from vecu.casestudies.matrix.queries import CellDetail, MatrixSheet
from vecu.casestudies.matrix.rules import CaseOrder, CellStatus
from vecu.ui.templatetags.ui import day as format_day
from vecu.ui.templatetags.ui import translate_wording


@dataclass(frozen=True, slots=True)
class CaseGroup:
    """Cases of one technology, sector or size; `label` is '' where they are not sorted."""

    label: str
    lines: Sequence[tuple[MatrixCase, Sequence[CellDetail]]]


def describe_cell(cell: CellDetail) -> str:
    """Return a cell in one sentence: the case, the theme, what is said, who answers for it."""
    words = {
        "case": translate_wording(cell.case.name),
        "theme": get_theme_label(cell.theme),
        "words": translate_wording(cell.row.sentence) if cell.row else "",
        "name": cell.row.answerable if cell.row else "",
    }
    if cell.status is CellStatus.SENTENCE:
        return _("%(case)s, %(theme)s: %(words)s (answered for by %(name)s)") % words
    if cell.status is CellStatus.NOT_FOUND:
        return _("%(case)s, %(theme)s: looked for, not found (answered for by %(name)s)") % words
    return _("%(case)s, %(theme)s: not looked for") % words


def describe_answer(cell: CellDetail) -> str:
    """Return who answers for a cell, and since when; '' while nobody does."""
    if cell.row is None:
        return ""
    return _("%(name)s, %(day)s") % {
        "name": cell.row.answerable,
        "day": format_day(cell.row.day),
    }


def get_anchor(cell: CellDetail) -> str:
    """Return the place of a cell on the page of its matrix."""
    return f"cell-{cell.case.id}-{get_theme_key(cell.theme)}"


def list_case_groups(sheet: MatrixSheet, order: CaseOrder) -> list[CaseGroup]:
    """Return the lines of a sorted sheet, those of one technology, sector or size together."""
    if order is CaseOrder.CHOSEN:
        return [CaseGroup("", sheet.lines)]
    return [
        CaseGroup(label, list(lines))
        for label, lines in groupby(sheet.lines, key=lambda line: getattr(line[0], order.value)[1])
    ]
