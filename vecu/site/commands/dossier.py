"""The command that writes the security accreditation file."""

import click
from django.utils import timezone

from vecu.site.dossier import write_dossier
from vecu.translation import LANGUAGES


@click.command()
@click.option(
    "--language",
    type=click.Choice(list(LANGUAGES)),
    default="fr",
    show_default=True,
    help="The language of the file.",
)
def dossier(language: str) -> None:
    """Print the security accreditation file (dossier d'homologation) of this laboratory.

    In Markdown, filled with what the program knows: measures, their state, risks, clauses of a
    contract. What it cannot know is marked. It reads settings and the days of the last runs, never
    an answer.
    """
    click.echo(write_dossier(language, timezone.localdate()), nl=False)
