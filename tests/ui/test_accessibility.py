"""The declaration of accessibility: the law's form, and the state that an audit gives."""

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from django.utils import timezone

from tests.surveys.views.test_results import words_of
from vecu.ui.accessibility import CHECKS, AuditRefused, Compliance, get_compliance, parse_audit

GUIDE = Path(__file__).parents[2] / "docs/explanation/accessibility.md"
AUDIT = """
day = 2026-06-15
auditor = "la société Exemple"
respected = 71.5
failures = ["Les cartes n’ont pas d’alternative."]
scheme = "https://exemple.fr/schema"
"""
COMPULSORY = [
    # Model of decree 2019-768 and its order, as accessibilite.numerique.gouv.fr gives it.
    "conformément à l’article 47 de la loi n° 2005-102 du 11 février 2005",
    "Cette déclaration d’accessibilité s’applique à",
    "État de conformité", "Résultats des tests", "Contenus non accessibles", "Non-conformité",
    "Dérogations pour charge disproportionnée",
    "Contenus non soumis à l’obligation d’accessibilité",
    "Établissement de cette déclaration d’accessibilité", "Cette déclaration a été établie le",
    "Technologies utilisées pour la réalisation du site", "Environnement de test",
    "Pages du site ayant fait l’objet de la vérification de conformité",
    "Retour d’information et contact", "Voies de recours", "Défenseur des droits",
    "Libre réponse 71120, 75342 Paris CEDEX 07",
]  # fmt: skip


def read(client) -> str:
    """Without the spaces that do not break, which are French typography."""
    return re.sub(r"\s", " ", words_of(client.get("/fr/accessibility/")))


def read_foot(client, address: str) -> str:
    return re.sub(r"\s", " ", client.get(address).text.partition("<footer")[2])


def test_without_an_audit_the_declaration_has_all_that_the_form_wants_and_says_not_compliant(
    client, settings
):
    settings.ACCESSIBILITY_AUDIT, settings.LAB_CONTACT = None, "labo@example.org"
    words = read(client)

    assert [each for each in COMPULSORY if each not in words] == []
    assert "est non conforme avec le référentiel général" in words
    assert "Aucun audit de conformité n’a été réalisé" in words
    assert "labo@example.org" in words
    assert "Accessibilité : non conforme</a>" in read_foot(client, "/fr/accessibility/")
    assert "Accessibility: not compliant</a>" in read_foot(client, "/en/your-data/")


def test_an_audit_is_read_with_what_fails_and_its_state_is_on_every_page(client, settings):
    today = timezone.localdate()
    settings.ACCESSIBILITY_AUDIT = replace(parse_audit(AUDIT), day=today)
    words = read(client)

    assert "réalisé par la société Exemple le " in words
    assert "révèle que 71,5 % des critères du RGAA sont respectés" in words
    assert "Les cartes n’ont pas d’alternative." in words
    assert "est partiellement conforme avec" in words
    assert "Accessibility: partially compliant</a>" in read_foot(client, "/en/your-data/")


@pytest.mark.parametrize(
    ("respected", "day", "state"),
    [
        (100, date(2026, 12, 3), Compliance.FULL),
        (99.9, date(2026, 12, 3), Compliance.PARTIAL),
        (50, date(2029, 6, 15), Compliance.PARTIAL),  # the last of three years
        (50, date(2029, 6, 16), Compliance.NONE),
        (49.9, date(2026, 12, 3), Compliance.NONE),
        (100, date(2026, 6, 14), Compliance.NONE),  # an audit to come
    ],
)
def test_half_of_the_criteria_make_it_partial_and_three_years_end_it(respected, day, state):
    audit = parse_audit(AUDIT.replace("71.5", str(respected)))

    assert get_compliance(audit, day) is state
    assert get_compliance(None, day) is Compliance.NONE


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("day = ", "is no TOML"),
        ("", "day is missing or wrong. Write it as day = 2027-01-31."),
        (AUDIT.replace("71.5", "715"), "from 0 to 100"),
        (AUDIT.replace("71.5", '"71"'), "from 0 to 100"),
        (AUDIT.replace("failures = [", "failure = ["), "failure is no key"),
        (AUDIT.replace('["Les cartes n’ont pas d’alternative."]', '"x"'), "is a list of texts"),
    ],
)
def test_a_file_that_does_not_say_it_is_refused_with_what_to_write(text, message):
    with pytest.raises(AuditRefused, match=re.escape(message)):
        parse_audit(text)


def test_the_declaration_has_the_checks_of_the_document_with_their_days():
    rows = re.findall(r"^\| ([^|]+) \| [^|]+ \| (\d{4}-\d\d-\d\d|not yet)", GUIDE.read_text(), re.M)

    assert {(each.name, str(each.day) if each.day else "not yet") for each in CHECKS} == set(rows)
