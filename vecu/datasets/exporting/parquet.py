"""Write Parquet, with labels in the schema, one row group at a time."""

import json
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from vecu.datasets.dictionary.errors import refuse_difference
from vecu.datasets.dictionary.universe import universe_text
from vecu.datasets.dictionary.variables import Variable, pick_label
from vecu.datasets.exporting.progress import ExportProgress
from vecu.datasets.exporting.staging import TYPES, Sheet
from vecu.questionnaires import Questionnaire


def write_parquet(
    sheet: Sheet, path: Path, questionnaire: Questionnaire, language: str, progress: ExportProgress
) -> None:
    """Write a sheet and read it again; raise `ExportRefused` on any difference."""
    progress.begin(path.name, sheet.rows)
    wanted = build_schema(sheet, questionnaire, language)
    with pq.ParquetWriter(path, wanted, compression="zstd") as writer:
        for batch in sheet.iter_batches():
            writer.write_batch(pa.record_batch(batch.columns, schema=wanted))
            progress.advance(batch.num_rows)
    verify_parquet(sheet, path, wanted)


def build_schema(sheet: Sheet, questionnaire: Questionnaire, language: str) -> pa.Schema:
    """Return the types of columns, with metadata: `label` in one language, `labels` in all."""
    fields = [
        pa.field(
            variable.name,
            TYPES[variable.sort],
            metadata=_metadata(variable, questionnaire, language),
        )
        for variable in sheet.variables
    ]
    return pa.schema(fields, metadata={"table": sheet.name, "title": questionnaire.title})


def verify_parquet(sheet: Sheet, path: Path, wanted: pa.Schema) -> None:
    """Raise `ExportRefused` if the file does not hold the sheet's rows under this schema."""
    read = Sheet(sheet.name, sheet.variables, path, sheet.rows, sheet.stats)
    found = pq.read_schema(path)
    if not found.equals(wanted, check_metadata=True):
        raise refuse_difference(path.name, found, wanted)
    rows = 0
    for batch, expected in zip(read.iter_batches(), sheet.iter_batches(), strict=False):
        if batch.columns != expected.columns:
            raise refuse_difference(path.name, rows, sheet.rows)
        rows += batch.num_rows
    if rows != sheet.rows:
        raise refuse_difference(path.name, rows, sheet.rows)


def _metadata(variable: Variable, questionnaire: Questionnaire, language: str) -> dict[str, str]:
    metadata = {
        "label": pick_label(variable.label, language),
        "labels": _json(variable.label),
        "path": variable.path,
        "role": str(variable.role),
        "part": variable.part,
        "asked": variable.asked,
        "asked_when": universe_text(variable.rules, questionnaire, language),
        "values": _json(dict(variable.values)) if variable.values else "",
    }
    return {name: text for name, text in metadata.items() if text}


def _json(content: object) -> str:
    return json.dumps(content, ensure_ascii=False, default=dict)
