"""The figures of what was typed in a month: corrections, the gain and who has it, upkeep. Pure.

They follow the rule of decisions (`decision_groups`), with units of their own: texts that were
compared, corrections that they needed, entries of hours. Every division is one line of cells, so
that nobody's hours are the difference of two numbers: a trade of one is counted together with
others, and so is what nobody did. Hours and minutes are of five people at least, of whom each
supplies some, and nobody more than half.

The content, by figure; a part for each pile of codes, as somebody may have one of each::

    {"writing": {"parts": [{"texts": 120, "keywords": [[["yes"], 65], [["no"], 55]],
                            "groups": [[["invented"], 40], [["omitted", "tone"], 25]]}]},
     "gain": {"parts": [{"texts": 120, "means": {"saved": 12.5, "checking": 6.0},
                         "groups": [[["more_time"], 60], [["more_people", "not_known"], 60]]}]},
     "upkeep": {"parts": [{"hours": 84, "groups": [[["case_work/data"], 31], [[…], 53]]}]}}
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from vecu import stats
from vecu.fieldlog.decision_groups import FEWEST_PEOPLE, Supplied, is_publishable, merge_cells
from vecu.fieldlog.decision_lines import NO, UNKNOWN, YES, Cells, DecisionLine, group_lines
from vecu.fieldlog.typed_totals import KEYWORD_TEXTS, MARKED_KINDS, MINUTES, TEXTS, SheetTotals
from vecu.fieldlog.vocabulary import GainUse, TotalsSheet, UpkeepTrade, UpkeepWork

TYPED_FIGURES = ("writing", "gain", "upkeep")
KEYWORDS, GAIN = "keywords", "gain"
UPKEEP_CELLS = tuple(f"{trade}/{work}" for trade in UpkeepTrade for work in UpkeepWork)
"""Each trade's hours of each kind of work."""

Content = dict[str, Any]
Sheets = Sequence[SheetTotals]


def make_typed_figures(totals: Iterable[SheetTotals]) -> dict[str, Content]:
    """Return the content of what was typed for a closed month, by figure; little typed has none."""
    sheets = list(totals)
    by_sheet = {name: [each for each in sheets if each.sheet is name] for name in TotalsSheet}
    makers: Mapping[str, tuple[TotalsSheet, Callable[[Sheets], Content]]] = {
        "writing": (TotalsSheet.CORRECTIONS, _describe_writing),
        "gain": (TotalsSheet.CORRECTIONS, _describe_gain),
        "upkeep": (TotalsSheet.UPKEEP, _describe_upkeep),
    }
    content: dict[str, Content] = {}
    for figure in TYPED_FIGURES:
        sheet, describe = makers[figure]
        parts = [describe(some) for some in _divide_by_pile(by_sheet[sheet])]
        if found := [each for each in parts if each]:
            content[figure] = {"parts": found}
    return content


def _divide_by_pile(sheets: Sheets) -> list[Sheets]:
    """Return what was typed with each pile of codes, which is never counted with another's."""
    piles = sorted({each.pile for each in sheets})
    return [[each for each in sheets if each.pile == pile] for pile in piles]


def _describe_writing(sheets: Sheets) -> Content:
    """Return how often drafts were corrected for what, beside how many texts were compared."""
    persons, people = _number_people(sheets)
    supplied = _supply(sheets, persons, people, [str(kind) for kind in MARKED_KINDS])
    groups = merge_cells(supplied, supplied[0].sum(axis=0) + 1)
    lines = _group_texts(sheets, persons, people)
    if not (groups and lines):
        return {}
    counted = supplied[0].sum(axis=0)
    kinds = [
        [[str(MARKED_KINDS[cell]) for cell in group], _round(counted[list(group)].sum())]
        for group in groups
    ]
    return {name: each for name, each in lines.items() if name != GAIN} | {"groups": kinds}


def _describe_gain(sheets: Sheets) -> Content:
    """Return minutes of a text, and for how many texts people know who has the time gained."""
    persons, people = _number_people(sheets)
    lines = _group_texts(sheets, persons, people)
    means = _find_means(sheets, persons, people)
    gain = lines.get(GAIN, [])
    if not lines or not (gain or means):
        return {}
    return {"texts": lines["texts"], "groups": gain, "means": means}


def _describe_upkeep(sheets: Sheets) -> Content:
    """Return hours by trade and kind of work, as one line: nobody's can be subtracted."""
    persons, people = _number_people(sheets)
    supplied = np.zeros((2, people, len(UPKEEP_CELLS)))
    for person, each in zip(persons, sheets, strict=True):
        for work in UpkeepWork:
            if hours := each.get(work):
                cell = UPKEEP_CELLS.index(f"{each.word}/{work}")
                supplied[:, person, cell] += (1, hours)
    hours = supplied[1].sum(axis=0)
    groups = merge_cells(supplied, hours + 1)
    if not groups:
        return {}
    counted = [
        [[UPKEEP_CELLS[cell] for cell in group], round(float(hours[list(group)].sum()))]
        for group in groups
    ]
    return {"hours": sum(number for _names, number in counted), "groups": counted}


def _number_people(sheets: Sheets) -> tuple[Cells, int]:
    numbers = {person: number for number, person in enumerate({each.person for each in sheets})}
    return np.array([numbers[each.person] for each in sheets], np.intp), len(numbers)


def _supply(sheets: Sheets, persons: Cells, people: int, names: Sequence[str]) -> Supplied:
    """Return what each person supplies of some amounts, each a cell."""
    supplied = np.zeros((1, people, len(names)))
    for person, each in zip(persons, sheets, strict=True):
        supplied[0, person] += [each.get(name) for name in names]
    return supplied


def _group_texts(sheets: Sheets, persons: Cells, people: int) -> Content:
    """Return how many texts were compared, and divided by two lines; nothing of too few."""
    texts = np.array([int(each.get(TEXTS)) for each in sheets], np.intp)
    if not is_publishable(np.bincount(persons, texts, people).astype(np.float64)[np.newaxis]):
        return {}
    gains = [*GainUse, UNKNOWN]
    first = [
        index < each.get(KEYWORD_TEXTS) for each in sheets for index in range(int(each.get(TEXTS)))
    ]
    words = [gains.index(each.word or UNKNOWN) for each in sheets]
    everything = np.ones(int(texts.sum()), bool)
    gain = DecisionLine(GAIN, tuple(map(str, gains)), np.repeat(words, texts).astype(np.intp))
    lines = [
        gain.take(everything),
        DecisionLine(KEYWORDS, (YES, NO), np.where(first, 0, 1).astype(np.intp)),
    ]
    groups = group_lines(lines, np.repeat(persons, texts), people)
    counted = {
        line.name: [
            [[line.categories[cell] for cell in group], _round(np.isin(line.cells, group).sum())]
            for group in groups[line.name]
        ]
        for line in lines
    }
    return {"texts": _round(texts.sum()), **{name: each for name, each in counted.items() if each}}


def _find_means(sheets: Sheets, persons: Cells, people: int) -> dict[str, float]:
    """Return mean minutes of a text, of those with minutes; how many these are is not said."""
    timed = np.array([any(each.get(name) for name in MINUTES) for each in sheets], bool)
    chosen = [each for each, has in zip(sheets, timed, strict=True) if has]
    if not chosen:
        return {}
    supplied = _supply(chosen, persons[timed], people, [TEXTS, *MINUTES])[0].T
    means = {}
    for name, minutes in zip(MINUTES, supplied[1:], strict=True):
        wide = np.count_nonzero(minutes) >= FEWEST_PEOPLE
        if wide and is_publishable(np.array([supplied[0], minutes])):
            means[name] = round(float(minutes.sum() / supplied[0].sum()), 1)
    return means


def _round(count: float) -> int:
    return int(stats.round_count(np.array(int(count), dtype=np.int64)))
