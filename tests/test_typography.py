"""French typography: what a printer would set."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vecu.typography import NO_BREAK_SPACE as NB
from vecu.typography import NO_WIDTH, allow_breaks, apply_typography


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("Pourquoi ?", f"Pourquoi{NB}?"),
        ("Pourquoi?", f"Pourquoi{NB}?"),
        ("Vraiment ?!", f"Vraiment{NB}?!"),
        ("Vos mots :", f"Vos mots{NB}:"),
        ("« Je garde la main »", f"«{NB}Je garde la main{NB}»"),
        ("«Je garde la main»", f"«{NB}Je garde la main{NB}»"),
        ("« Que faire ? »", f"«{NB}Que faire{NB}?{NB}»"),
        ("l'IA d'aujourd'hui", "l’IA d’aujourd’hui"),
        ("62 % des gens", f"62{NB}% des gens"),
        ("de %(low)s à %(high)s", "de %(low)s à %(high)s"),
        ("1 250 réponses", f"1{NB}250 réponses"),
        ("à 14:30, https://exemple.fr/page?q=1", "à 14:30, https://exemple.fr/page?q=1"),
    ],
)
def test_french_is_set_as_a_printer_would(typed, printed):
    """The rules of the Imprimerie nationale, with one width of no-break space."""
    assert apply_typography(typed, "fr") == printed


def test_other_languages_are_left_alone():
    assert apply_typography("Why ? It's 'so'", "en") == "Why ? It's 'so'"


@given(st.text())
def test_setting_twice_changes_nothing_more(text):
    once = apply_typography(text, "fr")

    assert apply_typography(once, "fr") == once


@given(st.text("ab1- \u0301", max_size=200))
def test_long_words_may_be_broken_on_paper_and_lose_nothing(text):
    printed = allow_breaks(text)

    assert printed.replace(NO_WIDTH, "") == text
    assert (
        max(map(len, re.split(rf"[\s{NO_WIDTH}]", printed.replace("-", "").replace("\u0301", ""))))
        < 30
    )
