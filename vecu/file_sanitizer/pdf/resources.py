"""Resources of pages: colours, patterns, functions, states, with allowed names for each."""

from __future__ import annotations

from pypdf.generic import (
    ArrayObject,
    ByteStringObject,
    DictionaryObject,
    NameObject,
    NumberObject,
    PdfObject,
    StreamObject,
    TextStringObject,
)

from vecu.file_sanitizer.binary_reader import Damaged
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
from vecu.file_sanitizer.pdf.fonts import FontCopier
from vecu.file_sanitizer.pdf.images import copy_image
from vecu.file_sanitizer.pdf.optional_content import refuse_complex_visibility, refuse_hiding

_STATE = (
    "/Type", "/LW", "/LC", "/LJ", "/ML", "/D", "/RI", "/OP", "/op", "/OPM", "/FL", "/SM", "/SA",
    "/BM", "/CA", "/ca", "/AIS", "/TK",
)  # fmt: skip
_SHADING = (
    "/ShadingType", "/Background", "/BBox", "/AntiAlias", "/Coords", "/Domain", "/Extend",
    "/Matrix", "/BitsPerCoordinate", "/BitsPerComponent", "/BitsPerFlag", "/VerticesPerRow",
    "/Decode",
)  # fmt: skip
_FUNCTION = (
    "/FunctionType", "/Domain", "/Range", "/Size", "/BitsPerSample", "/Order", "/Encode",
    "/Decode", "/C0", "/C1", "/N", "/Bounds",
)  # fmt: skip
_FORM = ("/Type", "/Subtype", "/FormType", "/BBox", "/Matrix")
_TILING = ("/Type", "/PatternType", "/PaintType", "/TilingType", "/BBox", "/XStep", "/YStep",
           "/Matrix")  # fmt: skip
_CALIBRATED = ("/WhitePoint", "/BlackPoint", "/Gamma", "/Matrix", "/Range")
_DEVICES = {1: "/DeviceGray", 3: "/DeviceRGB", 4: "/DeviceCMYK"}


class ResourceCopier:
    """Copies the resources of one file's pages into a new one."""

    def __init__(self, copy: ObjectCopier) -> None:
        self.copy = copy
        self.fonts = FontCopier(copy, self.resources)

    def resources(self, source: PdfObject) -> PdfObject | None:
        """Copy the resources of a page, form, pattern or font."""
        if not isinstance(source, DictionaryObject):
            return None
        refuse_hiding(source)
        made = DictionaryObject()
        kinds: dict[str, Copier] = {
            "/Font": self.fonts.font, "/XObject": self.drawn, "/ExtGState": self.state,
            "/ColorSpace": self.colour, "/Pattern": self.pattern, "/Shading": self.shading,
        }  # fmt: skip
        for kind, copier in kinds.items():
            named = source.get(kind)
            named = None if named is None else named.get_object()
            if isinstance(named, DictionaryObject) and named:
                inside = DictionaryObject()
                for name in named:
                    set_entry(inside, str(name), self.copy.copy_value(named.raw_get(name), copier))
                set_entry(made, kind, inside)
        return made

    # ── nested drawings ──

    def drawn(self, source: PdfObject) -> PdfObject | None:
        """Copy an image, or a form XObject."""
        if not isinstance(source, StreamObject):
            return None
        refuse_complex_visibility(source.get("/OC"))
        kind = source.get("/Subtype")
        if kind == "/Image":
            return copy_image(self.copy, source, self.colour)
        if kind != "/Form":
            raise Damaged
        return self.form(source)

    def form(self, source: PdfObject) -> PdfObject | None:
        """Copy a form XObject, with its resources."""
        if not isinstance(source, StreamObject):
            return None
        about = copy_entries(source, _FORM)
        about[NameObject("/Subtype")] = NameObject("/Form")
        set_entry(about, "/Resources", self.copy.copy_entry(source, "/Resources", self.resources))
        set_entry(about, "/Group", self.copy.copy_entry(source, "/Group", self.group))
        return make_stream(rewrite_content_stream(self.copy.data(source)), about)

    def group(self, source: PdfObject) -> PdfObject | None:
        """Copy a transparency group."""
        if not isinstance(source, DictionaryObject):
            return None
        made = copy_entries(source, ("/Type", "/S", "/I", "/K"))
        set_entry(made, "/CS", self.copy.copy_entry(source, "/CS", self.colour))
        return made

    def state(self, source: PdfObject) -> PdfObject | None:
        """Copy a graphics state: widths, transparency, masks."""
        if not isinstance(source, DictionaryObject):
            return None
        made = copy_entries(source, _STATE)
        font = source.get("/Font")
        if isinstance(font, ArrayObject) and len(font) == 2:
            copied = self.copy.copy_value(list_items(font)[0], self.fonts.font)
            if copied is not None:
                size = copy_plain(list_items(font)[1]) or NumberObject(1)
                made[NameObject("/Font")] = ArrayObject([copied, size])
        mask = source.get("/SMask")
        if isinstance(mask, DictionaryObject):
            made[NameObject("/SMask")] = self._soft_mask(mask)
        elif mask is not None:
            set_entry(made, "/SMask", copy_plain(mask))
        return made

    def _soft_mask(self, source: DictionaryObject) -> DictionaryObject:
        made = copy_entries(source, ("/Type", "/S", "/BC"))
        set_entry(made, "/G", self.copy.copy_entry(source, "/G", self.form))
        set_entry(made, "/TR", self.copy.copy_entry(source, "/TR", self.function))
        return made

    # ── colours ──

    def colour(self, source: PdfObject) -> PdfObject | None:
        """Copy a colour space; an ICC profile, which may name a screen, becomes a standard one."""
        if isinstance(source, NameObject):
            return copy_plain(source)
        if not isinstance(source, ArrayObject) or not source:
            return None
        kind, raw = str(source[0]), list_items(source)
        made: list[PdfObject | None]
        match kind:
            case "/ICCBased":
                about = raw[1].get_object()
                count = about.get("/N") if isinstance(about, DictionaryObject) else None
                return NameObject(_DEVICES.get(int(count or 3), "/DeviceRGB"))
            case "/CalGray" | "/CalRGB" | "/Lab":
                made = [self.copy.copy_value(raw[1], self.calibration)]
            case "/Indexed" | "/I":
                space, last, colours = raw[1:4]
                made = [self.copy.copy_value(space, self.colour), copy_plain(last),
                        self.copy.copy_value(colours, self.lookup)]  # fmt: skip
            case "/Separation" | "/DeviceN":
                names, space, tint = raw[1:4]
                made = [copy_plain(names), self.copy.copy_value(space, self.colour),
                        self.copy.copy_value(tint, self.function)]  # fmt: skip
            case "/Pattern":
                made = [self.copy.copy_value(one, self.colour) for one in raw[1:2]]
            case _:
                return copy_plain(source[0])
        return self._array(kind, made)

    def _array(self, kind: str, parts: list[PdfObject | None]) -> PdfObject:
        if any(part is None for part in parts):
            raise Damaged
        return ArrayObject([NameObject(kind), *(part for part in parts if part is not None)])

    def calibration(self, source: PdfObject) -> PdfObject | None:
        """Copy the white point, the black point and the gamma of a colour space."""
        return copy_entries(source, _CALIBRATED)

    def lookup(self, source: PdfObject) -> PdfObject | None:
        """Copy the colours of an indexed colour space."""
        if isinstance(source, StreamObject):
            return make_stream(self.copy.data(source))
        if isinstance(source, TextStringObject):
            return ByteStringObject(source.original_bytes)
        return ByteStringObject(source) if isinstance(source, ByteStringObject) else None

    def pattern(self, source: PdfObject) -> PdfObject | None:
        """Copy a pattern: tiles, or a shading."""
        if isinstance(source, StreamObject):
            about = copy_entries(source, _TILING)
            set_entry(
                about, "/Resources", self.copy.copy_entry(source, "/Resources", self.resources)
            )
            return make_stream(rewrite_content_stream(self.copy.data(source)), about)
        if not isinstance(source, DictionaryObject):
            return None
        made = copy_entries(source, ("/Type", "/PatternType", "/Matrix"))
        set_entry(made, "/Shading", self.copy.copy_entry(source, "/Shading", self.shading))
        set_entry(made, "/ExtGState", self.copy.copy_entry(source, "/ExtGState", self.state))
        return made

    def shading(self, source: PdfObject) -> PdfObject | None:
        """Copy a shading."""
        if not isinstance(source, DictionaryObject):
            return None
        made = copy_entries(source, _SHADING)
        set_entry(made, "/ColorSpace", self.copy.copy_entry(source, "/ColorSpace", self.colour))
        set_entry(made, "/Function", self.copy.copy_entry(source, "/Function", self.function))
        return (
            make_stream(self.copy.data(source), made) if isinstance(source, StreamObject) else made
        )

    def function(self, source: PdfObject) -> PdfObject | None:
        """Copy a function from numbers to numbers, or a list of them."""
        if isinstance(source, NameObject):
            return copy_plain(source)
        if isinstance(source, ArrayObject):
            each = [self.copy.copy_value(one, self.function) for one in list_items(source)]
            return ArrayObject(one for one in each if one is not None)
        if not isinstance(source, DictionaryObject):
            return None
        made = copy_entries(source, _FUNCTION)
        set_entry(made, "/Functions", self.copy.copy_entry(source, "/Functions", self.function))
        if not isinstance(source, StreamObject):
            return made
        data = self.copy.data(source)
        return make_stream(strip_comments(data) if source.get("/FunctionType") == 4 else data, made)
