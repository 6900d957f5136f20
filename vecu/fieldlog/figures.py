"""The figures of a closed month: fixed ones, with what must be merged already merged. Pure.

The unit is the decision. Decisions are divided by version of the system first, and within each
version by what became of the proposal, and so on: each division is a line of cells, of which those
that may not stand alone are merged into one group (`decision_groups`). No two lines of a version
share a margin but its total. So whatever readers add or subtract, a sum rests on groups that may be
published. Nothing else of the month is stored: what is merged is lost.

The content of a month, as it is stored, by figure; each can be released by itself::

    {"outcome": {"versions": [
        {"names": ["2.1"], "decisions": 640,
         "groups": [[["accepted"], 310], [["overridden"], 200], [["modified", "ignored"], 130]],
         "reasons": [[["facts_wrong"], 120], [["no_time", "other"], 80]],
         "shares": {"overridden": [31, 24, 39]}}]},
     "minutes": {"versions": [
        {"names": ["2.1"], "decisions": 640, "means": {"active_minutes": {"all": 4.2}}}],
        "baseline": {"minutes": 12.0, "source": {"en": "…"}}}}

`names` are those of versions that could stand alone; with `others` there are rarer ones, of which
nothing is published, neither how many nor what they are called: a name that few people's decisions
have can be a person's. `diary` is true of what was noted in diaries. Counts are rounded to fives;
shares are whole percents with their interval. A month without enough decisions has no figures.
"""

import math
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from vecu import stats
from vecu.fieldlog.decision_groups import Group, Supplied, is_publishable, merge_cells
from vecu.fieldlog.decision_lines import (
    CORRECTION,
    EXPLANATION,
    OUTCOME,
    REASON,
    RELIANCE,
    RELIANCE_CELLS,
    RIGHT,
    TRUTH,
    UNKNOWN,
    WRONG,
    YES,
    LoggedDecision,
    MonthDecisions,
    group_lines,
    read_decisions,
)
from vecu.fieldlog.vocabulary import CorrectionKind, ExplanationUse, Outcome

FIGURES = ("outcome", "truth", "minutes", "explanation", "corrections", "reliance")
"""What is counted of a month; there are no others, and no filters."""
MOST_VERSIONS = 8
"""Versions that stand alone; rarer ones are counted together."""

_HEAD = {"names", "others", "diary", "decisions"}
"""What stands beside each figure of a version."""

Content = dict[str, Any]
"""What is published, as JSON."""
CountedGroup = list[Any]
"""Categories that are counted together, as a list, and the count."""
Chosen = NDArray[np.bool_]
"""Which decisions."""


def make_figures(decisions: Iterable[LoggedDecision]) -> dict[str, Content]:
    """Return the content of a closed month, by figure. The decisions are read one at a time."""
    versions = [
        _VersionFigures(named, some).describe()
        for named, some in _divide_by_source(read_decisions(decisions))
    ]
    content: dict[str, Content] = {}
    for figure in FIGURES:
        found = [version[figure] for version in versions]
        if found and (figure == "outcome" or any(each.keys() - _HEAD for each in found)):
            content[figure] = {"versions": found}
    return content


def add_baseline(
    content: dict[str, Content], minutes: float | None, source: Mapping[str, str]
) -> dict[str, Content]:
    """Return figures with what was measured of cases without the tool, if it is noted how."""
    if minutes is None or not source or "minutes" not in content:
        return content
    baseline = {"minutes": minutes, "source": dict(source)}
    return content | {"minutes": content["minutes"] | {"baseline": baseline}}


def _divide_by_source(month: MonthDecisions) -> Iterator[tuple[Content, MonthDecisions]]:
    """Yield what systems sent by version, and what was noted in diaries, which is never merged.

    Somebody whose decisions are sent and who notes others has two pseudonyms, and so has who notes
    with codes of two piles: counted together, three people would pass for six.
    """
    for index, pile in enumerate(month.pile.categories):
        source: Content = {"diary": True} if pile else {}
        for named, some in _divide_by_version(month.take(month.pile.cells == index)):
            yield named | source, some


def _divide_by_version(month: MonthDecisions) -> list[tuple[Content, MonthDecisions]]:
    """Return decisions by version, those of some versions together; nothing of a small month."""
    supplied = month.version.count(month.persons, month.people)
    counts = supplied[0].sum(axis=0)
    rare = np.argsort(-counts, kind="stable")[MOST_VERSIONS:].tolist()
    return [
        (_name_versions(month, supplied, group), month.take(np.isin(month.version.cells, group)))
        for group in merge_cells(supplied, counts, rare)
    ]


def _name_versions(month: MonthDecisions, supplied: Supplied, group: Group) -> Content:
    """Name the versions of a group that could stand alone, and say whether there are others."""
    named = [index for index in group if is_publishable(supplied[..., index])]
    names = {"names": [month.version.categories[index] for index in named]}
    return names if len(named) == len(group) else names | {"others": True}


class _VersionFigures:
    """The figures of the decisions on the proposals of one version, or of some together."""

    def __init__(self, named: Content, month: MonthDecisions) -> None:
        self.named, self.month = named, month
        self.persons, self.people = month.persons, month.people
        self.lines = {line.name: line for line in (*month.lines, month.reliance)}
        self.groups = group_lines(month.lines, self.persons, self.people)

    def describe(self) -> dict[str, Content]:
        """Return the content of each figure, with nothing but its head if it is none."""
        parts: dict[str, Content] = {
            "outcome": {
                "groups": self._count(OUTCOME)
                or [[[*map(str, Outcome)], _round(self.persons.size)]],
                "reasons": self._count(REASON),
                "shares": {"overridden": self._share_overrides()},
            },
            "truth": {"groups": self._count(TRUTH), "shares": {"right": self._share_right()}},
            "minutes": {"means": self._list_means()},
            "explanation": {
                "groups": self._count(EXPLANATION),
                "shares": {"helped": self._share_helped()},
            },
            "corrections": {"groups": self._count_corrections()},
            "reliance": {"shares": self._share_reliance()},
        }
        head = self.named | {"decisions": _round(self.persons.size)}
        return {figure: head | _drop_empty(part) for figure, part in parts.items()}

    def _count(self, name: str) -> list[CountedGroup]:
        """Return the counts of a line, as it may be published."""
        line = self.lines[name]
        return [
            [[line.categories[cell] for cell in group], _round(np.isin(line.cells, group).sum())]
            for group in self.groups[name]
        ]

    def _count_corrections(self) -> list[CountedGroup]:
        return [
            [[str(kind)], count]
            for kind in CorrectionKind
            for names, count in self._count(f"{CORRECTION}{kind}")
            if names == [YES]
        ]

    def _is_alone(self, name: str, category: str) -> bool:
        """Return whether a category is counted by itself."""
        categories = self.lines[name].categories
        return category in categories and (categories.index(category),) in self.groups[name]

    def _choose(self, name: str, *categories: str) -> Chosen:
        line = self.lines[name]
        wanted = [line.categories.index(each) for each in categories if each in line.categories]
        return np.isin(line.cells, wanted)

    def _share_overrides(self) -> list[int] | None:
        if not self._is_alone(OUTCOME, Outcome.OVERRIDDEN):
            return None
        chosen = self._choose(OUTCOME, Outcome.OVERRIDDEN)
        return self._share(chosen, np.ones_like(chosen))

    def _share_right(self) -> list[int] | None:
        return self._share(self._choose(TRUTH, RIGHT), self._choose(TRUTH, RIGHT, WRONG))

    def _share_helped(self) -> list[int] | None:
        """Return the share; none where one of the two is counted, for that would show the other."""
        two = (ExplanationUse.HELPED, ExplanationUse.DID_NOT_HELP)
        if len({self._is_alone(EXPLANATION, each) for each in two}) > 1:
            return None
        return self._share(self._choose(EXPLANATION, two[0]), self._choose(EXPLANATION, *two))

    def _share_reliance(self) -> dict[str, list[int] | None]:
        wrong_kept, wrong_followed, right_kept, right_followed = RELIANCE_CELLS
        pairs = {"rair": (wrong_followed, wrong_kept), "rsr": (right_kept, right_followed)}
        return {
            name: self._share(self._choose(RELIANCE, cells[0]), self._choose(RELIANCE, *cells))
            for name, cells in pairs.items()
        }

    def _share(self, found: Chosen, whole: Chosen) -> list[int] | None:
        """Return a share as whole percents, with its interval outward, if it may be published."""
        counted, everybody = self._count_people(found & whole), self._count_people(whole)
        if not (is_publishable(counted) and is_publishable(everybody - counted)):
            return None
        share = stats.cluster_share(counted[0], everybody[0])
        return [
            math.floor(100 * share.share + 0.5),
            math.floor(100 * share.low),
            math.ceil(100 * share.high),
        ]

    def _count_people(self, chosen: Chosen) -> Supplied:
        counted = np.bincount(self.persons[chosen], minlength=self.people)
        return counted.astype(np.float64)[np.newaxis]

    def _list_means(self) -> dict[str, dict[str, float]]:
        """Return mean minutes, of the decisions with minutes; how many these are is not said."""
        found = {}
        for measure, values in self.month.minutes.items():
            noted = ~np.isnan(values)
            if means := self._find_means(noted, values[noted]):
                found[measure] = means
        return found

    def _find_means(self, noted: Chosen, minutes: NDArray[np.float64]) -> dict[str, float]:
        """Return the mean of all, of right and of wrong proposals, as far as sums allow.

        As if readers knew how many decisions have minutes: then they know the sums.
        """
        line = self.lines[TRUTH]
        shape = self.people, len(line.categories)
        index = np.ravel_multi_index((self.persons[noted], line.cells[noted]), shape)
        supplied = np.array(
            [
                np.bincount(index, weights, int(np.prod(shape))).reshape(shape)
                for weights in (np.ones(index.size), minutes)
            ]
        )
        if not is_publishable(supplied.sum(axis=-1)):
            return {}
        means = {"all": _get_mean(supplied.sum(axis=-1))}
        for group in merge_cells(supplied, supplied[0].sum(axis=0)):
            name = line.categories[group[0]]
            if len(group) == 1 and name != UNKNOWN and len(line.categories) > 1:
                means[name] = _get_mean(supplied[..., group[0]])
        return means


def _get_mean(supplied: Supplied) -> float:
    """Return the minutes of one decision, to a tenth."""
    decisions, minutes = supplied.sum(axis=1)
    return round(float(minutes / decisions), 1)


def _round(count: int) -> int:
    return int(stats.round_count(np.array(count, dtype=np.int64)))


def _drop_empty(part: Content) -> Content:
    """Return what is left without figures that may not be published."""
    kept = {
        name: {key: value for key, value in each.items() if value is not None}
        if isinstance(each, dict)
        else each
        for name, each in part.items()
    }
    return {name: each for name, each in kept.items() if each}
