"""The file for catalogues has what version 0.7 of the standard makes mandatory, and is true."""

import re

import pytest
import yaml

from tests.distribution.requirements import ROOT

MANDATORY = [
    # publiccodeyml/publiccode.yml, docs/standard/schema.core.rst; `organisation` since 0.5.
    "publiccodeYmlVersion", "name", "url", "platforms", "categories", "developmentStatus",
    "softwareType", "organisation/uri", "legal/license", "maintenance/type",
    "maintenance/contacts", "localisation/localisationReady", "localisation/availableLanguages",
    "description/fr/shortDescription", "description/fr/longDescription",
    "description/fr/features", "description/en/shortDescription",
]  # fmt: skip


@pytest.fixture
def catalogue():
    return yaml.safe_load((ROOT / "publiccode.yml").read_text("utf-8"))


@pytest.mark.parametrize("path", MANDATORY)
def test_what_is_mandatory_is_there(catalogue, path):
    value = catalogue
    for key in path.split("/"):
        value = value[key]
    assert value not in (None, "", [])


def test_texts_have_the_lengths_of_the_standard(catalogue):
    for texts in catalogue["description"].values():
        assert len(texts["shortDescription"]) <= 150
        assert 150 <= len(texts["longDescription"]) <= 10_000


def test_version_and_day_are_those_of_the_newest_release(catalogue):
    changelog = (ROOT / "CHANGELOG.md").read_text("utf-8")
    newest = re.search(r"^## (\d\S+) \((\S+)\)$", changelog, re.M)

    assert (catalogue["softwareVersion"], str(catalogue["releaseDate"])) == newest.groups()
