"""The list of functions that authors read has every function, with what it takes, and no other."""

import re
from pathlib import Path

from vecu.questionnaires.expressions.function_index import FUNCTIONS, SPECIAL

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "expressions.md"
SPECIALS = {
    "if": "boolean, value, value",
    "instance": "'name'",
    "jr:choice-name": "string, 'path'",
    "jr:itext": "'id'",
}
SPECIFIED = """
string concat join substr substring-before substring-after translate string-length
normalize-space contains starts-with ends-with uuid digest pulldata if coalesce once true false
boolean boolean-from-string not regex checklist weighted-checklist number random int sum max
min round pow log log10 abs sin cos tan asin acos atan atan2 sqrt exp exp10 pi count
count-non-empty position instance current randomize today now format-date format-date-time date
decimal-date-time decimal-time selected selected-at count-selected jr:choice-name jr:itext
indexed-repeat area distance geofence base64-decode intersects
"""
"""The functions of the specification, section Bindings, with those added until the end of 2025."""
XPATH = """
last position count id local-name namespace-uri name string concat starts-with contains
substring substring-before substring-after string-length normalize-space translate boolean not
true false lang number sum floor ceiling round
"""
"""The core library of XPath 1.0, section 4."""


def written() -> dict[str, str]:
    """Return what the page says that each function takes, from the first column of its tables."""
    columns = re.findall(r"^\| (`.*?) \|", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    before = PAGE.read_text(encoding="utf-8").partition("## Where engines differ")[0]
    found = re.findall(r"`([a-z][\w:-]*)\(([^`]*)\)`", "\n".join(c for c in columns if c in before))
    return dict(found)


def test_every_function_is_on_the_page_with_what_it_takes():
    takes = {name: ", ".join(function.takes) for name, function in FUNCTIONS.items()}
    assert written() == takes | SPECIALS


def test_the_page_and_the_compiler_know_the_same_special_forms():
    assert SPECIALS.keys() == SPECIAL.keys()


def test_every_function_of_the_two_standards_is_there():
    assert {*SPECIFIED.split(), *XPATH.split()} <= FUNCTIONS.keys() | SPECIAL.keys()
