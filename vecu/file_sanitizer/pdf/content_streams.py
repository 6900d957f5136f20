"""Content streams: drawing operators, without comments and marked content."""

from __future__ import annotations

import re
from io import BytesIO
from typing import Any

from pypdf.generic import (
    ArrayObject,
    ContentStream,
    DecodedStreamObject,
    DictionaryObject,
    NameObject,
    PdfObject,
)

from vecu.file_sanitizer.binary_reader import Damaged

MAX_DRAWN = 8_000_000
"""Maximum bytes of the operators of one drawing."""
OPERATORS = frozenset(
    b"b B b* B* BT c cm CS cs d d0 d1 Do ET f F f* G g gs h i j J K k l m M n q Q re RG rg ri s S"
    b" SC sc SCN scn sh T* Tc Td TD Tf Tj TJ TL Tm Tr Ts Tw Tz v w W W* y ' \"".split()
)
"""The drawing operators (ISO 32000-1, annex A), without marked-content operators."""
_COMMENT = re.compile(rb"^[ \t]*%[^\r\n]*", re.MULTILINE)
_INLINE = {
    "/W", "/Width", "/H", "/Height", "/BPC", "/BitsPerComponent", "/CS", "/ColorSpace", "/D",
    "/Decode", "/DP", "/DecodeParms", "/F", "/Filter", "/IM", "/ImageMask", "/I", "/Interpolate",
}  # fmt: skip
_WITH_METADATA = {"/DCT", "/DCTDecode", "/JPX", "/JPXDecode", "/Crypt"}


def rewrite_content_stream(data: bytes) -> bytes:
    """Return the drawing operators of a content stream, written anew.

    Marked content is removed: it holds alternative texts, languages and properties. So are
    comments.
    """
    if len(data) > MAX_DRAWN:
        raise Damaged("large")
    source = DecodedStreamObject()
    source.set_data(data)
    out = BytesIO()
    for operands, operator in ContentStream(source, None, "bytes").operations:
        if operator == b"INLINE IMAGE":
            _write_inline(out, operands)
        elif operator in OPERATORS:
            for operand in operands:
                _write(out, operand)
                out.write(b" ")
            out.write(operator + b"\n")
    return out.getvalue()


def strip_comments(data: bytes) -> bytes:
    """Return a PostScript map or program without comment lines."""
    return _COMMENT.sub(b"", data)


def _write(out: BytesIO, operand: PdfObject) -> None:
    if isinstance(operand, DictionaryObject):
        raise Damaged  # only marked content takes dictionaries
    operand.write_to_stream(out)


def _write_inline(out: BytesIO, image: Any) -> None:
    """Write an inline image; it may not contain a JPEG."""
    about = {name: value for name, value in image["settings"].items() if name in _INLINE}
    filters = about.get("/F", about.get("/Filter"))
    named = filters if isinstance(filters, ArrayObject) else [filters]
    if any(str(one) in _WITH_METADATA for one in named):
        raise Damaged("picture")
    out.write(b"BI")
    for name, value in about.items():
        out.write(b" ")
        NameObject(name).write_to_stream(out)
        out.write(b" ")
        value.write_to_stream(out)
    data = image["data"]
    out.write(b" ID " + (data if isinstance(data, bytes) else data.encode("latin-1")))
    out.write(b"\nEI\n")
