"""What a workbook brings along: lists, pictures, sounds, films; each mistake told where it is."""

import pytest

from tests.questionnaires.factories import SPOKEN, TODAY
from vecu.questionnaires import (
    LintResult,
    QuestionType,
    Severity,
    WorkbookAttachments,
    WorkbookRefused,
    build_pages,
    convert_workbook,
    lint_workbook,
    list_preview_pages,
    read_xform,
)

HEAD = "| survey |\n| | type | name | label | parameters | choice_filter | calculation |\n"
TOWNS = b"code,town,region\nm,Metz,east\nl,Lyon,south\n"


def look(
    *rows: str, choices: str = "", head: str = HEAD, **files: bytes | QuestionType
) -> LintResult:
    """Inspect a survey of these rows with these files: bytes are lists, kinds are media."""
    named = {name.replace("__", "."): one for name, one in files.items()}
    lists = {name: one for name, one in named.items() if isinstance(one, bytes)}
    media = {name: one for name, one in named.items() if isinstance(one, QuestionType)}
    survey = head + "".join(f"| | {row} |\n" for row in rows)
    spoken = "" if "| settings |" in choices else SPOKEN
    form = f"{survey}\n{choices}{spoken}"
    return lint_workbook(
        form.encode(), "form.md", language="en", files=WorkbookAttachments(lists, media)
    )


def places(
    inspection: LintResult, level: Severity = Severity.ERROR
) -> list[tuple[str, int, str, str]]:
    """Return the sheet or file, row, column and find of each finding."""
    return [(one.file or one.sheet, one.row, one.column, one.found) for one in inspection.of(level)]


CODES = "value=code label=town"
TOWN = f"select_one_from_file towns.csv | town | Town? | {CODES} | |"


# ── lists in files ──


def test_a_list_that_has_what_is_wanted_is_no_finding():
    found = look(TOWN, towns__csv=TOWNS)
    assert found.findings == ()
    assert found.named == {"towns.csv"}
    assert [one.name for one in found.questionnaire.questions["/data/town"].choices] == ["m", "l"]


@pytest.mark.parametrize(
    "row",
    [
        TOWN,
        f"select_multiple_from_file towns.csv | town | Town? | {CODES} | |",
        "csv-external | towns | | | |",
        "calculate | mayor | | | | pulldata('towns', 'town', 'code', 'm')",
    ],
)
def test_a_file_that_did_not_come_is_reported_where_it_is_named(row):
    found = look("text | a | A | | |", row)
    column = {"calculate": "calculation", "csv-external": "name"}.get(row.split()[0], "type")
    assert places(found) == [("survey", 3, column, "towns.csv")]
    assert found.named == {"towns.csv"}


def test_a_file_of_nearly_that_name_is_suggested():
    (finding,) = look(TOWN, town__csv=TOWNS).of(Severity.ERROR)
    assert "Did you mean “town.csv”?" in finding.message


def test_every_mistake_of_a_file_is_reported_by_file_row_and_column():
    content = b"code,town\nm,Metz\n,Nancy\nm,Metz again\nl l,Lyon\nx,\n"
    found = look(
        f"select_multiple_from_file towns.csv | town | Town? | {CODES} | |", towns__csv=content
    )
    assert [(one.file, one.cell, one.rule.value, one.level.value) for one in found.findings] == [
        ("towns.csv", "A3", "choice", "error"),  # no name
        ("towns.csv", "A4", "duplicate-choice", "error"),
        ("towns.csv", "A5", "choice", "error"),  # a space
        ("towns.csv", "B6", "label", "warning"),  # no label
    ]
    assert "in row 2" in found.findings[1].message
    assert not found.publishable


def test_a_space_in_a_name_matters_only_where_several_are_chosen():
    content = b"code,town\nl l,Lyon\n"
    assert look(TOWN, towns__csv=content).findings == ()


def test_names_may_stand_twice_where_the_settings_say_so():
    content = b"code,town\nm,Metz\nm,Metz again\n"
    settings = (
        "| settings |\n| | allow_choice_duplicates | default_language |\n| | yes | English (en) |\n"
    )
    assert look(TOWN, choices=settings, towns__csv=content).findings == ()


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (b"town,region\nMetz,east\n", ["code"]),
        (b"code,region\nm,east\n", ["town"]),
        (b"name,label\nm,Metz\n", ["code", "town"]),
        (b"Code,town\nm,Metz\n", ["code"]),
    ],
)
def test_a_column_that_a_question_wants_is_reported_in_the_file_with_those_it_has(content, found):
    inspection = look(TOWN, towns__csv=content)
    assert places(inspection) == [("towns.csv", 1, "", column) for column in found]
    assert content.partition(b"\n")[0].decode().replace(",", ", ") in inspection.findings[0].message


def test_without_parameters_the_columns_are_name_and_label_and_those_of_geojson_id_and_title():
    """As ODK has it: docs.getodk.org/form-question-types, Customizing the label and value."""
    feature = '{"id": "m", "properties": {"title": "Metz"}, "geometry": {"type": "Point", "coordinates": [6, 49]}}'  # noqa: E501
    found = look(
        "select_one_from_file a.csv | a | A | | |",
        "select_one_from_file b.geojson | b | B | | |",
        a__csv=b"name,label\nm,Metz\n",
        b__geojson=f'{{"features": [{feature}]}}'.encode(),
    )
    assert found.findings == ()
    questions = found.questionnaire.questions
    assert [
        (one.name, one.label.say("en"))
        for one in (*questions["/data/a"].choices, *questions["/data/b"].choices)
    ] == [("m", "Metz"), ("m", "Metz")]


def test_what_is_wrong_with_the_file_itself_is_reported_in_the_file():
    found = look(TOWN, towns__csv="code,town\nm,Métz\n".encode("cp1252"))
    assert places(found) == [("towns.csv", 2, "", "m,Métz")]


def test_a_file_without_entries_offers_nothing():
    assert places(look(TOWN, towns__csv=b"code,town\n")) == [("towns.csv", 1, "", "")]


def test_entries_of_a_document_must_be_items_in_a_root():
    content = b"<towns><town><code>m</code><town>Metz</town></town></towns>"
    row = f"select_one_from_file towns.xml | town | Town? | {CODES} | |"
    assert places(look(row, towns__xml=content)) == [("towns.xml", 1, "", "")]
    as_items = content.replace(b"<town><code>", b"<item><code>").replace(
        b"</town></town>", b"</town></item>"
    )
    as_root = as_items.replace(b"<towns>", b"<root>").replace(b"</towns>", b"</root>")
    assert look(row, towns__xml=as_root).findings == ()


@pytest.mark.parametrize(
    ("row", "column"),
    [
        (f"select_one_from_file towns.csv | town | Town? | {CODES} | regio = 'east' |",
         "choice_filter"),
        ("calculate | mayor | | | | pulldata('towns', 'regio', 'code', 'm')", "calculation"),
        ("calculate | mayor | | | | pulldata('towns', 'town', 'regio', 'm')", "calculation"),
    ],
)  # fmt: skip
def test_a_column_that_a_formula_wants_is_reported_at_the_formula(row, column):
    found = look(row, towns__csv=TOWNS)
    assert places(found) == [("survey", 2, column, "regio")]
    assert "Did you mean “region”?" in found.findings[0].message


def test_one_file_is_read_and_reported_once_however_often_it_is_named():
    rows = [TOWN, TOWN.replace("| town |", "| other |", 1)]
    assert len(look(*rows).of(Severity.ERROR)) == 1
    assert len(look(*rows, towns__csv=b"code,town\nm,x\nm,y\n").of(Severity.ERROR)) == 1


def test_a_file_called_like_another_list_is_refused():
    choices = "| choices |\n| | list_name | name | label |\n| | towns | a | A |\n"
    found = look("select_one towns | a | A | | |", TOWN, choices=choices, towns__csv=TOWNS)
    assert ("survey", 3, "type", "towns") in places(found)


def test_a_space_in_the_name_of_a_file_is_explained():
    (finding,) = look("select_one_from_file my towns.csv | a | A | | |").of(Severity.ERROR)
    assert "cannot hold a space" in finding.message


def test_reading_refuses_with_file_row_and_column():
    form = f"{HEAD}| | {TOWN} |\n".encode()
    with pytest.raises(WorkbookRefused) as refused:
        convert_workbook(
            form, "form.md", WorkbookAttachments({"towns.csv": b"code,town\nm,a\nm,b\n"})
        )
    (problem,) = refused.value.problems
    assert problem.startswith("File “towns.csv”, row 3, column “code”: ")
    assert problem.say("fr").startswith(
        "Fichier «\xa0towns.csv\xa0», ligne 3, colonne «\xa0code\xa0»\xa0: "
    )


def test_a_form_says_which_lists_it_holds():
    form = f"{HEAD}| | {TOWN} |\n".encode()
    converted = convert_workbook(
        form, "form.md", WorkbookAttachments({"towns.csv": TOWNS, "more.csv": TOWNS})
    )
    assert converted.lists == ("towns.csv",)
    assert 'src="jr://file-csv/towns.csv"' in converted.xform
    assert read_xform(converted.xform).instances["towns"].children


# ── pictures, sounds and films ──

SEEN = (
    "| survey |\n| | type | name | label::English (en) | label::Français (fr)"
    " | media::image | media::audio::English (en) | media::audio::Français (fr)"
    " | media::video | appearance | default | autoplay |\n"
)
GIVEN = {
    "tea__png": QuestionType.IMAGE,
    "voice__mp3": QuestionType.AUDIO,
    "voix__mp3": QuestionType.AUDIO,
    "film__mp4": QuestionType.VIDEO,
}
TEA = "text | tea | Tea? | Du thé ? | tea.png | voice.mp3 | voix.mp3 | film.mp4 | | |"


def see(*rows: str, choices: str = "", **files: QuestionType) -> LintResult:
    return look(*rows, head=SEEN, choices=choices, **(files or GIVEN))


def test_what_is_at_hand_goes_with_the_question_in_each_language():
    found = see(TEA)
    assert found.findings == ()
    media = found.questionnaire.questions["/data/tea"].media
    assert dict(media.audio.texts) == {"en": "voice.mp3", "fr": "voix.mp3"}
    assert dict(media.image.texts) == {"en": "tea.png", "fr": "tea.png"}  # of no language: of all
    assert dict(media.video.texts) == {"en": "film.mp4", "fr": "film.mp4"}
    assert found.questionnaire.languages == ("en", "fr")
    assert found.questionnaire.media == {"tea.png", "voice.mp3", "voix.mp3", "film.mp4"}
    assert found.named == found.questionnaire.media


def test_media_that_did_not_come_are_errors_at_their_cells_and_the_form_can_still_be_walked():
    found = look(TEA, head=SEEN)
    assert [(row, column, name) for _sheet, row, column, name in places(found)] == [
        (2, "media::image", "tea.png"),
        (2, "media::audio::English (en)", "voice.mp3"),
        (2, "media::audio::Français (fr)", "voix.mp3"),
        (2, "media::video", "film.mp4"),
    ]
    assert {one.rule.value for one in found.findings} == {"media"}
    assert not found.publishable
    assert found.questionnaire is not None


def test_a_sound_where_a_picture_belongs_is_reported():
    row = "text | tea | Tea? | Du thé ? | voice.mp3 | | | | | |"
    (finding,) = see(row).of(Severity.ERROR)
    assert finding.message == "“voice.mp3” is a sound, and this column takes a picture."


@pytest.mark.parametrize("name", ["media/tea.png", "..\\tea.png", ".tea.png", "x" * 101])
def test_what_is_no_plain_name_of_a_file_is_reported(name):
    (finding,) = see(f"text | tea | Tea? | Du thé ? | {name} | | | | | |").of(Severity.ERROR)
    assert "is no name of a file" in finding.message


def test_a_sound_that_one_language_lacks_is_warned_of():
    found = see("text | tea | Tea? | Du thé ? | | voice.mp3 | | | | |")
    assert places(found, Severity.WARNING) == [
        ("survey", 2, "media::audio::Français (fr)", "voice.mp3")
    ]


def test_choices_have_media_too():
    choices = (
        "| choices |\n| | list_name | name | label::English (en) | label::Français (fr) | image |"
        " audio |\n| | c | a | A | A | tea.png | lost.mp3 |\n"
    )
    found = see("select_one c | q | Q | Q | | | | | | |", choices=choices)
    assert places(found) == [("choices", 2, "audio", "lost.mp3")]


def test_what_stands_at_a_group_without_a_page_is_warned_of():
    rows = [
        "begin group | g | G | G | tea.png | | | | | |", "text | a | A | A | | | | | | |",
        "end group | | | | | | | | | |", "begin group | b | B | B | tea.png | | | | field-list | |",
        "text | c | C | C | | | | | | |", "end group | | | | | | | | | |",
    ]  # fmt: skip
    found = see(*rows)
    assert places(found, Severity.WARNING) == [("survey", 2, "media::image", "tea.png")]
    block = [each.page for each in list_preview_pages(found.questionnaire, today=TODAY)][-1]
    assert dict(block.media.image.texts) == {"en": "tea.png", "fr": "tea.png"}


def test_a_question_for_a_file_cannot_begin_with_one():
    found = see("image | photo | P | P | | | | | | tea.png |")
    assert places(found) == [("survey", 2, "default", "tea.png")]


def test_nothing_plays_by_itself_and_authors_get_a_note():
    found = see(TEA.rstrip("|") + "| audio ")
    assert places(found, Severity.NOTE) == [("survey", 2, "autoplay", "audio")]


def test_big_images_are_wanted_for_other_programs_and_reported_as_not_displayed():
    head = "| survey |\n| | type | name | label | image | big-image |\n"
    found = look(
        "text | a | A | a.png | b.png |",
        head=head,
        a__png=QuestionType.IMAGE,
        b__png=QuestionType.IMAGE,
    )
    assert places(found, Severity.NOTE) == [("survey", 2, "big-image", "b.png")]
    assert found.questionnaire.media == {"a.png", "b.png"}


def test_a_language_that_only_a_sound_names_is_reported_at_its_heading():
    head = (
        "| survey |\n| | type | name | label::English (en) | label::Français (fr)"
        " | media::audio::French (fr) |\n"
    )
    found = look("text | a | A | A | a.mp3 |", head=head, a__mp3=QuestionType.AUDIO)
    assert ("survey", 1, "media::audio::French (fr)", "French (fr)") in places(found)


def test_typographic_quotes_in_the_name_of_a_file_stay():
    head = "| survey |\n| | type | name | label | audio |\n"
    form = f"{head}| | text | a | A | l’accueil.mp3 |\n".encode()
    read = convert_workbook(
        form, "form.md", WorkbookAttachments(media={"l’accueil.mp3": QuestionType.AUDIO})
    )
    assert read_xform(read.xform).media == {"l’accueil.mp3"}


def test_words_that_only_one_language_has_are_read_in_the_other():
    """pyxform writes a dash where a language has none."""
    found = see("text | a | Tea? | | tea.png | | | | | |")
    (page,) = build_pages(found.questionnaire, {}, today=TODAY)
    assert page.label.say("fr") == "Tea?"


def test_a_dash_that_an_author_wrote_is_a_dash():
    choices = (
        "| choices |\n| | list_name | name | label::English (en) | label::Français (fr) |\n"
        "| | c | a | - | - |\n"
    )
    found = see("select_one c | q | Q | Q | | | | | | |", choices=choices)
    (choice,) = found.questionnaire.questions["/data/q"].choices
    assert choice.label.say("fr") == "-"
