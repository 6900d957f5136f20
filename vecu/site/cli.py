"""The `vecu` command: server, demonstration, import, export, maintenance."""

import os
import sys

import click
import django
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from vecu import __version__
from vecu.errors import VecuError
from vecu.site.cli_output import error_text
from vecu.site.logs import log_uncaught_errors


class PlainErrors(click.Group):
    """A group whose commands print an expected error as one sentence and exit with 2."""

    def invoke(self, ctx: click.Context) -> object:
        """Run the command."""
        try:
            return super().invoke(ctx)
        except VecuError as error:
            click.secho(error_text(error, ctx), fg="red", err=True)
            sys.exit(2)
        except DatabaseError:
            if not _is_unprepared():
                raise
            click.secho(
                f"The laboratory in {settings.HOME} is not prepared for this release: run “vecu "
                "manage migrate” first. “vecu serve” and “vecu demo” do so by themselves.",
                fg="red",
                err=True,
            )
            sys.exit(2)


def _is_unprepared() -> bool:
    """Return whether the database lacks tables or columns of this release."""
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
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vecu.site.settings")
    if sys.argv[1:2] == ["demo"]:
        os.environ.setdefault("VECU_FICTIONAL", "1")
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
    vecu()


if __name__ == "__main__":
    main()
