"""The command to estimate from a file with a sampling design."""

import csv
import json
import sys
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any

import click

from vecu import stats
from vecu.messages import Message, printable
from vecu.site.cli_output import language_option
from vecu.site.row_filters import parse_row_filter
from vecu.translation import gettext_noop

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


class _Names(click.ParamType[tuple[str, ...]]):
    """Column names, separated by commas."""

    name = "names"

    def convert(self, value: object, _param: object, _context: object) -> tuple[str, ...]:
        """Return the names."""
        if isinstance(value, tuple):
            return value
        return tuple(name.strip() for name in str(value).split(",") if name.strip())


@click.command("estimate")
@click.argument("file", type=_FILE)
@click.option("--weights", metavar="W", help="The column of weights.")
@click.option("--strata", metavar="S", help="The column of strata.")
@click.option("--ids", metavar="I[,J]", type=_Names(), default=(), help="The columns of clusters.")
@click.option(
    "--fpc", metavar="F[,G]", type=_Names(), default=(), help="How many there are, by stage."
)
@click.option("--nest", is_flag=True, help="Names of clusters begin anew in each stratum.")
@click.option(
    "--lone",
    type=click.Choice([each.value for each in stats.LonelyPsu]),
    default=stats.LonelyPsu.REFUSE.value,
    help="What a stratum with one cluster stands for [default: refuse].",
)
@click.option("--mean", "means", metavar="X", type=_Names(), help="The mean of a number.")
@click.option("--prop", metavar="X", help="The share of each answer.")
@click.option("--total", "totals", metavar="X", type=_Names(), help="The total of a number.")
@click.option("--ratio", metavar="X/Y", help="One total over another.")
@click.option("--by", metavar="D", type=_Names(), default=(), help="For each group apart.")
@click.option("--where", metavar="EXPR", help='For these only, such as "age >= 30".')
@click.option("--rake", metavar="MARGINS.csv", type=_FILE, help="Totals that weights must meet.")
@click.option(
    "--interval",
    type=click.Choice([each.value for each in stats.IntervalMethod]),
    default=stats.IntervalMethod.LOGIT.value,
    help="Of shares [default: logit].",
)
@click.option(
    "--confidence", type=click.FloatRange(0.5, 0.9999), default=0.95, help="[default: 0.95]"
)
@click.option(
    "--format", "kind", type=click.Choice(["csv", "json"]), default="csv", help="[default: csv]"
)
@language_option
def estimate(
    file: Path,
    weights: str | None,
    strata: str | None,
    ids: tuple[str, ...],
    fpc: tuple[str, ...],
    nest: bool,
    lone: str,
    means: tuple[str, ...] | None,
    prop: str | None,
    totals: tuple[str, ...] | None,
    ratio: str | None,
    by: tuple[str, ...],
    where: str | None,
    rake: Path | None,
    interval: str,
    confidence: float,
    kind: str,
    language: str,
) -> None:
    """Estimate from FILE (.csv, .parquet, .sav, .dta) as its sample was drawn.

    Say how rows were drawn, then one thing to estimate. Groups are told by --by and --where; never
    leave rows out of the file yourself. Ends with 0, or with 2 when no true number can be given.
    """
    if sum(asked is not None for asked in (means, prop, totals, ratio)) != 1:
        raise _misused(
            language, gettext_noop("Ask for one of --mean, --prop, --total and --ratio.")
        )
    for option, names in (("--mean", means), ("--total", totals)):
        if names == ():
            raise _misused(
                language,
                gettext_noop(
                    "%(option)s takes names of columns, with commas between them; found none."
                ),
                option=option,
            )
    table = stats.read_table(file)
    design = stats.Design(ids, strata, weights, fpc, nest, stats.LonelyPsu(lone))
    if rake:
        table, design = stats.with_weights(table, design)
        design = _raked(table, design, rake, language)
    whom: dict[str, Any] = {
        "by": by,
        "where": None if where is None else parse_row_filter(where, table),
        "confidence": confidence,
    }
    if means is not None:
        found = stats.mean(table, design, means, **whom)
    elif totals is not None:
        found = stats.total(table, design, totals, **whom)
    elif ratio is not None:
        found = stats.ratio(table, design, *_parts(ratio, language), **whom)
    else:
        found = stats.proportion(table, design, str(prop), interval=interval, **whom)
    _write(found, kind)


def _misused(language: str, msgid: str, **details: object) -> click.UsageError:
    return click.UsageError(Message(msgid, **details).say(language))


def _parts(ratio: str, language: str) -> list[str]:
    parts = [part.strip() for part in ratio.split("/")]
    if len(parts) != 2 or not all(parts):
        raise _misused(
            language,
            gettext_noop("--ratio takes two columns, as X/Y; found “%(found)s”."),
            found=printable(ratio),
        )
    return parts


def _raked(table: Any, design: stats.Design, margins: Path, language: str) -> stats.Design:
    raked = stats.calibrate(table, design, stats.read_margins(margins, table))
    least, _low, median, _high, most = (float(f"{ratio:.3g}") for ratio in raked.ratios)
    message = Message(
        gettext_noop(
            "%(totals)s totals met; weights changed %(least)s to %(most)s times (median"
            " %(median)s); %(rows)s rows are worth %(after)s alike weights, %(before)s before."
        ),
        totals=len(raked.margins),
        least=least,
        most=most,
        median=median,
        rows=raked.rows,
        after=round(float(raked.effective_after), 1),
        before=round(float(raked.effective_before), 1),
    )
    click.echo(message.say(language), err=True)
    return raked.design


def _write(found: stats.Estimates, kind: str) -> None:
    rows = [asdict(row) for row in found]
    if kind == "json":
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    writer = csv.DictWriter(sys.stdout, [field.name for field in fields(stats.EstimateRow)])
    writer.writeheader()
    writer.writerows(rows)
