"""Which codes meet in one story: a case worked out by hand, and a naive twin."""

from itertools import product
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vecu.coding.analysis.code_groups import CodeGroup
from vecu.coding.analysis.consensus import TextCodes
from vecu.coding.analysis.cooccurrence import (
    Axis,
    collect_story_codes,
    count_cooccurrences,
    filter_stories,
    group_by_task,
)

INVENTS, LONG, COLD, CHECKS, SHORTENS, LETTERS, PLANS = (UUID(int=n) for n in range(1, 8))
LIMIT, STRATEGY, TASK, AGE = "/data/limit", "/data/strategy", "/data/task", "/data/age"
ONE, TWO, THREE = UUID(int=101), UUID(int=102), UUID(int=103)


def axis(*codes, question=""):
    return Axis([CodeGroup(code, frozenset({code})) for code in codes], question)


LIMITS, STRATEGIES, TASKS = axis(INVENTS, LONG, COLD), axis(CHECKS, SHORTENS), axis(LETTERS, PLANS)


def text(answer, story, question, *codes, open_=()):
    return TextCodes(UUID(int=1), answer, story, question, frozenset(codes), frozenset(open_))


TEXTS = [
    text(ONE, "story[1]", TASK, LETTERS),
    text(ONE, "story[1]", LIMIT, INVENTS),
    text(ONE, "story[1]", STRATEGY, CHECKS),
    text(ONE, "story[2]", TASK, PLANS),
    text(ONE, "story[2]", LIMIT, INVENTS, LONG),
    text(ONE, "story[2]", STRATEGY, CHECKS, SHORTENS),
    text(TWO, "story[1]", TASK, PLANS),
    text(TWO, "story[1]", LIMIT, LONG),
    text(TWO, "story[1]", STRATEGY, SHORTENS),
    text(TWO, "story[2]", LIMIT, COLD),
    text(THREE, "story[1]", LIMIT, INVENTS),
    text(THREE, "story[1]", STRATEGY, open_=[CHECKS]),
]
INVENTS_CHECKS, INVENTS_SHORTENS, LONG_CHECKS, LONG_SHORTENS = (0, 0), (0, 1), (1, 0), (1, 1)


@pytest.fixture
def stories():
    return collect_story_codes(TEXTS, (LIMITS, STRATEGIES, TASKS))


def test_a_cell_is_the_number_of_stories_that_tell_of_both(stories):
    """Invents and checks: both stories of person one. Long and shortens: one's second, two's first.

    Person three would be one more for invents and checks, were it settled that they check.
    """
    links = count_cooccurrences(stories.values(), LIMITS, STRATEGIES)

    assert links.counts == {
        INVENTS_CHECKS: 2, INVENTS_SHORTENS: 1, LONG_CHECKS: 1, LONG_SHORTENS: 2,
    }  # fmt: skip
    assert links.more == {INVENTS_CHECKS: 1}
    assert links.both == 3
    assert links.of_rows == {0: 3, 1: 2, 2: 1}
    assert links.of_columns == {0: 2, 1: 2}


def test_the_strongest_come_first_and_equal_ones_in_the_codebook_s_order(stories):
    links = count_cooccurrences(stories.values(), LIMITS, STRATEGIES)

    assert links.strongest(3) == [(INVENTS_CHECKS, 2), (LONG_SHORTENS, 2), (INVENTS_SHORTENS, 1)]
    assert links.most == 2
    assert links.ties == 2


@pytest.mark.parametrize(("count", "shade"), [(0, 0), (1, 1), (20, 1), (21, 2), (99, 5), (100, 5)])
def test_five_shades_share_out_what_lies_between_nothing_and_the_greatest_count(count, shade):
    links = count_cooccurrences([], LIMITS, STRATEGIES)
    links = type(links)({(0, 0): count, (1, 1): 100}, {}, {}, {}, 0)

    assert links.shade((0, 0)) == shade


def test_a_task_leaves_the_stories_that_tell_of_it(stories):
    plans = count_cooccurrences(filter_stories(stories, task=1).values(), LIMITS, STRATEGIES)
    assert plans.counts == {
        INVENTS_CHECKS: 1, INVENTS_SHORTENS: 1, LONG_CHECKS: 1, LONG_SHORTENS: 2,
    }  # fmt: skip

    told = group_by_task(stories.values())
    assert {place: len(of) for place, of in told.items()} == {0: 1, 1: 2}


def test_only_the_stories_that_were_chosen_are_looked_at(stories):
    chosen = filter_stories(stories, among={(ONE, "story[1]"), (TWO, "story[2]")})
    links = count_cooccurrences(chosen.values(), LIMITS, STRATEGIES)

    assert links.counts == {INVENTS_CHECKS: 1}
    assert links.of_rows == {0: 1, 2: 1}


def test_what_a_person_wrote_outside_of_stories_holds_for_each_of_theirs():
    texts = [
        text(ONE, "", AGE, CHECKS),
        text(ONE, "story[1]", LIMIT, INVENTS),
        text(ONE, "story[2]", LIMIT, LONG),
        text(TWO, "", LIMIT, INVENTS),
        text(TWO, "", AGE, CHECKS),
    ]
    links = count_cooccurrences(
        collect_story_codes(texts, (LIMITS, STRATEGIES)).values(), LIMITS, STRATEGIES
    )

    assert links.counts == {INVENTS_CHECKS: 2, LONG_CHECKS: 1}
    assert links.of_columns == {0: 3}


def test_an_axis_of_a_question_looks_at_the_answers_to_it_only():
    texts = [
        text(ONE, "story[1]", LIMIT, INVENTS, CHECKS),
        text(ONE, "story[1]", STRATEGY, INVENTS, CHECKS),
        text(TWO, "story[1]", LIMIT, INVENTS, CHECKS),
    ]
    rows = axis(INVENTS, CHECKS, question=LIMIT)
    columns = axis(INVENTS, CHECKS, question=STRATEGY)
    links = count_cooccurrences(collect_story_codes(texts, (rows, columns)).values(), rows, columns)

    assert links.counts == {(0, 0): 1, (0, 1): 1, (1, 0): 1, (1, 1): 1}
    assert links.void == frozenset()


def test_a_branch_with_itself_counts_each_pair_once_and_no_code_with_itself():
    texts = [text(ONE, "story[1]", LIMIT, INVENTS, LONG), text(TWO, "story[1]", LIMIT, COLD)]
    links = count_cooccurrences(
        collect_story_codes(texts, (LIMITS, LIMITS)).values(), LIMITS, LIMITS
    )

    assert links.counts == {(0, 1): 1, (1, 0): 1}
    assert links.void == {(0, 0), (1, 1), (2, 2)}
    assert links.strongest(5) == [((0, 1), 1)]
    assert links.both == 1
    assert links.ties == 1


def test_a_finer_branch_does_not_meet_the_code_that_it_is_part_of():
    whole = Axis(
        [CodeGroup(INVENTS, frozenset({INVENTS, LONG})), CodeGroup(COLD, frozenset({COLD}))]
    )
    parts = axis(LONG, COLD)
    texts = [text(ONE, "story[1]", LIMIT, LONG, COLD)]
    links = count_cooccurrences(collect_story_codes(texts, (whole, parts)).values(), whole, parts)

    assert links.void == {(0, 0), (1, 1)}
    assert links.counts == {(0, 1): 1, (1, 0): 1}


CODES = st.frozensets(st.sampled_from([INVENTS, LONG, COLD, CHECKS, SHORTENS]), max_size=3)


@st.composite
def texts_of_stories(draw):
    """Draw texts of three people with up to two stories each, some outside of stories."""
    texts = []
    for _each in range(draw(st.integers(0, 12))):
        codes = draw(CODES)
        where = (
            draw(st.sampled_from([ONE, TWO, THREE])),
            draw(st.sampled_from(["", "story[1]", "story[2]"])),
        )
        texts.append(text(*where, LIMIT, *codes, open_=draw(CODES) - codes))
    return texts


@given(texts=texts_of_stories())
def test_every_cell_is_that_of_whoever_goes_through_the_stories_one_by_one(texts):
    found = count_cooccurrences(
        collect_story_codes(texts, (LIMITS, STRATEGIES)).values(), LIMITS, STRATEGIES
    )
    tellers = {each.answer for each in texts if each.story}
    stories = {(each.answer, each.story) for each in texts}
    stories = {(answer, story) for answer, story in stories if story or answer not in tellers}

    for (r, row), (c, column) in product(enumerate(LIMITS.lines), enumerate(STRATEGIES.lines)):
        certain = perhaps = 0
        for answer, story in stories:
            own = [each for each in texts if each.answer == answer and each.story in {story, ""}]
            codes = frozenset().union(*(each.codes for each in own))
            open_ = codes.union(*(each.open for each in own))
            sure = bool(codes & row.codes and codes & column.codes)
            certain += sure
            perhaps += bool(open_ & row.codes and open_ & column.codes) and not sure
        assert found.counts.get((r, c), 0) == certain
        assert found.more.get((r, c), 0) == perhaps
