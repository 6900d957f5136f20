"""Write inferred questions as an XLSForm, to be published and later edited. Pure."""

import io
from collections.abc import Mapping, Sequence

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

from vecu.datasets.importing.infer_questionnaire import Choices, InferredQuestion
from vecu.datasets.slugs import LANGUAGE_NAMES
from vecu.messages import UNFIT

_LONGEST_LABEL = 500


def write_xlsform(
    questions: Sequence[InferredQuestion], *, form_id: str, title: str, language: str
) -> bytes:
    """Return an .xlsx with the sheets survey, choices and settings; equal lists are shared."""
    tongue = f"{LANGUAGE_NAMES.get(language, language)} ({language})"
    lists: dict[Choices, str] = {}
    survey: list[Sequence[str]] = [("type", "name", f"label::{tongue}", f"hint::{tongue}")]
    for question in questions:
        kind = question.type
        if question.choices:
            kind = f"{kind} {lists.setdefault(question.choices, f'{question.name}_list')}"
        hint = _label(question.hint) if question.hint else ""
        survey.append((kind, question.name, _label(question.label), hint))
    choices: list[Sequence[str]] = [("list_name", "name", f"label::{tongue}")]
    for entries, list_name in lists.items():
        choices += [(list_name, name, _label(text)) for name, text in entries]
    settings = (("form_title", "form_id", "default_language"), (_label(title), form_id, tongue))
    return _written({"survey": survey, "choices": choices, "settings": settings})


def _label(text: str) -> str:
    """Return a label without what a spreadsheet cannot hold and what pyxform would interpret.

    A word joiner prevents "${" from being a reference, and is invisible.
    """
    return UNFIT.sub("", text).replace("${", "$\u2060{")[:_LONGEST_LABEL].strip() or "-"


def _written(sheets: Mapping[str, Sequence[Sequence[str]]]) -> bytes:
    book = Workbook(write_only=True)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            cells = [WriteOnlyCell(sheet, text) for text in row]
            for cell in cells:
                cell.data_type = "s"  # a text that begins with = would be a formula
            sheet.append(cells)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()
