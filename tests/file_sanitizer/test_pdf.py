"""A PDF keeps what its pages show, and nothing else: hidden words of each kind are sought.

The documents are made by Typst and by pypdf, or written out here as ISO 32000-1 lays them out.
"""

import io
import re
import zlib
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage

import pytest
import typst
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader, PdfWriter, apply_configuration
from pypdf.annotations import Link, Rectangle, Text
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    NameObject,
    NumberObject,
    StreamObject,
    TextStringObject,
)

from tests.file_sanitizer.test_sanitize import JPEG, exif, segment
from tests.surveys.full_database import png
from vecu.file_sanitizer.binary_reader import Damaged
from vecu.file_sanitizer.images import clean_jpeg
from vecu.file_sanitizer.pdf.pages import rewrite_pdf
from vecu.file_sanitizer.sanitize import FileNotAccepted, sanitize_file
from vecu.questionnaires import QuestionType

GIVEN = Path(__file__).parent / "sample_files"
PLANTED = (b"Anna", b"Martin", b"Secret", b"48.8566", b"D:2026", b"2026-01-02")
OCTAL = re.compile(rb"\\([0-7]{3})")
PHOTO = JPEG[:2] + exif(1) + segment(0xFE, b"Anna Martin, Secret phone") + JPEG[2:]
TYPST = """
#set document(title: "Secret title", author: "Anna Martin", keywords: ("Secret",), date: datetime(
  year: 2026, month: 1, day: 2))
= Compte rendu
Une règle, écrite à l’ordinateur — œuvre, 12 %. #link("https://exemple.fr/?u=Anna")[Un lien.]
#image("photo.jpg") #image("plan.png")
#rect(fill: gradient.linear(red, blue), width: 3cm) #text(fill: rgb(0, 0, 255, 40%))[à demi]
$ integral_0^1 x^2 dif x $
#pagebreak()
Seconde page.
"""


def name(text: str) -> NameObject:
    return NameObject(f"/{text}")


def text(said: str) -> TextStringObject:
    return TextStringObject(said)


def entries(**given_: object) -> DictionaryObject:
    return DictionaryObject({name(key): value for key, value in given_.items()})  # type: ignore[misc]


def numbers(*each: int) -> ArrayObject:
    return ArrayObject(map(NumberObject, each))


def stream(data: bytes, **about: object) -> StreamObject:
    made = DecodedStreamObject()
    made.set_data(data)
    made.update(entries(**about))
    return made


@pytest.fixture(scope="module")
def typeset(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """Two pages by Typst: text, a formula, a link, a photograph, a picture, a gradient."""
    folder = tmp_path_factory.mktemp("typst")
    (folder / "photo.jpg").write_bytes(PHOTO)
    (folder / "plan.png").write_bytes(png())
    (folder / "main.typ").write_text(TYPST, encoding="utf-8")
    return bytes(typst.compile(folder / "main.typ"))


def opened(content: bytes) -> PdfWriter:
    return PdfWriter(clone_from=io.BytesIO(content))


def saved(writer: PdfWriter) -> bytes:
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def one_page(contents: bytes = b"0 0 m 9 9 l S", **resources: object) -> PdfWriter:
    """A document of one page that is drawn by these operators."""
    writer = PdfWriter()
    page = writer.add_blank_page(200, 300)
    page[name("Contents")] = writer._add_object(stream(contents))
    page[name("Resources")] = entries(**resources)
    return writer


def cleaned(content: bytes) -> bytes:
    return sanitize_file(content, QuestionType.FILE, "A document?").content


def planted_in(content: bytes) -> list[bytes]:
    """Return the planted words anywhere in a PDF, streams unpacked and texts in UTF-16 too."""
    everything = [content]
    reader = PdfReader(io.BytesIO(content))
    for number in range(1, int(reader.trailer["/Size"])):
        found = reader.get_object(number)
        if isinstance(found, StreamObject):
            everything += [found._data, _unpacked(found)]
    seen = b"\n".join(everything)
    seen += OCTAL.sub(lambda found: bytes([int(found[1], 8) & 255]), seen)
    wide = {word: word.decode().encode("utf-16-be") for word in PLANTED}
    return [word for word in PLANTED if word in seen or wide[word] in seen]


def _unpacked(found: StreamObject) -> bytes:
    try:
        return bytes(found.get_data())
    except Exception:  # a picture of a kind that pypdf cannot show
        return b""


def refusal(content: bytes) -> str:
    with pytest.raises(FileNotAccepted) as refused:
        cleaned(content)
    return str(refused.value)


# ── what stays ──


def test_a_document_by_typst_keeps_its_pages_and_loses_its_author(typeset):
    told, kept = PdfReader(io.BytesIO(typeset)), PdfReader(io.BytesIO(cleaned(typeset)))
    assert planted_in(typeset) == [*PLANTED]
    assert planted_in(cleaned(typeset)) == []
    assert [page.extract_text() for page in kept.pages] == [
        page.extract_text() for page in told.pages
    ]
    assert [page.mediabox for page in kept.pages] == [page.mediabox for page in told.pages]


def test_a_document_by_libreoffice_keeps_its_pages_and_loses_its_author():
    told = (GIVEN / "letter.pdf").read_bytes()
    kept = cleaned(told)
    assert set(planted_in(told)) >= {b"Anna", b"Martin", b"Secret"}
    assert planted_in(kept) == []
    assert b"LibreOffice" in told
    assert b"LibreOffice" not in kept
    assert PdfReader(io.BytesIO(kept)).pages[0].extract_text().split() == [
        "Compte", "rendu", "Une", "règle", "écrite", "un", "lien"
    ]  # fmt: skip


def test_cleaning_twice_is_cleaning_once(typeset):
    once = cleaned(typeset)
    assert cleaned(once) == once


def test_what_stays_is_named_and_no_more(typeset):
    kept = PdfReader(io.BytesIO(cleaned(typeset)))
    assert kept.trailer.keys() == {"/Size", "/Root"}
    assert kept.root_object.keys() == {"/Type", "/Pages"}
    names = {key for page in kept.pages for key in page}
    assert names <= {"/Type", "/Parent", "/MediaBox", "/CropBox", "/Rotate", "/UserUnit", "/Group",
                     "/Resources", "/Contents"}  # fmt: skip


def test_a_photograph_inside_is_cleaned_as_everywhere(typeset):
    kept = PdfReader(io.BytesIO(cleaned(typeset)))
    drawn = kept.pages[0]["/Resources"]["/XObject"].values()
    photographs = [each for each in drawn if each.get_object()["/Filter"] == "/DCTDecode"]
    assert [each.get_object()._data for each in photographs] == [clean_jpeg(PHOTO)]


def test_pictures_that_are_packed_twice_or_not_at_all_stay():
    points = bytes(range(64))
    about = {"Subtype": name("Image"), "Width": NumberObject(8), "Height": NumberObject(8),
             "ColorSpace": name("DeviceGray"), "BitsPerComponent": NumberObject(8)}  # fmt: skip
    twice = StreamObject()
    twice._data = zlib.compress(PHOTO) + b"Secret behind the end"
    twice.update(entries(**about, Filter=ArrayObject([name("FlateDecode"), name("DCTDecode")])))
    once = StreamObject()
    once._data = zlib.compress(points) + b"Secret behind the end"
    once.update(entries(**about, Filter=name("FlateDecode")))
    drawn = entries(A=twice, B=once, C=stream(points, **about))
    kept = PdfReader(io.BytesIO(cleaned(saved(one_page(b"/A Do /B Do /C Do", XObject=drawn)))))
    found = {
        key: each.get_object() for key, each in kept.pages[0]["/Resources"]["/XObject"].items()
    }
    assert found["/A"]._data == clean_jpeg(PHOTO)
    assert found["/A"]["/Filter"] == "/DCTDecode"
    assert [bytes(found[each].get_data()) for each in ("/B", "/C")] == [points, points]
    assert planted_in(saved(one_page(b"", XObject=drawn))) != []


def test_the_small_picture_among_the_operators_stays():
    inline = b"q 8 0 0 8 0 0 cm BI /W 2 /H 2 /BPC 8 /CS /G ID \x00\x80\xff\x40 EI Q"
    kept = PdfReader(io.BytesIO(cleaned(saved(one_page(inline)))))
    assert b"\x00\x80\xff\x40" in kept.pages[0].get_contents().get_data()


# ── what goes ──


def with_everything_hidden(typeset: bytes) -> PdfWriter:
    """A document with words hidden wherever ISO 32000-1 has a place for them."""
    writer = opened(typeset)
    page = writer.pages[0]
    writer.add_metadata({"/Author": "Anna Martin", "/CreationDate": "D:20260102030405"})
    writer.add_attachment("Secret.txt", b"Secret attachment of Anna")
    writer.add_outline_item(title="Secret outline", page_number=0)
    writer.add_named_destination("Secret", 0)
    writer.add_annotation(
        0, Text(text="Secret note", rect=(10, 10, 30, 30), title_bar="Anna Martin")
    )
    writer.add_annotation(0, Link(rect=(0, 0, 9, 9), url="https://exemple.fr/?u=Anna"))
    script = entries(S=name("JavaScript"), JS=text("app.alert('Secret')"))
    writer.root_object.update(entries(
        OpenAction=script, AA=entries(WC=script), Lang=text("fr-Secret"), PieceInfo=entries(),
        StructTreeRoot=writer._add_object(entries(Type=name("StructTreeRoot"), T=text("Secret"))),
    ))  # fmt: skip
    piece = entries(LastModified=text("D:20260102"), Private=text("Anna Martin"))
    page.update(entries(
        PieceInfo=entries(App=piece),
        LastModified=text("D:20260102030405"), Metadata=writer._add_object(stream(b"<x>Anna</x>")),
        Thumb=writer._add_object(stream(b"Secret thumb")), Secret=text("Secret"), ID=text("Secret"),
    ))  # fmt: skip
    old = page.get_contents().get_data()
    marked = b"% Secret comment\n/Span <</ActualText (Anna Martin)>> BDC\n" + old + b"\nEMC\n"
    page[name("Contents")] = writer._add_object(stream(marked, Secret=text("Secret")))
    writer._add_object(stream(b"Secret, and nothing leads here"))
    return writer


def test_words_hidden_anywhere_are_gone(typeset):
    told = saved(with_everything_hidden(typeset))
    assert set(planted_in(told)) >= {b"Anna", b"Martin", b"Secret", b"D:2026"}
    kept = cleaned(told)
    assert planted_in(kept) == []
    assert [page.extract_text() for page in PdfReader(io.BytesIO(kept)).pages] == [
        page.extract_text() for page in PdfReader(io.BytesIO(typeset)).pages
    ]


def test_what_earlier_revisions_showed_is_gone():
    """A later revision names a new object for the page's contents; the old one stays there."""
    first = saved(one_page(b"BT (Secret of Anna) Tj ET"))
    writer = PdfWriter(io.BytesIO(first), incremental=True)
    writer.pages[0][name("Contents")] = writer._add_object(stream(b"0 0 m 9 9 l S"))
    told = saved(writer)
    assert first[: len(first) - 10] in told
    assert planted_in(told) == [b"Anna", b"Secret"]
    kept = cleaned(told)
    assert planted_in(kept) == []
    assert b"9 9 l" in PdfReader(io.BytesIO(kept)).pages[0].get_contents().get_data()


def test_a_profile_of_colours_becomes_the_usual_space_of_as_many_colours():
    profile = stream(b"display of Anna Martin, 2026-01-02", N=NumberObject(4))
    writer = one_page(b"/C cs 0 0 0 1 sc 0 0 9 9 re f")
    space = ArrayObject([name("ICCBased"), writer._add_object(profile)])
    writer.pages[0][name("Resources")] = entries(ColorSpace=entries(C=space))
    kept = cleaned(saved(writer))
    assert planted_in(kept) == []
    assert PdfReader(io.BytesIO(kept)).pages[0]["/Resources"]["/ColorSpace"]["/C"] == "/DeviceCMYK"


def test_fonts_and_maps_of_characters_keep_no_comments():
    map_ = (
        b"%% Secret map by Anna\n/CIDInit /ProcSet findresource begin\n1 beginbfchar\n<01> <0041>\n"
    )
    writer = one_page(b"BT /F 12 Tf (\x01) Tj ET")
    font = entries(
        Type=name("Font"), Subtype=name("Type1"), BaseFont=name("Helvetica"),
        ToUnicode=writer._add_object(stream(map_)), Secret=text("Anna Martin"),
        Metadata=writer._add_object(stream(b"Secret")),
    )  # fmt: skip
    writer.pages[0][name("Resources")] = entries(Font=entries(F=writer._add_object(font)))
    kept = cleaned(saved(writer))
    assert planted_in(kept) == []
    assert PdfReader(io.BytesIO(kept)).pages[0].extract_text() == "A"


# ── marks on the page ──


def drawing() -> StreamObject:
    return stream(b"% Secret\n1 0 0 rg 0 0 50 20 re f", Type=name("XObject"), Subtype=name("Form"),
                  BBox=numbers(0, 0, 50, 20), Author=text("Anna Martin"))  # fmt: skip


def marked(mark: dict[str, object], looks: StreamObject | None) -> bytes:
    writer = one_page()
    about = entries(Type=name("Annot"), Rect=numbers(100, 200, 200, 240), T=text("Anna Martin"),
                    M=text("D:20260102"), Contents=text("Secret"), **mark)  # fmt: skip
    if looks is not None:
        about[name("AP")] = entries(N=writer._add_object(looks))
    writer.pages[0][name("Annots")] = ArrayObject([writer._add_object(about)])
    return saved(writer)


@pytest.mark.parametrize("kind", ["Stamp", "FreeText", "Ink", "Highlight", "Widget"])
def test_a_mark_becomes_part_of_its_page_without_who_made_it(kind):
    """From 50 × 20 at 0, 0 to 100 × 40 at 100, 200: twice as large (ISO 32000-1, 12.5.5)."""
    kept = cleaned(marked({"Subtype": name(kind)}, drawing()))
    assert planted_in(kept) == []
    page = PdfReader(io.BytesIO(kept)).pages[0]
    assert "/Annots" not in page
    assert b"2 0 0 2 100 200 cm\n/Mark0 Do" in page.get_contents().get_data()
    assert b"re\nf" in page["/Resources"]["/XObject"]["/Mark0"].get_data()


def test_a_box_that_is_ticked_shows_the_state_it_is_in():
    writer = one_page()
    states = entries(Yes=writer._add_object(drawing()), Off=writer._add_object(stream(b"")))
    tick = entries(Type=name("Annot"), Subtype=name("Widget"), Rect=numbers(0, 0, 50, 20),
                   AS=name("Yes"), V=name("Yes"), T=text("Secret"),
                   AP=entries(N=states))  # fmt: skip
    writer.pages[0][name("Annots")] = ArrayObject([writer._add_object(tick)])
    kept = PdfReader(io.BytesIO(cleaned(saved(writer)))).pages[0]
    assert b"1 0 0 1 0 0 cm\n/Mark0 Do" in kept.get_contents().get_data()


@pytest.mark.parametrize(
    "mark",
    [
        {"Subtype": name("Stamp"), "F": NumberObject(2)},  # hidden
        {"Subtype": name("Popup")},
        {"Subtype": name("Text")},
        {"Subtype": name("FileAttachment")},
    ],
)
def test_a_mark_that_nobody_sees_on_the_page_goes(mark):
    kept = cleaned(marked(mark, drawing()))
    assert planted_in(kept) == []
    assert b"Do" not in PdfReader(io.BytesIO(kept)).pages[0].get_contents().get_data()


def test_an_empty_field_goes_and_a_filled_one_without_a_drawing_is_refused():
    assert cleaned(marked({"Subtype": name("Widget")}, None))
    assert "marks that" in refusal(marked({"Subtype": name("Widget"), "V": text("x")}, None))


# ── what is refused, with what to do ──


def locked() -> bytes:
    writer = one_page()
    writer.encrypt("", "owner", algorithm="RC4-128")
    return saved(writer)


def locked_anew() -> bytes:
    return (GIVEN / "locked.pdf").read_bytes()


def of_many_pages() -> bytes:
    writer = PdfWriter()
    for _page in range(201):
        writer.add_blank_page(9, 9)
    return saved(writer)


def with_root(**more: object) -> bytes:
    writer = one_page()
    writer.root_object.update(entries(**more))
    return saved(writer)


def with_picture(filter_: str) -> bytes:
    picture = StreamObject()
    picture._data = b"anything"
    picture.update(entries(Subtype=name("Image"), Width=NumberObject(1), Height=NumberObject(1),
                           Filter=name(filter_)))  # fmt: skip
    return saved(one_page(b"/A Do", XObject=entries(A=picture)))


def with_rectangle() -> bytes:
    writer = one_page()
    writer.add_annotation(0, Rectangle(rect=(10, 10, 30, 30)))
    return saved(writer)


LAYER = entries(Type=name("OCG"), Name=text("Secret layer"))
UNSEEN = entries(Type=name("OCG"), Name=text("Unseen"), Usage=entries(
    View=entries(ViewState=name("OFF"))
))  # fmt: skip


def hidden_layer_document() -> bytes:
    """Content that is shown only while a layer is not."""
    writer = one_page(b"/OC /L BDC 0 0 m 9 9 l S EMC")
    layer = writer._add_object(LAYER)
    when = entries(Type=name("OCMD"), OCGs=layer, P=name("AllOff"))
    writer.pages[0][name("Resources")] = entries(Properties=entries(L=when))
    writer.root_object[name("OCProperties")] = entries(OCGs=ArrayObject([layer]), D=entries())
    return saved(writer)


def test_layers_that_are_all_visible_become_part_of_the_page():
    writer = one_page(b"/OC /L BDC 0 0 m 7 9 l S EMC")
    layer = writer._add_object(LAYER)
    writer.pages[0][name("Resources")] = entries(Properties=entries(L=layer))
    writer.root_object[name("OCProperties")] = entries(OCGs=ArrayObject([layer]), D=entries())
    kept = cleaned(saved(writer))
    assert planted_in(kept) == []
    assert b"7 9 l" in PdfReader(io.BytesIO(kept)).pages[0].get_contents().get_data()


@pytest.mark.parametrize(
    ("made", "words"),
    [
        (locked, "protected by a password"),
        (locked_anew, "protected by a password"),
        (of_many_pages, "more than 200 pages"),
        (lambda: with_root(AcroForm=entries(XFA=text("x"), Fields=ArrayObject())), "form that a"),
        (lambda: with_root(Collection=entries()), "form that a program"),
        (lambda: with_root(OCProperties=entries(OCGs=ArrayObject([LAYER]),
                                                D=entries(OFF=ArrayObject([LAYER])))), "layers"),
        (lambda: with_root(OCProperties=entries(OCGs=ArrayObject([UNSEEN]),
                                                D=entries())), "layers"),
        (lambda: with_root(OCProperties=entries(
            OCGs=ArrayObject([LAYER]), D=entries(BaseState=name("OFF")))), "layers"),
        (hidden_layer_document, "layers"),
        (lambda: with_picture("JPXDecode"), "picture in a rare format"),
        (lambda: with_picture("JBIG2Decode"), "picture in a rare format"),
        (lambda: saved(one_page(b"BI /W 1 /H 1 /F /DCT ID \xff\xd8\xff\xd9 EI")), "rare format"),
        (with_rectangle, "marks that each program draws"),
        (lambda: b"%PDF-1.7\nnot a document", "damaged"),
        (lambda: saved(one_page())[:200], "damaged"),
    ],
)  # fmt: skip
def test_a_document_that_cannot_be_cleaned_says_why(made, words):
    assert words in refusal(made())


@pytest.mark.parametrize("packing", ["JBIG2Decode", "BrotliDecode", "DCTDecode", "Crypt"])
def test_operators_in_a_packing_for_other_things_are_not_unpacked(packing, tmp_path):
    """Some packings are undone by other programs of the machine: none of them is called."""
    called = tmp_path / "called"
    program = tmp_path / "jbig2dec"
    program.write_text(f"#!/bin/sh\ntouch {called}\n", encoding="ascii")
    program.chmod(0o700)
    operators = StreamObject()
    operators._data = b"anything"
    operators.update(entries(Filter=name(packing)))
    writer = one_page()
    writer.pages[0][name("Contents")] = writer._add_object(operators)
    with apply_configuration(jbig2dec_binary=str(program)), pytest.raises(Damaged):
        rewrite_pdf(saved(writer))
    assert not called.exists()


def bomb() -> bytes:
    """A page whose contents are 400 MB of blanks, in 400 kB."""
    packed = StreamObject()
    packed._data = zlib.compress(b" " * 400_000_000, 9)
    packed.update(entries(Filter=name("FlateDecode")))
    writer = one_page()
    writer.pages[0][name("Contents")] = writer._add_object(packed)
    return saved(writer)


def endless() -> bytes:
    """A form that draws itself, in resources that name themselves."""
    writer = one_page(b"/A Do")
    form = stream(b"/A Do", Subtype=name("Form"), BBox=numbers(0, 0, 9, 9))
    inside = writer._add_object(form)
    resources = writer._add_object(entries(XObject=entries(A=inside)))
    form[name("Resources")] = resources
    writer.pages[0][name("Resources")] = resources
    return saved(writer)


def deep() -> bytes:
    """A thousand forms, each inside the one before."""
    writer = one_page(b"/A Do")
    form = writer._add_object(stream(b"", Subtype=name("Form"), BBox=numbers(0, 0, 9, 9)))
    for _form in range(1_000):
        around = stream(b"/A Do", Subtype=name("Form"), BBox=numbers(0, 0, 9, 9),
                        Resources=entries(XObject=entries(A=form)))  # fmt: skip
        form = writer._add_object(around)
    writer.pages[0][name("Resources")] = entries(XObject=entries(A=form))
    return saved(writer)


def busy() -> bytes:
    """Nine million bytes of operators."""
    return saved(one_page(b"0 0 m 9 9 l S\n" * 650_000))


@pytest.mark.parametrize("made", [bomb, deep, busy])
def test_a_document_that_means_harm_is_given_up_soon(made):
    content = made()
    before = getrusage(RUSAGE_CHILDREN).ru_utime
    assert refusal(content)
    assert getrusage(RUSAGE_CHILDREN).ru_utime - before < 30


def test_a_drawing_that_draws_itself_is_copied_once():
    kept = PdfReader(io.BytesIO(cleaned(endless())))
    assert len(kept.pages) == 1


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 3_000), st.binary(min_size=1, max_size=40), st.integers(0, 40))
def test_whatever_the_bytes_a_document_is_cleaned_or_refused(at, more, skipped):
    content = saved(one_page(b"BT (words) Tj ET"))
    try:
        kept = cleaned(content[:at] + more + content[at + skipped :])
    except FileNotAccepted:
        return
    assert cleaned(kept) == kept
