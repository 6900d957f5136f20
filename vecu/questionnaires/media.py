"""Lists in files of their own (CSV, XML, GeoJSON), read into nodes and written into the XForm.

A workbook may name such a file: `select_one_from_file towns.csv`, `pulldata('towns', …)`. Its rows
become part of the published XForm, which then needs nothing beside it and cannot change.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator, Mapping
from io import StringIO
from typing import Any
from xml.etree.ElementTree import Element, ParseError
from xml.sax.saxutils import escape, quoteattr

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from vecu.questionnaires.instance import Node
from vecu.questionnaires.problems import UNFIT, Message, WorkbookRefused, shown, unfit_characters
from vecu.text import _

MAX_FILE = 5_000_000
"""Bytes of one file."""
MAX_ROWS = 20_000
MAX_COLUMNS = 50
_MAX_DEPTH = 20

Media = Mapping[str, bytes]
"""The contents of files by name, such as "towns.csv"."""

_NAME = re.compile(r"[^\W\d][\w.\-]*")
_EMPTY_INSTANCE = re.compile(r'<instance id="([^"]*)" src="jr://(?:file|file-csv)/([^"]*)"\s*/>')
_COLUMN = _(
    "File “%(file)s”: the column “%(column)s” cannot be used in a questionnaire. Give it a name of"
    " letters, digits, - and _ only, once."
)


def read_list(name: str, content: bytes) -> Node:
    """Read a file as the top element of a list, whose children are its rows.

    Raise WorkbookRefused when it is too large or cannot be read; nothing else, whatever the bytes.
    """
    if len(content) > MAX_FILE:
        raise _refused(_("File “%(file)s” is too large (more than 5 MB). Shorten it."), name)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _refused(
            _("File “%(file)s” is not text in UTF-8. Save it in this encoding."), name
        ) from error
    if found := unfit_characters(text.replace("\r", "")):
        message = _(
            "File “%(file)s” holds characters that cannot be kept (%(found)s). Delete them."
        )
        raise _refused(message, name, found=found)
    suffix = name.rpartition(".")[2].lower()
    if suffix == "csv":
        return _table(name, text)
    if suffix == "xml":
        return _document(name, text)
    if suffix == "geojson":
        return _features(name, text)
    raise _refused(
        _("File “%(file)s” is not a list. Attach a file that ends in .csv, .xml or .geojson."), name
    )


def write_lists(xform: str, media: Media) -> str:
    """Write the lists that an XForm takes from files into it; WorkbookRefused names what lacks."""
    lacking: list[Message] = []

    def written(match: re.Match[str]) -> str:
        identifier, name = match[1], match[2]
        if name not in media:
            lacking.append(missing(name))
            return match[0]
        nodes = "".join(_xml(read_list(name, media[name])))
        return f"<instance id={quoteattr(identifier)}>{nodes}</instance>"

    result = _EMPTY_INSTANCE.sub(written, xform)
    if lacking:
        raise WorkbookRefused(lacking)
    return result


def missing(name: str) -> Message:
    """Return what to tell about a file that a form names and nobody attached."""
    message = _("The file “%(file)s” with a list was not attached. Attach it to the workbook.")
    return Message(message, file=shown(name))


def _refused(msgid: str, name: str, **details: str) -> WorkbookRefused:
    return WorkbookRefused([Message(msgid, file=shown(name), **details)])


def _too_long(name: str) -> WorkbookRefused:
    return _refused(_("File “%(file)s” has more than 20,000 rows or 50 columns. Shorten it."), name)


def _table(name: str, text: str) -> Node:
    """Read CSV: a row of headers, then one row for each entry, between commas, semicolons, tabs."""
    first = text.partition("\n")[0]
    mark = max(",;\t", key=first.count)
    rows = csv.reader(StringIO(text, newline=""), delimiter=mark)
    root = Node("root")
    try:
        headers = [header.strip() for header in next(rows, [])]
        for number, header in enumerate(headers):
            if not _NAME.fullmatch(header) or header in headers[:number]:
                raise _refused(_COLUMN, name, column=shown(header))
        for row in rows:
            if any(row):
                if len(root.children) == MAX_ROWS or len(headers) > MAX_COLUMNS:
                    raise _too_long(name)
                item = root.add("item")
                for header, cell in zip(headers, row, strict=False):
                    item.add(header, cell.strip())
    except csv.Error as error:
        raise _refused(
            _("File “%(file)s” is not a table that can be read. Save it as CSV once more."), name
        ) from error
    return root


def _document(name: str, text: str) -> Node:
    try:
        root = nodes_of(fromstring(text, forbid_dtd=True))
    except (ParseError, DefusedXmlException, ValueError, RecursionError) as error:
        raise _refused(
            _("File “%(file)s” is not XML that can be read. Save it once more."), name
        ) from error
    if len(root.children) > MAX_ROWS:
        raise _too_long(name)
    return root


def nodes_of(element: Element, parent: Node | None = None, depth: int = 0) -> Node:
    """Copy an XML element as the nodes that expressions walk over; ValueError beyond 20 levels."""
    if depth > _MAX_DEPTH:
        message = "a list is nested too deep"
        raise ValueError(message)
    name, text = str(element.tag).rpartition("}")[2], (element.text or "").strip()
    node = Node(name, text) if parent is None else parent.add(name, text)
    for child in element:
        nodes_of(child, node, depth + 1)
    return node


def _features(name: str, text: str) -> Node:
    """Read GeoJSON as the XForms specification asks: properties, and `geometry` in ODK's way."""
    try:
        collection = json.loads(text)
        features = collection["features"]
        if len(features) > MAX_ROWS:
            raise _too_long(name)
        root = Node("root")
        for feature in features:
            item = root.add("item")
            cells = {**feature.get("properties", {}), "geometry": _places(feature["geometry"])}
            if "id" in feature:
                cells["id"] = feature["id"]
            for column, value in cells.items():
                if not _NAME.fullmatch(column):
                    raise _refused(_COLUMN, name, column=shown(column))
                item.add(column, "" if value is None else str(value))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        message = _(
            "File “%(file)s” is not GeoJSON with points, lines or shapes. Save it once more."
        )
        raise _refused(message, name) from error
    return root


def _places(geometry: Any) -> str:
    """Write a geometry as "latitude longitude 0 0", several between semicolons."""
    points = geometry["coordinates"]
    if geometry["type"] == "Point":
        points = [points]
    elif geometry["type"] == "Polygon":
        points = points[0]
    elif geometry["type"] != "LineString":
        raise ValueError(geometry["type"])
    return ";".join(f"{float(north):g} {float(east):g} 0 0" for east, north, *_more in points)


def _xml(node: Node) -> Iterator[str]:
    yield f"<{node.name}>{escape(UNFIT.sub('', node.text))}"
    for child in node.children:
        yield from _xml(child)
    yield f"</{node.name}>"
