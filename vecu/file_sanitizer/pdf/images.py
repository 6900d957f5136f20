"""Images in a PDF: JPEGs are sanitized as elsewhere, others are recompressed."""

from __future__ import annotations

from pypdf.filters import decode_stream_data
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, PdfObject, StreamObject

from vecu.file_sanitizer.binary_reader import Damaged, inflate
from vecu.file_sanitizer.images import clean_jpeg
from vecu.file_sanitizer.pdf.copy_objects import (
    PACKINGS,
    Copier,
    ObjectCopier,
    copy_entries,
    copy_plain,
    make_packed_stream,
    make_stream,
    resolve_items,
    set_entry,
)

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


def copy_image(copy: ObjectCopier, source: StreamObject, colour: Copier) -> PdfObject:
    """Copy an image with its mask."""
    about = copy_entries(source, _PICTURE)
    about[NameObject("/Subtype")] = NameObject("/Image")

    def mask(inside: PdfObject) -> PdfObject | None:
        return (
            copy_image(copy, inside, colour)
            if isinstance(inside, StreamObject)
            else copy_plain(inside)
        )

    if "/ColorSpace" in source:
        set_entry(about, "/ColorSpace", copy.copy_value(source.raw_get("/ColorSpace"), colour))
    for name in ("/SMask", "/Mask"):
        if name in source:
            set_entry(about, name, copy.copy_value(source.raw_get(name), mask))
    return _repacked(copy, source, about)


def _repacked(copy: ObjectCopier, source: StreamObject, about: DictionaryObject) -> StreamObject:
    filters = [str(one) for one in resolve_items(source.get("/Filter", source.get("/F")))]
    parameters = resolve_items(source.get("/DecodeParms", source.get("/DP")))
    if not {*filters} <= PACKINGS | _JPEG | _FAX:
        raise Damaged("picture")
    last = filters[-1] if filters else ""
    own = copy_entries(parameters[-1], _PARAMETERS) if len(parameters) == len(filters) > 0 else None
    if last in _JPEG | _FAX:
        data = _before_last(source, filters, parameters)
        copy.unpacked += len(data)
        if own:
            about[NameObject("/DecodeParms")] = own
        if last in _FAX:
            return make_packed_stream(data, about, NameObject("/CCITTFaxDecode"))
        return make_packed_stream(clean_jpeg(data), about, NameObject("/DCTDecode"))
    if len(filters) == 1 and last in _FLATE:
        if own:  # rows keep their predictors
            about[NameObject("/DecodeParms")] = own
        data = inflate(_as_written(source))
        copy.unpacked += len(data)
        return make_stream(data, about)
    return make_stream(copy.data(source), about)


def _as_written(source: StreamObject) -> bytes:
    """Return the bytes of a stream as the file has them, where its own method would unpack them."""
    return StreamObject.get_data(source)


def _before_last(source: StreamObject, filters: list[str], parameters: list[PdfObject]) -> bytes:
    """Undo all filters but the last, which is that of the image itself."""
    if len(filters) == 1:
        return _as_written(source)
    if not {*filters[:-1]} <= PACKINGS:
        raise Damaged("picture")
    outer = StreamObject()
    outer.set_data(_as_written(source))
    outer[NameObject("/Filter")] = ArrayObject(NameObject(one) for one in filters[:-1])
    if len(parameters) == len(filters):
        outer[NameObject("/DecodeParms")] = ArrayObject(
            copy_entries(one, _PARAMETERS) for one in parameters[:-1]
        )
    found = decode_stream_data(outer)
    return found if isinstance(found, bytes) else found.encode("latin-1")
