"""Offers as they are really pasted: capitals, HTML, tricks, English, far too long, empty."""

from dataclasses import replace

import pytest

from vecu.pilots.interface import MOST_CHARACTERS, CaseRefused
from vecu.pilots.job_offers import load_job_offer_pilot
from vecu.pilots.job_offers.folded_text import fold_offer
from vecu.search_folding import fold_for_search

PILOT = load_job_offer_pilot()


def list_words(text):
    return [text[one.start : one.end] for one in PILOT.propose(text, "1", 3)]


@pytest.mark.parametrize(
    ("offer", "found"),
    [
        ("VÉHICULE EXIGÉ", "VÉHICULE EXIGÉ"),
        ("vehicule exige", "vehicule exige"),
        ("Ve\u0301hicule exige\u0301.", "Ve\u0301hicule exige\u0301"),
        ("Vé\u00adhi\u00adcule exigé", "Vé\u00adhi\u00adcule exigé"),
        ("Vé\u200bhicule\u00a0exigé", "Vé\u200bhicule\u00a0exigé"),
        ("Ｖéhicule ｅｘｉｇé", "Ｖéhicule ｅｘｉｇé"),
        ("𝐕é𝐡𝐢𝐜𝐮𝐥𝐞 𝐞𝐱𝐢𝐠é", "𝐕é𝐡𝐢𝐜𝐮𝐥𝐞 𝐞𝐱𝐢𝐠é"),
        ("Véhiсulе exigé", "Véhiсulе exigé"),  # с and е are Cyrillic
        ("V.é.h.i.c.u.l.e exigé", "V.é.h.i.c.u.l.e exigé"),
        ("V-É-H-I-C-U-L-E EXIGÉ", "V-É-H-I-C-U-L-E EXIGÉ"),
        ("« Véhicule » exigé", "Véhicule » exigé"),
    ],
)
def test_a_trick_of_typography_hides_nothing_and_the_place_is_that_of_the_original(offer, found):
    assert list_words(offer) == [found]


@pytest.mark.parametrize(
    ("offer", "found"),
    [
        ("<p>V&eacute;hicule exig&#233;</p>", "V&eacute;hicule exig&#233;"),
        ("<li>Véhi<b>cule</b> exigé</li>", "Véhi<b>cule</b> exigé"),
        ("Véhi<!-- x -->cule exigé", None),
        ("<ul><li>Véhicule</li><li>exigé</li></ul>", None),
        ("<script>'Véhicule exigé'</script>Bonjour", None),
        ("Salaire < 2 000 € & prime > 100 €. Véhicule exigé", "Véhicule exigé"),
    ],
)
def test_html_is_read_as_it_is_seen_and_marked_where_it_stands(offer, found):
    assert list_words(offer) == ([found] if found else [])


def test_an_offer_in_english_is_recognised_and_its_reader_warned():
    offer = "We are looking for the best of all with a car. You will be with us and our team."
    (alert,) = PILOT.propose(offer, "1", 3)

    assert alert.kind == "foreign-text"
    assert alert.explanation.cited[0].name == "L5331-4"
    assert "French only" in alert.explanation.uncertain["en"]
    assert list_words("Vous parlez anglais avec our team of the export desk.") == []


def test_fifty_thousand_characters_are_read_and_one_more_is_refused_in_words():
    full = ("Maçon (H/F). " * MOST_CHARACTERS)[: MOST_CHARACTERS - 15] + "Véhicule exigé."

    assert list_words(full) == ["Véhicule exigé"]
    with pytest.raises(CaseRefused) as refused:
        PILOT.propose(full + "x", "1", 3)
    assert "50000" in str(refused.value)
    assert "50001" in str(refused.value)


@pytest.mark.parametrize("piece", ["<!--", "<script ", "&", "a.", "<a", "un ", "25 a ", "; "])
def test_fifty_thousand_characters_of_anything_end(piece):
    """No expression takes longer than its allowance, which would raise."""
    assert PILOT.propose((piece * MOST_CHARACTERS)[:MOST_CHARACTERS], "1", 4) is not None


@pytest.mark.parametrize(
    ("offer", "english"),
    [
        ("Waiter wanted. Must have own car. Call John at the restaurant in Dublin.", True),
        ("Junior accountant. Fluent English required. Apply by email. Full time job.", True),
        ("Nous cherchons un Product Owner pour notre team, reporting to the CTO and of the", False),
        ("Key account manager for the retail market (H/F), siège à Lyon, CDI.", False),
        ("Community manager, full time, Saint-Aubin : animer la page de l'office.", False),
    ],
)
def test_english_names_of_jobs_in_a_french_offer_do_not_make_it_english(offer, english):
    kinds = {one.kind for one in PILOT.propose(offer, "1", 3)}
    assert ("foreign-text" in kinds) is english


def test_thousands_of_passages_cost_no_more_than_their_number():
    """The offer as a whole is read once, not once for each passage."""
    searched = []

    class CountingPattern:
        def search(self, text):
            searched.append(text)

    first, second, *_later = PILOT.offer_versions
    question = replace(second.questions["vehicle"], nothing_justifies=CountingPattern())
    pilot = replace(PILOT, offer_versions=(first, replace(second, questions={"vehicle": question})))

    assert len(pilot.propose("Véhicule exigé. " * 3_000, "2", 3)) == 3_000
    assert len(searched) == 1


@pytest.mark.parametrize("offer", ["…", "\u200b-", "<br>", "👍👍"])
def test_an_offer_without_words_has_nothing_to_propose(offer):
    assert list(PILOT.propose(offer, "1", 4)) == []


@pytest.mark.parametrize("offer", ["", "  ", "\n\t\r"])
def test_an_empty_offer_is_refused_in_words(offer):
    with pytest.raises(CaseRefused, match="empty"):
        PILOT.propose(offer, "1", 3)


def test_folded_words_are_those_of_search_and_lead_back_to_the_original():
    offer = "Œuvre d’art, l'Été : 35 h. « fin »"
    folded = fold_offer(offer)

    assert folded.text == "oeuvre d art ; l ete ; 35 h ; fin"
    assert folded.text.replace(" ; ", " ") == fold_for_search(offer)
    start = folded.text.index("l ete")
    assert offer[slice(*folded.find_original(start, start + 5))] == "l'Été"
    assert offer[slice(*folded.find_original(start - 3, start + 7))] == "l'Été"


@pytest.mark.parametrize(
    ("offer", "folded"),
    [
        ("véhiculé·e", "vehicule e"),
        ("VÉHICULÉ·E·S", "vehicule es"),
        ("motivé.e.s", "motive es"),
        ("infirmier·ère", "infirmier ere"),
        ("Conducteur-rice", "conducteur rice"),
        ("Vendeur(se)", "vendeur se"),
        ("Poste fermé.Le bus passe", "poste ferme ; le bus passe"),
        ("25–35 ans, 1,80 m", "25 35 ans ; 1 80 m"),
        ("25 – 35 ans – motivé", "25 35 ans ; motive"),
        ("Véhicule\nexigé", "vehicule exige"),
        ("Véhicule\r\n  exigé", "vehicule exige"),
        ("Véhicule\nExigé", "vehicule ; exige"),
        ("Véhicule\n\nexigé", "vehicule ; exige"),
        ("• véhicule\n• exigé", "vehicule ; exige"),
        ("\u200fVéhicule\u200e \U0001f697 exigé", "vehicule exige"),
    ],
)
def test_endings_ranges_and_wrapped_lines_do_not_end_a_clause(offer, folded):
    assert fold_offer(offer).text == folded
