"""The command that says what is wrong with the server."""

import json
import sys

import click
from django.utils import timezone

from vecu.site.doctor import Health, run_checks

_COLOURS = {Health.GOOD: "green", Health.DOUBTFUL: "yellow", Health.WRONG: "red"}


@click.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON object, for programs.")
@click.option("--address", default="", help="Also ask this address, from outside: https://my.host")
def doctor(as_json: bool, address: str) -> None:
    """Say what is wrong with this laboratory's server, and what to do. Nothing is changed.

    The exit status is 0 if all is well, 1 if something should be done, 2 if something is wrong.
    """
    found = dict(run_checks(timezone.now(), address))
    if as_json:
        rows = {
            name: {"health": each.health.name.lower(), "found": each.found, "advice": each.advice}
            for name, each in found.items()
        }
        click.echo(json.dumps(rows, ensure_ascii=False, indent=1))
    else:
        for name, each in found.items():
            word = click.style(f"{each.health.name.lower():8}", fg=_COLOURS[each.health])
            click.echo(f"{word}  {name}: {each.found}.")
            if each.advice:
                click.echo(f"          → {each.advice}")
    sys.exit(max(each.health for each in found.values()))
