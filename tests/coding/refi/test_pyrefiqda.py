"""What we write, read by a program that others made from the schemas of the standard."""

from pyrefiqda import RefiCodebook, RefiProject

from tests.coding.refi.examples import (
    ADA,
    CHECKS,
    EXAMPLE,
    EXAMPLES,
    MACHINE,
    STORY,
    TASK,
    TEXT,
    guid,
    study,
    written,
)
from vecu.coding.refi import write_codebook


def load(tmp_path):
    path = tmp_path / "study.qdpx"
    path.write_bytes(written(study()))
    return RefiProject.load(path, tmp_path / "unpacked")


def test_users_codes_and_variables_are_found(tmp_path):
    project = load(tmp_path)

    assert project.name == "Témoignages <2026>"
    assert [(user.guid, user.name) for user in project.users.user] == [
        (str(ADA), "Ada"),
        (str(MACHINE), "Suggester 1.2"),
    ]
    (practices,) = project.code_book.codes.code
    assert (practices.name, practices.is_codable) == ("Practices", False)
    assert [(code.guid, code.color) for code in practices.code] == [
        (str(EXAMPLES), "#2a6f4e"),
        (str(CHECKS), "#B00020"),
    ]
    assert [variable.type_of_variable.value for variable in project.variables.variable] == [
        *("Text", "Boolean", "Integer", "Float", "Date", "DateTime"),
    ]


def test_every_selection_is_on_the_words_that_were_coded(tmp_path):
    project = load(tmp_path)
    story, task = project.sources.text_source
    path = RefiProject.resolve_source_path(story.plain_text_path, tmp_path / "unpacked")
    text = path.read_bytes().decode("utf-8")

    assert (story.guid, task.guid) == (str(STORY), str(TASK))
    assert text == TEXT
    assert [
        (
            selection.creating_user,
            selection.coding[0].code_ref.target_guid,
            text[selection.start_position : selection.end_position],
        )
        for selection in story.plain_text_selection
        if selection.coding
    ] == [
        (str(ADA), str(EXAMPLES), "un exemple"),
        (str(ADA), str(CHECKS), TEXT),
        (str(MACHINE), str(EXAMPLES), "un exemple"),
    ]
    assert (EXAMPLE.start, EXAMPLE.end) == (13, 23)


def test_values_and_memos_are_found(tmp_path):
    project = load(tmp_path)
    (case,) = project.cases.case
    values = {value.variable_ref.target_guid: value for value in case.variable_value}

    assert values[str(guid(71))].text_value == "rather <creative>"
    assert values[str(guid(72))].boolean_value is True
    assert values[str(guid(73))].integer_value == -3
    assert [source.target_guid for source in case.source_ref] == [str(STORY), str(TASK)]
    doubt = project.notes.note[0]
    path = RefiProject.resolve_source_path(doubt.plain_text_path, tmp_path / "unpacked")
    assert path.read_text(encoding="utf-8") == "An example?\nAsk Eve."


def test_a_codebook_is_found(tmp_path):
    path = tmp_path / "codes.qdc"
    with path.open("wb") as file:
        write_codebook(file, study().codes, study().sets)

    (practices,) = RefiCodebook.load(path).codes.code
    assert [code.name for code in practices.code] == ['Give an "example" & more', "Check"]
