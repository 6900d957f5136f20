"""A workbook is told every mistake at once, each with its cell."""

import io

import pytest
from openpyxl import load_workbook

from tests.questionnaires.factories import EVERY_KIND, LIBRARY
from tests.questionnaires.xlsform.test_convert import xlsx
from vecu.questionnaires import (
    Diagnostic,
    LintResult,
    Severity,
    WorkbookAttachments,
    WorkbookRefused,
    convert_workbook,
    lint_workbook,
)

HEADINGS = ["type", "name", "label", "relevant", "constraint", "calculation", "choice_filter"]
MISTAKEN = {
    "survey": [
        HEADINGS,
        ["text", "task", "Which task?"],
        ["texte", "goal", "What for?"],  # an unknown type
        ["text", "task", "Again?"],  # a name used twice
        ["select_one towns", "town", "Where?"],  # no such list
        ["integer", "age", "Age?", None, ". >= 0 annd . < 120"],  # an expression that breaks off
        ["text", "why", "Why?", "${agee} > 3"],  # no such question
        ["calculate", "a", None, None, None, "${b} + 1"],  # a circle with the next
        ["calculate", "b", None, None, None, "${a} + 1"],
        ["text", "meta", "Anything?"],  # a reserved name
        ["select_one size", "size", "Size?"],
        ["begin group", "end", "The end"],  # never closed
        ["text", "last", "Anything else?", "sizes(${size}) > 2"],  # an unknown function
    ],
    "choices": [
        ["list_name", "name", "label"],
        ["size", "small", "Small"],
        ["size", None, "Large"],  # a choice without name
        ["size", "small", "Little"],  # a choice twice
    ],
}


SPOKEN = [["default_language"], ["English (en)"]]


def look(sheets: dict[str, list[list[object]]], language: str = "en") -> LintResult:
    sheets = {**sheets, "settings": sheets.get("settings", SPOKEN)}
    return lint_workbook(xlsx(sheets), "form.xlsx", language=language)


def look_at(markdown: str) -> LintResult:
    return lint_workbook(markdown.encode(), "form.md", language="en")


def places(inspection: LintResult, level: Severity = Severity.ERROR) -> list[tuple[str, str, str]]:
    return [(found.sheet, found.cell, found.rule.value) for found in inspection.of(level)]


def one(rows: list[list[object]], rule: str, *, choices: list[list[object]] = ()) -> Diagnostic:
    """Return the only finding of a rule in a survey of these rows."""
    sheets = {"survey": rows}
    if choices:
        sheets["choices"] = [["list_name", "name", "label"], *choices]
    (found,) = [found for found in look(sheets).findings if found.rule == rule]
    return found


def test_every_planted_mistake_is_reported_with_its_cell() -> None:
    assert places(look(MISTAKEN)) == [
        ("survey", "A3", "type"),
        ("survey", "B4", "duplicate-name"),
        ("survey", "A5", "choice-list"),
        ("survey", "E6", "expression"),
        ("survey", "D7", "reference"),
        ("survey", "F8", "cycle"),
        ("survey", "B10", "reserved-name"),
        ("survey", "A12", "group"),
        ("survey", "D13", "expression"),
        ("choices", "B3", "choice"),
        ("choices", "B4", "duplicate-choice"),
    ]


def test_mending_the_last_mistake_makes_the_form_publishable() -> None:
    mended = {
        "survey": [
            HEADINGS,
            ["text", "task", "Which task?"],
            ["integer", "age", "Age?", None, ". >= 0 and . < 120"],
            ["select_one size", "size", "Size?"],
        ],
        "choices": [["list_name", "name", "label"], ["size", "small", "Small"]],
    }
    inspection = look(mended)
    assert inspection.findings == ()
    assert inspection.publishable
    assert inspection.summary.questions == 3


def test_reading_refuses_with_the_same_mistakes_that_inspecting_tells() -> None:
    with pytest.raises(WorkbookRefused) as refused:
        convert_workbook(xlsx(MISTAKEN), "form.xlsx")
    assert len(refused.value.problems) == len(look(MISTAKEN).of(Severity.ERROR))
    assert "row 6, column “constraint”" in str(refused.value)


def test_the_testimonies_template_is_clean() -> None:
    content = (LIBRARY / "testimonies.md").read_bytes()
    inspection = lint_workbook(content, "testimonies.md", language="fr")
    assert inspection.findings == ()
    assert inspection.publishable


def test_what_is_wrong_in_a_formula_is_reported_by_its_character() -> None:
    found = one(
        [["type", "name", "label", "relevant"], ["text", "a", "A", "${a} = 'x' annd 1"]],
        "expression",
    )
    # ${a} = 'x' annd: the 12th character, counted by hand.
    assert "At character 12 of “${a} = 'x' annd 1”" in found.message


def test_a_mistake_is_explained_in_the_persons_language() -> None:
    (found,) = look({"survey": [["type", "name", "label"], ["texte", "b", "B"]]}, "fr").findings
    assert (
        found.message == "Il n’y a pas de type de question « texte ». Vouliez-vous dire « text » ?"
    )


def test_a_circle_names_its_members_in_the_order_in_which_they_wait() -> None:
    found = one(
        [
            ["type", "name", "calculation"],
            ["calculate", "a", "${b}"],
            ["calculate", "b", "${c}"],
            ["calculate", "c", "${a} + ${d}"],
            ["calculate", "d", "3"],
            ["text", "t", None],
        ],
        "cycle",
    )
    assert found.level is Severity.ERROR
    assert "a → b → c → a" in found.message


def test_conditions_that_decide_each_other_are_refused() -> None:
    found = one(
        [
            ["type", "name", "label", "relevant"],
            ["text", "a", "A", "${b} = ''"],
            ["text", "b", "B", "${a} = ''"],
        ],
        "cycle",
    )
    assert found.level is Severity.ERROR


def test_a_question_that_decides_whether_its_own_group_is_relevant_goes_in_a_circle() -> None:
    found = one(
        [
            ["type", "name", "label", "relevant"],
            ["begin group", "g", "G", "${a} = 'x'"],
            ["text", "a", "A", None],
            ["end group", None, None, None],
        ],
        "cycle",
    )
    assert "g" in found.message
    assert "a" in found.message


@pytest.mark.parametrize(
    ("column", "formula", "found"),
    [
        ("relevant", "/data/nowhere = 1", "/data/nowhere"),
        ("relevant", "../nowhere = 1", "../nowhere"),
        ("relevant", "age > 3", "age"),
        ("label", "Hello ${nowhere}", "nowhere"),
    ],
)
def test_what_refers_to_no_question_is_an_error(column: str, formula: str, found: str) -> None:
    rows = [
        ["type", "name", "label", "relevant"],
        ["integer", "age", "Age?", None],
        ["text", "a", *((formula, None) if column == "label" else ("A", formula))],
    ]
    told = one(rows, "reference")
    assert told.level is Severity.ERROR
    assert told.found == found
    assert told.cell == ("C3" if column == "label" else "D3")


def test_a_bare_name_is_reported_with_how_to_refer_to_the_question() -> None:
    rows = [["type", "name", "label", "relevant"], ["integer", "age", "Age?"],
            ["text", "a", "A", "age > 3"]]  # fmt: skip
    assert "Write ${age}." in one(rows, "reference").message


def test_what_was_left_out_for_privacy_cannot_be_referred_to() -> None:
    rows = [["type", "name", "label"], ["deviceid", "device", None],
            ["note", "n", "You are ${device}"]]  # fmt: skip
    assert "left out for privacy (row 2)" in one(rows, "reference").message


@pytest.mark.parametrize(
    ("column", "formula"),
    [
        ("relevant", "random() < 0.5"),
        ("constraint", ". != uuid()"),
        ("required", "once(random()) < 0.5"),
        ("choice_filter", "name = 'a' and random() < 0.5"),
    ],
)
def test_chance_in_a_rule_is_an_error_at_its_cell(column: str, formula: str) -> None:
    """Later readers of an answer have no seed: the rule would come out otherwise for them."""
    rows = [["type", "name", "label", column], ["select_one c", "q", "Q", formula]]
    found = one(rows, "expression", choices=[["c", "a", "A"], ["c", "b", "B"]])
    assert (found.level, found.cell) == (Severity.ERROR, "D2")
    assert "once(random())" in found.message


def test_chance_in_a_count_is_an_error_at_its_cell() -> None:
    rows = [["type", "name", "label", "repeat_count"], ["begin repeat", "r", "R", "random() * 3"],
            ["text", "a", "A"], ["end repeat"]]  # fmt: skip
    assert one(rows, "expression").cell == "D2"


def test_chance_in_a_calculation_or_in_the_order_of_choices_is_no_mistake() -> None:
    rows = [
        ["type", "name", "label", "calculation", "relevant", "parameters", "choice_filter"],
        ["calculate", "arm", None, "once(random())"],
        ["select_one c", "q", "Q", None, "${arm} < 0.5", "randomize=true", "name != ${arm}"],
    ]
    choices = [["list_name", "name", "label"], ["c", "a", "A"]]
    inspection = look({"survey": rows, "choices": choices})
    assert inspection.publishable
    assert inspection.of(Severity.ERROR) == ()


@pytest.mark.parametrize("kind", ["select_multiple", "rank"])
def test_a_space_in_a_name_is_an_error_where_answers_are_separated_by_spaces(kind: str) -> None:
    rows = [["type", "name", "label"], [f"{kind} c", "q", "Q"]]
    found = one(rows, "choice", choices=[["c", "a b", "A"], ["c", "d", "D"]])
    assert (found.level, found.cell) == (Severity.ERROR, "B2")
    assert f"a {kind}," in found.message


TOWNS = [["type", "name", "label"], ["text", "a", "A"],
         ["select_one_from_file towns.csv", "t", "T"]]  # fmt: skip


def test_a_list_in_a_file_is_read_when_it_is_attached() -> None:
    attached = {"towns.csv": b"name,label\nmetz,Metz\nlyon,Lyon\n"}
    content = xlsx({"survey": TOWNS, "settings": SPOKEN})
    inspection = lint_workbook(
        content, "form.xlsx", language="en", files=WorkbookAttachments(attached)
    )
    assert (inspection.publishable, inspection.findings) == (True, ())
    assert [one.name for one in inspection.questionnaire.questions["/data/t"].choices] == [
        "metz", "lyon",
    ]  # fmt: skip


def test_a_file_that_is_missing_is_reported_where_it_is_named() -> None:
    (found,) = look({"survey": TOWNS}).of(Severity.ERROR)
    assert (found.rule.value, found.cell) == ("choice-list", "A3")
    assert "was not attached" in found.message


def test_merged_cells_are_an_error_at_the_first_of_them() -> None:
    book = load_workbook(
        io.BytesIO(
            xlsx({"survey": [["type", "name", "label"], ["text", "a", "A"], ["text", "b", None]]})
        )
    )
    book["survey"].merge_cells("C2:C3")
    buffer = io.BytesIO()
    book.save(buffer)
    inspection = lint_workbook(buffer.getvalue(), "form.xlsx", language="en")
    found, below = inspection.of(Severity.ERROR)
    assert (found.sheet, found.row, found.column, found.cell) == ("survey", 2, "label", "C2")
    assert (below.cell, below.rule) == ("C3", "label")
    assert "C2:C3" in found.message


def test_a_hidden_sheet_is_reported() -> None:
    choices = [["list_name", "name", "label"], ["c", "one", "One"]]
    survey = [["type", "name", "label"], ["select_one c", "a", "A"]]
    book = load_workbook(
        io.BytesIO(xlsx({"survey": survey, "choices": choices, "settings": SPOKEN}))
    )
    book["choices"].sheet_state = "hidden"
    buffer = io.BytesIO()
    book.save(buffer)
    (found,) = lint_workbook(buffer.getvalue(), "form.xlsx", language="en").findings
    assert (found.rule.value, found.sheet) == ("hidden-sheet", "choices")


class TestTranslations:
    def test_each_text_that_a_language_lacks_is_reported_at_the_empty_cell(self) -> None:
        inspection = look(
            {
                "survey": [
                    ["type", "name", "label::Français (fr)", "label::English (en)",
                     "hint::English (en)"],
                    ["text", "a", "Pourquoi ?", None, None],
                    ["select_one c", "b", "Où ?", "Where?", "Roughly"],
                ],
                "choices": [
                    ["list_name", "name", "label::Français (fr)", "label::English (en)"],
                    ["c", "one", None, "One"],
                ],
            }
        )  # fmt: skip
        told = [(f.sheet, f.cell, f.found) for f in inspection.findings if f.rule == "translation"]
        assert told == [
            ("survey", "", "hint::Français (fr)"),
            ("survey", "D2", "Pourquoi ?"),
            ("choices", "C2", "One"),
        ]

    def test_two_spellings_of_one_language_are_an_error(self) -> None:
        inspection = look(
            {
                "survey": [
                    ["type", "name", "label::Français (fr)", "hint::French (fr)"],
                    ["text", "a", "Pourquoi ?", "Dites"],
                ]
            }
        )
        assert ("survey", "D1", "language") in places(inspection)


class TestUnreachable:
    SURVEY = (
        ["type", "name", "label", "relevant", "constraint"],
        ["select_one yn", "known", "Known?", None, None],
        ["integer", "age", "Age?", None, ". >= 0 and . <= 120"],
    )
    CHOICES = (["yn", "yes", "Yes"], ["yn", "no", "No"])

    def verdict(self, *conditions: str) -> list[Diagnostic]:
        rows = [["text", f"q{n}", "Q", condition] for n, condition in enumerate(conditions)]
        inspection = look(
            {
                "survey": [*self.SURVEY, *rows],
                "choices": [["list_name", "name", "label"], *self.CHOICES],
            }
        )
        assert inspection.publishable
        return [found for found in inspection.findings if found.rule == "unreachable"]

    @pytest.mark.parametrize(
        "condition",
        [
            "false()",
            "1 = 2",
            "not(true())",
            "${known} = 'maybe'",
            "selected(${known}, 'perhaps')",
            "${known} = 'yes' and ${known} = 'no'",
            "${known} = 'yes' and not(${known} = 'yes')",
            "${known} = 'yes' and ${known} != 'yes'",
            "${age} > 120",
            "${age} > 60 and 50 > ${age}",
            "(${known} = 'maybe' or ${age} < 0) and ${age} != 7",
        ],
    )
    def test_a_condition_that_no_answer_fulfils_is_reported(self, condition: str) -> None:
        (found,) = self.verdict(condition)
        assert found.level is Severity.WARNING
        assert found.cell == "D4"

    @pytest.mark.parametrize(
        "condition",
        [
            "true()",
            "${known} = 'yes'",
            "${known} = ''",
            "${known} = 'maybe' or ${age} > 3",
            "${age} >= 120",
            "not(${age} > 3)",
            "${known} != 'yes' and ${known} != 'no'",
        ],
    )
    def test_a_condition_that_some_answer_fulfils_is_not(self, condition: str) -> None:
        assert self.verdict(condition) == []

    def test_what_hangs_on_a_question_that_is_never_relevant_is_reported_too(self) -> None:
        first, second = self.verdict("${known} = 'maybe'", "${q0} = 'x'")
        assert "“q0”, which is never asked" in second.message
        assert first.cell == "D4"

    @pytest.mark.parametrize("condition", ["${q0} != ''", "not(${q0} = '')", "'' != ${q0}"])
    def test_a_question_that_needs_any_answer_to_one_never_relevant_is_reported_too(
        self, condition: str
    ) -> None:
        first, second = self.verdict("${known} = 'yes' and ${known} = 'no'", condition)
        assert "“q0”, which is never asked" in second.message
        assert first.cell == "D4"

    @pytest.mark.parametrize("condition", ["${q0} = ''", "${q0} != 'x'", "not(${q0} != '')"])
    def test_one_that_a_missing_answer_fulfils_is_not(self, condition: str) -> None:
        (found,) = self.verdict("${known} = 'maybe'", condition)
        assert found.cell == "D4"

    def test_rows_above_one_that_is_never_relevant_are_reported_too(self) -> None:
        first, second, third = self.verdict("${q1} = 'x'", "${q2} = 'x'", "false()")
        assert "“q1”, which is never asked" in first.message
        assert "“q2”, which is never asked" in second.message
        assert "always false" in third.message

    def test_a_condition_that_nobody_can_judge_by_looking_is_owned_up_to(self) -> None:
        (found,) = self.verdict("string-length(${known}) > 100")
        assert found.level is Severity.NOTE
        assert "row 4" in found.message


class TestPrivacyAndOtherClients:
    def test_the_time_of_day_is_reported_as_left_out(self) -> None:
        rows = [["type", "name", "label", "calculation"], ["text", "t", "T", None],
                ["calculate", "when", None, "once(now())"]]  # fmt: skip
        found = one(rows, "privacy")
        assert (found.level, found.cell) == (Severity.WARNING, "D3")

    def test_a_required_note_would_stop_people_elsewhere(self) -> None:
        rows = [["type", "name", "label", "required"], ["note", "n", "Hello", "yes"]]
        assert one(rows, "other-clients").cell == "D2"

    @pytest.mark.parametrize(
        ("label", "mark"),
        [
            ("Was it **really** so?", "**really**"),
            ("Was it *really* so?", "*really*"),
            ("Was it __really__ so?", "__really__"),
            ("Was it _really_ so?", "_really_"),
            ("Before\n# Work\nAfter", "# Work"),
            ("See [our page](https://example.org)", "[our page](https://example.org)"),
            ('Was it <span style="color:red">so</span>?', '<span style="color:red">'),
        ],
    )
    def test_marks_of_markdown_and_html_are_displayed_as_they_are(
        self, label: str, mark: str
    ) -> None:
        rows = [["type", "name", "label::English (en)"], ["text", "a", label]]
        found = one(rows, "other-clients")
        assert (found.level, found.cell, found.found) == (Severity.NOTE, "C2", mark)

    @pytest.mark.parametrize(
        "label",
        [
            "2 * 3 * 4",
            "Required *",
            "${first_name} and ${last_name}",
            "a < b > c",
            "Item #3",
            "C# [x]",
        ],
    )
    def test_stars_and_lines_that_mean_nothing_are_no_marks(self, label: str) -> None:
        rows = [
            ["type", "name", "label"], ["text", "first_name", "First"],
            ["text", "last_name", "Last"], ["text", "a", label],
        ]  # fmt: skip
        found = look({"survey": rows}).findings
        assert "other-clients" not in [finding.rule for finding in found]

    def test_a_pattern_without_anchors_is_read_in_two_ways(self) -> None:
        rows = [
            ["type", "name", "label", "constraint"],
            ["text", "zip", "Zip", "regex(., '[0-9]{5}')"],
        ]
        found = one(rows, "other-clients")
        assert (found.level, found.found) == (Severity.NOTE, "[0-9]{5}")

    def test_the_example_of_every_kind_of_question_has_no_error(self) -> None:
        assert look_at(EVERY_KIND).of(Severity.ERROR) == ()


def test_a_misspelt_heading_is_reported() -> None:
    rows = [["type", "name", "label", "relevent"], ["text", "a", "A", "1 = 1"]]
    found = one(rows, "heading")
    assert (found.cell, found.level) == ("D1", Severity.WARNING)
    assert "“relevant”" in found.message


def test_a_heading_that_stands_twice_is_reported_at_the_second() -> None:
    sheets = {"survey": [["type", "name", "label", "label"], ["text", "a", "A", "B"]]}
    assert places(look(sheets)) == [("survey", "D1", "heading")]


def test_a_group_closed_as_a_repeat_is_reported() -> None:
    rows = [["type", "name", "label"], ["begin group", "g", "G"], ["text", "a", "A"],
            ["end repeat", None, None]]  # fmt: skip
    assert one(rows, "group").cell == "A4"


def test_an_error_of_the_spreadsheet_is_reported_by_its_cell() -> None:
    """openpyxl writes these words as cells whose type is an error (ECMA-376, 18.18.11)."""
    sheets = {
        "survey": [
            ["type", "name", "label", "hint", "my notes"],
            ["text", "a", "#REF!", "#N/A", "#N/A"],  # the last column is the author's own
            ["select_one yn", "b", "B", None, None],
        ],
        "choices": [["list_name", "name", "label", "area"], ["yn", "#VALUE!", "#DIV/0!", "#NAME?"],
                    ["yn", "n", "#hashtag", "south"]],
        "settings": [["form_title"], ["#NUM!"]],
    }  # fmt: skip
    found = look(sheets)
    assert places(found) == [
        ("survey", "C2", "cell-error"),
        ("survey", "D2", "cell-error"),
        ("choices", "B2", "cell-error"),
        ("choices", "C2", "cell-error"),
        ("choices", "D2", "cell-error"),
        ("settings", "A2", "cell-error"),
    ]
    assert "“#REF!”, an error of the spreadsheet" in found.findings[0].message
    assert not found.publishable


def test_an_error_that_came_as_text_is_reported_too() -> None:
    (found,) = look_at("| survey |\n| | type | name | label |\n| | text | a | #VALEUR! |").of(
        Severity.ERROR
    )
    assert (found.rule, found.row) == ("cell-error", 2)
