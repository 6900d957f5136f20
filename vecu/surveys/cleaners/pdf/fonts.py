"""Fonts that pages write with: their letters, their widths, which letter stands for which byte."""

from __future__ import annotations

import re

from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    NameObject,
    PdfObject,
    StreamObject,
    TextStringObject,
)

from vecu.surveys.cleaners.pdf.copying import Copier, Copy, items, plain, put, some, stream
from vecu.surveys.cleaners.pdf.drawing import redrawn, uncommented

_FONT = (
    "/Type", "/Subtype", "/BaseFont", "/FirstChar", "/LastChar", "/Widths", "/FontBBox",
    "/FontMatrix", "/W", "/DW", "/W2", "/DW2",
)  # fmt: skip
_DESCRIPTOR = (
    "/Type", "/FontName", "/FontStretch", "/FontWeight", "/Flags", "/FontBBox", "/ItalicAngle",
    "/Ascent", "/Descent", "/Leading", "/CapHeight", "/XHeight", "/StemV", "/StemH", "/AvgWidth",
    "/MaxWidth", "/MissingWidth",
)  # fmt: skip


class Fonts:
    """Copies the fonts of one file; `resources` copies what letters that are drawings draw with."""

    def __init__(self, copy: Copy, resources: Copier) -> None:
        self.copy = copy
        self.resources = resources

    def font(self, source: PdfObject) -> PdfObject | None:
        """Copy a font with its letters."""
        if not isinstance(source, DictionaryObject):
            return None
        made = some(source, _FONT)
        put(made, "/Encoding", self.copy.take(source, "/Encoding", self.encoding))
        put(made, "/ToUnicode", self.copy.take(source, "/ToUnicode", self.character_map))
        put(made, "/FontDescriptor", self.copy.take(source, "/FontDescriptor", self.descriptor))
        put(made, "/CIDToGIDMap", self.copy.take(source, "/CIDToGIDMap", self.data))
        put(made, "/CIDSystemInfo", self.copy.take(source, "/CIDSystemInfo", self.system))
        put(made, "/Resources", self.copy.take(source, "/Resources", self.resources))
        put(made, "/DescendantFonts", self.copy.take(source, "/DescendantFonts", self.descendants))
        put(made, "/CharProcs", self.copy.take(source, "/CharProcs", self.letters))
        return made

    def descendants(self, source: PdfObject) -> PdfObject | None:
        """Copy the fonts that a composite font is made of."""
        if not isinstance(source, ArrayObject):
            return None
        each = [self.copy.of(one, self.font) for one in items(source)]
        return ArrayObject(one for one in each if one is not None)

    def letters(self, source: PdfObject) -> PdfObject | None:
        """Copy letters that are drawings."""
        if not isinstance(source, DictionaryObject):
            return None
        made = DictionaryObject()
        for name in source:
            put(made, str(name), self.copy.of(source.raw_get(name), self.letter))
        return made

    def letter(self, source: PdfObject) -> PdfObject | None:
        """Copy one letter that is a drawing."""
        return stream(redrawn(self.copy.data(source))) if isinstance(source, StreamObject) else None

    def descriptor(self, source: PdfObject) -> PdfObject | None:
        """Copy what is known of a font, and the font's own file."""
        made = some(source, _DESCRIPTOR)
        if isinstance(source, DictionaryObject):
            for name in ("/FontFile", "/FontFile2", "/FontFile3"):
                put(made, name, self.copy.take(source, name, self.font_file))
        return made

    def font_file(self, source: PdfObject) -> PdfObject | None:
        """Copy the file of a font."""
        if not isinstance(source, StreamObject):
            return None
        about = some(source, ("/Subtype", "/Length1", "/Length2", "/Length3"))
        return stream(self.copy.data(source), about)

    def encoding(self, source: PdfObject) -> PdfObject | None:
        """Copy which letter stands for which byte."""
        if isinstance(source, NameObject):
            return plain(source)
        if isinstance(source, StreamObject):
            return self.character_map(source)
        return some(source, ("/Type", "/BaseEncoding", "/Differences"))

    def character_map(self, source: PdfObject) -> PdfObject | None:
        """Copy a map of characters without its comments."""
        if isinstance(source, NameObject):
            return plain(source)
        if not isinstance(source, StreamObject):
            return None
        about = some(source, ("/Type", "/CMapName", "/WMode"))
        put(about, "/CIDSystemInfo", self.copy.take(source, "/CIDSystemInfo", self.system))
        put(about, "/UseCMap", self.copy.take(source, "/UseCMap", self.character_map))
        return stream(uncommented(self.copy.data(source)), about)

    def system(self, source: PdfObject) -> PdfObject | None:
        """Copy the name of a collection of characters: Adobe-Identity and the like."""
        made = some(source, ("/Supplement",))
        if isinstance(source, DictionaryObject):
            for name in ("/Registry", "/Ordering"):
                said = re.sub(r"[^\w.\-]", "", str(source.get(name, "")))[:32]
                made[NameObject(name)] = TextStringObject(said)
        return made

    def data(self, source: PdfObject) -> PdfObject | None:
        """Copy a table of numbers."""
        if isinstance(source, StreamObject):
            return stream(self.copy.data(source))
        return plain(source)
