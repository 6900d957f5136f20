"""Write XLSX: a worksheet for each table, then the codebook."""

from collections.abc import Iterator
from pathlib import Path

from vecu.datasets.dictionary.errors import ExportRefused
from vecu.datasets.exporting import codebook
from vecu.datasets.exporting.codebook import Dataset
from vecu.datasets.exporting.progress import ExportProgress, with_progress
from vecu.tables import TableTooLarge, Worksheet, check_size, write_xlsx


def write_workbook(dataset: Dataset, path: Path, progress: ExportProgress) -> None:
    """Write all tables and the codebook; raise `ExportRefused` if a worksheet cannot hold one."""
    progress.begin(path.name, sum(sheet.rows for sheet in dataset.sheets))
    try:
        for sheet in dataset.sheets:
            check_size(sheet.rows, len(sheet.variables))
        write_xlsx(path, _pages(dataset, progress))
    except TableTooLarge as error:
        raise ExportRefused(error.message) from error


def _pages(dataset: Dataset, progress: ExportProgress) -> Iterator[Worksheet]:
    for sheet in dataset.sheets:
        names = [variable.name for variable in sheet.variables]
        title = "data" if len(dataset.sheets) == 1 else f"data {sheet.name}"
        yield Worksheet(title, names, with_progress(sheet.iter_rows(), progress))
    yield Worksheet(
        "codebook", codebook.list_codebook_columns(dataset), codebook.iter_codebook_rows(dataset)
    )
