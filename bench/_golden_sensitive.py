"""Published values on ranks, sensitive questions and change, with their data."""

from collections.abc import Iterator
from dataclasses import replace
from math import sqrt
from pathlib import Path
from statistics import NormalDist

import ibis
import numpy as np

from vecu import stats
from vecu.stats import (
    Crosswise,
    CrosswiseItem,
    Design,
    ForcedResponse,
    ItemList,
    ObservedShare,
    UnrelatedQuestion,
    Warner,
)

Value = tuple[str, str, float]

SIMPLE = Design()
THOUSAND = ObservedShare(0.4, 0.4 * 0.6 / 999, df=999, n=1000)
TECHNIQUES = (
    (Warner(1 / 6), ".650000", ".023250"),
    (Crosswise(0.15), ".642857", ".022142"),
    (ForcedResponse(2 / 3, 1 / 6), ".350000", ".023250"),
    (UnrelatedQuestion(2 / 3, 0.25), ".475000", ".023250"),
)
CONCERNS = np.array((0.62, 0.55, 0.48, 0.40, 0.30, 0.22))


def values(data: Path) -> Iterator[Value]:
    yield from values_without_data(data)
    yield from _answers(data)
    yield from _lists(data)
    yield from _pisa(data)
    yield from _waves(data)


def values_without_data(_data: Path) -> Iterator[Value]:
    for technique, share, error in TECHNIQUES:
        found = stats.estimate_prevalence(THOUSAND, technique)
        yield f"{technique.name}, 400 of 1,000", share, found.estimate
        yield f"{technique.name}, 400 of 1,000, standard error", error, found.std_error
    yield from _people()
    yield from _ranks()
    yield from _groups()


def read(data: Path, name: str, **renamed: str):
    return stats.read_table(data / f"{name}.csv").rename(renamed)


def _people() -> Iterator[Value]:
    for technique, people in (
        (stats.Direct(), "178"),
        (UnrelatedQuestion(0.75, 0.25), "331"),
        (Crosswise(0.15), "467"),
        (ForcedResponse(2 / 3, 1 / 6), "525"),
    ):
        yield (
            f"people for {technique.name}",
            people,
            stats.required_sample_size(technique, 0.2, 0.03),
        )
    yield "people for a list", "3200", stats.required_sample_size_list(0.2, 0.03)
    yield (
        "people for a double list",
        "1600",
        stats.required_sample_size_list(0.2, 0.03, double=True),
    )


def _answers(data: Path) -> Iterator[Value]:
    die = ForcedResponse(2 / 3, 1 / 6)
    (found,) = stats.estimate_sensitive_share(
        read(data, "rr_nigeria", said="rr.q1"), SIMPLE, "said", die
    )
    # the package divides the variance by n, we by n − 1
    likeliest = stats.estimate_prevalence(
        ObservedShare(
            share := found.estimate * 2 / 3 + 1 / 6, share * (1 - share) / found.n, 2434, 2435
        ),
        die,
    )
    yield "nigeria, forced response", ".261910", found.estimate
    yield "nigeria, n", "2435", found.n
    yield "nigeria, standard error by n", ".014413", likeliest.std_error
    asked = read(data, "cWise_cmdata")
    question, anchor = (CrosswiseItem(name, Crosswise(0.15)) for name in ("Y", "A"))
    plain, weighed = (
        stats.crosswise_with_anchor(asked, design, question, anchor, chance=1)
        for design in (SIMPLE, Design(weights="weight"))
    )
    yield "cmdata, crosswise", ".195000", plain.uncorrected.estimate
    yield "cmdata, crosswise, standard error", ".014446", plain.uncorrected.std_error
    yield "cmdata, corrected", ".105360", plain.corrected.estimate
    yield "cmdata, followed", ".772857", plain.followed
    yield "cmdata weighted, crosswise", ".192130", weighed.uncorrected.estimate
    yield "cmdata weighted, corrected", ".109695", weighed.corrected.estimate
    yield "cmdata weighted, followed", ".788795", weighed.followed


def _lists(data: Path) -> Iterator[Value]:
    question = ItemList("y", "treat", 3)
    race = read(data, "list_race")
    listed = stats.list_experiment(race, SIMPLE, question)
    yield "race, difference in means", ".067797", listed.difference.estimate
    yield "race, Neyman's standard error", ".049578", listed.difference.std_error
    first = listed.effect.types[0]
    only = 2 * below(first.estimate / first.std_error)
    yield "race, design effect as R selects (one share)", ".044", only
    affirm = read(data, "list_affirm")
    affirm = affirm.mutate(treat=affirm.treat.cast("string").upper() == "TRUE")
    found = stats.list_experiment(affirm, SIMPLE, question).difference
    yield "affirm, difference in means", ".494740", found.estimate
    yield "affirm, standard error as R's sandwich (HC3)", ".054298", _hc3(affirm)


def _hc3(table) -> float:
    halves = table.group_by("treat").aggregate(n=table.count(), s=table.y.var()).to_pyarrow()
    return sqrt(sum(row["s"] / (row["n"] - 1) for row in halves.to_pylist()))


def below(z: float) -> float:
    return NormalDist().cdf(z)


def _ranks() -> Iterator[Value]:
    spread = np.sqrt(CONCERNS * (1 - CONCERNS))
    for people, first, last in ((50, "111134", "445666"), (200, "112345", "234566")):
        covariance = np.outer(spread, spread) * (0.7 * np.eye(6) + 0.3) / people
        found = stats.JointEstimates(tuple("abcdef"), CONCERNS, covariance, np.inf, people)
        yield from _places(f"ranks of {people}", stats.rank(found, chance=1), first, last)
    counts = dict(zip("abcdef", (17, 11, 9, 6, 4, 3), strict=True))
    yield from _places("csranks_multinom", stats.rank_counts(counts), "111112", "566666")


def _pisa(data: Path) -> Iterator[Value]:
    pisa = read(data, "csranks_pisa").to_pyarrow().to_pydict()
    scores = stats.JointEstimates(
        tuple(pisa["jurisdiction"]),
        np.array(pisa["math_score"]),
        np.diag(np.array(pisa["math_se"]) ** 2),
        np.inf,
        1,
    )
    best = stats.rank(scores, chance=1).among_first(5)
    yield "PISA, countries that may be in the top 5", "12", len(best)


def _places(what: str, ranking: stats.Ranking, first: str, last: str) -> Iterator[Value]:
    """Yield ranks, each written as a number of six digits with the ends of its set."""
    yield f"{what}, first places", first, float("".join(str(one.places.first) for one in ranking))
    yield f"{what}, last places", last, float("".join(str(one.places.last) for one in ranking))


def _groups() -> Iterator[Value]:
    yield "50 against 200, margin", ".155", stats.margin_of_difference(50, 200)
    yield "50 against 200, smallest difference", ".22", stats.smallest_difference(50, 200)


def _waves(data: Path) -> Iterator[Value]:
    asked = read(data, "api_panel_long")
    asked = asked.mutate(row=ibis.row_number())
    design = Design(strata="stype", weights="pw")

    def panel(table, design: Design) -> stats.Panel:
        return stats.Panel(table, design, person="id", wave="w", earlier=0, later=1)

    (found,) = stats.net_change(panel(asked, design), "y").everybody
    yield "api99 to api00", "32.892518", found.estimate
    yield "api99 to api00, standard error", "2.078207", found.std_error
    sample = read(data, "apistrat")
    both = ibis.union(
        *(
            sample.select("stype", "pw", "fpc", id="cds", w=ibis.literal(wave), y=sample[name])
            for wave, name in ((0, "api99"), (1, "api00"))
        )
    )
    finite = replace(design, ids=("id",), fpc=("fpc",))
    (found,) = stats.net_change(panel(both, finite), "y").everybody
    yield "the same with fpc", "2.051112", found.std_error
    # row numbers are computed before, as no engine numbers rows during aggregation
    apart = ibis.memtable(asked.to_pyarrow())
    apart = stats.net_change(panel(apart, replace(design, ids=("row",))), "y").everybody.rows[0]
    yield "the same as if waves were two samples", "13.913822", apart.std_error
    (share,) = stats.net_change(panel(asked, design), "hi").everybody
    yield "share of 700 or more", ".098689", share.estimate
    yield "share of 700 or more, standard error", ".024011", share.std_error
    yield "McNemar", "17.0", stats.gross_change(panel(asked, design), "hi").mcnemar
