"""Files that are damaged, that lie or would fill the memory: one sentence, and nothing is kept."""

import io
import struct
import tracemalloc
from contextlib import contextmanager, suppress
from zipfile import ZIP_STORED, ZipFile

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.coding.refi.examples import archive, entries, read, study, written
from vecu.coding.refi import ProjectRefused, read_codebook
from vecu.coding.refi.reading import archive as limits

PROJECT = '<Project xmlns="urn:QDA-XML:project:1.0" name="P">%s</Project>'
CODE = '<Code guid="85D17F60-7BB0-481E-B742-B4861DD669DF" name="%s" isCodable="true"/>'


def twice(element: str) -> str:
    return f"<{element} guid='c' name='a'/><{element} guid='c' name='b'/>"


def refusal_message(content: bytes) -> str:
    """Return the sentence that a file is refused with, which has a French one too."""
    with pytest.raises(ProjectRefused) as caught:
        read(content)
    assert caught.value.say("fr") != str(caught.value)
    return str(caught.value)


@contextmanager
def bounded(*, megabytes: float):
    """Fail when what is inside holds more memory at any time."""
    tracemalloc.start()
    try:
        yield
        _now, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < megabytes * 1e6


class TestNoArchive:
    @pytest.mark.parametrize("content", [b"", b"PK", b"%PDF-1.7 ...", b"\x00" * 500])
    def test_something_else(self, content):
        assert "not a REFI-QDA project" in refusal_message(content)

    def test_half_of_one(self):
        content = written(study())
        assert "not a REFI-QDA project" in refusal_message(content[: len(content) // 2])

    @pytest.mark.parametrize("content", [b"<?xml version='1.0'?><CodeBook/>", b"\xef\xbb\xbf<a/>"])
    def test_a_codebook(self, content):
        assert "Import a codebook (.qdc) as a codebook" in refusal_message(content)

    def test_no_project_in_it(self):
        assert "no file that ends in .qde" in refusal_message(archive("x", "project.xml"))

    def test_two_projects_in_it(self):
        assert "2 projects (a.qde, b.qde)" in refusal_message(
            archive("x", "a.qde", **{"./b.qde": "x"})
        )

    def test_a_password(self):
        """Bit 0 of the general purpose flag of both headers (4.4.4 of the ZIP specification)."""
        content = bytearray(archive(PROJECT % ""))
        content[6] |= 1
        content[content.index(b"PK\x01\x02") + 8] |= 1
        assert "protected by a password" in refusal_message(bytes(content))

    @pytest.mark.parametrize(
        "name",
        ["../evil.txt", "sources/../../evil.txt", "/etc/passwd", "C:/evil.txt", r"..\evil.txt"],
    )
    def test_a_path_that_leaves_it(self, name):
        out = io.BytesIO(archive(PROJECT % ""))
        with ZipFile(out, "a") as zipped:
            zipped.writestr(name, "x")
        assert "which would leave it" in refusal_message(out.getvalue())

    def test_a_path_in_the_project_that_leaves_it_leads_nowhere(self, tmp_path):
        (tmp_path / "secret.txt").write_text("secret")
        source = (
            '<TextSource guid="85D17F60-7BB0-481E-B742-B4861DD669DF" name="s" plainTextPath="%s"/>'
        )
        for path in (
            f"absolute://{tmp_path}/secret.txt",
            f"internal://../../..{tmp_path}/secret.txt",
            "internal://",
            "",
        ):
            project = PROJECT % f"<Sources>{source % path}</Sources>"
            assert read(archive(project)).project.sources == ()

    def test_a_project_that_is_damaged(self):
        content = archive(PROJECT % (CODE % "a" * 200))
        place = content.index(b"project.qde") + 11 + 20
        broken = content[:place] + bytes(20) + content[place + 20 :]
        assert "damaged" in refusal_message(broken)

    def test_a_text_that_is_damaged_is_left_out_and_the_rest_is_read(self):
        text = "Je relis tout deux fois avant d’envoyer quoi que ce soit à qui que ce soit."
        project = PROJECT % (
            '<Sources><TextSource guid="85D17F60-7BB0-481E-B742-B4861DD669DF" name="s"'
            ' plainTextPath="internal://a.txt"/></Sources>'
        )
        content = archive(project, **{"a.txt": text})
        place = content.index(b"sources/a.txt") + 13 + 8
        found = read(content[:place] + bytes(20) + content[place + 20 :])
        assert "its words are damaged" in found.left_out[0]


class TestBombs:
    def test_what_unpacks_to_far_more_than_it_is(self):
        bomb = archive(PROJECT % "", **{"a.txt": b" " * 45_000_000})
        with bounded(megabytes=5):
            assert "far larger than any project" in refusal_message(bomb)

    def test_what_unpacks_to_too_much(self, monkeypatch):
        monkeypatch.setattr(limits, "MAX_UNPACKED", 1_000_000)
        assert "holds 2 MB of text" in refusal_message(
            archive(PROJECT % "", **{"a.txt": "é" * 1_000_000})
        )

    def test_a_recording_is_not_unpacked_and_does_not_count(self, monkeypatch):
        monkeypatch.setattr(limits, "MAX_UNPACKED", 1_000_000)
        content = archive(PROJECT % "", **{"a.mp4": b" " * 45_000_000})
        with bounded(megabytes=5):
            assert read(content).project.name == "P"

    def test_a_text_that_ten_thousand_sources_name(self, monkeypatch):
        monkeypatch.setattr(limits, "MAX_UNPACKED", 20_000_000)
        source = '<TextSource guid="doc-%d" name="s" plainTextPath="internal://a.txt"/>'
        project = PROJECT % f"<Sources>{''.join(source % n for n in range(10_000))}</Sources>"
        content = archive(project, **{"a.txt": "a" * 1_000_000})
        with bounded(megabytes=60):
            assert "the limit is 20 MB" in refusal_message(content)

    def test_a_long_text_with_very_many_named_selections(self):
        """What selections are named after is compared without ever copying all of the text."""
        selection = (
            '<PlainTextSelection guid="s%d" name="un" startPosition="0" endPosition="9999999"/>'
        )
        project = PROJECT % (
            '<Sources><TextSource guid="t" name="t" plainTextPath="internal://a.txt">'
            f"{''.join(selection % n for n in range(4_000))}</TextSource></Sources>"
        )
        content = archive(project, **{"a.txt": "un " * 3_333_333})
        assert len(read(content).left_out) == 4_000

    def test_too_many_entries(self, monkeypatch):
        monkeypatch.setattr(limits, "MAX_ENTRIES", 100)
        content = archive(PROJECT % "", **{f"{n}.txt": "" for n in range(100)})
        assert "more than 100 files" in refusal_message(content)

    def test_a_million_entries_are_refused_before_they_are_listed(self):
        """A list of a million names is 46 MB here, and would take ten times that in memory."""
        entry = struct.pack("<4s4B4HL2L5H2L", b"PK\x01\x02", *(20, 0, 20, 0), *(0,) * 14)[:46]
        content = b"PK\x03\x04" + entry * 1_000_000
        with bounded(megabytes=5):
            assert "more than 150,000 files" in refusal_message(content)

    def test_a_project_that_is_too_large(self, monkeypatch):
        monkeypatch.setattr(limits, "MAX_PROJECT", 1_000)
        assert "too large" in refusal_message(archive(PROJECT % (" " * 1_000)))

    def test_one_entry_that_claims_to_be_small(self):
        """Unpacking stops at the size that is declared, and then the checksum is wrong."""
        content = bytearray(archive(PROJECT % (" " * 100_000)))
        header = content.index(b"PK\x01\x02")
        content[header + 24 : header + 28] = struct.pack("<L", 100)
        with bounded(megabytes=5):
            assert "damaged" in refusal_message(bytes(content))


class TestXML:
    @pytest.mark.parametrize(
        "declaration",
        [
            '<!DOCTYPE Project [<!ENTITY a "b">]>',
            '<!DOCTYPE Project SYSTEM "file:///etc/passwd">',
            '<!DOCTYPE Project [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
            '<!DOCTYPE Project [<!ENTITY % a SYSTEM "http://localhost/a.dtd"> %a;]>',
            "<!DOCTYPE Project>",
        ],
    )
    def test_document_types_and_entities(self, declaration):
        assert "document type or entities" in refusal_message(
            archive(f"{declaration}{PROJECT % ''}")
        )

    def test_a_billion_laughs(self):
        entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
        project = PROJECT % "<Description>&l9;</Description>"
        bomb = f'<!DOCTYPE P [<!ENTITY l0 "lol">{entities}]>{project}'
        with bounded(megabytes=5):
            assert "document type or entities" in refusal_message(archive(bomb))

    @pytest.mark.parametrize("where", ["%s", "<CodeBook><Codes>%s</Codes></CodeBook>"])
    def test_absurd_depth(self, where):
        nested = '<Code guid="c" name="c">' * 100_000 + "</Code>" * 100_000
        with bounded(megabytes=60):
            assert "more than 100 levels" in refusal_message(archive(PROJECT % where % nested))

    def test_very_many_elements(self, monkeypatch):
        monkeypatch.setattr("vecu.coding.refi.reading.xml_stream.MAX_ELEMENTS", 1_000)
        assert "more than 1,000 elements" in refusal_message(archive(PROJECT % ("<a/>" * 1_000)))

    @pytest.mark.parametrize(
        "project", ["", "<Project", "<Project><a></Project>", "<Project>\x00</Project>", "words"]
    )
    def test_what_is_no_xml(self, project):
        assert "The project is damaged" in refusal_message(archive(project))

    def test_an_encoding_that_nobody_knows(self):
        assert "damaged" in refusal_message(
            archive('<?xml version="1.0" encoding="klingon"?><Project/>')
        )

    def test_another_document(self):
        assert "holds no REFI-QDA Project: it begins with “html”" in refusal_message(
            archive("<html/>")
        )

    @pytest.mark.parametrize(
        ("part", "kind"),
        [
            (f"<CodeBook><Codes>{twice('Code')}</Codes></CodeBook>", "codes"),
            (
                "<CodeBook><Codes><Code guid='c' name='a'><Code guid='c' name='b'/></Code></Codes>"
                "</CodeBook>",
                "codes",
            ),
            (f"<Sources>{twice('TextSource')}</Sources>", "sources"),
            (f"<Notes>{twice('Note')}</Notes>", "notes"),
            (f"<Cases>{twice('Case')}</Cases>", "cases"),
            (f"<Variables>{twice('Variable')}</Variables>", "variables"),
            (f"<Sets>{twice('Set')}</Sets>", "sets"),
        ],
    )
    def test_two_elements_under_one_guid(self, part, kind):
        """A code below itself is this too: nesting knows no other way to say it."""
        sentence = refusal_message(archive(PROJECT % part))
        assert f"Two {kind} of the project" in sentence
        assert "the second is “b”" in sentence

    def test_codings_under_one_guid_both_remain(self):
        """Nothing points to a coding but a memo; some programs are careless with these."""
        coding = "<Coding guid='k'><CodeRef targetGUID='c'/></Coding>"
        project = PROJECT % (
            "<CodeBook><Codes><Code guid='c' name='a'/></Codes></CodeBook><Sources>"
            f"<TextSource guid='s' name='s'><PlainTextContent>un</PlainTextContent>{coding * 2}"
            "</TextSource></Sources>"
        )
        first, second = read(archive(project)).project.sources[0].codings
        assert first.guid != second.guid


class TestSidecar:
    @pytest.mark.parametrize(
        "content",
        [
            *(b"", b"[]", b"{}", b"null", b'{"format": "other"}', b"\xff", b"[" * 100_000),
            b'{"format": "vecu-coding-1", "users": {"x": "person"}, "rulings": []}',
            b'{"format": "vecu-coding-1", "users": {}, "rulings": [{}]}',
            b'{"format": "vecu-coding-1", "users": [], "rulings": []}',
            b'{"format": "vecu-coding-1", "users": {}, "rulings": [{"source": 1, "code": 2,'
            b' "present": "yes", "by": "", "reason": "", "at": null}]}',
        ],
    )
    def test_a_sidecar_of_another_program_is_named_and_the_project_is_read(self, content):
        found = read(archive(PROJECT % "", **{"./vecu.json": content}))
        assert found.project.name == "P"
        assert found.left_out == ("vecu.json: what it holds of rulings cannot be read.",)

    def test_rulings_on_what_was_taken_out_are_counted(self):
        held = entries(written(study()))
        project = held["project.qde"].decode()
        begin, end = project.index("<Sources>"), project.index("</Sources>") + 10
        found = read(archive(project[:begin] + project[end:], **{"./vecu.json": held["vecu.json"]}))
        assert found.project.rulings == ()
        assert any("2 rulings" in sentence for sentence in found.left_out)


class TestCodebooks:
    @pytest.mark.parametrize(
        ("content", "words"),
        [
            (b"PK\x03\x04", "This is an archive"),
            (b"", "damaged"),
            (b"<CodeBook>", "damaged"),
            (b"<!DOCTYPE a><CodeBook/>", "document type"),
            (b"<Project/>", "holds no REFI-QDA CodeBook: it begins with “Project”"),
            (b"<CodeBook/>" + b" " * 10_000_000, "more than 10 MB"),
        ],
    )
    def test_what_is_none(self, content, words):
        with pytest.raises(ProjectRefused) as caught:
            read_codebook(content)
        assert words in str(caught.value)


@given(st.binary(max_size=300))
@settings(max_examples=200, deadline=None)
def test_whatever_the_bytes_they_are_read_or_refused(content):
    """Any other failure than the refusal fails this test, and those below."""
    for attempt in (read, read_codebook):
        with suppress(ProjectRefused):
            attempt(content)


def stored(content: bytes) -> bytes:
    """Return an archive with nothing packed, so that a changed byte changes what is read."""
    out = io.BytesIO()
    with ZipFile(out, "w", ZIP_STORED) as zipped:
        for name, held in entries(content).items():
            zipped.writestr(name, held)
    return out.getvalue()


WHOLE = stored(written(study()))


@given(st.lists(st.tuples(st.integers(0, len(WHOLE) - 1), st.integers(0, 255)), max_size=4))
@settings(max_examples=300, deadline=None)
@example([(7933, 0)])  # an entry whose name is empty
def test_a_file_with_changed_bytes_is_read_or_refused(changes):
    content = bytearray(WHOLE)
    for place, byte in changes:
        content[place] = byte
    with suppress(ProjectRefused):
        read(bytes(content))


DOCUMENT = entries(written(study()))["project.qde"].decode()


@given(
    st.lists(
        st.tuples(
            st.integers(0, len(DOCUMENT)),
            st.integers(0, 12),
            st.sampled_from(["", "<", ">", '"', "&", "x", "-1", "9" * 40, "<Code/>", "\ufffe"]),
        ),
        min_size=1,
        max_size=4,
    )
)
@settings(max_examples=300, deadline=None)
def test_a_project_with_changed_words_is_read_or_refused(changes):
    document = DOCUMENT
    for place, length, words in changes:
        document = document[:place] + words + document[place + length :]
    with suppress(ProjectRefused):
        read(archive(document))
