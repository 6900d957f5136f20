"""Take data out."""

import sys
from pathlib import Path

import click
from django.utils import timezone

from vecu.datasets import actions
from vecu.datasets.exports.package import Format, Shape, Wishes
from vecu.site.commands.answers import NAMED_DELIMITERS
from vecu.surveys.queries import get_study, list_answered

_QUIET_BELOW = 5_000


@click.command("export")
@click.argument("name", metavar="STUDY")
@click.option(
    "--format",
    "kind",
    type=click.Choice([each.value for each in Format]),
    required=True,
    help="Of files.",
)
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    required=True,
    help="The folder to write into; made where it is not there, otherwise empty.",
)
@click.option("--language", default="fr", help="The language of labels [default: fr].")
@click.option(
    "--shape",
    type=click.Choice([each.value for each in Shape]),
    default=Shape.LONG.value,
    help="Of repeats.",
)
@click.option("--delimiter", default=";", help="With --format sheets [default: ;].")
def export(name: str, kind: str, out: Path, language: str, shape: str, delimiter: str) -> None:
    """Write all answers of STUDY as files, with a codebook; the audit says that you did.

    Ends with 0 when every file was written (and, where it has labels, read again), 2 when the
    export was refused; then there is no file.
    """
    study = get_study(name)
    out.mkdir(parents=True, exist_ok=True)
    if any(out.iterdir()):
        raise click.UsageError(f"{out} is not empty. Name a folder that is, or a new one.")
    delimiter = NAMED_DELIMITERS.get(delimiter, delimiter)
    if len(delimiter) != 1:
        raise click.UsageError("--delimiter takes one character, or tab.")
    wishes = Wishes(Format(kind), language, Shape(shape), delimiter)
    people = sum(each.people for each in list_answered(study))
    with click.progressbar(
        length=people, label="Reading", hidden=people < _QUIET_BELOW, file=sys.stderr
    ) as bar:
        files = actions.take_data_out(
            study, out, wishes, actor="command", now=timezone.now(), progress=bar.update
        )
    for file in files:
        click.echo(f"{file} ({file.stat().st_size:,} bytes)")
