"""The page of links over HTTP: the table, filters, the stories behind a cell, blindness."""

import pytest
from django.urls import reverse

from tests.coding.factories import ACT, LIMIT, STRATEGY, make_room
from tests.coding.views.test_guides import row_of, words_of
from tests.surveys.factories import answer, make_member, make_study
from vecu.accounts.queries import list_audit
from vecu.accounts.rules import Role
from vecu.coding.actions import configure_coding, open_codebook, retire_code
from vecu.surveys.queries.results import find_stories
from vecu.surveys.results.frequencies import AnswerFilter
from vecu.surveys.results.search import parse_search

pytestmark = [pytest.mark.django_db, pytest.mark.data]
LINKS = "/en/studies/stories/coding/links/"


@pytest.fixture
def room():
    """Four stories of three people, counted by eye in the tests below."""
    room = make_room(
        [
            {"task": "Letter", "limit": "Invents 1", "strategy": "Checks 1", "kind": "creative"},
            {"task": "Plan", "limit": "Invents 2", "strategy": "Checks 2", "kind": "repetitive"},
        ],
        {"task": "Mail", "limit": "Cold 3", "strategy": "Redoes 3", "kind": "creative"},
        {"task": "Menu", "limit": "Cold 4", "kind": "creative"},
    )
    codes = {}
    for branch, names in (
        ("Tasks", ("Letters", "Plans")),
        ("Limits", ("Invents", "Cold")),
        ("Strategies", ("Checks", "Redoes")),
    ):
        codes[branch] = room.code(branch)
        codes |= {name: room.code(name, parent=codes[branch]) for name in names}
    for words, name in (
        ("Letter", "Letters"), ("Plan", "Plans"), ("Mail", "Letters"), ("Menu", "Plans"),
        ("Invents 1", "Invents"), ("Invents 2", "Invents"), ("Cold 3", "Cold"), ("Cold 4", "Cold"),
        ("Checks 1", "Checks"), ("Checks 2", "Checks"), ("Redoes 3", "Redoes"),
    ):  # fmt: skip
        room.codes("ana", words, codes[name])
    room.named = codes
    return room


@pytest.fixture
def lead(client, room):
    client.force_login(make_member("boss", room.study, Role.RESEARCHER))
    return client


def cell(room, row, column, **more):
    asked = {"row": room.named[row].id, "column": room.named[column].id} | more
    query = "&".join(f"{name}={value}" for name, value in asked.items())
    return f"{reverse('coding:linked-stories', args=('stories',))}?{query}"


def test_limits_meet_strategies_unless_something_else_is_chosen(lead):
    page = lead.get(LINKS).text

    said = words_of(page)
    assert "3 stories have both “ Limits ” and “ Strategies ”." in said
    assert "Most often: Invents × Checks (2)." in said
    assert row_of(page, ">Invents<")[:3] == ["Invents", "2 – Invents × Checks", "0"]
    assert row_of(page, ">Cold<") == ["Cold", "0", "1 – Cold × Redoes", "2"]
    assert page.count('role="img"') == 1
    assert "style=" not in page


def test_each_task_says_what_meets_in_it_and_leads_to_its_stories(lead, room):
    page = lead.get(LINKS).text
    assert row_of(page, ">Letters<") == ["Letters", "2", "Invents × Checks (1)"]
    assert row_of(page, ">Plans<") == ["Plans", "1", "Invents × Checks (1)"]

    page = lead.get(f"{LINKS}?task={room.named['Letters'].id}").text
    assert "Only: Letters" in words_of(page)
    assert "2 stories have both “ Limits ” and “ Strategies ”." in words_of(page)
    assert row_of(page, ">Cold<")[-1] == "1"


def test_stories_are_chosen_by_a_closed_question_put_for_each(lead):
    page = lead.get(f"{LINKS}?a.story.kind=creative").text

    assert "2 stories have both “ Limits ” and “ Strategies ”." in words_of(page)
    assert row_of(page, ">Invents<")[1] == "1 – Invents × Checks"
    assert row_of(page, ">Cold<")[-1] == "2"
    assert "Which kind? Creative" in words_of(page)


def test_the_stories_of_a_cell_are_read_whole_with_their_codes_and_audited(lead, room):
    page = words_of(lead.get(cell(room, "Invents", "Checks")).text)
    assert "2 stories have both codes." in page
    for words in ("Letter", "Invents 1", "Checks 2", "Creative"):
        assert words in page
    assert "Cold 3" not in page
    event = list_audit(room.study.scope).filter(verb="read coded stories").get()
    assert event.detail["answers"] == [str(room.text("Checks 1").answer_id)]
    assert event.detail["codes"] == "Checks, Invents"

    asked = {"a.story.kind": "repetitive"}
    page = words_of(lead.get(cell(room, "Invents", "Checks", **asked)).text)
    count = "1 story has both codes."
    assert count in page
    assert "Checks 2" in page
    assert "Checks 1" not in page.replace(count, "")


def test_the_day_of_imported_stories_is_called_that_of_the_import(lead, room):
    address = cell(room, "Invents", "Checks")
    assert "24 November 2026 ·" in words_of(lead.get(address).text)
    room.study.fieldings.update(mode="imported")
    assert "imported on 24 November 2026 ·" in words_of(lead.get(address).text)


def test_looking_at_the_counts_is_audited_with_what_was_chosen(lead, room):
    lead.get(f"{LINKS}?a.story.kind=creative")

    event = list_audit(room.study.scope).filter(verb="read figures").get()
    assert event.detail["a.story.kind"] == "creative"


def test_what_not_all_coders_have_finished_is_in_no_cell(lead, room):
    text = room.text("Redoes 3")
    room.give("Redoes 3", "bea")
    page = lead.get(LINKS).text

    assert row_of(page, ">Cold<") == ["Cold", "0", "0", "2"]
    assert "0 stories have both codes." in words_of(lead.get(cell(room, "Cold", "Redoes")).text)
    seen = words_of(lead.get(cell(room, "Invents", "Checks")).text)
    assert str(text.id) not in seen


def test_a_disagreement_left_open_is_reported_in_the_cell(lead, room):
    room.give("Redoes 3", "bea")
    room.codes("bea", "Redoes 3", room.named["Checks"])
    page = lead.get(LINKS).text

    assert row_of(page, ">Cold<") == [
        "Cold", "0 +1 (at most 1 more)", "0 +1 (at most 1 more)", "2",
    ]  # fmt: skip
    assert "nobody has settled" in words_of(page)


def test_two_questions_can_be_linked_where_the_codebook_has_no_branches(lead, room):
    page = lead.get(f"{LINKS}?rows=story.limit&columns=story.strategy&tasks=").text

    said = words_of(page)
    assert "3 stories have both “ What was wrong? ” and “ What did you do? ”." in said
    assert row_of(page, ">Invents<")[1] == "2 – Invents × Checks"
    assert "For which:" not in said


def test_a_branch_can_be_linked_with_itself(lead, room):
    room.codes("ana", "Invents 1", room.named["Cold"])
    limits = room.named["Limits"].id
    page = lead.get(f"{LINKS}?rows={limits}&columns={limits}").text

    assert row_of(page, ">Invents<") == ["Invents", "– the same code", "1 – Invents × Cold", "2"]
    assert "1 story has two codes of “ Limits ”. Most often: Invents × Cold (1)." in words_of(page)
    assert "1 story has both codes." in words_of(
        lead.get(cell(room, "Invents", "Cold", rows=limits, columns=limits)).text
    )


def test_a_code_that_is_no_longer_offered_has_a_row_where_somebody_mentioned_it(lead, room):
    for name in ("Invents", "Redoes"):
        retire_code(room.named[name], ACT)
    unused = room.code("Unused", parent=room.named["Limits"])
    retire_code(unused, ACT)
    page = lead.get(LINKS).text

    assert row_of(page, ">Invents<")[1] == "2 – Invents × Checks"
    assert "Unused" not in page


def test_a_branch_by_itself_has_a_line_where_nobody_was_more_precise(lead, room):
    room.codes("ana", "Cold 4", room.named["Limits"])
    page = lead.get(LINKS).text

    assert row_of(page, ">Limits *<")[-1] == "1"
    assert "* The code by itself, where no finer one was added." in words_of(page)


@pytest.mark.parametrize(
    "query",
    [
        "rows=nonsense",
        "columns=00000000-0000-0000-0000-000000000001",
        "task=nonsense",
        "since=2026-12-01&until=2026-01-01",
        "words=%3F%21",
        "a.story.kind=purple",
    ],
)
def test_what_cannot_be_chosen_is_explained_and_never_a_failure(lead, query):
    response = lead.get(f"{LINKS}?{query}")

    assert response.status_code == 422
    assert "There is a problem" in response.text
    assert lead.get(f"{LINKS}stories/?{query}").status_code == 404


@pytest.mark.parametrize("query", ["", "row=nonsense", "row=%00", "task=&row=1&column=2"])
def test_a_cell_that_there_is_not_is_not_found(lead, query):
    assert lead.get(f"{LINKS}stories/?{query}").status_code == 404


def test_an_empty_codebook_says_what_is_missing(client):
    study = make_study("empty")
    codebook = open_codebook(study, "en")
    configure_coding(codebook, ACT, questions=[], blind=True)
    client.force_login(make_member("boss", study, Role.OWNER))
    page = client.get("/en/studies/empty/coding/links/")

    assert page.status_code == 200
    assert "Nothing to compare yet" in page.text


def test_stories_nobody_has_finished_link_to_nothing(client):
    room = make_room({"limit": "A", "strategy": "B"})
    configure_coding(room.codebook, ACT, questions=[LIMIT, STRATEGY], blind=True)
    client.force_login(make_member("boss", room.study, Role.OWNER))

    assert "No row of the table occurs together with any column." in words_of(
        client.get(LINKS).text
    )


def test_a_search_looks_in_the_story_and_in_what_the_person_wrote_outside_of_stories():
    room = make_room({"limit": "It invents"})
    told = {"story": [{"limit": "Too cold"}, {"limit": "Long"}], "work": {"occupation": "nurse"}}
    nurse = answer(room.study, told)

    def found(words):
        return find_stories(room.study, AnswerFilter(search=parse_search(words)))

    assert found("cold") == {(nurse.id, "story[1]")}
    assert found("nurse") == {(nurse.id, "story[1]"), (nurse.id, "story[2]")}
