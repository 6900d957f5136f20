"""In which language a command tells what it found, refusals included."""

import click

from vecu.errors import VecuError
from vecu.messages import Spoken

_TOLD_IN = "vecu.told_in"


def _remember(context: click.Context, _parameter: click.Parameter, value: str) -> str:
    context.meta[_TOLD_IN] = value
    return value


LANGUAGE = click.option(
    "--language",
    type=click.Choice(["en", "fr"]),
    default="en",
    show_default=True,
    callback=_remember,
    help="The language of what is told.",
)


def reason(error: VecuError, context: click.Context) -> str:
    """Return why something was refused, in the language that the command was asked to speak."""
    language = context.meta.get(_TOLD_IN, "en")
    return error.say(language) if isinstance(error, Spoken) else str(error)
