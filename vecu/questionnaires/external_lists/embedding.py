"""Embed lists into the XForm; export the files for other clients."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping
from html import unescape
from io import StringIO
from typing import NamedTuple
from xml.sax.saxutils import escape, quoteattr

from vecu.messages import UNFIT, Message, printable
from vecu.questionnaires.errors import WorkbookRefused
from vecu.questionnaires.expressions.nodes import XPathNode
from vecu.questionnaires.external_lists.model import FileList
from vecu.questionnaires.external_lists.reader import read_list
from vecu.translation import gettext_noop

_EMPTY_INSTANCE = re.compile(r'<instance id="([^"]*)" src="(jr://(?:file|file-csv)/([^"]*))"\s*/>')
_MISSING = gettext_noop(
    "The file “%(file)s” with a list was not attached. Attach it to the workbook."
)
_WRONG = gettext_noop("File “%(file)s”, row %(row)s, column “%(column)s”: %(message)s")


class EmbeddedLists(NamedTuple):
    """An XForm with its lists inside, and the names of the files that they came from."""

    xform: str
    names: tuple[str, ...]


def embed_lists(xform: str, files: Mapping[str, bytes]) -> EmbeddedLists:
    """Embed the lists of files into an XForm; WorkbookRefused names missing ones.

    The file of each list is recorded beside it, for clients that need it as a file.
    """
    problems: list[Message] = []
    names: dict[str, None] = {}

    def written(match: re.Match[str]) -> str:
        identifier, source, name = (unescape(match[group]) for group in (1, 2, 3))
        if name not in files:
            problems.append(missing_file_message(name))
            return match[0]
        found = read_list(name, files[name])
        problems.extend(_list_file_messages(name, found))
        names[name] = None
        nodes = "".join(_xml(found.root))
        return f"<instance id={quoteattr(identifier)} src={quoteattr(source)}>{nodes}</instance>"

    result = _EMPTY_INSTANCE.sub(written, xform)
    if problems:
        raise WorkbookRefused(problems)
    return EmbeddedLists(result, tuple(names))


def missing_file_message(name: str) -> Message:
    """Return the message about a file that a form names and that is not attached."""
    return Message(_MISSING, file=printable(name))


def _list_file_messages(name: str, found: FileList) -> Iterator[Message]:
    for one in found.mistakes:
        where = {"file": printable(name), "row": one.row, "column": one.column}
        yield Message(_WRONG, message=one.message, **where)


def _xml(node: XPathNode) -> Iterator[str]:
    yield f"<{node.name}>{escape(UNFIT.sub('', node.text))}"
    for child in node.children:
        yield from _xml(child)
    yield f"</{node.name}>"


def export_list_file(name: str, content: bytes) -> bytes:
    """Return a file as other clients read it: tables as comma-separated UTF-8, others unchanged.

    ODK's engines split columns at commas only, and none accepts a byte order mark.
    """
    text = content.decode("utf-8-sig")
    if not name.lower().endswith(".csv"):
        return text.encode()
    found = read_list(name, content)
    written = StringIO(newline="")
    writer = csv.writer(written, lineterminator="\n")
    writer.writerow(found.columns)
    for item in found.root.children:
        cells = {cell.name: cell.text for cell in item.children}
        writer.writerow([cells.get(column, "") for column in found.columns])
    return written.getvalue().encode()
