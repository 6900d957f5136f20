"""The grid over HTTP: coding without JavaScript and by htmx, blindness, bad input."""

import re

import pytest
from django.urls import reverse

from tests.coding.factories import ACT, LIMIT, make_room
from tests.surveys.factories import NOON, make_member
from vecu.accounts.actions import give_role
from vecu.accounts.queries import list_audit
from vecu.accounts.rules import Role
from vecu.coding.actions.codebook import configure_coding
from vecu.coding.actions.memos import write_memo
from vecu.coding.models import Assignment, Code, Coding, Memo

pytestmark = [pytest.mark.django_db, pytest.mark.data]
GRID = "/en/studies/stories/coding/grid/story.limit/"


@pytest.fixture
def as_coder(client):
    """Return a function that signs a coder of a room in and returns the client."""

    def sign_in(room, name):
        client.force_login(room.users[name])
        return client

    return sign_in


def where(text):
    return reverse("coding:text", args=("stories", text.id))


def test_the_grid_shows_a_text_beside_the_person_s_other_answers(as_coder):
    room = make_room({"task": "Letters", "limit": "It invents laws.", "kind": "creative"})
    page = as_coder(room, "ana").get(GRID).text

    assert "It invents laws." in page
    assert "Letters" in page
    assert "Creative" in page


def test_a_code_is_found_by_its_name_its_whole_way_or_its_identity(as_coder):
    room = make_room()
    limits = room.code("Limits")
    code = room.code("Invents", parent=limits)
    text, client = room.text("It invents laws."), as_coder(room, "ana")

    for typed in ({"name": "invents"}, {"name": "Limits / Invents"}, {"code": str(code.id)}):
        Coding.objects.all().delete()
        assert client.post(where(text), {"do": "put", **typed}).status_code == 302
        assert Coding.objects.get().code == code


def test_a_name_that_no_code_has_is_reported_and_stays_and_can_become_a_new_code(as_coder):
    room = make_room()
    text, client = room.text("It invents laws."), as_coder(room, "ana")

    refused = client.post(where(text), {"do": "put", "name": "Invents", "memo": "A thought"})
    assert refused.status_code == 422
    assert "No code is called “Invents”" in refused.text
    assert 'value="Invents"' in refused.text
    assert "A thought" in refused.text
    assert client.post(where(text), {"do": "make", "name": "Invents"}).status_code == 302
    assert Coding.objects.get().code.name == "Invents"


def test_only_some_words_are_coded_by_writing_them_or_selecting_them(as_coder):
    room = make_room({"limit": "😀 It invents laws."})
    code, text = room.code("Invents"), room.text("😀 It invents laws.")
    client = as_coder(room, "ana")

    client.post(where(text), {"do": "put", "code": code.id, "words": "invents  laws"})
    # A browser counts the face as two units: "invents laws" begins at 6.
    client.post(where(text), {"do": "put", "code": code.id, "start": 6, "end": 13})
    spans = Coding.objects.order_by("end").values_list("start", "end")
    assert list(spans) == [(5, 12), (5, 17)]
    refused = client.post(where(text), {"do": "put", "code": code.id, "words": "not there"})
    assert refused.status_code == 422
    assert "not there" in refused.text


def test_htmx_gets_the_row_alone_and_a_sentence_for_screen_readers(as_coder):
    room = make_room()
    code, text = room.code("Invents"), room.text("It invents laws.")

    response = as_coder(room, "ana").post(
        where(text), {"do": "put", "code": code.id}, headers={"HX-Request": "true"}
    )
    assert "<html" not in response.text
    assert f'id="t-{text.id}"' in response.text
    assert re.search(r'id="said"[^>]*>“Invents” added to this text\.<', response.text)


def test_finishing_takes_the_text_from_the_list_and_undo_brings_it_back(as_coder):
    room = make_room()
    text, client = room.text("Too long."), as_coder(room, "ana")

    client.post(where(text), {"do": "finish", "back": "grid"})
    assert "Too long." not in client.get(GRID).text
    assert "Too long." in client.get(f"{GRID}?show=done").text
    client.post(reverse("coding:undo", args=("stories",)))
    assert "Too long." in client.get(GRID).text


def test_the_first_page_says_how_many_texts_of_a_question_are_left_for_a_coder(as_coder):
    room = make_room(*({"limit": f"It invents law {number}."} for number in range(3)))
    ana, client = room.coder("ana"), as_coder(room, "ana")
    for number, done in enumerate((True, False, False)):
        text = room.text(f"It invents law {number}.")
        Assignment.objects.create(coder=ana, verbatim_id=text.id, done=done)

    page = client.get("/en/studies/stories/coding/").text

    assert "1 of 3 texts finished" in page
    assert "2 left for you" in page


HTMX = {"HX-Request": "true"}


def counted(page):
    """Return what the counter of a page or an answer to htmx says, '' where it is not drawn."""
    found = re.search(r'<p id="progress"[^>]*>(.*?)</p>', page, re.DOTALL)
    return " ".join(re.sub("<[^>]*>", " ", found[1]).split()) if found else ""


def test_the_counter_moves_with_each_text_and_is_announced_then_alone(as_coder):
    room = make_room(*({"limit": f"It invents law {number}."} for number in range(14)))
    code, client = room.code("Invents"), as_coder(room, "ana")
    first = where(room.text("It invents law 0."))

    assert counted(client.get(GRID).text) == "0 of 14 texts finished"
    put = client.post(first, {"do": "put", "code": code.id}, headers=HTMX)
    assert counted(put.text) == ""
    for number in range(2):
        text = where(room.text(f"It invents law {number}."))
        done = client.post(text, {"do": "finish"}, headers=HTMX)
    assert counted(done.text) == "2 of 14 texts finished"
    assert re.search(r'id="said"[^>]*>Finished. 2 of 14 texts finished<', done.text)
    undone = client.post(reverse("coding:undo", args=("stories",)), headers=HTMX)
    assert counted(undone.text) == "1 of 14 texts finished"
    again = client.post(first, {"do": "reopen"}, headers=HTMX)
    assert counted(again.text) == "0 of 14 texts finished"
    client.post(first, {"do": "finish", "back": "grid"})
    for page in (GRID, first, f"{GRID}?show=done"):
        assert counted(client.get(page).text) == "1 of 14 texts finished"


def test_when_all_texts_are_finished_the_counter_says_so_and_what_comes_next(as_coder):
    room = make_room({"limit": "Too long.", "strategy": "I cut it."})
    boss = make_member("boss", room.study, Role.OWNER)
    room.users["boss"] = boss
    limit = where(room.text("Too long."))

    done = as_coder(room, "boss").post(limit, {"do": "finish"}, headers=HTMX).text
    assert counted(done).startswith("You have finished the only text. Next question:")
    assert "grid/story.strategy/" in done
    configure_coding(room.codebook, ACT, questions=[LIMIT], blind=True)
    alone = as_coder(room, "boss").get(GRID).text
    assert counted(alone).endswith("Have a second person code some of them")
    assert "Nothing here to code" not in alone
    room.give("Too long.", "ana")
    assert counted(as_coder(room, "boss").get(GRID).text).endswith(
        "See the agreement between coders"
    )
    assert counted(as_coder(room, "bea").get(GRID).text) == "There are no texts for you here yet."


def test_the_codebook_stands_beside_the_texts_with_its_keys(as_coder):
    room = make_room({"limit": "Too long."}, {"limit": "Too cold."})
    limits = room.code("Limits", definition="What was wrong.", use_when="it fails", not_when="slow")
    codes = [limits, *(room.code(f"Limit {number}") for number in range(11))]
    client, text = as_coder(room, "ana"), where(room.text("Too long."))

    def keys():
        page = client.get(GRID).text
        lines = re.findall(r'<li class="in.*?</li>', page, re.DOTALL)
        found = {
            re.sub(
                "<[^>]*>|\\s", "", re.search("</svg>(.*?)</button>", each, re.DOTALL)[1]
            ): re.search("<kbd[^>]*>(.*?)</kbd>", each)[1]
            for each in lines
        }
        return page, [name for name, key in sorted(found.items(), key=lambda one: one[1]) if key]

    page, assigned = keys()
    for words in ("What was wrong.", "it fails", "slow", "Use it when", "Do not use it when"):
        assert words in page
    assert assigned == ["Limits", *(f"Limit{number}" for number in range(8))]
    client.post(text, {"do": "put", "code": codes[3].id})
    assert keys()[1] == assigned
    client.post(text, {"do": "put", "code": codes[10].id})
    assert keys()[1] == [*assigned[:8], "Limit9"]
    made = client.post(text, {"do": "make", "name": "Cold"}, headers=HTMX).text
    assert re.search(r'id="codebook-lines" hx-swap-oob="true">.*Cold', made, re.DOTALL)


def test_nobody_sees_what_others_did_with_a_text_before_all_have_finished_it(as_coder):
    room = make_room()
    text = room.give("It invents laws.", "ana", "bea")
    room.codes("ana", "It invents laws.", room.code("Ana-s-code"))
    write_memo(room.codebook, "Ana’s memo", ACT, verbatim=text)
    boss = make_member("boss", room.study, Role.OWNER)
    room.users["boss"] = boss

    seen = re.compile("data-row.*?</article>", re.DOTALL)
    for name in ("bea", "boss"):
        client = as_coder(room, name)
        for page in (where(text), GRID, f"{GRID}?show=all", f"{GRID}?show=done"):
            rows = " ".join(seen.findall(client.get(page).text))
            assert "Ana-s-code" not in rows, (name, page)
            assert "Ana’s memo" not in rows, (name, page)
        history = client.get("/en/studies/stories/coding/history/").text
        assert "added a code" not in history
    room.codes("bea", "It invents laws.")
    rows = " ".join(seen.findall(as_coder(room, "bea").get(where(text)).text))
    assert "Ana-s-code" in rows
    assert "Ana’s memo" in rows


def test_who_was_not_given_a_text_may_look_at_it_and_is_offered_no_way_to_code_it(as_coder):
    room = make_room(members=("ana", "bea", "cem"))
    text = room.give("It invents laws.", "ana", "bea")
    room.codes("ana", "It invents laws.", room.code("Ana-s-code"))
    room.codes("bea", "It invents laws.")
    client = as_coder(room, "cem")

    page = client.get(where(text)).text
    assert "you cannot code it blindly" in page
    for do in ("put", "finish", "reopen", "make", "take"):
        assert f'value="{do}"' not in page.partition("<dialog")[0]
    typed = {"name": "Ana-s-code", "words": "invents", "memo": "A long thought"}
    for do in ("put", "finish", "reopen"):
        refused = client.post(where(text), {"do": do, **typed})
        assert refused.status_code == 422
        assert "would not be blind" in refused.text
        assert "<q>Ana-s-code</q>" in refused.text
        assert re.search(r"<q[^>]*>invents</q>", refused.text)
        assert "A long thought</textarea>" in refused.text
    assert text.assignments.count() == 2
    assert not room.coder("cem").codings.exists()
    assert client.post(where(text), {"do": "memo", "memo": "Look!"}).status_code == 302
    assert Memo.objects.get().by == "cem"


def test_undo_says_that_it_passed_over_what_was_compared_since(as_coder):
    room = make_room()
    code = room.code("Invents")
    room.codes("ana", "Too long.", code, done=False)
    room.give("It invents laws.", "ana", "bea")
    room.codes("ana", "It invents laws.", code)
    room.codes("bea", "It invents laws.")
    undo, htmx = reverse("coding:undo", args=("stories",)), {"HX-Request": "true"}
    client = as_coder(room, "ana")

    done = client.post(undo, headers=htmx).text
    assert "Undone. What you did later, on texts that all their coders have finished" in done
    assert "Too long." in done
    nothing = client.post(undo, headers=htmx).text
    assert "There is nothing left to undo: your last action" in nothing


def test_a_team_that_codes_openly_sees_each_other(as_coder):
    room = make_room()
    text = room.give("It invents laws.", "ana", "bea")
    room.codes("ana", "It invents laws.", room.code("Ana-s-code"))
    configure_coding(room.codebook, ACT, questions=room.codebook.questions, blind=False)

    assert "Ana-s-code" in as_coder(room, "bea").get(where(text)).text


def test_a_text_that_was_taken_back_is_reported_as_gone_and_what_was_typed_is_displayed(as_coder):
    room = make_room()
    text, client = room.text("Too long."), as_coder(room, "ana")
    room.withdraw("Too long.")

    response = client.post(where(text), {"do": "memo", "memo": "A long thought"})
    assert response.status_code == 410
    assert "withdrawn" in response.text
    assert "A long thought" in response.text
    assert not Memo.objects.exists()


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"do": "burn"},
        {"do": "put", "code": "not-a-uuid"},
        {"do": "put", "name": "x" * 2000},
        {"do": "put", "name": "In", "start": "-1", "end": "5"},
        {"do": "put", "name": "In", "start": "9999999", "end": "99999999"},
        {"do": "make", "name": ""},
        {"do": "make", "name": "y" * 121},
        {"do": "put", "name": "a\x00b"},
    ],
)
def test_bad_input_is_explained_and_changes_nothing(as_coder, sent):
    room = make_room()
    room.code("In")
    text = room.text("Too long.")

    response = as_coder(room, "ana").post(where(text), sent)
    assert response.status_code == 422
    assert not Coding.objects.exists()
    assert Code.objects.count() == 1


def test_a_text_of_another_study_is_not_there(as_coder):
    room = make_room()
    text = room.text("Too long.")
    other = make_member("zoe")
    give_role(other, room.study.scope, Role.READER, by="test", now=NOON)
    room.users["zoe"] = other

    assert as_coder(room, "zoe").get(where(text)).status_code == 403


def test_reading_to_code_is_audited_by_answer(as_coder):
    room = make_room()
    as_coder(room, "ana").get(GRID)

    event = list_audit(room.study.scope).filter(verb="read to code").get()
    answers = {str(room.text(words).answer_id) for words in ("It invents laws.", "Too long.")}
    assert set(event.detail["answers"]) == answers


def test_a_memo_may_be_about_a_code_on_the_text_and_about_a_text_that_is_compared(as_coder):
    room = make_room()
    text, client = room.text("It invents laws."), as_coder(room, "ana")
    room.give("It invents laws.", "ana", "bea")
    for name in ("ana", "bea"):
        room.codes(name, "It invents laws.", room.code(f"Invents, says {name}"))
    own, others = (Coding.objects.get(coder__name=name) for name in ("ana", "bea"))

    memo = {"do": "memo", "memo": "Laws only?"}
    page = client.post(where(text), {**memo, "coding": str(own.id)}, follow=True).text
    assert Memo.objects.get().coding == own
    assert "Invents, says ana</span></span> Laws only?" in page
    answer = client.post(where(text), {**memo, "coding": str(others.id)}, follow=True).text
    assert "the memo is saved with the text." in answer
    assert [each.coding for each in Memo.objects.order_by("at", "pk") if not each.coding] == [None]


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("One line.\r\nAnother.", "One line.\nAnother."),
        ("x\r\n" * 9_999 + "xy", "x\n" * 9_999 + "xy"),
        ("Nothing\x00 hidden", "Nothing hidden"),
        ("\U0001f600" * 20_000, "\U0001f600" * 20_000),
        ("  ", None),
        ("z" * 20_001, None),
    ],
    ids=["two lines", "as long as a browser lets", "a NUL", "emoji", "blanks", "too long"],
)
def test_a_memo_is_stored_whole_or_refused_in_a_sentence(as_coder, typed, kept):
    client = as_coder(make_room(), "ana")

    answer = client.post("/en/studies/stories/coding/memo/", {"memo": typed}, follow=True)

    assert [each.text for each in Memo.objects.all()] == ([kept] if kept else [])
    said = {"  ": "nothing was saved", "z" * 20_001: "20001 characters"}
    assert said.get(typed, "Memo saved.") in answer.text.replace(",", "")


def test_ten_megabytes_of_text_are_answered_by_a_sentence(as_coder):
    room = make_room()
    client = as_coder(room, "ana")

    for address in ("/en/studies/stories/coding/memo/", where(room.text("Too long."))):
        answer = client.post(address, {"do": "memo", "memo": "é" * 10_000_000})
        assert answer.status_code == 413
        assert "10 MB" in answer.text.replace("\xa0", " ")
    assert not Memo.objects.exists()


def test_names_and_reasons_with_a_control_character_are_stored_without_it(as_coder):
    room = make_room(members=("ana",))
    code = room.code("Invents")
    give_role(room.users["ana"], room.study.scope, Role.RESEARCHER, by="test", now=NOON)
    client = as_coder(room, "ana")

    sent = {"do": "split", "names": "Laws\x00\r\nPeople", "why": "two\x00 things"}
    client.post(reverse("coding:reshape", args=("stories", code.id)), sent)

    assert {child.name for child in code.children.all()} == {"Laws", "People"}
    assert "two things" in {event.why for event in code.events.all()}


def test_who_did_something_is_called_as_colleagues_call_them(as_coder):
    room = make_room()
    room.users["ana"].first_name = "Ana María"
    room.users["ana"].save()
    text, client = room.text("It invents laws."), as_coder(room, "ana")
    client.post(where(text), {"do": "memo", "memo": "Too long."})
    client.post(where(text), {"do": "make", "name": "Long"})

    memo = r"<span class=\"hint\">Memo · .* · Ana María</span>"
    for asked in ({}, {"HX-Request": "true"}):
        assert re.search(memo, client.get(GRID, headers=asked).text)
    assert "<td>Ana María</td>" in client.get("/en/studies/stories/coding/history/?whose=mine").text


def test_a_page_without_texts_to_code_explains_that_rather_than_offering_none(as_coder):
    room = make_room({"limit": "It invents laws."})
    overview, none = "/en/studies/stories/coding/", "There are no texts for you here yet."
    before = as_coder(room, "ana").get(overview).text
    assert "0 of 1 text finished" in before

    room.give("It invents laws.", "bea")
    after = as_coder(room, "ana").get(overview).text
    assert after.count(none) == before.count(none) + 1
    assert "Refresh" not in after
