"""What is written: a .qdpx that other programs can read, and the same one each time."""

import io
import os
import random
import tracemalloc
from dataclasses import replace
from uuid import UUID
from zipfile import ZipFile

import pytest
from defusedxml.ElementTree import fromstring

from tests.coding.refi.examples import (
    ADA,
    CHECKS,
    EXAMPLE,
    EXAMPLES,
    MACHINE,
    PRACTICES,
    STORY,
    TEXT,
    entries,
    guid,
    problems,
    read,
    study,
    written,
)
from vecu.coding.code_tree import CodebookCycle
from vecu.coding.refi import (
    ProjectNotWritten,
    RefiCase,
    RefiCode,
    RefiCoding,
    RefiNote,
    RefiProject,
    RefiSource,
    RefiUser,
    RefiVariable,
    RefiVariableKind,
    write_project,
)
from vecu.coding.spans import TextSpan

QDA = "{urn:QDA-XML:project:1.0}"


def project_qde(project: RefiProject, language: str = "en"):
    return fromstring(entries(written(project, language))["project.qde"])


def one_text(text: str, *spans: TextSpan | None) -> RefiProject:
    codings = tuple(RefiCoding(guid(100 + n), EXAMPLES, None, span) for n, span in enumerate(spans))
    return RefiProject(
        "P", codes=(RefiCode(EXAMPLES, "C"),), sources=(RefiSource(STORY, "S", text, codings),)
    )


def places(project: RefiProject) -> list[tuple[str | None, str | None]]:
    selections = project_qde(project).iter(f"{QDA}PlainTextSelection")
    return [(each.get("startPosition"), each.get("endPosition")) for each in selections]


def test_a_project_is_valid_by_the_schema_of_the_standard():
    assert problems(entries(written(study()))["project.qde"]) == []


def test_the_schema_would_find_a_mistake():
    """So that the test above cannot pass by accident."""
    document = entries(written(study()))["project.qde"].replace(b' isCodable="true"', b"")

    assert any("isCodable" in problem for problem in problems(document))


def test_a_project_without_anything_is_valid_too():
    assert problems(entries(written(RefiProject("Empty")))["project.qde"]) == []


def test_children_stand_in_the_order_of_the_standard():
    assert [child.tag.removeprefix(QDA) for child in project_qde(study())] == [
        *("Users", "CodeBook", "Variables", "Cases", "Sources", "Notes", "Sets"),
        *("Description", "NoteRef"),
    ]


def test_texts_stand_in_sources_under_their_guids_in_utf_8_without_a_mark():
    """8.3 of the specification: a folder `sources`, a GUID for a name; 9.1.2: UTF-8."""
    held = entries(written(study()))

    assert held[f"sources/{STORY}.txt"] == TEXT.encode()
    assert {name for name in held if "/" not in name} == {"project.qde", "vecu.json"}


def test_places_count_code_points_from_0_and_the_end_is_the_place_after_the_last():
    """As in A.2 of the specification, where “granola” stands from 62 to 69.

    Before “exemple” there are an emoji (one code point, two UTF-16 units) and an e with a
    combining accent (two code points): 🙂, e, ◌́, and a space.
    """
    assert places(one_text("🙂e\u0301 exemple", TextSpan(4, 11))) == [("4", "11")]


def test_a_selection_is_named_after_its_words():
    selection = next(project_qde(study()).iter(f"{QDA}PlainTextSelection"))

    assert selection.get("name") == "un exemple"


def test_long_words_are_cut_in_a_name():
    """To 100 characters with “…”, as ATLAS.ti does in A.2 of the specification."""
    selection = next(project_qde(one_text("mot " * 50, None)).iter(f"{QDA}PlainTextSelection"))

    assert selection.get("name") == "mot " * 24 + "mot…"


def test_a_code_on_the_whole_text_is_a_selection_of_all_of_it():
    assert places(one_text("🙂 oui", None)) == [("0", "5")]


def test_a_code_on_a_text_without_a_character_stands_on_the_source():
    document = project_qde(one_text("", None))

    assert document.find(f"{QDA}Sources/{QDA}TextSource/{QDA}Coding") is not None


def test_line_breaks_become_lf_and_places_follow():
    """In "a\\r\\nb\\rcd\\r\\n", “cd” is from 5 to 7; with LF, "a\\nb\\ncd\\n", from 4 to 6."""
    project = one_text("a\r\nb\rcd\r\n", TextSpan(5, 7))

    assert places(project) == [("4", "6")]
    assert entries(written(project))[f"sources/{STORY}.txt"] == b"a\nb\ncd\n"


def test_a_place_on_half_a_line_break_is_all_of_it():
    assert places(one_text("a\r\nb", TextSpan(1, 2), TextSpan(2, 3), TextSpan(0, 2))) == [
        *(("1", "2"), ("0", "2")),
    ]


@pytest.mark.parametrize("character", ["\x00", "\x0b", "\x1f", "\ud800", "\ufffe", "\uffff"])
def test_what_xml_forbids_is_replaced_one_for_one(character):
    """2.2 of XML 1.0: tab, LF, CR, U+0020 to U+D7FF, U+E000 to U+FFFD, U+10000 and beyond."""
    project = replace(
        one_text(f"a{character}b exemple", TextSpan(4, 11)),
        notes=(RefiNote(guid(9), f"m{character}", f"n{character}", about=frozenset({STORY})),),
        name=f"P{character}",
    )

    held = entries(written(project))
    assert problems(held["project.qde"]) == []
    assert held[f"sources/{STORY}.txt"].decode() == "a\ufffdb exemple"
    assert held[f"sources/{guid(9)}.txt"].decode() == "m\ufffd"
    assert places(project) == [("4", "11")]


def test_a_text_never_begins_with_what_would_be_taken_for_a_byte_order_mark():
    project = one_text("\ufeffexemple", TextSpan(1, 8))

    assert entries(written(project))[f"sources/{STORY}.txt"] == "\u2060exemple".encode()
    assert places(project) == [("1", "8")]


def test_tabs_and_line_breaks_in_names_are_preserved():
    """An XML reader makes spaces of those that are not escaped (3.3.3 of XML 1.0)."""
    (user,) = project_qde(RefiProject("P", users=(RefiUser(ADA, "Ada\tL.\n2"),))).iter(f"{QDA}User")

    assert user.get("name") == "Ada\tL.\n2"


def test_codings_of_two_coders_on_one_place_are_two_selections():
    """Programs take the coder of a selection for that of all of its codings."""
    selections = [
        (each.get("creatingUser"), [ref.get("targetGUID") for ref in each.iter(f"{QDA}CodeRef")])
        for each in project_qde(study()).iter(f"{QDA}PlainTextSelection")
        if each.get("startPosition") == str(EXAMPLE.start)
    ]
    assert selections == [(str(ADA), [str(EXAMPLES)]), (str(MACHINE), [str(EXAMPLES)])]


def test_codings_of_one_coder_on_one_place_are_one_selection():
    """QualCoder keeps one annotation or coding for each place."""
    codings = (
        RefiCoding(guid(41), EXAMPLES, ADA, EXAMPLE),
        RefiCoding(guid(42), CHECKS, ADA, EXAMPLE),
    )
    project = replace(study(), notes=(), sources=(RefiSource(STORY, "S", TEXT, codings),))

    (selection,) = project_qde(project).iter(f"{QDA}PlainTextSelection")
    assert [each.get("guid") for each in selection.iter(f"{QDA}Coding")] == [
        str(guid(41)),
        str(guid(42)),
    ]


def test_a_memo_on_a_coding_is_the_comment_of_its_selection_as_well():
    """QualCoder, MAXQDA and ATLAS.ti show the description of a selection as its comment."""
    selection = next(project_qde(study()).iter(f"{QDA}PlainTextSelection"))

    assert selection.findtext(f"{QDA}Description") == "An example?\nAsk Eve."
    assert selection.find(f"{QDA}Coding/{QDA}NoteRef").get("targetGUID") == str(guid(61))


def test_nothing_reveals_when_a_text_came_or_who_wrote_it():
    for source in project_qde(study()).iter(f"{QDA}TextSource"):
        assert set(source.keys()) == {"guid", "name", "plainTextPath"}


def test_the_same_project_gives_the_same_bytes():
    assert written(study()) == written(study())


def test_entries_carry_no_date_and_no_system_of_their_own():
    with ZipFile(io.BytesIO(written(study()))) as archive:
        for entry in archive.infolist():
            assert entry.date_time == (1980, 1, 1, 0, 0, 0)
            assert (entry.create_system, entry.external_attr) == (3, 0o644 << 16)


def test_descriptions_are_headed_in_the_language_of_the_codebook():
    codes = (RefiCode(EXAMPLES, "C", definition="Sens.", use_when="Ici.", not_when="Là."),)

    description = project_qde(RefiProject("P", codes=codes), "fr").find(f".//{QDA}Description")
    assert description.text == (
        "Sens.\n\nÀ utiliser quand\u00a0:\nIci.\n\nNe pas utiliser quand\u00a0:\nLà."
    )


def test_codes_nest_to_any_sensible_depth_and_orphans_stand_at_the_top():
    codes = tuple(RefiCode(guid(n), f"c{n}", guid(n - 1)) for n in range(1, 80))

    document = entries(written(RefiProject("P", codes=codes)))["project.qde"]
    assert problems(document) == []
    assert read(written(RefiProject("P", codes=codes))).project.codes == (
        replace(codes[0], parent=None),
        *codes[1:],
    )


def test_sources_are_taken_one_at_a_time_and_memory_stays_bounded():
    """3,000 texts of 10,000 characters are 30 MB, of which little is held at a time."""
    chance = random.Random(1)  # noqa: S311 - words that cannot be packed, no secret

    def stories():
        for _ in range(3_000):
            text = chance.randbytes(5_000).hex()
            identity = UUID(int=chance.getrandbits(128))
            yield RefiSource(
                identity, "s", text, (RefiCoding(guid(41), EXAMPLES, None, TextSpan(0, 9)),)
            )

    project = RefiProject("P", codes=(RefiCode(EXAMPLES, "C"),), sources=stories())
    tracemalloc.start()
    try:
        with open(os.devnull, "wb") as nowhere:  # noqa: PTH123 - a device, not a file
            write_project(nowhere, project)
        _now, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 8e6


class TestRefused:
    def test_a_code_below_itself(self):
        codes = (RefiCode(guid(1), "Ask", guid(2)), RefiCode(guid(2), "Tell", guid(1)))

        with pytest.raises(CodebookCycle) as caught:
            written(RefiProject("P", codes=codes))
        assert caught.value.members == ("Ask", "Tell", "Ask")

    @pytest.mark.parametrize(
        ("project", "words"),
        [
            (RefiProject("P", codes=(RefiCode(guid(1), "a"), RefiCode(guid(1), "b"))), "Two codes"),
            (
                RefiProject("P", sources=(RefiSource(STORY, "a", ""), RefiSource(STORY, "b", ""))),
                "Two texts",
            ),
            (RefiProject("P", notes=(RefiNote(guid(1), "a"), RefiNote(guid(1), "b"))), "Two memos"),
            (
                RefiProject(
                    "P", sources=(RefiSource(STORY, "a", "x"),), notes=(RefiNote(STORY, "b"),)
                ),
                "Two texts or memos",
            ),
            (one_text("exemple", TextSpan(0, 8)), "0 to 8 is no part of the text (7 characters)"),
            (one_text("exemple", TextSpan(3, 3)), "3 to 3"),
            (
                RefiProject(
                    "P", sources=(RefiSource(STORY, "a", "x", (RefiCoding(guid(1), CHECKS),)),)
                ),
                "“a” is coded or written by somebody, or with a code, not in the project",
            ),
            (
                RefiProject("P", notes=(RefiNote(guid(1), "Why?", "Doubt", ADA),)),
                "“Doubt” is coded or",
            ),
            (
                RefiProject("P", cases=(RefiCase(guid(1), "Story 1", values={guid(2): "x"}),)),
                "“Story 1” has a value of a variable not in the project",
            ),
            (
                RefiProject(
                    "P",
                    variables=(RefiVariable(guid(2), "Hours", RefiVariableKind.INTEGER),),
                    cases=(RefiCase(guid(1), "Story 1", values={guid(2): "three"}),),
                ),
                "“three” is not of the kind",
            ),
            (
                RefiProject(
                    "P", codes=tuple(RefiCode(guid(n), f"c{n}", guid(n - 1)) for n in range(1, 99))
                ),
                "more than 90 levels",
            ),
        ],
    )
    def test_what_contradicts_itself(self, project, words):
        with pytest.raises(ProjectNotWritten) as caught:
            written(project)
        assert words in str(caught.value)
        assert caught.value.say("fr") != str(caught.value)


def test_a_memo_about_something_that_is_gone_is_the_projects():
    """A coding may be taken off while its memo stays."""
    note = RefiNote(guid(61), "Why?", about=frozenset({guid(999)}))

    assert read(written(replace(study(), notes=(note,)))).project.notes[0].about == frozenset()


def test_codes_of_a_branch_keep_their_order():
    names = [code.name for code in read(written(study())).project.codes]

    assert names == ["Practices", 'Give an "example" & more', "Check"]
    assert read(written(study())).project.codes[1].parent == PRACTICES
