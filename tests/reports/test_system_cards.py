"""The card of a system: a sentence as short as that of a finding, and the bar that carries it."""

from typing import Any

import pytest
from django.utils.translation import override

from tests.register.factories import make_public_system
from vecu.evidence.card_rules import SENTENCE_WORDS, count_words
from vecu.register.queries import list_published_standings
from vecu.reports.cards.card import ClaimCard
from vecu.reports.cards.system_cards import list_system_cards

pytestmark = pytest.mark.django_db


MEANS = {"saved": 22.0, "checking": 10.6, "correcting": 5.9}
GAIN = {"parts": [{"texts": 120, "means": MEANS, "groups": []}]}
CHECKED = {"parts": [{"texts": 120, "means": {"checking": 10.6}, "groups": []}]}
WRITING = {"parts": [{"texts": 120, "groups": [[["tone"], 40], [["omitted"], 25]]}]}
UPKEEP = {"parts": [{"hours": 84, "groups": [[["case_work/data"], 31], [["office/data"], 53]]}]}


def make_card(content: dict[str, Any], name: dict[str, str] | None = None) -> ClaimCard:
    system = make_public_system()
    if name:
        system.name = name
        system.save()
    months = [("2026-07", content)] if content else []
    [card] = list_system_cards([(each, months) for each in list_published_standings()])
    return card


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize(
    "content",
    [{}, {"gain": GAIN}, {"gain": CHECKED}, {"writing": WRITING}, {"upkeep": UPKEEP}],
    ids=["nothing", "minutes", "one mean", "corrections", "upkeep"],
)
@pytest.mark.parametrize("long", [False, True])
def test_a_card_of_typed_totals_has_a_short_sentence_and_the_bar_that_carries_it(
    content, language, long
):
    name = dict.fromkeys(("fr", "en"), "A very long name of a system " * 3) if long else None
    with override(language):
        card = make_card(content, name)

    assert count_words(card.sentence[language]) <= SENTENCE_WORDS
    assert bool(card.chart) == bool(content) == (not card.lacks)
    assert card.chart is None or not card.chart.bars or card.chart.strong


def test_what_is_left_of_minutes_saved_is_the_strong_bar():
    """22 minutes saved, 10.6 and 5.9 taken again: 5.5 are left, a quarter of the track."""
    with override("en"):
        card = make_card({"gain": GAIN}, {"fr": "Le scribe", "en": "The scribe"})

    assert card.sentence["en"] == "The scribe: of 22.0 min saved on a text, 5.5 min are left"
    assert [(each.label, each.length) for each in card.chart.bars if each.strong] == [
        ("Left of what was saved", "25%")
    ]
    assert card.chart.title == "Minutes of a text, as people feel it"
