"""Take coding out, and bring in what was coded elsewhere."""

from pathlib import Path

import click
from django.utils import timezone
from django.utils.text import slugify

from vecu.coding.actions import Act, gather, open_codebook
from vecu.coding.actions.arriving import Arrived, Wishes
from vecu.coding.actions.beginning import Beginning, begin_with_project, bring_project, takes_texts
from vecu.coding.actions.taking_out import Form, take_coding_out
from vecu.coding.actions.taking_out import Wishes as Taken
from vecu.coding.exchange.beginning import fit_texts, plan_study
from vecu.coding.exchange.bringing import Plan
from vecu.coding.exchange.incoming import Incoming, read_incoming
from vecu.coding.queries import Codebook, list_codes
from vecu.coding.queries.arriving import plan_bringing
from vecu.coding.queries.leaving import Scope, Which
from vecu.site.commands.answers import NAMED_DELIMITERS, at_a_terminal
from vecu.surveys.queries import Study, UnknownStudy, get_study

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_BY = "command"
_SHOWN = 20


@click.group()
def code() -> None:
    """Take coding out, or bring in what was coded elsewhere."""


@code.command("export")
@click.argument("name", metavar="STUDY")
@click.option(
    "--format",
    "form",
    type=click.Choice([each.value for each in Form]),
    required=True,
    help="Of files.",
)
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    required=True,
    help="The folder to write into; made where it is not there, otherwise empty.",
)
@click.option(
    "--texts",
    type=click.Choice([each.value for each in Which]),
    default=Which.FINISHED.value,
    help="Those that all of their coders have finished, or all [default: finished].",
)
@click.option("--delimiter", default=";", help="With --format sheets [default: ;].")
def export_coding(name: str, form: str, out: Path, texts: str, delimiter: str) -> None:
    """Write the coding of STUDY as files; the audit says that you did.

    What others put on a text leaves only once all of its coders have finished it.
    """
    study = get_study(name)
    out.mkdir(parents=True, exist_ok=True)
    if any(out.iterdir()):
        raise click.UsageError(f"{out} is not empty. Name a folder that is, or a new one.")
    delimiter = NAMED_DELIMITERS.get(delimiter, delimiter)
    if len(delimiter) != 1:
        raise click.UsageError("--delimiter takes one character, or tab.")
    codebook = _codebook(study)
    scope = Scope(study, codebook, list_codes(codebook), Which(texts))
    wishes = Taken(Form(form), delimiter)
    for file in take_coding_out(scope, out, wishes, actor=_BY, now=timezone.now()):
        click.echo(f"{file} ({file.stat().st_size:,} bytes)")


@code.command("import")
@click.argument("name", metavar="STUDY")
@click.argument("file", type=_FILE)
@click.option("--dry-run", is_flag=True, help="Say what would come in, and keep nothing.")
@click.option("--take", is_flag=True, help="Change codes that differ, as the file says.")
@click.option("--all-read", is_flag=True, help="The file's coders read all of its texts.")
@click.option("--create", is_flag=True, help="Begin the study, with the project's texts.")
@click.option("--owner", default="", help="With --create: the account that answers for it.")
@click.option("--title", default="", help="With --create: its title [default: the project's].")
@click.option("--language", default="fr", help="With --create: of the codes [default: fr].")
@click.option("--yes", is_flag=True, help="Do not ask whether it is right.")
def import_coding(
    name: str,
    file: Path,
    dry_run: bool,
    take: bool,
    all_read: bool,
    create: bool,
    owner: str,
    title: str,
    language: str,
    yes: bool,
) -> None:
    """Bring FILE (.qdpx, .qdc, or codes in .csv or .xlsx) into STUDY; twice adds nothing.

    Ends with 0, or with 2 when the file or the options were refused; then nothing came in.
    """
    study = _find(name, create=create)
    codebook = _codebook(study) if study else None
    read = _read(file, codebook)
    plan = _plan(read, codebook, language)
    _say_plan(plan, new_texts=_new_texts(study, plan))
    if dry_run:
        return
    if not yes and at_a_terminal():
        click.confirm("Is this right? Nothing is kept before you say yes.", abort=True)
    act = Act(_BY, timezone.now())
    if study and codebook:
        chosen = {met.id: met.revision for met in plan.differing} if take else {}
        wishes = Wishes(take=chosen, all_read=all_read)
        _say(bring_project(study, codebook, read.found, wishes, act, name=file.name))
        return
    if not read.is_project:
        raise click.UsageError("--create needs a project (.qdpx), which has texts.")
    called = title or read.found.project.name or file.stem
    beginning = Beginning(name, called, language, owner)
    _study, arrived = begin_with_project(
        read.found, beginning, act, name=file.name, all_read=all_read
    )
    if not owner:
        click.echo(f"Nobody may read {name} yet: give an account a role in it.")
    _say(arrived)


def _codebook(study: Study) -> Codebook:
    """Return the codebook of a study with all texts that there are."""
    codebook = open_codebook(study, "fr")
    gather(codebook)
    return codebook


def _find(name: str, *, create: bool) -> Study | None:
    """Return the study to bring the file into, None for one that is to be begun."""
    try:
        study = get_study(name)
    except UnknownStudy:
        if create:
            if slugify(name) != name:
                raise click.UsageError(f"{name} cannot stand in an address.") from None
            return None
        raise
    if create:
        raise click.UsageError(
            f"There already is a study {name}. Leave out --create to add to it, "
            "or choose another name."
        )
    return study


def _read(file: Path, codebook: Codebook | None) -> Incoming:
    ours = [code for code, _depth in list_codes(codebook).lines] if codebook else []
    with file.open("rb") as opened:
        return read_incoming(opened, ours)


def _plan(read: Incoming, codebook: Codebook | None, language: str) -> Plan:
    if codebook is None:
        return plan_study(read.found, language)
    return plan_bringing(codebook, list_codes(codebook), read.found)


def _new_texts(study: Study | None, plan: Plan) -> int:
    if study is None:
        return len(plan.matched.matches)
    return len(fit_texts(plan.matched.unknown).texts) if takes_texts(study) else 0


def _say_plan(plan: Plan, *, new_texts: int) -> None:
    known = len(plan.matched.matches)
    same = len(plan.codes) - len(plan.new_codes) - len(plan.differing)
    click.echo(
        f"Codes: {len(plan.new_codes)} new, {same} as here, {len(plan.differing)} that differ."
    )
    for met in plan.differing:
        click.echo(f"  {met.way}: {', '.join(met.fields)}")
    click.echo(f"Texts: {known} known again, {new_texts} new.")
    for source in plan.matched.changed:
        click.echo(f"  left out, its words are not ours: {source.name or source.guid}")
    if not new_texts:
        for source in plan.matched.unknown[:_SHOWN]:
            click.echo(f"  left out, not of this study: {source.name or source.guid}")
        if (more := len(plan.matched.unknown) - _SHOWN) > 0:
            click.echo(f"  … and {more} more.")
    for coder in plan.coders:
        counts = f"{coder.brought} new codings, {coder.already} here already"
        click.echo(f"Coder {coder.name}: {counts}.")
    for message in (*plan.left_out, *plan.remarks):
        click.echo(f"Note: {message}")


def _say(arrived: Arrived) -> None:
    told = [f"{number} {name}" for name, number in arrived.counts.items() if number]
    click.echo(f"Brought in: {', '.join(told)}." if told else "All of it was here already.")
