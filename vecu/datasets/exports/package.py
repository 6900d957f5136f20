"""All files of an export, in a folder: data in one format, codebook, README.txt."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory

from vecu.datasets.exports import codebook
from vecu.datasets.exports.codebook import Dataset
from vecu.datasets.exports.coded import coded
from vecu.datasets.exports.ddi import About, write_ddi
from vecu.datasets.exports.enclosures import Enclosures
from vecu.datasets.exports.labelled import write_labelled
from vecu.datasets.exports.parquet import write_parquet
from vecu.datasets.exports.programs import Program
from vecu.datasets.exports.progress import Progress, Silent, watched
from vecu.datasets.exports.readme import Facts, caution, readme
from vecu.datasets.exports.rows import Layout, Reply
from vecu.datasets.exports.sheets import Sheet, spread
from vecu.datasets.exports.splitting import split
from vecu.datasets.exports.tables import describe
from vecu.datasets.exports.variables import label
from vecu.datasets.exports.wide import widen
from vecu.datasets.exports.workbook import write_workbook
from vecu.questionnaires import Questionnaire
from vecu.tables import EXACT, Dialect, write_lines

FILES = "files"
"""The folder of the files that people gave."""


class Format(StrEnum):
    """What data can be taken out as."""

    CSV = "csv"
    SHEETS = "sheets"
    XLSX = "xlsx"
    PARQUET = "parquet"
    SAV = "sav"
    DTA = "dta"
    DDI = "ddi"


class Shape(StrEnum):
    """Whether what was told in repeats has files of its own, or stands beside the person."""

    LONG = "long"
    WIDE = "wide"


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a person asked for; `delimiter` is for the CSV for spreadsheets only.

    `files` asks for the files that people gave, which never come with the codebook alone.
    """

    format: Format
    language: str = "en"
    shape: Shape = Shape.LONG
    delimiter: str = ";"
    files: bool = False

    @property
    def with_files(self) -> bool:
        """Whether the files that people gave are to leave."""
        return self.files and self.format is not Format.DDI


@dataclass(frozen=True)
class Source:
    """The answers to one version of a questionnaire, under the name their files begin with."""

    name: str
    questionnaire: Questionnaire
    replies: Iterable[Reply]
    people: int
    open_poll: bool = True


@dataclass(frozen=True)
class _Making:
    """An export on its way: where it goes, as what, and who waits for it."""

    folder: Path
    wishes: Wishes
    about: About
    progress: Progress


def write_export(
    sources: Sequence[Source],
    folder: Path,
    wishes: Wishes,
    about: About,
    *,
    draw_key: Callable[[], str],
    progress: Progress | None = None,
) -> None:
    """Write the files of all sources, and README.txt, into an empty `folder`.

    Raises `ExportRefused`; what was written until then is to be thrown away. What is on its way
    lies in a temporary folder that only this account can open.
    """
    making = _Making(folder, wishes, about, progress or Silent())
    for source in sources:
        with TemporaryDirectory(prefix="vecu-") as scratch:
            _write_source(source, Path(scratch), making, draw_key)
    facts = Facts(
        open_poll=any(source.open_poll for source in sources),
        repeat=_first_repeat(sources),
        takes_files=any(source.questionnaire.takes_files for source in sources),
        with_files=wishes.with_files,
        labelled=wishes.format in {Format.SAV, Format.DTA},
    )
    title = label(about.title, wishes.language) or about.name
    text = readme(title, about.taken_out, wishes.language, facts)
    (folder / "README.txt").write_text(text, encoding="utf-8", newline="")


def _first_repeat(sources: Sequence[Source]) -> str:
    """Return how files and columns call the first repeat, '' where there is none."""
    tables = chain.from_iterable(describe(source.questionnaire)[1:] for source in sources)
    return next((table.name for table in tables), "")


def _write_source(
    source: Source, scratch: Path, making: _Making, draw_key: Callable[[], str]
) -> None:
    wishes, folder = making.wishes, making.folder
    tables = describe(source.questionnaire)
    enclosures = Enclosures(folder / FILES if wishes.with_files else None)
    layout = Layout(source.questionnaire, tables, enclosures)
    making.progress.begin("", source.people)
    sheets = spread(layout, source.replies, scratch, draw_key=draw_key, progress=making.progress)
    if wishes.shape is Shape.WIDE:
        sheets = [widen(sheets, tables, scratch)]
    labelled = wishes.format in {Format.SAV, Format.DTA}
    program = Program(wishes.format.value) if labelled else None
    dataset = Dataset(source.questionnaire, tuple(sheets), source.name, program)
    spoken = source.questionnaire.language_for(wishes.language)
    _write_data(dataset, replace(making, wishes=replace(wishes, language=spoken)))
    if wishes.format is not Format.XLSX:
        path = folder / f"{source.name}-codebook.csv"
        lines = codebook.lines(dataset)
        write_lines(path, codebook.names(dataset), lines, _dialect(wishes))
    cautions = {
        language: caution(language, open_poll=source.open_poll)
        for language in source.questionnaire.languages
    }
    path = folder / f"{source.name}-ddi.xml"
    write_ddi(dataset, path, replace(making.about, caution=cautions))


def _write_data(dataset: Dataset, making: _Making) -> None:
    wishes, folder, progress = making.wishes, making.folder, making.progress
    match wishes.format:
        case Format.XLSX:
            write_workbook(dataset, folder / f"{dataset.name}.xlsx", progress)
        case Format.CSV | Format.SHEETS:
            for sheet in dataset.sheets:
                names = [variable.name for variable in sheet.variables]
                path = folder / dataset.file(sheet, "csv")
                progress.begin(path.name, sheet.rows)
                lines = watched(sheet.lines(), progress)
                write_lines(path, names, lines, _dialect(wishes))
        case Format.PARQUET:
            for sheet in dataset.sheets:
                path = folder / dataset.file(sheet, "parquet")
                write_parquet(sheet, path, dataset.questionnaire, wishes.language, progress)
        case Format.SAV | Format.DTA:
            for sheet in dataset.sheets:
                _write_labelled(dataset, sheet, making)
        case Format.DDI:
            pass


def _write_labelled(dataset: Dataset, sheet: Sheet, making: _Making) -> None:
    """Write a sheet as one file, or as numbered ones where one would be too large."""
    program = Program(making.wishes.format.value)
    title = label(making.about.title, making.wishes.language) or making.about.name
    parts = split(coded(sheet, program, making.wishes.language))
    for number, part in enumerate(parts, 1):
        place = number if len(parts) > 1 else 0
        path = making.folder / dataset.file(sheet, program.value, place)
        making.progress.begin(path.name, 2 * len(part.span))
        write_labelled(part, path, title, making.progress)


def _dialect(wishes: Wishes) -> Dialect:
    if wishes.format is Format.SHEETS:
        return Dialect(wishes.delimiter, for_spreadsheets=True)
    return EXACT
