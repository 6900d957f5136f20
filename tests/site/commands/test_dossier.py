"""The accreditation file says what the program knows, marks what it does not, and signs nothing."""

import re
from datetime import date
from pathlib import Path
from string import Template

import pytest
from click.testing import CliRunner

from tests.surveys.factories import make_study
from vecu.last_runs.actions import record_run
from vecu.last_runs.rules import RegularTask
from vecu.site import dossier as package
from vecu.site.commands.dossier import dossier
from vecu.site.dossier import write_dossier
from vecu.surveys.models import Study

pytestmark = pytest.mark.django_db
TODAY = date(2026, 12, 3)
MARK = {"fr": "**à compléter**", "en": "**to be completed**"}
SETTINGS = {
    "CONTROLLER": "Ville de Beauport", "DATA_PROTECTION_OFFICER": "dpo@example.org",
    "OPERATOR": "Direction du numérique", "HOSTING": "Hébergeur, Lyon", "LAB_CONTACT": "a@b.org",
    "MAINTAINER": "Société Exemple", "PATCH_DAYS": 7, "MAINTAINED_UNTIL": date(2029, 12, 31),
    "HTTPS": True, "SECOND_FACTOR": frozenset({"all"}), "IDLE_MINUTES": 30, "AUDIT_DAYS": 400,
}  # fmt: skip


def row(text: str, begins: str) -> list[str]:
    line = next(each for each in text.splitlines() if each.startswith(f"| {begins}"))
    return [cell.strip() for cell in line.strip("|").split("|")]


def test_both_languages_have_the_same_parts_rows_and_gaps():
    """Counted in the texts; the articles of the law are those of the law."""
    folder = Path(package.__file__).parent
    texts = {code: (folder / f"{code}.md").read_text("utf-8") for code in ("fr", "en")}
    shape = {
        code: (
            re.findall(r"^## \d", text, re.M),
            text.count("\n| "),
            sorted(Template(text).get_identifiers()),
            text.count(MARK[code]),
            re.findall(r"^\| ([a-h])\)", text, re.M),
        )
        for code, text in texts.items()
    }

    assert shape["fr"] == shape["en"]
    assert shape["fr"][-1] == list("abcdefgh")  # GDPR, article 28.3


def test_what_the_settings_and_the_database_say_is_filled_in(settings):
    for name, value in SETTINGS.items():
        setattr(settings, name, value)
    record_run(RegularTask.BACKUP, date(2026, 12, 1))
    make_study()
    text = write_dossier("fr", TODAY)

    assert row(text, "Qui corrige")[1] == "Société Exemple"
    assert row(text, "En combien")[1] == "7 jours après la publication"
    assert row(text, "Jusqu’à quand")[1] == "31 décembre 2029"
    assert row(text, "Second facteur")[1] == "exigé de tous"
    assert row(text, "Chiffrement des échanges")[1].startswith("exigé")
    assert row(text, "Sauvegarde")[1].replace("\xa0", " ") == (
        "Dernière : 1er décembre 2026 (il y a 2 jours)"
    )
    assert row(text, "Purge")[1].replace("\xa0", " ") == "Dernière : **jamais encore**"
    assert "Ville de Beauport" in text
    assert "$" not in text


def test_what_is_missing_is_marked_and_nothing_is_signed(settings):
    for name, value in {
        "CONTROLLER": "",
        "OPERATOR": "",
        "MAINTAINER": "",
        "PATCH_DAYS": 0,
    }.items():
        setattr(settings, name, value)
    settings.SECOND_FACTOR = frozenset()
    text = write_dossier("en", TODAY)

    assert f"**Data controller**: {MARK['en']}" in text
    assert row(text, "Who patches")[1] == MARK["en"]
    assert row(text, "In how many days")[1] == MARK["en"]
    assert row(text, "Second factor")[1] == "**offered, required of nobody (VECU_SECOND_FACTOR)**"
    assert re.search(r"^Day and signature: _+$", text, re.M)


def test_an_employer_that_runs_the_server_makes_recognition_likelier():
    make_study()
    assert row(write_dossier("en", TODAY), "R1")[4] == "2"

    Study.objects.update(server_operator="employer")

    assert row(write_dossier("en", TODAY), "R1")[4] == "3"


def test_a_name_cannot_break_a_table_and_the_command_speaks_both_languages(settings):
    settings.MAINTAINER = "A | B"

    french, english = (
        CliRunner().invoke(dossier, arguments).output for arguments in ([], ["--language", "en"])
    )

    assert row(french, "Qui corrige")[1] == "A / B"
    assert english.startswith("# Security accreditation file")
