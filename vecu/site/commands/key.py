"""Commands for the laboratory's keys."""

import click
from django.conf import settings
from django.utils import timezone

from vecu.site.key_rotation import add_key, list_keys, retire_key, store_ring
from vecu.site.key_sources import KeyRing, format_ring
from vecu.site.secret_key import draw_key
from vecu.site.security_log.listeners import write_configuration

_PRINT = click.option(
    "--print", "prints", is_flag=True, help="Print the new ring, and write it nowhere."
)


@click.group()
def key() -> None:
    """Rotate the laboratory's key, so that codes on paper stay valid."""


@key.command("list")
def show_keys() -> None:
    """List the keys by number, and what needs each. No key is printed."""
    click.echo(f"The keys are in {settings.KEY_SOURCE.name}.")
    for each in list_keys(timezone.now()):
        since = f"since {each.day}" if each.day else "not yet served with"
        click.echo(f"Key {each.number}, {since}: {'; '.join(each.uses) or 'nothing needs it'}")


@key.command()
@_PRINT
def rotate(prints: bool) -> None:
    """Add a new key for all that begins from now on. Then start the laboratory again.

    What began before keeps its key: codes on paper, resume codes, receipt codes and links work as
    they did. Back the ring up, apart from the database.
    """
    ring = add_key(settings.KEY_RING, draw_key())
    _hand_over(ring, prints=prints)
    write_configuration("rotated key", timezone.now(), key=str(max(ring)))
    click.echo(
        f"Key {max(ring)} is the newest. Start the laboratory again, all its processes, and back "
        f"up {settings.KEY_SOURCE.name}: without any of its keys nothing is served.",
        err=True,
    )


@key.command()
@click.argument("number", type=int)
@click.option("--void", is_flag=True, help="Also if codes of people open nothing from then on.")
@_PRINT
def retire(number: int, void: bool, prints: bool) -> None:
    """Remove the oldest key, NUMBER, once nothing needs it. Stop the laboratory first."""
    if void:
        click.confirm(
            "Cards, resume codes, receipt codes and links made with this key will open nothing, "
            "and a form that a phone sends again may be stored twice. Go on?",
            abort=True,
            err=True,
        )
    # The database first: a key that it does not need may stay, one that it needs may not go.
    _hand_over(retire_key(number, timezone.now(), void=void), prints=prints)
    write_configuration("retired key", timezone.now(), key=str(number))
    click.echo(f"Key {number} is retired. Start the laboratory again.", err=True)


def _hand_over(ring: KeyRing, *, prints: bool) -> None:
    if prints:
        click.echo(format_ring(ring), nl=False)
    else:
        store_ring(ring)
