"""A document is read back from its PDF: its words, their order, languages and structure."""

import io
import re
from collections.abc import Iterator
from dataclasses import replace
from queue import Queue
from threading import Event, Thread

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader
from pypdf.generic import DictionaryObject

from tests.reports.documents.factories import (
    PAGE,
    make_claim,
    make_document,
    make_figure,
    make_quotation,
)
from vecu import bounded_process
from vecu.bounded_process import ChildrenBusy
from vecu.reports.documents import pdf_compiler, pdf_process
from vecu.reports.documents.description import DocumentSection, DocumentText
from vecu.reports.documents.pdf_layout import lay_out_document
from vecu.reports.documents.pdf_process import DocumentNotMade, print_document
from vecu.translation import translate

MARKUP = "#[]$*_=`@<>\\/\"'{}()\n+-~&;:%a1é "


def make(document, *, brief: bool = False) -> PdfReader:
    """Compile in this process, which is quicker than a child."""
    return read(pdf_compiler.compile_document(lay_out_document(document, brief=brief)))


def read(pdf: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(pdf))


def words_of(reader: PdfReader) -> str:
    """The words of all pages; places where a line may break are no words."""
    text = " ".join(page.extract_text() for page in reader.pages).replace("\u200b", "")
    return " ".join(text.split())


def with_words(*quotations: str):
    words = tuple(make_quotation(each) for each in quotations)
    return make_document(sections=(DocumentSection("Citations", words, PAGE),))


def iter_elements(node) -> Iterator[DictionaryObject]:
    """Yield every structure element, in the order in which it is read."""
    node = node.get_object()
    if isinstance(node, list):
        for child in node:
            yield from iter_elements(child)
    elif isinstance(node, DictionaryObject):
        yield node
        if "/K" in node:
            yield from iter_elements(node["/K"])


def iter_tags(node) -> Iterator[tuple[str, str]]:
    """Yield tag and language of every structure element."""
    for element in iter_elements(node):
        if "/S" in element:
            yield element["/S"], element.get("/Lang", "")


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_document_is_accessible_by_what_it_says_of_itself(language):
    """ISO 14289-1: identifier, title shown, language, tags; bookmarks lead to its headings."""
    reader = read(print_document(make_document(2, language=language), brief=True))
    root = reader.trailer["/Root"]
    xmp = root["/Metadata"].get_object().get_data().decode()

    assert re.search(r"pdfuaid:part[>=\"]+1", xmp)
    assert root["/Lang"] == language
    assert root["/MarkInfo"]["/Marked"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert "Ce que l’IA change" in xmp
    tags = [tag for tag, _language in iter_tags(root["/StructTreeRoot"])]
    assert {"/H1", "/H2", "/H3", "/Table", "/TH", "/TD", "/L", "/Link"} <= set(tags)
    assert tags.count("/H1") == 1
    assert tags.count("/BlockQuote") == 4
    assert reader.outline[0]["/Title"] == "Ce que l’IA change"
    assert [each["/Title"] for each in reader.outline[1] if not isinstance(each, list)] == [
        "Ce qu’on ne sait pas",
        "Constats",
        "Chiffres",
        "Citations",
    ]


def test_the_first_cell_of_each_row_is_its_header_and_columns_have_theirs():
    """ISO 14289-1, 7.5: what a header is the header of is said by its scope."""
    tags = make(make_document(sections=(DocumentSection("Chiffres", (make_figure(),), PAGE),)))
    cells = [
        (element["/S"], element["/A"][0]["/Scope"] if element["/S"] == "/TH" else "")
        for element in iter_elements(tags.trailer["/Root"]["/StructTreeRoot"])
        if element.get("/S") in {"/TH", "/TD"}
    ]

    assert cells == [("/TH", "/Column")] * 2 + [("/TH", "/Row"), ("/TD", "")] * 3
    assert not any(
        "/Headers" in element["/A"][0]
        for element in iter_elements(tags.trailer["/Root"]["/StructTreeRoot"])
        if element.get("/S") == "/TD"
    )


def links_of(reader: PdfReader) -> set[str]:
    return {
        annotation.get_object()["/A"]["/URI"]
        for page in reader.pages
        for annotation in page.get("/Annots", ())
    }


def test_every_number_and_quotation_has_its_address_printed_and_to_follow():
    reader = make(make_document())
    words = words_of(reader)
    links = links_of(reader)

    for place in ("#figure-0", "#words", "#log", "b0c1/"):
        assert f"{PAGE}{place}" in links
        assert f"lab.example/fr/findings/val/{place.removesuffix('/')}" in words
    for sentence in ("12 % [9 à 15 %]", "Travail social 60", "Santé masqué", "Parole 0."):
        assert sentence in words


def test_a_brief_has_two_pages_and_says_what_it_leaves_out_and_where_it_is():
    document = make_document(20)
    brief, whole = make(document, brief=True), make(document)

    assert len(brief.pages) == 2
    left_out = re.findall(r"faute de place : (\d+) sur 20\. Tout lire", words_of(brief))
    links = links_of(brief)
    assert {f"{PAGE}#{name}" for name in ("findings", "figures", "words")} <= links
    assert words_of(brief).count("lab.example/") == 3  # at its head, at the foot of each page
    printed = re.findall(r"Parole (\d+)\.", words_of(brief))
    assert len(printed) + int(left_out[-1]) == 20
    assert "Ces chiffres ne disent rien des autres." in words_of(brief)
    assert re.findall(r"Parole (\d+)\.", words_of(whole)) == [*map(str, range(20))]


@pytest.mark.parametrize(
    "document",
    [
        make_document(title=DocumentText("Un titre sans fin. " * 900)),
        make_document(lead=DocumentText("mot" * 9_000)),
        make_document(3, sections=make_document(30).sections * 4),
        make_document(0, title=DocumentText("\u200b ")),
    ],
)
def test_nothing_makes_a_brief_of_three_pages(document):
    assert len(make(document, brief=True).pages) <= 2


@settings(max_examples=20, deadline=None)
@given(st.text(MARKUP, max_size=60))
def test_no_text_is_markup_wherever_it_stands(text):
    """Elements of the document are the same as with a text of one letter."""

    def list_tags(some: str) -> list[str]:
        spoken = DocumentText(some)
        figure = make_figure(title=spoken, sentence=some, header=("a", some), rows=((some, some),))
        items = (figure, make_quotation(some, about=spoken), make_claim(some, standing=some))
        sections = (DocumentSection(some, items, PAGE, note=some),)
        document = make_document(title=spoken, lead=spoken, kind=some, sections=sections)
        root = make(document).trailer["/Root"]["/StructTreeRoot"]
        return [tag for tag, _language in iter_tags(root)]

    assert list_tags(f"a{text}a") == list_tags("a")


def test_what_people_write_is_read_back_as_they_wrote_it():
    written = '#panic("x") $ \\ "] <é> * _a_ `b` @c // d /* e */ = f ~ -- \'g\''

    assert written in words_of(make(with_words(written)))


def test_words_in_another_language_are_marked_with_it():
    english = make_quotation(words := "It invents laws.")
    english = replace(english, words=DocumentText(words, "en"))
    reader = make(make_document(sections=(DocumentSection("Citations", (english,), PAGE),)))

    assert "en" in {
        language for _tag, language in iter_tags(reader.trailer["/Root"]["/StructTreeRoot"])
    }


def test_a_character_without_typeface_becomes_a_square_and_the_document_says_so():
    reader = make(with_words("Bravo 😀 中文, « œuvre » et Ελλάδα"))

    assert "Bravo □ □□, « œuvre » et Ελλάδα" in words_of(reader)
    assert translate(
        "%(sign)s stands for a character that our typefaces for paper lack. The web page has it.",
        "fr",
    ).partition("%(sign)s")[2].strip()[:20] in words_of(reader)


def test_common_characters_need_no_trial():
    assert pdf_compiler._is_in_typefaces("".join(sorted(pdf_compiler.COMMON)))


@pytest.mark.parametrize(
    "words",
    [
        "a\x00b\x07c",
        "\ud800",
        "\u202eabc",
        "e\u0301\u0301\u0301",
        "x" * 5_000,
        "👩\u200d🔬 \ufe0f",
        "سلام",
        "\ue000",
    ],
)
def test_whatever_people_write_there_is_a_document(words):
    assert make(with_words(words, "après")).pages


def test_the_same_document_gives_the_same_bytes():
    data = lay_out_document(make_document(), brief=False)

    assert pdf_compiler.compile_document(data) == pdf_compiler.compile_document(data)


def test_a_document_that_cannot_be_made_now_says_so_in_its_language(monkeypatch):
    def refuse(*_arguments, **_options):
        raise ChildrenBusy

    monkeypatch.setattr(pdf_process, "run_bounded", refuse)
    with pytest.raises(DocumentNotMade) as refused:
        print_document(make_document(), brief=True)

    assert str(refused.value) == translate(
        "Other documents are being made. Try again in a minute.", "fr"
    )


def test_of_many_who_want_a_document_at_once_most_are_refused_and_one_process_works(monkeypatch):
    """Nobody without an account takes the server: whoever is refused is refused without waiting."""
    running, most, ready = [], [0], Event()
    refused: Queue[DocumentNotMade] = Queue()
    made: Queue[bytes] = Queue()

    def make_slowly(*_arguments) -> io.BytesIO:
        running.append(True)
        most[0] = max(most[0], len(running))
        assert ready.wait(30)
        running.pop()
        return io.BytesIO(b"%PDF")

    def want() -> None:
        try:
            made.put(print_document(make_document(), brief=True))
        except DocumentNotMade as error:
            refused.put(error)

    monkeypatch.setattr(bounded_process, "_run", make_slowly)
    people = [Thread(target=want) for _each in range(20)]
    for each in people:
        each.start()
    for _each in range(15):
        assert refused.get(timeout=30)
    ready.set()
    for each in people:
        each.join()

    assert (made.qsize(), refused.qsize(), most[0]) == (5, 0, 1)
