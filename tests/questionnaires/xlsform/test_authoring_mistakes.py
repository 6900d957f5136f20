"""What authors write by habit, out of other programs or by a slip: each told in words, at its cell.

The rows are those of real forms: of templates from ODK and KoboToolbox, and of spreadsheets that
people wrote by hand.
"""

import pytest

from tests.questionnaires.factories import SPOKEN, TODAY
from vecu.questionnaires import (
    Diagnostic,
    LintResult,
    Severity,
    WorkbookAttachments,
    lint_workbook,
    normalize_answers,
)

COLUMNS = (
    "type", "name", "label", "hint", "relevant", "constraint", "calculation", "required",
    "read_only", "appearance", "parameters", "trigger", "choice_filter", "repeat_count", "default",
    "save_to",
)  # fmt: skip
YES_NO = "| choices |\n| | list_name | name | label |\n| | yn | y | Yes |\n| | yn | n | No |\n"


def look(
    *rows: dict[str, str], more: str = YES_NO, language: str = "en", **media: str
) -> LintResult:
    lines = ["| survey |", f"| | {' | '.join(COLUMNS)} |"]
    lines += [f"| | {' | '.join(row.get(name, '') for name in COLUMNS)} |" for row in rows]
    files = {name.replace("_csv", ".csv"): text.encode() for name, text in media.items()}
    spoken = "" if "| settings |" in more or "label::" in more else SPOKEN
    content = "\n".join([*lines, more, spoken]).encode()
    return lint_workbook(
        content, "form.md", language=language, files=WorkbookAttachments(lists=files)
    )


def look_at(*lines: str) -> LintResult:
    return lint_workbook("\n".join(["| survey |", *lines]).encode(), "form.md", language="en")


def ask(kind: str, name: str = "q", **columns: str) -> dict[str, str]:
    label = "" if kind.startswith(("end", "calculate")) else "Which?"
    return {"type": kind, "name": name, "label": label, **columns}


def the(inspection: LintResult, level: Severity = Severity.ERROR) -> Diagnostic:
    (found,) = inspection.of(level)
    return found


def where(found: Diagnostic) -> tuple[str, int, str]:
    return found.sheet, found.row, found.column


# ── parameters ──


@pytest.mark.parametrize(
    ("kind", "parameters", "words"),
    [
        ("range", "start=a end=10 step=1", "“start” takes a number, not “a”"),
        ("range", "start=0 end=10 step=0", "step may not be 0"),
        ("range", "start=0 end=10 step=20", "larger than from start to end"),
        ("range", "start=0 end=10 stp=2", "no parameter “stp” here. Did you mean “step”?"),
        ("range", "start 0 end 10", "Write name=value"),
        ("select_one yn", "randomize=maybe", "“randomize” takes true or false"),
        ("select_one yn", "randomize=true seed=abc", "“seed” takes a number or ${name}"),
        ("select_one yn", "seed=42", "write randomize=true"),
        ("text", "rows=many", "“rows” takes a whole number"),
        ("image", "max-pixels=big", "“max-pixels” takes a whole number"),
        ("audio", "quality=best", "“quality” takes"),
        ("geopoint", "capture-accuracy=x", "“capture-accuracy” takes a number"),
        ("select_one_from_file towns.csv", "value=a b", "Write name=value"),
    ],
)
def test_a_parameter_that_is_wrong_is_reported_at_its_cell(kind, parameters, words):
    found = the(look(ask(kind, parameters=parameters), towns_csv="name,label,a\na,A,a\n"))
    assert where(found) == ("survey", 2, "parameters")
    assert words in found.message


def test_parameters_that_nothing_reads_are_doubted():
    found = the(look(ask("integer", parameters="start=0")), Severity.WARNING)
    assert where(found) == ("survey", 2, "parameters")


@pytest.mark.parametrize(
    ("parameters", "last"),
    [
        ("start=0 end=120 step=7", "119"),  # 17 × 7
        ("start=10 end=0 step=3", "1"),  # 10, 7, 4, 1
        ("start=1 end=2 step=0.3", "1.9"),
    ],
)
def test_a_range_that_its_steps_do_not_fill_is_doubted_since_odk_collect_disables_it(
    parameters, last
):
    """Its RangeWidgetUtils wants `rangeEnd.subtract(rangeStart).remainder(rangeStep)` to be 0."""
    found = the(look(ask("range", parameters=parameters)), Severity.WARNING)

    assert where(found) == ("survey", 2, "parameters")
    assert f"the numbers stop at {last}, and ODK Collect lets nobody answer" in found.message
    assert f"Write end={last}" in found.message


@pytest.mark.parametrize("parameters", ["start=0 end=120 step=5", "start=10 end=0 step=2.5"])
def test_a_range_that_its_steps_fill_is_not(parameters):
    assert not look(ask("range", parameters=parameters)).of(Severity.WARNING)


def test_parameters_that_are_right_are_taken():
    rows = [
        ask("range", "a", parameters="start=1; end=5, step=0.5"),
        ask("integer", "n"),
        ask("select_one yn", "b", parameters="randomize=true, seed=${n}"),
        ask("text", "c", parameters="rows=5"),
        ask("image", "d", parameters="max-pixels=1024"),
        ask("select_one_from_file towns.csv", "e", parameters="value=code label=said"),
    ]
    assert not look(*rows, towns_csv="code,said\na,A\n").of(Severity.ERROR)


# ── references ──


@pytest.mark.parametrize(
    "written", ["${ a }", "${a", "${a b}", "${a ${a}}", "$ {a}", "${1a}", "${}"]
)
@pytest.mark.parametrize("column", ["relevant", "label", "hint", "calculation", "trigger"])
def test_a_reference_that_is_written_wrong_is_reported_at_its_cell(written, column):
    found = look(ask("text", "a"), ask("text", "b", **{column: f"{written}"})).of(Severity.ERROR)
    assert [where(one) for one in found] == [("survey", 3, column)]
    assert "${name}" in found[0].message


@pytest.mark.parametrize("column", ["default", "relevant", "label", "calculation"])
def test_what_was_answered_the_last_time_is_refused_at_its_cell(column):
    found = the(look(ask("text", "a"), ask("text", "b", **{column: "${last-saved#a}"})))
    assert where(found) == ("survey", 3, column)
    assert "never kept for the next" in found.message


def test_a_trigger_that_names_nothing_says_what_is_near():
    found = the(look(ask("text", "age"), ask("calculate", "b", calculation="1", trigger="${agge}")))
    assert where(found) == ("survey", 3, "trigger")
    assert "Did you mean “age”?" in found.message


def test_a_trigger_without_braces_gets_the_right_spelling():
    found = the(look(ask("text", "age"), ask("calculate", "b", calculation="1", trigger="age")))
    assert where(found) == ("survey", 3, "trigger")
    assert "${name}" in found.message


# ── formulas ──


def test_a_choice_without_quotes_is_reported_with_quotes():
    found = the(look(ask("select_one yn", "a"), ask("text", "b", relevant="${a} = y")))
    assert where(found) == ("survey", 3, "relevant")
    assert "Write 'y' between quotes" in found.message


def test_dividing_two_questions_is_reported_with_div():
    rows = [
        ask("integer", "a"),
        ask("integer", "b"),
        ask("calculate", "c", calculation="${a} / ${b}"),
    ]
    found = the(look(*rows))
    assert where(found) == ("survey", 4, "calculation")
    assert "write div to divide" in found.message
    assert not look(*rows[:2], ask("calculate", "c", calculation="${a} div ${b}")).of(
        Severity.ERROR
    )


@pytest.mark.parametrize("word", ["oui", "non", "ja", "obligatoire", "si"])
@pytest.mark.parametrize("column", ["required", "read_only"])
def test_yes_in_another_language_is_reported_with_yes(word, column):
    found = the(look(ask("text", "a", **{column: word, "default": "x"})))
    assert where(found) == ("survey", 2, column)
    assert f"Write yes, no or a formula, not “{word}”" in found.message


@pytest.mark.parametrize(
    ("formula", "words"),
    [
        ("(1 + 2", "“)” was expected before the end."),
        ("1 +", "a value was expected before the end."),
        ("@", "a name was expected before the end."),
    ],
)
def test_a_formula_that_breaks_off_is_reported_as_ending_too_soon(formula, words):
    assert words in the(look(ask("text", "a", relevant=formula))).message


@pytest.mark.parametrize(
    ("formula", "words"),
    [
        ("frobnicate(1)", "no function frobnicate(). See the list"),  # far from all of them
        ("coun(1)", "Did you mean count?"),
        ("string-lenght('a')", "Did you mean string-length?"),
        ("SOMME(1)", "write sum() instead of SOMME()"),  # spreadsheets in French
        ("si(1, 2, 3)", "write if() instead of si()"),
        ("aujourdhui()", "write today() instead of aujourdhui()"),
    ],
)
def test_an_unknown_function_is_reported_with_one_that_is_meant_or_none(formula, words):
    assert words in the(look(ask("text", "a", relevant=formula))).message


def test_a_comparison_of_a_comparison_is_doubted():
    found = the(look(ask("integer", "a", constraint="3 < . < 5")), Severity.WARNING)
    assert where(found) == ("survey", 2, "constraint")
    assert "Join two comparisons with and" in found.message
    assert not look(ask("integer", "a", constraint="3 < . and . < 5")).of(Severity.WARNING)
    assert not look(ask("integer", "a", constraint="(. > 3) = (. < 5)")).of(Severity.WARNING)


@pytest.mark.parametrize(
    ("formula", "words"),
    [
        ("instance('towms')/root/item[1]/label", "no list “towms”. Did you mean “towns”?"),
        ("instance('other')/root/item[1]/label", "“other” is a list that no question offers"),
        ("pulldata('towms', 'mayor', 'name', 'x')", "Did you mean “towns.csv”?"),
    ],
)
def test_a_list_that_is_not_there_says_what_is_near(formula, words):
    more = YES_NO + "| | other | o | O |\n"
    rows = [ask("select_one yn", "a"), ask("select_one_from_file towns.csv", "t")]
    found = the(
        look(
            *rows,
            ask("calculate", "c", calculation=formula),
            more=more,
            towns_csv="name,label\na,A\n",
        )
    )
    assert where(found) == ("survey", 4, "calculation")
    assert words in found.message


def test_a_label_in_several_languages_is_not_looked_up_in_its_list():
    """The form keeps such labels apart from the rows of its lists, so that the look-up is blank."""
    look_up = "instance('yn')/root/item[name = ${a}]/label"
    rows = [ask("select_one yn", "a"), ask("calculate", "c", calculation=look_up)]
    more = (
        "| choices |\n| | list_name | name | label::English (en) | label::Français (fr) |\n"
        "| | yn | y | Yes | Oui |\n"
    )
    found = the(look(*rows, more=more))
    assert where(found) == ("survey", 3, "calculation")
    assert "jr:choice-name" in found.message


@pytest.mark.parametrize("heading", ["label", "label::English (en)"])
@pytest.mark.parametrize(
    "language", ["", "| settings |\n| | default_language |\n| | English (en) |\n"]
)
def test_a_label_in_one_language_is_looked_up_in_its_list(heading, language):
    look_up = "instance('yn')/root/item[name = ${a}]/label"
    rows = [ask("select_one yn", "a"), ask("calculate", "c", calculation=look_up)]
    asked = look(*rows, more=YES_NO.replace("label", heading) + language).questionnaire
    assert asked is not None
    assert normalize_answers(asked, {"a": "y"}, today=TODAY)["c"] == "Yes"


def test_a_list_of_a_sheet_is_not_pulled_like_a_file():
    rows = [
        ask("select_one yn", "a"),
        ask("calculate", "c", calculation="pulldata('yn', 'label', 'name', ${a})"),
    ]
    found = the(look(*rows))
    assert where(found) == ("survey", 3, "calculation")
    assert "jr:choice-name" in found.message


# ── types ──


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("begin_kobomatrix", "KoboToolbox alone"),
        ("end_score", "KoboToolbox alone"),
        ("rank__level", "KoboToolbox alone"),
        ("select_one yn yn", "names more than one list"),
        ("select_one  yn  yn", "names more than one list"),
        ("Select_One yn", "is not how a type is written. Write “select_one yn”."),
        ("select_one  yn", "Write “select_one yn”."),
        ("SELECT_MULTIPLE yn  or_other", "Write “select_multiple yn or_other”."),
        ("Select one yn", "Write “select_one yn”."),
        ("Rank  yn", "Write “rank yn”."),
        ("select_one ${a}", "asked in a repeat"),
        ("select_one_from_file towns.xls", "ends in .csv, .xml or .geojson"),
        ("osm", "“osm” are not supported"),
        ("geotrace", "“geotrace” are not supported"),
        ("select_one_external towns", "select_one_external"),
        ("Text field", "Did you mean “text”?"),
    ],
)
def test_a_type_that_is_not_supported_says_why(kind, words):
    found = the(
        look(ask("text", "a"), ask(kind, "b", choice_filter="x=1" if "external" in kind else ""))
    )
    assert where(found) == ("survey", 3, "type")
    assert words in found.message


def test_a_file_that_is_missing_is_reported_where_it_is_named():
    rows = [
        ask("csv-external", "towns"),
        ask("calculate", "c", calculation="pulldata('shops', 'a', 'b', 'c')"),
    ]
    found = look(*rows).of(Severity.ERROR)
    assert [where(one) for one in found] == [("survey", 2, "name"), ("survey", 3, "calculation")]
    assert ["towns.csv" in found[0].message, "shops.csv" in found[1].message] == [True, True]


# ── labels ──


def test_every_question_without_a_label_is_an_error_at_its_cell_in_the_readers_language():
    rows = [ask("text", "a", label=""), ask("text", "b"), ask("select_one yn", "c", label="")]
    found = look(*rows, language="fr").of(Severity.ERROR)
    assert [where(one) for one in found] == [("survey", 2, "label"), ("survey", 4, "label")]
    assert not any("pyxform" in one.message for one in found)


@pytest.mark.parametrize(
    "instead", [{"hint": "Tell us."}, {"appearance": "label"}, {"calculation": "1 + 1"}]
)
def test_a_row_without_a_label_that_the_converter_takes_is_no_error(instead):
    """`xml_label_and_hint` of pyxform's survey_element.py asks for a label, a file or a hint."""
    inspection = look(ask("text", "a"), ask("text", "b", label="", **instead))
    assert inspection.publishable


def test_a_further_explanation_alone_does_not_stand_for_a_label():
    found = the(
        look_at("| | type | name | label | guidance_hint |", "| | text | a | A | |",
                "| | text | b | | Say it all. |")
    )  # fmt: skip
    assert where(found) == ("survey", 3, "label")


@pytest.mark.parametrize("heading", ["lable", "Labels", "lable::Français (fr)", "labell"])
def test_a_misspelt_heading_of_labels_is_one_error_at_the_heading(heading):
    found = the(
        look_at(f"| | type | name | {heading} |", "| | text | a | A |", "| | text | b | B |")
    )
    assert where(found) == ("survey", 1, heading)
    assert "Did you mean “label”?" in found.message


def test_a_form_that_names_no_language_is_reported_as_taken_for_english():
    survey = ["| | type | name | label |", "| | text | a | Une seule langue ? |"]
    found = the(look_at(*survey), Severity.WARNING)
    assert where(found) == ("survey", 1, "label")
    assert "taken for English" in found.message
    assert "default_language" in found.message
    assert not look_at(*survey, SPOKEN.replace("English (en)", "Français (fr)")).findings
    assert not look_at(survey[0].replace("label", "label::Français (fr)"), survey[1]).findings


def test_a_survey_without_labels_is_reported_once():
    found = the(look_at("| | type | name |", "| | text | a |", "| | text | b |"))
    assert (found.sheet, found.row) == ("survey", 0)
    assert "The column “label” is missing" in found.message


# ── names, headings, sheets ──


def test_names_that_differ_by_a_capital_are_doubted():
    found = the(look(ask("text", "age"), ask("integer", "Age")), Severity.WARNING)
    assert where(found) == ("survey", 3, "name")
    assert "capitals alone" in found.message


def test_a_group_without_questions_is_doubted():
    rows = [
        ask("begin group", "g"),
        ask("end group", ""),
        ask("begin repeat", "r"),
        ask("end repeat", ""),
    ]
    found = look(ask("text", "a"), *rows).of(Severity.WARNING)
    assert [where(one) for one in found] == [("survey", 3, "type"), ("survey", 5, "type")]


def test_two_headings_for_one_column_are_reported():
    found = the(
        look_at(
            "| | type | name | label | relevant | relevance |", "| | text | a | A | 1=1 | 2=2 |"
        )
    )
    assert (found.sheet, found.row, found.column) == ("survey", 1, "relevance")
    assert "“relevant” and “relevance”" in found.message


def test_a_single_colon_before_a_language_is_reported_as_to_be_doubled():
    found = the(
        look_at("| | type | name | label::English (en) | hint:Français (fr) |",
                "| | text | a | A | B |")
    )  # fmt: skip
    assert (found.row, found.column) == (1, "hint:Français (fr)")
    assert "hint::Français (fr)" in found.message


def test_a_heading_of_choices_with_a_space_is_doubted():
    """An expression could not name such a column."""
    more = "| choices |\n| | list_name | name | label | my column |\n| | yn | y | Yes | 1 |\n"
    found = the(look(ask("select_one yn", "a"), more=more), Severity.NOTE)
    assert (found.sheet, found.row, found.column) == ("choices", 1, "my column")


def test_the_name_of_the_form_in_the_settings_is_reported_at_its_cell():
    more = "| settings |\n| | form_title | name |\n| | A form | my form |\n"
    found = the(look(ask("text", "a"), more=more))
    assert where(found) == ("settings", 2, "name")
    assert "my_form" in found.message


def test_entities_are_left_out_and_reported():
    more = "| entities |\n| | list_name | label |\n| | trees | ${a} |\n"
    inspection = look(ask("text", "a", save_to="species"), more=more)
    assert inspection.publishable
    assert "entities" not in inspection.xform
    assert {(one.sheet, one.column) for one in inspection.of(Severity.WARNING)} == {
        ("entities", ""), ("survey", "save_to"),
    }  # fmt: skip


def test_search_in_an_appearance_is_refused_at_its_cell():
    rows = [
        ask("select_one yn", "a", appearance="minimal search('towns')"),
        ask("select_one yn", "b"),
    ]
    found = the(look(*rows))
    assert where(found) == ("survey", 2, "appearance")
    assert "select_one_from_file" in found.message


# ── first values ──


@pytest.mark.parametrize(
    ("kind", "first", "right"),
    [
        ("date", "31/12/2020", "2020-12-31"),
        ("dateTime", "31/12/2020 10:00", "2020-12-31T10:00:00"),
        ("dateTime", "2020-12-31 10:00:00", "2020-12-31T10:00:00"),
        ("time", "14h30", "14:30:00"),
        ("decimal", "7,5", "7.5"),
        ("geopoint", "48,85 ; 2,35", "48.85 2.35"),
        ("date", "Christmas", "2026-11-24"),
        ("time", "25:00", "14:30"),
    ],
)
def test_a_first_value_is_reported_as_a_workbook_writes_it(kind, first, right):
    """The XForms types date, dateTime, time, decimal and geopoint of the ODK XForms specification.

    What people may type is no advice here: written so, it would be refused again.
    """
    found = the(look(ask(kind, "a", default=first)), Severity.WARNING)
    assert where(found) == ("survey", 2, "default")
    assert f"“{right}”" in found.message
    assert "24/11/2026" not in found.message
    assert not look(ask(kind, "a", default=right)).findings


def test_choices_that_search_brings_need_no_list_of_the_sheet():
    found = the(look(ask("select_one towns", "a", appearance="search('towns')")))
    assert where(found) == ("survey", 2, "appearance")


def test_a_seed_that_names_no_question_says_what_is_near():
    rows = [ask("integer", "age"),
            ask("select_one yn", "a", parameters="randomize=true, seed=${agge}")]  # fmt: skip
    found = the(look(*rows))
    assert where(found) == ("survey", 3, "parameters")
    assert "There is no question “agge”. Did you mean “age”?" in found.message


def test_the_name_of_an_answer_that_names_no_question_says_what_is_near():
    more = "| settings |\n| | default_language | instance_name |\n| | en | concat('A', ${agge}) |\n"
    found = the(look(ask("integer", "age"), more=more))
    assert where(found) == ("settings", 2, "instance_name")
    assert "There is no question “agge”. Did you mean “age”?" in found.message


def test_a_setting_that_no_program_knows_is_doubted():
    more = "| settings |\n| | default_language | titre | version |\n| | en | Une enquête | 1 |\n"
    found = the(look(ask("text", "a"), more=more), Severity.WARNING)
    assert where(found) == ("settings", 1, "titre")
    assert "There is no setting “titre”, so it is not read. Did you mean “title”?" in found.message


# ── other clients ──


def test_a_path_inside_a_repeat_is_read_otherwise_elsewhere():
    rows = [
        ask("begin repeat", "story"), ask("text", "task"),
        ask("calculate", "all", calculation="join(', ', /data/story/task)"),
        ask("calculate", "own", calculation="concat(${task}, '!')"), ask("end repeat", ""),
    ]  # fmt: skip
    found = the(look(*rows), Severity.NOTE)
    assert where(found) == ("survey", 4, "calculation")
    assert "${task}" in found.message


def test_a_sum_that_one_blank_makes_blank_is_noted():
    rows = [
        ask("begin repeat", "story"), ask("integer", "minutes"), ask("end repeat", ""),
        ask("calculate", "all", calculation="sum(${minutes})"),
        ask("calculate", "some", calculation="sum(${minutes}[. != ''])"),
    ]  # fmt: skip
    found = the(look(*rows), Severity.NOTE)
    assert where(found) == ("survey", 5, "calculation")
    assert "[. != '']" in found.message
    rows[1]["required"] = "yes"
    assert not look(*rows).of(Severity.NOTE)


REPEATED = [
    ask("begin repeat", "story"), ask("integer", "minutes", required="yes"),
    ask("end repeat", ""), ask("text", "all"),
]  # fmt: skip


@pytest.mark.parametrize(
    "formula",
    [
        "${minutes} > 3",
        "${minutes}",
        "/data/story/minutes = 3",
        "sum(${minutes}) + ${minutes}",
        "max(${minutes}, 1) > 0",
        "concat(${minutes}, '!') = 'x'",
        "not(${minutes})",
        "indexed-repeat(${minutes}, ${story}, ${minutes}) = 3",
    ],
)
def test_one_answer_wanted_of_a_repeat_is_reported_as_stopping_odk_collect(formula):
    """JavaRosa: "This field is repeated … use the indexed-repeat() function" (XPathNodeset)."""
    found = the(look(*REPEATED, ask("text", "b", relevant=formula)), Severity.WARNING)
    assert where(found) == ("survey", 6, "relevant")
    assert "ODK Collect stops here" in found.message
    assert "indexed-repeat(${minutes}, ${story}, 1)" in found.message


@pytest.mark.parametrize(
    "formula",
    [
        "count(${minutes}) > 3",
        "sum(${minutes}) > 3",
        "max(${minutes}) > 3",
        "concat(${minutes}) = ''",
        "join(', ', ${minutes}) = ''",
        "count-non-empty(${minutes}) > 0",
        "indexed-repeat(${minutes}, ${story}, 1) > 3",
        "${minutes}[position() = 1] > 3",
        "checklist(1, 2, ${minutes})",
        "count(${story}) > 1",
    ],
)
def test_what_takes_all_answers_of_a_repeat_is_right(formula):
    """The functions of JavaRosa's XPathFuncExpr that are given a nodeset."""
    assert not look(*REPEATED, ask("text", "b", relevant=formula)).of(Severity.WARNING)


def test_an_answer_of_a_repeat_displayed_outside_of_it_stops_odk_collect_too():
    found = the(look(*REPEATED, ask("note", "b", label="You said ${minutes}.")), Severity.WARNING)
    assert where(found) == ("survey", 6, "label")
    assert "join(', ', ${minutes})" in found.message


def test_inside_the_repeat_one_answer_is_meant():
    inside = ask("note", "b", label="You said ${minutes}.", relevant="${minutes} > 3")
    assert not look(*REPEATED[:2], inside, *REPEATED[2:]).of(Severity.WARNING)


def test_choices_that_are_answers_are_filtered_story_by_story():
    told = ask("select_one ${minutes}", "b", choice_filter="${minutes} > 3")
    assert not look(*REPEATED, told).of(Severity.WARNING)


# ── whatever else the converter refuses ──


def test_what_only_the_converter_refuses_is_reported_at_its_row_and_in_the_readers_language():
    rows = [
        ask("begin group", "g", appearance="table-list"), ask("select_one yn", "a"),
        ask("select_one other", "b"), ask("end group", ""),
    ]  # fmt: skip
    found = the(look(*rows, more=YES_NO + "| | other | o | O |\n", language="fr"))
    assert (found.sheet, found.row) == ("survey", 4)
    assert found.message.lower().startswith("le convertisseur de xlsform")
