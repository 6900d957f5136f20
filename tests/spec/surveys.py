"""What survey estimates are, as a table: every line is worked out by R, by the room and by its twin.

`tests/spec/test_estimates.py` holds the lines; `python -m tests.spec.manual` makes the methods manual
of them (docs/reference/estimates.md). Values stand in bench/oracles/estimates.csv.
"""

import csv
from dataclasses import dataclass
from pathlib import Path

ORACLES = Path(__file__).resolve().parents[2] / "bench" / "oracles"
SAMPLE = ORACLES / "workplaces.csv"

DESIGNS = {
    "elements": 'stats.Design(strata="region", weights="weight")',
    "finite": 'stats.Design(strata="region", weights="weight", fpc="population")',
    "clusters": 'stats.Design(ids="site", strata="region", weights="weight")',
    "nested": 'stats.Design(ids="place", strata="region", weights="weight", nest=True)',
    "one": 'stats.Design(ids="site", weights="weight", fpc="all_sites")',
    "two": 'stats.Design(ids=("site", "team"), strata="region", weights="weight", fpc=("sites", "teams"))',
    "drawn": 'stats.Design(ids=("site", "team"), strata="region", fpc=("sites", "teams"))',
}
"""Sampling designs under which workplaces.csv could have been sampled."""

SAID = {
    "elements": "people sampled one by one in each region",
    "finite": "the same, from a known number of people",
    "clusters": "sites sampled in each region, with all their people",
    "nested": "the same, where site names are unique only within a region",
    "one": "sites sampled from 125, without regions",
    "two": "sites sampled in each region, then teams in each site, from known numbers",
    "drawn": "the same; weights follow from the population sizes",
}


@dataclass(frozen=True)
class Line:
    """One estimate: `name` as in estimates.csv, before the design's."""

    name: str
    says: str
    call: str
    designs: tuple[str, ...]
    setting: str = ""


@dataclass(frozen=True)
class Chapter:
    title: str
    text: str
    lines: tuple[Line, ...]


EVERY = tuple(DESIGNS)
WEIGHTED = ("elements", "clusters", "two")

ALONE = (
    'sample = few if design.ids else few.filter((few.region != "south") | (few.weight == 12.192))'
)
AGES = '{"under 40": 2600, "40 and over": 2900}'
REGIONS = '{"north": 1700, "south": 1200, "west": 2600}'
RAKED = f'stats.calibrate(table, design, {{"age": {AGES}, "region": {REGIONS}}})'
POST = f'stats.post_stratify(table, design, "age", {AGES})'
LINEAR = f'stats.calibrate(table, design, {{"age": {AGES}, "people": 180000}}, method="linear")'

CHAPTERS = (
    Chapter(
        "Means, totals and ratios",
        "The mean of y is Σwy / Σw over those who answered, a ratio Σwy / Σwx, a total Σwy. To first\n"
        "order an estimate varies as the total of scores: z = w (y − R x) / Σwx for a ratio R, the mean\n"
        "being that with x = 1, and z = w y for a total. V = Σ_h (1 − f_h) n_h / (n_h − 1) Σ_c (z_hc −\n"
        "z̄_h)², where z_hc is the sum of the scores of cluster c in stratum h, n_h clusters were sampled\n"
        "there, and f_h is the sampling fraction. For a second stage the same is added within each cluster, times f_h. The\n"
        "interval is Student's t with as many degrees of freedom as there are clusters less strata. The\n"
        "design effect is V over the variance of a simple random sample of the same size without replacement.",
        (
            Line("mean", "A mean", 'stats.mean(table, design, "hours")', EVERY),
            Line("total", "A total", 'stats.total(table, design, "overtime")', EVERY),
            Line("ratio", "A ratio", 'stats.ratio(table, design, "overtime", "people")', EVERY),
        ),
    ),
    Chapter(
        "Domains",
        "Groups are never made by filtering rows: people outside a group stay in the design, with a score\n"
        "of 0. Degrees of freedom count only clusters and strata that contain members.",
        (
            Line("mean by sector", "The mean of each group", 'stats.mean(table, design, "hours", by="sector")', EVERY),
            Line(
                "mean where",
                "The mean under a condition",
                'stats.mean(table, design, "hours", where=(table.sector == "office") & (table.age == "under 40"))',
                ("clusters",),
            ),
        ),
    ),
    Chapter(
        "Proportions",
        "A proportion is the mean of 1 for those who gave an answer and 0 for all others who answered. Its\n"
        "interval is Korn and Graubard's: Clopper and Pearson's for the effective sample size of the design,\n"
        "p (1 − p) / V, times the square of the ratio of Student's t with n − 1 and with the degrees of freedom.\n"
        "n people answered, and the degrees of freedom are theirs too: clusters and strata in which nobody did\n"
        "do not count. Where the answers show no variance, the effective sample size is n: for 0 of 20 in a\n"
        "simple random sample the upper end is 1 − .025^(1/20) = .168, however many did not answer.\n"
        "Of a simple random sample this interval holds the truth in 95 % of samples or more, for every proportion\n"
        "p = .005, .015 … .995 and 10, 20, 50 or 200 answers (worked out from the binomial distribution, not simulated).\n"
        "The other one, `interval=\"logit\"`, is R's default: Student's t for log p / (1 − p), whose error is that of\n"
        "p over p (1 − p). For 20 answers and p = .005 it holds it in 90.5 % only, and for 200 answers changing\n"
        "from the first to this one at some count is no better. For a proportion of 0 or 1 it does not exist,\n"
        "and the first is used.",
        (
            Line("share korn-graubard", "The proportion of each answer", 'stats.proportion(table, design, "uses")', EVERY),
            Line("share by sector", "The proportion of one answer in each group", 'stats.proportion(table, design, "uses", level=1, by="sector")', EVERY),
            Line("share", "The proportion of each answer, by logit", 'stats.proportion(table, design, "uses", interval="logit")', EVERY),
        ),
    ),
    Chapter(
        "Quantiles",
        "The quantile p is the smallest answer that at least a proportion p of people do not exceed. Woodruff's\n"
        "interval is that of the proportion of people at or below it, by Student's t, its ends converted to\n"
        "quantiles again; the standard error is half its width over t. This is the default of R's\n"
        "`svyquantile` (interval \"mean\", rule \"math\").",
        (
            Line("quantiles", "Quartiles", 'stats.quantile(table, design, "hours", (0.25, 0.5, 0.75))', ("clusters", "drawn")),
            Line("median by age", "The median of each group", 'stats.quantile(table, design, "overtime", 0.5, by="age")', ("clusters",)),
        ),
    ),
    Chapter(
        "Differences and cross-tables",
        "Estimates made together have one covariance matrix, so that their differences have an error: V(a −\n"
        "b) = V(a) + V(b) − 2 C(a, b). Independence of two questions is tested by Pearson's X² of proportions,\n"
        "corrected for the design as in Rao and Scott: F = X² / tr Δ on (tr Δ)² / tr Δ² and as many times the\n"
        "degrees of freedom, where Δ compares the covariance of the cells with that of simple random sampling.",
        (
            Line("cross-table", "The proportion of each pair of answers", 'stats.crosstab(table, design, "uses", "sector").cells', WEIGHTED),
        ),
    ),
    Chapter(
        "Strata with one cluster",
        "Such a stratum shows no variance between clusters, and the estimate is refused until a rule is\n"
        "chosen: the cluster was certain to be sampled (`certainty`: it adds nothing), it adds its distance\n"
        "from the mean of all clusters (`adjust`), or it adds what the others add on average\n"
        "(`average`). The last two look at the strata that have members of the group. Here, the sample with\n"
        "only one site of one region, the south; where people were sampled one by one, with one person of it.",
        (
            Line("lone/certainty", "It adds nothing", 'stats.mean(few, replace(design, lone="certainty"), "overtime")', ("clusters",)),
            Line("lone/adjust", "It adds its distance", 'stats.mean(few, replace(design, lone="adjust"), "overtime")', ("clusters",)),
            Line("lone/average", "It adds the average", 'stats.mean(few, replace(design, lone="average"), "overtime")', ("clusters",)),
            *(
                Line(f"lone/{kind} without {region}", says, f'stats.{function}(sample, replace(design, lone="{kind.split()[0]}"), "overtime", where=sample.region != "{region}")', WEIGHTED, ALONE)
                for region, says in (("south", "A group without members in such a stratum"), ("west", "A group without members in another stratum"))
                for kind, function in (("adjust", "mean"), ("average", "mean"), ("average total", "total"))
            ),
        ),
    ),
    Chapter(
        "Calibrated weights",
        "Calibrated weights are w = d F(λ·x), with d the old ones and x the variables with known totals: F is exp (raking),\n"
        "1 + λ·x (linear; post-stratification, if x is the stratum), the same truncated at two\n"
        "bounds (truncated), or CALMAR's curve between them (logit). Variances are those of residuals: the\n"
        "regression of y on x, with the weights d, is subtracted; the rest is weighted with w.",
        (
            Line("raked mean", "A mean with raked weights", 'stats.mean(table, raked.design, "overtime")', WEIGHTED, f"raked = {RAKED}"),
            Line("raked total", "A total", 'stats.total(table, raked.design, "overtime")', WEIGHTED, f"raked = {RAKED}"),
            Line("raked mean by sector", "The mean of each group", 'stats.mean(table, raked.design, "overtime", by="sector")', WEIGHTED, f"raked = {RAKED}"),
            Line("post-stratified mean", "Post-stratified", 'stats.mean(table, post.design, "overtime")', WEIGHTED, f"post = {POST}"),
            Line("calibrated mean", "Calibrated to a number, linear", 'stats.mean(table, linear.design, "overtime")', WEIGHTED, f"linear = {LINEAR}"),
            Line("calibrated mean from sizes", "The same, with weights from population sizes", 'stats.mean(table, linear.design, "overtime")', ("drawn",), f"table, design = stats.with_weights(table, design)\nlinear = {LINEAR}"),
        ),
    ),
)  # fmt: skip


@dataclass(frozen=True)
class Value:
    """What R says of one row; None where it was not asked."""

    level: str | None
    domain: str | None
    numbers: dict[str, float]


def oracle() -> dict[str, list[Value]]:
    """Return R's values by the name of their line."""
    with (ORACLES / "estimates.csv").open(encoding="utf-8") as file:
        found: dict[str, list[Value]] = {}
        for row in csv.DictReader(line for line in file if not line.startswith("#")):
            name, level, domain = (row.pop(key) for key in ("spec", "level", "domain"))
            numbers = {key: float(text) for key, text in row.items() if text}
            found.setdefault(name, []).append(Value(level or None, domain or None, numbers))
        return found


def versions() -> str:
    """Return which R and which package gave the values."""
    return (
        (ORACLES / "estimates.csv").read_text(encoding="utf-8").splitlines()[0].removeprefix("# ")
    )


def cases() -> list[tuple[Line, str, str]]:
    """Return each line with a design, and the name of its values."""
    return [
        (
            line,
            design,
            f"{line.name}/{design}" if f"{line.name}/{design}" in oracle() else line.name,
        )
        for chapter in CHAPTERS
        for line in chapter.lines
        for design in line.designs
    ]
