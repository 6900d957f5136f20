"""Lines of offers that the latest rules were written with, and lines that they were not.

`lines/seen.json` and `ordinary_seen.json` were in sight: they say what is covered. `held_out.json`
and `ordinary.json` were not: they say how the rules do on others.
"""

import json
from pathlib import Path

import pytest
from django.utils.translation import override

from vecu.pilots.interface import CaseRefused, ProposalForm
from vecu.pilots.job_offers import load_job_offer_pilot
from vecu.pilots.job_offers.rule_book import RuleStatus

LINES = Path(__file__).parent / "lines"
PILOT = load_job_offer_pilot()
LATEST = PILOT.versions[-1]


def read_lines(name):
    return [each["text"] for each in json.loads((LINES / name).read_text(encoding="utf-8"))]


def list_alerts(offer, step=LATEST.step):
    proposals = PILOT.propose(offer, LATEST.name, step)
    return [one for one in proposals if one.form is not ProposalForm.NOTE]


def list_words(offer):
    return [offer[one.start : one.end] for one in list_alerts(offer)]


def reword(offer):
    """Return the offer with the clause of each rewording replaced by it, one after the other."""
    texts = []
    for one in list_alerts(offer):
        if one.rewording:
            start, end = one.replaced
            texts.append(offer[:start] + one.rewording + offer[end:])
    return texts


def test_of_thirty_lines_that_discriminate_and_were_not_seen_at_least_27_are_found():
    lines = read_lines("held_out.json")

    assert len(lines) == 30
    assert sum(bool(list_alerts(line)) for line in lines) >= 27


def test_of_fifty_ordinary_lines_that_were_not_seen_at_most_one_raises_an_alert():
    lines = read_lines("ordinary.json")

    assert len(lines) == 50
    assert sum(bool(list_alerts(line)) for line in lines) <= 1


def test_all_lines_that_were_seen_are_found_and_no_ordinary_one_raises_an_alert():
    assert [line for line in read_lines("seen.json") if not list_alerts(line)] == []
    assert [line for line in read_lines("ordinary_seen.json") if list_alerts(line)] == []


@pytest.mark.parametrize("language", ["fr", "en"])
def test_an_offer_in_english_is_answered_in_words_and_no_list(language):
    said = {"fr": "lit le français", "en": "reads French"}[language]
    for offer in read_lines("english.json"):
        with pytest.raises(CaseRefused) as refused:
            PILOT.propose(offer, LATEST.name, LATEST.step)
        with override(language):
            assert said in refused.value.say(language)


# No wording excuses another


@pytest.mark.parametrize(
    "offer",
    [
        "Personne sans enfants, de 25 à 35 ans.",
        "Sans enfants et entre 25 et 35 ans.",
        "Accueil d'enfants. Candidat de 25 à 35 ans.",
        "Vous accompagnez des familles. Célibataire de préférence.",
        "Agent d'accueil (H/F), âge maximum 35 ans.",
    ],
)
def test_an_ordinary_word_excuses_its_own_phrase_alone(offer):
    assert list_alerts(offer)


def test_a_range_of_ages_is_found_beside_sans_enfants():
    kinds = {one.kind for one in list_alerts("Personne sans enfants, de 25 à 35 ans.")}

    assert kinds == {"family", "age-limit"}


def test_the_public_may_still_be_named():
    assert list_alerts("Accueil d'enfants de 6 à 11 ans.") == []
    assert list_alerts("Foyer pour jeunes majeurs de 18 à 25 ans, éducateur (H/F).") == []
    assert list_alerts("Aucune limite d'âge, aucune nationalité exigée.") == []


# Statuses


def test_a_place_of_residence_is_possibly_indirect_unless_the_job_imposes_it():
    (alert,) = list_alerts("Il faut habiter la commune.")

    assert (alert.kind, alert.value) == ("residence", RuleStatus.POSSIBLY_INDIRECT)
    assert not alert.forbidden
    assert list_alerts("Logement de fonction : résider sur place, nécessité de service.") == []


@pytest.mark.parametrize(
    ("offer", "words"),
    [
        ("Recherchons assistante sociale.", "assistante sociale"),
        ("Vendeuses en boulangerie.", "Vendeuses"),
    ],
)
def test_a_feminine_title_alone_is_a_bias_alert(offer, words):
    (alert,) = list_alerts(offer)

    assert alert.value == RuleStatus.BIAS
    assert offer[alert.start : alert.end] == words


def test_both_genders_or_h_f_raise_none():
    for offer in (
        "Recherchons assistante sociale (H/F).",
        "Assistant social ou assistante sociale.",
        "Assistant·e social·e.",
        "Vous travaillez avec l'assistante sociale.",
    ):
        assert list_alerts(offer) == []


# Where a passage ends


@pytest.mark.parametrize(
    ("offer", "words"),
    [
        ("Véhicule personnel exigé pour le poste.", "Véhicule personnel exigé"),
        ("Habiter la commune depuis trois ans est un atout.", "Habiter la commune"),
        ("Dentiste musulman(e) pour remplacements.", "musulman(e)"),
        (
            "Poste fermé aux sourds et aux aveugles, à pourvoir.",
            "Poste fermé aux sourds et aux aveugles",
        ),
        ("Non ouvert aux personnes transgenres : tenue.", "Non ouvert aux personnes transgenres"),
    ],
)
def test_a_passage_ends_where_its_phrase_does(offer, words):
    assert list_words(offer) == [words]


# Rewording


@pytest.mark.parametrize(
    ("offer", "reworded"),
    [
        (
            "Travail de nuit : femmes s'abstenir. CDI.",
            "Travail de nuit : poste ouvert à toutes et à tous. CDI.",
        ),
        (
            "Mission fermée aux personnes handicapées.",
            "Mission ouverte à toutes et à tous.",
        ),
        (
            "Recherchons une assistante sociale, CDI.",
            "Recherchons un assistant social ou une assistante sociale, CDI.",
        ),
        ("Vendeuses sérieuses, CDI.", "Vendeurs sérieux ou vendeuses sérieuses, CDI."),
        (
            "Éducatrice spécialisée en internat.",
            "Éducateur spécialisé ou éducatrice spécialisée en internat.",
        ),
        ("Aides-soignantes de nuit.", "Aides-soignants ou aides-soignantes de nuit."),
    ],
)
def test_a_rewording_replaces_the_clause_and_agrees(offer, reworded):
    assert reword(offer) == [reworded]


def test_a_clause_that_says_more_than_the_passage_is_left_to_the_person():
    """Nothing else of the offer is lost for a standard sentence."""
    (alert,) = list_alerts("Nous cherchons un conducteur de ligne (H/F) non syndiqué et ponctuel.")

    assert alert.rewording == ""
    assert alert.replaced == (alert.start, alert.end)


def test_no_rewording_has_a_blank_or_would_be_alerted_to():
    for line in read_lines("seen.json"):
        for one in list_alerts(line):
            assert not any(blank in one.rewording for blank in ("…", "___", "{")), line
            if one.rewording:
                start, end = one.replaced
                assert start <= one.start < one.end <= end
                text = line[:start] + one.rewording + line[end:]
                again = [
                    each
                    for each in list_alerts(text)
                    if each.start < start + len(one.rewording) and start < each.end
                ]
                assert again == [], text
