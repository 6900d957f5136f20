"""Output of commands: language, errors, counts."""

from collections.abc import Callable
from functools import wraps
from typing import Any

import click
from django.utils.translation import override

from vecu.errors import VecuError
from vecu.messages import TranslatableError
from vecu.questionnaires import WorkbookRefused

_LANGUAGE_KEY = "vecu.told_in"


def _remember(context: click.Context, _parameter: click.Parameter, value: str) -> str:
    context.meta[_LANGUAGE_KEY] = value
    return value


_OPTION = click.option(
    "--language",
    type=click.Choice(["en", "fr"]),
    default="en",
    show_default=True,
    callback=_remember,
    help="The language of what is told.",
)


def language_option(command: Callable[..., None]) -> Callable[..., None]:
    """Add the option --language to a command, and activate that language."""

    @wraps(command)
    def wrapper(*arguments: Any, language: str, **options: Any) -> None:
        with override(language):
            command(*arguments, language=language, **options)

    return _OPTION(wrapper)


def pluralize(number: int, one: str, many: str) -> str:
    """Return a count in English: 1 answer, 1,200 answers."""
    return f"{number:,} {one if number == 1 else many}"


def error_text(error: VecuError, context: click.Context) -> str:
    """Return the message of an error in the command's language."""
    language = context.meta.get(_LANGUAGE_KEY, "en")
    if isinstance(error, WorkbookRefused):
        return "\n".join(error.say(language))
    return error.say(language) if isinstance(error, TranslatableError) else str(error)
