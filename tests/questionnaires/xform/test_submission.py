"""A filled form in XML becomes values by question path, whatever the bytes."""

from datetime import date
from xml.sax.saxutils import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.questionnaires.factories import EVERY_KIND, HOUSEHOLD, form
from vecu.questionnaires import (
    ConstraintRule,
    FormNote,
    QuestionType,
    SubmissionRefused,
    convert_workbook,
    export_xform,
    extract_answers,
    normalize_answers,
    read_submission,
    read_xform,
    validate_answers,
)

TODAY = date(2026, 11, 24)
QUESTIONNAIRE = form(HOUSEHOLD)
META = "<meta><instanceID>uuid:1</instanceID></meta>"


def received(inside: str, attributes: str = ""):
    xml = f'<data id="household" version="7" {attributes}>{inside}{META}</data>'
    return extract_answers(read_submission(xml.encode()), QUESTIONNAIRE)


def test_groups_nest_and_repeats_are_lists_in_the_order_of_the_document():
    inside = (
        "<age>40</age><child><name>Ada</name><likes>cats rain</likes></child>"
        "<home><place>city</place></home><child><name>Bo</name><likes/></child>"
    )

    assert received(inside).values == {
        "age": "40",
        "child": [{"name": "Ada", "likes": "cats rain"}, {"name": "Bo", "likes": ""}],
        "home": {"place": "city"},
    }


def test_namespaces_are_not_looked_at():
    xmlns = 'xmlns="http://example.org/own" xmlns:o="http://openrosa.org/xforms"'

    assert received("<o:age> 40 </o:age>", xmlns).values == {"age": "40"}


def test_a_repeats_template_is_no_instance():
    template = '<child jr:template=""><name/></child>'

    found = received(template, 'xmlns:jr="http://openrosa.org/javarosa"')
    assert found.values == {}


def test_identifiers_are_read_from_meta_or_the_attribute():
    meta = "<meta><instanceID>uuid:2</instanceID><deprecatedID>uuid:1</deprecatedID></meta>"
    edit = read_submission(f'<data id="f" version="3">{meta}</data>'.encode())
    old = read_submission(b'<data id="f" instanceID="uuid:9"/>')

    assert (edit.form_id, edit.version) == ("f", "3")
    assert (edit.instance_id, edit.deprecated_id) == ("uuid:2", "uuid:1")
    assert (old.instance_id, old.version) == ("uuid:9", "")


@pytest.mark.parametrize("name", ["instanceID", "deprecatedID"])
def test_a_form_with_two_identifiers_of_a_kind_is_refused(name):
    """OpenRosa, metadata: only one of each type of ID element."""
    twice = f"<{name}>uuid:2</{name}>" * 2
    first = "" if name == "instanceID" else "<instanceID>uuid:1</instanceID>"

    with pytest.raises(SubmissionRefused, match=name):
        read_submission(f'<data id="f"><meta>{first}{twice}</meta></data>'.encode())


@pytest.mark.parametrize(
    "name",
    [
        *("deviceid", "deviceID", "username", "email", "phonenumber", "simserial"),
        *("subscriberid", "start", "end", "today", "audit", "start-geopoint"),
    ],
)
def test_what_a_device_adds_is_left_out_by_name(name):
    found = received(f"<{name}>x</{name}><age>40</age>")

    assert (found.values, found.left_out) == ({"age": "40"}, (name,))


def test_what_is_no_question_stays_for_the_check_to_name():
    values = received("<salary>1</salary><home><rooms>3</rooms></home>").values

    problems = validate_answers(QUESTIONNAIRE, values, today=TODAY, language="en")
    unknown = {problem.path for problem in problems if problem.rule is ConstraintRule.UNKNOWN}
    assert unknown == {"/data/salary", "/data/home/rooms"}


def test_text_outside_the_questions_is_named_with_its_place():
    child = "<child><name>Bo</name> or Bob</child>"
    inside = f"<home>Paris<place>city</place></home>{child} <!-- -->and so on"
    values = received(inside).values

    problems = validate_answers(QUESTIONNAIRE, values, today=TODAY, language="en")
    found = {
        problem.path: problem.found
        for problem in problems
        if problem.rule is ConstraintRule.UNKNOWN
    }
    assert found == {
        "/data/home/text()": "Paris",
        "/data/child[1]/text()": "or Bob",
        "/data/text()": "and so on",
    }
    assert values["home"]["place"] == "city"


# ── whatever is sent ──

NAMES = st.sampled_from(
    ["age", "hours", "home", "place", "child", "name", "likes", "pet", "meta", "deviceid", "zzz"]
)
TREES = st.recursive(
    st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=9).map(escape),
    lambda inner: st.lists(
        st.tuples(NAMES, inner).map(lambda pair: f"<{pair[0]}>{pair[1]}</{pair[0]}>"), max_size=5
    ).map("".join),
    max_leaves=30,
)


@given(TREES)
def test_any_tree_of_elements_is_read_checked_and_settled(inside):
    try:
        values = received(inside).values
    except SubmissionRefused:
        return
    validate_answers(QUESTIONNAIRE, values, today=TODAY, language="fr")
    settled = normalize_answers(QUESTIONNAIRE, values, today=TODAY)
    assert normalize_answers(QUESTIONNAIRE, settled, today=TODAY) == settled


@given(st.binary(max_size=300))
def test_bytes_that_are_no_form_are_refused_with_a_sentence_in_two_languages(content):
    with pytest.raises(SubmissionRefused) as refused:
        read_submission(content)
    assert refused.value.message.say("fr") != refused.value.message.say("en") != ""


# ── the form as other programs may have it ──


def served(workbook: str) -> str:
    xform = convert_workbook(workbook.encode(), "form.md").xform
    return export_xform(xform, version="4", submit_to="https://lab.example/s?a=1&b=2").decode()


def test_the_form_for_clients_asks_the_same_in_the_same_languages():
    read, own = read_xform(served(EVERY_KIND)), form(EVERY_KIND)

    assert [(one.path, one.kind) for one in read.questions.values()] == [
        (one.path, one.kind) for one in own.questions.values()
    ]
    assert (read.version, read.languages, read.title) == ("4", ("en", "fr"), "Household")


def test_an_address_and_a_key_of_the_workbook_are_replaced():
    elsewhere = HOUSEHOLD.replace(
        "default_language |\n", "default_language | submission_url | public_key |\n", 1
    ).replace("English (en) |\n", "English (en) | https://elsewhere.example/s | AAAA |\n", 1)

    xml = served(elsewhere)

    assert "elsewhere" not in xml
    assert "AAAA" not in xml
    assert xml.count("<submission ") == 1
    assert 'action="https://lab.example/s?a=1&amp;b=2"' in xml


# ── the note that it begins with ──

NOTE = {"fr": "Gardé un an.", "en": "Kept a year."}


def noted(workbook: str) -> str:
    note = FormNote(NOTE, 3)
    xform = convert_workbook(workbook.encode(), "form.md").xform
    served = export_xform(xform, version="4", submit_to="https://lab.example/s", note=note)
    assert served == export_xform(xform, version="4", submit_to="https://lab.example/s", note=note)
    return served.decode()


def test_the_form_for_clients_begins_with_a_note_in_its_own_languages():
    read = read_xform(noted(EVERY_KIND))
    first, number, *rest = read.questions.values()
    assert (first.kind, first.label.texts) == (
        QuestionType.NOTE,
        {"en": "Kept a year.", "fr": NOTE["fr"]},
    )
    assert (number.path, number.kind) == ("/data/vecu_promise_number", QuestionType.HIDDEN)
    assert [one.path for one in rest] == [one.path for one in form(EVERY_KIND).questions.values()]


@pytest.mark.parametrize("language", ["", "Deutsch (de)"])
def test_a_form_in_no_language_of_the_note_says_it_in_all(language):
    plain = (
        f"| settings |\n| | default_language |\n| | {language} |\n"
        "| survey |\n| | type | name | label |\n| | text | a | A |"
    )
    first = next(iter(read_xform(noted(plain)).questions.values()))
    assert set(first.label.texts.values()) == {"Gardé un an.\n\nKept a year."}


@pytest.mark.parametrize("name", ["vecu_promise", "vecu_promise_number"])
def test_a_question_of_the_name_of_the_note_stays_a_question(name):
    own = f"| survey |\n| | type | name | label |\n| | text | {name} | Mine? |"
    assert "Kept a year." not in noted(own)
    questionnaire = form(own)
    sent = read_submission(
        f'<data id="form" version="1"><{name}>3</{name}>'
        "<meta><instanceID>uuid:1</instanceID></meta></data>".encode()
    )
    answers = extract_answers(sent, questionnaire)
    assert (answers.values, answers.note_number) == ({name: "3"}, "")


def test_the_number_of_the_note_is_sent_back_and_no_page_asks_for_it():
    """In XForms the instance is submitted, whether or not a control is bound to a node of it."""
    served = noted(HOUSEHOLD)
    body = served[served.index("body>") :]
    assert "<vecu_promise_number>3</vecu_promise_number>" in served
    assert "vecu_promise_number" not in body


@pytest.mark.parametrize(
    ("inside", "number"),
    [
        ("<vecu_promise_number>3</vecu_promise_number>", "3"),
        ("<vecu_promise_number/>", ""),
        ("<vecu_promise_number><age>3</age></vecu_promise_number>", ""),
        ("", ""),
    ],
)
def test_the_number_of_the_note_is_read_and_is_no_answer(inside, number):
    came = received(f"{inside}<age>44</age>")
    assert (came.values, came.left_out, came.note_number) == ({"age": "44"}, (), number)


@pytest.mark.parametrize("inside", ["", "typed", "<a>x</a>", "</vecu_promise><vecu_promise>again"])
def test_the_note_is_never_an_answer(inside):
    came = received(f"<vecu_promise>{inside}</vecu_promise><age>44</age>")
    assert came.values == {"age": "44"}
    assert came.left_out == ()
