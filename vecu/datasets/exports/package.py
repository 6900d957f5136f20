"""All files of an export, in a folder: data in one format, codebook, README.txt."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from vecu.datasets.exports import codebook
from vecu.datasets.exports.codebook import Dataset
from vecu.datasets.exports.coded import Program, coded
from vecu.datasets.exports.ddi import About, write_ddi
from vecu.datasets.exports.labelled import write_labelled
from vecu.datasets.exports.parquet import write_parquet
from vecu.datasets.exports.readme import caution, readme
from vecu.datasets.exports.rows import Layout, Reply
from vecu.datasets.exports.sheets import spread
from vecu.datasets.exports.variables import describe, label
from vecu.datasets.exports.wide import widen
from vecu.datasets.exports.workbook import write_workbook
from vecu.questionnaires import Questionnaire
from vecu.tables import EXACT, Dialect, write_lines


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
    """What a person asked for; `delimiter` is for the CSV for spreadsheets only."""

    format: Format
    language: str = "en"
    shape: Shape = Shape.LONG
    delimiter: str = ";"


@dataclass(frozen=True)
class Source:
    """The answers to one version of a questionnaire, under the name their files begin with."""

    name: str
    questionnaire: Questionnaire
    replies: Iterable[Reply]
    open_poll: bool = True


def write_package(
    source: Source,
    folder: Path,
    scratch: Path,
    wishes: Wishes,
    about: About,
    *,
    draw_key: Callable[[], str],
    progress: Callable[[int], None] = lambda _people: None,
) -> int:
    """Write the files of one source into `folder` and return how many people they hold.

    `scratch` is a temporary folder for what is on its way. Raises `ExportRefused`; what was
    written until then is to be thrown away.
    """
    tables = describe(source.questionnaire)
    layout = Layout(source.questionnaire, tables)
    sheets = spread(layout, source.replies, scratch, draw_key=draw_key, progress=progress)
    people = sheets[0].rows
    if wishes.shape is Shape.WIDE:
        sheets = [widen(sheets, tables, scratch)]
    dataset = Dataset(source.questionnaire, tuple(sheets), source.name)
    spoken = source.questionnaire.language_for(wishes.language)
    _write_data(dataset, folder, replace(wishes, language=spoken), about)
    if wishes.format is not Format.XLSX:
        dialect = _dialect(wishes)
        path = folder / f"{source.name}-codebook.csv"
        write_lines(path, codebook.names(dataset), codebook.lines(dataset), dialect)
    cautions = {
        language: caution(language, open_poll=source.open_poll)
        for language in source.questionnaire.languages
    }
    write_ddi(dataset, folder / f"{source.name}-ddi.xml", replace(about, caution=cautions))
    title = label(about.title, wishes.language) or about.name
    text = readme(title, about.taken_out, wishes.language, open_poll=source.open_poll)
    (folder / "README.txt").write_text(text, encoding="utf-8", newline="")
    return people


def _write_data(dataset: Dataset, folder: Path, wishes: Wishes, about: About) -> None:
    title = label(about.title, wishes.language) or about.name
    match wishes.format:
        case Format.XLSX:
            write_workbook(dataset, folder / f"{dataset.name}.xlsx")
        case Format.CSV | Format.SHEETS:
            for sheet in dataset.sheets:
                names = [variable.name for variable in sheet.variables]
                path = folder / dataset.file(sheet, "csv")
                write_lines(path, names, sheet.lines(), _dialect(wishes))
        case Format.PARQUET:
            for sheet in dataset.sheets:
                path = folder / dataset.file(sheet, "parquet")
                write_parquet(sheet, path, dataset.questionnaire, wishes.language)
        case Format.SAV | Format.DTA:
            program = Program(wishes.format.value)
            for sheet in dataset.sheets:
                path = folder / dataset.file(sheet, program.value)
                write_labelled(coded(sheet, program, wishes.language), path, title)
        case Format.DDI:
            pass


def _dialect(wishes: Wishes) -> Dialect:
    if wishes.format is Format.SHEETS:
        return Dialect(wishes.delimiter, for_spreadsheets=True)
    return EXACT
