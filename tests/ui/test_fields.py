"""Every kind of input, as a page shows it."""

import pytest
from django.template import engines

from vecu.ui.fields import Field, FieldOption

NBSP = "\u00a0"


def render(field):
    return engines["django"].from_string('{% include "ui/field.html" %}').render({"field": field})


def choices(kind, **more):
    options = (FieldOption("yes", "Oui"), FieldOption("no", "Non", chosen=True))
    return render(Field("known", "known", "Le savez-vous ?", kind, options=options, **more))


@pytest.mark.parametrize(
    ("kind", "keyboard"), [("text", "text"), ("integer", "numeric"), ("decimal", "decimal")]
)
def test_a_short_answer_is_one_line_with_the_right_keyboard(kind, keyboard):
    html = render(Field("hours", "hours", "Combien ?", kind, "7,5"))
    assert '<label for="hours">' in html
    assert f'<input type="text" id="hours" name="hours" value="7,5" inputmode="{keyboard}"' in html


def test_a_date_is_typed_with_an_example_beside_it():
    html = render(Field("day", "day", "When?", "date", "24/11/2026"))
    assert 'value="24/11/2026" inputmode="numeric"' in html
    assert '<p class="hint" id="day-hint">' in html
    assert 'aria-describedby="day-hint"' in html


@pytest.mark.parametrize(
    ("kind", "control"), [("select_one", "radio"), ("select_multiple", "checkbox")]
)
def test_choices_are_a_group_whose_first_input_has_the_fields_id(kind, control):
    html = choices(kind)
    assert html.count("<legend>") == 1
    assert f'<input type="{control}" id="known" name="known" value="yes">' in html
    assert f'<input type="{control}" id="known-2" name="known" value="no" checked>' in html


def test_a_long_text_is_preserved_to_the_letter():
    """A newline that begins it would be eaten by HTML without the one that the template adds."""
    html = render(Field("task", "task", "Quoi ?", value="\n</textarea>Non !", multiline=True))
    assert ">\n\n&lt;/textarea&gt;Non !</textarea>" in html


def test_a_limit_is_passed_to_the_browser():
    html = render(Field("task", "task", "What?", multiline=True, limit=500))
    assert 'maxlength="500" data-left="' in html


def test_a_file_field_is_a_file_input():
    assert '<input type="file" id="f" name="f">' in render(Field("f", "f", "File", "file"))


def test_hint_and_problem_are_read_with_the_input():
    html = render(Field("h", "h", "Combien ?", "integer", "x", "À peu près.", "Un nombre !"))
    assert 'aria-describedby="h-hint h-problem" aria-invalid="true"' in html
    assert f'<p class="err" id="h-problem">Un nombre{NBSP}!</p>' in html.replace(" !", f"{NBSP}!")


def test_hint_and_problem_are_read_with_a_group():
    html = choices("select_one", hint="Un seul.", problem="Choisissez.")
    assert '<fieldset class="field in-error" aria-describedby="known-hint known-problem">' in html


@pytest.mark.parametrize("kind", ["text", "select_one"])
def test_the_label_may_be_the_heading_of_the_page(kind):
    assert choices(kind, heading=True).count("<h1>") == 1


def test_wording_in_another_language_is_marked_and_set_by_its_rules():
    html = choices("select_one", language="fr", hint="Un seul ?")
    assert '<legend lang="fr">' in html
    assert f"Le savez-vous{NBSP}?" in html
    assert f'<p class="hint" id="known-hint" lang="fr">Un seul{NBSP}?</p>' in html
    assert '<label for="known-2" lang="fr">Non</label>' in html
