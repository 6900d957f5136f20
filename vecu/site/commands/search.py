"""The command to search answers."""

from collections.abc import Iterator, Sequence

import click
from django.utils import timezone
from django.utils.datastructures import MultiValueDict

from vecu.accounts import actions as accounts
from vecu.surveys.forms.answer_filter import ANSWER, AnswerFilterForm
from vecu.surveys.queries import Fielding, get_fielding_questionnaire, get_study
from vecu.surveys.queries.results import (
    find_answer_ids,
    list_answers_by_id,
    list_fieldings,
    list_languages,
)
from vecu.surveys.results.answer_layout import find_hits
from vecu.surveys.results.frequencies import AnswerFilter
from vecu.surveys.results.search import parse_search

_AT_ONCE = 500
"""Answers in memory at a time."""


@click.command(context_settings={"ignore_unknown_options": True})
@click.argument("study")
@click.argument("words", nargs=-1, required=True, type=click.UNPROCESSED)
@click.option(
    "--only",
    multiple=True,
    metavar="QUESTION=CHOICE",
    help="Who gave this answer, such as story.kind=creative; repeat for more. Of several to one "
    "question, one is enough.",
)
@click.option("--language", "languages", multiple=True, help="Who answered in it; repeat for more.")
@click.option("--since", default="", help="From this day on, 2026-11-24.")
@click.option("--until", default="", help="Up to this day, itself included.")
def search(
    study: str,
    words: tuple[str, ...],
    only: tuple[str, ...],
    languages: tuple[str, ...],
    since: str,
    until: str,
) -> None:
    """Say how many people of STUDY say WORDS, and where, as the page of stories does.

    The search is written in the audit under the name "command".
    """
    found, typed = get_study(study), " ".join(words)
    parse_search(typed)
    filters = MultiValueDict(
        {"words": [typed], "language": list(languages), "since": [since], "until": [until]}
    )
    for choice in only:
        question, _equals, name = choice.partition("=")
        if not name:
            raise click.UsageError(
                f"--only {choice}: write QUESTION=CHOICE, as story.kind=creative."
            )
        filters.appendlist(f"{ANSWER}{question}", name)
    forms = list(_forms(list_fieldings(found), filters))
    people = sum(_say_people(fielding, form.selection) for fielding, form in forms)
    detail = {name: ", ".join(values) for name, values in filters.lists() if any(values)}
    accounts.record_audit_event("command", "read list", found.scope, "", detail, now=timezone.now())
    click.echo(f"{people} {'person says' if people == 1 else 'people say'} {typed}")


def _forms(
    fieldings: Sequence[Fielding], filters: MultiValueDict[str, str]
) -> Iterator[tuple[Fielding, AnswerFilterForm]]:
    """Yield the fieldings that ask all requested questions, each with its filter."""
    forms = []
    for fielding in fieldings:
        questionnaire = get_fielding_questionnaire(fielding)
        form = AnswerFilterForm(filters, questionnaire, list_languages(fielding), "en")
        forms.append((fielding, form))
    known = {name for _fielding, form in forms for name in form.fields}
    if unknown := [name for name in filters if name not in known]:
        questions = sorted(name.removeprefix(ANSWER) for name in known if name.startswith(ANSWER))
        raise click.UsageError(
            f"No question is called {unknown[0].removeprefix(ANSWER)}. "
            f"Those with choices are: {', '.join(questions)}."
        )
    asking = [each for each in forms if all(name in each[1].fields for name in filters)]
    valid = [each for each in asking if each[1].is_valid()]
    if not valid and asking:
        raise click.UsageError(_describe_refusal(asking[0][1]))
    yield from valid


def _describe_refusal(form: AnswerFilterForm) -> str:
    """Return the errors of a filter, and the available choices."""
    sentences = []
    for name, errors in form.errors.items():
        field = form.fields.get(name)
        choices = [str(value) for value, _label in getattr(field, "choices", ())]
        there = f" There are: {', '.join(choices)}." if choices else ""
        sentences.append(f"{name.removeprefix(ANSWER)}: {' '.join(map(str, errors))}{there}")
    return " ".join(sentences)


def _say_people(fielding: Fielding, selection: AnswerFilter) -> int:
    """Print the matching respondents and where they match, and return their number."""
    questionnaire = get_fielding_questionnaire(fielding)
    ids = list(find_answer_ids(fielding, selection))
    for start in range(0, len(ids), _AT_ONCE):
        for answer in list_answers_by_id(ids[start : start + _AT_ONCE]):
            click.echo(f"{answer.day} {answer.id}")
            values = selection.narrow(questionnaire, answer.values)
            search = selection.search
            for hit in find_hits(questionnaire, values, search, answer.language) if search else []:
                excerpt = "".join(
                    click.style(piece.text, bold=True) if piece.found else piece.text
                    for piece in hit.pieces
                )
                click.echo(f"  {hit.label.say(answer.language)} {' '.join(excerpt.split())}")
    return len(ids)
