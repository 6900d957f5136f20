"""No address tells whether something exists that is not public."""

import re
from collections.abc import Iterator
from uuid import UUID, uuid4

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from tests.dialogue.factories import WORKSHOP, note_now
from tests.evidence.factories import make_finding, make_published_finding
from tests.fieldlog.factories import make_log
from tests.groups.factories import get_hypothesis, make_full_group, make_group
from tests.recommendations.factories import add_card, draft
from tests.register.factories import make_system
from tests.surveys.factories import make_member, make_study
from vecu.pilots.models import PilotUse
from vecu.surveys.rules import FieldingState

pytestmark = pytest.mark.django_db
LANGUAGES = ("fr", "en")
METHODS = ("GET", "POST", "PUT")
OWNERS = {
    "study": ("take/", "findings/", "studies/", "openrosa/"),
    "system": ("at-work/", "systems/"),
    "group": ("recommended/groups/", "groups/", "recommended/", "my-group/"),
}
VARYING = {"Content-Length", "Date", "Expires"}
PLAIN = {
    "key": "story", "number": "1", "name": "1", "month": "2026-11", "relay": "union",
    "dialogue_kind": "workshops", "kind": "consultations",
}  # fmt: skip
ARGUMENT = re.compile(r"<\w+:(\w+)>")


def list_addresses() -> Iterator[str]:
    """Yield the pattern of every address with a slug or an identifier, without the language."""

    def walk(resolver: URLResolver, before: str) -> Iterator[str]:
        for each in resolver.url_patterns:
            pattern = before + str(each.pattern)
            if isinstance(each, URLPattern):
                yield pattern
            else:
                yield from walk(each, pattern)

    for pattern in walk(get_resolver(), ""):
        if ":slug>" in pattern or "<uuid:" in pattern:
            yield re.sub(r"^(fr|en)/", "", pattern)


def find_owner(pattern: str) -> str:
    found = [kind for kind, begins in OWNERS.items() if pattern.startswith(begins)]
    return found[0] if found else ""


def fill(pattern: str, values: dict[str, str]) -> str:
    return ARGUMENT.sub(lambda found: values[found[1]], pattern)


def ask(client: Client, method: str, address: str, values: dict[str, str]) -> tuple[object, ...]:
    """Return all that the response says, with neither slug nor identifier of what was asked."""
    response: HttpResponse = client.generic(method, address, headers={"X-OpenRosa-Version": "1.0"})
    body = b"".join(response) if response.streaming else response.content
    headers = {name: value for name, value in response.headers.items() if name not in VARYING}
    told = (response.status_code, sorted(headers.items()), body.decode(errors="replace"))
    names = sorted({value for value in values.values() if len(value) > 8}, key=len)
    shown = repr(told)
    for name in names:
        shown = shown.replace(name, "…")
    cookies = sorted((name, each["path"]) for name, each in response.cookies.items())
    return (response.status_code, shown, cookies)


def hidden_values() -> dict[str, dict[str, str]]:
    """The arguments of addresses of what nobody published, by whose they are.

    The log of the system is prepared and lacks the consultation: it may not begin, and nobody reads
    what it will keep. A study that was never opened is no secret of members alone.
    """
    study = make_study("hidden-study")
    study.fieldings.update(state=FieldingState.DRAFT)
    system = make_system()
    make_log(system)
    PilotUse.objects.create(system=system.pk, pilot="job-offers")
    group = make_group("ada", "hidden-group")
    return {
        "study": {"slug": "hidden-study", "finding": str(make_finding(study.scope).pk)},
        "system": {
            "slug": system.slug,
            "dialogue_entry": str(note_now(system, WORKSHOP).pk),
        },
        "group": {
            "slug": "hidden-group",
            "hypothesis": str(get_hypothesis(group).pk),
            "recommendation": str(draft(group.scope).pk),
            "card": str(add_card(group.scope).pk),
        },
    }


def list_differences(
    client: Client, methods: tuple[str, ...], pairs: list[tuple[str, dict, dict]]
) -> list[str]:
    """Return the addresses at which what is hidden gets another response than what is invented."""
    found = []
    for pattern, hidden, invented in pairs:
        for language in LANGUAGES:
            start = "" if pattern.startswith("openrosa/") else f"{language}/"
            for method in methods:
                one, other = (
                    ask(client, method, f"/{start}{fill(pattern, values)}", values)
                    for values in (hidden, invented)
                )
                if one != other:
                    found.append(f"{method} {start}{pattern}: {one[0]}, {other[0]}")
    return found


@pytest.fixture
def stranger() -> Client:
    """The browser of a member who has a role nowhere."""
    client = Client()
    client.force_login(make_member("stranger"))
    return client


def pair_owners() -> list[tuple[str, dict, dict]]:
    """Each address, of something hidden, and of something that does not exist."""
    hidden, pairs = hidden_values(), []
    for pattern in list_addresses():
        values = PLAIN | {name: str(UUID(int=1)) for name in ARGUMENT.findall(pattern)} | PLAIN
        values |= hidden.get(find_owner(pattern), {})
        random = {name: str(uuid4()) for name in values if name not in PLAIN}
        pairs.append((pattern, values, PLAIN | random | {"slug": "invented-slug"}))
    return pairs


def test_what_is_not_public_answers_as_what_does_not_exist(client, stranger):
    pairs = pair_owners()
    assert len(pairs) > 200

    assert list_differences(client, METHODS, pairs) == []
    assert list_differences(stranger, ("GET", "POST"), pairs) == []


def public_values() -> dict[str, dict[str, str]]:
    """The arguments of addresses of what is hidden in something that everybody reads."""
    study = make_study("public-study")
    make_published_finding(study.scope)
    group, _members = make_full_group("ada", public=True)
    return {
        "study": {"slug": "public-study", "finding": str(make_finding(study.scope).pk)},
        "group": {
            "slug": group.slug,
            "recommendation": str(draft(group.scope).pk),
            "card": str(add_card(group.scope).pk),
        },
    }


def test_what_is_hidden_in_something_public_answers_as_what_does_not_exist(client, stranger):
    hidden, pairs = public_values(), []
    for pattern in list_addresses():
        values = hidden.get(find_owner(pattern), {})
        inside = [name for name in values if name != "slug" and name in ARGUMENT.findall(pattern)]
        if inside:
            base = {name: str(UUID(int=1)) for name in ARGUMENT.findall(pattern)} | PLAIN | values
            pairs.append((pattern, base, base | {inside[-1]: str(uuid4())}))
    assert len(pairs) > 20

    assert list_differences(client, METHODS, pairs) == []
    assert list_differences(stranger, ("GET", "POST"), pairs) == []
