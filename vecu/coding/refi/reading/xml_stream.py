"""Parse XML as a stream of the elements one or two levels below its root.

Entities and document types are refused; depth and number of elements are limited. Element names
lose the namespace of the root, which programs write differently.
"""

from collections.abc import Iterator
from typing import IO
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import iterparse

from vecu.coding.refi.errors import refuse
from vecu.coding.refi.reading.archive import BROKEN, refuse_damaged
from vecu.translation import gettext_noop

MAX_DEPTH = 100
"""Nested elements; nobody reads a codebook with more levels."""
MAX_ELEMENTS = 3_000_000

CONTAINERS = frozenset(
    {"Users", "Variables", "Cases", "Sources", "Notes", "Links", "Sets", "Graphs"}
)
"""Elements whose children are streamed one by one, since there may be very many."""


def stream_elements(stream: IO[bytes], root_name: str) -> Iterator[tuple[str, Element]]:
    """Yield the root without its children, then each child of a container, or of the root.

    Each comes with the name of its container, '' for the root and its own children. An element is
    cleared after it has been used.
    """
    namespace = ""
    path: list[Element] = []
    count = 0
    try:
        for event, element in iterparse(stream, events=("start", "end"), forbid_dtd=True):
            if event == "start":
                count += 1
                _refuse_absurd(count, len(path))
                if not path:
                    namespace = _namespace(element)
                element.tag = element.tag.removeprefix(namespace)
                if not path:
                    _check_root(element, root_name)
                    # Its children may be parsed already; they come later.
                    yield "", Element(element.tag, element.attrib)
                path.append(element)
                continue
            path.pop()
            if len(path) == 2 and path[1].tag in CONTAINERS:
                yield path[1].tag, element
                path[1].clear()
            elif len(path) == 1:
                if element.tag not in CONTAINERS:
                    yield "", element
                path[0].clear()
    except DefusedXmlException as error:
        raise refuse(
            gettext_noop("The project declares a document type or entities, which is not accepted.")
        ) from error
    except (ParseError, LookupError, *BROKEN) as error:
        raise refuse_damaged() from error


def _namespace(root: Element) -> str:
    """Return the namespace in braces as it precedes each name, '' without one."""
    return root.tag[: root.tag.index("}") + 1] if root.tag.startswith("{") else ""


def _check_root(root: Element, wanted: str) -> None:
    if root.tag != wanted:
        raise refuse(
            gettext_noop("The file holds no REFI-QDA %(wanted)s: it begins with “%(found)s”."),
            wanted=wanted,
            found=root.tag,
        )


def _refuse_absurd(count: int, depth: int) -> None:
    if depth > MAX_DEPTH:
        raise refuse(
            gettext_noop(
                "The project has more than %(most)s levels of elements, which none needs."
            ),
            most=MAX_DEPTH,
        )
    if count > MAX_ELEMENTS:
        raise refuse(
            gettext_noop("The project has more than %(most)s elements, too many to read."),
            most=f"{MAX_ELEMENTS:,}",
        )
