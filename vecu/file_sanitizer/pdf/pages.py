"""Copy the pages of a PDF into a new one, with their annotations."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO

from pypdf import PageObject, PdfReader
from pypdf.errors import DependencyError
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    IndirectObject,
    NameObject,
    NullObject,
    NumberObject,
    PdfObject,
    StreamObject,
)

from vecu.file_sanitizer.binary_reader import Damaged
from vecu.file_sanitizer.pdf.content_streams import rewrite_content_stream
from vecu.file_sanitizer.pdf.copy_objects import (
    ObjectCopier,
    copy_entries,
    make_stream,
    set_entry,
    write_pdf,
)
from vecu.file_sanitizer.pdf.optional_content import refuse_complex_visibility, refuse_hidden
from vecu.file_sanitizer.pdf.resources import ResourceCopier

MAX_PAGES = 200
_HIDDEN = 2 | 32  # hidden, not displayed (ISO 32000-1, 12.5.3)
_UNSEEN = {
    "/Popup", "/Link", "/Text", "/FileAttachment", "/Sound", "/Movie", "/Screen", "/RichMedia",
    "/3D", "/PrinterMark", "/TrapNet", "/Projection",
}  # fmt: skip
"""Annotations that show something only when clicked."""


def rewrite_pdf(content: bytes) -> bytes:
    """Return a PDF with the pages of another, by copying what renders them; raise `Damaged`.

    Annotations become part of the pages, without author and date.
    """
    reader = _opened(content)
    _refuse_worked_out(reader)
    count = len(reader.pages)
    if not 0 < count <= MAX_PAGES:
        raise Damaged("pages" if count else "")
    copy = ObjectCopier()
    tree = copy.add(NullObject())
    parts = ResourceCopier(copy)
    kids = [copy.add(_page(copy, parts, page, tree)) for page in reader.pages]
    copy.objects[tree.idnum - 1] = _dictionary(
        Type=NameObject("/Pages"), Kids=ArrayObject(kids), Count=NumberObject(count)
    )
    root = copy.add(_dictionary(Type=NameObject("/Catalog"), Pages=tree))
    made = write_pdf(copy.objects, root)
    if len(PdfReader(BytesIO(made), strict=True).pages) != count:
        raise Damaged
    return made


def _opened(content: bytes) -> PdfReader:
    try:
        reader = PdfReader(BytesIO(content), strict=False)
    except DependencyError as error:  # a decryption library is missing, on purpose
        raise Damaged("locked") from error
    if reader.is_encrypted:
        raise Damaged("locked")
    return reader


def _dictionary(**entries: PdfObject) -> DictionaryObject:
    return DictionaryObject({NameObject(f"/{name}"): value for name, value in entries.items()})


def _refuse_worked_out(reader: PdfReader) -> None:
    """Reject files that display other pages than would be written: dynamic forms, layers."""
    root = reader.root_object
    form = root.get("/AcroForm")
    form = None if form is None else form.get_object()
    if "/Collection" in root or (isinstance(form, DictionaryObject) and "/XFA" in form):
        raise Damaged("form")
    refuse_hidden(root)


def _page(
    copy: ObjectCopier, parts: ResourceCopier, source: PageObject, tree: IndirectObject
) -> DictionaryObject:
    page = _dictionary(Type=NameObject("/Page"), Parent=tree)
    page.update(copy_entries(source, ("/MediaBox", "/CropBox", "/Rotate", "/UserUnit")))
    if "/MediaBox" not in page:
        raise Damaged
    resources = source.get("/Resources")
    own = None if resources is None else parts.resources(resources.get_object())
    own = own if isinstance(own, DictionaryObject) else DictionaryObject()
    set_entry(page, "/Group", copy.copy_entry(source, "/Group", parts.group))
    drawn = rewrite_content_stream(_contents(copy, source))
    marks = list(_marks(copy, parts, source))
    if marks:
        drawn = b"q\n" + drawn + b"Q\n"
        forms = own.get("/XObject")
        forms = DictionaryObject(forms if isinstance(forms, DictionaryObject) else {})
        for number, (form, placed) in enumerate(marks):
            name = next(n for n in _names(number) if n not in forms)
            forms[NameObject(name)] = form
            drawn += b"q\n%s cm\n%s Do\nQ\n" % (placed, name.encode())
        own[NameObject("/XObject")] = forms
    page[NameObject("/Resources")] = own
    page[NameObject("/Contents")] = copy.add(make_stream(drawn))
    return page


def _names(number: int) -> Iterator[str]:
    yield from (f"/Mark{number}{'_' * more}" for more in range(1_000))


def _contents(copy: ObjectCopier, source: PageObject) -> bytes:
    contents = source.get("/Contents")
    contents = None if contents is None else contents.get_object()
    streams = contents if isinstance(contents, ArrayObject) else [contents]
    each = (one.get_object() for one in streams if one is not None)
    return b"\n".join(copy.data(one) for one in each if isinstance(one, StreamObject))


def _marks(
    copy: ObjectCopier, parts: ResourceCopier, source: PageObject
) -> Iterator[tuple[IndirectObject, bytes]]:
    """Yield the appearance of each visible annotation (note, stamp, field), and its matrix.

    An annotation without an appearance stream is rendered by the viewer and cannot be copied:
    the file is rejected, since it would look different.
    """
    marks = source.get("/Annots")
    marks = None if marks is None else marks.get_object()
    for one in marks if isinstance(marks, ArrayObject) else []:
        mark = one.get_object()
        if not isinstance(mark, DictionaryObject) or _is_unseen(mark):
            continue
        refuse_complex_visibility(mark.get("/OC"))
        looks = _drawing_of(mark)
        if looks is None:
            if mark.get("/Subtype") == "/Widget" and not mark.get("/V"):
                continue
            raise Damaged("marks")
        form = copy.copy_value(looks, parts.form)
        if isinstance(form, IndirectObject):
            yield form, _placed(mark, copy.objects[form.idnum - 1])


def _is_unseen(mark: DictionaryObject) -> bool:
    flags = mark.get("/F", 0)
    return mark.get("/Subtype") in _UNSEEN or bool(int(flags) & _HIDDEN)


def _drawing_of(mark: DictionaryObject) -> PdfObject | None:
    """Return the appearance of an annotation in its current state, None if it has none."""
    looks = mark.get("/AP")
    looks = None if looks is None else looks.get_object()
    if not isinstance(looks, DictionaryObject) or "/N" not in looks:
        return None
    raw = looks.raw_get("/N")
    now = raw.get_object()
    if isinstance(now, DictionaryObject) and not isinstance(now, StreamObject):
        state = mark.get("/AS")
        if state is None or state not in now:
            return None
        raw = now.raw_get(state)
        now = raw.get_object()
    return raw if isinstance(now, StreamObject) else None


def _placed(mark: DictionaryObject, form: PdfObject) -> bytes:
    """Return the matrix that places an appearance at its annotation (ISO 32000-1, 12.5.5)."""
    box = [float(one) for one in form["/BBox"]]  # type: ignore[index]
    a, b, c, d, e, f = [float(one) for one in form.get("/Matrix", (1, 0, 0, 1, 0, 0))]  # type: ignore[attr-defined]
    corners = [(x, y) for x in (box[0], box[2]) for y in (box[1], box[3])]
    xs = [a * x + c * y + e for x, y in corners]
    ys = [b * x + d * y + f for x, y in corners]
    rectangle = [float(one) for one in mark["/Rect"]]  # type: ignore[attr-defined]
    left, right = sorted((rectangle[0], rectangle[2]))
    low, high = sorted((rectangle[1], rectangle[3]))
    wide, tall = max(xs) - min(xs), max(ys) - min(ys)
    across = (right - left) / wide if wide else 1.0
    along = (high - low) / tall if tall else 1.0
    numbers = (across, 0.0, 0.0, along, left - across * min(xs), low - along * min(ys))
    return " ".join(f"{number:.6f}".rstrip("0").rstrip(".") or "0" for number in numbers).encode()
