"""What people told of, held against a guide: a case worked out by hand, and a naive twin."""

from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from vecu.coding.analysis.code_groups import CodeGroup
from vecu.coding.analysis.consensus import TextCodes
from vecu.coding.analysis.guide_comparison import (
    MentionCounts,
    compare_with_guide,
    count_mentions,
    group_codes_beyond,
    group_practice_codes,
)

STRATEGIES, ORDERS, SITUATION, CHECKS, SOURCE, COLLEAGUE, HANDS, LIMITS, INVENTS, ALONE = (
    UUID(int=number) for number in range(1, 11)
)
PARENTS = {
    STRATEGIES: None,
    ORDERS: STRATEGIES,
    SITUATION: STRATEGIES,
    CHECKS: STRATEGIES,
    SOURCE: CHECKS,
    COLLEAGUE: CHECKS,
    HANDS: STRATEGIES,
    LIMITS: None,
    INVENTS: LIMITS,
    ALONE: None,
}
CLEAR, TOOLS, TESTS = UUID(int=21), UUID(int=22), UUID(int=23)
MAPPED = {CLEAR: [ORDERS, SITUATION], TOOLS: [SOURCE], TESTS: []}


def text(number, person, *codes, open_=()):
    """Return a text of a person that carries these codes in the end."""
    ids = UUID(int=100 + number), UUID(int=200 + person)
    return TextCodes(*ids, "story[1]", "/data/strategy", frozenset(codes), frozenset(open_))


TEXTS = [
    text(1, 1, ORDERS, SITUATION),
    text(2, 1, ORDERS),
    text(3, 2, SOURCE, HANDS),
    text(4, 3, COLLEAGUE),
    text(5, 3, CHECKS),
    text(6, 4, HANDS, open_=[ORDERS]),
    text(7, 2, open_=[SOURCE]),
    text(8, 5, INVENTS),
    text(9, 6, open_=[COLLEAGUE]),
]


def nothing_is_alike(_one, _other):
    return False


def compared():
    every = {code for codes in MAPPED.values() for code in codes}
    return compare_with_guide(
        TEXTS,
        group_practice_codes(MAPPED, PARENTS),
        group_codes_beyond(every, PARENTS, nothing_is_alike),
    )


def test_a_practice_counts_texts_with_any_of_its_codes_once_and_people_once():
    """CLEAR: texts 1 and 2, both of person 1; person 4 is open. TOOLS: text 3; person 2 is told."""
    assert [(line.id, found) for line, found in compared().practices] == [
        (CLEAR, MentionCounts(texts=2, people=1, more=1)),
        (TOOLS, MentionCounts(texts=1, people=1, more=0)),
        (TESTS, MentionCounts(texts=0, people=0, more=0)),
    ]


def test_what_the_guide_lacks_is_counted_in_the_branches_of_mapped_codes_only():
    """HANDS: texts 3 and 6; COLLEAGUE: text 4, and person 6 perhaps; CHECKS by itself: text 5.

    Strategies by itself nobody coded; Limits and Alone are other branches.
    """
    assert [(line.id, line.own, found) for line, found in compared().beyond] == [
        (HANDS, False, MentionCounts(2, 2)),
        (CHECKS, True, MentionCounts(1, 1)),
        (COLLEAGUE, False, MentionCounts(1, 1, more=1)),
    ]


def test_the_comparison_says_how_many_practices_were_mentioned_and_how_many_codes_go_beyond():
    assert compared().practices_mentioned == 2
    assert compared().lacking == 3
    assert compared().unsettled


def test_a_code_counts_for_a_practice_with_all_that_stand_below_it():
    lines = group_practice_codes({TOOLS: [CHECKS]}, PARENTS)
    assert lines == [CodeGroup(TOOLS, frozenset({CHECKS, SOURCE, COLLEAGUE}))]


def test_of_a_code_that_holds_no_mapped_one_the_whole_is_one_line():
    lines = group_codes_beyond({HANDS}, PARENTS, nothing_is_alike)
    assert lines == [
        CodeGroup(STRATEGIES, frozenset({STRATEGIES}), own=True),
        CodeGroup(ORDERS, frozenset({ORDERS})),
        CodeGroup(SITUATION, frozenset({SITUATION})),
        CodeGroup(CHECKS, frozenset({CHECKS, SOURCE, COLLEAGUE})),
    ]


def test_a_whole_branch_that_is_mapped_leaves_nothing_of_it_beyond():
    assert group_codes_beyond({STRATEGIES}, PARENTS, nothing_is_alike) == []


def test_beside_a_mapped_code_at_the_top_stand_the_top_codes_of_the_same_questions():
    lines = group_codes_beyond({ALONE}, PARENTS, lambda one, _other: one == LIMITS)
    assert lines == [CodeGroup(LIMITS, frozenset({LIMITS, INVENTS}))]


def test_nothing_mapped_nothing_lacking():
    assert group_codes_beyond([], PARENTS, lambda _one, _other: True) == []


CODES = st.frozensets(st.sampled_from(list(PARENTS)), max_size=4)


@st.composite
def coded_texts(draw):
    """Draw texts of a few people; a code is never both on a text and open."""
    texts = []
    for number in range(draw(st.integers(0, 12))):
        codes = draw(CODES)
        open_ = draw(CODES) - codes
        texts.append(text(number, draw(st.integers(0, 3)), *codes, open_=open_))
    return texts


@given(texts=coded_texts(), sets=st.lists(CODES, max_size=4))
def test_every_count_is_that_of_whoever_goes_through_the_texts_line_by_line(texts, sets):
    lines = [CodeGroup(UUID(int=number), codes) for number, codes in enumerate(sets)]
    expected = []
    for line in lines:
        carrying = [each for each in texts if each.codes & line.codes]
        people = {each.answer for each in carrying}
        maybe = {each.answer for each in texts if each.open & line.codes}
        expected.append(MentionCounts(len(carrying), len(people), len(maybe - people)))

    assert count_mentions(texts, lines) == expected


@given(
    texts=coded_texts(),
    mapped=st.dictionaries(st.sampled_from([CLEAR, TOOLS]), CODES, max_size=2),
)
def test_no_code_is_counted_both_for_the_guide_and_beyond_it(texts, mapped):
    practices = group_practice_codes(mapped, PARENTS)
    every = {code for codes in mapped.values() for code in codes}
    beyond = group_codes_beyond(every, PARENTS, nothing_is_alike)
    covered = frozenset().union(*(line.codes for line in practices))

    assert all(not line.codes & covered for line in beyond)
    listed = [code for line in beyond for code in line.codes]
    assert len(listed) == len(set(listed))
    comparison = compare_with_guide(texts, practices, beyond)
    assert comparison.lacking == sum(found.people > 0 for _line, found in comparison.beyond)
