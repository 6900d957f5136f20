"""A replay counts what two versions propose, names what differs, and puts it in words."""

from dataclasses import replace

import pytest
from django.utils import translation

from tests.pilots.toy_pilot import VERSIONS, CapitalsPilot
from vecu.pilots.interface import UnknownPilotVersion
from vecu.pilots.replay import (
    ReplayedCase,
    count_proposals,
    find_version_before,
    list_differing_kinds,
    replay_cases,
)
from vecu.pilots.version_pages import describe_replay

TEXTS = ["Le RSA, ECRIT EN GRAND.", "Venez avec votre carte.", "VEUILLEZ venir au CCAS."]


def replay(before="1", after="2", step=4):
    return list(replay_cases(CapitalsPilot(), TEXTS, before, after, step))


def forbid(case: ReplayedCase) -> ReplayedCase:
    return replace(
        case,
        before=tuple(replace(one, forbidden=True) for one in case.before),
        after=tuple(replace(one, forbidden=True) for one in case.after),
    )


def test_alerts_that_become_questions_are_counted_on_both_sides():
    """By hand, of RSA, ECRIT, EN (too short), GRAND, VEUILLEZ, CCAS: only RSA is asked about."""
    counts = count_proposals(replay(), lambda one: one.kind == "capitals")

    assert (counts.alerts_before, counts.alerts_after) == (5, 4)
    assert (counts.questions_before, counts.questions_after) == (0, 1)
    assert list_differing_kinds(replay()) == ["capitals"]
    assert [case.differs for case in replay()] == [True, False, False]


def test_both_versions_are_as_strict_as_the_step_says():
    """At step 1 words of five letters and fewer are left alone, so nothing is asked about."""
    assert not any(case.differs for case in replay(step=1))
    assert count_proposals(replay(step=1), lambda _one: True).alerts_after == 1


def test_what_the_law_forbids_is_lost_if_it_is_left_out_or_becomes_a_question():
    lost = [one for case in replay() for one in forbid(case).lost]

    assert [TEXTS[0][one.start : one.end] for one in lost] == ["RSA"]
    assert not any(case.lost for case in replay())


def test_a_version_is_compared_with_the_one_before_it():
    pilot = CapitalsPilot()

    assert find_version_before(pilot, "2") == VERSIONS[0]
    assert find_version_before(pilot, "1") is None
    with pytest.raises(UnknownPilotVersion):
        find_version_before(pilot, "9")


@pytest.mark.parametrize(
    ("replayed", "sentence"),
    [
        (
            replay(),
            "Of 3 invented texts, 1 reads otherwise: 1 alert fewer, 1 question more.",
        ),
        (
            replay("2", "1"),
            "Of 3 invented texts, 1 reads otherwise: 1 alert more, 1 question fewer.",
        ),
        (
            replay("1", "1"),
            "All 3 invented texts read as before.",
        ),
        (
            [forbid(case) for case in replay()],
            "Of 3 invented texts, 1 reads otherwise: 1 alert fewer, 1 question more."
            " Of 5 alerts to what the law forbids, 1 would be lost: such a version cannot be put to"
            " use.",
        ),
    ],
)
def test_a_replay_is_one_sentence_before_anything_else(replayed, sentence):
    with translation.override("en"):
        assert describe_replay(CapitalsPilot(), replayed).sentence == sentence


def test_a_case_has_its_text_with_the_places_that_differ_and_nothing_of_anybody():
    with translation.override("en"):
        overview = describe_replay(CapitalsPilot(), replay())
    (case,) = overview.cases

    assert case.number == 1
    assert [piece.text for piece in case.pieces if piece.covered] == ["RSA"]
    assert "".join(piece.text for piece in case.pieces) == TEXTS[0]
    (place,) = case.places
    assert (place.words, place.before.form, place.after.form) == ("RSA", "alert", "question")
    assert list(case.__dataclass_fields__) == ["number", "pieces", "places"]


def test_the_picture_shows_both_versions_on_one_scale():
    with translation.override("en"):
        (picture,) = describe_replay(CapitalsPilot(), replay()).pictures

    assert (picture.before.text, picture.before.alerts, picture.before.questions) == (
        "5 alerts",
        100,
        0,
    )
    assert (picture.after.text, picture.after.alerts, picture.after.questions) == (
        "4 alerts, 1 question",
        80,
        20,
    )
