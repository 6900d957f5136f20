"""Read the paragraphs of a Word document (.docx). Pure; run it in a bounded child."""

import io
import zlib
from collections.abc import Iterator
from zipfile import BadZipFile, ZipFile

from lxml import etree

from vecu.transcripts.errors import make_refusal
from vecu.translation import gettext_noop
from vecu.zip_safety import unpack

MAX_UNPACKED = 200_000_000
"""Bytes of the document's own part; pictures are not unpacked."""
_PART = "word/document.xml"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_BLANKS = {f"{_W}tab": "\t", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-"}
_DAMAGED = (
    BadZipFile, KeyError, OSError, ValueError, EOFError, RuntimeError, NotImplementedError,
    zlib.error, etree.XMLSyntaxError,
)  # fmt: skip


def read_docx(content: bytes) -> str:
    """Return the text, a blank line between paragraphs; what was deleted in review is left out.

    Raise `TranscriptRefused` if the file is damaged, encrypted or no .docx.
    """
    try:
        return "\n\n".join(_iter_paragraphs(content))
    except _DAMAGED as error:
        raise make_refusal(
            gettext_noop(
                "The file cannot be read as a Word document (.docx): it is damaged, protected by a"
                " password, or of another format. Save it again as .docx, or as plain text (.txt)."
            )
        ) from error


def _iter_paragraphs(content: bytes) -> Iterator[str]:
    with ZipFile(io.BytesIO(content)) as archive:
        entry = archive.getinfo(_PART)
        if entry.file_size > MAX_UNPACKED:
            message = f"The document has {entry.file_size} bytes."
            raise ValueError(message)
        part = io.BytesIO(unpack(archive, entry))
    words = list[str]()
    for _event, element in etree.iterparse(
        part, events=("end",), resolve_entities=False, no_network=True, huge_tree=True
    ):
        if element.tag == f"{_W}t":
            words.append(element.text or "")
        elif element.tag in _BLANKS and element.getparent().tag == f"{_W}r":
            words.append(_BLANKS[element.tag])
        elif element.tag == f"{_W}p":
            yield "".join(words)
            words.clear()
            element.clear()
