"""Members' reading: the list, one respondent, counts, completion; filters and their audit."""

import re
from datetime import date
from html import unescape

import pytest

from tests.surveys.factories import answer, fielding_of, make_member, make_study
from tests.surveys.results.test_frequencies import QUESTIONNAIRE
from vecu.accounts.queries import list_audit
from vecu.accounts.rules import Role
from vecu.surveys.actions import publish_version
from vecu.surveys.actions.search_index import index_answers
from vecu.surveys.models import BreakoffCount, Draft
from vecu.surveys.queries import get_fielding_questionnaire
from vecu.surveys.queries.results import (
    find_answer_ids,
    find_fielding_answer,
    find_neighbours,
    list_fielding_totals,
)
from vecu.surveys.results.answer_layout import layout_answer, may_quote, preview_answer
from vecu.surveys.results.frequencies import AnswerFilter
from vecu.surveys.rules import FieldingState, Mode

pytestmark = [pytest.mark.django_db, pytest.mark.data]

LEA = {
    "story": [
        {"task": "Write a report\nin my words", "kind": "creative", "keep": "yes"},
        {"task": "Sort mail", "kind": "repetitive"},
    ],
    "work": {"sector": "social", "tools": "chat draw", "years": "3", "told": "no"},
    "permission": {"quote": "yes"},
}
TOM = {"story": [{"task": "Planifier <b>", "kind": "creative"}], "work": {"sector": "health"}}
ANA = {"story": [{"kind": "repetitive"}], "permission": {"quote": "no"}}

UNGROUPED = """
| settings | | | |
| | form_title | form_id | default_language |
| | Flat | flat | English (en) |

| survey | | | |
| | type | name | label::English (en) |
| | select_one yes | first | The first? |
| | begin group | work | Work |
| | select_one yes | second | The second? |
| | end group | | |
| | select_one yes | third | The third? |

| choices | | | |
| | list_name | name | label::English (en) |
| | yes | yes | Yes |
| | yes | no | No |
"""


@pytest.fixture
def study():
    """Three respondents: Léa and Ana in English, Tom in French and a day earlier."""
    study = make_study()
    answer(study, LEA, day=date(2026, 11, 24))
    answer(study, TOM, day=date(2026, 11, 23), language="fr")
    answer(study, ANA, day=date(2026, 11, 22))
    return study


@pytest.fixture
def coder(client, study):
    """A signed-in browser of a member who may read."""
    client.force_login(make_member("cleo", study, Role.CODER))
    return client


def person_of(study, values):
    return next(each for each in fielding_of(study).answers.all() if each.values == values)


def words_of(response):
    """Return the text of the page's content, without markup."""
    main = response.text.partition("<main")[2].partition("</main>")[0]
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", main)))


def page(browser, rest="", language="en"):
    return browser.get(f"/{language}/studies/small/{rest}")


# --- the list ---


def test_the_list_shows_people_by_day_with_what_tells_them_apart(coder):
    words = words_of(page(coder, "stories/"))

    assert "3 people found" in words
    assert words.index("Write a report in my words") < words.index("Planifier <b>")
    assert "Social work" in words
    assert "2 stories · may be quoted" in words
    assert "No words" in words  # Ana ticked only


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", 3),
        ("a.work.sector=social", 1),
        ("a.story.kind=creative", 2),
        ("a.story.kind=creative&a.work.sector=health", 1),
        ("a.story.kind=repetitive&a.story.keep=yes", 0),
        ("a.work.tools=draw", 1),
        ("a.permission.quote=no", 1),
        ("language=fr", 1),
        ("language=en&a.story.kind=creative", 1),
        ("a.work.sector=social&a.work.sector=health", 2),
        ("a.work.sector=social&a.work.sector=health&a.story.kind=repetitive", 1),
        ("a.story.kind=creative&a.story.kind=repetitive", 3),
        ("a.work.tools=draw&a.work.tools=chat&a.work.tools=draw", 1),
        ("a.work.sector=&language=", 3),
        ("language=fr&language=en", 3),
        ("since=2026-11-23", 2),
        ("until=23/11/2026", 2),
        ("since=2026-11-23&until=2026-11-23", 1),
        ("since=2026-11-24&language=fr", 0),
    ],
)
def test_filters_by_any_closed_question_day_and_language_combine(coder, query, found):
    words = words_of(page(coder, f"stories/?{query}"))

    figures = page(coder, f"figures/?{query}").text
    completion = words_of(page(coder, f"completion/?{query}"))
    assert f"{found} {'person' if found == 1 else 'people'} found" in words
    assert (
        f"{found} {'person has' if found == 1 else 'people have'} sent" in completion or not found
    )
    assert f"<li><strong>{found}</strong> {'person' if found == 1 else 'people'}" in figures


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("a.work.sector=farm", "farm"),
        ("a.work.sector=health&a.work.sector=farm", "farm"),
        ("since=yesterday", "valid date"),
        ("language=tlh", "tlh"),
        ("since=2026-11-24&until=2026-11-01", "comes before the first"),
        ("since=2026-11-24%00", "valid date"),
    ],
)
@pytest.mark.parametrize("where", ["stories/", "figures/", "completion/"])
def test_a_filter_that_is_not_possible_is_reported_and_nothing_is_displayed(
    coder, where, query, said
):
    response = page(coder, f"{where}?{query}")

    assert response.status_code == 422
    assert said in words_of(response)
    assert "people found" not in words_of(response)
    assert "<svg" not in response.text


def test_what_was_chosen_is_described_in_words(coder):
    words = words_of(page(coder, "stories/?a.work.sector=health&since=2026-11-01"))

    assert "Only:" in words
    assert "Which field? “Health”" in words
    assert "From the day 1 November 2026" in words

    words = words_of(coder.get("/fr/studies/small/stories/?since=2026-11-01"))
    assert "1er novembre 2026" in words


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", "Which field? “Social work” or “Health”"), ("fr", "« Travail social » ou « Santé »")],
)
def test_several_answers_to_one_question_are_described_in_words_and_stay_ticked(
    coder, language, said
):
    query = "a.work.sector=social&a.work.sector=health&language=en&language=fr"

    response = page(coder, f"stories/?{query}", language)

    assert words_of(response).replace("\xa0", " ").count(said) == 2  # in the form and below it
    assert re.findall(r'value="(\w+)"[^>]*checked', response.text) == [
        "en",
        "fr",
        "social",
        "health",
    ]
    assert "?language=en&amp;language=fr&amp;a.work.sector=social&amp;a.work.sector=health" in (
        response.text
    )


def test_figures_and_completion_count_those_chosen_only_and_say_whom_they_leave_out(coder, study):
    Draft.objects.create(
        token="t",
        fielding=fielding_of(study),
        language="en",
        seed=1,
        promise=1,
        expires=date(2099, 1, 1),
    )
    both = "a.work.sector=social&a.work.sector=health"

    figures = words_of(page(coder, f"figures/?{both}"))
    everybody, some = (words_of(page(coder, f"completion/{query}")) for query in ("", f"?{both}"))

    assert (
        "The 2 people who answered this question most often said “Social work” and “Health” "
        "(1 each)" in figures
    )
    assert "1 person has started without sending." in everybody
    assert "Stopped here" in everybody
    assert "People who have started without sending are not counted here" in some
    assert "Stopped here" not in some
    assert "Which field? 2 2 0" in some
    assert "Which field? 3 2 1" in everybody


@pytest.mark.parametrize("where", ["figures/", "completion/"])
def test_where_nobody_is_chosen_nothing_is_counted_and_the_page_says_so(coder, where):
    words = words_of(page(coder, f"{where}?a.work.sector=school"))

    assert "No answers match." in words
    assert "yet" not in words


def test_the_list_is_paged_by_25_and_keeps_the_filter(coder, study):
    for number in range(30):
        answer(study, {"story": [{"task": f"Task {number}", "kind": "creative"}]})

    first = page(coder, "stories/?a.story.kind=creative")
    second = page(coder, "stories/?a.story.kind=creative&page=2")

    assert first.text.count("<dt>") == 25
    assert second.text.count("<dt>") == 7
    assert 'href="?a.story.kind=creative&amp;page=2"' in first.text
    assert "Page 2 of 2" in words_of(second)
    assert page(coder, "stories/?page=zzz").status_code == 200


@pytest.mark.parametrize("query", ["", "words=number&", "a.story.kind=creative&"])
@pytest.mark.parametrize(
    ("asked", "shown", "people"),
    [("2", 2, 5), ("999999", 2, 5), ("0", 1, 25), ("-1", 1, 25), ("x", 1, 25), ("\u0663", 1, 25)],
)
def test_a_page_that_is_not_there_is_the_nearest_that_is(client, query, asked, shown, people):
    study = make_study()
    for number in range(30):
        answer(study, {"story": [{"task": f"Number {number}", "kind": "creative"}]})
    client.force_login(make_member("cleo", study, Role.CODER))

    response = page(client, f"stories/?{query}page={asked}")

    assert f"Page {shown} of 2" in words_of(response)
    assert response.text.count("<dt>") == people
    assert "30 people" in words_of(response)


def test_within_a_day_the_order_says_nothing_of_who_came_first(study):
    ids = [answer(study, {"work": {"years": str(n)}}, day=date(2026, 12, 1)).id for n in range(5)]

    found = find_answer_ids(fielding_of(study), AnswerFilter(since=date(2026, 12, 1)))

    assert list(found) == sorted(ids, key=str)


# --- one person ---


def test_one_page_shows_one_person_s_stories_then_their_work(coder, study):
    words = words_of(page(coder, f"stories/{person_of(study, LEA).id}/"))

    order = ["A task · 1", "Write a report", "Creative", "A task · 2", "Sort mail", "Left blank"]
    order += ["Work", "Social work", "Chat", "Drawing", "Told your manager?", "No"]
    assert re.search(".*".join(re.escape(each) for each in order), words)


def test_the_wording_is_the_reader_s_and_the_answer_the_person_s(coder, study):
    response = page(coder, f"stories/{person_of(study, TOM).id}/", language="fr")

    assert "Quelle tâche" in response.text
    assert "Santé" in response.text
    assert '<dd lang="fr">Planifier &lt;b&gt;</dd>' in response.text


@pytest.mark.parametrize(
    ("values", "said"),
    [(LEA, "May be quoted."), (TOM, "Must not be quoted."), (ANA, "Must not be quoted.")],
)
def test_permission_to_quote_stands_before_the_words(coder, study, values, said):
    words = words_of(page(coder, f"stories/{person_of(study, values).id}/"))

    assert words.index(said) < words.index("Which task?")


def test_no_answer_is_no_permission():
    assert may_quote({"permission": {"quote": "yes"}})
    assert not any(may_quote(each) for each in [{}, {"permission": "yes"}, {"quote": "yes"}])


def test_the_next_and_previous_person_are_those_of_the_filter(coder, study):
    lea, tom = person_of(study, LEA).id, person_of(study, TOM).id

    words = page(coder, f"stories/{lea}/?a.story.kind=creative").text

    assert f"/stories/{tom}/?a.story.kind=creative" in words
    assert "1 of 2" in words
    assert 'rel="prev"' not in words


def test_a_person_outside_the_filter_has_no_neighbours(coder, study):
    response = page(coder, f"stories/{person_of(study, ANA).id}/?a.story.kind=creative")

    assert response.status_code == 200
    assert 'rel="next"' not in response.text


@pytest.mark.parametrize(
    "selection",
    [AnswerFilter(), AnswerFilter(choices=(("/data/work/years", "1"),))],
    ids=["all", "some"],
)
def test_neighbours_stand_on_both_sides_whether_the_database_chooses_or_we(study, selection):
    days = [date(2026, 12, 2), date(2026, 12, 1), date(2026, 12, 1), date(2026, 11, 30)]
    for each in days:
        answer(study, {"work": {"years": "1"}}, day=each)
    fielding = fielding_of(study)
    ids = list(find_answer_ids(fielding, selection))

    for place, each in enumerate(ids):
        around = find_neighbours(fielding, selection, find_fielding_answer(fielding, each))
        assert (around.place, around.among) == (place + 1, len(ids))
        assert around.previous == (ids[place - 1] if place else None)
        assert around.following == (ids[place + 1] if each != ids[-1] else None)
    assert len(ids) == (7 if selection == AnswerFilter() else 4)


def test_a_question_that_was_not_relevant_is_not_displayed_as_blank(coder, study):
    assert "Told your manager?" not in words_of(page(coder, f"stories/{person_of(study, TOM).id}/"))


def test_questions_after_a_group_stay_with_the_group_they_stand_in():
    parts = layout_answer(QUESTIONNAIRE, LEA, date(2026, 11, 24), "en")

    assert [(part.heading.say("en"), part.position, len(part.lines)) for part in parts] == [
        ("A task", 1, 3),
        ("A task", 2, 3),
        ("Work", 0, 4),
        ("Words", 0, 1),
    ]
    assert preview_answer(QUESTIONNAIRE, {"story": [{"task": "x" * 200}]}).begins == "x" * 139 + "…"


def test_imported_answers_read_the_same(coder):
    study = make_study("imported", mode=Mode.IMPORTED)
    theirs = answer(study, LEA)
    coder.force_login(make_member("ida", study, Role.CODER))

    assert "Sort mail" in coder.get(f"/en/studies/imported/stories/{theirs.id}/").text
    words = words_of(coder.get("/en/studies/imported/figures/"))
    assert "Nobody here chose who answered" in words


def test_the_day_of_imported_answers_is_called_that_of_the_import(coder, study):
    imported = make_study("imported", mode=Mode.IMPORTED)
    theirs = answer(imported, LEA)
    coder.force_login(make_member("ida", imported, Role.CODER))

    listed = words_of(coder.get("/en/studies/imported/stories/"))
    told = words_of(coder.get(f"/en/studies/imported/stories/{theirs.id}/"))
    assert "imported on 24 November 2026 · English" in listed
    assert "Imported on 24 November 2026 · English" in told


def test_the_day_of_what_people_sent_here_stands_alone(coder, study):
    assert "imported on" not in words_of(page(coder, "stories/"))
    words = words_of(page(coder, f"stories/{person_of(study, LEA).id}/"))
    assert "24 November 2026 · English" in words
    assert "mported on" not in words


@pytest.mark.parametrize("mode", [Mode.IMPORTED, Mode.OPEN])
def test_an_inquiry_that_did_not_ask_for_permission_does_not_say_that_nobody_gave_it(client, mode):
    study = make_study("flat", UNGROUPED, mode)
    theirs = answer(study, {"first": "yes"})
    client.force_login(make_member("cleo", study, Role.CODER))

    words = words_of(client.get(f"/en/studies/flat/stories/{theirs.id}/"))

    assert "Must not be quoted. This inquiry did not ask whether answers may be quoted." in words
    assert "gave no permission" not in words


def test_an_inquiry_with_the_permission_question_says_that_a_person_gave_none(coder, study):
    words = words_of(page(coder, f"stories/{person_of(study, ANA).id}/"))

    assert "This person gave no permission" in words
    assert "did not ask" not in words


# --- figures ---


def test_the_figures_say_count_and_draw_each_question_that_can_be_counted(coder):
    response = page(coder, "figures/")
    words = words_of(response)

    assert "3 people 4 stories 1.3 stories per person" in words
    assert (
        "The 4 stories with an answer most often say “Creative” and “Repetitive” (2 each)." in words
    )
    assert "Answered: 2. Left blank: 1." in words
    assert "Each person could tick several." not in words  # only one person ticked any
    assert "Which task?" not in words
    # kind, keep, sector, tools, years, told, quote
    assert response.text.count("<svg") == response.text.count("<table") == 7


def test_questions_outside_of_groups_stand_together_under_one_heading(client):
    study = make_study("flat", UNGROUPED)
    answer(study, {"first": "yes", "work": {"second": "no"}, "third": "no"})
    client.force_login(make_member("cleo", study, Role.CODER))

    text = client.get("/en/studies/flat/figures/").text

    assert re.findall("<h2>(.*?)</h2>", text.partition('id="live"')[2]) == ["Answers given", "Work"]
    assert text.count('<div class="columns">') == 2


@pytest.mark.parametrize("language", ["en", "fr"])
def test_no_share_is_printed_of_an_open_study_and_the_page_says_why(coder, language):
    words = words_of(page(coder, "figures/", language))

    assert "%" not in words
    assert not re.search(r"percent|pour cent|majorit", words, re.I)
    if language == "en":
        assert "Anyone with the link may answer" in words
        assert "none is printed" in words


def test_all_that_is_counted_is_refreshed_and_is_not_a_new_reading(coder, study):
    whole = page(coder, "figures/?language=en").text
    before = list_audit(study.scope).count()

    response = coder.get("/en/studies/small/figures/?language=en", headers={"HX-Request": "true"})

    assert 'hx-get="/en/studies/small/figures/?language=en"' in whole
    assert 'id="live"' in response.text
    assert "<strong>2</strong> people" in response.text
    assert response.text.count("<svg") == whole.count("<svg") > 0
    assert "<html" not in response.text
    assert list_audit(study.scope).count() == before


def test_figures_take_the_same_number_of_queries_however_many_answered(
    coder, study, django_assert_max_num_queries
):
    for number in range(50):
        answer(study, {"work": {"years": str(number)}})

    with django_assert_max_num_queries(13):  # SQLite: one more for each 900 answers
        page(coder, "figures/")
    with django_assert_max_num_queries(13):
        page(coder, "stories/?a.work.sector=social")


def test_nobody_yet_is_a_page_too(client):
    study = make_study()
    client.force_login(make_member("cleo", study, Role.CODER))

    assert "Nobody has answered yet" in words_of(page(client, "stories/"))
    assert "0 people" in words_of(page(client, "figures/"))
    assert "Nobody has sent answers yet." in words_of(page(client, "completion/"))


# --- several waves and ways of taking part ---


@pytest.fixture
def card_wave(study):
    """A wave with one answer by card."""
    version = study.versions.get()
    wave = study.fieldings.create(
        version=version, mode=Mode.CARDS, state=FieldingState.OPEN, wave=1
    )
    told = wave.answers.create(day=date(2026, 11, 24), language="fr", values=LEA)
    index_answers(get_fielding_questionnaire(wave), [told])
    return wave


def ways_on(response):
    """Return the label of each fielding link with its number of respondents, and its URL."""
    shown = response.text.partition('aria-label="Way of taking part"')[2].partition("</nav>")[0]
    links = re.findall(r'<a href="([^"]+)"[^>]*>([^<]+)</a>', shown)
    return {" ".join(unescape(label).split()): unescape(address) for address, label in links}


def test_every_way_shows_how_many_are_found_in_it(coder, study, card_wave):
    ways = ways_on(page(coder, "stories/"))
    assert list(ways) == ["with a card (1)", "anyone with the link (3)"]

    ways = ways_on(page(coder, "stories/?words=mail&language=fr"))
    assert list(ways) == ["with a card (1)", "anyone with the link (0)"]
    assert "1 person says “mail”" in words_of(coder.get(ways["with a card (1)"]))


def test_a_way_that_does_not_ask_what_was_chosen_shows_everybody(coder, study, card_wave):
    other = publish_version(study, workbook=UNGROUPED.encode(), workbook_name="flat.md")
    card_wave.version = other
    card_wave.save()

    ways = ways_on(page(coder, "stories/?a.work.sector=social"))

    assert list(ways) == ["with a card", "anyone with the link (1)"]
    assert ways["with a card"].endswith(f"?fielding={card_wave.id}")


def test_answers_are_displayed_first_where_there_are_some(coder, study):
    wave = study.fieldings.create(
        version=study.versions.get(), mode=Mode.OPEN, state=FieldingState.OPEN, wave=2
    )

    response = page(coder, "stories/")
    assert "3 people found" in words_of(response)
    assert list(ways_on(response)) == [
        "anyone with the link, wave 2 (0)",
        "anyone with the link (3)",
    ]
    assert "Nobody has answered here yet" in words_of(page(coder, f"stories/?fielding={wave.id}"))


def test_a_study_with_one_way_does_not_name_it(coder):
    assert ways_on(page(coder, "stories/")) == {}


# --- completion ---


def test_completion_counts_reached_answered_blank_and_stopped(coder, study):
    fielding = fielding_of(study)
    draft = {"fielding": fielding, "language": "en", "seed": 1, "promise": 1}
    draft |= {"expires": date(2100, 1, 1)}
    Draft.objects.create(token="a", page="story.2.keep", **draft)
    Draft.objects.create(token="b", page="work.told", **draft)
    Draft.objects.create(token="c", page="work.told", **draft | {"expires": date(2000, 1, 1)})
    BreakoffCount.objects.create(fielding=fielding, page="story.1.keep", people=4)

    words = words_of(page(coder, "completion/"))

    assert "3 people have sent their answers. 6 people have started without sending." in words
    assert "Go on? 4 1 3 5" in words  # asked, answered, left blank, stopped: 1 draft and 4
    assert "Told your manager? 1 1 0 1" in words  # an expired draft is nobody on the way
    assert "Check your answers, and send – – – 0" in words


def test_volumes_count_people_and_stories_by_fielding(study):
    (volume,) = list_fielding_totals(study)

    assert (volume.people, volume.stories) == (3, 4)


# --- the audit ---


def test_each_reading_is_audited_with_what_was_read_and_nothing_of_the_answers(coder, study):
    lea = person_of(study, LEA).id
    page(coder, "stories/?a.work.sector=social")
    page(coder, f"stories/{lea}/")
    page(coder, "figures/?language=en")
    page(coder, "completion/")

    events = [event for event in list_audit(study.scope) if event.actor == "cleo"]
    fielding = str(fielding_of(study).id)

    assert [(event.verb, event.target, event.detail) for event in reversed(events)] == [
        ("read list", "", {"fielding": fielding, "a.work.sector": "social"}),
        ("read answer", str(lea), {"fielding": fielding}),
        ("read figures", "", {"fielding": fielding, "language": "en"}),
        ("read completion", "", {"fielding": fielding}),
    ]


def test_the_owner_sees_the_audit_latest_first(coder, client, study):
    page(coder, f"stories/{person_of(study, LEA).id}/")
    page(coder, "figures/")
    client.force_login(make_member("olga", study, Role.OWNER))

    words = words_of(page(client, "audit/"))

    latest = words.index("Looked at figures")
    assert latest < words.index("cleo", latest)
    assert latest < words.index("Read one person’s answers")
    assert "Write a report" not in words


def test_who_reads_of_a_danger_finds_whom_to_tell_the_same_day(coder, study):
    """An owner by name, also where a text is coded; nobody who is gone, and no other member."""
    make_member("olga", study, Role.OWNER)
    gone = make_member("omar", study, Role.OWNER)
    gone.is_active = False
    gone.save()
    address = "/en/studies/small/danger/"
    assert address in page(coder, f"stories/{person_of(study, LEA).id}/").text
    words = words_of(coder.get(address))
    assert "Tell one of these people today" in words
    assert "olga" in words
    assert not {"omar", "cleo"} & set(words.split())
    assert words.index("olga") < words.index("3114")
