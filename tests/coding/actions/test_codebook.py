"""Changing the codebook: nothing is lost, and what cannot be is said."""

import pytest

from tests.coding.factories import ACT, LIMIT, STRATEGY, make_room
from vecu.coding.actions.codebook import (
    CodeChanged,
    CodeRefused,
    CodeText,
    change_code,
    merge_code,
    move_code,
    publish_version,
    retire_code,
    split_code,
    unmerge_code,
)
from vecu.coding.analysis.codebook_diff import CodebookChange, CodebookChangeKind, compare_versions
from vecu.coding.code_tree import CodebookCycle
from vecu.coding.models import Code, Coding
from vecu.coding.queries.codebook import list_codes
from vecu.questionnaires import Wording

pytestmark = [pytest.mark.django_db, pytest.mark.data]


def names(room):
    return [(code.name, depth) for code, depth in list_codes(room.codebook).offered]


def test_codes_stand_in_the_order_they_were_made_below_the_one_they_belong_to():
    room = make_room()
    limits = room.code("Limits")
    room.code("Strategies")
    room.code("Invents", parent=limits)
    room.code("Generic", parent=limits)

    assert names(room) == [("Limits", 0), ("Invents", 1), ("Generic", 1), ("Strategies", 0)]


@pytest.mark.parametrize("name", ["", "   ", "invents", "INVENTS ", "x" * 121])
def test_a_name_that_is_empty_taken_or_too_long_is_refused(name):
    room = make_room()
    room.code("Invents")

    with pytest.raises(CodeRefused):
        room.code(name)


def test_of_two_members_who_change_a_code_at_once_the_second_gets_a_message():
    room = make_room()
    code = room.code("Invents")
    change_code(code, CodeText("Invents facts"), ACT, revision=1)

    with pytest.raises(CodeChanged) as refused:
        change_code(code, CodeText("Makes things up"), ACT, revision=1)
    assert refused.value.current.name == "Invents facts"
    assert Code.objects.get().name == "Invents facts"


def test_a_code_cannot_be_moved_below_itself_and_the_circle_is_named():
    room = make_room()
    limits = room.code("Limits")
    invents = room.code("Invents", parent=limits)

    with pytest.raises(CodebookCycle) as circle:
        move_code(limits, ACT, parent=invents)
    assert set(circle.value.members) == {"Limits", "Invents"}
    assert names(room) == [("Limits", 0), ("Invents", 1)]


def test_a_code_moves_to_a_place_among_others():
    room = make_room()
    limits = room.code("Limits")
    for name in ("A", "B", "C"):
        room.code(name, parent=limits)
    move_code(Code.objects.get(name="C"), ACT, parent=limits, place=0)

    assert names(room) == [("Limits", 0), ("C", 1), ("A", 1), ("B", 1)]


def test_what_was_coded_with_a_merged_code_counts_as_the_other_until_it_is_parted():
    room = make_room()
    invents, lies = room.code("Invents"), room.code("Lies")
    finer = room.code("Laws", parent=lies)
    room.codes("ana", "It invents laws.", lies)
    merge_code(lies, invents, ACT)

    codes = list_codes(room.codebook)
    assert codes.final()[lies.id] == invents.id
    assert Coding.objects.get().code == lies
    assert names(room) == [("Invents", 0), ("Laws", 1)]
    unmerge_code(lies, ACT)
    assert list_codes(room.codebook).final()[lies.id] == lies.id
    assert Code.objects.get(pk=finer.pk).parent == invents


def test_merging_in_a_circle_is_refused():
    room = make_room()
    a, b = room.code("A"), room.code("B")
    merge_code(a, b, ACT)

    with pytest.raises(CodeRefused):
        merge_code(b, a, ACT)
    with pytest.raises(CodeRefused):
        merge_code(b, b, ACT)


def test_a_split_code_is_offered_no_more_and_keeps_what_was_coded():
    room = make_room()
    code = room.code("Wrong")
    room.codes("ana", "Too long.", code)
    split_code(code, ["False", "Cold"], ACT)

    assert [name for name, _depth in names(room)] == ["False", "Cold"]
    assert Coding.objects.get().code == code
    with pytest.raises(CodeRefused):
        split_code(code, ["One"], ACT)


def test_a_code_is_for_the_questions_that_it_or_the_code_above_it_names():
    room = make_room()
    limits = room.code("Limits", questions=[LIMIT])
    invents = room.code("Invents", parent=limits)
    anywhere = room.code("Anywhere")
    codes = list_codes(room.codebook)

    assert codes.is_for(invents, LIMIT)
    assert not codes.is_for(invents, STRATEGY)
    assert codes.is_for(anywhere, STRATEGY)


def test_a_version_keeps_the_codebook_as_it_was_and_tells_what_changed():
    room = make_room()
    limits, lies = room.code("Limits"), room.code("Lies")
    gone = room.code("Gone")
    first = publish_version(room.codebook, ACT)
    change_code(lies, CodeText("Invents", definition="Says what is not."), ACT, revision=1)
    move_code(lies, ACT, parent=limits)
    retire_code(gone, ACT)
    room.code("Cold")
    second = publish_version(room.codebook, ACT)

    assert (first.number, second.number) == (1, 2)
    assert [code["name"] for code in first.codes] == ["Limits", "Lies", "Gone"]
    assert compare_versions(first.codes, second.codes) == [
        CodebookChange(
            CodebookChangeKind.CHANGED, "Invents", "Lies", "Invents", ("name", "definition")
        ),
        CodebookChange(CodebookChangeKind.MOVED, "Invents", "", "Limits"),
        CodebookChange(CodebookChangeKind.NEW, "Cold"),
        CodebookChange(CodebookChangeKind.GONE, "Gone"),
    ]


def test_a_name_in_another_language_stays_through_changes_merges_and_splits():
    room = make_room()
    limits = room.code("Limits", translated_names={"fr": " Limites\n", "de": " "})
    assert limits.names == Wording({"en": "Limits", "fr": "Limites"})
    other = room.code("Flaws", translated_names={"fr": "Défauts"})

    merge_code(other, limits, ACT)
    unmerge_code(other, ACT)
    split_code(limits, ["Invents", "Cold"], ACT)

    names = {code.name: code.names.texts for code in Code.objects.all()}
    assert names["Flaws"] == {"en": "Flaws", "fr": "Défauts"}
    assert names["Limits"] == {"en": "Limits", "fr": "Limites"}
    assert names["Invents"] == {"en": "Invents"}


def test_the_name_in_the_language_of_the_codebook_is_the_code_s_own():
    code = make_room().code("Limits", translated_names={"en": "Something else"})

    assert code.names.texts == {"en": "Limits"}


def test_a_translated_name_that_is_too_long_is_refused():
    with pytest.raises(CodeRefused, match="121 characters; the limit is 120"):
        make_room().code("Limits", translated_names={"fr": "x" * 121})


def test_a_version_keeps_translated_names_and_says_when_they_change():
    room = make_room()
    code = room.code("Limits")
    first = publish_version(room.codebook, ACT)
    del first.codes[0]["translated_names"]  # as versions were published before names had any
    unchanged = publish_version(room.codebook, ACT)

    change_code(code, CodeText("Limits", translated_names={"fr": "Limites"}), ACT, revision=1)
    second = publish_version(room.codebook, ACT)

    assert compare_versions(first.codes, unchanged.codes) == []
    (change,) = compare_versions(first.codes, second.codes)
    assert (change.kind, change.fields) == (CodebookChangeKind.CHANGED, ("translated_names",))
    assert second.codes[0]["translated_names"] == {"fr": "Limites"}
