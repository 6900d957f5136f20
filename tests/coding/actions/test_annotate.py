"""What coders do with texts, and what becomes of it."""

from datetime import timedelta

import pytest

from tests.coding.factories import ACT, LIMIT, STRATEGY, make_room
from tests.surveys.factories import NOON, answer
from vecu.coding.actions.adjudicate import AdjudicationRefused, adjudicate_code, reopen_disagreement
from vecu.coding.actions.annotate import (
    CodeNotOffered,
    CodeSpan,
    NothingToUndo,
    TextFrozen,
    TextGone,
    apply_code,
    finish,
    reassign_split_code,
    remove_code,
    reopen,
    undo,
)
from vecu.coding.actions.codebook import configure_coding, split_code
from vecu.coding.actions.history import ActionContext
from vecu.coding.actions.ingest_texts import ingest_verbatims
from vecu.coding.actions.memos import write_memo
from vecu.coding.models import Adjudication, Assignment, Coding, CodingEvent, Memo, Verbatim
from vecu.coding.queries.codebook import list_codes
from vecu.coding.queries.texts import (
    TextFilter,
    count_progress,
    list_recent_codes,
    list_texts_for_coder,
)
from vecu.coding.spans import TextSpan

pytestmark = [pytest.mark.django_db, pytest.mark.data]


def test_every_text_that_a_person_wrote_becomes_a_verbatim_once():
    room = make_room([{"task": "Letters", "limit": "Cold"}, {"limit": "Wrong"}], {"task": "Mails"})

    assert sorted(Verbatim.objects.values_list("address", flat=True)) == [
        "story[1]/limit", "story[1]/task", "story[1]/task", "story[2]/limit",
    ]  # fmt: skip
    assert ingest_verbatims(room.codebook) == 0
    answer(room.study, {"story": [{"task": "Plans"}], "work": {"occupation": "nurse"}})
    assert ingest_verbatims(room.codebook) == 2


def test_what_is_coded_at_first_is_the_question_put_for_each_story():
    room = make_room()

    assert room.codebook.questions == ["/data/story/task", LIMIT, "/data/story/strategy"]


def test_a_code_is_put_on_a_whole_text_or_a_span_once_each():
    room = make_room()
    text, coder, code = room.text("It invents laws."), room.coder("ana"), room.code("Invents")

    assert apply_code(coder, text.id, CodeSpan(code.id), ACT)
    assert not apply_code(coder, text.id, CodeSpan(code.id), ACT)
    assert apply_code(coder, text.id, CodeSpan(code.id, TextSpan(3, 10)), ACT)
    assert not apply_code(coder, text.id, CodeSpan(code.id, TextSpan(3, 10)), ACT)
    assert text.codings.count() == 2
    assert CodingEvent.objects.filter(verb="coded").count() == 2


def test_a_code_that_was_retired_or_is_of_another_codebook_is_not_put():
    room = make_room()
    text, coder, code = room.text("Too long."), room.coder("ana"), room.code("Long")
    code.retired = True
    code.save()

    with pytest.raises(CodeNotOffered):
        apply_code(coder, text.id, CodeSpan(code.id), ACT)
    assert not Coding.objects.exists()


def test_undo_goes_back_act_by_act_to_the_first_and_the_history_keeps_all():
    room = make_room()
    text, coder = room.text("Too long."), room.coder("ana")
    long, cold = room.code("Long"), room.code("Cold")
    apply_code(coder, text.id, CodeSpan(long.id), ACT)
    apply_code(coder, text.id, CodeSpan(cold.id), ACT)
    remove_code(coder, text.id, text.codings.get(code=long).id, ACT)
    finish(coder, text.id, ACT)
    before = CodingEvent.objects.count()

    told = []
    for _act in range(4):
        undo(coder, ACT)
        codes = set(text.codings.values_list("code__name", flat=True))
        told.append((codes, text.assignments.get().done))
    assert told == [
        ({"Cold"}, False),
        ({"Cold", "Long"}, False),
        ({"Long"}, False),
        (set(), False),
    ]
    with pytest.raises(NothingToUndo):
        undo(coder, ACT)
    assert CodingEvent.objects.count() == before + 4


def test_one_coder_s_undo_leaves_another_s_codes_alone():
    room = make_room()
    code = room.code("Long")
    room.codes("ana", "Too long.", code, done=False)
    room.codes("bea", "Too long.", code, done=False)

    undo(room.coder("ana"), ACT)
    assert Coding.objects.get().coder == room.coder("bea")


def test_what_was_compared_stays_and_neither_codes_nor_undo_change_it():
    room = make_room()
    code = room.code("Long")
    text = room.give("Too long.", "ana", "bea")
    room.codes("ana", "Too long.", code)
    room.codes("bea", "Too long.")

    with pytest.raises(TextFrozen):
        apply_code(room.coder("bea"), text.id, CodeSpan(code.id), ActionContext("bea", NOON))
    with pytest.raises(NothingToUndo, match="stays as it is"):
        undo(room.coder("ana"), ACT)
    assert Coding.objects.count() == 1


def test_undo_passes_over_what_was_compared_since_and_goes_on_before_it():
    room = make_room()
    code = room.code("Long")
    room.codes("ana", "Too long.", code, done=False)
    room.give("It invents laws.", "ana", "bea")
    compared = room.codes("ana", "It invents laws.", code)
    room.codes("bea", "It invents laws.")

    undone = undo(room.coder("ana"), ACT)
    assert (undone.act.verbatim, undone.passed) == (room.text("Too long."), True)
    assert Coding.objects.get().verbatim == compared
    with pytest.raises(NothingToUndo):
        undo(room.coder("ana"), ACT)


def test_undo_passes_over_nothing_where_a_team_codes_openly():
    room = make_room()
    room.give("Too long.", "ana", "bea")
    room.codes("ana", "Too long.")
    room.codes("bea", "Too long.")
    configure_coding(room.codebook, ACT, questions=[LIMIT], blind=False)

    assert not undo(room.coder("ana"), ACT).passed


def test_who_was_not_given_a_text_neither_codes_nor_opens_it_once_a_member_has_it():
    room = make_room(members=("ana", "bea", "cem"))
    code, cem, by = room.code("Long"), room.coder("cem"), ActionContext("cem", NOON)
    alone = room.codes("ana", "Too long.", code)
    given = room.give("It invents laws.", "ana", "bea")

    for text in (alone, given):
        for asked in (
            lambda text=text: apply_code(cem, text.id, CodeSpan(code.id), by),
            lambda text=text: finish(cem, text.id, by),
            lambda text=text: reopen(cem, text.id, by),
        ):
            with pytest.raises(TextFrozen, match="would not be blind"):
                asked()
    # Ana opens hers again: who has seen it meanwhile is none of its coders all the same.
    reopen(room.coder("ana"), alone.id, ACT)
    with pytest.raises(TextFrozen):
        finish(cem, alone.id, by)
    assert set(Coding.objects.values_list("coder__name", flat=True)) == {"ana"}
    assert not cem.assignments.exists()
    configure_coding(room.codebook, ACT, questions=[LIMIT], blind=False)
    assert finish(room.coder("cem"), alone.id, by)


def test_what_was_compared_stays_so_whoever_asks_to_open_it_again():
    room = make_room(members=("ana", "bea", "cem"))
    text = room.give("Too long.", "ana", "bea")
    room.codes("ana", "Too long.", room.code("Long"))
    room.codes("bea", "Too long.")

    for name in ("ana", "bea", "cem"):
        with pytest.raises(TextFrozen):
            reopen(room.coder(name), text.id, ActionContext(name, NOON))
    assert list(text.assignments.values_list("done", flat=True)) == [True, True]


def test_to_open_again_what_one_has_not_taken_takes_nothing():
    room = make_room()

    assert not reopen(room.coder("ana"), room.text("Too long.").id, ACT)
    assert not Assignment.objects.exists()
    assert not CodingEvent.objects.filter(verb="reopened").exists()


def test_a_text_that_is_still_coded_blindly_is_not_settled():
    room = make_room()
    code = room.code("Long")
    text = room.give("Too long.", "ana", "bea")
    room.codes("ana", "Too long.", code)

    with pytest.raises(AdjudicationRefused, match="still being coded blindly"):
        adjudicate_code(text, code, ACT, present=True)
    assert not Adjudication.objects.exists()
    configure_coding(room.codebook, ACT, questions=[LIMIT], blind=False)
    assert adjudicate_code(room.text("Too long."), code, ACT, present=True)


def test_a_ruling_takes_the_place_of_the_one_that_was_seen_and_of_no_other():
    room = make_room()
    code = room.code("Long")
    text = room.codes("ana", "Too long.", code)

    first = adjudicate_code(text, code, ACT, present=True, seen="")
    with pytest.raises(AdjudicationRefused, match="in the meantime"):
        adjudicate_code(text, code, ActionContext("bea", NOON), present=False, seen="")
    with pytest.raises(AdjudicationRefused, match="in the meantime"):
        reopen_disagreement(text, code, ActionContext("bea", NOON), seen="")
    later = ActionContext("bea", NOON + timedelta(seconds=1))
    second = adjudicate_code(text, code, later, present=False, seen=first.stamp)
    with pytest.raises(AdjudicationRefused):
        adjudicate_code(text, code, ACT, present=True, seen=first.stamp)
    assert (Adjudication.objects.get().by, second.present) == ("bea", False)


def test_the_keys_stay_where_they_are_however_often_a_coder_has_coded():
    room = make_room()
    text, coder = room.text("Too long."), room.coder("ana")
    codes = [room.code(f"C{number}") for number in range(9)]
    for code in codes:
        apply_code(coder, text.id, CodeSpan(code.id), ACT)
    every = list_codes(room.codebook)
    before = list_recent_codes(coder, LIMIT, every)

    for number in range(310):
        code = codes[number % 8]
        apply_code(coder, text.id, CodeSpan(code.id, TextSpan(0, 1)), ACT)
        Coding.objects.exclude(start=None).delete()
    assert before == [code.id for code in codes]
    assert list_recent_codes(room.coder("ana"), LIMIT, every) == before


def test_each_question_has_keys_of_its_own_from_the_first():
    """The tenth code takes a key where it was used, and there alone."""
    room = make_room({"limit": "Too long.", "strategy": "I cut."})
    made = [room.code(f"C{number}") for number in range(10)]
    apply_code(room.coder("ana"), room.text("I cut.").id, CodeSpan(made[9].id), ACT)

    first, every = [code.id for code in made[:9]], list_codes(room.codebook)
    assert list_recent_codes(room.coder("ana"), STRATEGY, every) == [*first[:8], made[9].id]
    assert list_recent_codes(room.coder("ana"), LIMIT, every) == first
    assert list_recent_codes(room.coder("bea"), STRATEGY, every) == first


def test_a_ruling_stands_beside_what_coders_did():
    room = make_room()
    code = room.code("Long")
    text = room.give("Too long.", "ana", "bea")
    room.codes("ana", "Too long.", code)
    room.codes("bea", "Too long.")

    adjudicate_code(
        text, code, ActionContext("ana", NOON, "The definition says so."), present=False
    )
    adjudicate_code(text, code, ACT, present=True)
    assert Adjudication.objects.get().present is True
    assert Coding.objects.count() == 1
    assert list(
        CodingEvent.objects.filter(verb="ruled").values_list("detail__before", flat=True)
    ) == [
        False,
        None,
    ]


def test_a_coder_s_texts_are_those_given_to_them_and_those_given_to_nobody():
    room = make_room({"limit": "A"}, {"limit": "B"}, {"limit": "C"})
    room.give("A", "ana")
    room.give("B", "bea")

    todo = list_texts_for_coder(room.coder("ana"), LIMIT)
    assert {text.id for text in todo} == {room.text("A").id, room.text("C").id}
    room.codes("ana", "C")
    assert [text.id for text in list_texts_for_coder(room.coder("ana"), LIMIT)] == [
        room.text("A").id
    ]
    assert [
        text.id for text in list_texts_for_coder(room.coder("ana"), LIMIT, TextFilter.DONE)
    ] == [room.text("C").id]
    progress = count_progress(room.coder("ana"), LIMIT)
    assert (progress.done, progress.todo) == (1, 1)


def test_a_withdrawal_takes_along_all_that_was_coded_on_it_and_tells_of_it():
    room = make_room()
    code = room.code("Long")
    text = room.codes("ana", "Too long.", code)
    adjudicate_code(text, code, ACT, present=True)
    write_memo(room.codebook, "Typical", ACT, verbatim=text)
    room.withdraw("Too long.")

    for table in (Coding, Assignment, Adjudication, Memo):
        assert not table.objects.filter(verbatim=text.id).exists()
    assert not CodingEvent.objects.filter(verbatim=text.id).exists()
    assert CodingEvent.objects.filter(verb="made code").exists()


def test_a_story_withdrawn_while_it_is_coded_is_reported_as_gone():
    room = make_room()
    text, code = room.text("Too long."), room.code("Long")
    room.withdraw("Too long.")

    with pytest.raises(TextGone):
        apply_code(room.coder("ana"), text.id, CodeSpan(code.id), ACT)


def test_a_code_that_was_split_is_sorted_by_each_coder_for_themselves():
    room = make_room()
    code = room.code("Wrong")
    text = room.give("Too long.", "ana", "bea")
    room.codes("ana", "Too long.", code)
    room.codes("bea", "Too long.", code)
    _false, cold = split_code(code, ["False", "Cold"], ACT)

    own = room.coder("ana").codings.get()
    reassign_split_code(room.coder("ana"), own.id, cold, ACT)
    assert set(text.codings.values_list("coder__name", "code__name")) == {
        ("ana", "Cold"),
        ("bea", "Wrong"),
    }
    with pytest.raises(CodeNotOffered):
        reassign_split_code(room.coder("bea"), room.coder("bea").codings.get().id, code, ACT)


def test_a_memo_about_a_coding_stays_with_the_text_when_the_code_is_taken_off():
    room = make_room()
    text = room.codes("ana", "Too long.", room.code("Long"), done=False)
    coding = text.codings.get()
    write_memo(room.codebook, "Is it?", ACT, coding=coding)

    remove_code(room.coder("ana"), text.id, coding.id, ACT)
    memo = Memo.objects.get()
    assert (memo.coding, memo.verbatim) == (None, text)


def test_the_history_only_grows():
    room = make_room()
    room.code("Long")

    with pytest.raises(TypeError):
        CodingEvent.objects.all().delete()
    with pytest.raises(TypeError):
        CodingEvent.objects.update(by="nobody")
    with pytest.raises(TypeError):
        CodingEvent.objects.first().save()
