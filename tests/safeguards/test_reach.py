"""A human within reach: every public page of a system names somebody to go to or to call."""

import re

import pytest
from django.urls import URLResolver, get_resolver, reverse

from tests.safeguards.factories import ROUTE, make_asking_system


def list_public_names(patterns, namespace=""):
    """Yield the names of all pages below the address of a published system."""
    for each in patterns:
        if isinstance(each, URLResolver):
            yield from list_public_names(each.url_patterns, each.namespace or namespace)
        elif re.fullmatch(r"at-work/<slug:slug>/(?:[a-z/-]*)", str(each.pattern)):
            yield f"{namespace}:{each.name}"


@pytest.mark.django_db
def test_every_public_page_of_a_system_names_a_human_a_place_hours_and_a_telephone(client):
    """What answers in files, or is not there while nothing is noted, has no page."""
    system = make_asking_system()
    in_words = {system.contact_name, ROUTE.telephone}

    without, seen = [], 0
    for name in list_public_names(get_resolver().url_patterns):
        page = client.get(reverse(name, args=[system.slug]))
        if page.status_code == 200 and "html" in page["Content-Type"]:
            seen += 1
            if not any(each in page.content.decode() for each in in_words):
                without.append(name)
    assert without == []
    assert seen > 6
