"""What pages draw with: colours, patterns, functions, states. Each kind has its list of names."""

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

from vecu.surveys.cleaners.pdf.copying import Copier, Copy, items, plain, put, some, stream
from vecu.surveys.cleaners.pdf.drawing import redrawn, uncommented
from vecu.surveys.cleaners.pdf.fonts import Fonts
from vecu.surveys.cleaners.pdf.layers import refuse_hiding, refuse_turned
from vecu.surveys.cleaners.pdf.pictures import picture
from vecu.surveys.cleaners.reading import Damaged

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


class Parts:
    """Copies what the pages of one file draw with into a new one."""

    def __init__(self, copy: Copy) -> None:
        self.copy = copy
        self.fonts = Fonts(copy, self.resources)

    def resources(self, source: PdfObject) -> PdfObject | None:
        """Copy what a page, form, pattern or font names in its resources."""
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
                    put(inside, str(name), self.copy.of(named.raw_get(name), copier))
                put(made, kind, inside)
        return made

    # ── drawings inside drawings ──

    def drawn(self, source: PdfObject) -> PdfObject | None:
        """Copy a picture, or a form: a drawing of its own."""
        if not isinstance(source, StreamObject):
            return None
        refuse_turned(source.get("/OC"))
        kind = source.get("/Subtype")
        if kind == "/Image":
            return picture(self.copy, source, self.colour)
        if kind != "/Form":
            raise Damaged
        return self.form(source)

    def form(self, source: PdfObject) -> PdfObject | None:
        """Copy a form, with what it draws with."""
        if not isinstance(source, StreamObject):
            return None
        about = some(source, _FORM)
        about[NameObject("/Subtype")] = NameObject("/Form")
        put(about, "/Resources", self.copy.take(source, "/Resources", self.resources))
        put(about, "/Group", self.copy.take(source, "/Group", self.group))
        return stream(redrawn(self.copy.data(source)), about)

    def group(self, source: PdfObject) -> PdfObject | None:
        """Copy how a drawing is laid over others."""
        if not isinstance(source, DictionaryObject):
            return None
        made = some(source, ("/Type", "/S", "/I", "/K"))
        put(made, "/CS", self.copy.take(source, "/CS", self.colour))
        return made

    def state(self, source: PdfObject) -> PdfObject | None:
        """Copy a state of drawing: widths, transparency, masks."""
        if not isinstance(source, DictionaryObject):
            return None
        made = some(source, _STATE)
        font = source.get("/Font")
        if isinstance(font, ArrayObject) and len(font) == 2:
            copied = self.copy.of(items(font)[0], self.fonts.font)
            if copied is not None:
                size = plain(items(font)[1]) or NumberObject(1)
                made[NameObject("/Font")] = ArrayObject([copied, size])
        mask = source.get("/SMask")
        if isinstance(mask, DictionaryObject):
            made[NameObject("/SMask")] = self._soft_mask(mask)
        elif mask is not None:
            put(made, "/SMask", plain(mask))
        return made

    def _soft_mask(self, source: DictionaryObject) -> DictionaryObject:
        made = some(source, ("/Type", "/S", "/BC"))
        put(made, "/G", self.copy.take(source, "/G", self.form))
        put(made, "/TR", self.copy.take(source, "/TR", self.function))
        return made

    # ── colours ──

    def colour(self, source: PdfObject) -> PdfObject | None:
        """Copy a space of colours; a profile, which may name a screen, becomes the usual space."""
        if isinstance(source, NameObject):
            return plain(source)
        if not isinstance(source, ArrayObject) or not source:
            return None
        kind, raw = str(source[0]), items(source)
        made: list[PdfObject | None]
        match kind:
            case "/ICCBased":
                about = raw[1].get_object()
                count = about.get("/N") if isinstance(about, DictionaryObject) else None
                return NameObject(_DEVICES.get(int(count or 3), "/DeviceRGB"))
            case "/CalGray" | "/CalRGB" | "/Lab":
                made = [self.copy.of(raw[1], self.calibration)]
            case "/Indexed" | "/I":
                space, last, colours = raw[1:4]
                made = [self.copy.of(space, self.colour), plain(last),
                        self.copy.of(colours, self.lookup)]  # fmt: skip
            case "/Separation" | "/DeviceN":
                names, space, tint = raw[1:4]
                made = [plain(names), self.copy.of(space, self.colour),
                        self.copy.of(tint, self.function)]  # fmt: skip
            case "/Pattern":
                made = [self.copy.of(one, self.colour) for one in raw[1:2]]
            case _:
                return plain(source[0])
        return self._array(kind, made)

    def _array(self, kind: str, parts: list[PdfObject | None]) -> PdfObject:
        if any(part is None for part in parts):
            raise Damaged
        return ArrayObject([NameObject(kind), *(part for part in parts if part is not None)])

    def calibration(self, source: PdfObject) -> PdfObject | None:
        """Copy the white, the black and the curves of a space of colours."""
        return some(source, _CALIBRATED)

    def lookup(self, source: PdfObject) -> PdfObject | None:
        """Copy the colours of an indexed space."""
        if isinstance(source, StreamObject):
            return stream(self.copy.data(source))
        if isinstance(source, TextStringObject):
            return ByteStringObject(source.original_bytes)
        return ByteStringObject(source) if isinstance(source, ByteStringObject) else None

    def pattern(self, source: PdfObject) -> PdfObject | None:
        """Copy a pattern: tiles, or a shading."""
        if isinstance(source, StreamObject):
            about = some(source, _TILING)
            put(about, "/Resources", self.copy.take(source, "/Resources", self.resources))
            return stream(redrawn(self.copy.data(source)), about)
        if not isinstance(source, DictionaryObject):
            return None
        made = some(source, ("/Type", "/PatternType", "/Matrix"))
        put(made, "/Shading", self.copy.take(source, "/Shading", self.shading))
        put(made, "/ExtGState", self.copy.take(source, "/ExtGState", self.state))
        return made

    def shading(self, source: PdfObject) -> PdfObject | None:
        """Copy how one colour passes into another."""
        if not isinstance(source, DictionaryObject):
            return None
        made = some(source, _SHADING)
        put(made, "/ColorSpace", self.copy.take(source, "/ColorSpace", self.colour))
        put(made, "/Function", self.copy.take(source, "/Function", self.function))
        return stream(self.copy.data(source), made) if isinstance(source, StreamObject) else made

    def function(self, source: PdfObject) -> PdfObject | None:
        """Copy a function from numbers to numbers, or a list of them."""
        if isinstance(source, NameObject):
            return plain(source)
        if isinstance(source, ArrayObject):
            each = [self.copy.of(one, self.function) for one in items(source)]
            return ArrayObject(one for one in each if one is not None)
        if not isinstance(source, DictionaryObject):
            return None
        made = some(source, _FUNCTION)
        put(made, "/Functions", self.copy.take(source, "/Functions", self.function))
        if not isinstance(source, StreamObject):
            return made
        data = self.copy.data(source)
        return stream(uncommented(data) if source.get("/FunctionType") == 4 else data, made)
