"""Words that carry their labels: they stay the texts that they are, and pages translate."""

import ast
import json
import pickle
from importlib import import_module

import polib
import pytest
from django.utils.translation import gettext, override

from tests.architecture.sources import ROOT, list_definitions, list_sources
from tests.translations import CATALOGUE
from vecu.labelled_enum import LabelledEnum
from vecu.translation import gettext_noop
from vecu.ui.form_fields import make_choices


class Signal(LabelledEnum):
    """A vocabulary of this test, whose labels stand in the catalogue."""

    GO = "go", gettext_noop("Yes")
    STOP = "stop", gettext_noop("No")


VOCABULARIES = [
    getattr(import_module(".".join(path.relative_to(ROOT).with_suffix("").parts)), node.name)
    for path in list_sources("vecu")
    for node in list_definitions(path)
    if isinstance(node, ast.ClassDef)
    and any(isinstance(base, ast.Name) and base.id == "LabelledEnum" for base in node.bases)
]


def test_a_word_is_its_value():
    assert Signal("go") is Signal.GO
    assert Signal.GO == "go"
    assert f"{Signal.GO} {Signal.GO:>4} %s" % Signal.GO == "go   go go"
    assert {"go": 1}[Signal.GO] == 1
    assert hash(Signal.GO) == hash("go")
    assert json.dumps({Signal.GO: Signal.STOP}) == '{"go": "stop"}'
    assert type(Signal.GO.value) is str


def test_words_keep_the_order_in_which_they_are_written():
    assert list(Signal) == ["go", "stop"]
    assert Signal.list_choices() == [("go", "go"), ("stop", "stop")]


def test_a_word_comes_back_from_a_pickle_with_its_label():
    back = pickle.loads(pickle.dumps(Signal.STOP))  # noqa: S301 (made here)

    assert back is Signal.STOP
    assert back.label == "No"


def test_a_word_is_matched_as_any_of_an_enumeration():
    match Signal("stop"):
        case Signal.GO:
            found = "go"
        case Signal.STOP:
            found = "stop"
    assert found == "stop"


def test_an_unknown_word_is_refused():
    with pytest.raises(ValueError, match="'wait' is not a valid Signal"):
        Signal("wait")


def test_a_label_is_translated_on_a_page_and_not_before():
    with override("fr"):
        assert Signal.GO.label == "Yes"
        assert gettext(Signal.GO.label) == "Oui"


def test_choices_of_a_field_are_in_the_language_of_the_moment():
    plain, with_blank = make_choices(Signal), make_choices(Signal, blank="Choose one")

    assert plain() == [("go", "Yes"), ("stop", "No")]
    with override("fr"):
        assert plain() == [("go", "Oui"), ("stop", "Non")]
        assert with_blank()[0] == ("", "Choisissez")


def test_vocabularies_are_found():
    assert len(VOCABULARIES) > 1


@pytest.mark.parametrize("vocabulary", VOCABULARIES, ids=lambda each: each.__name__)
def test_every_label_has_its_french(vocabulary):
    french = {entry.msgid for entry in polib.pofile(str(CATALOGUE)) if entry.translated()}

    assert [each for each in vocabulary if each.label not in french] == []
