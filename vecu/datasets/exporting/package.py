"""Write all files of an export into a folder: data in one format, codebook, README.txt."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory

from vecu.datasets.dictionary.spss_stata_limits import Program
from vecu.datasets.dictionary.tables import describe_tables
from vecu.datasets.dictionary.variables import pick_label
from vecu.datasets.exporting import codebook
from vecu.datasets.exporting.attachments import AttachmentWriter
from vecu.datasets.exporting.codebook import Dataset
from vecu.datasets.exporting.codings import CodingTable
from vecu.datasets.exporting.ddi import StudyDescription, write_ddi
from vecu.datasets.exporting.numeric_coding import encode_table
from vecu.datasets.exporting.parquet import write_parquet
from vecu.datasets.exporting.progress import ExportProgress, NullProgress, with_progress
from vecu.datasets.exporting.readme import ReadmeFacts, build_readme, get_caution
from vecu.datasets.exporting.row_builder import AnswerRecord, RowBuilder
from vecu.datasets.exporting.split_files import split_table
from vecu.datasets.exporting.spss_stata import write_labelled
from vecu.datasets.exporting.staging import Sheet, stage_tables
from vecu.datasets.exporting.wide import to_wide
from vecu.datasets.exporting.xlsx import write_workbook
from vecu.questionnaires import Questionnaire
from vecu.tables import EXACT, Dialect, write_csv

FILES = "files"
"""The folder of respondents' files."""


class Format(StrEnum):
    """File formats of exports."""

    CSV = "csv"
    SHEETS = "sheets"
    XLSX = "xlsx"
    PARQUET = "parquet"
    SAV = "sav"
    DTA = "dta"
    DDI = "ddi"


class Shape(StrEnum):
    """Whether repeats have tables of their own, or columns in the respondents' table."""

    LONG = "long"
    WIDE = "wide"


@dataclass(frozen=True, slots=True)
class ExportOptions:
    """The options of an export; `delimiter` applies to CSV for spreadsheets only.

    `files` includes respondents' files, `codings` the codes of their open answers; neither ever
    comes with the codebook alone.
    """

    format: Format
    language: str = "en"
    shape: Shape = Shape.LONG
    delimiter: str = ";"
    files: bool = False
    codings: bool = False

    @property
    def with_files(self) -> bool:
        """Whether respondents' files are exported."""
        return self.files and self.format is not Format.DDI

    @property
    def with_codings(self) -> bool:
        """Whether codings are exported beside the answers."""
        return self.codings and self.format is not Format.DDI


@dataclass(frozen=True)
class VersionData:
    """The answers to one version of a questionnaire; file names begin with its name."""

    name: str
    questionnaire: Questionnaire
    replies: Iterable[AnswerRecord]
    people: int
    open_poll: bool = True


@dataclass(frozen=True)
class _ExportJob:
    """An export in progress: its folder, options, and progress display."""

    folder: Path
    wishes: ExportOptions
    about: StudyDescription
    progress: ExportProgress


def write_export(
    sources: Sequence[VersionData],
    folder: Path,
    wishes: ExportOptions,
    about: StudyDescription,
    *,
    draw_key: Callable[[], str],
    progress: ExportProgress | None = None,
) -> None:
    """Write the files of all sources, and README.txt, into an empty `folder`.

    Raise `ExportRefused`; the caller must then delete what was written. Temporary files are in
    a folder that only this account can open.
    """
    making = _ExportJob(folder, wishes, about, progress or NullProgress())
    for source in sources:
        with TemporaryDirectory(prefix="vecu-") as scratch:
            _write_source(source, Path(scratch), making, draw_key)
    facts = ReadmeFacts(
        open_poll=any(source.open_poll for source in sources),
        repeat=_first_repeat(sources),
        takes_files=any(source.questionnaire.takes_files for source in sources),
        with_files=wishes.with_files,
        with_codings=wishes.with_codings,
        labelled=wishes.format in {Format.SAV, Format.DTA},
    )
    title = pick_label(about.title, wishes.language) or about.name
    text = build_readme(title, about.taken_out, wishes.language, facts)
    (folder / "README.txt").write_text(text, encoding="utf-8", newline="")


def _first_repeat(sources: Sequence[VersionData]) -> str:
    """Return the name of the first repeat in files and columns, '' if there is none."""
    tables = chain.from_iterable(describe_tables(source.questionnaire)[1:] for source in sources)
    return next((table.name for table in tables), "")


def _write_source(
    source: VersionData, scratch: Path, making: _ExportJob, draw_key: Callable[[], str]
) -> None:
    wishes, folder = making.wishes, making.folder
    tables = describe_tables(source.questionnaire)
    enclosures = AttachmentWriter(folder / FILES if wishes.with_files else None)
    layout = RowBuilder(source.questionnaire, tables, enclosures)
    making.progress.begin("", source.people)
    sheets = stage_tables(
        layout,
        source.replies,
        scratch,
        draw_key=draw_key,
        progress=making.progress,
        codings=CodingTable(tables) if wishes.with_codings else None,
    )
    if wishes.shape is Shape.WIDE:
        answers, beside = sheets[: len(tables)], sheets[len(tables) :]
        sheets = [to_wide(answers, tables, scratch), *beside]
    labelled = wishes.format in {Format.SAV, Format.DTA}
    program = Program(wishes.format.value) if labelled else None
    dataset = Dataset(source.questionnaire, tuple(sheets), source.name, program)
    label_language = source.questionnaire.language_for(wishes.language)
    _write_data(dataset, replace(making, wishes=replace(wishes, language=label_language)))
    if wishes.format is not Format.XLSX:
        path = folder / f"{source.name}-codebook.csv"
        lines = codebook.iter_codebook_rows(dataset)
        write_csv(path, codebook.list_codebook_columns(dataset), lines, _dialect(wishes))
    cautions = {
        language: get_caution(language, open_poll=source.open_poll)
        for language in source.questionnaire.languages
    }
    path = folder / f"{source.name}-ddi.xml"
    write_ddi(dataset, path, replace(making.about, caution=cautions))


def _write_data(dataset: Dataset, making: _ExportJob) -> None:
    wishes, folder, progress = making.wishes, making.folder, making.progress
    match wishes.format:
        case Format.XLSX:
            write_workbook(dataset, folder / f"{dataset.name}.xlsx", progress)
        case Format.CSV | Format.SHEETS:
            for sheet in dataset.sheets:
                names = [variable.name for variable in sheet.variables]
                path = folder / dataset.get_file_name(sheet, "csv")
                progress.begin(path.name, sheet.rows)
                lines = with_progress(sheet.iter_rows(), progress)
                write_csv(path, names, lines, _dialect(wishes))
        case Format.PARQUET:
            for sheet in dataset.sheets:
                path = folder / dataset.get_file_name(sheet, "parquet")
                write_parquet(sheet, path, dataset.questionnaire, wishes.language, progress)
        case Format.SAV | Format.DTA:
            for sheet in dataset.sheets:
                _write_labelled(dataset, sheet, making)
        case Format.DDI:
            pass


def _write_labelled(dataset: Dataset, sheet: Sheet, making: _ExportJob) -> None:
    """Write a sheet as one file, or as numbered ones if one would be too large."""
    program = Program(making.wishes.format.value)
    title = pick_label(making.about.title, making.wishes.language) or making.about.name
    parts = split_table(encode_table(sheet, program, making.wishes.language))
    for number, part in enumerate(parts, 1):
        part_number = number if len(parts) > 1 else 0
        path = making.folder / dataset.get_file_name(sheet, program.value, part_number)
        making.progress.begin(path.name, 2 * len(part.span))
        write_labelled(part, path, title, making.progress)


def _dialect(wishes: ExportOptions) -> Dialect:
    if wishes.format is Format.SHEETS:
        return Dialect(wishes.delimiter, for_spreadsheets=True)
    return EXACT
