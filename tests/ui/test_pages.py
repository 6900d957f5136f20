"""The page shell and the laboratory's own pages."""

import gzip
import re
from html.parser import HTMLParser
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.test import RequestFactory, override_settings
from django.utils.translation import override

from vecu.ui.context import address_in_language, laboratory

PAGES = ["your-data", "accessibility"]
STATUSES = [400, 403, 404, 410, 413, 429, 500]


class Elements(HTMLParser):
    """Every start tag of a page, with its attributes."""

    def __init__(self, html):
        super().__init__()
        self.found = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))


def static(name):
    return Path(finders.find(name)).read_bytes()


def explain(message="Rien ici !", status=404, language="fr", path="/fr/", **context):
    """Render `ui/explain.html` as a view would, without a database or a session."""
    request = RequestFactory().get(path)
    with override(language):
        return render_to_string(
            "ui/explain.html", {"message": message, "status": status, **context}, request
        )


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("page", PAGES)
def test_the_laboratorys_pages_ask_neither_database_nor_session(client, page, language):
    """No database mark here: one query would fail the test."""
    response = client.get(f"/{language}/{page}/")
    assert response.status_code == 200
    assert not response.cookies
    assert f'<html lang="{language}">' in response.content.decode()


@pytest.mark.parametrize("page", PAGES)
def test_a_page_holds_no_inline_script_style_or_handler(client, page):
    for tag, attributes in Elements(client.get(f"/fr/{page}/").content.decode()).found:
        assert tag != "style"
        assert tag != "script" or attributes.get("src", "").startswith("/static/")
        assert not [name for name in attributes if name == "style" or name.startswith("on")]


@pytest.mark.parametrize("name", ["ui/public.html", "ui/base.html"])
def test_a_first_page_is_at_most_60_kilobytes_in_4_requests(client, name):
    """The page and what it asks for: the font, the style sheet, and one more, or the script."""
    html = client.get("/fr/your-data/").content
    if name == "ui/base.html":
        html = explain().encode()
    wanted = [
        (attributes.get("href") or attributes.get("src")).removeprefix("/static/")
        for tag, attributes in Elements(html.decode()).found
        if tag == "script" or (tag == "link" and attributes["rel"] != "icon")
    ]
    over_the_wire = [len(gzip.compress(body)) for body in [html, *map(static, wanted)]]
    assert len(over_the_wire) == 4
    assert sum(over_the_wire) <= 60_000


def test_a_later_page_is_at_most_10_kilobytes(client):
    """Before compression, so that a question has room to spare."""
    assert len(client.get("/fr/your-data/").content) <= 10_000


def test_the_icon_costs_no_request(client):
    icons = [
        attributes["href"]
        for tag, attributes in Elements(client.get("/fr/your-data/").content.decode()).found
        if attributes.get("rel") == "icon"
    ]
    assert [icon[:5] for icon in icons] == ["data:"]


def test_the_font_that_is_preloaded_is_the_one_of_the_style_sheet(client):
    named = re.search(r"url\(\.\./(\S+?)\)", static("ui/vecu.css").decode())[1]
    assert f'<link rel="preload" href="/static/{named}" as="font"' in (
        client.get("/fr/your-data/").content.decode()
    )


def test_each_style_sheet_stays_below_10_kilobytes_and_the_script_below_2():
    for name, limit in (
        ("ui/vecu.css", 10_000),
        ("ui/public.css", 10_000),
        ("ui/staff.css", 10_000),
        ("ui/vecu.js", 2_000),
    ):
        assert len(static(name)) <= limit


@pytest.mark.parametrize("operator", ["?.", "??", "||=", "&&=", "**"])
def test_no_operator_of_the_script_makes_an_older_phone_drop_all_of_it(operator):
    """Syntax that came with ECMAScript 2016 and later; who cannot read it runs not one line."""
    assert operator not in static("ui/vecu.js").decode()


@pytest.mark.parametrize("status", STATUSES)
def test_what_went_wrong_is_explained_without_database_or_session(status):
    html = explain(status=status)
    assert "Rien ici\u00a0!" in html
    assert len(re.findall("<h1>[^<]+</h1>", html)) == 1


def test_a_message_is_escaped():
    assert "<b>" not in explain("<b>gras</b>")


def test_the_title_of_a_page_ends_with_the_name_of_the_laboratory():
    with override_settings(LAB_NAME="Le Labo & Cie"):
        assert "<title>Rien ici\u00a0! · Le Labo &amp; Cie</title>" in explain()


OF_STUDY, OF_LABORATORY = "everything here is invented", "this laboratory is invented"


@pytest.mark.parametrize(
    ("lab", "study", "said"),
    [
        (False, None, ""),
        (False, False, ""),
        (False, True, OF_STUDY),
        (True, None, OF_LABORATORY),
        (True, False, ""),
        (True, True, OF_STUDY),
    ],
)
@pytest.mark.parametrize("name", ["study", "system", "group"])
def test_what_is_invented_says_so_and_what_is_real_in_a_demonstration_is_not_called_so(
    lab, study, said, name
):
    there = {} if study is None else {name: SimpleNamespace(fictional=study)}
    with override_settings(LAB_FICTIONAL=lab):
        html = explain(language="en", **there)
    assert [each for each in (OF_STUDY, OF_LABORATORY) if each in html] == ([said] if said else [])
    assert ('class="fiction"' in html) is bool(said)


@pytest.mark.parametrize(
    ("path", "there"),
    [
        ("/fr/take/ia/?page=2&q=l%27IA", "/en/take/ia/?page=2&q=l%27IA"),
        ("/fr/", "/en/"),
        ("/fr/n%C3%A9ant/", "/en/n%C3%A9ant/"),
        ("/somewhere/", "/en/"),
        ("/fr//elsewhere.example/", "/en//elsewhere.example/"),
    ],
)
def test_the_same_page_in_the_other_language_keeps_its_query(path, there):
    assert address_in_language(path, "en") == there


def test_a_template_finds_the_language_of_its_page_under_djangos_name():
    """Where a passage returns from a questionnaire's language to the page's."""
    with override("fr"):
        assert laboratory(RequestFactory().get("/fr/"))["LANGUAGE_CODE"] == "fr"


def test_only_other_languages_are_offered():
    with override("fr"):
        offered = laboratory(RequestFactory().get("/fr/"))["other_languages"]
    assert [(other.code, other.name) for other in offered] == [("en", "English")]


def test_the_way_to_the_laboratory_is_displayed_when_there_is_one(client):
    with override_settings(LAB_CONTACT="labo@example.org"):
        assert 'href="mailto:labo@example.org"' in client.get("/en/your-data/").content.decode()
    assert "Ask the person who sent you" in client.get("/en/accessibility/").content.decode()


def test_a_member_of_the_staff_sees_their_name_and_the_way_out():
    member = SimpleNamespace(is_authenticated=True, get_full_name="Ada <3", get_username="ada")
    request = RequestFactory().get("/en/studies/")
    request.user = member
    with override("en"):
        html = render_to_string("ui/staff.html", {"messages": []}, request)
    assert "Ada &lt;3" in html
    assert '<form method="post" action="/en/sign-out/">' in html
