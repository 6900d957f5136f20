"""Suggestions: who sees them, what becomes of them, what the next run keeps."""

import pytest
from django.urls import reverse

from tests.coding.factories import ACT, Room
from tests.coding.trained_model import let_learn, waiting
from tests.surveys.factories import NOON
from vecu.coding.actions.annotate import undo
from vecu.coding.actions.codebook import configure_coding, merge_code
from vecu.coding.actions.history import ActionContext
from vecu.coding.models import Assignment, Coding, CodingEvent, MachineRun, Prediction, Suggestion
from vecu.coding.rules import RunState, SamplingMethod

pytestmark = [pytest.mark.django_db, pytest.mark.data]
GRID = "/en/studies/stories/coding/grid/story.limit/"


def where(text):
    return reverse("coding:text", args=("stories", text.id))


@pytest.fixture
def room(trained_room) -> Room:
    """A room of which the machine has learned."""
    return trained_room


@pytest.fixture
def as_coder(client):
    """Return a function that signs a coder of a room in and returns the client."""

    def sign_in(room, name):
        client.force_login(room.users[name])
        return client

    return sign_in


def suggested_text(code="Invents"):
    return Suggestion.objects.filter(code__name=code).first().verbatim


def test_the_machine_suggests_for_texts_that_nobody_coded_and_shows_the_words(room):
    run = MachineRun.objects.get()

    assert run.state == RunState.DONE
    assert run.learned["examples"] == run.learned["random"] == 60
    assert run.learned["texts"] == 12
    for suggestion in Suggestion.objects.select_related("verbatim__answer", "code"):
        words = suggestion.verbatim.answer.values["story"][0]["limit"]
        marked = [words[start:end] for start, end, _weight in suggestion.words]
        wanted = {"Invents": "invents", "Too long": "long"}[suggestion.code.name]
        assert wanted in words
        assert wanted in marked
    assert {each.verbatim_id for each in Suggestion.objects.all()} <= {
        text.id for text in waiting(room)
    }


def test_what_it_learned_from_is_judged_as_if_it_had_not(room):

    held_out = Prediction.objects.filter(held_out=True)
    assert held_out.count() == 60
    assert Prediction.objects.filter(held_out=False).count() == 12
    assert not Suggestion.objects.filter(verbatim__in=held_out.values("verbatim")).exists()


def test_a_coder_sees_suggestions_and_accepts_one_as_their_own(as_coder, room):
    run = MachineRun.objects.get()
    text, client = suggested_text(), as_coder(room, "ana")
    suggestion = text.suggestions.get()

    page = client.get(where(text)).text
    assert "What the machine suggests" in page
    assert 'class="hinted">invents</mark>' in page
    client.post(where(text), {"do": "accept", "suggestion": suggestion.id})
    coding = Coding.objects.get(verbatim=text)
    assert (coding.coder, coding.code.name) == (room.coder("ana"), "Invents")
    assert coding.suggestion == suggestion
    suggestion.refresh_from_db()
    assert (suggestion.verdict, suggestion.by) == ("accepted", "ana")
    told = CodingEvent.objects.filter(verbatim=text).first().detail
    assert (told["suggestion"], told["version"]) == (str(suggestion.id), run.version)
    assert "What the machine suggests" not in client.get(where(text)).text


def test_a_refused_suggestion_does_not_appear_again_and_undo_opens_it_again(as_coder, room):
    text, client = suggested_text(), as_coder(room, "ana")
    suggestion = text.suggestions.get()

    client.post(where(text), {"do": "refuse", "suggestion": suggestion.id})
    suggestion.refresh_from_db()
    assert (suggestion.verdict, suggestion.by) == ("refused", "ana")
    assert not Coding.objects.filter(verbatim=text).exists()
    assert "What the machine suggests" not in client.get(where(text)).text

    client.post(reverse("coding:undo", args=("stories",)))
    suggestion.refresh_from_db()
    assert suggestion.verdict == ""
    assert "What the machine suggests" in client.get(where(text)).text


def test_undoing_an_acceptance_takes_the_code_off_and_opens_the_suggestion_again(as_coder, room):
    text, client = suggested_text(), as_coder(room, "ana")
    suggestion = text.suggestions.get()

    client.post(where(text), {"do": "accept", "suggestion": suggestion.id})
    undo(room.coder("ana"), ActionContext("ana", NOON))
    suggestion.refresh_from_db()
    assert suggestion.verdict == ""
    assert not Coding.objects.filter(verbatim=text).exists()


def test_a_code_taken_off_and_put_back_by_undo_is_still_a_suggested_one(as_coder, room):
    text, client = suggested_text(), as_coder(room, "ana")
    suggestion = text.suggestions.get()
    client.post(where(text), {"do": "accept", "suggestion": suggestion.id})

    client.post(where(text), {"do": "take", "coding": Coding.objects.get(verbatim=text).id})
    undo(room.coder("ana"), ActionContext("ana", NOON))
    assert Coding.objects.get(verbatim=text).suggestion == suggestion
    suggestion.refresh_from_db()
    assert suggestion.verdict == "accepted"


@pytest.mark.parametrize("why", ["several coders", "drawn", "drawn, openly"])
def test_nobody_who_codes_blind_gets_a_suggestion_in_any_response(as_coder, why, room):
    text = suggested_text()
    suggestion, words = text.suggestions.get(), text.answer.values["story"][0]["limit"]
    if why == "several coders":
        room.give(words, "ana", "bea")
    else:
        draw = SamplingMethod.RANDOM
        Assignment.objects.create(verbatim=text, coder=room.coder("ana"), draw=draw)
    if why.endswith("openly"):
        open_ = room.codebook.questions
        configure_coding(room.codebook, ACT, questions=open_, blind=False)

    for name in ("ana", "bea"):
        client = as_coder(room, name)
        htmx = {"HX-Request": "true"}
        pages = [
            client.get(where(text)),
            client.get(GRID),
            client.get(f"{GRID}?show=all"),
            client.get(f"{GRID}?show=given"),
            client.get(GRID, headers=htmx),
            client.post(where(text), {"do": "memo", "memo": "Hm."}, headers=htmx),
            client.post(where(text), {"do": "accept", "suggestion": suggestion.id}, headers=htmx),
            client.post(where(text), {"do": "refuse", "suggestion": suggestion.id}),
        ]
        for page in pages:
            assert str(suggestion.id) not in page.text
        assert [page.status_code for page in pages[-2:]] == [422, 422]
    suggestion.refresh_from_db()
    assert suggestion.verdict == ""
    assert not Coding.objects.filter(verbatim=text).exists()


def test_a_text_given_to_another_is_coded_blind_by_whoever_opens_it(as_coder, room):
    text = suggested_text()
    room.give(text.answer.values["story"][0]["limit"], "bea")

    assert "What the machine suggests" in as_coder(room, "bea").get(where(text)).text
    assert "What the machine suggests" not in as_coder(room, "ana").get(where(text)).text


def test_what_was_finished_with_suggestions_in_sight_is_marked_and_blind_work_is_not(room):
    seen, blind = waiting(room)[:2]
    words = [each.answer.values["story"][0]["limit"] for each in (seen, blind)]
    room.give(words[1], "ana", "bea")

    for each in words:
        room.codes("ana", each)
    assert Assignment.objects.get(verbatim=seen).assisted
    assert not Assignment.objects.filter(verbatim=blind, assisted=True).exists()
    assert not Assignment.objects.filter(verbatim__judgements__held_out=True, assisted=True)


def test_a_suggested_code_that_was_merged_is_put_as_what_it_counts_as(as_coder, room):
    text = suggested_text()
    suggestion = text.suggestions.get()
    merge_code(suggestion.code, room.code("Errs"), ACT)

    assert "Errs" in as_coder(room, "ana").get(where(text)).text
    client = as_coder(room, "ana")
    client.post(where(text), {"do": "accept", "suggestion": suggestion.id})
    assert Coding.objects.get(verbatim=text).code.name == "Errs"


def test_a_suggestion_somebody_decided_on_meanwhile_is_reported_as_gone(as_coder, room):
    text, client = suggested_text(), as_coder(room, "ana")
    suggestion = text.suggestions.get()

    for _time in range(2):
        response = client.post(where(text), {"do": "refuse", "suggestion": suggestion.id})
    assert response.status_code == 422
    assert "no longer exists" in response.text
    for sent in ({}, {"suggestion": "nonsense"}, {"suggestion": ""}):
        assert client.post(where(text), {"do": "accept", **sent}).status_code == 422


def test_a_withdrawal_takes_along_all_that_the_machine_judged_of_a_text(room):
    text = suggested_text()
    room.withdraw(text.answer.values["story"][0]["limit"])

    assert not Suggestion.objects.filter(verbatim=text.id).exists()
    assert not Prediction.objects.filter(verbatim=text.id).exists()


def test_the_next_run_replaces_what_nobody_decided_on_and_keeps_verdicts(as_coder, room):
    first = MachineRun.objects.get()
    text = suggested_text()
    suggestion = text.suggestions.get()
    client = as_coder(room, "ana")
    client.post(where(text), {"do": "refuse", "suggestion": suggestion.id})

    second = let_learn(room)
    assert set(Suggestion.objects.filter(run=first)) == {suggestion}
    assert Suggestion.objects.filter(run=second).exists()
    assert not Prediction.objects.filter(run=first).exists()
