"""Lists: in files of their own, filtered, shuffled, looked up; and the words that quote them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.questionnaires.factories import TODAY
from vecu.questionnaires import (
    ConstraintRule,
    EvaluatedForm,
    Questionnaire,
    WorkbookAttachments,
    WorkbookRefused,
    add_repeat_instance,
    apply_triggers,
    build_pages,
    build_pages_from_form,
    convert_workbook,
    initial_answers,
    normalize_answers,
    read_xform,
    set_answer,
    store_once_values,
    validate_answers,
)

SURVEY = """
| settings |
| | form_title | default_language |
| | Towns | English (en) |

| survey |
| | type | name | label::English (en) | label::Français (fr) | calculation | choice_filter | parameters | default |
| | select_one region | region | Region? | Région ? | | | randomize=true | |
| | select_one_from_file towns.csv | town | Town? | Ville ? | | region = ${region} | value=code, label=town | |
| | select_multiple_from_file towns.csv | seen | Seen? | Vues ? | | | value=code, label=town, randomize=true, seed=42 | |
| | calculate | mayor | | | pulldata('towns', 'mayor', 'code', ${town}) | | | |
| | calculate | named | | | jr:choice-name(${region}, '${region}') | | | |
| | note | told | ${mayor}, ${named} | ${mayor}, ${named} | | | | |
| | calculate | drawn | | | once(random()) | | | |
| | calculate | arm | | | if(${drawn} < 0.5, 'short', 'long') | | | |
| | begin repeat | story | A story | Un récit | | | | |
| | text | task | Task? | Tâche ? | | | | |
| | calculate | id | | | once(uuid()) | | | |
| | select_one region | where | Where? | Où ? | | | randomize=true | |
| | end repeat | | | | | | | |

| choices |
| | list_name | name | label::English (en) | label::Français (fr) |
| | region | east | The east | L’est |
| | region | south | The south | Le sud |
| | region | west | The west | L’ouest |
| | region | north | The north | Le nord |
"""  # noqa: E501 - the rows of a table are not broken
TOWNS = (
    "code,town,region,mayor\nm,Metz,east,Anna\nn,Nancy,east,Bob\nl,Lyon,south,Zoé\nx,Nice,south,\n"
)


def questionnaire() -> Questionnaire:
    media = {"towns.csv": TOWNS.encode()}
    return read_xform(
        convert_workbook(SURVEY.encode(), "towns.md", WorkbookAttachments(media)).xform
    )


FORM = questionnaire()


def choices(values, name, seed=7, language="en"):
    shown = build_pages(FORM, values, today=TODAY, seed=seed, language=language)
    asked = next(asked for page in shown for asked in page.questions if asked.address == name)
    return [choice.name for choice in asked.question.choices]


def test_a_list_from_a_file_is_written_into_the_form_and_filtered():
    assert choices({"region": "east"}, "town") == ["m", "n"]
    assert choices({"region": "south"}, "town") == ["l", "x"]
    assert choices({}, "town") == []


def test_a_choice_that_the_filter_leaves_out_is_refused():
    def rules(town):
        values = {"region": "east", "town": town}
        return [
            problem.rule for problem in validate_answers(FORM, values, today=TODAY, language="en")
        ]

    assert rules("m") == []
    assert rules("l") == [ConstraintRule.CHOICE]


def test_a_seed_of_the_form_gives_everybody_the_same_order():
    order = choices({}, "seen", seed=1)
    assert order == choices({}, "seen", seed=2) == choices({}, "seen", seed=None)
    assert sorted(order) == ["l", "m", "n", "x"]
    assert order != ["m", "n", "l", "x"]


def test_without_one_each_person_has_an_order_of_their_own_on_every_page():
    first = choices({}, "region", seed=11)
    assert first == choices({"region": "east", "town": "m"}, "region", seed=11)
    assert len({tuple(choices({}, "region", seed=seed)) for seed in range(60)}) > 15  # of 24
    assert choices({}, "region", seed=None) == ["east", "south", "west", "north"]


def test_a_question_has_one_order_in_all_stories():
    values = {"story": [{"task": "a"}, {"task": "b"}]}
    assert choices(values, "story[1]/where") == choices(values, "story[2]/where")


def test_the_order_changes_nothing_about_what_may_be_answered():
    for region in ("east", "south", "west", "north"):
        assert validate_answers(FORM, {"region": region}, today=TODAY, language="en") == ()


def test_a_row_is_looked_up_and_a_choice_named_in_the_readers_language():
    values = {"region": "south", "town": "l"}
    for language, told in (("en", "Zoé, The south"), ("fr", "Zoé, Le sud")):
        shown = build_pages(FORM, values, today=TODAY, seed=7, language=language)
        note = next(page for page in shown if page.key == "told")
        assert note.label.say(language) == told


def test_what_was_drawn_once_stays_through_the_interview_and_after_it():
    values = initial_answers(FORM, today=TODAY, seed=5)
    values = store_once_values(EvaluatedForm(FORM, values, TODAY, seed=5), values)
    drawn, first = values["drawn"], values["story"][0]["id"]
    values = add_repeat_instance(FORM, values, "story", today=TODAY, seed=5)
    values = set_answer(values, "story[2]/task", "b")
    values = store_once_values(EvaluatedForm(FORM, values, TODAY, seed=5), values)
    assert values["story"][0]["id"] == first != values["story"][1]["id"]
    sent = normalize_answers(FORM, values, today=TODAY, seed=5)
    assert sent["drawn"] == drawn
    assert sent["arm"] == ("short" if float(drawn) < 0.5 else "long")
    # Whoever reads the answer later has no seed: it was gone with the draft.
    assert normalize_answers(FORM, sent, today=TODAY) == sent
    assert validate_answers(FORM, sent, today=TODAY, language="en") == ()


def test_what_another_client_drew_is_stored_but_checked_for_what_can_be_stored():
    assert normalize_answers(FORM, {"drawn": "0.25"}, today=TODAY)["arm"] == "short"
    (problem,) = validate_answers(FORM, {"drawn": "0\x00"}, today=TODAY, language="en")
    assert problem.rule is ConstraintRule.TYPE


@given(st.integers(0, 2**63 - 1))
def test_settling_with_a_seed_twice_changes_nothing(seed):
    once = normalize_answers(FORM, {"region": "east", "story": [{}, {}]}, today=TODAY, seed=seed)
    assert normalize_answers(FORM, once, today=TODAY, seed=seed) == once
    assert normalize_answers(FORM, once, today=TODAY) == once
    assert build_pages_from_form(EvaluatedForm(FORM, once, TODAY, seed=seed)) != ()


def test_a_file_that_was_not_attached_is_named():
    with pytest.raises(WorkbookRefused) as refusal:
        convert_workbook(SURVEY.encode(), "towns.md")
    assert "“towns.csv”" in refusal.value.problems[0]


TRIGGERED = """
| survey |
| | type | name | label | calculation | trigger |
| | begin repeat | story | A story | | |
| | text | task | Task? | | |
| | calculate | noted | | concat('on ', today(), ': ', ${task}) | ${task} |
| | end repeat | | | | |
| | integer | age | Age? | | |
| | calculate | draw | | random() | ${age} |
"""


def test_a_trigger_writes_once_when_its_question_changes_and_only_in_its_instance():
    asked = read_xform(convert_workbook(TRIGGERED.encode(), "t.md").xform)
    before = {"story": [{"task": "a"}, {"task": "b", "noted": "earlier"}]}
    after = set_answer(before, "story[1]/task", "c")
    written = apply_triggers(asked, before, after, today=TODAY, seed=3)
    assert written["story"] == [{"task": "c", "noted": "on 2026-11-24: c"}, before["story"][1]]
    assert "draw" not in written
    assert apply_triggers(asked, written, written, today=TODAY, seed=3) == written
    drawn = apply_triggers(asked, written, set_answer(written, "age", "4"), today=TODAY, seed=3)
    assert 0 <= float(drawn["draw"]) < 1
    assert normalize_answers(asked, drawn, today=TODAY) == drawn


@pytest.mark.parametrize("heading", ["label", "label::English (en)"])
def test_a_choice_of_a_form_in_one_language_may_quote_an_answer(heading):
    quoting = read_xform(
        convert_workbook(
            f"""
            | survey |
            | | type | name | {heading} |
            | | integer | a | How many? |
            | | select_one m | s | Which? |
            | choices |
            | | list_name | name | {heading} |
            | | m | p | Pea ${{a}} |
            | | m | q | Quince |
            """.encode(),
            "m.md",
        ).xform
    )
    asked = build_pages(quoting, {"a": "3"}, today=TODAY)[1].questions[0].question
    assert [choice.label.say("en") for choice in asked.choices] == ["Pea 3", "Quince"]


QUOTING = """
| survey |
| | type | name | label | calculation |
| | calculate | early | | jr:choice-name(${s}, '${s}') |
| | integer | a | How many? | |
| | select_one m | s | Which? | |
| | calculate | twice | | ${a} * 2 |
| choices |
| | list_name | name | label |
| | m | p | Pea LABEL |
| | m | q | Quince |
"""


def quoting(label: str) -> Questionnaire:
    workbook = QUOTING.replace("LABEL", label).encode()
    return read_xform(convert_workbook(workbook, "m.md").xform)


def test_the_label_of_a_choice_is_named_with_the_answers_it_quotes():
    """As in ODK Web Forms; what the label quotes is worked out first, wherever it stands."""
    for label, worth in (("${a}", "Pea 3"), ("${twice} or ${a}", "Pea 6 or 3")):
        filled = EvaluatedForm(quoting(label), {"a": "3", "s": "p"}, TODAY)
        assert filled.values()["early"] == worth
    assert EvaluatedForm(quoting("${a}"), {"a": "3", "s": "q"}, TODAY).values()["early"] == "Quince"


def test_a_label_that_quotes_what_is_worked_out_from_it_goes_in_a_circle():
    with pytest.raises(WorkbookRefused, match="circle: early → early"):
        quoting("${early}")
