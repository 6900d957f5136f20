"""An error of ours in a workbook's way is told in words, and logged without the workbook."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.questionnaires.conftest import Unforeseen
from tests.questionnaires.factories import EVERY_KIND, HOUSEHOLD, LIBRARY, TODAY
from vecu.questionnaires import (
    Severity,
    WorkbookRefused,
    convert_workbook,
    lint_workbook,
    list_preview_pages,
    simulate_respondents,
)
from vecu.questionnaires.analysis import lint
from vecu.questionnaires.xlsform import convert

SECRET = "| survey |\n| | type | name | label |\n| | text | secret | L |\n"


def broken(*_arguments: object) -> None:
    raise KeyError("secret")


def test_an_internal_error_is_one_finding_that_says_what_to_do(
    monkeypatch: pytest.MonkeyPatch, unforeseen: Unforeseen
) -> None:
    monkeypatch.setattr(lint, "validate_workbook", broken)
    looked = lint_workbook(SECRET.encode(), "form.md", language="en")
    assert not looked.publishable
    (found,) = looked.findings
    assert (found.level, found.rule) == ("error", "unforeseen")
    assert "Undo what you changed last" in found.message
    (told,) = unforeseen.told
    assert told.startswith("A workbook could not be checked: KeyError at ")
    assert told.endswith(" broken")  # where it arose
    assert "secret" not in told
    unforeseen.told.clear()


def test_publishing_refuses_where_an_internal_error_is_in_the_way(
    monkeypatch: pytest.MonkeyPatch, unforeseen: Unforeseen
) -> None:
    monkeypatch.setattr(convert, "validate_workbook", broken)
    with pytest.raises(WorkbookRefused, match="could not be checked"):
        convert_workbook(SECRET.encode(), "form.md")
    unforeseen.told.clear()


FORMULAS = [
    ".", "..", ". > 0", "${a}", "${r}", "${nope}", "count(${r}[n > ${a}])", "${r}[${n} = 1]/n",
    "/data/r/n", "//*", "../*", "position(..)", "count(preceding-sibling::*)", "${a} / ${b}",
    "current()/../a", "instance('m')/root/item[name = ${s}]/label", "jr:choice-name(${s}, '${s}')",
    "indexed-repeat(${n}, ${r}, 1)", "once(random())", "regex(., '[')", "1 +", "'", "yes",
    "Pea ${a}",
    "select_one m", "select_multiple m", "begin repeat", "end repeat", "begin group", "end group",
    "calculate", "note", "range", "field-list", "a", "r", "s", "m", "data", "meta",
    "a/b", "..", "", "",
]  # fmt: skip
"""What may get into any cell by mistake."""
SOUND = [HOUSEHOLD, EVERY_KIND, (LIBRARY / "testimonies.md").read_text(), """
| survey |
| | type | name | label | relevant | constraint | calculation | repeat_count | trigger |
| | integer | a | A | | . > 0 | | | |
| | select_one m | s | S ${a} | ${a} > 1 | | | | |
| | begin repeat | r | R | | | | ${a} | |
| | integer | n | N | | . < ${a} | | | |
| | end repeat | | | | | | | |
| | calculate | b | | | | sum(${n}) | | |
| | text | t | T | count(${r}[n > ${a}]) > 1 | | | | |
| choices |
| | list_name | name | label |
| | m | p | Pea ${a} |
| | m | q | Quince |
"""]  # fmt: skip


def mutated(text: str, chance: random.Random) -> str:
    """Return a workbook in Markdown with a few cells emptied, swapped or overwritten."""
    lines = text.strip().splitlines()
    for _time in range(chance.randint(1, 4)):
        line = chance.randrange(len(lines))
        cells = lines[line].split("|")
        if len(cells) < 4:
            continue
        place = chance.randrange(2, len(cells) - 1)
        cells[place] = f" {chance.choice(FORMULAS)} "
        lines[line] = "|".join(cells)
        if chance.random() < 0.2:
            del lines[chance.randrange(1, len(lines))]
    return "\n".join(lines)


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(SOUND), st.integers(0, 10**9))
def test_a_workbook_with_a_few_wrong_cells_is_read_or_refused(sound: str, seed: int) -> None:
    content = mutated(sound, random.Random(seed)).encode()  # noqa: S311 - a few mistakes
    looked = lint_workbook(content, "form.md", language="fr")
    assert looked.publishable or looked.of(Severity.ERROR)
    if looked.questionnaire:
        assert list_preview_pages(looked.questionnaire, today=TODAY) is not None
        chance = random.Random(seed)  # noqa: S311 - simulated respondents
        met = simulate_respondents(
            looked.questionnaire, people=2, chance=chance, today=TODAY, language="fr"
        )
        assert met.people == 2
