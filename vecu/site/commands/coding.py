"""Commands for coding: export, import, and suggest codes for texts in files."""

import os
import sys
from collections import Counter, defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import click
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from vecu.coding.actions import ActionContext, ingest_verbatims, open_codebook
from vecu.coding.actions.bring_document import bring_document, create_document_study
from vecu.coding.actions.export_coding import CodingExportFormat, write_coding_export
from vecu.coding.actions.export_coding import CodingExportOptions as Taken
from vecu.coding.actions.import_project import CodingImportOptions
from vecu.coding.actions.new_study_from_project import (
    ProjectStudyOptions,
    accepts_texts,
    create_study_from_project,
    import_into_study,
)
from vecu.coding.classifier import (
    COLUMNS,
    ExampleTableRefused,
    Suggester,
    SuggestionResult,
    format_suggestion_row,
    open_encoder,
    read_texts,
    read_training_table,
    train,
)
from vecu.coding.deidentification.detect import can_flag, find_identifying_words
from vecu.coding.interchange.document_study import KINDS, build_document_answer
from vecu.coding.interchange.import_plan import CodingImportPlan
from vecu.coding.interchange.new_study import fit_texts, plan_study
from vecu.coding.interchange.read_file import ImportFile, read_import_file
from vecu.coding.presenters.import_messages import format_import_summary
from vecu.coding.queries import Codebook, list_codes
from vecu.coding.queries.export_coding import ExportScope, TextSelection
from vecu.coding.queries.import_project import get_import_plan
from vecu.site.cli_output import pluralize
from vecu.site.commands.import_answers import NAMED_DELIMITERS, at_a_terminal
from vecu.surveys.queries import Study, StudyNotFound, get_study, has_documents
from vecu.tables import EXACT, FileRefused, Table, open_table, write_csv
from vecu.transcripts import SpeakerTurn, list_speakers, read_transcript

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_BY = "command"
_MAX_LISTED = 20
_AT_ONCE = 500
_Read = TypeVar("_Read")


@click.group()
def code() -> None:
    """Take coding out, bring in what was coded elsewhere, suggest codes."""


@code.command("export")
@click.argument("name", metavar="STUDY")
@click.option(
    "--format",
    "form",
    type=click.Choice([each.value for each in CodingExportFormat]),
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
    type=click.Choice([each.value for each in TextSelection]),
    default=TextSelection.FINISHED.value,
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
    scope = ExportScope(study, codebook, list_codes(codebook), TextSelection(texts))
    wishes = Taken(CodingExportFormat(form), delimiter)
    for file in write_coding_export(scope, out, wishes, actor=_BY, now=timezone.now()):
        click.echo(f"{file} ({pluralize(file.stat().st_size, 'byte', 'bytes')})")


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
    _say_plan(plan, new_texts=_new_texts(study, plan), new_study=study is None)
    if dry_run:
        return
    if not yes and at_a_terminal():
        click.confirm("Is this right? Nothing is kept before you say yes.", abort=True)
    act = ActionContext(_BY, timezone.now())
    if study and codebook:
        chosen = {met.id: met.revision for met in plan.differing} if take else {}
        wishes = CodingImportOptions(take=chosen, all_read=all_read)
        arrived = import_into_study(study, codebook, read.found, wishes, act, name=file.name)
        click.echo(format_import_summary(arrived))
        return
    if not read.is_project:
        raise click.UsageError("--create needs a project (.qdpx), which has texts.")
    called = title or read.found.project.name or file.stem
    beginning = ProjectStudyOptions(name, called, language, owner)
    _study, arrived = create_study_from_project(
        read.found, beginning, act, name=file.name, all_read=all_read
    )
    if not owner:
        click.echo(f"Nobody may read {name} yet: give an account a role in it.")
    click.echo(format_import_summary(arrived))


@code.command("document")
@click.argument("name", metavar="STUDY")
@click.argument("file", type=_FILE)
@click.option("--kind", type=click.Choice(list(KINDS)), default="interview", help="Of document.")
@click.option("--about", multiple=True, metavar="NAME=VALUE", help="A variable of the document.")
@click.option("--interviewer", multiple=True, help="A speaker whose words are not coded.")
@click.option("--speaker", multiple=True, metavar="NAME=PSEUDONYM", help="Rename a speaker.")
@click.option("--create", is_flag=True, help="Begin the study, of documents.")
@click.option("--owner", default="", help="With --create: the account that answers for it.")
@click.option("--language", default="fr", help="Of the document and its codes [default: fr].")
@click.option("--dry-run", is_flag=True, help="Say what would come in, and keep nothing.")
@click.option("--yes", is_flag=True, help="Do not ask whether it is right.")
def bring_one_document(
    name: str,
    file: Path,
    kind: str,
    about: tuple[str, ...],
    interviewer: tuple[str, ...],
    speaker: tuple[str, ...],
    create: bool,
    owner: str,
    language: str,
    dry_run: bool,
    yes: bool,
) -> None:
    """Bring FILE (.txt, .docx, .vtt, .srt) into STUDY as one document, to code turn by turn.

    Before anything is kept it lists words that may identify somebody: replace them in the file
    first. Ends with 0, or with 2 when the file or the options were refused; then nothing came in.
    """
    study = _find(name, create=create)
    if study and not has_documents(study):
        raise click.UsageError(f"{name} is no study of documents. Begin one with --create.")
    turns, pseudonyms = read_transcript(file.read_bytes(), file.name), dict(map(_pair, speaker))
    known = list_speakers(turns)
    if unknown := [each for each in (*interviewer, *pseudonyms) if each not in known]:
        raise click.UsageError(
            f"Nobody named {unknown[0]} speaks in {file.name}. "
            f"Who does: {', '.join(known) or 'nobody; begin each turn with a name and a colon'}."
        )
    if kind == "interview" and not known:
        raise click.UsageError(
            f"{file.name} names no speakers. Begin each turn with a name and a colon, "
            "or choose another --kind, of which each paragraph is a turn."
        )
    variables = {"kind": kind, **dict(map(_pair, about))}
    values = build_document_answer(
        turns, variables, interviewers=interviewer, pseudonyms=pseudonyms
    )
    _say_document(turns, known)
    if dry_run:
        return
    if not yes and at_a_terminal():
        click.confirm("Is this right? Nothing is kept before you say yes.", abort=True)
    act = ActionContext(_BY, timezone.now())
    with transaction.atomic():
        beginning = ProjectStudyOptions(name, name, language, owner)
        bring_document(study or create_document_study(beginning, act), values, language, act)
    click.echo(f"Brought in 1 document with {pluralize(len(turns), 'turn', 'turns')}.")


def _pair(given: str) -> tuple[str, str]:
    """Return both sides of NAME=VALUE."""
    name, equals, value = given.partition("=")
    if not equals or not name:
        raise click.UsageError(f"{given} is not NAME=VALUE.")
    return name, value


def _say_document(turns: list[SpeakerTurn], known: list[str]) -> None:
    """Say who speaks, and which words may identify somebody."""
    times = Counter(turn.speaker for turn in turns)
    for each in known:
        click.echo(f"{each}: {pluralize(times[each], 'turn', 'turns')}")
    found = Counter(
        turn.words[flag.span.start : flag.span.end]
        for turn in turns
        for flag in find_identifying_words(turn.words)
    )
    if found:
        click.echo(f"{pluralize(len(found), 'word', 'words')} may identify somebody:")
    for words, number in found.most_common(_MAX_LISTED):
        click.echo(f"  {words} ({pluralize(number, 'time', 'times')})")
    if len(found) > _MAX_LISTED:
        click.echo(f"  and {len(found) - _MAX_LISTED} more")
    if not all(can_flag(turn.words) for turn in turns):
        click.echo("Names are found only in scripts that have capitals: read the others yourself.")


def _codebook(study: Study) -> Codebook:
    """Return the codebook of a study with all existing texts."""
    codebook = open_codebook(study, "fr")
    ingest_verbatims(codebook)
    return codebook


def _find(name: str, *, create: bool) -> Study | None:
    """Return the study to import the file into, None for a new one."""
    try:
        study = get_study(name)
    except StudyNotFound:
        if create:
            if slugify(name) != name:
                raise click.UsageError(f"{name} cannot stand in an address.") from None
            return None
        raise
    if create:
        raise click.UsageError(
            f"There is already a study {name}. Leave out --create to add to it, "
            "or choose another name."
        )
    return study


def _read(file: Path, codebook: Codebook | None) -> ImportFile:
    ours = [code for code, _depth in list_codes(codebook).lines] if codebook else []
    with file.open("rb") as opened:
        return read_import_file(opened, ours, file.name)


def _plan(read: ImportFile, codebook: Codebook | None, language: str) -> CodingImportPlan:
    if codebook is None:
        return plan_study(read.found, language)
    return get_import_plan(codebook, list_codes(codebook), read.found)


def _new_texts(study: Study | None, plan: CodingImportPlan) -> int:
    if study is None:
        return len(plan.matched.matches)
    return len(fit_texts(plan.matched.unknown).texts) if accepts_texts(study) else 0


def _say_plan(plan: CodingImportPlan, *, new_texts: int, new_study: bool) -> None:
    known = 0 if new_study else len(plan.matched.matches)  # a new study has none of them yet
    same = len(plan.codes) - len(plan.new_codes) - len(plan.differing)
    click.echo(
        f"Codes: {len(plan.new_codes)} new, {same} as here, {len(plan.differing)} different."
    )
    for match in plan.differing:
        click.echo(f"  {match.path}: {', '.join(match.fields)}")
    click.echo(f"Texts: {known} known again, {new_texts} new.")
    for source in plan.matched.changed:
        click.echo(f"  left out, its words are not ours: {source.name or source.guid}")
    if not new_texts:
        for source in plan.matched.unknown[:_MAX_LISTED]:
            click.echo(f"  left out, not of this study: {source.name or source.guid}")
        if (more := len(plan.matched.unknown) - _MAX_LISTED) > 0:
            click.echo(f"  … and {more} more.")
    for coder in plan.coders:
        brought = pluralize(coder.brought, "new coding", "new codings")
        counts = f"{brought}, {coder.already} here already"
        click.echo(f"Coder {coder.name}: {counts}.")
    for message in (*plan.left_out, *plan.remarks):
        click.echo(f"Note: {message}")


@code.command("suggest")
@click.option("--coded", type=_FILE, required=True, help="Texts that people coded: id,text,codes.")
@click.option("--texts", type=_FILE, required=True, help="Texts to suggest codes for: id,text.")
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    required=True,
    help="The file to write: id,codes,scores,words.",
)
@click.option("--encoder", is_flag=True, help="Read also with the optional sentence encoder.")
@click.option(
    "--seed",
    type=click.IntRange(0, 1_000_000),
    default=1,
    show_default=True,
    help="The same suggestions again.",
)
def suggest_codes(coded: Path, texts: Path, out: Path, encoder: bool, seed: int) -> None:
    """Suggest codes for texts as people coded others; nothing of a laboratory is read or kept.

    Ends with 0, or with 2 when a file was refused or too little is coded; then nothing is written.
    """
    if out.exists() and any(out.samefile(given) for given in (coded, texts)):
        raise click.UsageError("--out would replace what it is made of. Name another file.")
    _check_writable(out)
    given, texts_by_id = _read_sheet(coded, read_training_table), _read_sheet(texts, read_texts)
    reader = open_encoder() if encoder else None
    how = f" with {reader.name}" if reader else ""
    codes = pluralize(len(given.codes), "code", "codes")
    examples = pluralize(len(given.examples), "text", "texts")
    click.echo(f"Learning {codes} from {examples}{how} …")
    suggester = train(given.examples, codes=given.codes, chance=seed, encoder=reader)
    _say_silent(suggester)
    suggestions = _suggest(suggester, texts_by_id)
    lines = (
        format_suggestion_row(id_, texts_by_id[id_], suggestion)
        for id_, suggestion in suggestions.items()
    )
    write_csv(out, COLUMNS, lines, EXACT)
    _say_suggested(suggestions, {example.id for example in given.examples})
    done = pluralize(len(texts_by_id), "text", "texts")
    click.echo(f"{out}: {done}. Suggester {suggester.version}{how}.")


def _check_writable(out: Path) -> None:
    """Reject a file that cannot be written, before minutes of work."""
    folder = out.absolute().parent
    if not folder.is_dir():
        raise click.UsageError(
            f"--out: there is no folder {folder}. Make it first, or name another file."
        )
    if not os.access(out if out.exists() else folder, os.W_OK):
        raise click.UsageError(f"--out: {out} cannot be written. Name another file.")


def _read_sheet(file: Path, read: Callable[[Table], _Read]) -> _Read:
    """Read a table; an error names the file."""
    try:
        return read(open_table(file.read_bytes()))
    except (FileRefused, ExampleTableRefused) as error:
        raise click.UsageError(f"{file.name} cannot be used.\n{error}") from error


def _suggest(suggester: Suggester, texts: dict[str, str]) -> dict[str, SuggestionResult]:
    ids = list(texts)
    suggestions: dict[str, SuggestionResult] = {}
    hidden = len(ids) < _AT_ONCE
    with click.progressbar(length=len(ids), label="Reading", hidden=hidden, file=sys.stderr) as bar:
        for start in range(0, len(ids), _AT_ONCE):
            some = ids[start : start + _AT_ONCE]
            found = suggester.suggest([texts[id_] for id_ in some])
            suggestions |= dict(zip(some, found, strict=True))
            bar.update(len(some))
    return suggestions


def _say_silent(suggester: Suggester) -> None:
    for name, why in suggester.silent.items():
        click.echo(f"  never suggested: {name}: {why}")
    for id_, why in list(suggester.unread.items())[:_MAX_LISTED]:
        click.echo(f"  nothing learned from {id_}: {why}")
    if (more := len(suggester.unread) - _MAX_LISTED) > 0:
        click.echo(f"  … nor from {more} more.")


def _say_suggested(suggestions: dict[str, SuggestionResult], coded: set[str]) -> None:
    without: defaultdict[str, list[str]] = defaultdict(list)
    for id_, suggestion in suggestions.items():
        if suggestion.why_not is not None:
            without[suggestion.why_not.msgid].append(id_)
    suggested = len(suggestions) - sum(map(len, without.values()))
    click.echo(
        f"Codes are suggested for {suggested} of {pluralize(len(suggestions), 'text', 'texts')}."
    )
    for ids in sorted(without.values(), key=len, reverse=True):
        first = suggestions[ids[0]].why_not
        others = f" (and {len(ids) - 1} more alike)" if len(ids) > 1 else ""
        click.echo(f"  nothing for {ids[0]}: {first}{others}")
    if known := len(coded & suggestions.keys()):
        click.echo(f"  Coded already: {known} of them; what is said of these was learned there.")
