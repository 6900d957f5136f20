"""Commands for workbooks: check, simulate respondents, compare versions."""

import json
import sys
from collections import Counter
from dataclasses import asdict
from pathlib import Path
from random import Random
from statistics import median

import click
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from vecu.questionnaires import (
    DeadEnd,
    FormSummary,
    LintResult,
    Questionnaire,
    Severity,
    SimulationResult,
    WorkbookAttachments,
    WorkbookRefused,
    compare_versions,
    find_uncovered_routes,
    lint_workbook,
    simulate_respondents,
)
from vecu.questionnaires import Diagnostic as Found
from vecu.site.cli_output import language_option
from vecu.site.commands.attachments import BESIDE, read_attachments
from vecu.ui.templatetags.ui import decimals

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
_HEADINGS = {
    Severity.ERROR: gettext_noop("Errors"),
    Severity.WARNING: gettext_noop("Warnings"),
    Severity.NOTE: gettext_noop("Notes"),
}
_NEVER = gettext_noop("%(what)s (%(path)s) can never be taken: %(reason)s")
_NOT_FOUND = gettext_noop("%(what)s (%(path)s) was not found: %(reason)s")
_COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.NOTE: "cyan"}


@click.group()
def form() -> None:
    """Check a questionnaire, walk it, compare two versions of it. Nothing is kept."""


@form.command()
@click.argument("file", type=FILE)
@BESIDE
@language_option
@FORMAT
def check(file: Path, beside: tuple[Path, ...], language: str, shape: str) -> None:
    """Tell every mistake of the workbook FILE by its cell.

    Ends with 0 when it can be published, 1 when it has errors.
    """
    files = read_attachments(beside)
    inspection = lint_workbook(file.read_bytes(), file.name, language=language, files=files)
    if shape == "json":
        report = {
            "publishable": inspection.publishable,
            "findings": [asdict(finding) for finding in inspection.findings],
            "summary": asdict(inspection.summary) if inspection.summary else None,
        }
        click.echo(json.dumps(report, ensure_ascii=False, indent=1))
    else:
        _say(inspection)
    sys.exit(0 if inspection.publishable else 1)


def _say(inspection: LintResult) -> None:
    """Print one line for each diagnostic, by severity, then the form in figures."""
    for level in Severity:
        found = inspection.of(level)
        if found:
            click.secho(f"{_(_HEADINGS[level])} ({len(found)})", fg=_COLOURS[level], bold=True)
        for finding in found:
            click.echo(f"  {_placed(_format_location(finding), finding.message)} [{finding.rule}]")
    summary = inspection.summary
    if summary is not None:
        click.echo(_summary(summary))
    if inspection.publishable:
        click.echo(_("It can be published."))
    else:
        click.echo(_("It cannot be published before the errors are mended."))


def _summary(summary: FormSummary) -> str:
    required = ngettext("%(count)s required", "%(count)s required", summary.required)
    counts = {
        ngettext("%(count)s question", "%(count)s questions", summary.questions): summary.questions,
        ngettext("%(count)s group", "%(count)s groups", summary.groups): summary.groups,
        ngettext("%(count)s repeat", "%(count)s repeats", summary.repeats): summary.repeats,
    }
    questions, *others = (text % {"count": count} for text, count in counts.items())
    return _("%(form)s, version %(version)s: %(holds)s, in %(languages)s.") % {
        "form": summary.title or summary.form_id,
        "version": summary.version or "–",
        "holds": ", ".join([f"{questions} ({required % {'count': summary.required}})", *others]),
        "languages": ", ".join(summary.languages),
    }


def _format_location(finding: Found) -> str:
    row = _("row %(row)s") % {"row": finding.row} if finding.row else ""
    where = [finding.file or finding.sheet, finding.cell or row, finding.column]
    return " ".join(part for part in where if part)


def _placed(place: str, message: str) -> str:
    details = {"place": place, "message": message}
    return _("%(place)s: %(message)s") % details if place else message


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
@language_option
def walk_form(file: Path, people: int, seed: int, beside: tuple[Path, ...], language: str) -> None:
    """Send simulated respondents through the workbook FILE and name the routes never taken.

    Ends with 0 when everybody reached the end and every question was asked and could be answered,
    else with 1; with 2 when the workbook has errors.
    """
    questionnaire = _read(file, language, read_attachments(beside))
    with click.progressbar(length=people, label=_("Walking"), file=sys.stderr) as bar:
        result = simulate_respondents(
            questionnaire,
            people=people,
            chance=Random(seed),  # noqa: S311 - simulated, not secret
            today=timezone.localdate(),
            language=questionnaire.language_for(language),
            progress=bar.update,
        )
    _say_figures(questionnaire, result)
    _say_stuck(result.stuck)
    never = find_uncovered_routes(questionnaire, result)
    for route in never[:MAX_LISTED]:
        msgid = _NEVER if route.proven else _NOT_FOUND
        what = f"{route.name} = {route.choice}" if route.choice else route.name
        details = {"what": what, "path": route.path, "reason": route.reason.say(language)}
        click.echo(f"  {_(msgid) % details}")
    if len(never) > MAX_LISTED:
        click.echo("  " + _("… and %(more)s more.") % {"more": len(never) - MAX_LISTED})
    sys.exit(1 if result.stuck or any(not route.choice for route in never) else 0)


def _read(file: Path, language: str, files: WorkbookAttachments) -> Questionnaire:
    """Read a workbook; missing media files are ignored here."""
    inspection = lint_workbook(file.read_bytes(), file.name, language=language, files=files)
    if inspection.questionnaire is None:
        raise WorkbookRefused(
            [finding.located_message() for finding in inspection.of(Severity.ERROR)]
        )
    return inspection.questionnaire


def _say_figures(questionnaire: Questionnaire, result: SimulationResult) -> None:
    text = ngettext(
        "%(finished)s of %(people)s person reached the end.",
        "%(finished)s of %(people)s people reached the end.",
        result.people,
    )
    click.echo(text % {"finished": result.finished, "people": result.people})
    if result.pages:
        _say_effort(result)
    questions = [one for one in questionnaire.questions.values() if one.kind.has_input]
    choices = [(one.path, choice.name) for one in questions for choice in one.choices]
    conditions = [item.path for item in questionnaire.root.walk() if item.relevant is not None]
    both = sum(result.came[path, True] > 0 and result.came[path, False] > 0 for path in conditions)
    text = _(
        "Questions asked: %(asked)s of %(questions)s. Choices given: %(given)s of %(choices)s."
        " Conditions seen both true and false: %(both)s of %(conditions)s."
    )
    numbers = {
        "asked": sum(result.asked[one.path] > 0 for one in questions),
        "questions": len(questions),
        "given": sum(result.chosen[key] > 0 for key in choices),
        "choices": len(choices),
        "both": both,
        "conditions": len(conditions),
    }
    click.echo(text % numbers)
    for path in conditions:
        if result.came[path, True] and not result.came[path, False]:
            text = _("%(path)s: its condition was true for everybody.")
            click.echo(f"  {text % {'path': path}}")


def _say_effort(result: SimulationResult) -> None:
    """Print how many pages respondents saw, and the estimated minutes."""
    minutes = [seconds / 60 for seconds in result.seconds]
    text = _(
        "Pages a person: %(pages)s at the median, %(fewest)s to %(most)s. Minutes, estimated from"
        " the words: %(minutes)s at the median, %(least)s to %(longest)s."
    )
    numbers = {
        "pages": decimals(median(result.pages), 0),
        "fewest": min(result.pages),
        "most": max(result.pages),
        "minutes": decimals(median(minutes), 1),
        "least": decimals(min(minutes), 1),
        "longest": decimals(max(minutes), 1),
    }
    click.echo(text % numbers)


def _say_stuck(stuck: list[DeadEnd]) -> None:
    """Print the questions that were dead ends, each once."""
    times = Counter(one.path for one in stuck)
    for one in {each.path: each for each in stuck}.values():
        sentence = ngettext(
            "%(name)s: %(count)s person stuck. %(message)s",
            "%(name)s: %(count)s people stuck. %(message)s",
            times[one.path],
        )
        found = {"name": one.name, "count": times[one.path], "message": one.message}
        click.secho(f"  {sentence % found}", fg="red")
        tried = ", ".join(text or _("(blank)") for text in one.tried[:12])
        click.echo("    " + _("Tried: %(tried)s") % {"tried": tried})


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
@language_option
def diff(
    old: Path,
    new: Path,
    beside: tuple[Path, ...],
    old_beside: tuple[Path, ...],
    language: str,
) -> None:
    """Tell what changed from the workbook OLD to NEW, and which answers stay comparable."""
    files = read_attachments(beside)
    before = read_attachments((*beside, *old_beside))
    found = compare_versions(_read(old, language, before), _read(new, language, files))
    for change in found.changes:
        mark = f" [{change.language}]" if change.language else ""
        click.echo(f"{_placed(change.path + mark, change.say(language))} [{change.kind}]")
    same = sum(verdict.comparable for verdict in found.verdicts.values())
    text = ngettext(
        "%(count)s question stays comparable.", "%(count)s questions stay comparable.", same
    )
    click.echo(text % {"count": same})
    if breaks := len(found.breaks):
        text = ngettext("%(count)s does not: %(names)s.", "%(count)s do not: %(names)s.", breaks)
        names = ", ".join(one.name for one in found.breaks)
        click.echo(text % {"count": breaks, "names": names})
