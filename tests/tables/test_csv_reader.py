"""Reading CSV files: what is detected, what is refused, what is reported by row."""

import contextlib
import csv
import io
import re
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vecu.tables import DELIMITERS, FileRefused, Settings, Table, read_table
from vecu.tables.encoding import detect_encoding


def cells(table: Table) -> list[tuple[str, ...]]:
    return [row.cells for row in table.rows()]


@pytest.mark.parametrize(
    ("encoding", "found"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8-sig"),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
        ("cp1252", "cp1252"),
        ("mac-roman", "mac-roman"),
    ],
)
def test_the_encoding_is_detected(encoding: str, found: str) -> None:
    text = "nom;métier\nZoé;éducatrice spécialisée\nLoïc;chef de service, bientôt retraité\n"
    table = read_table(text.encode(encoding))
    assert table.encoding == found
    assert table.columns == ("nom", "métier")
    assert cells(table)[0] == ("Zoé", "éducatrice spécialisée")


CAPITALS = ["Évreux", "Établissement", "Île-de-France", "À temps plein", "Ôter", "Ça va", "Être"]
SMALL = ["âge", "œuvre", "où", "élève", "à pied", "août", "cœur", "10 €", "l’été", "« oui »", "n°"]
WITHIN = ["métier", "Très souvent", "Nîmes", "Hôpital", "reçu", "employé", "forêt"]
"""Words whose small accented letters stand within: in the other encoding they are no words."""


SIGNS = ["étudiant•e", "Wie geht‘s", "l´Etat", "† 1999", "nomÉtablissement", "et puis…voilà", "m²"]
"""What Windows has, and people write, that would be letters on an old Mac."""


def of_words(words: list[str]) -> str:
    return "id;mot;nombre\r\n" + "".join(f"{n};{word};1,5\r\n" for n, word in enumerate(words))


@given(st.lists(st.sampled_from(CAPITALS + SMALL + WITHIN + SIGNS), min_size=1, max_size=30))
def test_what_windows_wrote_is_never_taken_for_an_old_mac_s(words: list[str]) -> None:
    """“Évreux” is “…vreux” on an old Mac, which is text too: where both are, it is Windows'."""
    text = of_words(words)
    assert text.encode("cp1252").decode(detect_encoding(text.encode("cp1252"))) == text


@given(
    st.sampled_from(WITHIN),
    st.lists(st.sampled_from([*CAPITALS, "élève", "à pied", "l’été", *WITHIN]), max_size=30),
)
def test_what_an_old_mac_wrote_is_known_by_accents_within_words(word: str, more: list[str]) -> None:
    text = of_words([word, *more])
    assert text.encode("mac-roman").decode(detect_encoding(text.encode("mac-roman"))) == text


@pytest.mark.parametrize("delimiter", DELIMITERS)
def test_the_delimiter_is_detected_though_other_signs_stand_in_the_cells(delimiter: str) -> None:
    rows = [["task", "hours"], ["mails, letters; notes", "3"], ["a | b", "2"], ["x\ty", "1"]]
    written = io.StringIO()
    csv.writer(written, delimiter=delimiter).writerows(rows)
    table = read_table(written.getvalue().encode())
    assert table.delimiter == delimiter
    assert [list(row) for row in cells(table)] == rows[1:]


def test_a_first_line_that_excel_wrote_for_itself_names_the_delimiter() -> None:
    table = read_table(b"sep=;\r\na;b\r\n1,5;2,5\r\n")
    assert table.columns == ("a", "b")
    assert [row.line for row in table.rows()] == [3]


def test_what_was_detected_can_be_overridden() -> None:
    table = read_table(b"a;b,c\n1;2,3\n", Settings(delimiter=",", encoding="latin-1"))
    assert (table.columns, table.encoding) == (("a;b", "c"), "latin-1")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "empty"),
        (b"\n \n;;\n", "empty"),
        (b"a;b\n", "no rows"),
        (b"a;a\n1;2\n", "Two columns are called “a”"),
        (b"a;;c\n1;2;3\n", "Column 2 has no name"),
        (b"1;2;3\n4;5;6\n", "must name the columns"),
        (b"PK\x03\x04rest", "another format (.xlsx"),
        (b"\xd0\xcf\x11\xe0rest", "(.xls)"),
        (b"%PDF-1.7", "(.pdf)"),
        (b'a;b\n1;2\n"open;3\n4;5\n', "opened on line 3 is never closed"),
        (b"a\x00;b\n1;2\n", "not a text file"),
        (b"name;work;\x1aa very long question;\n1;2;3;4\n", "holds characters that are not text"),
    ],
)
def test_a_file_of_which_no_row_could_be_trusted_is_refused(content: bytes, said: str) -> None:
    with pytest.raises(FileRefused, match=re.escape(said)):
        read_table(content)


@pytest.mark.parametrize("seed", range(20))
def test_bytes_that_are_no_text_are_called_so(seed: int) -> None:
    with pytest.raises(FileRefused, match="not a text file"):
        read_table(b"".join(sha256(f"{seed} {n}".encode()).digest() for n in range(100)))


def test_a_stray_null_byte_in_a_text_costs_its_row_at_most() -> None:
    rows = "".join(f"{n};an ordinary sentence about work\n" for n in range(50))
    table = read_table(f"a;b\n1;nul \0 here\n{rows}".encode())
    assert cells(table)[:2] == [("1", "nul \0 here"), ("0", "an ordinary sentence about work")]


def test_the_first_byte_that_the_encoding_cannot_read_is_named() -> None:
    with pytest.raises(FileRefused, match=r"Byte 6 \(0xe9\)"):
        read_table(b"a;b\n1;\xe9\n", Settings(encoding="utf-8"))


@pytest.mark.parametrize("name", ["klingon", "zip", "idna", "rot13", "x\0"])
def test_what_is_no_encoding_of_text_is_refused(name: str) -> None:
    with pytest.raises(FileRefused, match="no encoding called"):
        read_table(b"a;b\n1;2\n", Settings(encoding=name))


@pytest.mark.parametrize("delimiter", ["ab", "\n", '"'])
def test_what_cannot_separate_cells_is_refused(delimiter: str) -> None:
    with pytest.raises(FileRefused, match="cannot separate"):
        read_table(b"a;b\n1;2\n", Settings(delimiter=delimiter))


def test_a_ragged_row_is_reported_by_row_and_line_and_the_rest_is_read() -> None:
    table = read_table(b'a;b\n"one\nand";2\n\n3\n4;5\n6;7;8\n')
    found = [(row.number, row.line, row.rule) for row in table.rows()]
    assert found == [(1, 2, ""), (2, 5, "ragged"), (3, 6, ""), (4, 7, "ragged")]
    assert "1 cells" in str(list(table.rows())[1].problem)


def test_rows_of_empty_cells_are_not_counted() -> None:
    assert read_table(b'a;b\n1;2\n;\n"x"y;1\n ; \n3\n').count() == 3


def test_a_misplaced_quote_costs_its_row_only() -> None:
    table = read_table(b'a;b\n"x"y;1\n2;3\n')
    assert [(row.number, row.rule) for row in table.rows()] == [(1, "quote"), (2, "")]


def test_a_text_of_two_megabytes_is_one_cell() -> None:
    table = read_table(b"a;b\n1;" + b"x" * 2_000_000 + b"\n2;y\n")
    assert [len(row.cells[1]) for row in table.rows()] == [2_000_000, 1]


SETTINGS = st.builds(
    Settings,
    delimiter=st.sampled_from(["", *DELIMITERS, " ", "\n", "é", "\0", "ab"]),
    encoding=st.sampled_from(["", "utf-8", "utf-16", "utf-7", "cp1252", "hex", "punycode"]),
)
MESSY = st.text(alphabet="a1,;\t|\"'\n\r x=sep\0é", max_size=80).map(str.encode)


@given(content=st.one_of(st.binary(max_size=200), MESSY), settings=SETTINGS)
def test_any_bytes_are_read_or_refused(content: bytes, settings: Settings) -> None:
    with contextlib.suppress(FileRefused):
        assert len(list(read_table(content, settings).rows())) >= 1


CELL = st.text(
    alphabet=st.characters(codec="utf-8", exclude_categories=["Cs"], exclude_characters="\r\0"),
    max_size=20,
)
LATIN_CELL = st.text(alphabet=st.characters(codec="cp1252", exclude_characters="\r\0"), max_size=20)


def written(rows: list[tuple[str, str]], delimiter: str, encoding: str) -> bytes:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows([("task", "goal"), *rows])
    return text.getvalue().encode(encoding)


@given(
    rows=st.lists(st.tuples(CELL, CELL), min_size=1, max_size=6),
    delimiter=st.sampled_from(DELIMITERS),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
)
def test_what_was_written_is_read_back(
    rows: list[tuple[str, str]], delimiter: str, encoding: str
) -> None:
    table = read_table(written(rows, delimiter, encoding), Settings(delimiter=delimiter))
    assert cells(table) == rows


@given(
    rows=st.lists(st.tuples(LATIN_CELL, LATIN_CELL), min_size=1, max_size=6),
    delimiter=st.sampled_from(DELIMITERS),
)
def test_what_windows_wrote_is_read_back(rows: list[tuple[str, str]], delimiter: str) -> None:
    content = written(rows, delimiter, "cp1252")
    table = read_table(content, Settings(delimiter=delimiter, encoding="cp1252"))
    assert cells(table) == rows
