"""Middleware: forged posts rejected, languages detected, errors explained."""

import pytest
from defusedxml.ElementTree import fromstring
from django.test import Client, RequestFactory
from django.urls import reverse

from vecu.site.middleware import is_cross_site

pytestmark = [pytest.mark.django_db, pytest.mark.data]


@pytest.mark.parametrize(
    ("headers", "forged"),
    [
        ({"Sec-Fetch-Site": "same-origin"}, False),
        ({"Sec-Fetch-Site": "none"}, False),  # typed, or from a bookmark
        ({"Sec-Fetch-Site": "same-site"}, True),  # another host of the same domain is not us
        ({"Sec-Fetch-Site": "cross-site"}, True),
        ({"Sec-Fetch-Site": "cross-site", "Origin": "http://testserver"}, True),
        ({"Origin": "http://testserver"}, False),
        ({"Origin": "http://elsewhere.example"}, True),
        ({"Origin": "null"}, True),
        ({"Origin": "http://[bad"}, True),
        ({"Origin": "http://testserver]"}, True),
        ({}, False),  # a program, which carries nobody's cookies
    ],
)
def test_a_post_is_forged_when_the_browser_says_another_site_made_it(headers, forged):
    """The browser's own words, in the order of the Fetch Metadata and Fetch standards."""
    request = RequestFactory().post("/en/", headers=headers)

    assert is_cross_site(request) is forged


def test_a_forged_post_gets_a_plain_page_in_the_readers_language(client):
    response = client.post("/fr/sign-in/", headers={"Origin": "http://elsewhere.example"})

    assert response.status_code == 403
    assert '<html lang="fr">' in response.text


@pytest.mark.parametrize(
    ("accepted", "address"),
    [("fr-CA,fr;q=0.9", "/fr/"), ("en-GB", "/en/"), ("de-DE,de", "/en/"), ("", "/en/")],
)
def test_an_address_without_a_language_leads_to_the_readers(client, accepted, address):
    assert client.get("/", headers={"Accept-Language": accepted}).headers["Location"] == address


def test_a_short_link_leads_to_the_inquiry(client):
    response = client.get("/take/testimonies", headers={"Accept-Language": "fr"})

    assert response.headers["Location"] == "/fr/take/testimonies/"


@pytest.mark.parametrize("address", ["/nothing/", "/fr/nothing/", "/fr/fr/", "/../", "/fr/%00/"])
def test_an_unknown_address_is_a_plain_404(client, address):
    response = client.get(address)

    assert response.status_code == 404
    assert "<h1>" in response.text


@pytest.mark.parametrize(
    ("method", "address", "headers", "status"),
    [
        ("get", "/openrosa/odd", {}, 404),
        ("get", "/openrosa/odd/", {}, 404),
        ("post", "/openrosa/odd/submission/", {}, 404),
        ("get", "/openrosa/odd/formlist", {}, 404),
        ("get", "/openrosa/odd/forms/-1.xml", {}, 404),
        ("post", "/openrosa/%ff/submission", {}, 404),
        ("get", "/openrosa/odd/forms/1/files/%00", {}, 404),
        ("post", "/openrosa/odd/submission", {"Origin": "http://elsewhere.example"}, 403),
        ("post", "/openrosa/odd/submission", {"Sec-Fetch-Site": "cross-site"}, 403),
        ("get", "/openrosa/odd/formList", {"Host": "elsewhere.example"}, 400),
    ],
)
def test_whatever_goes_wrong_a_program_gets_an_openrosa_response(
    client, method, address, headers, status
):
    """OpenRosa HTTP API 1.0: the version on every response, and a message in an envelope."""
    response = getattr(client, method)(address, headers={"Accept-Language": "fr", **headers})

    assert response.status_code == status
    assert response["X-OpenRosa-Version"] == "1.0"
    assert {"Date", "X-OpenRosa-Accept-Content-Length"} <= set(response.headers)
    assert response["Content-Type"] == "text/xml; charset=utf-8"
    root = fromstring(response.content)
    assert root.tag == "{http://openrosa.org/http/response}OpenRosaResponse"
    assert root[0].text


def test_a_body_that_is_too_large_is_a_plain_413(client):
    response = client.post("/en/sign-in/", {"account": "a" * 11_000_000, "password": "b"})

    assert response.status_code == 413
    assert "10 MB" in response.text


def test_no_page_sets_a_cookie_for_somebody_who_only_reads(client):
    for name in (
        "reports:home",
        "reports:findings",
        "surveys:home",
        "ui:your-data",
        "ui:accessibility",
        "accounts:sign-in",
    ):
        assert not client.get(reverse(name)).cookies


def test_an_internal_failure_is_a_plain_500(monkeypatch):
    def fails(*_args, **_kwargs):
        raise RuntimeError("what a person typed")

    monkeypatch.setattr("vecu.reports.views.home.get_door_contents", fails)
    response = Client(raise_request_exception=False).get("/fr/")

    assert response.status_code == 500
    assert "what a person typed" not in response.text


def test_an_address_that_only_takes_forms_is_a_plain_405_for_who_reads_it(client):
    """A member whose session ended while sending is led back to such an address."""
    response = client.get("/fr/sign-out/")

    assert response.status_code == 405
    assert response.headers["Allow"] == "POST"
    assert "<h1>" in response.text


@pytest.mark.parametrize("address", ["/en/", "/nothing/", "/static/ui/vecu.css", "/en/sign-out/"])
def test_every_answer_says_what_a_browser_may_load_and_that_none_may_frame_it(client, address):
    headers = client.get(address).headers

    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
