"""Forms with a text in both languages, and what somebody else saved meanwhile."""

from typing import ClassVar

from django import forms
from django.utils.translation import override

from vecu.ui.side_by_side import SideBySideForm, TextSpec


class NoteForm(SideBySideForm):
    """A title, its kind, and when it was written."""

    specs: ClassVar = {"title": TextSpec("Title", rows=1)}
    kind = forms.ChoiceField(
        label="Kind", required=False, choices=[("", "None"), ("long", "Long one")]
    )
    day = forms.DateField(label="Day", required=False)
    revision = forms.IntegerField(required=False, widget=forms.HiddenInput())


TYPED = {"title_fr": "Un", "title_en": "One", "kind": "long", "day": "2026-03-02"}


def test_texts_are_stored_by_language():
    form = NoteForm(TYPED)

    assert form.is_valid()
    assert form.texts == {"title": {"fr": "Un", "en": "One"}}


def test_an_error_names_its_field_with_the_language_and_leads_there():
    form = NoteForm(TYPED)
    form.is_valid()
    form.refuse({"title_fr": "Too short.", "gone": "Not there.", "": "All wrong."})

    assert [(each.field_id, each.message) for each in form.problems] == [
        ("main", "Not there."),
        ("main", "All wrong."),
        ("id_title_fr", "Title (in French): Too short."),
    ]


def test_of_what_somebody_else_saved_only_what_differs_stands_there():
    theirs = {"title_fr": "Un", "title_en": "Two", "kind": "", "day": None, "revision": 2}
    form = NoteForm(TYPED, their_values=theirs)

    shown = [each.theirs for row in form.get_rows(["title"]) for each in row.inputs]

    assert shown == ["", "Two"]
    assert form.describe_theirs("kind") == "None"
    assert form.describe_theirs("day") == "nothing"


def test_line_ends_of_browsers_and_space_around_are_no_difference():
    form = NoteForm({"title_en": " a\r\nb "}, their_values={"title_en": "a\nb"})

    assert form.describe_theirs("title_en") == ""


def test_a_value_is_described_as_people_read_it():
    form = NoteForm()
    day = NoteForm(TYPED)
    day.is_valid()

    assert form.describe_value("kind", "long") == "Long one"
    with override("fr"):
        assert form.describe_value("day", day.cleaned_data["day"]) == "2 mars 2026"
