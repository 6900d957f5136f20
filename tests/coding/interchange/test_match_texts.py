"""Texts of a file are known again by identity, by name, by their words; or they are told."""

from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from tests.coding.interchange.files import guid
from vecu.coding.interchange.id_map import derive_identity
from vecu.coding.interchange.match_texts import (
    MatchedTexts,
    MatchMethod,
    OwnText,
    match_own_texts,
    normalize_for_match,
)
from vecu.coding.refi import RefiSource, fit_text
from vecu.coding.spans import TextSpan, hash_text

BOOK = guid(0)


def match(sources: list[RefiSource], ours: dict[UUID, str]) -> MatchedTexts:
    here = [OwnText(id_, f"limit {id_.hex[:12]}", hash_text(words)) for id_, words in ours.items()]
    read = lambda ids: {id_: ours[id_] for id_ in ids}  # noqa: E731 - what a query does
    return match_own_texts(sources, here, codebook=BOOK, read=read)


def test_a_text_is_known_by_its_identity_whatever_its_name():
    found = match([RefiSource(guid(1), "renamed", "Words")], {guid(1): "Words"})

    assert [(each.text, each.how) for each in found.matches] == [(guid(1), MatchMethod.IDENTITY)]


def test_a_text_is_known_by_the_identity_it_got_here():
    ours = {derive_identity(BOOK, guid(1)): "Words"}

    assert match([RefiSource(guid(1), "", "Words")], ours).count(MatchMethod.IDENTITY) == 1


def test_a_text_with_a_new_identity_is_known_by_its_name():
    found = match([RefiSource(guid(9), f"limit {guid(1).hex[:12]}", "Words")], {guid(1): "Words"})

    assert found.count(MatchMethod.NAME) == 1


def test_else_by_its_very_words_each_text_once():
    ours = {guid(1): "Same", guid(2): "Same", guid(3): "Other"}
    sources = [RefiSource(guid(10 + n), f"t{n}", "Same") for n in range(3)]

    found = match(sources, ours)

    assert {each.text for each in found.matches} == {guid(1), guid(2)}
    assert [source.name for source in found.unknown] == ["t2"]
    assert [each.text for each in match(sources, ours).matches] == [
        each.text for each in found.matches
    ]


def test_a_text_whose_words_differ_is_reported_and_not_matched():
    found = match([RefiSource(guid(1), "mine", "Words, changed")], {guid(1): "Words"})

    assert (found.matches, [source.name for source in found.changed]) == ([], ["mine"])


def test_what_programs_do_to_line_breaks_and_to_the_end_of_a_text_does_not_count():
    ours = {guid(1): "One\r\ntwo 🙂 end"}
    (met,) = match([RefiSource(guid(1), "", "One\ntwo 🙂 end\n\n")], ours).matches

    assert met.map_span(TextSpan(4, 9)) == TextSpan(5, 10)
    assert ours[guid(1)][5:10] == "two 🙂"
    assert met.map_span(None) is None
    assert met.map_span(TextSpan(0, 14)) is None


def test_blanks_around_what_was_selected_do_not_count():
    (met,) = match([RefiSource(guid(1), "", "One two three")], {guid(1): "One two three"}).matches

    assert met.map_span(TextSpan(3, 8)) == TextSpan(4, 7)


PIECES = st.lists(
    st.sampled_from(["a", "é", "e\u0301", "🙂", "\r\n", "\n", "\r", " ", "\u200d", "👩‍👧", "\x0b"]),
    min_size=1,
    max_size=30,
)


@given(PIECES, st.integers(0, 40), st.integers(1, 40))
def test_a_place_comes_back_to_the_same_words(pieces, start, length):
    words = "".join(pieces)
    written = fit_text(words)
    span = TextSpan(start, min(start + length, len(written)))
    if span.start >= span.end or not written[span.start : span.end].strip():
        return

    (met,) = match([RefiSource(guid(1), "", written)], {guid(1): words}).matches
    place = met.map_span(span)

    here = words[place.start : place.end] if place else words
    there = written[span.start : span.end] if place else written
    assert normalize_for_match(here).strip() == normalize_for_match(there).strip()


@given(st.lists(st.text(max_size=5), max_size=6), st.lists(st.text(max_size=5), max_size=6))
def test_no_text_is_matched_twice_and_each_source_ends_somewhere(ours, theirs):
    here = {guid(number): words for number, words in enumerate(ours)}
    sources = [
        RefiSource(guid(100 + number), f"t{number}", fit_text(t)) for number, t in enumerate(theirs)
    ]

    found = match(sources, here)

    assert len({each.text for each in found.matches}) == len(found.matches)
    ends = [*(each.source.guid for each in found.matches), *(s.guid for s in found.changed)]
    ends += [source.guid for source in found.unknown]
    assert sorted(ends) == sorted(source.guid for source in sources)
