"""Copy objects of a PDF by name: whatever is not listed is dropped."""

from __future__ import annotations

from collections.abc import Callable, Collection
from io import BytesIO

from pypdf.generic import (
    ArrayObject,
    BooleanObject,
    DictionaryObject,
    FloatObject,
    IndirectObject,
    NameObject,
    NullObject,
    NumberObject,
    PdfObject,
    StreamObject,
)

from vecu.file_sanitizer.binary_reader import Damaged, deflate

MAX_OBJECTS = 50_000
MAX_UNPACKED = 60_000_000
"""Maximum bytes of all streams of one file once decompressed."""
MAX_NESTED = 40
"""Maximum depth of nested objects."""

PACKINGS = {
    "/FlateDecode", "/Fl", "/LZWDecode", "/LZW", "/ASCIIHexDecode", "/AHx", "/ASCII85Decode",
    "/A85", "/RunLengthDecode", "/RL",
}  # fmt: skip
"""Filters that are decoded here; others are for images, or decoded by other programs."""

Copier = Callable[[PdfObject], PdfObject | None]
"""Copies one kind of object; returns None for any other."""


class ObjectCopier:
    """A new PDF: its objects by number, and the old ones from which they were copied."""

    def __init__(self) -> None:
        self.objects: list[PdfObject] = []
        self.unpacked = 0
        self.nested = 0
        self._made: dict[tuple[int, int, str], IndirectObject | None] = {}

    def add(self, made: PdfObject) -> IndirectObject:
        """Give a new object a number; streams must have one."""
        if len(self.objects) >= MAX_OBJECTS:
            raise Damaged("large")
        self.objects.append(made)
        return IndirectObject(len(self.objects), 0, None)

    def copy_value(self, value: PdfObject | None, copier: Copier) -> PdfObject | None:
        """Return a copy of `value`; each object of the old file is copied once for each kind."""
        if value is None or isinstance(value, NullObject):
            return None
        key = None
        if isinstance(value, IndirectObject):
            key = (value.idnum, value.generation, copier.__qualname__)
            if key in self._made:
                return self._made[key]
            value = value.get_object()
        if value is None or isinstance(value, NullObject):
            return None
        if key is None:
            return self._placed(value, copier)
        number = self._made[key] = self.add(NullObject())
        made = self._nested(value, copier)
        if made is None:
            self._made[key] = None
            if number.idnum == len(self.objects):
                self.objects.pop()
            return None
        self.objects[number.idnum - 1] = made
        return number

    def copy_entry(self, source: DictionaryObject, name: str, copier: Copier) -> PdfObject | None:
        """Return a copy of a dictionary's entry."""
        return self.copy_value(source.raw_get(name), copier) if name in source else None

    def _placed(self, value: PdfObject, copier: Copier) -> PdfObject | None:
        made = self._nested(value, copier)
        return self.add(made) if isinstance(made, StreamObject) else made

    def _nested(self, value: PdfObject, copier: Copier) -> PdfObject | None:
        self.nested += 1
        if self.nested > MAX_NESTED:
            raise Damaged("deep")
        made = copier(value)
        self.nested -= 1
        return made

    def data(self, stream: StreamObject) -> bytes:
        """Return the decompressed content of a stream; all streams of a file share one limit."""
        if not {str(one) for one in resolve_items(stream.get("/Filter"))} <= PACKINGS:
            raise Damaged
        data = stream.get_data()
        found = data if isinstance(data, bytes) else data.encode("latin-1", "replace")
        self.unpacked += len(found)
        if self.unpacked > MAX_UNPACKED:
            raise Damaged("large")
        return found


def copy_plain(value: PdfObject) -> PdfObject | None:
    """Copy a number, a name, a boolean, or a list of them; texts and all else are dropped."""
    found = value.get_object()
    value = NullObject() if found is None else found
    if isinstance(value, ArrayObject):
        return ArrayObject(NullObject() if one is None else one for one in map(copy_plain, value))
    if isinstance(value, BooleanObject):
        return BooleanObject(value.value)
    if isinstance(value, NameObject):
        return NameObject(str(value))
    if isinstance(value, NumberObject):
        return NumberObject(int(value))
    return FloatObject(str(value)) if isinstance(value, FloatObject) else None


def list_items(source: ArrayObject) -> list[PdfObject]:
    """Return the items of a list, without resolving references."""
    return [list.__getitem__(source, number) for number in range(len(source))]


def resolve_items(value: PdfObject | None) -> list[PdfObject]:
    """Return the items of a list, with references resolved; a single object is a list of one."""
    value = None if value is None else value.get_object()
    if value is None or isinstance(value, NullObject):
        return []
    if not isinstance(value, ArrayObject):
        return [value]
    found = (one.get_object() for one in value)
    return [NullObject() if one is None else one for one in found]


def copy_entries(source: PdfObject, names: Collection[str]) -> DictionaryObject:
    """Copy the entries `names` that have plain values."""
    made = DictionaryObject()
    if isinstance(source, DictionaryObject):
        for name in names:
            value = source.get(name)
            copied = None if value is None else copy_plain(value)
            if copied is not None:
                made[NameObject(name)] = copied
    return made


def set_entry(target: DictionaryObject, name: str, value: PdfObject | None) -> None:
    """Set an entry of a dictionary, unless the value is None."""
    if value is not None:
        target[NameObject(name)] = value


def make_stream(data: bytes, about: DictionaryObject | None = None) -> StreamObject:
    """Return a stream with `data`, compressed."""
    return make_packed_stream(deflate(data), about, NameObject("/FlateDecode"))


def make_packed_stream(
    data: bytes, about: DictionaryObject | None, filter_: PdfObject
) -> StreamObject:
    """Return a stream of data that is already compressed."""
    made = StreamObject()
    made.update(about or {})
    made[NameObject("/Filter")] = filter_
    made[NameObject("/Length")] = NumberObject(len(data))
    made.set_data(data)
    return made


def write_pdf(objects: list[PdfObject], root: IndirectObject) -> bytes:
    """Write a whole PDF: header, numbered objects, cross-reference table."""
    out = BytesIO()
    out.write(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    places = []
    for number, made in enumerate(objects, 1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n" % number)
        made.write_to_stream(out)
        out.write(b"\nendobj\n")
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    out.writelines(b"%010d 00000 n \n" % offset for offset in places)
    out.write(b"trailer\n<< /Size %d /Root %d 0 R >>\n" % (len(objects) + 1, root.idnum))
    out.write(b"startxref\n%d\n%%%%EOF\n" % start)
    return out.getvalue()
