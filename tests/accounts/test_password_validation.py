"""Passwords that are tried first are refused; passphrases and random ones are not."""

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from tests.surveys.factories import make_study
from vecu.accounts.models import User

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "password",
    [
        "motdepasse2026!",
        "MotDePasse1234",
        "mot de passe 12",
        "M0tdep@sse2026",
        "p@ssw0rdp@ssw0rd",
        "azertyuiop123",
        "AzertyAzerty12",
        "Bonjour-Marseille13",
        "2026-Été-2026!!",
        "soleilsoleil75",
        "éducatrice2026",
        "VecuLaboratoire1",
        "123456789012",
        "20262026202620",
        "aaaaaaaaaaaaaaa",
        "xk7q xk7q xk7q ",
    ],
)
def test_usual_words_and_repetitions_are_refused(password):
    with pytest.raises(ValidationError, match=r"This password (is a usual word|repeats)"):
        validate_password(password)


def test_the_name_of_the_laboratory_is_a_usual_word(settings):
    settings.LAB_NAME = "Quokka Études"

    with pytest.raises(ValidationError, match="usual word"):
        validate_password("quokka-etudes-2026")


NAMES = {
    "the account": ["marie.dupre-2026!", "MarieDupré123456", "Dupré_Marie_2026", "m@riedupre2026"],
    "the laboratory": ["VraiesHistoiresDuTravail1", "histoires-du-travail-7", "oeuvretravail!!"],
    "a study": [
        "VoixDesSoignants2026",
        "soignants-voix-des!",
        "carers voices 22",
        "soins2026soins",
    ],
    "two of them": ["mariedupre-voixdessoignants", "Soignants & Dupré 12"],
}


@pytest.mark.parametrize("password", [each for made in NAMES.values() for each in made])
def test_names_of_account_laboratory_and_study_are_refused_without_accents_too(password, settings):
    settings.LAB_NAME = "Vraies histoires du travail : l’œuvre"
    study = make_study("soins")
    study.title = {"fr": "Voix des soignants", "en": "Carers’ Voices"}
    study.save()
    user = User(username="marie.dupre", first_name="Marie Dupré")

    with pytest.raises(ValidationError, match="name that many know here"):
        validate_password(password, user)


def test_a_word_of_a_name_in_a_passphrase_is_accepted(settings):
    settings.LAB_NAME = "Vraies histoires du travail"
    validate_password("histoires mousse cuivre dix", User(username="marie"))


@pytest.mark.parametrize(
    "password",
    [
        "lemon reading lantern",
        "cheval-soleil-lampadaire",
        "tiroir mousse cuivre dix",
        "Xk3-9fTq_27bLw",
        "correct horse battery staple",
        "пароль из четырёх слов",
        "a" * 500 + " lantern 73 mussel",
    ],
)
def test_passphrases_in_any_script_and_long_or_random_passwords_are_accepted(password):
    validate_password(password)


@pytest.mark.parametrize("password", ["Xk3-9fTq_27", "baseball1234", "qwertyuiop12"])
def test_eleven_characters_are_too_few_and_usual_english_passwords_are_refused(password):
    with pytest.raises(ValidationError):
        validate_password(password)


def test_a_password_known_from_a_breach_is_refused_where_the_laboratory_has_the_list(
    settings, tmp_path
):
    """SHA-1 of the passphrase, computed by sha1sum."""
    passphrase = "girafe moteur nuage tambour"
    validate_password(passphrase)
    settings.BREACHED_PASSWORDS = tmp_path / "list"
    settings.BREACHED_PASSWORDS.write_text("A2B329703010F4E33F2AE2A9DD3D36122CE738DB:7\n")

    with pytest.raises(ValidationError, match="known from a breach of another service"):
        validate_password(passphrase)
    settings.BREACHED_PASSWORDS.unlink()
    with pytest.raises(ValidationError, match="cannot be read at this moment"):
        validate_password(passphrase)
