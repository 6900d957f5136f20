"""What every demonstrator fulfils: `check_demonstrator`, and its page: `check_demonstrator_page`.

SCENARIO = DemonstratorScenario(entries=[{"answer": ["yes"]}], typed={"text": "My words"})

def test_my_demonstrator_fulfils_the_contract():
    check_demonstrator(MyDemonstrator(), SCENARIO)

@pytest.mark.django_db
def test_its_page_keeps_the_promises(client, caplog):
    check_demonstrator_page(client, caplog, MyDemonstrator(), SCENARIO)
"""

import re
import socket
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from logging import DEBUG
from unittest.mock import patch

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from lxml import html

from vecu.demonstrators.machines.catalogue import find_demonstrator
from vecu.demonstrators.machines.interface import (
    MOST_TYPED,
    Demonstrator,
    Entry,
    EntryRefused,
    OriginKind,
)
from vecu.messages import Message
from vecu.translation import LANGUAGES

YEAR = re.compile(r"\b(1[89]|20)\d\d\b")
BESIDE = {
    OriginKind.SIMULATED: {"en": r"^Simulated", "fr": r"^(Chiffres simulés|Simul)"},
    OriginKind.INVENTED: {"en": r"^Invented", "fr": r"^Invent"},
    OriginKind.CITED: {"en": YEAR.pattern, "fr": YEAR.pattern},
}
"""What the words of an origin must say, by its kind."""


@dataclass(frozen=True)
class DemonstratorScenario:
    """Entries that together show all that a page can show; `typed` is words in its typed fields."""

    entries: Sequence[Entry]
    typed: Mapping[str, str] = field(default_factory=dict)


def check_demonstrator(demonstrator: Demonstrator, scenario: DemonstratorScenario) -> None:
    """Fail at the first promise of the contract that a demonstrator does not keep."""
    for check in (
        check_it_is_in_the_catalogue,
        check_it_announces_a_machine_or_that_there_is_none,
        check_all_words_are_in_both_languages,
        check_origins_say_seed_invention_or_source,
        check_it_says_where_it_helps_and_fails_and_asks_one_question,
        check_the_same_entry_gives_an_equal_scene,
        check_it_reaches_no_network,
        check_bad_input_is_refused_in_words,
    ):
        check(demonstrator, scenario)


def iter_words(demonstrator: Demonstrator) -> Iterator[Message]:
    yield from (demonstrator.title, demonstrator.announcement, demonstrator.question)
    yield from (*demonstrator.helps, *demonstrator.limits)
    for origin in demonstrator.origins.values():
        yield origin.words


def list_entries(scenario: DemonstratorScenario) -> list[Entry]:
    typed = {name: [words] for name, words in scenario.typed.items()}
    return [{}, *scenario.entries, *([typed] if typed else [])]


def check_it_is_in_the_catalogue(
    demonstrator: Demonstrator, _scenario: DemonstratorScenario
) -> None:
    found = find_demonstrator(demonstrator.name)
    assert type(found) is type(demonstrator)
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", demonstrator.name)


def check_it_announces_a_machine_or_that_there_is_none(
    demonstrator: Demonstrator, _scenario: DemonstratorScenario
) -> None:
    for language in LANGUAGES:
        assert "machine" in demonstrator.announcement.say(language)


def check_all_words_are_in_both_languages(
    demonstrator: Demonstrator, _scenario: DemonstratorScenario
) -> None:
    for words in iter_words(demonstrator):
        assert isinstance(words, Message)
        assert words.say("fr") != words.say("en") or len(words) < len("Predictive"), words


def check_origins_say_seed_invention_or_source(
    demonstrator: Demonstrator, _scenario: DemonstratorScenario
) -> None:
    assert demonstrator.origins
    for origin in demonstrator.origins.values():
        for language in LANGUAGES:
            words = origin.words.say(language)
            assert re.search(BESIDE[origin.kind][language], words), words
            if origin.kind is OriginKind.SIMULATED:
                assert re.search(r"\b(seed|graine) \d+", words), words
        if origin.kind is OriginKind.CITED:
            assert origin.address.startswith("https://")


def check_it_says_where_it_helps_and_fails_and_asks_one_question(
    demonstrator: Demonstrator, _scenario: DemonstratorScenario
) -> None:
    assert 1 <= len(demonstrator.helps) <= 3
    assert len(demonstrator.limits) >= 2
    for language in LANGUAGES:
        assert demonstrator.question.say(language).count("?") == 1
    assert 5 <= demonstrator.minutes <= 15


def check_the_same_entry_gives_an_equal_scene(
    demonstrator: Demonstrator, scenario: DemonstratorScenario
) -> None:
    entries = list_entries(scenario)
    for language in LANGUAGES:
        first = [demonstrator.play(entry, language) for entry in entries]
        again = [demonstrator.play(entry, language) for entry in reversed(entries)]
        assert first == again[::-1]


def check_it_reaches_no_network(demonstrator: Demonstrator, scenario: DemonstratorScenario) -> None:
    with patch.object(socket, "socket", side_effect=AssertionError("A socket was opened.")):
        for entry in list_entries(scenario):
            demonstrator.play(entry, "fr")


def check_bad_input_is_refused_in_words(
    demonstrator: Demonstrator, scenario: DemonstratorScenario
) -> None:
    fields = {*demonstrator.typed, *(name for entry in scenario.entries for name in entry)}
    bad = ["nonsense", "-1", "1e999", "\x00", "½", "a" * (MOST_TYPED + 1), "<script>"]
    for name in fields:
        for value in bad:
            for values in ([value], [value, value], []):
                _play_or_refuse(demonstrator, {name: values})
    for name in demonstrator.typed:
        with pytest.raises(EntryRefused):
            demonstrator.play({name: ["a" * (MOST_TYPED + 1)]}, "fr")


def _play_or_refuse(demonstrator: Demonstrator, entry: Entry) -> None:
    refused = None
    try:
        demonstrator.play(entry, "en")
    except EntryRefused as error:
        refused = error
    assert refused is None or refused.say("fr") != refused.say("en")


def check_demonstrator_page(
    client: Client,
    caplog: pytest.LogCaptureFixture,
    demonstrator: Demonstrator,
    scenario: DemonstratorScenario,
) -> None:
    """Fail where its page keeps words or choices, or shows a figure without its origin."""
    caplog.set_level(DEBUG)
    for language in LANGUAGES:
        address = f"/{language}/demonstrators/{demonstrator.name}/"
        for entry in list_entries(scenario):
            with CaptureQueriesContext(
                connection,
            ) as queries:
                page = client.post(address, entry) if entry else client.get(address)
            assert page.status_code == 200, entry
            assert not page.cookies
            assert page["Cache-Control"] == "no-store"
            assert "csrf" not in page.text  # decision 0004: pages hold no secret
            check_typed_words_travel_in_the_body(page.text, demonstrator)
            changes = [each["sql"] for each in queries if not each["sql"].startswith("SELECT")]
            assert not [sql for sql in changes if "SAVEPOINT" not in sql]
            check_every_figure_has_its_origin(page.content.decode(), demonstrator)
        check_typed_words_are_text(client, address, demonstrator)
        for name, words in scenario.typed.items():
            assert words not in caplog.text
            assert words not in client.get(address, {name: words}).content.decode()


def check_typed_words_are_text(client: Client, address: str, demonstrator: Demonstrator) -> None:
    """Fail where typed words become markup, also those that are refused and stay in the form."""
    for words in ("<script>x</script>", '"><img src=x>' * MOST_TYPED):
        page = client.post(address, dict.fromkeys(demonstrator.typed, words)).text
        assert "<script>x" not in page
        assert "<img src=x" not in page


def check_typed_words_travel_in_the_body(page: str, demonstrator: Demonstrator) -> None:
    """Fail for a field to write in whose form would put the words into an address."""
    for form in html.fromstring(page).get_element_by_id("main").iter("form"):
        if demonstrator.typed & {name for name in form.fields if name}:
            assert form.method == "POST"
            assert not set(re.findall(r"[?&](\w+)=", form.action or "")) & demonstrator.typed


def check_every_figure_has_its_origin(page: str, demonstrator: Demonstrator) -> None:
    """Fail for a number, a table or a picture that stands in nothing `shown` with its origin.

    Years, form controls and their legends, and the line above the heading count for nothing.
    """
    main = html.fromstring(page).get_element_by_id("main")
    said = {language: _squeeze(_say_all(demonstrator, language)) for language in LANGUAGES}
    for shown in main.find_class("shown"):
        origins = shown.find_class("origin")
        assert origins, shown.text_content()
        for origin in origins:
            text = _squeeze(origin.text_content())
            assert any(_starts(text, words) for words in said.values()), text
    for free in main.xpath(
        ".//*[contains(concat(' ', @class, ' '), ' shown ')] | .//legend | .//label | .//button"
        " | .//option | .//textarea | .//*[contains(@class, 'eyebrow')] | .//*[@role='alert']"
    ):
        free.drop_tree()
    assert not main.xpath(".//table | .//img | .//svg")
    text = YEAR.sub("", main.text_content())
    assert not re.findall(r".{0,40}\d.{0,40}", text)


def _say_all(demonstrator: Demonstrator, language: str) -> str:
    return "\n".join(origin.words.say(language) for origin in demonstrator.origins.values())


def _squeeze(text: str) -> str:
    return re.sub(r"[\s  ’']+", "", text)


def _starts(text: str, words: str) -> bool:
    return text[:40] in words
