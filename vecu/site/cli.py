"""The `vecu` command: server, demonstration, import, export, maintenance.

Nothing heavy is imported before a command runs: its help and version need no laboratory.
"""

import ast
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import click

from vecu import __version__
from vecu.errors import VecuError
from vecu.site.logs import log_uncaught_errors

_BRIEF: tuple[list[str], ...] = ([], ["-h"], ["--help"], ["--version"])
"""Arguments for which the names of the commands are enough."""


class PlainErrors(click.Group):
    """A group whose commands print an expected error as one sentence and exit with 2."""

    def invoke(self, ctx: click.Context) -> object:
        """Run the command."""
        try:
            return super().invoke(ctx)
        except VecuError as error:
            from vecu.site.cli_output import error_text  # noqa: PLC0415 - it reads questionnaires

            click.secho(error_text(error, ctx), fg="red", err=True)
            sys.exit(2)
        except Exception as error:
            from django.conf import settings  # noqa: PLC0415 - read by a command, not by its help

            if not _is_unprepared(error):
                raise
            click.secho(
                f"The laboratory in {settings.HOME} is not prepared for this release: run “vecu "
                "manage migrate” first. “vecu serve” and “vecu demo” do so by themselves.",
                fg="red",
                err=True,
            )
            sys.exit(2)


def _is_unprepared(error: Exception) -> bool:
    """Return whether the database has failed for lack of tables or columns of this release."""
    from django.db import DatabaseError, connection  # noqa: PLC0415
    from django.db.migrations.executor import MigrationExecutor  # noqa: PLC0415

    if not isinstance(error, DatabaseError):
        return False
    try:
        executor = MigrationExecutor(connection)
    except DatabaseError:
        return False
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


@click.group(cls=PlainErrors, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="vecu")
def vecu() -> None:
    """Run a laboratory on how AI really enters work.

    Its data are in the folder that VECU_HOME names (./home when it names none).
    """


def main() -> None:
    """Set up Django, then run the command. What it writes is for this account alone."""
    os.umask(0o077)
    if sys.argv[1:] in _BRIEF:
        for name, words in list_command_words():
            vecu.add_command(click.Command(name, help=words))
    else:
        _load_commands()
    vecu()


def list_command_words() -> Iterator[tuple[str, str]]:
    """Yield the name and the docstring of each command, read from the sources without running them.

    Importing a command imports what it does.
    """
    for path in (Path(__file__).parent / "commands").glob("*.py"):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if not isinstance(node, ast.FunctionDef):
                continue
            for each in node.decorator_list:
                if ast.unparse(each).startswith(("click.command(", "click.group(")):
                    assert isinstance(each, ast.Call)  # noqa: S101 - it has parentheses
                    named = ast.literal_eval(each.args[0]) if each.args else node.name
                    yield named, ast.get_docstring(node) or ""


def _load_commands() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vecu.site.settings")
    if sys.argv[1:2] == ["demo"]:
        os.environ.setdefault("VECU_FICTIONAL", "1")
    import django  # noqa: PLC0415 - a second of imports, which help does not need
    from django.core.exceptions import ImproperlyConfigured  # noqa: PLC0415

    try:
        django.setup()
    except ImproperlyConfigured as error:
        click.secho(str(error), fg="red", err=True)
        sys.exit(2)
    from vecu.site.commands import commands  # noqa: PLC0415 - they import models, which need setup

    for command in commands:
        vecu.add_command(command)
    if sys.argv[1:2] != ["manage"]:
        log_uncaught_errors()


if __name__ == "__main__":
    main()
