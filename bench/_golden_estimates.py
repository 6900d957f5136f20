"""Published values of R's survey package (API schools) and of INSEE's macro CALMAR (employees)."""

import csv
from collections.abc import Iterator
from pathlib import Path

import ibis

from vecu import stats

Value = tuple[str, str, float]

SCHOOLS = {"E": 4421, "H": 755, "M": 1018}
AWARD = {"No": 1072, "Yes": 5122}
EMPLOYEES = {
    "categ": {1: 80, 2: 90, 3: 60},
    "sexe": {1: 140, 2: 90},
    "service": {1: 100, 2: 130},
    "salaire": 470000.0,
}
STRATIFIED = stats.Design(strata="stype", weights="pw")
STRATIFIED_FPC = stats.Design(strata="stype", weights="pw", fpc="fpc")
CLUSTERS = stats.Design(ids="dnum", weights="pw")
CLUSTERS_FPC = stats.Design(ids="dnum", weights="pw", fpc="fpc")
TWO_STAGES = stats.Design(ids=("dnum", "snum"), fpc=("fpc1", "fpc2"))
TWO_WITHOUT_FPC = stats.Design(ids=("dnum", "snum"), weights="pw")


def values(data: Path) -> Iterator[Value]:
    strat, clus1, clus2 = (
        stats.read_table(data / f"api{name}.csv") for name in ("strat", "clus1", "clus2")
    )
    yield from _means(strat, clus1, clus2)
    yield from _shares(strat, clus1, clus2)
    yield from _raked(clus1)
    yield from _calmar(data)
    yield from _ranks(strat)


def _row(what: str, row: stats.EstimateRow, estimate: str, error: str = "") -> Iterator[Value]:
    if estimate:
        yield what, estimate, row.estimate
    if error:
        yield f"{what}, standard error", error, row.std_error


def _means(strat, clus1, clus2) -> Iterator[Value]:
    for what, table, design, estimate, error in (
        ("mean api00, strat+fpc", strat, STRATIFIED_FPC, "662.287363", "9.408941"),
        ("mean api00, strat", strat, STRATIFIED, "662.287363", "9.536132"),
        ("mean api00, clus1", clus1, CLUSTERS, "644.169399", "23.779011"),
        ("mean api00, clus1+fpc", clus1, CLUSTERS_FPC, "644.169399", "23.542241"),
        ("mean api00, clus2, two-stage fpc", clus2, TWO_STAGES, "670.811808", "30.099027"),
    ):
        yield from _row(what, stats.mean(table, design, "api00").rows[0], estimate, error)
    by_type = stats.mean(clus1, CLUSTERS, "api00", by="stype")
    for row, error in zip(by_type, ("22.587313", "38.402628", "31.927369"), strict=True):
        yield from _row(f"mean api00 of {row.domain}, clus1", row, "", error)
    row = stats.ratio(strat, STRATIFIED, "api_stu", "enroll").rows[0]
    yield from _row("ratio api.stu/enroll, strat", row, ".836957", ".007970")
    row = stats.ratio(clus2, TWO_WITHOUT_FPC, "api_stu", "enroll").rows[0]
    yield from _row("ratio api.stu/enroll, clus2, missing values", row, "", ".019139")


def _shares(strat, clus1, clus2) -> Iterator[Value]:
    for what, table, design, low, high in (
        ("share sch.wide, strat+fpc", strat, STRATIFIED_FPC, ".774540", ".870815"),
        ("share sch.wide, clus1", clus1, CLUSTERS, ".823218", ".912221"),
    ):
        row = stats.proportion(table, design, "sch_wide", level="Yes", interval="logit").rows[0]
        yield f"{what}, logit interval, low", low, row.conf_low
        yield f"{what}, logit interval, high", high, row.conf_high
    crossed = stats.crosstab(strat, STRATIFIED_FPC, "sch_wide", "stype").independence
    yield "Rao-Scott F, strat+fpc", "17.247444", crossed.statistic
    yield "Rao-Scott ndf, strat+fpc", "1.828672", crossed.ndf
    yield "Rao-Scott ddf, strat+fpc", "360.248286", crossed.ddf
    for what, table, design, printed in (
        ("clus1", clus1, CLUSTERS, "5.090463"),
        ("clus2", clus2, TWO_STAGES, "11.872745"),
    ):
        crossed = stats.crosstab(table, design, "sch_wide", "stype").independence
        yield f"Rao-Scott F, {what}", printed, crossed.statistic


def _raked(clus1) -> Iterator[Value]:
    margins = {"stype": SCHOOLS, "sch_wide": AWARD}
    raked = stats.calibrate(clus1, CLUSTERS, margins).design
    row = stats.mean(clus1, raked, "api00").rows[0]
    yield from _row("raked mean api00", row, "641.230321", "23.942010")
    row = stats.total(clus1, raked, "enroll").rows[0]
    yield from _row("raked total enroll", row, "3647280.148", "404632.221")
    printed = iter(("39.839236", "67.125529", "49.069072", "29.870675", "50.329401", "36.791025"))
    weights = clus1.mutate(raked=clus1.pw * raked.calibration.ratio(clus1))
    cells = weights.aggregate(by=["sch_wide", "stype"], raked=weights.raked.max())
    for cell in cells.order_by("sch_wide", "stype").to_pyarrow().to_pylist():
        yield f"raked weight {cell['stype']} × {cell['sch_wide']}", next(printed), cell["raked"]
    linear = stats.calibrate(clus1, CLUSTERS, margins, method="linear").design
    row = stats.mean(clus1, linear, "api00").rows[0]
    yield from _row("GREG mean api00", row, "640.995870", "24.069152")
    row = stats.jackknife_mean(clus1, CLUSTERS, "api00", margins=margins).rows[0]
    yield from _row("JK1 and raking, mean api00", row, "641.230321", "27.144258")


def _calmar(data: Path) -> Iterator[Value]:
    table = stats.read_table(data / "icarus_employees.csv")
    with (data / "icarus_employees_calmar2_weights.csv").open() as file:
        weights = {row["id"]: row for row in csv.DictReader(file)}
    for method, bounds, column, estimate, error in (
        ("linear", None, "wLinear", "2.933838", ".834113"),
        ("raking", None, "wRaking", "3.224239", ".955382"),
        ("logit", (0.4, 2.2), "wLogit", "3.144491", ".878175"),
    ):
        design = stats.calibrate(
            table, stats.Design(weights="poids"), EMPLOYEES, method=method, bounds=bounds
        ).design
        row = stats.mean(table, design, "cinema").rows[0]
        yield from _row(f"CALMAR {method}, cinema", row, estimate, error)
        ours = table.mutate(found=table.poids * design.calibration.ratio(table))
        for person in ours.select("id", "found").order_by("id").to_pyarrow().to_pylist():
            printed = weights[person["id"]][column]
            yield f"CALMAR {method}, weight of {person['id']}", _four(printed), person["found"]
    yield from _large(data)


def _large(data: Path) -> Iterator[Value]:
    """A thousand people, eleven margins, nine of them numeric: INSEE's weights to nine digits."""
    table = stats.read_table(data / "icarus_sample.csv")
    weights = stats.read_table(data / "icarus_calmar2_weights.csv").to_pyarrow().to_pylist()
    known = {row["ident"]: row for row in weights}
    margins: dict[str, dict[int, float] | float] = {}
    with (data / "icarus_margins_1.csv").open() as file:
        for row in csv.DictReader(file):
            totals = [float(row[f"mar{place}"]) for place in range(1, int(row["n"]) + 1)]
            margins[row["var"]] = dict(enumerate(totals, 1)) or float(row["mar1"])
    for method, bounds, column in (
        ("linear", None, "weight_cal_lin"),
        ("raking", None, "weight_cal_raking"),
        ("logit", (0.2, 1.3), "weight_cal_logit"),
    ):
        found = stats.calibrate(
            table, stats.Design(weights="weight"), margins, method=method, bounds=bounds
        )
        ratio = found.design.calibration.ratio(table)
        ours = table.select("ident", ours=table.weight * ratio).to_pyarrow().to_pylist()
        worst = max(abs(row["ours"] / known[row["ident"]][column] - 1) for row in ours)
        yield f"CALMAR {method}, 1000 people, largest difference", "0.00000000", worst


def _four(printed: str) -> str:
    """Return a weight with the four digits of INSEE's macro, where R dropped zeros."""
    return f"{float(printed):.4f}"


def _ranks(strat) -> Iterator[Value]:
    rows = strat.mutate(row=ibis.row_number())
    found = stats.rank_test(rows, STRATIFIED_FPC, "api00", "sch_wide", order="row")
    yield "rank test t, strat+fpc", "3.6664", found.statistic
