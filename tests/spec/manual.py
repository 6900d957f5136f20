"""Make the methods manual of the table in `surveys`: `python -m tests.spec.manual`.

A test holds docs/reference/estimates.md to what this makes.
"""

from pathlib import Path
from typing import Any

from tests.spec.surveys import CHAPTERS, DESIGNS, SAID, Chapter, Line, cases, oracle, versions

MANUAL = Path(__file__).resolve().parents[2] / "docs" / "reference" / "estimates.md"

HEAD = """\
# Estimates: methods and values

What `from vecu import stats` estimates, by which formula, and R's values. This page is generated from the tests
(`python -m tests.spec.manual`): each value below is R's, and Vécu reproduces it to nine digits at least, on every tested
engine. The sample is `bench/oracles/workplaces.csv`, its values `bench/oracles/estimates.csv`, made by `estimates.R` beside it
({versions}).

```python
from vecu import stats
table = stats.read_table("workplaces.csv")      # or any Ibis table
```

## Designs

The sampling design is declared once. Without a design, no estimate is made.

| name here | sample | design |
| --- | --- | --- |
{designs}
"""

TAIL = """\
## Missing answers

NULL and NaN are missing. Estimates are over those who answered; the others remain in the design, as do those outside a
group. With several questions in one call, each is over those who answered it; R drops everybody with a missing answer.
Rows without a group (`by`) are in none. Rows without a weight, a stratum or a cluster are refused, because their
selection is unknown.

## Where R differs

- `rake` in survey 4.4-2 takes residuals from unweighted means within margins, while `postStratify` and `calibrate` use
  weighted ones: they agree only where all weights are the same. Here all calibrations are weighted, as in Deville and
  Särndal; the values above are computed in R by its `lm` and `svytotal`.
- With strata of text, `options(survey.lonely.psu = "adjust")` gives Inf in survey 4.4-2; with a factor, the value above.
- A group whose members lie in strata with a lone PSU only has no standard error by `average` (NaN in R). Here it is
  refused. Differences of groups take the strata with members of either.
- Korn and Graubard's interval takes n and degrees of freedom from those who answered, as R's `svyciprop` does of
  `subset(design, !is.na(y))`. With `na.rm = TRUE` R takes both from all rows: without strata and clusters that is the same,
  as the two cancel; otherwise the ends differ a little. All other intervals take degrees of freedom from all rows.
- A proportion of 0 or 1 has no interval in R (NaN). Here Korn and Graubard's is used, with the number of answers. The same
  where clusters happen to be alike and V is 0: R gives .5 to .5. In a finite population (`fpc`) all may have answered, and a
  proportion between 0 and 1 with V = 0 is certain.
- An end of a quantile's interval beyond the data is NaN in R, and so is the standard error. Here the end is open, and the
  standard error is taken from the other end; without either, the estimate is refused.
- R's confidence intervals use the normal distribution unless `df` is given. Here they are Student's.
- In R, proportions of 1 are given to `svyciprop` one by one; its `logit` stops early (nine digits), its `xlogit` does not.

## What is refused

No number is NaN. Where no valid estimate exists, `stats.EstimateRefused` says where, which rule, what was found and what to
do: unknown columns; a strata column with a single value; a cluster in two strata; negative or missing weights; contradictory sizes; a
stratum with one cluster (`LonelyPsuError`); groups in which nobody answered, or only one cluster did (`TooFewAnswers`);
means of text (`VariableRefused`); margins with an answer that nobody gave, or that no weights can match
(`CalibrationRefused`).
"""


def manual() -> str:
    """Return the whole page."""
    designs = "\n".join(f"| {name} | {SAID[name]} | `{code}` |" for name, code in DESIGNS.items())
    head = HEAD.format(versions=versions(), designs=designs)
    return "\n".join([head, *(chapter_of(chapter) for chapter in CHAPTERS), TAIL])


def chapter_of(chapter: Chapter) -> str:
    parts = [f"## {chapter.title}\n", " ".join(chapter.text.split("\n")) + "\n"]
    parts += [line_of(line) for line in chapter.lines]
    return "\n".join(parts)


def line_of(line: Line) -> str:
    code = "\n".join(filter(None, [line.setting, line.call]))
    rows = [
        row_of(design, value)
        for each, design, name in cases()
        if each is line
        for value in oracle()[name]
    ]
    head = "| design | answer | group | estimate | standard error | interval | df | design effect |"
    return "\n".join([
        f"**{line.says}.**\n", "```python", code, "```\n", head, "|" + " --- |" * 8, *rows, ""
    ])  # fmt: skip


def row_of(design: str, value: Any) -> str:
    told = {key: f"{number:.7g}" for key, number in value.numbers.items()}
    ends = f"{told['conf_low']} to {told['conf_high']}" if "conf_low" in told else ""
    cells = [
        design,
        value.level or "",
        value.domain or "",
        told["estimate"],
        told["std_error"],
        ends,
    ]
    return f"| {' | '.join([*cells, told.get('df', ''), told.get('deff', '')])} |"


if __name__ == "__main__":
    MANUAL.write_text(manual(), encoding="utf-8")
