"""What texts carry is read from four tables side by side: held against one text after the other."""

from random import Random

import pytest

from tests.coding.factories import ACT, LIMIT, make_room
from tests.surveys.factories import NOON
from vecu.coding.actions import configure_coding, merge_code
from vecu.coding.analysis.consensus import TextCodes, TextRatings
from vecu.coding.models import Adjudication, Assignment, Coding, Verbatim
from vecu.coding.queries.codebook import list_codes
from vecu.coding.queries.consensus import count_texts, list_text_codes, list_text_ratings

pytestmark = [pytest.mark.django_db, pytest.mark.data]
COUNT = 24


def one_by_one(codebook, *, blind):
    """Return what is known of each revealed text, by questions about it alone."""
    codes, found = list_codes(codebook), {}
    final = codes.final()
    for text in Verbatim.objects.filter(codebook=codebook):
        given = Assignment.objects.filter(verbatim=text)
        done = {each.coder_id for each in given if each.done}
        if not done or (blind and len(done) < given.count()):
            continue
        votes = {}
        for coding in Coding.objects.filter(verbatim=text, coder__in=done):
            votes.setdefault(coding.coder_id, set()).add(final[coding.code_id])
        rulings = Adjudication.objects.filter(verbatim=text)
        found[text.id] = TextRatings(
            text.id,
            text.answer_id,
            text.story,
            text.question,
            done,
            votes,
            {final[ruling.code_id]: ruling.present for ruling in rulings},
        )
    return found


def settled_before(text, code, present):
    """Settle a code on a text, as a team did that coded openly then."""
    Adjudication.objects.create(verbatim=text, code=code, present=present, by="ana", at=NOON)


@pytest.fixture
def room():
    """Texts given to two coders, one or none, some finished, some ruled on; a code merged."""
    room = make_room(*({"limit": f"T{number}"} for number in range(COUNT)))
    codes = [room.code(name) for name in ("A", "B", "C")]
    chance = Random(7)  # noqa: S311 - no secret
    for number in range(COUNT):
        for name in chance.choice([(), ("ana",), ("ana", "bea"), ("bea",)]):
            room.give(f"T{number}", name)
            put = chance.sample(codes, chance.randint(0, 2))
            room.codes(name, f"T{number}", *put, done=chance.random() < 0.8)
        if chance.random() < 0.3:
            settled_before(room.text(f"T{number}"), chance.choice(codes), chance.random() < 0.5)
    merge_code(codes[2], codes[0], ACT)
    return room


@pytest.mark.parametrize("blind", [True, False])
def test_all_texts_at_once_are_as_one_text_after_the_other(room, blind):
    configure_coding(room.codebook, ACT, questions=[LIMIT], blind=blind)
    expected = one_by_one(room.codebook, blind=blind)
    found = list_text_ratings(room.codebook, list_codes(room.codebook))

    assert 5 < len(expected) < COUNT
    assert {each.text: each for each in found} == expected
    assert len(found) == len(expected)
    assert any(each.rulings for each in found)
    assert list_text_ratings(room.codebook, list_codes(room.codebook), "/data/story/task") == []


def test_what_a_text_carries_is_what_its_coders_and_rulings_say(room):
    room.withdraw("T3")
    codes = list_codes(room.codebook)
    for each in list_text_codes(room.codebook, codes):
        judged = one_by_one(room.codebook, blind=True)[each.text]
        settled = {code: judged.settled(code).present for code in judged.codes()}
        assert each == TextCodes(
            each.text,
            judged.answer,
            judged.story,
            judged.question,
            frozenset(code for code, present in settled.items() if present),
            frozenset(code for code, present in settled.items() if present is None),
        )


def test_texts_of_questions_that_are_not_coded_are_not_counted_as_left_to_do(room):
    assert count_texts(room.codebook) == COUNT
    configure_coding(room.codebook, ACT, questions=["/data/story/task"], blind=True)
    assert count_texts(room.codebook) == 0
