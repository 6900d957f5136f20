"""The ready inquiry of accompanied people: closed, in plain words, in four languages."""

import csv
import re

import pyreadstat
import pytest

from tests.datasets.exports import export
from vecu.datasets.exporting.package import Format
from vecu.questionnaires import QuestionType, convert_workbook, lint_workbook, read_xform
from vecu.surveys.library import get_template

READY = get_template("accompanied-people")
FORM = read_xform(convert_workbook(READY.workbook, READY.workbook_name).xform)
ASKED = [each for each in FORM.questions.values() if each.kind.has_input]
MAX_WORDS = 12
"""Of a sentence in plain words."""


def test_twelve_questions_are_closed_and_one_last_word_is_not():
    *closed, last = ASKED

    assert len(closed) == 12
    assert {each.kind for each in closed} == {QuestionType.SELECT_ONE}
    assert (last.name, last.kind) == ("last_word", QuestionType.TEXT)


def test_nobody_must_answer_and_every_answer_may_be_unknown_or_withheld():
    assert not [each.name for each in ASKED if each.required]
    for each in ASKED[:-1]:
        assert [choice.name for choice in each.choices[-2:]] == ["unknown", "no_answer"]


def test_each_text_is_in_every_language_and_no_text_is_in_two():
    """A text that is the same in two languages is one that nobody translated."""
    assert FORM.languages == ("fr", "en", "ar", "uk")
    for each in FORM.questions.values():
        for wording in (each.label, each.hint, *(choice.label for choice in each.choices)):
            assert len(set(wording.texts.values())) == (4 if wording else 0), wording


@pytest.mark.parametrize("language", ["fr", "en", "uk"])
def test_sentences_are_short(language):
    for each in FORM.questions.values():
        for sentence in re.split(r"[.?!]", each.label.say(language)):
            assert len(sentence.split()) <= MAX_WORDS, sentence


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("fr", "pas encore relu"),
        ("en", "not yet read over"),
        ("ar", "الترجمة لم تُراجَع بعد"),
        ("uk", "Переклад ще не перевірено"),
    ],
)
def test_every_page_says_that_its_words_were_not_read_over_yet(language, words):
    [section] = FORM.groups.values()

    assert {each.path.rpartition("/")[0] for each in FORM.questions.values()} == {section.path}
    assert words in section.label.say(language)


def test_its_only_warnings_are_that_pages_speak_neither_arabic_nor_ukrainian():
    found = lint_workbook(READY.workbook, READY.workbook_name, language="en").findings

    assert {each.level.value for each in found} == {"warning"}
    assert [each.message[:30] for each in found] == [
        "Pages do not speak العربية (ar",
        "Pages do not speak Українська ",
    ]


def test_an_answer_is_exported_with_its_labels_in_every_language_of_the_form(tmp_path):
    """Read by other programs: the label of a value as the author wrote it, whatever its script."""
    said = [{"meetings": {"help_after_no": "worse"}}]
    made = export(tmp_path, Format.SAV, said, asked=FORM, language="ar")
    _read, about = pyreadstat.read_sav(made["kinds-people.sav"], output_format="dict")
    assert about.variable_value_labels["help_after_no"][2.0] == "بشكل أسوأ"
    assert about.column_names_to_labels["help_after_no"].startswith("إذا قال شخص")

    with made["kinds-codebook.csv"].open(encoding="utf-8-sig", newline="") as file:
        row = next(each for each in csv.DictReader(file) if each["variable"] == "help_after_no")
    assert row["label_uk"] == "Коли людина каже інструменту «ні», як їй допомагають?"
    assert row["label_fr"].startswith("Quand on dit non")
    assert 'xml:lang="ar">بشكل أسوأ</labl>' in made["kinds-ddi.xml"].read_text("utf-8")
