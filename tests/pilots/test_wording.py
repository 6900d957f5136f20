"""Wording that tried to mislead the checker: ordinary lines that look otherwise, and variants.

Rules were mended with these lines in sight (44 of 128 raised an alert before, and 31 of 67 variants
none): they say what is covered, not how it would do on others.
"""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vecu.pilots.interface import ProposalForm
from vecu.pilots.job_offers import load_job_offer_pilot
from vecu.pilots.job_offers.folded_text import fold_offer

HERE = Path(__file__).parent
PILOT = load_job_offer_pilot()
GROUNDS = {rule.key: rule.ground.key for rule in PILOT.book.rules}


def list_alerts(text, step=3):
    proposals = PILOT.propose(text, "1", step)
    return [one for one in proposals if one.form is not ProposalForm.NOTE]


def list_words(text, step=3):
    return [text[one.start : one.end] for one in list_alerts(text, step)]


def read_lines(name):
    return (HERE / name).read_text(encoding="utf-8").splitlines()


def test_negations_quoted_law_and_other_meanings_raise_no_alert():
    raised = {line: list_words(line) for line in read_lines("ordinary_traps.txt")}

    assert {line: words for line, words in raised.items() if words} == {}


def test_variants_of_wording_raise_one():
    for line in read_lines("wording_variants.txt"):
        ground, _bar, text = line.partition("|")
        found = {GROUNDS[one.kind] for one in list_alerts(text.replace("\\n", "\n"))}
        assert ground in found, text


@pytest.mark.parametrize(
    ("negated", "asserted"),
    [
        ("Véhicule non exigé.", "Véhicule exigé."),
        ("Aucun âge maximum.", "Âge maximum 40 ans."),
        ("Candidats sans véhicule personnel bienvenus.", "Sans véhicule s'abstenir."),
        ("Pas de photo obligatoire.", "Pas de délai : photo obligatoire."),
        ("Résider ici n'est pas exigé.", "Résider à Montbel est exigé."),
    ],
)
def test_a_negation_counts_only_where_it_denies_the_passage(negated, asserted):
    assert list_words(negated) == []
    assert len(list_words(asserted)) == 1


def test_some_exclusions_begin_as_a_negation_does():
    assert list_words("Pas de plus de 50 ans.") == ["Pas de plus de 50 ans"]
    assert list_words("Pas de moins de 25 ans.") == ["Pas de moins de 25 ans"]
    assert list_words("Pas de célibataires, pas d'étrangers.") == ["célibataires"]
    assert list_words("Pas de militant d'un parti.") == ["militant d'un parti"]


def test_other_words_can_stand_in_an_offer_as_they_are_and_raise_nothing():
    for rule in (rule for rule in PILOT.book.rules if rule.rewording):
        words = rule.rewording.replace("{words}", "Maçon")
        assert list_words(words, 4) == [], rule.key
        assert "«" not in words, rule.key
    (alert,) = PILOT.propose("Vendeuse en boulangerie.", "1", 3)
    assert alert.rewording == "Vendeuse (H/F)"
    assert list_words("Vendeuse (H/F) en boulangerie.", 4) == []


PIECES = (
    *("Véhicule exigé", "VÉHICULÉ·E", "véhicule\nexigé", "moins de 30 ans", "25–35 ans"),
    *("célibataire", "Ve\u0301hicule exige\u0301", "Vé\u00adhi\u200bcule exigé", "V.é.h.i.c.u.l.e"),
    *("v&eacute;hicule <b>exig</b>&#233;", "résider à proximité", "Vendeuse", "aucun ", "h/f"),
    *("&nbsp;", "<br>", "</li><li>", "\u202e", "👍", " ", "  ", "\n", "\r\n", ", ", ". ", "• "),
    *("-", "<", "&", "…"),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=14).map("".join))
def test_the_place_of_an_alert_is_that_of_the_words_found(offer):
    """Whole words of the original that, read alone, fold to what the rule matched."""
    folded = fold_offer(offer)
    for index, token in enumerate(folded.tokens):
        assert offer[token.start : token.end].strip() == offer[token.start : token.end]
        place = folded.places[index]
        assert folded.text[place : place + len(token.word)] == token.word
        assert folded.find_original(place, place + len(token.word)) == token[1:]
        assert fold_offer(offer[token.start : token.end]).text == token.word
    if not offer.strip():
        return
    for one in PILOT.propose(offer, "1", 4):
        cut = offer[one.start : one.end]
        found = fold_offer(cut).text.replace(" ; ", " ")
        assert found
        assert found in folded.text.replace(" ; ", " ")
