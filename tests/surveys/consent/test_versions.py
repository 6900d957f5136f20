"""A promise has a number, and what stands under a number never changes."""

import pytest

from tests.promise_numbers import HOW_TO_MEND, digest, publish
from vecu.surveys.consent import versions
from vecu.surveys.consent.sentences import PromiseMedium
from vecu.surveys.consent.versions import (
    PROMISE_NUMBER,
    PROMISE_NUMBERS,
    PUBLISHED,
    build_snapshot,
    get_published_promise,
    parse_promise_number,
    read_snapshot,
)
from vecu.surveys.consent.wordings import UNREAD_WORDINGS


def test_the_texts_in_force_are_those_of_the_number_in_force():
    if read_snapshot(PROMISE_NUMBER) != build_snapshot():
        pytest.fail(HOW_TO_MEND.format(number=PROMISE_NUMBER))


def test_no_text_that_was_read_under_a_number_changes():
    files = {int(file.stem): digest(file) for file in PUBLISHED.iterdir()}

    assert files == dict(PROMISE_NUMBERS), (
        "A file of vecu/surveys/consent/published/ was changed, added or taken away. Answers name "
        "its number: put it back as it was. " + HOW_TO_MEND.format(number=PROMISE_NUMBER)
    )


def test_numbers_follow_each_other_from_one():
    assert list(PROMISE_NUMBERS) == list(range(1, len(PROMISE_NUMBERS) + 1))
    assert len(PROMISE_NUMBERS) == PROMISE_NUMBER


@pytest.mark.parametrize("number", PROMISE_NUMBERS)
def test_what_stands_under_a_number_can_be_read_in_both_languages(number):
    published = get_published_promise(number)

    assert {"page", "program", "card", "poster"} <= set(published)
    for blocks in published.values():
        for block in blocks:
            for sentence in block.sentences:
                assert {"en", "fr"} <= set(sentence.text) <= {"en", "fr", *UNREAD_WORDINGS}
                assert all(sentence.text.values())


def test_a_change_of_french_alone_is_a_change(monkeypatch):
    monkeypatch.setattr(versions, "say", lambda text, language: text + "." * (language == "fr"))

    assert build_snapshot() != read_snapshot(PROMISE_NUMBER)


def test_a_new_number_is_published_and_an_old_one_never_again(tmp_path):
    line = publish(7, tmp_path)

    assert line.strip() == f'7: "{digest(tmp_path / "7.json")}",'
    with pytest.raises(FileExistsError):
        publish(7, tmp_path)


def test_a_number_that_the_promise_never_had_has_no_texts():
    assert get_published_promise(0) is get_published_promise(len(PROMISE_NUMBERS) + 1) is None


@pytest.mark.parametrize(
    ("text", "number"),
    [("1", 1), (" 1\n", 1), ("", None), ("0", None), ("01", None), ("-1", None), ("١", None),
     ("99999999999999999999", None), ("1.0", None), ("\x00", None)],
)  # fmt: skip
def test_only_a_number_that_the_promise_had_is_taken_back(text, number):
    assert parse_promise_number(text) == number


def test_every_place_where_people_read_it_now_is_published():
    assert set(read_snapshot(PROMISE_NUMBER)) == {medium.value for medium in PromiseMedium}
