"""XLSX: a page of data for each table, then the codebook."""

from collections.abc import Iterator
from pathlib import Path

from vecu.datasets.exports import codebook
from vecu.datasets.exports.codebook import Dataset
from vecu.datasets.exports.refusals import ExportRefused
from vecu.tables import Page, TableTooLarge, check_size, write_pages


def write_workbook(dataset: Dataset, path: Path) -> None:
    """Write all tables and the codebook; raise `ExportRefused` where a page cannot hold one."""
    try:
        for sheet in dataset.sheets:
            check_size(sheet.rows, len(sheet.variables))
        write_pages(path, _pages(dataset))
    except TableTooLarge as error:
        raise ExportRefused(error.message) from error


def _pages(dataset: Dataset) -> Iterator[Page]:
    for sheet in dataset.sheets:
        names = [variable.name for variable in sheet.variables]
        title = "data" if len(dataset.sheets) == 1 else f"data {sheet.name}"
        yield Page(title, names, sheet.lines())
    yield Page("codebook", codebook.names(dataset), codebook.lines(dataset))
