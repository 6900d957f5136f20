"""Files as other programs write them: made by hand after their exports, with words of our own.

What each program does is taken from the examples of the specification (annex A: ATLAS.ti,
Transana) and from the open code of programs that read their files.
"""

import io
from uuid import UUID
from zipfile import ZipFile

import pytest

from tests.coding.refi.examples import archive, quotations, read
from vecu.coding.refi import (
    RefiCase,
    RefiCode,
    RefiUser,
    RefiVariable,
    RefiVariableKind,
    read_codebook,
)
from vecu.coding.rules import CoderKind
from vecu.coding.spans import TextSpan

CODER = "AD68FBE7-E1EE-4A82-A279-23CC698C89EB"
CODE = "85D17F60-7BB0-481E-B742-B4861DD669DF"
TEXT = "57C6099B-934F-4C86-90F2-2CC6C2F2A3CC"
FILE = "230B768E-5A3D-42B7-BE92-2A3721177944"
PLACE = "4191294A-E287-4510-95B0-69BCE4638E56"
CODING = "445A6AEC-1400-4502-919D-0867832FF211"
NOTE = "4691A8A0-D67C-4DCC-91D6-E9075DC230CC"
OTHER = "C8A57C71-D156-4A94-8407-2BD2FA57E2A4"


def qde(
    sources: str = "",
    *,
    origin: str = "",
    codes: str = f'<Code guid="{CODE}" name="happiness" isCodable="true"/>',
    rest: str = "",
    before: str = "",
) -> str:
    return (
        '<?xml version="1.0" encoding="utf-8"?>'
        f'<Project xmlns="urn:QDA-XML:project:1.0" name="Breakfast" origin="{origin}">{before}'
        f"<CodeBook><Codes>{codes}</Codes></CodeBook><Sources>{sources}</Sources>{rest}</Project>"
    )


def selection(start: int, end: int, name: str = "", inside: str | None = None) -> str:
    coding = f'<Coding guid="{CODING}"><CodeRef targetGUID="{CODE}"/></Coding>'
    return (
        f'<PlainTextSelection guid="{PLACE}" name="{name}" startPosition="{start}"'
        f' endPosition="{end}">{coding if inside is None else inside}</PlainTextSelection>'
    )


def source(inside: str, path: str = f"internal://{FILE}.txt", name: str = "Simon.docx") -> str:
    return f'<TextSource guid="{TEXT}" name="{name}" plainTextPath="{path}">{inside}</TextSource>'


def words_of(found) -> str:
    (words,) = quotations(found).values()
    return words


class TestATLASti:
    """After A.2 of the specification: capitals, a folder Sources, names of 100 characters."""

    WORDS = "🙂 " + "ten signs " * 9 + "at most."
    """100 code points: 2, then 90, then 8."""
    PROJECT = f"""<?xml version="1.0" encoding="utf-8" standalone="yes"?>
<Project xmlns="urn:QDA-XML:project:1.0" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
 origin="ATLAS.ti 8.4.0 573 , macOS Version 10.14.3" creatingUserGUID="{CODER}"
 modifiedDateTime="2018-03-27T17:46:39Z" creationDateTime="2018-03-27T17:46:39Z" basePath="/Users"
 modifyingUserGUID="{CODER}" name="Breakfast" xsi:schemaLocation="urn:QDA-XML:project:1.0 x.xsd">
 <Users><User guid="{CODER}" name="Friedrich"/></Users>
 <CodeBook><Codes>
   <Code color="#F00082" isCodable="true" name="Coke::diet" guid="{CODE}">
    <Description>non sucré</Description>
   </Code>
 </Codes></CodeBook>
 <Sources>
  <TextSource plainTextPath="internal://{FILE}.txt" modifyingUser="{CODER}"
   modifiedDateTime="2018-03-27T18:01:07Z" creatingUser="{CODER}"
   creationDateTime="2018-03-27T18:01:07Z" richTextPath="internal://9DBE0A35.docx"
   guid="{TEXT}" name="Simon.docx">
   <PlainTextSelection startPosition="7" modifyingUser="{CODER}" creatingUser="{CODER}"
    creationDateTime="2018-03-27T19:29:27Z" endPosition="107" guid="{PLACE}" name="{WORDS[:99]}…">
    <Description>why does Simon feel so?</Description>
    <Coding creatingUser="{CODER}" creationDateTime="2018-03-27T19:29:27Z" guid="{CODING}">
     <CodeRef targetGUID="{CODE}"/>
    </Coding>
   </PlainTextSelection>
  </TextSource>
 </Sources>
</Project>"""

    @pytest.fixture
    def found(self):
        """The file has CRLF, which ATLAS.ti counts as one: after "Simon:" and a break comes 7."""
        text = f"Simon:\r\n{self.WORDS}\r\nMabel:\r\n"
        return read(archive(self.PROJECT, "Project.QDE", **{f"Sources/{FILE}.TXT": text}))

    def test_the_words_are_those_that_were_coded(self, found):
        assert words_of(found) == self.WORDS
        assert found.left_out == found.remarks == ()

    def test_coder_code_and_comment_come_along(self, found):
        project = found.project
        assert project.users == (RefiUser(UUID(CODER), "Friedrich", CoderKind.IMPORTED),)
        assert project.codes == (
            RefiCode(UUID(CODE), "Coke::diet", colour="#F00082", definition="non sucré"),
        )
        (note,) = project.notes
        assert (note.text, note.by, note.about) == (
            "why does Simon feel so?",
            UUID(CODER),
            {UUID(CODING)},
        )

    def test_the_text_has_lf(self, found):
        assert "\r" not in found.project.sources[0].text


class TestNVivo:
    """Windows line breaks count as two; memos hang on links; a case is a code once more."""

    TEXT = "Line one\r\nThe vaccine question came up.\r\n"
    SOURCE = source(selection(14, 21), f"internal://{FILE}.txt", "videos")

    def test_a_line_break_of_two_characters_counts_as_two(self):
        """Code points of the file: L0 … e7, CR8, LF9, T10, so that “vaccine” is from 14 to 21."""
        content = archive(
            qde(self.SOURCE, origin="NVivo for Windows 12.6"), **{f"Sources/{FILE}.txt": self.TEXT}
        )
        assert words_of(read(content)) == "vaccine"

    def test_a_memo_that_is_linked_to_a_selection_is_about_its_coding(self):
        notes = f"""<Notes><Note guid="{NOTE}" name="Progress" plainTextPath="internal://{NOTE}.txt"
          creatingUser="{CODER}" creationDateTime="2019-06-04T06:11:56Z"/></Notes>
          <Links><Link guid="{OTHER}" originGUID="{NOTE}" targetGUID="{PLACE}"/></Links>"""
        content = archive(
            qde(self.SOURCE, rest=notes),
            **{f"Sources/{FILE}.txt": self.TEXT, f"Sources/{NOTE}.txt": "\ufeffSee\r\nbelow."},
        )
        found = read(content)
        (note,) = found.project.notes
        assert (note.name, note.text, note.about) == ("Progress", "See\nbelow.", {UUID(CODING)})
        assert found.left_out == ()

    def test_a_memo_on_a_place_without_a_code_is_about_the_place(self):
        notes = f"""<Notes><Note guid="{NOTE}" plainTextPath="internal://{NOTE}.txt"/></Notes>
          <Links><Link guid="{OTHER}" originGUID="{PLACE}" targetGUID="{NOTE}"/></Links>"""
        marked = source(selection(14, 21, inside="<Description/>"), name="v")
        found = read(
            archive(qde(marked, rest=notes), **{f"{FILE}.txt": self.TEXT, f"{NOTE}.txt": "Why?"})
        )
        (note,) = found.project.notes
        (text,) = found.project.sources
        assert found.left_out == ()
        assert note.about == {UUID(TEXT)}
        assert text.text[note.span.start : note.span.end] == "vaccine"

    def test_codes_that_are_cases_stand_among_the_cases(self):
        codes = (
            f'<Code guid="{CODE}" name="Risk" isCodable="true"/>'
            f'<Code guid="{OTHER}" name="Anna" isCodable="true"/>'
        )
        coded = (
            f'<Coding guid="{CODING}"><CodeRef targetGUID="{CODE}"/></Coding>'
            f'<Coding guid="{NOTE}"><CodeRef targetGUID="{OTHER}"/></Coding>'
        )
        found = read(
            archive(
                qde(
                    source(selection(14, 21, inside=coded)),
                    codes=codes,
                    rest=f'<Cases><Case guid="{OTHER}" name="Anna"/></Cases>',
                ),
                **{f"{FILE}.txt": self.TEXT},
            )
        )
        assert [code.name for code in found.project.codes] == ["Risk"]
        assert found.project.cases == (RefiCase(UUID(OTHER), "Anna", (UUID(TEXT),)),)
        assert quotations(found) == {UUID(CODING): "vaccine"}
        assert "1 codes repeat cases of the file" in found.remarks[0]


class TestMAXQDA:
    """Sources with values of their own, cases without names, comments without codes, sets."""

    PROJECT = qde(
        f"""<TextSource name="Interview" plainTextPath="internal://{FILE}.txt" guid="{TEXT}">
          <PlainTextSelection startPosition="0" endPosition="5" guid="{PLACE}" name="0,5"
           creatingUser="{CODER}"><Description>Memo</Description></PlainTextSelection>
          <VariableValue><VariableRef targetGUID="{OTHER}"/><IntegerValue>42</IntegerValue>
          </VariableValue></TextSource>
          <VideoSource path="internal://E.m4a" guid="{NOTE}" name="Recording 11">
           <VideoSelection begin="0" end="9" guid="{CODING}">
            <Coding guid="{FILE}"><CodeRef targetGUID="{CODE}"/></Coding></VideoSelection>
          </VideoSource>""",
        origin="MAXQDA 2020 (Release 20.4.2)",
        before=f"""<Users><User name="Eva" guid="{CODER}"/></Users>""",
        rest=f"""<Variables><Variable guid="{OTHER}" name="Age" typeOfVariable="Integer"/>
          </Variables>
          <Cases><Case guid="{CODE}"><VariableValue><VariableRef targetGUID="{OTHER}"/>
          <TextValue>old</TextValue></VariableValue><SourceRef targetGUID="{TEXT}"/></Case></Cases>
          <Sets><Set name="Group 1" guid="{PLACE}"><Description>of five</Description>
          <MemberSource targetGUID="{TEXT}"/></Set></Sets>""",
    ).replace(f'<Code guid="{CODE}"', f'<Code guid="{CODING}"')

    @pytest.fixture
    def found(self):
        return read(archive(self.PROJECT, **{f"{FILE}.txt": "GO TO the shop", "E.m4a": b"\0"}))

    def test_values_of_a_source_are_those_of_a_case(self, found):
        assert found.project.variables == (
            RefiVariable(UUID(OTHER), "Age", RefiVariableKind.INTEGER),
        )
        of_the_file, of_the_source = found.project.cases
        assert of_the_file.values == {UUID(OTHER): "old"}
        assert (of_the_source.name, of_the_source.sources, of_the_source.values) == (
            "Interview",
            (UUID(TEXT),),
            {UUID(OTHER): 42},
        )

    def test_a_comment_without_a_code_is_a_memo_about_the_place(self, found):
        """The end is the place after the last: “GO TO” is from 0 to 5."""
        (note,) = found.project.notes
        assert (note.text, note.about, note.span) == ("Memo", {UUID(TEXT)}, TextSpan(0, 5))

    def test_a_film_is_named_with_how_much_is_coded_in_it(self, found):
        (sentence,) = found.left_out
        assert sentence.startswith("Film “Recording 11” (4691a8a0-")
        assert sentence.endswith("with 1 codings: only texts are read.")
        assert sentence.say("fr").startswith(
            "Vidéo « Recording 11 »".replace(" »", "\u00a0»").replace("« ", "«\u00a0")
        )

    def test_sets_hold_what_was_read(self, found):
        (group,) = found.project.sets
        assert (group.name, group.description, group.sources) == (
            "Group 1",
            "of five",
            (UUID(TEXT),),
        )


class TestQualCoder:
    """A byte order mark, categories as codes that cannot be used, journals as notes."""

    PROJECT = qde(
        source(selection(11, 18, "encadré"), name="entretien"),
        origin="QualCoder 3.8.2",
        codes=f"""<Code guid="{OTHER}" name="04 Barri&#xE8;res" isCodable="false">
          <Description>Obstacles</Description>
          <Code guid="{CODE}" name="B : Peu d&#x27;encadrement" isCodable="true" color="#880E4F"/>
          </Code>""",
        rest=f"""<Notes><Note guid="{NOTE}" name="Journal" plainTextPath="internal://{NOTE}.txt"
          creationDateTime="2019-06-04T06:11:56Z"/></Notes>""",
    )

    def test_the_mark_counts_nothing_and_a_line_break_counts_as_one(self):
        """M0 a1 l2 LF3, "Il est " 4 to 10, “encadré” from 11 to 18."""
        text = "\ufeffMal\r\nIl est encadré\r\n"
        content = archive(self.PROJECT, **{f"sources/{FILE}.txt": text, f"{NOTE}.txt": "Jour 1"})
        found = read(content)
        assert words_of(found) == "encadré"
        assert found.remarks == ()
        assert found.project.notes[0].text == "Jour 1"

    def test_a_category_is_a_code_that_only_groups(self):
        found = read(archive(self.PROJECT, **{f"{FILE}.txt": "Mal\nIl est encadré"}))
        category, code = found.project.codes
        assert (category.name, category.codable, category.definition) == (
            "04 Barrières",
            False,
            "Obstacles",
        )
        assert (code.name, code.parent) == ("B : Peu d'encadrement", UUID(OTHER))

    def test_a_journal_whose_words_are_missing_is_named(self):
        found = read(archive(self.PROJECT, **{f"{FILE}.txt": "Mal\nIl est encadré"}))
        assert found.left_out == (
            f"Memo “Journal” ({NOTE.lower()}): its words are not in the file"
            f" (internal://{NOTE}.txt).",
        )


class TestTransana:
    def test_an_older_namespace_and_words_inside_the_xml(self):
        """Annex A.3: urn:QDA-XML:project:0:10."""
        project = qde(
            f'<TextSource guid="{TEXT}" name="Test"><PlainTextContent>A Test.</PlainTextContent>'
            f"{selection(2, 6)}</TextSource>"
        ).replace("urn:QDA-XML:project:1.0", "urn:QDA-XML:project:0:10")
        assert words_of(read(archive(project))) == "Test"


def test_f4_names_no_coder_and_none_is_made_up():
    found = read(archive(qde(source(selection(0, 3))), **{f"{FILE}.txt": "Ja."}))

    assert found.project.users == ()
    assert found.project.sources[0].codings[0].coder is None


class TestWaysOfCounting:
    """Each is told from the words that selections are named after."""

    def test_the_end_may_be_the_last_character(self):
        """10.2 of the specification, taken by its letter: “exemple” from 3 to 9."""
        project = qde(source(selection(3, 9, "exemple")))
        found = read(archive(project, **{f"{FILE}.txt": "un exemple long"}))
        assert words_of(found) == "exemple"
        assert "the end is the last character" in found.remarks[0]

    def test_utf_16_units_may_be_counted(self):
        """Two emoji are four units: “exemple” is from 5 to 12, in code points from 3 to 10."""
        project = qde(source(selection(5, 12, "exemple")))
        found = read(archive(project, **{f"{FILE}.txt": "🙂🙂 exemple long"}))
        assert words_of(found) == "exemple"
        assert "in UTF-16 units" in found.remarks[0]

    def test_a_crlf_may_count_as_one(self):
        project = qde(source(selection(2, 9, "exemple")))
        found = read(archive(project, **{f"{FILE}.txt": "a\r\nexemple\r\n"}))
        assert words_of(found) == "exemple"
        assert "a line break (CRLF) as one" in found.remarks[0]

    def test_a_crlf_that_xml_made_one_may_have_counted_as_two(self):
        """2.11 of XML 1.0: what reads XML sees LF for CRLF."""
        project = qde(
            f'<TextSource guid="{TEXT}" name="T"><PlainTextContent>a\r\nexemple</PlainTextContent>'
            f"{selection(3, 10, 'exemple')}</TextSource>"
        )
        found = read(archive(project))
        assert words_of(found) == "exemple"
        assert "a line break (CRLF) as two" in found.remarks[0]

    def test_escaped_crs_inside_the_xml_count(self):
        project = qde(
            f'<TextSource guid="{TEXT}" name="T"><PlainTextContent>a&#13;\nexemple'
            f"</PlainTextContent>{selection(3, 10)}</TextSource>"
        )
        assert words_of(read(archive(project))) == "exemple"

    def test_names_that_are_no_words_change_nothing(self):
        project = qde(source(selection(3, 10, "quotation 1")))
        found = read(archive(project, **{f"{FILE}.txt": "un exemple long"}))
        assert words_of(found) == "exemple"
        assert found.remarks == ()

    def test_an_old_mac_line_break_is_one_in_every_way(self):
        project = qde(source(selection(2, 9)))
        assert words_of(read(archive(project, **{f"{FILE}.txt": "a\rexemple"}))) == "exemple"


class TestPlacesOfFiles:
    @pytest.mark.parametrize(
        "path",
        [
            "internal://a b.txt",
            "internal://A%20B.TXT",
            "internal://sources/a b.txt",
            "relative:///a b.txt",
            "sources/a b.txt",
            r"sources\a b.txt",
            "a b.txt",
            "absolute:///C:/Users/eva/a b.txt",
        ],
    )
    def test_a_path_leads_to_the_file_however_it_is_written(self, path):
        project = qde(source(selection(0, 2), path))
        assert words_of(read(archive(project, **{"sources/a b.txt": "un"}))) == "un"

    @pytest.mark.parametrize(
        ("project", "file"),
        [
            ("project.qde", "Sources/a b.txt"),
            ("Export/Project.QDE", "Export/SOURCES/A B.txt"),
            ("export/my study.qde", "export/sources/a b.txt"),
            (r"export\project.qde", r"export\sources\a b.txt"),
        ],
    )
    def test_the_project_may_stand_anywhere_in_any_case(self, project, file):
        content = archive(qde(source(selection(0, 2), "internal://a b.txt")), project)
        with_text = io.BytesIO(content)
        with ZipFile(with_text, "a") as zipped:
            zipped.writestr(file, "un")
        assert words_of(read(with_text.getvalue())) == "un"

    def test_what_a_mac_adds_is_no_second_project(self):
        content = archive(
            qde(source(selection(0, 2))),
            **{
                f"{FILE}.txt": "un",
                "__MACOSX/._project.qde": "x",
                "__MACOSX/sources/._a.txt": "x",
                "sub/._project.qde": "x",
            },
        )
        assert words_of(read(content)) == "un"

    @pytest.mark.parametrize(
        ("content", "words"),
        [
            ("é un".encode("utf-16"), "é u"),
            ("é un".encode("cp1252"), "é u"),
            ("\ufeffé un".encode(), "é u"),
        ],
    )
    def test_a_text_in_another_encoding_is_read(self, content, words):
        found = read(archive(qde(source(selection(0, 3))), **{f"{FILE}.txt": content}))
        assert words_of(found) == words

    def test_a_guessed_encoding_is_reported(self):
        found = read(archive(qde(source("")), **{f"{FILE}.txt": "é".encode("cp1252")}))
        assert found.remarks == ("Text “Simon.docx” is not in UTF-8; it was read as Windows-1252.",)


class TestNamespacesAndIdentifiers:
    def test_a_prefix_is_as_good_as_none(self):
        project = f"""<q:Project xmlns:q="urn:QDA-XML:project:1.0" name="P"><q:CodeBook><q:Codes>
          <q:Code guid="{CODE}" name="c" isCodable="true"/></q:Codes></q:CodeBook></q:Project>"""
        assert [code.name for code in read(archive(project)).project.codes] == ["c"]

    def test_a_file_without_a_namespace_is_read(self):
        project = f'<Project name="P"><Users><User guid="{CODER}" name="Eva"/></Users></Project>'
        assert [user.name for user in read(archive(project)).project.users] == ["Eva"]

    def test_braces_and_capitals_are_the_same_guid(self):
        project = qde(
            source(f'<Coding guid="{{{CODING}}}"><CodeRef targetGUID="{CODE.lower()}"/></Coding>'),
            codes=f'<Code guid="{{{CODE}}}" name="c"/>',
        )
        found = read(archive(project, **{f"{FILE}.txt": "un"}))
        assert found.project.sources[0].codings[0].code == UUID(CODE)

    def test_identifiers_that_are_no_guids_still_lead_to_each_other(self):
        project = qde(
            '<TextSource guid="doc-1" name="d" plainTextPath="doc.txt"><PlainTextSelection'
            ' guid="sel-1" startPosition="0" endPosition="2"><Coding><CodeRef targetGUID="c1"/>'
            "</Coding></PlainTextSelection></TextSource>",
            codes='<Code guid="c1" name="A" color="255,87,51"/>',
        )
        found = read(archive(project, **{"doc.txt": "un deux"}))
        assert words_of(found) == "un"
        assert found.project.codes[0].colour == "#ff5733"
        assert found.remarks == ("4 identifiers are missing or no GUIDs (such as “c1”).",)

    def test_without_is_codable_a_code_can_be_used(self):
        assert read(archive(qde(codes='<Code guid="c1" name="A"/>'))).project.codes[0].codable

    def test_elements_of_another_namespace_are_named(self):
        project = qde('<x:Table xmlns:x="urn:x" guid="1"/><x:Table xmlns:x="urn:x" guid="2"/>')
        assert read(archive(project)).left_out == (
            "<{urn:x}Table> in <Sources>, 2 times: not known here.",
        )


class TestWhatPointsNowhere:
    def test_a_selection_outside_of_its_text(self):
        found = read(archive(qde(source(selection(0, 30))), **{f"{FILE}.txt": "un exemple"}))
        assert found.project.sources[0].codings == ()
        assert found.left_out == (
            f"“Simon.docx”: selection {PLACE.lower()}, from 0 to 30, with 1 codings, is empty or no"
            " part of the text, which has 10 characters.",
        )

    @pytest.mark.parametrize(
        ("start", "end"), [("-1", "2"), ("3", "3"), ("4", "2"), ("x", "2"), ("", "")]
    )
    def test_a_selection_that_is_no_part(self, start, end):
        text = source(selection(0, 2)).replace('startPosition="0"', f'startPosition="{start}"')
        text = text.replace('endPosition="2"', f'endPosition="{end}"')
        found = read(archive(qde(text), **{f"{FILE}.txt": "un exemple"}))
        assert found.project.sources[0].codings == ()
        assert PLACE.lower() in found.left_out[0]

    def test_a_coding_with_a_code_that_is_not_there(self):
        found = read(
            archive(
                qde(source(selection(0, 2)), codes=f'<Code guid="{OTHER}" name="A"/>'),
                **{f"{FILE}.txt": "un exemple"},
            )
        )
        assert found.left_out == (
            f"“Simon.docx”: coding {CODING.lower()} is with a code that the file lacks"
            f" ({CODE.lower()}).",
        )

    def test_a_coder_who_is_not_there_stays_separate_under_their_guid(self):
        by = f'guid="{CODING}" creatingUser="{CODER}"'
        coding = f'<Coding {by}><CodeRef targetGUID="{CODE}"/></Coding>'
        found = read(archive(qde(source(selection(0, 2, inside=coding))), **{f"{FILE}.txt": "un"}))
        assert found.project.users == (RefiUser(UUID(CODER), CODER.lower(), CoderKind.IMPORTED),)
        assert CODER.lower() in found.remarks[0]

    def test_the_writer_of_a_memo_who_is_not_there_stays_too(self):
        memo = f'<Notes><Note guid="{NOTE}" creatingUser="{CODER}"><PlainTextContent>Why?'
        found = read(archive(qde(rest=f"{memo}</PlainTextContent></Note></Notes>")))
        assert [user.guid for user in found.project.users] == [UUID(CODER)]

    def test_a_text_that_is_not_in_the_file(self):
        found = read(archive(qde(source(selection(0, 2)))))
        assert found.project.sources == ()
        assert found.left_out == (
            f"Text “Simon.docx” ({TEXT.lower()}), with 1 codings: its words are not in the file"
            f" (internal://{FILE}.txt).",
        )

    def test_a_text_that_has_no_plain_text(self):
        project = qde(f'<TextSource guid="{TEXT}" name="S" richTextPath="internal://a.docx"/>')
        assert "it comes without plain text" in read(archive(project)).left_out[0]

    def test_a_text_that_is_too_long(self, monkeypatch):
        monkeypatch.setattr("vecu.coding.refi.reading.texts.MAX_TEXT", 5)
        found = read(archive(qde(source("")), **{f"{FILE}.txt": "un exemple"}))
        assert "it is longer than" in found.left_out[0]

    def test_a_selection_with_nothing_on_it(self):
        found = read(archive(qde(source(selection(0, 2, inside=""))), **{f"{FILE}.txt": "un"}))
        assert found.left_out == (
            f"“Simon.docx”: selection {PLACE.lower()} has neither a code nor a comment.",
        )

    @pytest.mark.parametrize("kind", ["Picture", "PDF", "Audio", "Video"])
    def test_a_source_of_another_kind(self, kind):
        project = qde(f'<{kind}Source guid="{OTHER}" name="x" path="internal://x.bin"/>')
        (sentence,) = read(archive(project)).left_out
        assert f"“x” ({OTHER.lower()})" in sentence

    def test_a_graph_and_a_link_between_codes(self):
        found = read(
            archive(
                qde(
                    rest=f'<Links><Link guid="{OTHER}" originGUID="{CODE}" targetGUID="{CODE}"/>'
                    f'</Links><Graphs><Graph guid="{NOTE}" name="Map"/></Graphs>'
                )
            )
        )
        assert found.left_out == (
            f"Graph “Map” ({NOTE.lower()}), with 0 codings: only texts are read.",
            "<Link> in <Links>, 1 times: not known here.",
        )

    def test_members_of_sets_and_values_of_cases_that_are_not_there(self):
        found = read(
            archive(
                qde(
                    rest=f'<Cases><Case guid="{OTHER}" name="Anna"><VariableValue><VariableRef'
                    f' targetGUID="{NOTE}"/><TextValue>1</TextValue></VariableValue></Case></Cases>'
                    f'<Sets><Set guid="{OTHER}" name="Group"><MemberCode targetGUID="{NOTE}"/>'
                    "</Set></Sets>"
                )
            )
        )
        assert sorted(found.left_out) == [
            "“Anna” names 1 things that the file lacks or that were left out.",
            "“Group” names 1 things that the file lacks or that were left out.",
        ]


class TestCodebooks:
    def test_of_atlas_ti_with_groups(self):
        content = f"""<?xml version="1.0" encoding="utf-8"?>
<CodeBook xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" origin="ATLAS.ti Win 23.4.0"
 xsi:schemaLocation="urn:QDA-XML:codebook:0:4 Codebook.xsd" xmlns="urn:QDA-XML:codebook:1.0">
 <Codes><Code guid="{CODE}" name="c" color="#46AA00" isCodable="true"><Description>d</Description>
 </Code></Codes>
 <Sets><Set name="group" guid="{OTHER}"><Description>g</Description><MemberCode guid="{CODE}"/>
 </Set></Sets></CodeBook>"""
        found = read_codebook(content.encode())
        assert found.project.origin == "ATLAS.ti Win 23.4.0"
        assert found.project.codes == (RefiCode(UUID(CODE), "c", colour="#46AA00", definition="d"),)
        assert found.project.sets[0].codes == (UUID(CODE),)
        assert found.left_out == ()

    @pytest.mark.parametrize(
        "namespace", ["urn:QDA-XML:codebook:1:0", "urn:QDA-XML:codebook:0:4", "urn:other", ""]
    )
    def test_of_nvivo_and_others_under_any_namespace(self, namespace):
        xmlns = f'xmlns="{namespace}"' if namespace else ""
        content = f"""<?xml version="1.0" encoding="UTF-8" standalone="no" ?><CodeBook {xmlns}
          origin="NVivo 12 For Mac"><Codes><Code color="#00FF00" guid="{CODE}" isCodable="true"
          name="a"><Code guid="{OTHER}" isCodable="true" name="b"/></Code></Codes></CodeBook>"""
        codes = read_codebook(content.encode()).project.codes
        assert [(code.name, code.parent) for code in codes] == [("a", None), ("b", UUID(CODE))]

    def test_of_taguette_without_colours(self):
        content = f"""<?xml version="1.0" encoding="utf-8"?>
<CodeBook xmlns="urn:QDA-XML:codebook:1.0" origin="Taguette 1.4"><Codes><Code guid="{CODE}"
 name="interesting" isCodable="true"><Description>Further review required</Description></Code>
</Codes></CodeBook>"""
        assert read_codebook(content.encode()).project.codes == (
            RefiCode(UUID(CODE), "interesting", definition="Further review required"),
        )

    def test_with_short_names_for_identifiers(self):
        content = b"""<CodeBook xmlns="urn:QDA-XML:codebook:1.0"><Codes><Code guid="c001" name="a"
          isCodable="true" color="#e57"><Code guid="c21" name="b"/></Code></Codes></CodeBook>"""
        first, second = read_codebook(content).project.codes
        assert second.parent == first.guid
        assert first.colour == "#ee5577"
