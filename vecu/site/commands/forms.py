"""Forms before anybody answers them: checked, walked, compared."""

import json
import sys
from collections import Counter
from dataclasses import asdict
from pathlib import Path
from random import Random
from statistics import median

import click
from django.utils import timezone

from vecu.questionnaires import (
    Files,
    Inspection,
    Level,
    Questionnaire,
    Stuck,
    Summary,
    Walk,
    WorkbookRefused,
    compare,
    inspect,
    untaken,
    walk,
)
from vecu.questionnaires import Finding as Found
from vecu.site.commands.beside import BESIDE, files_beside
from vecu.site.telling import LANGUAGE

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
FORMAT = click.option(
    "--format",
    "shape",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="Lines for people, or JSON for a program.",
)
MAX_LISTED = 50
_HEADINGS = {Level.ERROR: "Errors", Level.WARNING: "Warnings", Level.NOTE: "Notes"}
_COLOURS = {Level.ERROR: "red", Level.WARNING: "yellow", Level.NOTE: "cyan"}


@click.group()
def form() -> None:
    """Check a questionnaire, walk it, compare two versions of it. Nothing is kept."""


@form.command()
@click.argument("file", type=FILE)
@BESIDE
@LANGUAGE
@FORMAT
def check(file: Path, beside: tuple[Path, ...], language: str, shape: str) -> None:
    """Tell every mistake of the workbook FILE by its cell.

    Ends with 0 when it can be published, 1 when it has errors.
    """
    files = files_beside(beside)
    inspection = inspect(file.read_bytes(), file.name, language=language, files=files)
    if shape == "json":
        told = {
            "publishable": inspection.publishable,
            "findings": [asdict(finding) for finding in inspection.findings],
            "summary": asdict(inspection.summary) if inspection.summary else None,
        }
        click.echo(json.dumps(told, ensure_ascii=False, indent=1))
    else:
        _say(inspection)
    sys.exit(0 if inspection.publishable else 1)


def _say(inspection: Inspection) -> None:
    """Print one line for each finding, by level, then the form in figures."""
    for level in Level:
        found = inspection.of(level)
        if found:
            click.secho(f"{_HEADINGS[level]} ({len(found)})", fg=_COLOURS[level], bold=True)
        for finding in found:
            click.echo(f"  {_place(finding)}{finding.message} [{finding.rule}]")
    summary = inspection.summary
    if summary is not None:
        _say_summary(summary, publishable=inspection.publishable)
    if not inspection.publishable:
        click.echo("It cannot be published before the errors are mended.")


def _say_summary(summary: Summary, *, publishable: bool) -> None:
    last = " It can be published." if publishable else ""
    click.echo(
        f"{summary.title or summary.form_id}, version {summary.version or '–'}: "
        f"{summary.questions} questions ({summary.required} required), {summary.groups} groups, "
        f"{summary.repeats} repeats, in {', '.join(summary.languages)}.{last}"
    )


def _place(finding: Found) -> str:
    row = f"row {finding.row}" if finding.row else ""
    where = [finding.file or finding.sheet, finding.cell or row, finding.column]
    place = " ".join(part for part in where if part)
    return f"{place}: " if place else ""


@form.command("walk")
@click.argument("file", type=FILE)
@click.option(
    "--people",
    type=click.IntRange(1, 100_000),
    default=200,
    show_default=True,
    help="How many respondents to simulate.",
)
@click.option("--seed", type=int, default=1, show_default=True, help="The same walk again.")
@BESIDE
@LANGUAGE
def walk_form(file: Path, people: int, seed: int, beside: tuple[Path, ...], language: str) -> None:
    """Send simulated respondents through the workbook FILE and name the routes never taken.

    Ends with 0 when everybody reached the end and every question was asked, else with 1; with 2
    when the workbook has errors.
    """
    questionnaire = _read(file, language, files_beside(beside))
    with click.progressbar(length=people, label="Walking", file=sys.stderr) as bar:
        met = walk(
            questionnaire,
            people=people,
            chance=Random(seed),  # noqa: S311 - simulated, not secret
            today=timezone.localdate(),
            language=questionnaire.language_for(language),
            progress=bar.update,
        )
    _say_figures(questionnaire, met)
    _say_stuck(met.stuck)
    never = untaken(questionnaire, met)
    for route in never[:MAX_LISTED]:
        what = f"{route.name} = {route.choice}" if route.choice else route.name
        certain = "can never be taken" if route.proven else "not found"
        click.echo(f"  {what} ({route.path}): {certain}: {route.reason.say(language)}")
    if len(never) > MAX_LISTED:
        click.echo(f"  … and {len(never) - MAX_LISTED} more.")
    sys.exit(1 if met.stuck or any(not route.choice for route in never) else 0)


def _read(file: Path, language: str, files: Files) -> Questionnaire:
    """Read a workbook; pictures, sounds and films that are missing matter to nobody here."""
    inspection = inspect(file.read_bytes(), file.name, language=language, files=files)
    if inspection.questionnaire is None:
        raise WorkbookRefused([finding.placed() for finding in inspection.of(Level.ERROR)])
    return inspection.questionnaire


def _say_figures(questionnaire: Questionnaire, met: Walk) -> None:
    click.echo(f"{met.finished} of {met.people} people reached the end.")
    if met.pages:
        minutes = [seconds / 60 for seconds in met.seconds]
        click.echo(
            f"Pages a person: {median(met.pages):.0f} at the median, {min(met.pages)} to "
            f"{max(met.pages)}. Minutes, estimated from the words: {median(minutes):.1f} at the "
            f"median, {min(minutes):.1f} to {max(minutes):.1f}."
        )
    questions = [one for one in questionnaire.questions.values() if one.kind.asked]
    choices = [(one.path, choice.name) for one in questions for choice in one.choices]
    conditions = [item.path for item in questionnaire.root.walk() if item.relevant is not None]
    both = sum(met.came[path, True] > 0 and met.came[path, False] > 0 for path in conditions)
    click.echo(
        f"Asked: {sum(met.asked[one.path] > 0 for one in questions)} of {len(questions)} questions."
        f" Given: {sum(met.chosen[key] > 0 for key in choices)} of {len(choices)} choices."
        f" Conditions seen both true and false: {both} of {len(conditions)}."
    )
    for path in conditions:
        if met.came[path, True] and not met.came[path, False]:
            click.echo(f"  {path}: its condition was true for everybody.")


def _say_stuck(stuck: list[Stuck]) -> None:
    """Print the questions where people could not go on, each once."""
    times = Counter(one.path for one in stuck)
    for one in {each.path: each for each in stuck}.values():
        tried = ", ".join(text or "(blank)" for text in one.tried[:12])
        click.secho(f"  {one.name}: {times[one.path]} people stuck. {one.message}", fg="red")
        click.echo(f"    Tried: {tried}")


@form.command()
@click.argument("old", type=FILE)
@click.argument("new", type=FILE)
@BESIDE
@click.option(
    "--old-file",
    "old_beside",
    type=click.Path(exists=True, path_type=Path),
    multiple=True,
    help="A list that OLD names, where it is not the same as that of NEW; repeat.",
)
@LANGUAGE
def diff(
    old: Path,
    new: Path,
    beside: tuple[Path, ...],
    old_beside: tuple[Path, ...],
    language: str,
) -> None:
    """Tell what changed from the workbook OLD to NEW, and which answers stay comparable."""
    files = files_beside(beside)
    before = files_beside((*beside, *old_beside))
    found = compare(_read(old, language, before), _read(new, language, files))
    for change in found.changes:
        mark = f" [{change.language}]" if change.language else ""
        click.echo(f"{change.kind:18} {change.path}{mark}: {change.say(language)}")
    same = sum(verdict.comparable for verdict in found.verdicts.values())
    click.echo(
        f"{same} questions stay comparable, {len(found.breaks)} do not"
        f"{': ' if found.breaks else ''}{', '.join(one.name for one in found.breaks)}."
    )
