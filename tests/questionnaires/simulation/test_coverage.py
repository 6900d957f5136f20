# ruff: noqa: E501 - the rows of a table are not broken
"""Routes behind several answers, narrow rules, calculations, repeats and days: found by walking.

Every form here can be reached in full; a walk of two hundred people, the usual number, has to find
all of it.
"""

from random import Random

import pytest

from tests.questionnaires.factories import TODAY
from tests.questionnaires.xlsform.test_convert import xlsx
from vecu.questionnaires import (
    Questionnaire,
    SimulationResult,
    convert_workbook,
    find_uncovered_routes,
    read_xform,
    simulate_respondents,
)

HEAD = ["type", "name", "label", "relevant", "constraint", "required", "calculation",
        "choice_filter"]  # fmt: skip
LISTS = [
    *[["five", name, name, None] for name in "abcde"], *[["yn", name, name, None] for name in ("yes", "no")],
    *[["kept", f"{name}{n}", "x", name] for name in "abcde" for n in (1, 2)],
]  # fmt: skip


def survey(*rows: list[str]) -> Questionnaire:
    book = {"survey": [HEAD, *rows], "choices": [["list_name", "name", "label", "a"], *LISTS]}
    return read_xform(convert_workbook(xlsx(book), "form.xlsx").xform)


def ask(
    kind: str, name: str, relevant: str = "", constraint: str = "", *, required: bool = False,
    choice_filter: str = "", calculation: str = "",
) -> list[str]:  # fmt: skip
    must = "yes" if required else ""
    label = "" if kind in {"calculate", "end_repeat", "end_group"} else "Q"
    return [kind, name, label, relevant, constraint, must, calculation, choice_filter]


def walked(questionnaire: Questionnaire, people: int = 200) -> SimulationResult:
    chance = Random(1)  # noqa: S311 - simulated, not secret
    return simulate_respondents(
        questionnaire, people=people, chance=chance, today=TODAY, language="en"
    )


FIVE = [ask("select_one five", f"q{n}") for n in range(6)]
FORMS = {
    # a of q0 … a of q5: one way of five to the sixth, 15,625
    "six answers at once": [
        *FIVE,
        ask("text", "deep", " and ".join(f"${{q{n}}} = '{name}'" for n, name in enumerate("abcdea"))),
    ],
    "six answers one after the other": [
        ask("select_one five", "q0"),
        *[ask("select_one five", f"q{n}", f"${{q{n - 1}}} = 'e'") for n in range(1, 6)],
        ask("text", "deep", "${q5} = 'e'"),
    ],
    "a calculation that names the kind of person": [
        *FIVE, ask("integer", "n", "", ". >= 0 and . <= 1000"),
        ask("calculate", "kind", calculation="if(${q0} = 'b' and ${q1} = 'd' and ${n} > 900, 'expert', 'novice')"),
        ask("text", "deep", "${kind} = 'expert'"),
    ],
    "a score of many answers": [
        *FIVE,
        ask("calculate", "score", calculation=" + ".join(f"if(${{q{n}}} = 'c', 1, 0)" for n in range(6))),
        ask("text", "deep", "${score} >= 6"),
    ],
    "a stored yes": [
        *FIVE, ask("calculate", "is", calculation="${q0} = 'a' and ${q1} = 'e' and ${q2} = 'c'"),
        ask("text", "deep", "boolean-from-string(${is})"), ask("text", "too", "${is} = 'true'"),
    ],
    "three numbers whose sum is exact": [
        *[ask("integer", name, "", ". >= 0 and . <= 100") for name in ("a", "b", "c")],
        ask("calculate", "sum", calculation="${a} + ${b} + ${c}"),
        ask("text", "deep", "${sum} = 100"), ask("text", "other", "${sum} != 100"),
    ],
    "shares that must add up": [
        ask("integer", "a", "", ". >= 0 and . <= 100", required=True),
        ask("integer", "b", "", ". >= 0 and ${a} + . = 100", required=True), ask("text", "deep"),
    ],
    "an index worked out of two measures": [
        ask("integer", "weight", "", ". >= 30 and . <= 250"), ask("decimal", "height", "", ". >= 1 and . <= 2.5"),
        ask("calculate", "index", calculation="${weight} div (${height} * ${height})"),
        ask("text", "high", "${index} >= 30 and ${index} < 31"), ask("text", "low", "${index} < 16"),
    ],
    "an age worked out of a day": [
        ask("date", "born", "", ". <= today()"),
        ask("calculate", "age", calculation="int((today() - ${born}) div 365.25)"),
        ask("text", "minor", "${age} < 18"), ask("text", "old", "${age} >= 65 and ${age} < 66"),
    ],
    "days beside today and beside each other": [
        ask("date", "begun", "", ". < today() - 3650"), ask("date", "ended", "", ". > ${begun} and . <= today()"),
        ask("text", "short", "${ended} - ${begun} < 8"), ask("text", "exact", "${ended} = ${begun} + 100"),
    ],
    "an answer that repeats another": [
        ask("text", "mail", "", "regex(., '^[a-z]{3,8}@[a-z]{2,6}[.](fr|org)$')", required=True),
        ask("text", "again", "", ". = ${mail}", required=True), ask("text", "deep"),
    ],
    "patterns": [
        ask("text", "plate", "", "regex(., '^[A-Z]{2}-[0-9]{3}-[A-Z]{2}$')", required=True),
        ask("text", "phone", "", r"regex(., '^0[67]( ?\d{2}){4}$')", required=True),
        ask("text", "post", "", "regex(., '^(?:0[1-9]|[1-8][0-9]|9[0-5])[0-9]{3}$')", required=True),
        ask("text", "deep", "starts-with(${post}, '75')"),
    ],
    "lengths": [
        ask("text", "word", "", "string-length(.) = 11", required=True),
        ask("text", "long", "", "string-length(.) > 300"), ask("text", "deep", "string-length(${long}) > 400"),
    ],
    "choices counted": [
        ask("select_multiple five", "m", "", "count-selected(.) <= 4"),
        ask("text", "four", "count-selected(${m}) = 4"), ask("text", "none", "count-selected(${m}) = 0"),
        ask("text", "pair", "selected(${m}, 'a') and selected(${m}, 'e') and not(selected(${m}, 'c'))"),
    ],
    "a choice that another answer opens": [
        ask("select_one five", "a"), ask("select_one kept", "k", choice_filter="a = ${a}"),
        ask("text", "deep", "${k} = 'd2'"),
    ],
    "a number of stories": [
        ask("begin_repeat", "story"), ask("select_one yn", "paid"), ask("end_repeat", ""),
        ask("text", "many", "count(${story}) >= 9"), ask("text", "none", "count(${story}) = 0"),
        ask("text", "mixed", "count(${story}[paid = 'yes']) = 2 and count(${story}[paid = 'no']) = 2"),
    ],
    "one story after another": [
        ask("begin_repeat", "story"), ask("select_one five", "task"),
        ask("text", "third", "position(..) = 3 and ${task} = 'c'"),
        ask("text", "same", "indexed-repeat(${task}, ${story}, position(..) - 1) = ${task}"),
        ask("end_repeat", ""),
    ],
    "a sum over stories": [
        ask("begin_repeat", "story"), ask("integer", "minutes", "", ". > 0 and . < 600", required=True),
        ask("end_repeat", ""), ask("text", "deep", "sum(${minutes}) = 777 and count(${story}) > 1"),
    ],
    "hours": [
        ask("time", "at"), ask("text", "night", "decimal-time(${at}) < 0.25"),
        ask("text", "noon", "decimal-time(${at}) >= 0.5 and decimal-time(${at}) < 0.75"),
    ],
    "remainders": [ask("integer", "n", "", ". mod 7 = 3 and . > 100", required=True), ask("text", "deep")],
}  # fmt: skip


@pytest.mark.parametrize("rows", FORMS.values(), ids=FORMS.keys())
def test_two_hundred_people_find_every_route(rows):
    questionnaire = survey(*rows)
    met = walked(questionnaire)
    assert [(stuck.name, stuck.message) for stuck in met.stuck] == []
    assert [
        (route.name, route.choice, str(route.reason))
        for route in find_uncovered_routes(questionnaire, met)
    ] == []


def test_a_route_that_was_not_found_says_in_how_many_tries():
    """The fingerprint of no word that anybody would try begins so."""
    questionnaire = survey(
        ask("text", "a"), ask("text", "b", "digest(${a}, 'MD5', 'hex') = 'ffffffffffffffffffffffffffffffff'")
    )  # fmt: skip
    (route,) = find_uncovered_routes(questionnaire, walked(questionnaire, 50))
    assert not route.proven
    assert "50" in route.reason


@pytest.mark.parametrize(
    "condition",
    [
        "${task} = 'a' and ${task} = 'b'",  # one story does the one, another the other
        "${task} = 'a' and ${task} != 'a'",
        "${minutes} > 100 and ${minutes} < 10",
    ],
)
def test_what_one_answer_cannot_be_several_stories_may_together(condition):
    rows = [
        ask("begin_repeat", "story"), ask("select_one five", "task"), ask("integer", "minutes"),
        ask("end_repeat", ""), ask("text", "deep", condition),
    ]  # fmt: skip
    questionnaire = survey(*rows)
    routes = find_uncovered_routes(questionnaire, walked(questionnaire))
    assert [route.name for route in routes if route.proven] == []
