"""Tag the first cell of each row of a table as that row's header: Typst only marks column headers.

Screen readers read it with each cell. Cells lose their list of headers, which names those of
columns alone, so that the scopes of both count.
"""

import io
from collections.abc import Iterator

from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, NameObject


def mark_row_headers(pdf: bytes) -> bytes:
    """Return a tagged PDF with row headers; the same PDF gives the same bytes."""
    source = PdfReader(io.BytesIO(pdf))
    writer = PdfWriter(clone_from=source)
    writer.pdf_header = source.pdf_header
    for row in _iter_body_rows(writer.root_object["/StructTreeRoot"].get_object()):
        cells = [each for each in _iter_children(row) if each.get("/S") == "/TD"]
        for index, cell in enumerate(cells):
            _mark_cell(cell, header=index == 0)
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()


def _iter_body_rows(element: object) -> Iterator[DictionaryObject]:
    for child in _iter_children(element):
        if child.get("/S") == "/TR":
            yield child
        elif child.get("/S") != "/THead":
            yield from _iter_body_rows(child)


def _iter_children(element: object) -> Iterator[DictionaryObject]:
    """Yield what an element holds of structure; pieces of its page's content are left out."""
    held = element.get("/K") if isinstance(element, DictionaryObject) else None
    found = held.get_object() if held is not None else None
    for child in found if isinstance(found, ArrayObject) else [found]:
        resolved = child.get_object() if child is not None else None
        if isinstance(resolved, DictionaryObject):
            yield resolved


def _mark_cell(cell: DictionaryObject, *, header: bool) -> None:
    attributes = cell.get("/A", ArrayObject())
    for attribute in attributes if isinstance(attributes, ArrayObject) else [attributes]:
        of_table = attribute.get_object()
        if of_table.get("/O") == "/Table":
            of_table.pop(NameObject("/Headers"), None)
            if header:
                of_table[NameObject("/Scope")] = NameObject("/Row")
    if header:
        cell[NameObject("/S")] = NameObject("/TH")
