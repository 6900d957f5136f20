"""Release figures in the browser: count, choose, look at what everybody will read, release."""

import re
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override

from tests.coding.factories import make_room
from tests.datasets.releases.test_releases import (
    LATER,
    SECTOR,
    TOOLS,
    fill,
    freeze,
    publish,
)
from tests.surveys.factories import FORM, make_member, make_study
from vecu.accounts.models import AuditEvent
from vecu.accounts.rules import Role
from vecu.datasets import release_actions, release_queries
from vecu.datasets.models import Extract, Released
from vecu.datasets.release_actions import FigureRefused
from vecu.datasets.release_queries import list_released
from vecu.datasets.releases.planning import FigureRequest
from vecu.stats import DisclosureRefused
from vecu.surveys.models import Study

pytestmark = [pytest.mark.data, pytest.mark.django_db]

COMMUNES = "\n".join(
    f"| | {name} | c{number} | Commune {number} | Commune {number} |"
    for name, most in (("commune", 400), ("canton", 21))
    for number in range(most)
)
WITH_COMMUNES = (
    FORM.replace(
        "| | integer | years |",
        "| | select_one commune | commune | Which commune? | Quelle commune ? | |\n"
        "| | select_one canton | canton | Which canton? | Quel canton ? | |\n"
        "| | integer | years |",
    ).rstrip()
    + "\n"
    + COMMUNES
    + "\n"
)


@pytest.fixture
def study() -> Study:
    """An inquiry of 62 people in two sectors; those in health hardly use one of the tools."""
    study = make_study()
    fill(study, "social", 20, tools="chat")
    fill(study, "social", 22, tools="draw")
    fill(study, "health", 3, tools="chat")
    fill(study, "health", 17, tools="draw")
    return study


@pytest.fixture
def ana(client: Client, study: Study) -> Client:
    client.force_login(make_member("ana", study, Role.RESEARCHER))
    return client


def page(name: str, study: Study, language: str = "en", **arguments: Any) -> str:
    """Return the address of a page of releases."""
    with override(language):
        return reverse(f"datasets:{name}", kwargs={"slug": study.slug, **arguments})


def read(response: HttpResponse) -> str:
    """Return the text of a page's main part, spaces as one."""
    main = response.content.decode().partition("<main ")[2].partition("</main>")[0]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", main)).split())


def choose(client: Client, study: Study, *items: str, by: str = "all", **more: str) -> str:
    """Return the query by which these items are chosen, with one breakdown each."""
    choices = client.get(page("release", study))
    query = [f"counted={choices.context['counted']}"]
    places = {
        choice.label: choice.number
        for group in choices.context["groups"]
        for choice in group.choices
    }
    for item in items:
        query += [f"item={places[item]}", f"by-{places[item]}={by}"]
    return "&".join([*query, *(f"{name}={value}" for name, value in more.items())])


def preview(client: Client, study: Study, query: str, language: str = "en") -> HttpResponse:
    return client.get(f"{page('release-preview', study, language)}?{query}")


def confirm(client: Client, study: Study, query: str, **sent: str) -> HttpResponse:
    """Release what was looked at just now."""
    seen = preview(client, study, query).context["seen"]
    return client.post(f"{page('release-preview', study)}?{query}", {"seen": seen, **sent})


# --- Before anything is released ---


def test_fewer_than_eleven_people_release_nothing_and_the_page_says_so(client: Client):
    study = make_study()
    fill(study, "social", 10)
    client.force_login(make_member("ana", study, Role.OWNER))

    text = read(client.get(page("releases", study)))

    assert "No figure can be released yet" in text
    assert "10 people have answered. Figures can be released once 11 people have answered." in text
    assert "Count the people" not in text


def test_questions_that_cannot_break_figures_down_say_why(client: Client):
    study = make_study(form=WITH_COMMUNES)
    fill(study, "social", 20)
    client.force_login(make_member("ana", study, Role.OWNER))

    found = client.get(page("releases", study))

    offered = [option.label for option in found.context["breakdown_field"].options]
    assert offered == ["Which field?", "Told your manager?"]
    text = read(found)
    assert "Which canton? It has 21 choices; 20 at most are possible." in text
    assert "Which commune? It has 400 choices: a question with more than 100 is not" in text
    assert "Which kind? It is answered once for each story, not once for each person." in text
    assert "Which tools? People may choose several answers." in text


def test_a_breakdown_by_400_choices_is_refused_and_the_rest_of_the_choice_stays(client: Client):
    study = make_study(form=WITH_COMMUNES)
    fill(study, "social", 20)
    client.force_login(make_member("ana", study, Role.OWNER))

    sent = {"breakdowns": [SECTOR, "/data/work/commune"]}
    refused = client.post(page("releases", study), sent)

    assert refused.status_code == 422
    assert "One of these questions cannot be used for breakdowns." in read(refused)
    chosen = [each.value for each in refused.context["breakdown_field"].options if each.chosen]
    assert chosen == [SECTOR]
    assert not Extract.objects.exists()


def test_people_are_counted_and_the_page_says_how_many_and_what_comes_next(ana, study):
    ana.post(page("releases", study), {"breakdowns": [SECTOR]})

    text = read(ana.get(page("releases", study)))

    assert re.search("Extract 1: 62 people, .* 20", text)
    assert "Can be broken down by: Which field?" in text
    assert "Choose figures to release" in text
    assert "Nothing yet." in text


def test_too_few_new_people_are_no_reason_for_a_new_extract(ana, study):
    freeze(study, SECTOR)
    fill(study, "school", 10)

    text = read(ana.get(page("releases", study)))
    refused = ana.post(page("releases", study), {"breakdowns": [SECTOR]})

    assert "72 people have answered by now. Too few people have answered since" in text
    assert refused.status_code == 422
    assert Extract.objects.count() == 1


def test_without_an_extract_nothing_can_be_chosen(ana, study):
    for name in ("release", "release-preview"):
        assert ana.get(page(name, study))["Location"] == page("releases", study)


# --- What everybody will read ---


def test_a_preview_shows_every_count_and_says_in_words_why_one_is_hidden(ana, study):
    freeze(study, SECTOR)

    found = preview(ana, study, choose(ana, study, "Which tools?", by="0"))

    text = read(found)
    assert "Which tools? by “Which field?”" in text
    assert "Chat 20 hidden fewer than 11" in text
    assert "All people 40 hidden would reveal another" in text
    assert "not from those who have read it" in text
    assert not Released.objects.exists()


def test_what_is_sensitive_hides_all_and_nobody(client):
    study = make_study("sensitive")
    fill(study, "social", 30, tools="chat")
    for sector in ("health", "school"):
        fill(study, sector, 40, tools="chat")
        fill(study, sector, 40)
    freeze(study, SECTOR)
    client.force_login(make_member("bea", study, Role.OWNER))
    query = choose(client, study, "Which tools?", by="0")
    place = re.search(r"item=(\d+)", query)[1]

    found = preview(client, study, f"{query}&sensitive-{place}=yes")

    assert "Chat hidden all or nobody" in read(found)


def test_a_preview_can_be_read_in_the_other_language(ana, study):
    freeze(study, SECTOR)

    found = preview(ana, study, choose(ana, study, "Which field?"), "fr")

    assert "Quel domaine" in read(found)
    assert "Travail social" in read(found)


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("", "Choose at least one figure."),
        ("item=nothing", "One of these figures is already public. Choose again."),
        ("item=1&by-1=9", "One of these figures is already public. Choose again."),
        ("item=1", "Choose for “Go on?”: all people together, or a breakdown."),
    ],
)
def test_a_choice_that_is_none_is_refused_with_the_reason(client, query, message):
    study = make_study()
    fill(study, "social", 20)
    freeze(study, SECTOR, "/data/work/told")
    client.force_login(make_member("ana", study, Role.OWNER))

    refused = preview(client, study, f"{choose(client, study)}&{query}")

    assert refused.status_code == 422
    assert message in read(refused)


def test_a_choice_from_an_earlier_count_is_not_taken_for_another(ana, study):
    freeze(study)
    query = choose(ana, study, "Which field?")
    freeze(study, SECTOR)

    refused = preview(ana, study, query)

    assert refused.status_code == 422
    assert "The people were counted again in the meantime." in read(refused)


def test_a_figure_that_would_show_nothing_is_named_and_the_choice_stays(ana, study):
    """Of three people with a tool, and 17 without, nothing can stand beside what is public."""
    freeze(study, SECTOR)
    publish(study, FigureRequest(TOOLS, SECTOR), FigureRequest(SECTOR))

    refused = preview(ana, study, choose(ana, study, "Which tools?"))

    assert refused.status_code == 422
    assert "All counts would be hidden in: “Which tools?”" in read(refused)
    (chosen,) = [
        choice for group in refused.context["groups"] for choice in group.choices if choice.chosen
    ]
    assert chosen.label == "Which tools?"


def test_a_refusal_names_the_tables_in_the_words_of_the_questions(ana, study, monkeypatch):
    freeze(study, SECTOR)

    def refuse(*_given: object) -> None:
        raise DisclosureRefused(
            "A hidden count of %(table)s could be worked out from these tables together:"
            " %(others)s. Leave out one of the new ones, or merge categories.",
            table=f"{SECTOR} × {TOOLS}=chat",
            others=f"n, {SECTOR}",
        )

    monkeypatch.setattr("vecu.datasets.release_queries.preview_release", refuse)
    refused = preview(ana, study, choose(ana, study, "Which field?"))

    assert refused.status_code == 422
    assert "A hidden count of “Which field? × Which tools?”" in read(refused)
    assert "“All people”, “Which field?”" in read(refused)


def test_too_many_breakdowns_at_once_are_refused_with_what_to_leave_out(ana, study, monkeypatch):
    """The names of all tables in a circle would fill the page: what can be left out is said."""
    freeze(study, SECTOR, "/data/work/told")

    def refuse(*_given: object) -> None:
        raise DisclosureRefused(
            "The tables of %(names)s: %(found)s %(most)s.", names=SECTOR, found=40_000, most=20_000
        )

    monkeypatch.setattr("vecu.datasets.release_queries.preview_release", refuse)
    refused = preview(ana, study, choose(ana, study, "Which field?"))

    assert "too many combinations of answers to check: 40000" in read(refused)
    assert "one of these questions: “Which field?”, “Told your manager?”." in read(refused)


def test_what_is_refused_at_the_last_moment_says_why_and_shows_the_figures_again(
    ana, study, monkeypatch
):
    freeze(study, SECTOR)

    def refuse(*_given: object, **_more: object) -> None:
        raise FigureRefused("Somebody else is releasing figures.")

    monkeypatch.setattr("vecu.datasets.release_actions.release", refuse)
    query = choose(ana, study, "Which field?")
    answered = confirm(ana, study, query, group="The team")

    assert "Somebody else is releasing figures." in read(ana.get(answered["Location"]))
    assert answered["Location"].endswith(query)


# --- Releasing ---


def test_a_release_needs_a_group_and_what_was_chosen_stays(ana, study):
    freeze(study, SECTOR)
    query = choose(ana, study, "Which field?")

    refused = confirm(ana, study, query, group=" ")

    assert refused.status_code == 422
    assert "Name the group that answers for these figures." in read(refused)
    assert "Which field?" in read(refused)
    assert not Released.objects.exists()


def test_a_person_does_not_answer_alone(ana, study):
    freeze(study, SECTOR)

    refused = confirm(ana, study, choose(ana, study, "Which field?"), group="Ana")

    assert "“Ana” is one person." in read(refused)
    assert 'value="Ana"' in refused.content.decode()


def test_a_released_figure_is_on_the_page_and_in_the_ledger(ana, study):
    freeze(study, SECTOR)

    confirm(ana, study, choose(ana, study, "Which field?"), group="<b>The team</b>")

    (released,) = list_released(study.scope)
    assert (released.item, released.by) == (SECTOR, "ana")
    found = ana.get(page("releases", study))
    text = read(found)
    assert "1 figure is public now." in text
    assert "“Social work”: 40 of 60 people." in text
    assert "by: <b>The team</b>" in text
    assert "<b>The team" not in found.content.decode()
    assert text.rpartition("Ledger of releases")[2].endswith("1 public")
    assert AuditEvent.objects.filter(verb="released figure", actor="ana").exists()


def test_what_is_public_is_not_offered_again(ana, study):
    freeze(study, SECTOR)
    publish(study, FigureRequest(SECTOR), FigureRequest(TOOLS))

    found = ana.get(page("release", study))

    options = {
        choice.label: [option.label for option in choice.options]
        for group in found.context["groups"]
        for choice in group.choices
    }
    assert options["Which field?"] == []
    assert options["Which tools?"] == ["by “Which field?”"]
    assert "Which field? (already public: All people together)" in read(found)


def test_nothing_is_released_that_was_not_seen(ana, study):
    freeze(study, SECTOR)
    query = choose(ana, study, "Which tools?", by="0")
    seen = preview(ana, study, query).context["seen"]
    fill(study, "school", 30)
    freeze(study, SECTOR, now=LATER)

    refused = ana.post(
        f"{page('release-preview', study)}?{query}", {"seen": seen, "group": "The team"}
    )

    assert refused.status_code == 422
    assert "These figures have changed since you saw them." in read(refused)
    assert 'value="The team"' in refused.content.decode()
    assert not Released.objects.exists()


def test_queries_do_not_grow_with_figures(ana, study, django_assert_num_queries):
    freeze(study, SECTOR)
    publish(study, FigureRequest(SECTOR))
    with CaptureQueriesContext(connection) as few:
        ana.get(page("releases", study))
    publish(study, FigureRequest(TOOLS), FigureRequest(TOOLS, SECTOR))

    with django_assert_num_queries(len(few)):
        ana.get(page("releases", study))


# --- Taking back ---


def test_taking_back_is_confirmed_first_and_leaves_its_line_in_the_ledger(ana, study):
    freeze(study, SECTOR)
    (released,) = publish(study, FigureRequest(SECTOR))
    there = page("take-back", study, figure=released.figure)

    text = read(ana.get(there))

    assert "Take “Which field?” back?" in text
    assert "that cannot be undone" in text
    assert "The ledger keeps its line" in text
    assert list_released(study.scope) == [released]

    ana.post(there)

    assert list_released(study.scope) == []
    text = read(ana.get(page("releases", study)))
    assert "taken back on" in text
    assert "no longer public" in read(ana.post(there, follow=True))


def test_what_was_taken_back_can_be_released_again(ana, study):
    freeze(study, SECTOR)
    (released,) = publish(study, FigureRequest(TOOLS, SECTOR, sensitive=True))
    ana.post(page("take-back", study, figure=released.figure))

    ((_line, _figure, query),) = ana.get(page("releases", study)).context["ledger"]
    confirm(ana, study, query, group="The team")

    (again,) = list_released(study.scope)
    assert (again.figure, again.edition, again.sensitive) == (released.figure, 2, True)
    assert "1 (edition 2)" in read(ana.get(page("releases", study)))


def test_a_figure_of_another_study_cannot_be_taken_back(ana, study):
    other = make_study("other")
    fill(other, "social", 22)
    fill(other, "health", 17)
    freeze(other)
    (released,) = publish(other, FigureRequest(SECTOR))

    ana.post(page("take-back", study, figure=released.figure))

    assert list_released(other.scope) == [released]


def test_the_audit_says_in_words_what_was_done(client, study):
    freeze(study, SECTOR)
    freeze(study, now=LATER)
    (released,) = publish(study, FigureRequest(SECTOR))
    client.force_login(make_member("bea", study, Role.OWNER))
    client.post(page("take-back", study, figure=released.figure))

    text = read(client.get(f"/en/studies/{study.slug}/audit/"))

    for label in (
        "Counted people for an extract",
        "Counted the same people again for an extract",
        "Released a figure",
        "Took back a released figure",
    ):
        assert label in text


def test_codes_are_offered_by_that_name_and_are_in_the_ledger_by_it(client):
    room = make_room(*({"limit": f"It invents {n}."} for n in range(36)), members=("ana",))
    invents = room.code("Invents")
    for n in range(36):
        room.give(f"It invents {n}.", "ana")
        room.codes("ana", f"It invents {n}.", *([invents] if n < 20 else []))
    freeze(room.study)
    client.force_login(make_member("bea", room.study, Role.OWNER))

    confirm(client, room.study, choose(client, room.study, "Codes"), group="The team")

    assert "Codes “Invents”: 20 of 35 people." in read(client.get(page("releases", room.study)))


def test_the_page_leads_to_what_everybody_reads(ana, study):
    freeze(study, SECTOR)
    before = read(ana.get(page("releases", study)))
    publish(study, FigureRequest(SECTOR))

    found = ana.get(page("releases", study))

    assert "The public page of this study" not in before
    assert "The public page of this study" in read(found)
    assert f'href="/en/findings/{study.slug}/"' in found.content.decode()


def test_what_somebody_else_took_back_at_the_same_moment_is_no_error(ana, study, monkeypatch):
    freeze(study)
    (released,) = publish(study, FigureRequest(SECTOR))
    there = page("take-back", study, figure=released.figure)
    original = release_queries.find_released

    def find_late(*given):
        found = original(*given)
        release_actions.take_release_back(study.scope, released.figure, by="bea", now=LATER)
        return found

    monkeypatch.setattr(release_queries, "find_released", find_late)
    answered = ana.post(there, follow=True)

    assert "This figure is no longer public." in read(answered)
