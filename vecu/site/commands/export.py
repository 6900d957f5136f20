"""The command to export data."""

import sys
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import click
from django.utils import timezone

from vecu.datasets import actions
from vecu.datasets.exporting.package import ExportOptions, Format, Shape
from vecu.site.cli_output import pluralize
from vecu.site.commands.import_answers import NAMED_DELIMITERS
from vecu.surveys.queries import get_study

_QUIET_BELOW = 5_000
"""Rows below which a task is too short for a progress bar."""


class _Bars:
    """Progress bars on standard error, one after the other, so that standard output stays clean.

    The last one remains until `close`.
    """

    def __init__(self) -> None:
        self.open = ExitStack()
        self.bar: Any = None

    def begin(self, task: str, rows: int) -> None:
        """Finish the previous bar and begin the next."""
        self.close()
        bar = click.progressbar(
            length=rows, label=task or "Reading", hidden=rows < _QUIET_BELOW, file=sys.stderr
        )
        self.bar = self.open.enter_context(bar)

    def advance(self, rows: int) -> None:
        """Advance the bar."""
        self.bar.update(rows)

    def close(self) -> None:
        """Finish the last bar."""
        self.open.close()


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
@click.option("--files", is_flag=True, help="Also the files that people gave, in a folder.")
@click.option("--codings", is_flag=True, help="Also the codes of open answers, with the same keys.")
def export(
    name: str,
    kind: str,
    out: Path,
    language: str,
    shape: str,
    delimiter: str,
    files: bool,
    codings: bool,
) -> None:
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
    wishes = ExportOptions(Format(kind), language, Shape(shape), delimiter, files, codings)
    bars = _Bars()
    try:
        written = actions.export_data(
            study, out, wishes, actor="command", now=timezone.now(), progress=bars
        )
    finally:
        bars.close()
    enclosed = [file for file in written if file.parent != out]
    for file in written:
        if file.parent == out:
            click.echo(f"{file} ({pluralize(file.stat().st_size, 'byte', 'bytes')})")
    if enclosed:
        held = pluralize(len(enclosed), "file", "files")
        size = pluralize(sum(file.stat().st_size for file in enclosed), "byte", "bytes")
        click.echo(f"{enclosed[0].parent}: {held} ({size})")
