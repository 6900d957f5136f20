"""What ODK Web Forms and Enketo read in another way is noted at its cell.

That they do was seen by asking them: @getodk/xforms-engine 0.22, openrosa-xpath-evaluator 2.0.13.
"""

import pytest

from tests.questionnaires.analysis.test_lint import look
from vecu.questionnaires import Diagnostic, Severity

ROWS: list[list[object]] = [
    ["type", "name", "label", "calculation"],
    ["integer", "a", "A"],
    ["integer", "b", "B"],
    ["begin repeat", "r", "R"],
    ["begin repeat", "s", "S"],
    ["integer", "n", "N"],
    ["end repeat"],
    ["end repeat"],
    ["text", "t", "T"],
]


def notes(formula: str) -> list[Diagnostic]:
    looked = look({"survey": [*ROWS, ["calculate", "c", None, formula]]})
    assert looked.publishable, looked.findings
    return [found for found in looked.of(Severity.NOTE) if found.rule == "other-clients"]


@pytest.mark.parametrize(
    ("formula", "words"),
    [
        ("count(${a} | ${b})", "opens no form with “|”"),
        ("- - ${a}", "two minus signs"),
        ("1 + ---${a}", "two minus signs"),
        ("intersects(${t})", "opens no form with intersects()"),
        ("(/data/r/s/n)[last()]", "passes over the square brackets"),
        ("(${n})[. > 2]", "passes over the square brackets"),
        ("count(/data/r/s[last()])", "within each instance of “r”"),
        ("count(${s}[1])", "within each instance of “r”"),
        ("count(${n}[position() < 2])", "within each instance of “s”"),
        ("regex(${t}, '(?i)yes')", "Browsers read “(?i)”"),
        ("regex(${t}, '^a++$')", "Browsers read “++”"),
        ("regex(${t}, '^[[:alpha:]]$')", "Browsers read “[:alpha:]”"),
        ("regex(${t}, '^a{,2}$')", "Browsers read “{,2”"),
        (r"regex(${t}, '^\p{L}$')", r"Browsers read “\p{L}”"),
    ],
)
def test_what_a_web_engine_reads_otherwise_is_noted(formula: str, words: str) -> None:
    (found,) = notes(formula)
    assert words in found.message
    assert (found.row, found.column) == (len(ROWS) + 1, "calculation")


@pytest.mark.parametrize(
    "formula",
    [
        "1 - -${a}",
        "-(-${a})",
        "count(/data/r[1]/s[last()])",
        "count(${r}[last()]/s)",
        "count(${r}[position() < 3])",
        "count(${n}[. > 2])",
        r"regex(${t}, '^(?:a|(?<!b)c)[+*?]+[(?i)]+\{,2\(\?\++$')",
    ],
)
def test_what_all_read_alike_is_not_noted(formula: str) -> None:
    assert notes(formula) == []


def test_a_sum_is_worth_the_same_everywhere_when_nothing_is_answered() -> None:
    """XPath and Enketo give 0 for the sum of nothing, ODK Web Forms a blank."""
    (found,) = notes("sum(${n})")
    assert "Write coalesce(sum(${n}[. != '']), 0) to" in found.message
    (found,) = notes("min(${n})")
    assert "Write min(${n}[. != '']) to" in found.message
