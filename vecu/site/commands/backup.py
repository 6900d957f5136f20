"""Commands that copy the laboratory's database, put a copy back, and accept a key."""

from contextlib import suppress
from pathlib import Path

import click
from django.conf import settings
from django.db import DatabaseError
from django.utils import timezone

from vecu.last_runs.actions import record_run
from vecu.last_runs.rules import RegularTask
from vecu.site.backup import make_backup, restore_backup
from vecu.site.commands.maintenance import purge
from vecu.site.key_fingerprint import adopt_keys
from vecu.site.purge_clock import ClockDoubted
from vecu.site.security_log.listeners import write_configuration

_FILE = click.Path(path_type=Path)


@click.command()
@click.argument("folder", type=_FILE)
def backup(folder: Path) -> None:
    """Write a copy of the database into FOLDER, while the laboratory is in use.

    The laboratory's key is not in it: keep the key in another place. Nor is what logs of AI systems
    hold of months that have not closed. The file is readable by its owner only, and replaces no
    other.
    """
    today = timezone.localdate()
    path = make_backup(folder, today)
    with suppress(DatabaseError):  # on a full disk the copy is all the more needed
        record_run(RegularTask.BACKUP, today)
    size = path.stat().st_size / 1_000_000
    click.echo(f"Wrote {path} ({size:,.1f} MB). The laboratory's key is not in it.")


@click.command()
@click.argument("file", type=_FILE)
@click.option("--replace", is_flag=True, help="Also replace a laboratory that is not empty.")
@click.option(
    "--accept-key",
    is_flag=True,
    help="Also restore data of another key: codes that people hold are void from then on.",
)
@click.pass_context
def restore(context: click.Context, file: Path, replace: bool, accept_key: bool) -> None:
    """Put the backup FILE in place of the database. Stop the laboratory first.

    The data are migrated to this release; what has passed its date since the backup is deleted.
    """
    restore_backup(file, today=timezone.localdate(), replace=replace, accept_key=accept_key)
    write_configuration("restored backup", timezone.now())
    click.echo(f"Restored {file}.")
    try:
        context.invoke(purge)
    except ClockDoubted as doubt:  # an old backup: the data are there, and the message below counts
        click.echo(str(doubt))
    click.echo(
        "Answers that were withdrawn after this backup was made are there again, and nothing in it "
        "says which. Tell people so where they find the inquiry: they can withdraw them again with "
        "their receipt codes.\n"
        "What people decided with AI systems in months that had not closed is in no backup: have "
        "the systems send the events of open months again, before the 8th."
    )


@click.command("accept-key")
@click.confirmation_option(
    prompt="Cards, resume codes and receipt codes made with another key will open nothing. Go on?"
)
def accept_key() -> None:
    """Accept the present key for these data, when the one they belong to is lost.

    Codes made with the lost key are void: nobody can withdraw by them.
    """
    adopt_keys(timezone.localdate())
    click.echo(f"From now on the keys of {settings.KEY_SOURCE.name} belong to these data.")
