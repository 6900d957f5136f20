"""The command to import answers from a file."""

import sys
from pathlib import Path

import click
from django.utils import timezone

from vecu.accounts import actions as accounts
from vecu.accounts.queries import get_member
from vecu.accounts.rules import Role
from vecu.datasets import actions, queries
from vecu.datasets.importing.codebook_file import CodebookItem
from vecu.datasets.importing.mapping import read_mapping
from vecu.datasets.importing.reader import OpenedTable, open_with_codes
from vecu.datasets.importing.report import ImportReport
from vecu.datasets.queries import ImportOptions, ImportPlan
from vecu.datasets.rules import MAX_FILE_NAME, ImportSource
from vecu.site.cli_output import pluralize
from vecu.surveys.queries import Study, StudyNotFound, get_study
from vecu.tables import Settings

NAMED_DELIMITERS = {"tab": "\t", "\\t": "\t", "semicolon": ";", "comma": ",", "pipe": "|"}
_QUIET_BELOW = 5_000
_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command("import")
@click.argument("file", type=_FILE)
@click.option("--study", "name", required=True, help="The study that the answers belong to.")
@click.option(
    "--origin", default="", help="Who asked whom, when, how; read by everybody beside each figure."
)
@click.option("--codes", type=_FILE, help="A CSV file that says what the values mean.")
@click.option("--create", is_flag=True, help="Begin the study, its questionnaire made of the file.")
@click.option("--owner", help="With --create: the account that answers for the study.")
@click.option("--title", help="With --create: the study's title [default: the file's name].")
@click.option("--language", default="", help="The language of the answers, such as en.")
@click.option("--mapping", type=_FILE, help="Which column answers which question, as JSON.")
@click.option("--key", help="The column that tells rows apart; '' for none [default: looked for].")
@click.option("--delimiter", default="", help="One character, or tab [default: detected].")
@click.option("--encoding", default="", help="Such as utf-8 or cp1252 [default: detected].")
@click.option("--sheet", default="", help="Of a workbook [default: the first with rows].")
@click.option("--strict", is_flag=True, help="Leave out rows that lack a required answer.")
@click.option("--dry-run", is_flag=True, help="Say what would arrive, and keep nothing.")
@click.option("--yes", is_flag=True, help="Do not ask whether the mapping is right.")
def import_answers(
    file: Path,
    name: str,
    origin: str,
    codes: Path | None,
    create: bool,
    owner: str | None,
    title: str | None,
    language: str,
    mapping: Path | None,
    key: str | None,
    delimiter: str,
    encoding: str,
    sheet: str,
    strict: bool,
    dry_run: bool,
    yes: bool,
) -> None:
    """Bring the answers of FILE (.csv, .xlsx, .sav or .dta) into a study; twice adds nothing.

    Ends with 0 when every row was read, 1 when some could not be (they are listed by number, the
    rest is kept), 2 when the file or the options were refused.
    """
    if create and mapping:
        raise click.UsageError(
            "With --create the mapping is made of the file: leave out --mapping."
        )
    source = ImportSource.read(file.name[:MAX_FILE_NAME], origin)
    if not dry_run:
        _check_source(source)
    study = _find(name, create=create)
    settings = Settings(NAMED_DELIMITERS.get(delimiter, delimiter), encoding, sheet)
    opened = _read(file, codes, settings)
    wishes = ImportOptions(
        mapping=read_mapping(mapping.read_bytes()) if mapping else None,
        codes=opened.codes,
        key=key,
        wording=language,
        strict=strict,
    )
    today, title = timezone.localdate(), title or file.stem
    if study is None:
        plan = queries.get_study_plan(opened.table, wishes, title=title, today=today)
    else:
        plan = queries.get_import_plan(study, opened.table, wishes, today=today)
    _say_mapping(plan, opened)
    if not (yes or dry_run) and at_a_terminal():
        click.confirm("Is this right? Nothing is kept before you say yes.", abort=True)
    if dry_run:
        report = queries.get_dry_run_report(plan, study)
    else:
        report = _keep(plan, study or _begin(plan, name, title, owner), source)
    _say_report(report, kept="would be kept" if dry_run else "kept")
    sys.exit(1 if report.refused else 0)


def at_a_terminal() -> bool:
    """Return whether standard input is a terminal, so that questions can be asked."""
    return sys.stdin.isatty()


def _check_source(source: ImportSource) -> None:
    """Refuse to store answers of which nobody says where they come from."""
    if not source.origin:
        raise click.UsageError(
            "Say with --origin where these answers come from: who asked whom, when and how. "
            f"Everybody will read it, beside the name {source.name}, with each figure that is "
            "published. To look first, use --dry-run."
        )
    source.check()


def _find(name: str, *, create: bool) -> Study | None:
    """Return the study to import into, None for a new one."""
    try:
        study = get_study(name)
    except StudyNotFound:
        if create:
            return None
        raise
    if create:
        raise click.UsageError(
            f"There is already a study {name}. Leave out --create to add to it, "
            "or choose another name."
        )
    return study


def _read(file: Path, codes: Path | None, settings: Settings) -> OpenedTable:
    """Read the table and print what was detected."""
    content = codes.read_bytes() if codes else b""
    opened = open_with_codes(file.read_bytes(), content, settings)
    table, how = opened.table, ""
    if opened.text:
        delimiter = "tab" if table.delimiter == "\t" else table.delimiter
        how = f"encoding {table.encoding}, delimiter {delimiter}, quote {table.quote}, "
    if table.sheet:
        how = f"sheet {table.sheet}, "
    columns = pluralize(len(table.columns), "column", "columns")
    click.echo(f"{file.name}: {how}{columns}, {pluralize(table.count(), 'row', 'rows')}")
    if others := [name for name in opened.sheets if name != table.sheet]:
        click.echo(f"Other sheets with rows, for --sheet: {', '.join(others)}")
    for note in table.notes:
        click.echo(note)
    return opened


def _begin(plan: ImportPlan, name: str, title: str, owner: str | None) -> Study:
    member = get_member(owner) if owner else None
    study = actions.create_imported_study(plan, name, title=title)
    if member:
        accounts.give_role(member, study.scope, Role.OWNER, by="command", now=timezone.now())
    else:
        click.echo(f"Nobody may read {name} yet: give an account a role in it.")
    return study


def _keep(plan: ImportPlan, study: Study, source: ImportSource) -> ImportReport:
    rows = plan.table.count()
    hidden = rows < _QUIET_BELOW
    with click.progressbar(length=rows, label="Importing", hidden=hidden, file=sys.stderr) as bar:
        return actions.import_file(
            plan, study, source, actor="command", now=timezone.now(), progress=bar.update
        )


def _say_mapping(plan: ImportPlan, opened: OpenedTable) -> None:
    click.echo(f"Rows are told apart by {plan.mapping.key or 'their place in this file'}.")
    for column in plan.mapping.columns:
        target = f"{column.address}/{column.part}" if column.part else column.address
        if column.name == plan.mapping.key:
            target = "(the key: only its fingerprint is kept)"
        click.echo(f"  {column.name} → {target or '(left out)'}")
        item = opened.codes.get(column.name, CodebookItem())
        if column.address and item.missing_texts:
            click.echo(f"    no answer: {', '.join(item.missing_texts)}")
    for name, cell, number in plan.reader.doubts:
        click.echo(
            f"{name}: {cell} is read as {number}. If not, leave out separators of thousands."
        )
    for question in plan.questions:
        if question.hint:
            click.echo(
                f"{question.name} is {question.type}, no list; its hint keeps {question.hint}"
            )
    if plan.doubtful:
        click.echo("Left out because their names are only alike; map them in a file for --mapping:")
        for name, address in plan.doubtful.items():
            click.echo(f"  {name} → {address} ?")


def _say_report(report: ImportReport, *, kept: str) -> None:
    for problem in report.problems:
        place = f"cell {problem.cell}" if problem.cell else f"line {problem.line}"
        column = f", column {problem.column}" if problem.column else ""
        click.echo(f"row {problem.row} ({place}{column}), {problem.rule}: {problem.message}")
    unsaid = report.refused - len({problem.row for problem in report.problems})
    if unsaid > 0:
        click.echo(f"… and {pluralize(unsaid, 'more row', 'more rows')}.")
    for address, rows in report.not_asked:
        left_out = pluralize(rows, "answer", "answers")
        click.echo(f"{address}: {left_out} left out, since it is not asked after such answers")
    rows_read = pluralize(report.rows, "row", "rows")
    click.echo(
        f"{rows_read}: {report.imported} {kept}, {report.already} already there, "
        f"{report.refused} could not be read."
    )
