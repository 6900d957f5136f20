"""Copy fonts: glyphs, widths, encodings."""

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

from vecu.file_sanitizer.pdf.content_streams import rewrite_content_stream, strip_comments
from vecu.file_sanitizer.pdf.copy_objects import (
    Copier,
    ObjectCopier,
    copy_entries,
    copy_plain,
    list_items,
    make_stream,
    set_entry,
)

_FONT = (
    "/Type", "/Subtype", "/BaseFont", "/FirstChar", "/LastChar", "/Widths", "/FontBBox",
    "/FontMatrix", "/W", "/DW", "/W2", "/DW2",
)  # fmt: skip
_DESCRIPTOR = (
    "/Type", "/FontName", "/FontStretch", "/FontWeight", "/Flags", "/FontBBox", "/ItalicAngle",
    "/Ascent", "/Descent", "/Leading", "/CapHeight", "/XHeight", "/StemV", "/StemH", "/AvgWidth",
    "/MaxWidth", "/MissingWidth",
)  # fmt: skip


class FontCopier:
    """Copies the fonts of one file; `resources` is for glyphs that are drawings."""

    def __init__(self, copy: ObjectCopier, resources: Copier) -> None:
        self.copy = copy
        self.resources = resources

    def font(self, source: PdfObject) -> PdfObject | None:
        """Copy a font with its glyphs."""
        if not isinstance(source, DictionaryObject):
            return None
        made = copy_entries(source, _FONT)
        set_entry(made, "/Encoding", self.copy.copy_entry(source, "/Encoding", self.encoding))
        set_entry(
            made, "/ToUnicode", self.copy.copy_entry(source, "/ToUnicode", self.character_map)
        )
        set_entry(
            made,
            "/FontDescriptor",
            self.copy.copy_entry(source, "/FontDescriptor", self.descriptor),
        )
        set_entry(made, "/CIDToGIDMap", self.copy.copy_entry(source, "/CIDToGIDMap", self.data))
        set_entry(
            made, "/CIDSystemInfo", self.copy.copy_entry(source, "/CIDSystemInfo", self.system)
        )
        set_entry(made, "/Resources", self.copy.copy_entry(source, "/Resources", self.resources))
        set_entry(
            made,
            "/DescendantFonts",
            self.copy.copy_entry(source, "/DescendantFonts", self.descendants),
        )
        set_entry(made, "/CharProcs", self.copy.copy_entry(source, "/CharProcs", self.letters))
        return made

    def descendants(self, source: PdfObject) -> PdfObject | None:
        """Copy the descendant fonts of a composite font."""
        if not isinstance(source, ArrayObject):
            return None
        each = [self.copy.copy_value(one, self.font) for one in list_items(source)]
        return ArrayObject(one for one in each if one is not None)

    def letters(self, source: PdfObject) -> PdfObject | None:
        """Copy glyphs that are drawings (Type 3)."""
        if not isinstance(source, DictionaryObject):
            return None
        made = DictionaryObject()
        for name in source:
            set_entry(made, str(name), self.copy.copy_value(source.raw_get(name), self.letter))
        return made

    def letter(self, source: PdfObject) -> PdfObject | None:
        """Copy one glyph that is a drawing."""
        return (
            make_stream(rewrite_content_stream(self.copy.data(source)))
            if isinstance(source, StreamObject)
            else None
        )

    def descriptor(self, source: PdfObject) -> PdfObject | None:
        """Copy a font descriptor, and the font file."""
        made = copy_entries(source, _DESCRIPTOR)
        if isinstance(source, DictionaryObject):
            for name in ("/FontFile", "/FontFile2", "/FontFile3"):
                set_entry(made, name, self.copy.copy_entry(source, name, self.font_file))
        return made

    def font_file(self, source: PdfObject) -> PdfObject | None:
        """Copy the file of a font."""
        if not isinstance(source, StreamObject):
            return None
        about = copy_entries(source, ("/Subtype", "/Length1", "/Length2", "/Length3"))
        return make_stream(self.copy.data(source), about)

    def encoding(self, source: PdfObject) -> PdfObject | None:
        """Copy an encoding."""
        if isinstance(source, NameObject):
            return copy_plain(source)
        if isinstance(source, StreamObject):
            return self.character_map(source)
        return copy_entries(source, ("/Type", "/BaseEncoding", "/Differences"))

    def character_map(self, source: PdfObject) -> PdfObject | None:
        """Copy a character map without its comments."""
        if isinstance(source, NameObject):
            return copy_plain(source)
        if not isinstance(source, StreamObject):
            return None
        about = copy_entries(source, ("/Type", "/CMapName", "/WMode"))
        set_entry(
            about, "/CIDSystemInfo", self.copy.copy_entry(source, "/CIDSystemInfo", self.system)
        )
        set_entry(about, "/UseCMap", self.copy.copy_entry(source, "/UseCMap", self.character_map))
        return make_stream(strip_comments(self.copy.data(source)), about)

    def system(self, source: PdfObject) -> PdfObject | None:
        """Copy the name of a character collection, such as Adobe-Identity."""
        made = copy_entries(source, ("/Supplement",))
        if isinstance(source, DictionaryObject):
            for name in ("/Registry", "/Ordering"):
                text = re.sub(r"[^\w.\-]", "", str(source.get(name, "")))[:32]
                made[NameObject(name)] = TextStringObject(text)
        return made

    def data(self, source: PdfObject) -> PdfObject | None:
        """Copy a table of numbers."""
        if isinstance(source, StreamObject):
            return make_stream(self.copy.data(source))
        return copy_plain(source)
