"""Beside a machine stands only what everybody may read already, and it leads to where."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.coding.factories import Room, make_room
from tests.evidence.factories import make_finding, make_published_finding
from tests.surveys.factories import make_study
from vecu.coding.models import Quotation
from vecu.demonstrators.published_words import (
    PublishedClaim,
    Topic,
    list_published_claims,
    list_published_words,
)
from vecu.evidence.rules import FindingTheme
from vecu.evidence.sources import Reference
from vecu.surveys.models import Answer, Study

pytestmark = [pytest.mark.django_db, pytest.mark.data]
IDEAS, SHORTER, SPARRING, PLAIN = (
    "It gave me ten games.",
    "I cut half of it.",
    "It argued.",
    "It is slow.",
)
BOTH = {"fr": "On y cherche des idées.", "en": "People look for ideas there."}
EVERYTHING = 99


def set_answer(room: Room, words: str, **fields) -> None:
    Answer.objects.filter(pk=room.text(words).answer_id).update(**fields)


@pytest.fixture
def room() -> Room:
    """Four people’s words, released: two about ideas, one about a strategy, one without a code."""
    room = make_room(*({"limit": words} for words in (IDEAS, SHORTER, SPARRING, PLAIN)), promise=3)
    strategies = room.code("Strategies", translated_names={"fr": "Stratégies"})
    codes = {
        IDEAS: room.code("Finding ideas", translated_names={"fr": "Trouver des idées"}),
        SHORTER: room.code("Cutting", parent=strategies, translated_names={"fr": "Couper"}),
        SPARRING: room.code("Sparring partner", translated_names={"fr": "Contradicteur"}),
        PLAIN: None,
    }
    for words, code in codes.items():
        room.codes("ana", words, *([code] if code else []))
        room.release(words, code=code)
    return room


def texts(language="en", topic=Topic.CREATIVE_USE, most=EVERYTHING) -> list[str]:
    return [each.text for each in list_published_words(language, most, topic)]


def test_nothing_is_published_where_there_is_no_study_or_nothing_coded():
    assert list_published_words("fr", EVERYTHING, Topic.CREATIVE_USE) == []
    make_study()
    assert list_published_words("fr", EVERYTHING, Topic.CREATIVE_USE) == []
    assert list_published_claims("fr", EVERYTHING, Topic.CREATIVE_USE) == []


def test_words_are_on_a_topic_by_the_name_of_their_code_or_of_one_above_it(room):
    assert sorted(texts()) == [SPARRING, IDEAS]
    assert texts(topic=Topic.STRATEGIES) == [SHORTER]


def test_words_say_what_they_are_about_and_lead_to_where_everybody_reads_them(room, client):
    for language, about in (("en", "Finding ideas"), ("fr", "Trouver des idées")):
        (found,) = [
            each
            for each in list_published_words(language, EVERYTHING, Topic.CREATIVE_USE)
            if each.text == IDEAS
        ]
        assert (found.about, found.language, found.invented) == (about, "en", False)
        path, _hash, anchor = found.address.partition("#")
        page = client.get(path)
        assert page.status_code == 200
        assert IDEAS in page.text
        assert f'id="{anchor}"' in page.text


def test_words_of_a_fictional_study_are_called_invented(room):
    Study.objects.update(fictional=True)
    assert all(each.invented for each in list_published_words("en", 4, Topic.CREATIVE_USE))


@pytest.mark.parametrize("change", ["withheld", "withdrawn", "not permitted", "promised less"])
def test_what_not_everybody_may_read_stands_nowhere(room, change):
    if change == "withheld":
        room.withhold(Quotation.objects.get(verbatim=room.text(IDEAS)))
    elif change == "withdrawn":
        room.withdraw(IDEAS)
    elif change == "not permitted":
        story = [{"limit": IDEAS}]
        set_answer(room, IDEAS, values={"story": story, "permission": {"quote": "no"}})
    else:
        set_answer(room, IDEAS, promise=2)
    assert texts() == [SPARRING]


def test_what_a_published_finding_on_the_topic_cites_is_on_it(room):
    quotation = Quotation.objects.get(verbatim=room.text(PLAIN))
    cited = (Reference("quotation", quotation.pk, quotation.revision),)
    theme = FindingTheme.HIGH_VALUE_USE
    make_finding(room.study.scope, theme=theme, references=cited)
    assert PLAIN not in texts()

    make_published_finding(room.study.scope, theme=theme, references=cited)
    assert PLAIN in texts()
    assert PLAIN not in texts(topic=Topic.STRATEGIES)


def test_a_few_words_show_several_things_and_the_readers_language_first(room):
    """Of three, two about ideas and one about a sparring partner, a page with two shows both."""
    ideas = Quotation.objects.get(verbatim=room.text(IDEAS)).code_id
    Quotation.objects.filter(verbatim=room.text(SHORTER)).update(code=ideas)
    assert SPARRING in texts(most=2)
    assert len(texts()) == 3

    set_answer(room, SPARRING, language="fr")
    assert texts("fr")[0] == SPARRING
    assert texts("en")[-1] == SPARRING


def test_a_published_finding_on_the_topic_is_a_claim_that_leads_to_its_page(room, client):
    make_published_finding(room.study.scope, sentence=BOTH, theme=FindingTheme.HIGH_VALUE_USE)
    make_published_finding(room.study.scope, theme=FindingTheme.MEANING)
    (found,) = list_published_claims("fr", EVERYTHING, Topic.CREATIVE_USE)
    assert found == PublishedClaim(BOTH["fr"], "fr", found.address, invented=False)
    assert client.get(found.address).status_code == 200


def test_more_words_cost_no_more_queries(room):
    with CaptureQueriesContext(connection) as for_one:
        texts(most=1)
    with CaptureQueriesContext(connection) as for_all:
        texts()
    assert len(for_all) == len(for_one)
