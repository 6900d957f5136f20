"""Pictures inside a PDF: JPEGs are cleaned as everywhere, others are packed anew."""

from __future__ import annotations

from pypdf.filters import decode_stream_data
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    NameObject,
    PdfObject,
    StreamObject,
)

from vecu.surveys.cleaners.pdf.copying import (
    PACKINGS,
    Copier,
    Copy,
    listed,
    packed,
    plain,
    put,
    some,
    stream,
)
from vecu.surveys.cleaners.pictures import clean_jpeg
from vecu.surveys.cleaners.reading import Damaged, inflated

_PICTURE = (
    "/Type", "/Subtype", "/Width", "/Height", "/BitsPerComponent", "/Intent", "/ImageMask",
    "/Decode", "/Interpolate", "/SMaskInData", "/Matte",
)  # fmt: skip
_PARAMETERS = (
    "/Predictor", "/Colors", "/BitsPerComponent", "/Columns", "/EarlyChange", "/K", "/EndOfLine",
    "/EncodedByteAlign", "/Rows", "/EndOfBlock", "/BlackIs1", "/DamagedRowsBeforeError",
    "/ColorTransform",
)  # fmt: skip
_JPEG, _FAX, _FLATE = {"/DCTDecode", "/DCT"}, {"/CCITTFaxDecode", "/CCF"}, {"/FlateDecode", "/Fl"}


def picture(copy: Copy, source: StreamObject, colour: Copier) -> PdfObject:
    """Copy a picture with its mask."""
    about = some(source, _PICTURE)
    about[NameObject("/Subtype")] = NameObject("/Image")

    def mask(inside: PdfObject) -> PdfObject | None:
        return picture(copy, inside, colour) if isinstance(inside, StreamObject) else plain(inside)

    if "/ColorSpace" in source:
        put(about, "/ColorSpace", copy.of(source.raw_get("/ColorSpace"), colour))
    for name in ("/SMask", "/Mask"):
        if name in source:
            put(about, name, copy.of(source.raw_get(name), mask))
    return _repacked(copy, source, about)


def _repacked(copy: Copy, source: StreamObject, about: DictionaryObject) -> StreamObject:
    filters = [str(one) for one in listed(source.get("/Filter", source.get("/F")))]
    parameters = listed(source.get("/DecodeParms", source.get("/DP")))
    if not {*filters} <= PACKINGS | _JPEG | _FAX:
        raise Damaged("picture")
    last = filters[-1] if filters else ""
    own = some(parameters[-1], _PARAMETERS) if len(parameters) == len(filters) > 0 else None
    if last in _JPEG | _FAX:
        data = _before_last(source, filters, parameters)
        copy.unpacked += len(data)
        if own:
            about[NameObject("/DecodeParms")] = own
        if last in _FAX:
            return packed(data, about, NameObject("/CCITTFaxDecode"))
        return packed(clean_jpeg(data), about, NameObject("/DCTDecode"))
    if len(filters) == 1 and last in _FLATE:
        if own:  # predicted rows stay as they are
            about[NameObject("/DecodeParms")] = own
        data = inflated(_as_written(source))
        copy.unpacked += len(data)
        return stream(data, about)
    return stream(copy.data(source), about)


def _as_written(source: StreamObject) -> bytes:
    """Return the bytes of a stream as the file has them, where its own method would unpack them."""
    return StreamObject.get_data(source)


def _before_last(source: StreamObject, filters: list[str], parameters: list[PdfObject]) -> bytes:
    """Undo all packings but the last, which is that of the picture itself."""
    if len(filters) == 1:
        return _as_written(source)
    if not {*filters[:-1]} <= PACKINGS:
        raise Damaged("picture")
    outer = StreamObject()
    outer.set_data(_as_written(source))
    outer[NameObject("/Filter")] = ArrayObject(NameObject(one) for one in filters[:-1])
    if len(parameters) == len(filters):
        outer[NameObject("/DecodeParms")] = ArrayObject(
            some(one, _PARAMETERS) for one in parameters[:-1]
        )
    found = decode_stream_data(outer)
    return found if isinstance(found, bytes) else found.encode("latin-1")
