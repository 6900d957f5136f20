"""Whatever is released in whatever order, readers who compare it all find no hidden count.

The reader of these tests knows only what was ever published, and reasons in the full cross of all
questions: every combination of answers is an unknown number of people.
"""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import product
from uuid import uuid4

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy.optimize import linprog

from tests.datasets.releases.test_releases import LATER, SECTOR, TOOLS, fill, freeze, publish
from tests.surveys.factories import DAY, NOON, answer, make_study
from vecu.datasets.models import Released
from vecu.datasets.release_actions import (
    ExtractRefused,
    FigureRefused,
    release,
    take_release_back,
)
from vecu.datasets.release_queries import (
    get_extract,
    list_ledger,
    list_released,
)
from vecu.datasets.releases.planning import FigureRequest
from vecu.stats import DisclosureRefused
from vecu.surveys.actions import ensure_import_fielding, withdraw_answer
from vecu.surveys.models import Answer, Fielding, Study
from vecu.surveys.queries import get_fingerprint
from vecu.surveys.rules import FieldingState, Mode

pytestmark = [pytest.mark.django_db, pytest.mark.data]

TOLD = "/data/work/told"
SECTORS, YES_NO = ("social", "health", "school", ""), ("yes", "no", "")
PROFILES = list(product(SECTORS, YES_NO, (False, True), (False, True)))
"""A sector, whether somebody told their manager, and whether they use one tool, and the other."""
Person = tuple[str, str, bool, bool]


def store(study: Study, people: Sequence[tuple[Person, int]]) -> None:
    """Store answers of so many people of each profile."""
    fielding = study.fieldings.get()
    Answer.objects.bulk_create(
        Answer(
            fielding=fielding,
            day=DAY,
            language="en",
            values={
                "work": {
                    "sector": sector,
                    "told": told,
                    "tools": " ".join(["chat"] * chat + ["draw"] * draw),
                }
            },
        )
        for (sector, told, chat, draw), number in people
        for _person in range(number)
    )


def count_profiles(study: Study) -> NDArray[np.int64]:
    """Return how many people have each profile, which no reader knows."""
    found = []
    for values in Answer.objects.filter(fielding__study=study).values_list("values", flat=True):
        work = values["work"]
        tools = work["tools"].split()
        found.append((work["sector"], work["told"], "chat" in tools, "draw" in tools))
    return np.array([found.count(profile) for profile in PROFILES])


def select(variable: str, category: str) -> NDArray[np.bool_]:
    """Return which profiles are counted in a category of a question, or as users of a tool."""
    question, _equals, tool = variable.partition("=")
    if question == TOOLS:
        place = 2 if tool == "chat" else 3
        return np.array([profile[place] == (category == "yes") for profile in PROFILES])
    place = 0 if question == SECTOR else 1
    return np.array([profile[place] == category for profile in PROFILES])


@dataclass
class Reader:
    """Somebody who has read everything: sums of profiles that are known, and those hidden."""

    people: NDArray[np.int64]
    sums: list[NDArray[np.bool_]] = field(default_factory=list)
    floors: list[int] = field(default_factory=list)
    ceilings: list[int] = field(default_factory=list)
    hidden: list[NDArray[np.bool_]] = field(default_factory=list)

    def read(self, released: Released) -> None:
        """Take in a figure: its rows, its totals, the number of people."""
        content = released.content
        everybody = np.ones(len(PROFILES), dtype=bool)
        columns = [
            select(released.breakdown, column["name"]) if released.breakdown else everybody
            for column in content["columns"]
        ]
        self.learn(everybody, content["people"])
        for column, total in zip(columns, content["totals"], strict=True):
            self.learn(column, total)
        for row in content["rows"]:
            several = released.item == TOOLS
            variable = row["name"] if several else released.item
            chosen = select(variable, "yes" if several else row["name"])
            for column, count in zip(columns, row["counts"], strict=True):
                self.learn(column & chosen, count)
                if several and self.people[column & ~chosen].sum() < 11:
                    self.hidden.append(column & ~chosen)  # of whom no page speaks

    def learn(self, cell: NDArray[np.bool_], count: int | None) -> None:
        """Take in one count; it was rounded to 5, and is 11 or more."""
        if count is None:
            self.hidden.append(cell)
            return
        assert abs(count - self.people[cell].sum()) <= 2
        assert self.people[cell].sum() >= 11
        self.sums.append(cell)
        self.floors.append(max(count - 2, 11))
        self.ceilings.append(count + 2)

    def bound(self, cell: NDArray[np.bool_]) -> tuple[float, float]:
        """Return the least and the greatest number of people that a cell can have."""
        sums = np.array(self.sums, dtype=float)
        limits = np.concatenate([self.ceilings, np.negative(self.floors)])
        found = []
        for side in (1, -1):
            solved = linprog(side * cell.astype(float), np.vstack([sums, -sums]), limits)
            found.append(side * solved.fun if solved.status == 0 else np.inf)
        return found[0], found[1]

    def find_given_away(self) -> list[tuple[int, float, float]]:
        """Return each hidden count that is too well known, with its bounds."""
        found = []
        for cell in {cell.tobytes(): cell for cell in self.hidden}.values():
            known = [np.array_equal(cell, each) for each in self.sums]
            low, high = self.bound(cell)
            true = int(self.people[cell].sum())
            safe = low <= 1e-6 and high >= 10 - 1e-6 if true < 11 else high - low >= 10 - 1e-6
            if not safe and not any(known):
                found.append((true, low, high))
        return found


people = st.lists(
    st.tuples(st.sampled_from(PROFILES), st.sampled_from([1, 4, 9, 13, 20, 31, 44])),
    min_size=2,
    max_size=9,
)
OFFERS = [
    (item, breakdown)
    for item in (SECTOR, TOLD, TOOLS)
    for breakdown in ("", SECTOR, TOLD)
    if item != breakdown
]
offers = st.lists(st.sampled_from(OFFERS), min_size=1, max_size=3, unique=True)
releases = st.lists(st.tuples(offers, st.booleans()), min_size=1, max_size=4)
EXAMPLES = settings(
    max_examples=8,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


Wanted = Sequence[tuple[Sequence[tuple[str, str]], bool]]


def release_in_turn(study: Study, wanted: Wanted) -> None:
    """Release what is not refused, some of it as sensitive; take every second release back."""
    for turn, (chosen, sensitive) in enumerate(wanted):
        requests = [FigureRequest(*each, sensitive=sensitive) for each in chosen]
        before = len(list_ledger(study.scope))
        try:
            made = release(study.scope, requests, group="The team", by="ana", now=NOON)
        except (FigureRefused, DisclosureRefused):
            assert len(list_ledger(study.scope)) == before
        else:
            if turn % 2:
                take_release_back(study.scope, made[0].figure, by="ana", now=NOON)


@EXAMPLES
@given(people, releases)
def test_nothing_hidden_follows_from_all_that_was_ever_released(present, wanted):
    study = make_study(f"s{uuid4().hex}")
    store(study, present)
    assume(sum(number for _profile, number in present) >= 11)
    freeze(study, SECTOR, TOLD)

    release_in_turn(study, wanted)

    reader = Reader(count_profiles(study))
    for each in list_ledger(study.scope):
        reader.read(each)
    assert reader.find_given_away() == []


@EXAMPLES
@given(people, releases, people, st.integers(0, 12))
@example(
    [(PROFILES[0], 44), (PROFILES[12], 44)],
    [([(SECTOR, "")], False)],
    [(PROFILES[12], 31)],
    12,
)
def test_a_new_extract_never_shows_that_somebody_withdrew(present, wanted, coming, leaving):
    study = make_study(f"s{uuid4().hex}")
    store(study, present)
    assume(sum(number for _profile, number in present) >= 11)
    freeze(study, SECTOR, TOLD)
    release_in_turn(study, wanted)
    first = {each.figure: each for each in list_released(study.scope)}
    sector = present[0][0][0]
    gone = Answer.objects.filter(fielding__study=study, values__work__sector=sector)[:leaving]
    Answer.objects.filter(pk__in=[each.pk for each in gone]).delete()
    store(study, coming)

    before = get_extract(study.scope)
    with suppress(ExtractRefused, DisclosureRefused):
        freeze(study, SECTOR, TOLD, now=LATER)

    after = get_extract(study.scope)
    assert after == before or after.people >= before.people + 11
    for each in list_released(study.scope):
        _assert_nothing_fell(first[each.figure], each)
    if after != before:
        reader = Reader(count_profiles(study))
        for each in after.released.all():
            reader.read(each)
        assert reader.find_given_away() == []


def _assert_nothing_fell(before: Released, after: Released) -> None:
    for old, new in zip(before.content["rows"], after.content["rows"], strict=True):
        for then, now in zip(old["counts"], new["counts"], strict=True):
            assert then is None or now is None or now >= then


def test_what_was_taken_back_still_counts_in_the_check_of_what_comes_next():
    """Whoever has read it can still subtract: 43 to 47 drew in all, 38 to 42 of social work."""
    study = make_study()
    fill(study, "social", 40, tools="draw")
    fill(study, "social", 40)
    fill(study, "health", 5, tools="draw")
    fill(study, "health", 40)
    freeze(study, SECTOR)
    for each in publish(study, FigureRequest(TOOLS, SECTOR), FigureRequest(SECTOR)):
        take_release_back(study.scope, each.figure, by="ana", now=NOON)

    with pytest.raises((FigureRefused, DisclosureRefused)):
        publish(study, FigureRequest(TOOLS))


def test_who_withdraws_by_their_code_changes_nothing_that_is_public():
    study = make_study()
    fill(study, "social", 22)
    fill(study, "health", 17)
    code = "BBBB-CCCC-DDDD"
    leaving = answer(study, {"work": {"sector": "health"}})
    leaving.receipt = get_fingerprint(code)
    leaving.save()
    freeze(study)
    (before,) = publish(study, FigureRequest(SECTOR))

    withdraw_answer(code, study.slug)

    (after,) = list_released(study.scope)
    assert after.content == before.content
    with pytest.raises(ExtractRefused, match="Too few people have answered since"):
        freeze(study, now=LATER)


def test_imported_answers_and_those_of_a_second_wave_are_counted_together():
    study = make_study()
    fill(study, "social", 12)
    first = study.fieldings.get()
    second = Fielding.objects.create(
        study=study,
        version=first.version,
        wave=2,
        mode=Mode.OPEN,
        state=FieldingState.OPEN,
        opens=DAY,
        closes=DAY + timedelta(days=30),
    )
    imported = ensure_import_fielding(study)
    for fielding, sector, number in ((second, "social", 10), (imported, "health", 17)):
        Answer.objects.bulk_create(
            Answer(fielding=fielding, day=DAY, language="en", values={"work": {"sector": sector}})
            for _person in range(number)
        )

    extract = freeze(study)
    (sector,) = publish(study, FigureRequest(SECTOR))

    assert extract.people == 12 + 10 + 17
    assert [row["counts"] for row in sector.content["rows"]] == [[20], [15], [None], [None]]
