"""The page about data: whom to turn to, as the laboratory's settings say."""

import pytest
from django.test import Client

from tests.surveys.views.test_results import words_of

PARTIES = {
    "CONTROLLER": "Université du Val-de-Sève",
    "DATA_PROTECTION_OFFICER": "dpo@example.org",
    "SUPERVISORY_AUTHORITY": "the APD, Brussels",
    "HOSTING": "a host in Lyon",
    "AUDIT_DAYS": 200,
}


def test_the_page_names_whom_the_settings_name(client: Client, settings):
    for name, value in PARTIES.items():
        setattr(settings, name, value)

    words = words_of(client.get("/en/your-data/"))

    assert "Responsible for this laboratory: Université du Val-de-Sève." in words
    assert "Data protection officer: dpo@example.org." in words
    assert "complain to the APD, Brussels." in words
    assert "hosted by a host in Lyon." in words
    assert "kept for 200 days" in words
    assert "CNIL" not in words


@pytest.mark.parametrize(
    ("language", "public", "withdrawn"),
    [
        ("en", "figures that count at least 11 people", "your sentences are erased from"),
        ("fr", "des chiffres arrondis, à partir de 11 personnes", "vos phrases sont effacées de"),
    ],
)
def test_the_page_says_what_becomes_public_and_what_a_withdrawal_takes_back(
    client, language, public, withdrawn
):
    words = words_of(client.get(f"/{language}/your-data/"))

    assert public in words
    assert withdrawn in words


@pytest.mark.parametrize(
    ("language", "read", "not_read"),
    [
        ("en", ["complain to the CNIL", "rights of access"], ["Responsible for", "officer"]),
        ("fr", ["réclamation à la CNIL", "droits d’accès"], ["Responsable de ce", "Délégué"]),
    ],
)
def test_without_settings_the_authority_is_the_french_one(client, language, read, not_read):
    words = words_of(client.get(f"/{language}/your-data/"))

    assert [text for text in read if text not in words] == []
    assert [text for text in not_read if text in words] == []
