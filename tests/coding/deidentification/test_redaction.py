"""What an edit of a person's words may do: take out and say so, nothing else."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from vecu.coding.deidentification.detect import find_identifying_words
from vecu.coding.deidentification.patterns import FlagKind
from vecu.coding.deidentification.redaction import (
    EditRefused,
    Fault,
    check_edit,
    group_flagged_words,
    has_overlap,
    list_replacements,
    normalize_original,
    replace_words,
)
from vecu.coding.spans import TextSpan

WORDS = "Je travaille à Rennes, chez Emmaüs. Hier, Marie m’a dit non."


def fault_of(edited, original=WORDS):
    with pytest.raises(EditRefused) as refused:
        check_edit(original, edited)
    return refused.value.fault, refused.value.words


@pytest.mark.parametrize(
    "edited",
    [
        WORDS,
        "Je travaille à [une ville], chez [une association]. Hier, [une collègue] m’a dit non.",
        "[…] Hier, […] m’a dit non.",
        "[…] Hier, Marie […]",
        "Je travaille à Rennes […]",
        "Je travaille […] non.",
        "Je [fais] [autre chose] non.",
        "[J]e […] non.",
        "Je travaille à [une ville][…] Hier, Marie m’a dit non.",
        "[…] chez Emmaüs[…]",
        "  Je travaille\r\nà Rennes […]".replace("\r\n", " "),
    ],
)
def test_words_may_be_taken_out_where_brackets_say_so(edited):
    assert check_edit(WORDS, edited) == edited.strip()


@pytest.mark.parametrize(
    ("edited", "fault", "words"),
    [
        ("", Fault.EMPTY, ""),
        (" \n ", Fault.EMPTY, ""),
        ("[…]", Fault.NOTHING_LEFT, ""),
        ("[une ville] [non].", Fault.NOTHING_LEFT, ""),
        ("Je travaille beaucoup à Rennes, […]", Fault.ADDED, "beaucoup à Rennes,"),
        ("[…] Marie m’a tout dit non.", Fault.ADDED, "tout dit non."),
        ("[…] chez Rennes […]", Fault.ADDED, "Rennes"),
        (WORDS + " Et oui.", Fault.ADDED, ""),
        ("Je travaille à Rennes", Fault.UNMARKED_AFTER, "Je travaille à Rennes"),
        ("[…] Marie m’a dit", Fault.UNMARKED_AFTER, "Marie m’a dit"),
        ("Hier, Marie m’a dit non.", Fault.UNMARKED_BEFORE, "Hier, Marie m’a dit non."),
        ("Je travaille chez […]", Fault.UNMARKED_BEFORE, "chez"),
        ("Je […] travaille […]", Fault.NOTHING_CUT, "travaille"),
        (WORDS + " […]", Fault.NOTHING_CUT, None),
        ("Je travaille à [une ville, chez […]", Fault.OPEN_BRACKET, "[une ville, chez "),
        ("Je travaille à une ville], […]", Fault.OPEN_BRACKET, "], "),
        ("Je travaille à [], […]", Fault.OPEN_BRACKET, "[]"),
        ("Je travaille à [" + "x" * 61 + "] […]", Fault.LONG_BRACKET, None),
        ("Je travaille à [une\nville] […]", Fault.LONG_BRACKET, None),
    ],
)
def test_what_is_wrong_with_an_edit_is_explained_with_the_words_it_is_about(edited, fault, words):
    found, about = fault_of(edited)

    assert found == fault
    if words:
        assert about == words


def test_a_person_s_own_square_brackets_become_round_so_that_square_ones_mark_cuts():
    original = normalize_original("Il a dit [sic] « [une ville] ».")

    assert original == "Il a dit (sic) « (une ville) »."
    assert check_edit(original, "Il a dit (sic) […]") == "Il a dit (sic) […]"


def test_what_nobody_sees_is_gone_and_blanks_are_single():
    hidden = "Ren\u00adnes \u202eà\u202c\t l’envers\u200b\r\n\r\nfin\u00a0!"

    assert normalize_original(hidden) == "Rennes à l’envers\nfin !"


def test_emoji_accents_and_words_from_right_to_left_are_preserved():
    original = normalize_original("🧑‍⚕️ e\u0301crit أحمد 👍🏽 fin")

    assert original == "🧑‍⚕️ écrit أحمد 👍🏽 fin"
    assert check_edit(original, "🧑‍⚕️ écrit [prénom] 👍🏽 fin")
    assert check_edit(original, "[…] أحمد […]")


# Blanks at a seam are one blank in the original: words begin and end with none.
ENDS = st.sampled_from("abcé’,.")
passage = st.one_of(
    ENDS, st.builds("{}{}{}".format, ENDS, st.text("abc é’,.\n", max_size=10), ENDS)
).filter(lambda text: "  " not in text and "\n\n" not in text)


@given(st.lists(st.tuples(passage, passage), min_size=1, max_size=6), passage)
def test_any_cut_that_is_marked_is_accepted(pairs, last):
    """An original made of what stays and what is cut, in turn: the edit marks each cut."""
    original = normalize_original("".join(stay + cut for stay, cut in pairs) + last)
    edited = "".join(stay + "[…]" for stay, _cut in pairs) + last
    assume(any(each.isalnum() for stay, _cut in pairs for each in stay + last))

    assert check_edit(original, plain_edit(edited)) == plain_edit(edited)


def plain_edit(edited):
    return "[…]".join(normalize_original(part) for part in edited.split("[…]")).strip()


@given(st.text("abcde é.", min_size=1, max_size=40), st.integers(0, 40),
       st.text("xyz", min_size=1, max_size=5))  # fmt: skip
def test_letters_that_the_person_did_not_write_are_never_accepted(words, place, added):
    original = normalize_original(words)
    assume(original)
    place = min(place, len(original))
    edited = original[:place] + added + original[place:]

    with pytest.raises(EditRefused):
        check_edit(original, edited)


@given(st.text(max_size=80), st.text(max_size=80))
def test_whatever_is_typed_is_accepted_or_refused_with_a_fault(words, edited):
    try:
        said = check_edit(normalize_original(words), edited)
    except EditRefused as refused:
        said = refused.fault
    assert said


@given(st.text(max_size=200))
def test_what_is_quoted_from_is_plain_already(words):
    assert normalize_original(normalize_original(words)) == normalize_original(words)


def test_a_text_of_twenty_thousand_characters_is_checked():
    original = normalize_original("Mot après mot. " * 1333)
    cut = original.replace("après", "[…]")

    assert check_edit(original, cut) == cut
    assert fault_of(cut + " ajout", original)[0] == Fault.ADDED


def test_the_same_words_are_one_thing_to_look_at_and_replaced_wherever_they_are_flagged():
    text = "À Rennes, puis RENNES, un renne. Marie est à Rennes."
    flags = find_identifying_words(text)
    found = group_flagged_words(text, flags)

    assert [(one.words, len(one.spans)) for one in found] == [("Rennes", 3), ("Marie", 1)]
    assert found[0].before == "À "
    assert replace_words(text, "Rennes", flags, "[une ville]") == (
        "À [une ville], puis [une ville], un renne. Marie est à [une ville]."
    )


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("kind", list(FlagKind))
def test_what_may_stand_in_place_is_an_edit_that_is_accepted_and_not_flagged(kind, language):
    for by in list_replacements(kind, language):
        edited = f"Je travaille à {by}, chez Emmaüs. Hier, Marie m’a dit non."
        assert check_edit(WORDS, edited) == edited
        assert find_identifying_words(by) == []


def test_what_may_stand_in_place_is_explained_in_the_language_of_the_words():
    assert list_replacements(FlagKind.PLACE, "fr")[0] == "[une ville]"
    assert list_replacements(FlagKind.PLACE, "en")[0] == "[a town]"


def test_two_quotations_overlap_when_they_share_a_sign_or_one_is_the_whole_text():
    assert has_overlap(None, TextSpan(3, 5))
    assert has_overlap(TextSpan(0, 4), TextSpan(3, 5))
    assert not has_overlap(TextSpan(0, 3), TextSpan(3, 5))
