"""Files of a form for OpenRosa clients, by the standards of form lists and manifests.

https://docs.getodk.org/openrosa-form-list/, section “The Manifest Document”.
"""

from hashlib import md5

import pytest
from defusedxml.ElementTree import fromstring
from django.utils import timezone

from tests.surveys.factories import FORM as PLAIN
from tests.surveys.factories import describe_study, make_study
from tests.surveys.uploads import FORM, files
from vecu.surveys.actions import accept_attachments, create_study, open_fielding
from vecu.surveys.models import Attachment, Version

pytestmark = [pytest.mark.django_db, pytest.mark.data]
VERSIONED = {"X-OpenRosa-Version": "1.0"}
SERVER = "/openrosa/heard"
XFORMS = "{http://www.w3.org/2002/xforms}"


@pytest.fixture
def study(db):
    study = create_study(
        "heard", describe_study({"en": "Heard"}), workbook=FORM.encode(), workbook_name="heard.md",
        files=accept_attachments(files()),
    )  # fmt: skip
    open_fielding(study.fieldings.get(), today=timezone.localdate())
    return study


def cells(element) -> dict[str, str]:
    return {cell.tag.rpartition("}")[2]: cell.text for cell in element}


def manifest(client) -> dict[str, dict[str, str]]:
    """Return the manifest's entries by file name; its URL comes from the form list."""
    (form,) = fromstring(client.get(f"{SERVER}/formList", headers=VERSIONED).content)
    response = client.get(cells(form)["manifestUrl"], headers=VERSIONED)
    assert (response.status_code, response["Content-Type"]) == (200, "text/xml; charset=utf-8")
    assert response["X-OpenRosa-Version"] == "1.0"
    root = fromstring(response.content)
    assert root.tag == "{http://openrosa.org/xforms/xformsManifest}manifest"
    assert {each.tag.rpartition("}")[2] for each in root} == {"mediaFile"}
    return {cells(each)["filename"]: cells(each) for each in root}


def test_the_manifest_names_every_file_with_its_hash_and_a_full_address(client, study):
    found = manifest(client)

    assert set(found) == set(files())
    for told in found.values():
        assert set(told) == {"filename", "hash", "downloadUrl"}
        assert told["downloadUrl"].startswith("http://testserver/openrosa/heard/forms/1/files/")
        response = client.get(told["downloadUrl"])  # as players do, which do not know OpenRosa
        assert response.status_code == 200
        assert told["hash"] == f"md5:{md5(response.content, usedforsecurity=False).hexdigest()}"


def test_files_are_served_by_what_they_are(client, study):
    types = {
        name: client.get(told["downloadUrl"])["Content-Type"]
        for name, told in manifest(client).items()
    }
    assert types["tea.png"] == "image/png"
    assert types["drink.wav"] == "audio/wav"
    assert types["film.mp4"] == "video/mp4"
    assert types["towns.csv"] == "text/csv"


def test_a_table_is_served_between_commas_whatever_parted_it(client, study):
    """JavaRosa, the engine of ODK Collect, reads no other."""
    served = client.get(manifest(client)["towns.csv"]["downloadUrl"]).content.decode()
    assert served == "code,town,region\nm,Metz,east\nn,Nancy,east\nl,Lyon,south\n"


def test_the_form_refers_to_its_files_as_the_specification_of_xforms_says(client, study):
    """Uris of media and of external secondary instances, getodk.github.io/xforms-spec."""
    xform = client.get(f"{SERVER}/forms/1.xml").content
    root = fromstring(xform)
    (towns,) = (one for one in root.iter(f"{XFORMS}instance") if one.get("id") == "towns")
    assert towns.get("src") == "jr://file-csv/towns.csv"
    assert list(towns) == []
    assert b"jr://images/tea.png" in xform
    assert b"jr://audio/boire.wav" in xform
    assert b"jr://video/film.mp4" in xform
    assert "Nancy" in Version.objects.get().xform  # the published form holds its list


def test_a_form_without_files_names_no_manifest_and_has_an_empty_one(client):
    make_study("small", PLAIN)
    (form,) = fromstring(client.get("/openrosa/small/formList", headers=VERSIONED).content)
    assert "manifestUrl" not in cells(form)
    empty = client.get("/openrosa/small/forms/1/manifest", headers=VERSIONED)
    assert list(fromstring(empty.content)) == []


def test_a_form_published_before_lists_were_stored_still_holds_its_list(client, study):
    """Nothing of it says that there was a file, and there is none to give out."""
    version = Version.objects.get()
    version.xform = version.xform.replace(' src="jr://file-csv/towns.csv"', "")
    version.save()
    Attachment.objects.filter(name="towns.csv").delete()

    assert b"Nancy" in client.get(f"{SERVER}/forms/1.xml").content
    assert "towns.csv" not in manifest(client)


@pytest.mark.parametrize(
    "address", ["forms/1/files/nothing.csv", "forms/2/files/towns.csv", "forms/2/manifest"]
)
def test_what_there_is_not_is_404_with_a_sentence(client, study, address):
    response = client.get(f"{SERVER}/{address}", headers=VERSIONED)
    assert response.status_code == 404
    assert b"<message>This " in response.content


def test_files_of_a_study_that_never_opened_are_not_given_out(client, db):
    create_study(
        "heard", describe_study({"en": "Heard"}), workbook=FORM.encode(), workbook_name="heard.md",
        files=accept_attachments(files()),
    )  # fmt: skip
    assert client.get(f"{SERVER}/forms/1/files/towns.csv").status_code == 404


def test_a_manifest_without_the_version_of_openrosa_is_400_like_any_list(client, study):
    assert client.get(f"{SERVER}/forms/1/manifest").status_code == 400
    assert (
        client.get(f"{SERVER}/forms/1/files/tea.png", headers={"Range": "bytes=0-1"}).status_code
        == 206
    )
