"""Cards counted by hand say how many moved at least, never who; the record is one page."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.demonstrators.factories import make_session
from vecu.demonstrators.counts import (
    STANCES,
    Occasion,
    StatementCounts,
    check_counts,
    describe_moves,
    list_count_fields,
)
from vecu.demonstrators.record import (
    MOST_WRITTEN,
    check_texts,
    clean_line,
    read_record,
    write_text,
)

SESSION = make_session(10, 10, 10)
STATEMENT = SESSION.statements[0]
WRITTEN = {"question-1": "Qui relit ?", "question-2": "Qui paie ?", "question-3": "Qui répond ?"}


def counted(before, after):
    return StatementCounts(
        STATEMENT,
        dict(zip(STANCES, before, strict=True)),
        dict(zip(STANCES, after, strict=True)),
    )


def typed(numbers="5311"):
    """Cards for both statements, the same before and after: agree, unsure, disagree, pass."""
    fields = [
        field for occasion in Occasion for field in list_count_fields(occasion, SESSION.statements)
    ]
    return WRITTEN | {field: numbers[i % 4] for i, field in enumerate(fields)}


@pytest.mark.parametrize(
    ("before", "after", "moves"),
    [
        ((5, 3, 1, 1), (5, 3, 1, 1), 0),
        ((5, 3, 1, 1), (3, 5, 1, 1), 2),  # two cards went from one heap to the next
        ((5, 3, 1, 1), (1, 3, 5, 1), 4),
        ((6, 2, 2, 0), (4, 3, 2, 1), 2),  # two left the first heap, one each came to two others
        ((5, 3, 1, 1), (5, 3, 1, 0), None),  # somebody left
    ],
)
def test_the_fewest_who_moved_are_the_cards_that_a_heap_lost(before, after, moves):
    assert counted(before, after).fewest_moves == moves


@given(st.lists(st.tuples(st.sampled_from(STANCES), st.sampled_from(STANCES)), min_size=1))
def test_never_more_people_are_counted_as_moving_than_move(people):
    counts = StatementCounts(
        STATEMENT,
        {each: sum(before is each for before, _ in people) for each in STANCES},
        {each: sum(after is each for _, after in people) for each in STANCES},
    )

    assert counts.fewest_moves <= sum(before is not after for before, after in people)


def test_a_sentence_says_what_counts_cannot_say():
    assert "At least one person" in describe_moves(counted((5, 3, 1, 1), (4, 4, 1, 1)))
    assert "At least 2 people" in describe_moves(counted((5, 3, 1, 1), (3, 5, 1, 1)))
    assert "perhaps nobody moved" in describe_moves(counted((5, 3, 1, 1), (5, 3, 1, 1)))
    assert "10 cards before, 9 after" in describe_moves(counted((5, 3, 1, 1), (5, 3, 1, 0)))
    other = describe_moves(counted((5, 3, 1, 1), (5, 3, 1, 0))).say("fr")
    assert other.startswith("10 cartes avant, 9 après")


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        ("", "how many cards"),
        ("sept", "“sept” is not a number"),
        ("-1", "is not a number"),
        ("1.5", "is not a number"),
        ("٣", "is not a number"),
        ("9" * 30, "is not a number"),
        ("201", "201 cards are more than 200"),
    ],
)
def test_a_count_that_is_none_is_refused_beside_its_field(value, reason):
    fields = typed() | {"before-core-unsure": value}

    (problem,) = check_counts(fields, Occasion.BEFORE, SESSION.statements)

    assert problem.field_id == "before-core-unsure"
    assert reason in problem.message
    assert "J’hésite" in problem.message.say("fr")


def test_a_statement_for_which_no_card_went_up_is_counted_again():
    found = check_counts(typed("0000"), Occasion.AFTER, SESSION.statements)

    assert [each.field_id for each in found] == ["after-relief-agree", "after-core-agree"]


def test_a_session_ends_with_exactly_three_questions():
    for field in WRITTEN:
        for value in ("", "   ", "\u200b", "\x00"):
            (problem,) = check_texts(WRITTEN | {field: value})

            assert problem.field_id == field
            assert "is missing" in problem.message
    assert check_texts(WRITTEN) == []


def test_what_is_too_long_for_the_page_says_by_how_much():
    """11 + 10 + 12 characters of questions: 1,200 - 33 are left."""
    room = MOST_WRITTEN - len("".join(WRITTEN.values()))

    assert check_texts(WRITTEN | {"unsettled": "a" * room}) == []
    (problem,) = check_texts(WRITTEN | {"unsettled": "a" * (room + 7)})
    assert "Remove 7." in problem.message
    (lines,) = check_texts(WRITTEN | {"unsettled": "\n".join("abcdefg")})
    assert "has 7 lines; there is room for 5. Remove 2." in lines.message
    (name,) = check_texts(WRITTEN | {"group": "g" * 103})
    assert "Remove 3." in name.message


@pytest.mark.parametrize("day", ["30/11/2026", "2026-02-30", "x", "0"])
def test_a_day_that_is_none_is_refused(day):
    (problem,) = check_texts(WRITTEN | {"day": day})

    assert problem.field_id == "day"


def test_the_file_holds_what_the_page_holds():
    fields = typed() | {"after-relief-agree": "4", "after-relief-unsure": "4"}
    fields |= {"group": "Les mardis", "day": "2026-11-30", "unsettled": "Le prix\n\nLa durée"}

    text = write_text(read_record(fields, SESSION), "30 novembre 2026", "fr")

    assert "Les mardis · 30 novembre 2026" in text
    assert "Avant\u00a0: Je suis d’accord 5, J’hésite 3" in text
    assert "Après\u00a0: Je suis d’accord 4, J’hésite 4" in text
    assert "Au moins une personne a changé de position." in text
    assert "1. Qui relit\u00a0?\n2. Qui paie\u00a0?\n3. Qui répond\u00a0?" in text
    assert "- Le prix\n- La durée" in text
    assert "Ce n’est pas une recommandation" in text


def test_a_line_holds_nothing_that_no_text_may():
    assert clean_line(" a\x00\tb\n\u202ec ") == "a b c"
