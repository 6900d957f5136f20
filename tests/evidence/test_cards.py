"""What a finding chooses for its card: words are counted, a sentence says what its bar shows."""

from uuid import uuid4

import pytest

from tests.evidence.factories import NOW, make_finding, make_published_finding
from tests.surveys.factories import make_study
from vecu.evidence.actions import publish_finding, take_finding_back, undo_finding
from vecu.evidence.card_rules import BarReference, count_words, find_unproven_order
from vecu.evidence.models import Finding
from vecu.records.errors import RecordRefused

FIFTEEN = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Le plus souvent, l’IA entre au travail par un compte personnel", 11),
        ("« Mon compte, mon téléphone ! » Et vous ?", 6),
        ("well-known 1 185 of 2,420", 5),
        ("", 0),
    ],
)
def test_words_are_what_stands_between_spaces_and_has_a_letter_or_a_digit(text, words):
    assert count_words(text) == words


@pytest.mark.parametrize(
    ("sentence", "count", "others", "base", "unproven"),
    [
        ("Most often, a personal account", 150, (45, 15), 235, ""),
        ("Most often, a personal account", 110, (45, 15), 235, "Most often"),  # below half
        (
            "Le plus souvent, un compte personnel",
            130,
            (120,),
            235,
            "Le plus souvent",
        ),  # leads by 10
        ("D’abord la peur de l’erreur", 95, (75, None), 295, ""),  # leads by 20, below half
        ("D’abord la peur de l’erreur", 95, (85,), 295, "D’abord"),
        ("La première raison, la peur", None, (), 295, "première raison"),  # "10 or fewer"
        ("Some say that they hide it", 20, (150,), 235, ""),
    ],
)
def test_most_often_is_above_half_and_first_leads_by_fifteen(
    sentence, count, others, base, unproven
):
    assert find_unproven_order(sentence, count, others, base) == unproven


@pytest.mark.django_db
def test_a_sentence_of_sixteen_words_is_refused_on_publishing_and_stays_where_it_was_public():
    scope = make_study().scope
    fits = {"en": FIFTEEN, "fr": FIFTEEN}
    make_published_finding(scope, sentence=fits)
    long = make_finding(scope, sentence=fits | {"fr": f"{FIFTEEN} sixteen"})
    with pytest.raises(RecordRefused) as refused:
        publish_finding(long, by="lea", now=NOW)
    assert refused.value.problems == {"sentence_fr": "16 words; a card has room for 15."}

    earlier = make_published_finding(scope)
    Finding.objects.filter(pk=earlier.pk).update(sentence={"en": f"{FIFTEEN} more", "fr": FIFTEEN})
    take_finding_back(earlier, by="lea", now=NOW)
    undo_finding(earlier, by="lea", now=NOW)
    earlier.refresh_from_db()
    assert earlier.state == "published"


@pytest.mark.django_db
@pytest.mark.parametrize("chosen", [{"bar": BarReference(uuid4(), "yes")}, {"quotation": uuid4()}])
def test_bar_and_quotation_are_among_what_the_finding_cites(chosen):
    with pytest.raises(RecordRefused) as refused:
        make_finding(make_study().scope, **chosen)
    assert list(refused.value.problems) == list(chosen)
