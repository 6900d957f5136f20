"""Which texts to code next, and which of the coded ones are a random sample."""

from hypothesis import given
from hypothesis import strategies as st

from vecu.coding.classifier import ChosenText, choose_next, find_random_sample, order_at_random

IDS = st.lists(st.text(min_size=1, max_size=4), unique=True, max_size=30)


@given(IDS, st.integers(), st.data())
def test_the_random_order_of_texts_does_not_hang_on_which_others_there_are(ids, chance, data):
    gone = data.draw(st.sets(st.sampled_from(ids))) if ids else set()

    ordered = order_at_random(ids, chance=chance)

    assert sorted(ordered) == sorted(ids)
    rest = order_at_random([id_ for id_ in reversed(ids) if id_ not in gone], chance=chance)
    assert rest == [id_ for id_ in ordered if id_ not in gone]


def test_every_order_is_as_likely_as_any_other():
    """Of three texts over 6,000 chances each of six orders comes about 1,000 times (sd 29)."""
    times = {}
    for chance in range(6_000):
        order = tuple(order_at_random("abc", chance=chance))
        times[order] = times.get(order, 0) + 1

    assert len(times) == 6
    assert all(850 < count < 1_150 for count in times.values())


def test_coded_texts_are_a_random_sample_up_to_the_first_that_is_not_coded():
    ids = [str(number) for number in range(10)]
    order = order_at_random(ids, chance=4)

    coded = {order[0], order[1], order[2], order[4], order[9]}

    assert find_random_sample(ids, coded, chance=4) == set(order[:3])
    assert find_random_sample(ids, coded | {order[3]}, chance=4) == set(order[:5])
    assert find_random_sample(ids, set(), chance=4) == set()


def test_random_texts_and_those_where_a_rare_code_is_likely_come_in_turn():
    """Code r has 2 coded texts, code f has 50: r comes first, then f, then r's second best."""
    waiting = {
        "a": {"r": 0.1, "f": 0.9},
        "b": {"r": 0.8, "f": 0.2},
        "c": {"r": 0.7, "f": 0.1},
        "d": {"r": 0.2, "f": 0.3},
        "e": {"r": 0.1, "f": 0.1},
        "g": {"r": 0.1, "f": 0.1},
    }
    first, second, *_others = order_at_random(waiting, chance=0)
    assert {first, second} == {"e", "g"}  # this chance draws none of those that are likely

    chosen = choose_next(waiting, {"f": 50, "r": 2}, count=4, chance=0)

    assert chosen == [
        ChosenText(first),
        ChosenText("b", "r"),
        ChosenText(second),
        ChosenText("a", "f"),
    ]
    assert [each.random for each in chosen] == [True, False, True, False]


def test_before_anything_was_learned_all_are_drawn_at_random():
    waiting = {str(number): {} for number in range(9)}

    chosen = choose_next(waiting, {"r": 0}, count=5, chance=2)

    assert chosen == [ChosenText(id_) for id_ in order_at_random(waiting, chance=2)[:5]]


def test_a_code_on_which_all_texts_score_alike_tells_none_from_another():
    waiting = {str(number): {"silent": 0.01} for number in range(9)}

    assert all(each.random for each in choose_next(waiting, {"silent": 1}, count=9, chance=2))


@given(
    st.dictionaries(st.text(max_size=3), st.fixed_dictionaries({"r": st.floats(0, 1)})),
    st.integers(0, 12),
    st.integers(),
)
def test_as_many_as_requested_are_chosen_each_once_half_of_them_at_random(waiting, count, chance):
    chosen = choose_next(waiting, {"r": 1}, count=count, chance=chance)

    assert len(chosen) == min(count, len(waiting))
    assert len({each.id for each in chosen}) == len(chosen)
    assert sum(each.random for each in chosen) >= len(chosen) / 2
    assert {each.id for each in chosen} <= set(waiting)


def test_the_random_ones_go_on_where_the_random_sample_ends():
    """So that what was coded for a rare code does not bend the sample."""
    ids = [str(number) for number in range(12)]
    order = order_at_random(ids, chance=1)
    coded = {order[0], order[5]}
    waiting = {id_: {} for id_ in ids if id_ not in coded}

    chosen = choose_next(waiting, {}, count=3, chance=1)

    assert [each.id for each in chosen] == order[1:4]


def test_texts_that_were_not_scored_yet_may_be_drawn_at_random_only():
    waiting = {"a": {"r": 0.9}, "b": {"r": 0.2}, "c": {}, "d": {}}

    chosen = choose_next(waiting, {"r": 1}, count=4, chance=3)

    assert len(chosen) == 4
    assert {each.id for each in chosen if not each.random} <= {"a", "b"}
