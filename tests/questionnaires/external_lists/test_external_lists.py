"""Lists in files: what is read of them, and every mistake in its row and column."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vecu.questionnaires import export_list_file
from vecu.questionnaires.external_lists import MAX_FILE, read_list
from vecu.questionnaires.external_lists.model import MAX_MISTAKES

POINT = '{"type": "Point", "coordinates": [6.17, 49.12]}'


def entries(name: str, content: str) -> list[dict[str, str]]:
    found = read_list(name, content.encode())
    assert found.mistakes == ()
    return [{cell.name: cell.text for cell in item.children} for item in found.root.children]


def mistakes(name: str, content: bytes | str) -> list[tuple[int, str, str]]:
    """Return the row, column and find of each mistake."""
    content = content.encode() if isinstance(content, str) else content
    return [(one.row, one.column, one.found) for one in read_list(name, content).mistakes]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.csv", '\ufeffname,label\nm,Metz\n\nl,"Lyon, Rhône"\n'),
        ("A.CSV", "name;label\r\nm;Metz\r\nl;Lyon, Rhône\r\n"),
        ("a.csv", "name\tlabel\nm\tMetz\nl\tLyon, Rhône"),
        ("a.xml", "<root><item><name>m</name><label>Metz</label></item>"
                  "<item><name>l</name><label>Lyon, Rhône</label></item></root>"),
    ],
)  # fmt: skip
def test_tables_and_documents_give_the_same_entries(name, content):
    assert entries(name, content) == [
        {"name": "m", "label": "Metz"},
        {"name": "l", "label": "Lyon, Rhône"},
    ]


def test_the_comma_in_a_heading_between_quotes_parts_nothing():
    assert entries("a.csv", '"name";"label"\nm;"a, b, c"\n') == [{"name": "m", "label": "a, b, c"}]


def test_rows_are_counted_as_a_spreadsheet_counts_them():
    """A text of two lines is in one row, and a blank row is a row."""
    found = read_list("a.csv", b'name,label\nm,"Metz\nMoselle"\n\nl,Lyon\n')
    assert found.rows == (2, 4)
    assert found.root.children[0].named("label")[0].text == "Metz\nMoselle"


def test_places_of_geojson_are_written_as_odk_writes_them():
    """GeoJSON has longitude first (RFC 7946, 3.1.1), ODK latitude."""
    feature = (
        f'{{"type": "Feature", "id": "m", "properties": {{"title": "Metz"}}, "geometry": {POINT}}}'
    )
    found = entries("a.geojson", f'{{"type": "FeatureCollection", "features": [{feature}]}}')
    assert found == [{"title": "Metz", "geometry": "49.12 6.17 0 0", "id": "m"}]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("", [(0, "", "")]),
        ("\n\nname,label\n", [(1, "", "")]),
        ("name,name\na,b\n", [(1, "name", "name")]),
        ("a name,1st,label\n", [(1, "a name", "a name"), (1, "1st", "1st")]),
        ("name|label\nm|Metz\n", [(1, "name|label", "|")]),
        ("name,label\nm,Metz\nl,Lyon, Rhône\n", [(3, "", "3")]),
        ("name,label,\nm,Metz,x\n", [(2, "", "x")]),
        ('name,label\nm,Metz\nl,"Lyon\nx,y\n', [(3, "", "")]),
        ('name,label\nm,Metz\nl,"Lyon"s\n', [(3, "", "")]),
        ("name,label\nm,Me\x00tz\nl,Ly\x07on\n", [(2, "label", "U+0000"), (3, "label", "U+0007")]),
    ],
)
def test_what_is_wrong_in_a_table_is_reported_by_row_and_column(content, told):
    assert mistakes("a.csv", content) == told


def test_another_encoding_is_reported_where_it_first_occurs():
    """In Windows-1252 the byte E9 is é; in UTF-8 it cannot stand before a t."""
    content = "name,label\nm,Metz\ns,Sélestat\n".encode("cp1252")
    assert mistakes("a.csv", content) == [(3, "", "s,Sélestat")]


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.txt", b"x", "ends in none of .csv"),
        ("a", b"x", "ends in none of .csv"),
        ("a.csv", b" \n", "is empty"),
        ("a.csv", b"n" * (MAX_FILE + 1), "larger than 5 MB"),
        ("a.csv", b"PK\x03\x04...", "is a workbook or an archive"),
        ("a.csv", "name,label".encode("utf-16"), "UTF-16"),
        ("a.csv", b"n\n" + b"x\n" * 20_001, "more than 20,000 rows"),
        ("a.csv", b",".join(b"c%d" % n for n in range(51)) + b"\n", "or 50 columns"),
        ("a.xml", b"<root>\n<item>\n</root>", "not XML that can be read"),
        ("a.xml", b"<!DOCTYPE a [<!ENTITY b 'c'>]><root>&b;</root>", "declarations"),
        ("a.xml", b"<a>" * 60 + b"</a>" * 60, "nested too deep"),
        ("a.geojson", b"{}", "not GeoJSON"),
        ("a.geojson", b'{"features": {}}', "not GeoJSON"),
        ("a.geojson", b"[" * 5_000, "not GeoJSON"),
    ],
)
def test_a_file_that_is_no_list_is_refused_with_the_reason(name, content, words):
    (mistake,) = read_list(name, content).mistakes
    assert words in mistake.message


def test_a_broken_document_names_its_line():
    assert mistakes("a.xml", "<root>\n<item>\n</root>") == [(3, "", "")]


def test_each_feature_that_is_none_is_reported_by_its_number():
    features = f"""{{"features": [
        {{"geometry": {POINT}, "properties": {{"title": "x"}}}},
        {{"geometry": {{"type": "Point", "coordinates": [1]}}}},
        {{"geometry": null, "properties": null}},
        "no feature",
        {{"geometry": {POINT}, "properties": {{"a title": "x"}}}}
    ]}}"""
    assert mistakes("a.geojson", features) == [
        (2, "geometry", ""), (3, "geometry", ""), (4, "", ""), (5, "a title", "a title"),
    ]  # fmt: skip


def test_after_a_hundred_mistakes_enough_is_reported():
    content = "name,label\n" + "m,Metz,x\n" * 1_000
    assert len(mistakes("a.csv", content)) == MAX_MISTAKES


def test_mistakes_are_explained_in_french():
    (mistake,) = read_list("a.csv", b"name,label\nm,Metz,x\n").mistakes
    assert mistake.message.say("fr").startswith("La ligne a 3 cellules, les en-têtes sont 2.")


@given(st.sampled_from(["a.csv", "a.xml", "a.geojson"]), st.binary() | st.text().map(str.encode))
def test_any_bytes_are_a_list_or_have_a_mistake(name, content):
    found = read_list(name, content)
    assert found.mistakes or len(found.rows) == len(found.root.children)


# Without what turns the direction of a text, which no list may hold.
CELLS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cf", "Cs", "Cn", "Co"]),
                max_size=8)  # fmt: skip


@given(st.lists(st.tuples(CELLS, CELLS), max_size=5), st.sampled_from(",;\t"))
def test_a_table_is_read_as_it_was_written_and_served_between_commas(rows, mark):
    written = io.StringIO(newline="")
    csv.writer(written, delimiter=mark).writerows([("name", "label"), *rows])
    told = [
        {"name": name.strip(), "label": label.strip()}
        for name, label in rows
        if name.strip() or label.strip()
    ]
    assert entries("a.csv", written.getvalue()) == told
    again = export_list_file("a.csv", ("\ufeff" + written.getvalue()).encode())
    assert list(csv.DictReader(io.StringIO(again.decode(), newline=""))) == told


def test_documents_are_served_as_they_are_without_a_mark_of_their_byte_order():
    assert export_list_file("a.xml", b"\xef\xbb\xbf<root/>") == b"<root/>"
