"""Forms that would fill the memory or never end, once somebody answers them: bounded, and said so.

Time is that of the processor and bounded generously, for a machine that does other work as well.
"""

import pytest

from tests.questionnaires.factories import TODAY, form
from tests.questionnaires.xlsform.test_hostile_workbooks import bounded
from vecu.questionnaires import Severity, lint_workbook, normalize_answers, validate_answers

HEAD = "| survey |\n| | type | name | label | calculation | relevant | repeat_count |\n"


def survey(*rows: str, more: str = "") -> str:
    return HEAD + "\n".join(f"| | {row} |" for row in rows) + "\n" + more


def calculated(name: str, formula: str) -> str:
    return f"calculate | {name} | | {formula} | |"


def test_texts_that_double_each_other_end_before_they_fill_the_memory():
    """Forty doublings of ten characters would make eleven million megabytes."""
    doubles = [calculated(f"c{n}", f"concat(${{c{n - 1}}}, ${{c{n - 1}}})") for n in range(1, 41)]
    asked = form(survey("text | q | Q | | |", calculated("c0", "concat(${q}, '0123456789')"),
                        *doubles))  # fmt: skip
    with bounded(megabytes=20):
        settled = normalize_answers(asked, {}, today=TODAY)
    assert settled["c10"] == "0123456789" * 2**10
    assert "c11" not in settled  # 20,480 characters


def test_one_formula_that_repeats_a_long_answer_gives_nothing():
    long = f"concat({', '.join(['${q}'] * 60)})"
    asked = form(survey("text | q | Q | | |", calculated("c", f"string-length({long})")))
    assert normalize_answers(asked, {"q": "x" * 1_000}, today=TODAY)["c"] == "60000"
    assert normalize_answers(asked, {"q": "x" * 10_000}, today=TODAY)["c"] == "0"


def test_repeats_inside_repeats_are_laid_up_to_a_bound_and_reported():
    """Eight repeats of twenty each would be 25,600,000,000 instances."""
    begins = [f"begin_repeat | r{n} | R | | | 20" for n in range(8)]
    asked = form(survey(*begins, "text | q | Q | | |", *["end_repeat | | | | |"] * 8))
    with bounded(megabytes=200):
        problems = validate_answers(asked, {}, today=TODAY, language="en")
    assert "more answers than can be kept" in problems[-1].message


SEARCH = "count(/data/g//*[. = ''])"
for _deeper in range(3):
    SEARCH = f"count(/data/g//*[{SEARCH} > 0])"
GROUP = [
    "begin_group | g | G | | |", *[f"text | q{n} | Q | | |" for n in range(60)],
    "end_group | | | | |",
]  # fmt: skip
OTHERS = "count(instance('l')/root/item[not(preceding-sibling::item/x = x)])"


def choices(count: int) -> str:
    rows = "\n".join(f"| | l | n{n} | L{n} | {n} |" for n in range(count))
    return f"| choices |\n| | list_name | name | label | x |\n{rows}\n"


def test_a_search_inside_a_search_is_refused_at_its_cell():
    found = survey(*GROUP, f"text | last | Last | | {SEARCH} > 0 |")
    inspection = lint_workbook(found.encode(), "form.md", language="fr")
    (error,) = inspection.of(Severity.ERROR)
    assert (error.sheet, error.row, error.column) == ("survey", 64, "relevant")
    assert "deux millions" in error.message


def test_a_long_list_that_is_compared_with_itself_is_refused_at_its_cell():
    """4,000 entries, each beside all before it: 8 million comparisons; 200 are 20 thousand."""
    rows = ("select_one l | a | A | | |", calculated("c", OTHERS))
    short, long = (survey(*rows, more=choices(count)) for count in (200, 4_000))
    assert lint_workbook(short.encode(), "form.md", language="en").publishable
    inspection = lint_workbook(long.encode(), "form.md", language="en")
    (error,) = inspection.of(Severity.ERROR)
    assert (error.row, error.column) == (3, "calculation")


def test_each_of_many_such_searches_is_refused():
    rows = [calculated(f"c{n}", SEARCH.replace("''", f"'{n}'")) for n in range(20)]
    inspection = lint_workbook(survey(*GROUP, *rows).encode(), "form.md", language="en")
    assert len(inspection.of(Severity.ERROR)) > 5


@pytest.mark.parametrize(
    "rows",
    [
        ["text | q0 | Q | | |",
         *[f"text | q{n} | Q | | ${{q{n - 1}}} = 'a' |" for n in range(1, 1_500)]],
        [*[f"integer | q{n} | Q | | |" for n in range(500)],
         *[calculated(f"c{n}", " + ".join(f"${{q{m}}}" for m in range(500))) for n in range(15)]],
        [calculated(f"c{n}", f"${{c{(n + 1) % 1_000}}} + 1") for n in range(1_000)],
        [f"text | q{n} | Q | | {' or '.join(['. = 1'] * 900)} |" for n in range(10)],
    ],
    ids=["a long chain", "all of all", "a long circle", "long conditions"],
)  # fmt: skip
def test_large_forms_are_checked(rows):
    assert lint_workbook(survey(*rows).encode(), "form.md", language="fr").findings is not None
