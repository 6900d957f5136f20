"""Everything is worked out once, after what it reads; circles are told when a form is read."""

import pytest
from defusedxml.ElementTree import fromstring
from hypothesis import given
from hypothesis import strategies as st

from tests.questionnaires.factories import SPOKEN, TODAY, form
from vecu.questionnaires import (
    WorkbookAttachments,
    WorkbookRefused,
    convert_workbook,
    lint_workbook,
    normalize_answers,
    open_sheets,
    read_xform,
)
from vecu.questionnaires.xlsform.convert import convert_sheets


def survey(*rows: str) -> str:
    head = "| survey |\n| | type | name | label | relevant | calculation | repeat_count |\n"
    return head + "\n".join(f"| | {row} |" for row in rows) + SPOKEN


def test_a_chain_written_backwards_is_followed_to_its_end():
    """Twelve calculations, each of the one below it: more than any fixed number of passes."""
    rows = [f"calculate | c{n} | | | ${{c{n + 1}}} + 1 |" for n in range(12)]
    asked = form(survey(*rows, "integer | c12 | C | | |"))
    assert normalize_answers(asked, {"c12": "5"}, today=TODAY)["c0"] == "17"


def test_a_value_of_a_question_that_is_not_relevant_is_blank_for_all_others():
    asked = form(
        survey(
            "text | last | Last | ${middle} != '' | |",
            "text | middle | Middle | ${first} = 'yes' | |",
            "text | first | First | | |",
        )
    )
    told = {"first": "no", "middle": "b", "last": "c"}
    assert normalize_answers(asked, told, today=TODAY) == {"first": "no"}
    assert normalize_answers(asked, told | {"first": "yes"}, today=TODAY) == told | {"first": "yes"}


def test_a_count_may_follow_from_what_stands_below_it():
    asked = form(
        survey(
            "begin repeat | pet | A pet | | | ${pets}",
            "integer | age | Age | | |",
            "end repeat | | | | |",
            "calculate | pets | | | ${cats} + ${dogs} |",
            "integer | cats | Cats | | |",
            "integer | dogs | Dogs | | |",
            "calculate | ages | | | sum(${age}) |",
        )
    )
    told = {"cats": "1", "dogs": "1", "pet": [{"age": "3"}, {"age": "4"}, {"age": "5"}]}
    settled = normalize_answers(asked, told, today=TODAY)
    assert settled["pet"] == [{"age": "3"}, {"age": "4"}]
    assert settled["ages"] == "7"
    assert list(settled) == ["pet", "pets", "cats", "dogs", "ages"]


BEFORE = "/data/s[position() = position(current()/..) - 1]"
"""The instance before, as seen from what stands in `s`."""

RUNNING = survey(
    "begin repeat | day | A day | | |",
    "calculate | before | | | indexed-repeat(${after}, ${day}, position(..) - 1) |",
    "integer | hours | Hours | | |",
    "calculate | after | | | coalesce(${before}, 0) + ${hours} |",
    "end repeat | | | | |",
)


@given(st.lists(st.integers(0, 24), min_size=1, max_size=20))
def test_a_running_total_reads_the_instance_before(hours):
    told = {"day": [{"hours": str(number)} for number in hours]}
    days = normalize_answers(RUNNING_FORM, told, today=TODAY)["day"]
    assert [int(day["after"]) for day in days] == [sum(hours[: n + 1]) for n in range(len(hours))]
    assert "before" not in days[0]


RUNNING_FORM = form(RUNNING)


def test_an_aggregate_over_instances_waits_for_all_of_them():
    asked = form(
        survey(
            "calculate | total | | | sum(/data/day/double) |",
            "begin repeat | day | A day | | |",
            "calculate | double | | | ${hours} * 2 |",
            "integer | hours | Hours | | |",
            "end repeat | | | | |",
        )
    )
    told = {"day": [{"hours": "1"}, {"hours": "4"}]}
    assert normalize_answers(asked, told, today=TODAY)["total"] == "10"


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        (
            ["text | a | A | ${b} = '' | |", "text | x | X | | |", "text | b | B | ${a} = '' | |"],
            ["row 2, column “relevant”", "a → b → a"],
        ),
        (["calculate | n | | | ${n} + 1 |"], ["row 2, column “calculation”", "n → n"]),
        (
            [
                "begin group | g | G | ${inside} = 'x' | |",
                "text | inside | I | | |",
                "end group | | | | |",
            ],
            ["row 2", "g → inside → g"],
        ),
        (
            [
                "begin repeat | r | R | | | ${all}",
                "integer | one | One | | |",
                "end repeat | | | | |",
                "calculate | all | | | sum(${one}) |",
            ],
            ["rows 2, 5", "r → all → r"],
        ),
        (
            [
                "begin repeat | r | R | | |",
                "calculate | a | | | ${b} + 1 |",
                "calculate | b | | | ${a} + 1 |",
                "end repeat | | | | |",
            ],
            ["row 3", "a → b → a"],
        ),
        (
            [
                "begin repeat | s | S | | |",
                f"begin repeat | t | T | | | if(position(..) = 1, 1, {BEFORE}/b)",
                "text | a | A | | |",
                "end repeat | | | | |",
                "calculate | b | | | count(${t}) + 1 |",
                "end repeat | | | | |",
            ],
            ["rows 3, 6", "t → b → t"],
        ),
        (
            [
                "begin repeat | s | S | | |",
                f"begin repeat | t | T | position(..) = 1 or {BEFORE}/b = '1' | |",
                "text | a | A | | |",
                "end repeat | | | | |",
                "calculate | b | | | count-non-empty(${a}) |",
                "end repeat | | | | |",
            ],
            ["rows 3, 6", "t → b → t"],
        ),
    ],
)
def test_a_circle_is_refused_with_its_members_and_their_rows(rows, told):
    with pytest.raises(WorkbookRefused) as refusal:
        convert_workbook(survey(*rows).encode(), "circle.md")
    (problem,) = refusal.value.problems
    for words in told:
        assert words in problem


@pytest.mark.parametrize(
    "rows",
    [
        # A formula is no text: what only looks like once() or a predicate exempts nothing.
        ["calculate | n | | | concat(${n}, 'once(') |"],
        ["calculate | n | | | concat(${n}, '[') |"],
        ["text | a | A | ${a}[. != ''] = 'x' | |"],
        # A predicate that reads outside of the reader's own repeat.
        [
            "calculate | n | | | count(/data/r[one > /data/m]) |",
            "calculate | m | | | ${n} + 1 |",
            "begin repeat | r | R | | |",
            "integer | one | One | | |",
            "end repeat | | | | |",
        ],
    ],
)
def test_a_circle_is_reported_once_at_its_cell_whatever_its_formula_looks_like(rows):
    told = lint_workbook(survey(*rows).encode(), "form.md", language="en")
    assert [(one.rule.value, one.row) for one in told.findings] == [("cycle", 2)]


@pytest.mark.parametrize(
    "rows",
    [
        ["text | a | A | | | |", "calculate | n | | coalesce(${n}, 0) + 1 | | ${a}"],
        [
            "begin repeat | r | R | | | |",
            "text | a | A | | | |",
            "calculate | n | | position(${n}/..) | | |",
            "end repeat | | | | | |",
        ],
    ],
)
def test_what_reads_itself_without_waiting_for_itself_is_no_circle(rows):
    """A trigger adds one to what stands there; the place of a question is no answer."""
    head = "| survey |\n| | type | name | label | calculation | relevant | trigger |\n"
    text = head + "\n".join(f"| | {row} |" for row in rows) + SPOKEN
    told = lint_workbook(text.encode(), "form.md", language="en")
    assert (told.publishable, told.findings) == (True, ())


def test_siblings_before_and_after_are_distinguished():
    """A calculation waits for the answers on the side of it that it looks at, not for itself."""
    asked = form(
        survey(
            "calculate | after | | | count(following-sibling::r) | |",
            "begin repeat | r | R | | | |",
            "integer | x | X | | | |",
            "calculate | earlier | | | count(../preceding-sibling::r) | |",
            "end repeat | | | | | |",
            "calculate | before | | | count(/data/r/preceding-sibling::*) | |",
            "calculate | last | | | sum(preceding-sibling::before) + 1 | |",
        )
    )
    kept = normalize_answers(asked, {"r": [{"x": "1"}, {"x": "2"}]}, today=TODAY)
    assert [story["earlier"] for story in kept["r"]] == ["0", "1"]
    # Before an r stand “after” and, of the second, the first.
    assert (kept["after"], kept["before"], kept["last"]) == ("2", "2", "3")


def test_all_circles_are_reported_beside_other_mistakes():
    told = lint_workbook(
        survey(
            "texte | wrong | W | | |",
            "calculate | a | | | ${b} |",
            "calculate | b | | | ${a} |",
            "begin group | g | G | ${inside} = 'x' | |",
            "text | inside | I | | |",
            "end group | | | | |",
        ).encode(),
        "form.md",
        language="en",
    )
    assert [(one.rule.value, one.row, one.column, one.found) for one in told.findings] == [
        ("type", 2, "type", "texte"),
        ("cycle", 3, "calculation", "a → b → a"),
        ("cycle", 5, "relevant", "g → inside → g"),
    ]


NAMES = ("a", "b", "c", "g", "r", "d", "e")
READINGS = st.one_of(
    st.just(""),
    st.sampled_from(NAMES).map(lambda name: f"${{{name}}} != ''"),
    st.sampled_from(NAMES).map(lambda name: f"count(${{{name}}}) > 1"),
    st.sampled_from(NAMES).map(lambda name: f"position(${{{name}}}/..) = 1"),
    st.sampled_from("de").map(lambda name: f"/data/r[position() < 2]/{name} = 'x'"),
    st.sampled_from("de").map(lambda name: f"indexed-repeat(${{{name}}}, ${{r}}, 1) = 'x'"),
)


@given(st.lists(READINGS, min_size=12, max_size=12))
def test_the_sheet_and_the_finished_form_agree_on_what_is_a_circle(formulas):
    rows = ["text | a", "calculate | b", "begin group | g", "text | c", "end group |",
            "begin repeat | r", "text | d", "calculate | e", "end repeat |"]  # fmt: skip
    left = iter(formulas)
    written = []
    for row in rows:
        relevant = "" if row.startswith("end") else next(left)
        calculation = (next(left) or "1") if row.startswith("calculate") else ""
        count = next(left) if row.startswith("begin repeat") else ""
        written.append(f"{row} | Q | {relevant} | {calculation} | {count}")
    content = survey(*written).encode()
    try:
        read_xform(
            convert_sheets(open_sheets(content, "form.md"), "form.md", WorkbookAttachments()).xform
        )
        circles = False
    except WorkbookRefused as refused:
        circles = "circle" in str(refused)
    found = lint_workbook(content, "form.md", language="en").findings
    assert circles is any(one.rule == "cycle" for one in found)


def test_the_form_is_read_once_to_be_inspected(monkeypatch):
    read = []
    monkeypatch.setattr(
        "vecu.questionnaires.xform.parser.fromstring",
        lambda xml, **options: read.append(xml) or fromstring(xml, **options),
    )
    assert lint_workbook(
        survey("text | a | A | | |").encode(), "form.md", language="en"
    ).publishable
    assert len(read) == 1


@given(st.data())
def test_any_form_without_circle_is_worked_out_once_and_settles(data):
    """Each calculation reads some of those drawn before it; rows then stand in any order."""
    rows = ["integer | q0 | Q | | |"]
    worth = {"q0": 3}
    for number in range(1, 8):
        read = data.draw(st.lists(st.sampled_from(sorted(worth)), min_size=1, max_size=3))
        worth[f"q{number}"] = 1 + sum(worth[name] for name in read)
        formula = " + ".join(f"${{{name}}}" for name in read)
        rows.append(f"calculate | q{number} | | | 1 + {formula} |")
    asked = form(survey(*data.draw(st.permutations(rows))))
    settled = normalize_answers(asked, {"q0": "3"}, today=TODAY)
    assert {name: int(value) for name, value in settled.items()} == worth
    assert normalize_answers(asked, settled, today=TODAY) == settled


@pytest.mark.parametrize(
    ("nodeset", "told"),
    [
        ("/data/b != ''", "there is no question “/data/b”"),
        ("../b != ''", "there is no question “../b”"),
        ("/date/a != ''", "there is no question “/date/a”"),
        ("instance('towns')/root/item", "there is no list “towns”"),
        ("pulldata('towns', 'a', 'b', 'c') = ''", "there is no list “towns”"),
        ("jr:itext('hello') = ''", "no text with the id “hello”"),
    ],
)
def test_a_name_that_leads_nowhere_is_refused(nodeset, told):
    xform = convert_workbook(survey("text | a | A | 1 = 2 | |").encode(), "form.md").xform
    with pytest.raises(WorkbookRefused) as refusal:
        read_xform(xform.replace("1 = 2", nodeset))
    assert told in refusal.value.problems[0]
