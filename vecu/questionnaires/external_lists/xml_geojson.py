"""Read XML and GeoJSON as lists, as the XForms specification defines them."""

from __future__ import annotations

import json
from typing import Any
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from vecu.messages import Message, printable
from vecu.questionnaires.expressions.nodes import XPathNode
from vecu.questionnaires.external_lists.csv_reader import NAME
from vecu.questionnaires.external_lists.model import (
    MAX_MISTAKES,
    MAX_ROWS,
    FileList,
    Mistake,
    find_unfit_characters,
    size_mistake,
    unreadable_list,
)
from vecu.translation import gettext_noop

_MAX_DEPTH = 20

_NO_XML = gettext_noop("The file is not XML that can be read. Save it once more.")
_DECLARED = gettext_noop(
    "The file holds XML declarations that no list needs. Take out its DOCTYPE."
)
_DEEP = gettext_noop(
    "The file is nested too deep to be a list. Use a root, its entries and their columns."
)
_NO_JSON = gettext_noop(
    "The file is not GeoJSON: a FeatureCollection with a list of features. Save it anew."
)
_PLACE = gettext_noop(
    "The feature has no point, line or shape, with longitude and latitude as numbers. Take it out,"
    " or give it one."
)
_FEATURE = gettext_noop(
    "The entry is no feature with properties. Take it out, or write it as GeoJSON does."
)
_COLUMN = gettext_noop(
    "“%(found)s” cannot be the name of a property. Use letters, digits, - and _ only."
)


def read_xml(text: str) -> FileList:
    """Read XML: a top element, an element for each entry, and one inside it for each column."""
    try:
        root = build_nodes(fromstring(text, forbid_dtd=True))
    except ParseError as error:
        return unreadable_list(_NO_XML, row=error.position[0])
    except DefusedXmlException:
        return unreadable_list(_DECLARED)
    except (ValueError, RecursionError):
        return unreadable_list(_DEEP)
    columns = dict.fromkeys(cell.name for item in root.children for cell in item.children)
    mistakes = (size_mistake(),) if len(root.children) > MAX_ROWS else ()
    return FileList(root, tuple(range(1, len(root.children) + 1)), tuple(columns), mistakes)


def build_nodes(element: Element, parent: XPathNode | None = None, depth: int = 0) -> XPathNode:
    """Copy an XML element to nodes for expressions; ValueError beyond 20 levels."""
    if depth > _MAX_DEPTH:
        message = "a list is nested too deep"
        raise ValueError(message)
    name, text = str(element.tag).rpartition("}")[2], (element.text or "").strip()
    node = XPathNode(name, text) if parent is None else parent.add(name, text)
    for child in element:
        build_nodes(child, node, depth + 1)
    return node


def read_geojson(text: str) -> FileList:
    """Read GeoJSON: an entry for each feature, of its properties, its id and its `geometry`."""
    try:
        features = json.loads(text)["features"]
        if not isinstance(features, list):
            raise TypeError
    except (ValueError, KeyError, TypeError, RecursionError):
        return unreadable_list(_NO_JSON)
    if len(features) > MAX_ROWS:
        return FileList(XPathNode("root"), mistakes=(size_mistake(),))
    root, mistakes, columns = XPathNode("root"), list[Mistake](), dict[str, None]()
    for number, feature in enumerate(features, 1):
        cells, wrong = _cells(feature, number)
        mistakes += wrong
        item = root.add("item")
        for column, value in cells.items():
            item.add(column, value)
        columns |= dict.fromkeys(cells)
        if len(mistakes) >= MAX_MISTAKES:
            break
    return FileList(root, tuple(range(1, len(root.children) + 1)), tuple(columns), tuple(mistakes))


def _cells(feature: Any, number: int) -> tuple[dict[str, str], list[Mistake]]:
    """Return the columns of one feature as text, and its errors."""
    try:
        cells = {**(feature.get("properties") or {})}
        geometry, identifier = feature.get("geometry"), feature.get("id")
    except (AttributeError, TypeError):
        return {}, [Mistake(Message(_FEATURE), number)]
    mistakes: list[Mistake] = []
    try:
        cells["geometry"] = _places(geometry)
    except (ValueError, KeyError, TypeError, IndexError, OverflowError):
        mistakes.append(Mistake(Message(_PLACE), number, "geometry"))
    if identifier is not None:
        cells["id"] = identifier
    texts = {str(name): "" if value is None else str(value) for name, value in cells.items()}
    for name, text in texts.items():
        mistakes += find_unfit_characters(text, number, name)
        if not NAME.fullmatch(name):
            found = printable(name)
            mistakes.append(Mistake(Message(_COLUMN, found=found), number, found, found))
    return texts, mistakes


def _places(geometry: Any) -> str:
    """Format a geometry as "latitude longitude 0 0", several separated by semicolons."""
    points = geometry["coordinates"]
    if geometry["type"] == "Point":
        points = [points]
    elif geometry["type"] == "Polygon":
        points = points[0]
    elif geometry["type"] != "LineString":
        raise ValueError(geometry["type"])
    return ";".join(f"{float(north):g} {float(east):g} 0 0" for east, north, *_more in points)
