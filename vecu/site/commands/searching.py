"""Search in what people wrote, from a terminal."""

import click
from django.utils import timezone

from vecu.accounts import actions as accounts
from vecu.surveys.queries import get_study, questionnaire_for
from vecu.surveys.queries.stories import find_people, get_people, list_fieldings
from vecu.surveys.reading import hits
from vecu.surveys.searching import parse_search
from vecu.surveys.tallies import Selection

_AT_ONCE = 500
"""Answers held at a time."""


@click.command(context_settings={"ignore_unknown_options": True})
@click.argument("study")
@click.argument("words", nargs=-1, required=True, type=click.UNPROCESSED)
def search(study: str, words: tuple[str, ...]) -> None:
    """Say how many people of STUDY say WORDS, and where, as the page of stories does.

    The search is written in the audit under the name "command".
    """
    found = get_study(study)
    typed = " ".join(words)
    looked_for = parse_search(typed)
    people = 0
    for fielding in list_fieldings(found):
        questionnaire = questionnaire_for(fielding)
        ids = list(find_people(fielding, Selection(search=looked_for)))
        people += len(ids)
        for start in range(0, len(ids), _AT_ONCE):
            for answer in get_people(ids[start : start + _AT_ONCE]):
                click.echo(f"{answer.day} {answer.id}")
                for hit in hits(questionnaire, answer.values, looked_for, answer.language):
                    said = "".join(
                        click.style(piece.text, bold=True) if piece.found else piece.text
                        for piece in hit.pieces
                    )
                    said = " ".join(said.split())
                    click.echo(f"  {hit.label.say(answer.language)} {said}")
    accounts.record("command", "read list", found.id, "", {"words": typed}, now=timezone.now())
    click.echo(f"{people} {'person says' if people == 1 else 'people say'} {typed}")
