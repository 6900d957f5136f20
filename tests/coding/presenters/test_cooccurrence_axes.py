"""What is linked unless something else is chosen."""

from uuid import UUID

import pytest

from tests.coding.factories import FORM, LIMIT
from vecu.coding.analysis.code_groups import CodeGroup
from vecu.coding.analysis.consensus import TextCodes
from vecu.coding.models import Code
from vecu.coding.presenters.cooccurrence_axes import (
    AxisOption,
    build_axis,
    get_default_options,
    list_options,
)
from vecu.coding.queries.codebook import Codes
from vecu.questionnaires import convert_workbook, read_xform

QUESTIONS = read_xform(convert_workbook(FORM.encode(), "stories.md").xform).questions


def codebook(*names, **below):
    """Return codes: those named at the top, then codes below each."""
    lines, number = [], 0
    for name in names:
        number += 1
        top = Code(id=UUID(int=number), name=name)
        lines.append((top, 0))
        for finer in below.get(name, ()):
            number += 1
            lines.append((Code(id=UUID(int=number), name=finer, parent=top), 1))
    return Codes(tuple(lines))


def chosen(codes, *questions):
    """Return what rows, columns and tasks are called."""
    options = list_options(codes, "en", [QUESTIONS[path] for path in questions], "en")
    names = {option.key: option.name for option in options} | {"": ""}
    return tuple(names[key] for key in get_default_options(options, codes))


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (("Tasks", "Limits", "Strategies"), ("Limits", "Strategies", "Tasks")),
        (("Stratégies", "Limites", "Tâches"), ("Limites", "Stratégies", "Tâches")),
        (("Hopes", "Fears", "Doubts"), ("Hopes", "Fears", "")),
        (("Strategies", "Fears"), ("Fears", "Strategies", "")),
        (("Tasks",), ("Tasks", "Tasks", "")),
        (("Tasks", "Fears"), ("Fears", "Fears", "Tasks")),
    ],
)
def test_limits_and_strategies_are_linked_by_name_else_the_first_branches(names, expected):
    codes = codebook(*names, **{name: ["Finer"] for name in names})

    assert chosen(codes) == expected


def test_a_branch_is_known_too_by_the_question_that_it_is_for():
    codes = codebook("Hopes", "What fails", Hopes=["A"], **{"What fails": ["B"]})
    codes.lines[2][0].questions = [LIMIT]

    assert chosen(codes)[0] == "What fails"


def test_without_branches_the_answers_to_two_questions_are_linked():
    asked = chosen(codebook("Flat"), "/data/story/task", "/data/story/strategy", LIMIT)

    assert asked == ("What was wrong?", "What did you do?", "Which task?")


def test_without_anything_to_link_nothing_is_chosen():
    assert chosen(codebook("Flat")) == ("", "", "")


def test_a_branch_has_a_line_for_each_code_below_it_and_one_for_itself():
    codes = codebook("Limits", Limits=["Invents", "Cold"])
    finest = Code(id=UUID(int=9), name="Laws", parent=codes.lines[1][0])
    codes = Codes((*codes.lines[:2], (finest, 2), codes.lines[2]))
    (limits,) = (code for code, _depth in codes.lines if code.name == "Limits")

    axis = build_axis(AxisOption("", "Limits", "en", branch=limits), codes, [])
    assert axis.lines == [
        CodeGroup(UUID(int=2), frozenset({UUID(int=2), UUID(int=9)})),
        CodeGroup(UUID(int=3), frozenset({UUID(int=3)})),
        CodeGroup(UUID(int=1), frozenset({UUID(int=1)}), own=True),
    ]
    assert axis.question == ""


def test_a_question_has_a_line_for_each_code_that_its_answers_carry_or_may_carry():
    codes = codebook("A", "B", "C", "D")
    ids = [code.id for code, _depth in codes.lines]

    def text(question, codes=(), open_=()):
        return TextCodes(ids[0], ids[0], "", question, frozenset(codes), frozenset(open_))

    texts = [text(LIMIT, [ids[2]]), text(LIMIT, open_=[ids[0]]), text("/data/other", [ids[1]])]
    axis = build_axis(AxisOption("", "", "en", question=QUESTIONS[LIMIT]), codes, texts)

    assert [line.id for line in axis.lines] == [ids[0], ids[2]]
    assert axis.question == LIMIT
