"""A session lasts 90 minutes, whatever is played; what is projected follows its programme."""

from itertools import combinations_with_replacement, pairwise

import pytest

from tests.demonstrators.factories import make_session
from vecu.demonstrators import session as sessions
from vecu.demonstrators.programme import (
    SESSION_MINUTES,
    PartKind,
    plan_programme,
    write_hour,
)
from vecu.demonstrators.screens import list_screens
from vecu.demonstrators.session import (
    SessionRefused,
    list_starts,
    make_usual_session,
    name_statement,
    read_session,
)

SHORTEST, LONGEST = 5, 15
"""Minutes that the contract of demonstrators allows."""


def test_every_session_of_three_adds_up_to_90_minutes_and_leaves_time_to_discuss():
    lengths = range(SHORTEST, LONGEST + 1)
    for minutes in combinations_with_replacement(lengths, 3):
        parts = plan_programme(make_session(*minutes))

        assert sum(part.minutes for part in parts) == 90 == SESSION_MINUTES
        assert parts[0].begin == 0
        assert all(one.end == following.begin for one, following in pairwise(parts))
        assert min(step.minutes for part in parts for step in part.steps) >= 2


def test_a_session_of_what_the_catalogue_lists_lasts_90_minutes():
    session = make_usual_session()

    assert sum(part.minutes for part in plan_programme(session)) == 90
    assert 2 <= len(session.statements) <= 3


def test_what_playing_leaves_of_the_time_is_shared_out_evenly():
    """5 + 9 + 9 + 10 + 3 = 36 around it, 54 left; 54 - 10 - 10 - 11 = 23 = 8 + 8 + 7."""
    parts = plan_programme(make_session(10, 10, 11))

    played = [part for part in parts if part.kind is PartKind.DEMONSTRATOR]
    assert [[step.minutes for step in part.steps] for part in played] == [[10, 8], [10, 8], [11, 7]]


@pytest.mark.parametrize(
    ("language", "hour"), [("fr", "15 h 05"), ("en", "15:05")], ids=["French", "English"]
)
def test_with_an_hour_the_programme_is_read_from_the_clock(language, hour):
    """Fourteen minutes after 14:51 would be 15:05; here 35 after 14:30."""
    assert write_hour(make_session(10, start="14:30"), 35, language) == hour
    assert write_hour(make_session(10), 35, language) == "35"


def test_what_is_projected_follows_the_programme_one_sentence_a_screen():
    session = make_session(10, 10, 10, statements=3)

    screens = list_screens(session)

    kinds = [screen.part.kind.value for screen in screens]
    assert kinds == (
        ["welcome"]
        + ["before"] * 3
        + ["demonstrator"] * 6
        + ["after"] * 3
        + ["questions", "closing"]
    )
    assert [screen.opens for screen in screens if screen.opens] == session.demonstrators
    said = [screen.say("fr") for screen in screens]
    assert said[1:4] == said[10:13] == [each.plain["fr"] for each in session.statements]


def catalogue_of(number, monkeypatch):
    listed = make_session(*[10] * number).demonstrators
    monkeypatch.setattr(sessions, "list_demonstrators", lambda: listed)
    return [each.name for each in listed]


def test_choices_travel_in_the_address_and_keep_the_order_of_their_lists(monkeypatch):
    catalogue_of(8, monkeypatch)
    fields = {"demonstrator": ["g", "a", "c"], "statement": ["core", "relief"], "start": ["09:30"]}

    session = read_session(fields)

    assert [each.name for each in session.demonstrators] == ["a", "c", "g"]
    assert [name_statement(each) for each in session.statements] == ["relief", "core"]
    assert session.query == (
        "demonstrator=a&demonstrator=c&demonstrator=g&statement=relief&statement=core&start=09%3A30"
    )


def test_who_chooses_nothing_gets_three_from_the_first_machine_to_the_problem_before_any():
    played = [each.name for each in read_session({}).demonstrators]

    assert played == ["eliza", "generative-assistant", "mail-triage"]


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"demonstrator": ["a", "b"], "statement": ["relief", "core"]}, "tries 3 machines"),
        ({"demonstrator": list("abcd"), "statement": ["relief", "core"]}, "here: 4"),
        ({"demonstrator": ["a", "b", "z"], "statement": ["relief", "core"]}, "not on this page"),
        ({"demonstrator": list("abc"), "statement": ["relief"]}, "two or three statements"),
        ({"demonstrator": list("abc")}, "two or three statements"),
        ({"demonstrator": list("abc"), "statement": ["relief", "\x00"]}, "not on this page"),
        ({"start": ["25:00"]}, "Choose an hour"),
        ({"start": ["٠٩:00"]}, "Choose an hour"),
    ],
)
def test_what_makes_no_session_is_refused_in_words(fields, reason, monkeypatch):
    catalogue_of(8, monkeypatch)

    with pytest.raises(SessionRefused, match=reason) as refused:
        read_session(fields)

    assert refused.value.say("fr") != refused.value.say("en")


def test_every_hour_of_the_list_is_taken():
    for start in list_starts():
        assert read_session({"start": [start]}).start == start


def test_to_try_a_machine_and_to_discuss_it_have_their_own_minutes_on_the_screen():
    """10, 10 and 11 minutes of play leave 54 - 31 = 23 to discuss: 8, 8 and 7."""
    screens = list_screens(make_session(10, 10, 11))
    played = [each.minutes for each in screens if each.part.kind is PartKind.DEMONSTRATOR]
    assert played == [10, 8, 10, 8, 11, 7]
