"""The filters and tags that templates of every room share."""

from datetime import UTC, date, datetime

import pytest
from django.template import engines
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from vecu.messages import Message
from vecu.questionnaires.model import Wording
from vecu.ui.templatetags.ui import day, decimals

NBSP = "\u00a0"
KNOWN = Wording({"fr": "Votre responsable le sait ?", "en": "Does your manager know?"})
GERMAN = Wording({"de": "Wirklich ?"})


def render(source, language="fr", **context):
    template = engines["django"].from_string("{% load ui %}" + source)
    with override(language):
        return template.render(context)


def test_french_text_gets_its_no_break_spaces_and_apostrophes():
    assert render("{{ text|typeset }}", text="Qu'est-ce ?") == f"Qu’est-ce{NBSP}?"


def test_english_text_is_left_as_it_is():
    assert render("{{ text|typeset }}", "en", text="Why ?") == "Why ?"


def test_the_language_of_a_text_may_be_given():
    assert render("{{ text|typeset:'fr' }}", "en", text="Quoi ?") == f"Quoi{NBSP}?"


def test_a_message_is_given_in_the_language_of_the_page():
    message = Message("There are problems")
    assert render("{{ text|typeset }}", "en", text=message) == "There are problems"
    assert render("{{ text|typeset }}", text=message) == "Il y a des erreurs"
    assert render("{{ text|typeset:'fr' }}", "en", text=message) == "Il y a des erreurs"


def test_what_a_person_typed_is_escaped():
    assert render("{{ text|typeset }}", text="<b>Non !</b>") == f"&lt;b&gt;Non{NBSP}!&lt;/b&gt;"


def test_typography_may_stand_before_or_after_line_breaks():
    printed = f"<p>l’IA{NBSP}?<br>&lt;i&gt;</p>"
    assert render("{{ text|typeset|linebreaks }}", text="l'IA ?\n<i>") == printed
    assert render("{{ text|linebreaks|typeset }}", text="l'IA ?\n<i>") == printed


def test_addresses_inside_markup_are_not_touched():
    link = mark_safe('<a href="/fr/?q=l\'a">Oui ?</a>')
    assert render("{{ text|typeset }}", text=link) == f'<a href="/fr/?q=l\'a">Oui{NBSP}?</a>'


@pytest.mark.parametrize(
    ("written", "en", "fr"),
    [
        ("at|day", "4 March 2026", "4 mars 2026"),
        ("at|date", "4 March 2026", "4 mars 2026"),
        ("at|date:'SHORT_DATE_FORMAT'", "4 March 2026", "04/03/2026"),
        ("at|date:'SHORT_DATETIME_FORMAT'", "4 March 2026, 20:34", "04/03/2026 20:34"),
        ("at|date:'DATETIME_FORMAT'", "4 March 2026, 20:34", "4 mars 2026 20:34"),
        ("at|date:'YEAR_MONTH_FORMAT'", "March 2026", "mars 2026"),
        ("at|time", "20:34", "20:34"),
        ("at.date", "4 March 2026", "4 mars 2026"),
    ],
)
def test_days_are_written_in_one_way_in_english_day_first_and_month_in_words(written, en, fr):
    at = datetime(2026, 3, 4, 20, 34, tzinfo=UTC)
    with timezone.override(UTC):
        assert render(f"{{{{ {written} }}}}", "en", at=at) == en
        assert render(f"{{{{ {written} }}}}", "fr", at=at) == fr


@given(st.text())
def test_no_typed_text_ever_becomes_markup(text):
    for source in ("{{ text|typeset }}", "{{ text|escape|typeset }}"):
        assert not {"<", ">", '"'} & set(render(source, text=text))


@pytest.mark.parametrize(
    ("language", "said"),
    [("fr", f"Votre responsable le sait{NBSP}?"), ("en", "Does your manager know?")],
)
def test_a_wording_appears_in_the_readers_language(language, said):
    assert render("{{ label|translate_wording }}", language, label=KNOWN) == said
    assert render("{{ label|translate_wording }}", language, label=KNOWN.texts) == said


def test_a_wording_without_the_readers_language_appears_in_its_own_and_set_by_its_rules():
    assert render("{{ label|translate_wording }}", "fr", label=GERMAN) == "Wirklich ?"


def test_a_wording_in_another_language_is_marked_as_such():
    source = "<p{% lang_of label %}>"
    assert render(source, "fr", label=GERMAN) == '<p lang="de" data-in="de">'
    assert render(source, "fr", label=KNOWN) == "<p>"


@pytest.mark.parametrize("nothing", [None, {}, Wording(), {"fr": ""}])
def test_no_wording_says_nothing(nothing):
    assert render("{{ label|translate_wording }}{% lang_of label %}", label=nothing) == ""


def test_the_error_summary_links_each_message_to_its_input():
    problem = {"field_id": "sector", "message": "Choisissez une réponse !"}
    html = render("{% error_summary problems %}", problems=[problem])
    assert f'<a href="#sector">Choisissez une réponse{NBSP}!</a>' in html
    assert 'role="alert" tabindex="-1" autofocus' in html


def test_without_problems_there_is_no_error_summary():
    assert render("{% error_summary problems %}", problems=[]).strip() == ""


@pytest.mark.parametrize(
    ("number", "en", "fr"),
    [
        (0, "0 bytes", "0 octet"),
        (1, "1 byte", "1 octet"),
        (999, "999 bytes", "999 octets"),
        (7_245, "7.2 kB", "7,2 ko"),
        (5_000_000, "5 MB", "5 Mo"),
        (40_250_000, "40.3 MB", "40,3 Mo"),
        (2_000_000_000, "2 GB", "2 Go"),
    ],
)
def test_sizes_are_written_in_the_units_of_the_sentences_around_them(number, en, fr):
    """By thousands, as the International System of Units has kilo, mega and giga."""
    assert render("{{ n|size }}", "en", n=number) == en.replace(" ", NBSP)
    assert render("{{ n|size }}", "fr", n=number) == fr.replace(" ", NBSP)


@pytest.mark.parametrize(
    ("language", "number", "written"),
    [
        ("fr", 1, "1er novembre 2026"),
        ("fr", 24, "24 novembre 2026"),
        ("en", 1, "1 November 2026"),
    ],
)
def test_a_day_is_written_in_full(language, number, written):
    """The first of a month is an ordinal in French, and only the first."""
    with override(language):
        assert day(date(2026, 11, number)) == written


@pytest.mark.parametrize(
    ("value", "language", "written"),
    [(-0.014, "en", "−0.01"), (-0.014, "fr", "−0,01"), (0.9, "fr", "0,90")],
)
def test_numbers_have_the_minus_sign_and_the_comma_of_their_language(value, language, written):
    with override(language):
        assert decimals(value, 2) == written
