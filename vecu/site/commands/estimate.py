"""The command to estimate from a file with a sampling design."""

import csv
import json
import sys
from collections.abc import Mapping
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any

import click

from vecu import stats
from vecu.messages import Message, printable
from vecu.site.cli_output import language_option
from vecu.site.row_filters import parse_row_filter
from vecu.surveys.rules import INTERVIEW_MODES, Mode, allows_population_shares
from vecu.translation import gettext_noop, translate

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)

_NOT_DRAWN = {
    Mode.OPEN: gettext_noop(
        "anyone with the link could answer, more than once, and nobody was drawn"
    ),
    Mode.CARDS: gettext_noop(
        "cards were handed out, and nobody was drawn with a known probability"
    ),
    Mode.IMPORTED: gettext_noop(
        "the answers were imported, and how people were chosen is not known (if they are a sample,"
        " estimate from the file that was imported)"
    ),
    **dict.fromkeys(
        INTERVIEW_MODES,
        gettext_noop("people called or wrote themselves, and nobody was drawn"),
    ),
}
_NOTE = gettext_noop("not a sample: of those who answered, not of a population")
_OF_SAMPLES = ("std_error", "conf_low", "conf_high", "df", "deff")
"""Columns that measure how far another sample would differ."""


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
@click.option(
    "--not-a-sample", is_flag=True, help="Nobody was drawn: figures of those who answered only."
)
@click.option("--rake", metavar="MARGINS.csv", type=_FILE, help="Totals that weights must meet.")
@click.option(
    "--interval",
    type=click.Choice([each.value for each in stats.IntervalMethod]),
    default=stats.IntervalMethod.KORN_GRAUBARD.value,
    help="Of shares [default: korn-graubard].",
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
    not_a_sample: bool,
    rake: Path | None,
    interval: str,
    confidence: float,
    kind: str,
    language: str,
) -> None:
    """Estimate from FILE (.csv, .parquet, .sav, .dta) as its sample was drawn.

    Say how rows were drawn, then one thing to estimate. Groups are told by --by and --where; never
    leave rows out of the file yourself. Answers of an open inquiry are no sample. Ends with 0, or
    with 2 when no true number can be given.
    """
    if sum(asked is not None for asked in (means, prop, totals, ratio)) != 1:
        raise _misused(
            language, gettext_noop("Ask for one of --mean, --prop, --total and --ratio.")
        )
    _check_named(language, {"--mean": means, "--total": totals})
    table = stats.read_table(file)
    if not not_a_sample:
        _check_sample(table, file, language)
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
    _write(found, kind, translate(_NOTE, language) if not_a_sample else "")


def _check_named(language: str, options: Mapping[str, tuple[str, ...] | None]) -> None:
    for option, names in options.items():
        if names == ():
            raise _misused(
                language,
                gettext_noop(
                    "%(option)s takes names of columns, with commas between them; found none."
                ),
                option=option,
            )


def _check_sample(table: Any, file: Path, language: str) -> None:
    """Refuse an export of people who were not drawn; warn if a file does not say."""
    found = stats.list_modes(table)
    known = [mode for mode in Mode if mode in found]
    if odd := [mode for mode in known if not allows_population_shares(mode)]:
        raise stats.NotASample(
            gettext_noop(
                "%(file)s, mode “%(mode)s”: an estimate takes people who were drawn from a"
                " population; %(reason)s. Add --not-a-sample for figures of those who answered,"
                " without intervals."
            ),
            file=file.name,
            mode=odd[0].value,
            reason=Message(_NOT_DRAWN[odd[0]]),
        )
    if not known:
        warning = Message(
            gettext_noop(
                "Warning: %(file)s does not say how people came to answer (exports have a column"
                " “mode”). The figures hold for a population only if these people were drawn from"
                " it as the options say; if nobody was drawn, add --not-a-sample."
            ),
            file=printable(file.name),
        )
        click.echo(warning.say(language), err=True)


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


def _write(found: stats.Estimates, kind: str, note: str) -> None:
    """Write the rows, each with the note if there is one, and then without what needs a sample."""
    rows = [asdict(row) for row in found]
    names = [field.name for field in fields(stats.EstimateRow)]
    if note:
        blank = dict.fromkeys(_OF_SAMPLES) | {"note": note}
        rows = [row | blank | {"method": row["method"].partition(",")[0]} for row in rows]
        names.append("note")
    if kind == "json":
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    writer = csv.DictWriter(sys.stdout, names)
    writer.writeheader()
    writer.writerows(rows)
