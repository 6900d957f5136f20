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
from tests.datasets.releases.factories import (
    LATER,
    SECTOR,
    TOOLS,
    YEARS,
    add_fielding,
    fill,
    freeze,
    near,
    publish,
    read,
)
from tests.datasets.releases.test_releases import FIVE
from tests.surveys.factories import FORM, make_member, make_study
from vecu.accounts.rules import Role
from vecu.datasets import release_actions, release_queries
from vecu.datasets.models import Extract, Released
from vecu.datasets.release_actions import FigureRefused
from vecu.datasets.release_queries import get_counts, list_released
from vecu.surveys.models import Answer, Study

pytestmark = [pytest.mark.data, pytest.mark.django_db]

COMMUNES = FORM.replace(
    "| | integer | years |",
    "| | select_one commune | commune | Which commune? | Quelle commune ? | |\n"
    "| | integer | years |",
).rstrip() + "".join(f"\n| | commune | c{n} | Commune {n} | Commune {n} |" for n in range(101))


@pytest.fixture
def study() -> Study:
    """An inquiry of 110 people in two sectors, each with a tool of its own."""
    study = make_study()
    fill(study, "social", 60, tools="chat")
    fill(study, "health", 50, tools="draw")
    return study


@pytest.fixture
def ana(client: Client, study: Study) -> Client:
    client.force_login(make_member("ana", study, Role.RESEARCHER))
    return client


def page(name: str, study: Study, language: str = "en", **arguments: Any) -> str:
    """Return the address of a page of releases."""
    with override(language):
        return reverse(f"datasets:{name}", kwargs={"slug": study.slug, **arguments})


def text(response: HttpResponse) -> str:
    """Return the text of a page's main part, spaces as one."""
    main = response.content.decode().partition("<main ")[2].partition("</main>")[0]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", main)).split())


def choose(client: Client, study: Study, *items: str, by: str = "all", wave: int = 1) -> str:
    """Return the query by which these items are chosen, with one breakdown each."""
    choices = client.get(page("release", study), {"wave": wave})
    query = [f"wave={wave}", f"counted={choices.context['counted']}"]
    places = {
        choice.label: choice.number
        for group in choices.context["groups"]
        for choice in group.choices
    }
    for item in items:
        query += [f"item={places[item]}", f"by-{places[item]}={by}"]
    return "&".join(query)


def preview(client: Client, study: Study, query: str, language: str = "en") -> HttpResponse:
    return client.get(f"{page('release-preview', study, language)}?{query}")


def confirm(client: Client, study: Study, query: str, **sent: str) -> HttpResponse:
    """Release what was looked at just now."""
    seen = preview(client, study, query).context["seen"]
    return client.post(f"{page('release-preview', study)}?{query}", {"seen": seen, **sent})


# --- The whole way ---


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (
            "en",
            ["4 extracts are left", "Which field?", "Extract 1: 110 people", "give or take",
             "10 or fewer", "110 by a public link", "1 figure is public now.",
             "The figure is taken back."],
        ),
        (
            "fr",
            ["Il reste 4 extraits", "Quel domaine ?", "Extrait 1", "à quelques personnes près",
             "10 ou moins", "110", "1 chiffre est maintenant public", "Le chiffre est retiré"],
        ),
    ],
)  # fmt: skip
def test_figures_are_counted_looked_at_released_taken_back_and_released_again(
    ana, study, language, words
):
    start = page("releases", study, language)
    extracts, question, extract, noise, few, origin, public, gone = words

    before = text(ana.get(start))
    assert extracts in before
    counted = text(ana.post(start, {"breakdowns": [SECTOR]}, follow=True))
    assert extract in counted
    assert question in counted
    query = choose(ana, study, "Which tools?", by="0")
    seen = preview(ana, study, query, language)
    for each in (question, noise, few, origin):
        assert each in text(seen).replace("\u202f", " ").replace("\xa0", " ")
    assert not Released.objects.exists()
    there = f"{page('release-preview', study, language)}?{query}"
    sent = {"seen": seen.context["seen"], "group": "L’équipe"}
    assert public in text(ana.post(there, sent, follow=True))
    (released,) = list_released(study.scope)
    take_back = page("take-back", study, language, figure=released.figure)
    assert question in text(ana.get(take_back))
    assert list_released(study.scope) == [released]
    assert gone in text(ana.post(take_back, follow=True))
    assert list_released(study.scope) == []

    ((_line, _figure, again),) = ana.get(start).context["ledger"]
    confirm(ana, study, again, group="L’équipe")
    (second,) = list_released(study.scope)
    assert (second.figure, second.edition) == (released.figure, 2)
    assert second.content == released.content
    assert read(second)["chat"][:2] == [near(60), 10]


# --- Counting ---


@pytest.mark.parametrize("people", [10, 14])
def test_too_few_people_release_nothing_and_the_page_says_so(client, people):
    study = make_study()
    fill(study, "social", people)
    client.force_login(make_member("ana", study, Role.OWNER))

    found = text(client.get(page("releases", study)))

    assert "No figure can be released yet" in found
    assert f"{people} answers: too few for figures. They can be released from 15 answers" in found
    assert "Count the people" not in found


def test_questions_that_cannot_break_figures_down_say_why(client):
    study = make_study(form=COMMUNES)
    fill(study, "social", 59)
    client.force_login(make_member("ana", study, Role.OWNER))
    few = text(client.get(page("releases", study)))
    fill(study, "social", 1)

    found = client.get(page("releases", study))

    assert "Which field? Figures can be broken down from 60 answers on; there are 59." in few
    offered = [option.label for option in found.context["breakdown_field"].options]
    assert offered == ["Which field?", "Told your manager?"]
    for reason in (
        "Which commune? It has 101 choices: a question with more than 100 is not counted",
        "Which kind? It is answered once for each story, not once for each person.",
        "Which tools? People may choose several answers.",
        "How many years? Its answers are numbers.",
    ):
        assert reason in text(found)


def test_a_fifth_breakdown_is_refused_and_what_was_chosen_stays(client):
    study = make_study(form=FIVE)
    fill(study, "social", 60)
    ways = [f"/data/work/q{n}" for n in range(5)]
    freeze(study, ways[0])
    client.force_login(make_member("ana", study, Role.OWNER))

    refused = client.post(page("releases", study), {"breakdowns": ways[1:]})

    assert refused.status_code == 422
    assert "Choose at most 4 questions; you have chosen 5." in text(refused)
    options = refused.context["breakdown_field"].options
    assert [each.value for each in options if each.chosen] == ways[1:]
    assert ways[0] not in [each.value for each in options]
    assert "3 more at most in the life of this study" in text(refused)
    refused = client.post(page("releases", study), {"breakdowns": [ways[1], "/data/gone"]})
    assert "One of these questions cannot be used for breakdowns." in text(refused)
    assert list(get_counts(Extract.objects.get()).breakdowns) == [ways[0]]


@pytest.mark.parametrize("typed", ["10; 5", "five", "5; 5", ";".join(map(str, range(10)))])
def test_bands_that_are_none_are_refused_and_stay_in_the_field(ana, study, typed):
    (field,) = ana.get(page("releases", study)).context["band_fields"]
    sent = {field.name: typed, "breakdowns": [SECTOR]}

    refused = ana.post(page("releases", study), sent)

    assert refused.status_code == 422
    assert f"“{typed}”: write one to 9 numbers, the smallest first" in text(refused)
    assert f'value="{typed}"' in refused.content.decode()
    assert f'href="#{field.name}"' in refused.content.decode()
    assert not Extract.objects.exists()


def test_bands_are_declared_once_and_read_on_the_page(ana, study):
    (field,) = ana.get(page("releases", study)).context["band_fields"]

    ana.post(page("releases", study), {field.name: " 5 ;7,5; 10"})

    assert get_counts(Extract.objects.get()).bands == {YEARS: ["5", "7.5", "10"]}
    found = ana.get(page("releases", study))
    assert found.context["band_fields"] == []
    assert "bands that begin at: How many years? (5; 7.5; 10)" in text(found)
    ana.post(page("releases", study), {field.name: "4"})
    assert get_counts(Extract.objects.get()).bands == {YEARS: ["5", "7.5", "10"]}


def test_the_page_says_how_many_extracts_are_left(ana, study):
    for left in (3, 2, 1):
        freeze(study)
        fill(study, "school", 11)
        assert f"{left} extract{'s are' if left > 1 else ' is'} left in the life" in text(
            ana.get(page("releases", study))
        )
    freeze(study)
    fill(study, "school", 11)
    assert "All four extracts of this study are made" in text(ana.get(page("releases", study)))


def test_from_an_extract_of_the_method_before_nothing_can_be_chosen(ana, study):
    extract = freeze(study)
    publish(study, SECTOR)
    extract.method, extract.counts = "suppression 1", {"people": 110}
    extract.save()

    found = text(ana.get(page("releases", study)))
    for name in ("release", "release-preview"):
        assert ana.get(page(name, study))["Location"] == f"{page('releases', study)}?wave=1"

    assert "Which field?" in found
    assert "Choose figures to release" not in found
    assert "Release it again" not in found


# --- Choosing ---


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("", "Choose at least one figure."),
        ("item=nothing", "One of these figures is already public. Choose again."),
        ("item=3&by-3=9", "One of these figures is already public. Choose again."),
        ("item=3", "Choose for “Which tools?”: all people together, or a breakdown."),
    ],
)
def test_a_choice_that_is_none_is_refused_with_the_reason(ana, study, query, message):
    freeze(study, SECTOR)

    refused = preview(ana, study, f"{choose(ana, study)}&{query}")

    assert refused.status_code == 422
    assert message in text(refused)


def test_what_is_public_or_would_show_nothing_is_not_offered(ana, study):
    freeze(study, SECTOR)
    publish(study, SECTOR, TOOLS)

    found = ana.get(page("release", study))

    options = {
        choice.label: [option.label for option in choice.options]
        for group in found.context["groups"]
        for choice in group.choices
    }
    assert options["Which field?"] == []
    assert options["Which tools?"] == ["by “Which field?”"]
    assert "Which tools? (already public: All people together) by “Which field?”" in text(found)
    assert options["Told your manager?"] == ["All people together", "by “Which field?”"]
    assert "Which field? (already public: All people together)" in text(found)
    assert "Which kind?" not in text(found)  # nobody wrote of a task


def test_a_choice_from_an_earlier_count_is_not_taken_for_another(ana, study):
    freeze(study)
    query = choose(ana, study, "Which field?")
    freeze(study, SECTOR)

    refused = preview(ana, study, query)

    assert refused.status_code == 422
    assert "The people were counted again in the meantime." in text(refused)


def test_codes_are_offered_by_that_name_and_are_in_the_ledger_by_it(client):
    room = make_room(*({"limit": f"It invents {n}."} for n in range(36)), members=("ana",))
    invents = room.code("Invents")
    for n in range(36):
        room.give(f"It invents {n}.", "ana")
        room.codes("ana", f"It invents {n}.", invents)
    freeze(room.study)
    client.force_login(make_member("bea", room.study, Role.OWNER))

    confirm(client, room.study, choose(client, room.study, "Codes"), group="The team")

    found = text(client.get(page("releases", room.study)))
    assert re.search("Codes Most often “Invents”: about [2345][05] of [2345][05]", found)


# --- Releasing ---


@pytest.mark.parametrize(
    ("group", "message"),
    [
        (" ", "Name the group that answers for these figures."),
        ("Ana", "“Ana” is one person."),
    ],
)
def test_a_group_answers_for_a_release_and_what_was_chosen_stays(ana, study, group, message):
    freeze(study, SECTOR)

    refused = confirm(ana, study, choose(ana, study, "Which field?"), group=group)

    assert refused.status_code == 422
    assert message in text(refused)
    assert f'value="{group}"' in refused.content.decode()
    assert "Which field?" in text(refused)
    assert not Released.objects.exists()


def test_a_released_figure_is_on_the_page_and_in_the_ledger(ana, study):
    freeze(study, SECTOR)
    before = text(ana.get(page("releases", study)))

    confirm(ana, study, choose(ana, study, "Which field?"), group="<b>The team</b>")

    found = ana.get(page("releases", study))
    assert "by: <b>The team</b>" in text(found)
    assert "<b>The team" not in found.content.decode()
    assert " 1 public " in text(found).rpartition("Ledger of releases")[2]
    assert "The public page of this study" not in before
    assert f'href="/en/findings/{study.slug}/"' in found.content.decode()


def test_nothing_is_released_that_was_not_seen(ana, study):
    freeze(study, SECTOR)
    query = choose(ana, study, "Which tools?", by="0")
    seen = preview(ana, study, query).context["seen"]
    fill(study, "school", 30)
    freeze(study, now=LATER)

    there = f"{page('release-preview', study)}?{query}"
    refused = ana.post(there, {"seen": seen, "group": "The team"})

    assert refused.status_code == 422
    assert "These figures have changed since you saw them." in text(refused)
    assert 'value="The team"' in refused.content.decode()
    assert not Released.objects.exists()


def test_what_is_refused_at_the_last_moment_says_why_and_shows_the_figures_again(
    ana, study, monkeypatch
):
    freeze(study, SECTOR)

    def refuse(*_given: object, **_more: object) -> None:
        raise FigureRefused("Somebody else is releasing figures.")

    monkeypatch.setattr("vecu.datasets.release_actions.release", refuse)
    query = choose(ana, study, "Which field?")
    answered = confirm(ana, study, query, group="The team")

    assert "Somebody else is releasing figures." in text(ana.get(answered["Location"]))
    assert answered["Location"].endswith(query)


def test_queries_do_not_grow_with_figures(ana, study, django_assert_num_queries):
    freeze(study, SECTOR)
    publish(study, SECTOR)
    with CaptureQueriesContext(connection) as few:
        ana.get(page("releases", study))
    publish(study, TOOLS, (TOOLS, SECTOR))

    with django_assert_num_queries(len(few)):
        ana.get(page("releases", study))


# --- Waves ---


def test_pages_show_one_wave_and_lead_to_the_others(ana, study):
    second = add_fielding(study, wave=2)
    fill(study, "school", 90, fielding=second)
    freeze(study)
    publish(study, SECTOR)
    latest = ana.get(page("releases", study))
    assert latest.context["wave"] == 2
    assert "Each figure counts one wave: wave 1 · wave 2" in text(latest)
    assert "3 extracts are left" in text(latest)

    counted = ana.post(page("releases", study), {"wave": "2"})
    assert counted["Location"] == f"{page('releases', study)}?wave=2"
    confirm(ana, study, choose(ana, study, "Which field?", wave=2), group="The team")

    first, later = list_released(study.scope)
    assert [each.extract.wave for each in (first, later)] == [1, 2]
    assert [row["counts"] for row in later.content["rows"]][2] == [near(90)]
    Answer.objects.filter(fielding=second).delete()  # as once their time is over
    assert ana.get(page("releases", study)).context["wave"] == 2
    taken_back = ana.post(page("take-back", study, figure=first.figure))
    assert taken_back["Location"].endswith("?wave=1")
    found = text(ana.get(page("releases", study), {"wave": 2}))
    assert re.search(r"released on .* by: The team · wave 2", found)
    assert "Extract 2: 90 people" in found
    other = preview(ana, study, choose(ana, study, "Which field?").replace("wave=1", "wave=2"))
    assert "The people were counted again in the meantime." in text(other)


# --- Taking back ---


def test_what_somebody_else_took_back_at_the_same_moment_is_no_error(ana, study, monkeypatch):
    freeze(study)
    (released,) = publish(study, SECTOR)
    original = release_queries.find_released

    def find_late(*given):
        found = original(*given)
        release_actions.take_release_back(study.scope, released.figure, by="bea", now=LATER)
        return found

    monkeypatch.setattr(release_queries, "find_released", find_late)
    answered = ana.post(page("take-back", study, figure=released.figure), follow=True)

    assert "This figure is no longer public." in text(answered)


def test_the_audit_says_in_words_what_was_done(client, study):
    freeze(study, SECTOR)
    freeze(study, now=LATER)
    (released,) = publish(study, SECTOR)
    client.force_login(make_member("bea", study, Role.OWNER))
    client.post(page("take-back", study, figure=released.figure))

    found = text(client.get(f"/en/studies/{study.slug}/audit/"))

    for label in (
        "Counted people for an extract",
        "Counted the same people again for an extract",
        "Released a figure",
        "Took back a released figure",
    ):
        assert label in found
