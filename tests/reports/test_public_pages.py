"""What everybody reads: the first page, findings, a study, a finding, figures as files."""

import csv
import io
import re
from datetime import timedelta
from html import unescape
from uuid import uuid4

import pytest
from defusedxml.ElementTree import fromstring
from django.test import Client
from django.utils import timezone

from tests.coding.factories import Room, make_room
from tests.evidence.factories import BOTH, NOW, make_content, make_finding, make_published_finding
from tests.evidence.toy_source import Note, WallOfNotes
from tests.reports.factories import ANSWERS, make_released
from tests.surveys.factories import FORM, make_member, make_study
from vecu.accounts.rules import Role
from vecu.datasets.release_actions import take_release_back
from vecu.evidence.actions import edit_finding, publish_finding, take_finding_back
from vecu.evidence.sources import Reference
from vecu.reports.queries import has_public_page
from vecu.surveys.actions import publish_version
from vecu.surveys.actions.delete_study import delete_study
from vecu.surveys.models import Answer, Study
from vecu.surveys.rules import FieldingState, Mode

pytestmark = [pytest.mark.django_db, pytest.mark.data]
WORDS, EARLIER = "It invents laws.", "I check all of it."


@pytest.fixture
def study() -> Study:
    return make_study()


@pytest.fixture
def room() -> Room:
    """Two people's words are released; the second read a promise from before words were public."""
    room = make_room(*({"limit": words} for words in (WORDS, EARLIER)), promise=3)
    for words in (WORDS, EARLIER):
        room.codes("ana", words)
        room.release(words)
    Answer.objects.filter(pk=room.text(EARLIER).answer_id).update(promise=2)
    return room


def address(study: Study, *rest: object, language: str = "en") -> str:
    return "/".join([f"/{language}/findings/{study.slug}", *map(str, rest), ""])


def text_of(response) -> str:
    """The words of a page's main part, without marks."""
    main = response.text.partition("<main")[2].partition("</main>")[0]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", main)).replace("\u00a0", " ").split())


def release_next(finding, **changed):
    """Publish the next version of a finding."""
    later = edit_finding(
        finding, make_content(**changed), revision=finding.revision, by="lea", now=NOW
    )
    publish_finding(later, by="lea", now=NOW + timedelta(days=1))
    later.refresh_from_db()
    return later


# --- The first page


def test_doors_with_nothing_behind_say_so_and_lead_nowhere(client):
    make_member("ana")
    page = client.get("/en/").text.partition("<main")[2]

    for sentence in ("No inquiry is open", "Nothing has been published", "No recommendation yet"):
        assert sentence in page
    doors = page.partition('<ul class="four">')[2].partition("</main>")[0]
    assert doors
    assert "<a " not in doors


def test_each_door_says_what_is_behind_it_until_there_is_a_finding(client):
    study = make_study()
    study.fieldings.update(closes=timezone.localdate() + timedelta(days=5))
    assert "1 inquiry, open until" in text_of(client.get("/en/"))

    make_published_finding(study.scope)
    page = text_of(client.get("/en/"))
    assert "Checking takes time. Finding · A small study how sure: not said" in page
    assert "nothing decided yet And at your work?" in page
    assert "1 inquiry" not in page


@pytest.mark.parametrize("name", ["", "take/", "findings/", "at-work/", "recommended/"])
@pytest.mark.parametrize("language", ["fr", "en"])
def test_public_pages_have_four_doors_no_script_no_cookie(client, name, language):
    page = client.get(f"/{language}/{name}")

    doors = page.text.partition('class="doors"')[2].partition("</nav>")[0]
    assert doors.count("<a ") == 4
    assert "<script" not in page.text
    assert not page.cookies
    assert page.text.count("<h1") == 1


def test_the_doors_are_not_where_people_answer_and_members_have_their_own(client, study):
    client.force_login(make_member("lea", study, Role.OWNER))

    assert 'class="doors"' not in client.get(f"/en/take/{study.slug}/").text
    staff = client.get(f"/en/studies/{study.slug}/").text
    assert 'href="/en/studies/" aria-current="true">Ask</a>' in staff
    assert 'href="/en/findings/"' not in staff


# --- Findings and studies


def test_findings_stand_by_study_the_newest_first_and_figures_alone_are_found_too(client):
    old, new, figures = (make_study(name) for name in ("older", "newer", "figures"))
    make_published_finding(old.scope)
    publish_finding(make_finding(new.scope), by="lea", now=NOW + timedelta(days=1))
    make_released(figures)
    make_study("silent")
    page = client.get("/en/findings/").text

    links = re.findall(r'href="/en/findings/(\w+)/"', page)
    assert links == ["newer", "older", "figures"]
    assert "silent" not in page


def test_a_study_has_no_public_page_unless_something_stands(client, study):
    assert client.get(address(study)).status_code == 404
    assert not has_public_page(study)

    figure = make_released(study)
    assert client.get(address(study)).status_code == 200

    take_release_back(study.scope, figure.figure, by="lea", now=NOW)
    assert client.get(address(study)).status_code == 404

    finding = make_published_finding(study.scope)
    assert client.get(address(study)).status_code == 200

    take_finding_back(finding, by="lea", now=NOW)
    assert client.get(address(study)).status_code == 404


def test_nobody_learns_whether_there_is_a_study_of_which_nothing_is_public(client, study):
    finding, figure = make_finding(study.scope), uuid4()
    ends = ("", f"{finding.pk}/", f"figures/{figure}.csv", f"figures/{figure}.svg")
    for end in ends:
        there, nowhere = (client.get(f"/en/findings/{slug}/{end}") for slug in ("small", "large"))
        assert there.status_code == nowhere.status_code == 404
        assert nowhere.text.replace("large", "small") == there.text


def test_a_deleted_study_leaves_nothing(client, study):
    finding, figure = make_published_finding(study.scope), make_released(study)
    study.fieldings.update(state=FieldingState.CLOSED)
    delete_study(study, by="lea", now=NOW)

    for where in (address(study), address(study, finding.pk)):
        assert client.get(where).status_code == 404
    assert client.get(f"{address(study)}figures/{figure.figure}.csv").status_code == 404
    assert "Checking takes time" not in client.get("/en/").text + client.get("/en/findings/").text


def test_the_page_of_a_study_says_its_questions_its_people_and_what_it_cannot_say(client, study):
    make_released(study)
    page = text_of(client.get(address(study)))

    for sentence in (
        "Anyone with the link",
        "155 people (rounded to the nearest 5), counted on 28 November 2026",
        "These figures count answers received; they say nothing of anyone else.",
        "“Hidden” does not mean zero",
        "No text has been coded.",
        "Which field?",
        "Take part",
    ):
        assert sentence in page


def test_questions_are_public_once_people_could_answer_them(client, study):
    """The next version waits for its wave: nobody has answered it, and its text is the team's."""
    make_released(study)
    later = FORM.replace("Which field?", "Which union?")
    publish_version(study, workbook=later.encode(), workbook_name="later.md")

    words = text_of(client.get(address(study)))

    assert "Which field?" in words.partition("The wording of the questionnaire")[2]
    assert "Which union?" not in words


def test_no_question_is_public_before_the_inquiry_opens(client):
    study = make_study("waiting", mode=Mode.CARDS)
    make_published_finding(study.scope)

    page = client.get(address(study))

    assert page.status_code == 200
    assert "Which field?" not in text_of(page)
    assert "#wording" not in page.text


def test_no_count_is_public_that_was_not_released(client, room):
    """Two people answered."""
    page = text_of(client.get(address(room.study)))

    assert WORDS in page
    assert "How many answered" not in page


def test_figures_stand_in_the_order_of_the_questionnaire_and_codes_after_them(client, study):
    for item in ("codes:7", "/data/work/told", "/data/work/sector", "/data/story/kind"):
        make_released(study, item, label={"en": f"Label of {item}"})
    page = client.get(address(study)).text

    order = re.findall(r'class="about">Label of ([^<]+)<', page)
    assert order == ["/data/story/kind", "/data/work/sector", "/data/work/told", "codes:7"]


def test_words_in_another_language_than_the_pages_say_so(client, room):
    assert "It invents laws. En anglais" in text_of(client.get(address(room.study, language="fr")))
    assert "In English" not in text_of(client.get(address(room.study)))


def test_practices_of_a_guide_stand_beside_what_it_lacks(client, study):
    title = {"en": "The vendor’s guide", "fr": "Le guide"}
    make_released(study, "practices:7", label=title, kind="practices")
    make_released(study, "beyond:7", label=title, kind="beyond")
    page = text_of(client.get(address(study)))

    within = page.index("What the guide recommends")
    assert within < page.index("What the guide does not mention")
    assert page.index("What people do, compared with the guide") < within


def test_words_under_an_earlier_promise_are_for_readers_only_and_withdrawn_ones_for_nobody(
    client, room
):
    reader = Client()
    reader.force_login(make_member("rea", room.study, Role.READER))
    released = f"/en/studies/{room.study.slug}/released/"

    assert WORDS in text_of(client.get(address(room.study)))
    assert EARLIER not in client.get(address(room.study)).text
    assert f"{EARLIER} For members of this study only" in text_of(reader.get(released))

    room.withdraw(WORDS)
    assert client.get(address(room.study)).status_code == 404
    assert WORDS not in reader.get(released).text


def test_a_reader_is_led_to_what_is_released_and_every_link_leads_somewhere(client, study):
    client.force_login(make_member("rea", study, Role.READER))
    released = f"/en/studies/{study.slug}/released/"
    assert "Nothing has been released yet." in client.get(released).text

    make_released(study)
    overview = client.get(f"/en/studies/{study.slug}/").text

    assert f'href="{released}"' in overview
    for link in set(re.findall(r'href="(/en/studies/small/[^"#]*)"', overview)):
        assert client.get(link).status_code == 200, link
    assert "Social work" in client.get(released).text


# --- One finding


def test_a_finding_shows_what_it_stands_on_how_sure_and_what_is_not_known(client, study, wall):
    note = wall.pin(Note(study.scope, "it took me [all] morning"))
    finding = make_published_finding(study.scope, references=[note])
    response = client.get(address(study, finding.pk))
    page = text_of(response)

    assert "<h1>Checking takes time.</h1>" in response.text
    assert '<blockquote lang="en" dir="auto">it took me [all] morning<footer' in response.text
    for sentence in (
        "Work done for the machine · 28 November 2026 · The team of the Val-de-Sève",
        "1 quotation moderate confidence",
        "Moderate confidence",
        "Many stories, few long ones.",
        "How many people work so.",
        "Stories of teams that check nothing.",
        "The words in square brackets are ours.",
        "published on 2 November 2026",
    ):
        assert sentence in page


def test_evidence_that_is_gone_reads_the_same_whatever_the_reason_and_without_a_day(
    client, study, wall: WallOfNotes
):
    withdrawn, changed = (wall.pin(Note(study.scope, words)) for words in ("slow", "quick"))
    finding = make_published_finding(study.scope, references=[withdrawn, changed])
    wall.take_down(withdrawn)
    wall.reword(changed)
    page = text_of(client.get(address(study, finding.pk)))

    assert page.count("Evidence no longer available.") == 1
    assert "slow" not in page
    assert "to be discussed again" in page
    assert "These words were edited since the finding cited them." in page
    days = {"28 November 2026", "2 November 2026"}  # of the finding, and of the words that stand
    assert set(re.findall(r"\d+ \w+ \d{4}", page)) == days


def test_no_cache_keeps_words_that_may_be_withdrawn(client, study):
    finding = make_published_finding(study.scope)

    for address in (f"/en/findings/{study.slug}/", f"/en/findings/{study.slug}/{finding.pk}/"):
        response = client.get(address)
        assert response.status_code == 200
        assert response["Cache-Control"] == "no-store"
        assert response["X-Robots-Tag"] == "noarchive"


def test_a_finding_without_evidence_says_so(client, study):
    page = text_of(client.get(address(study, make_published_finding(study.scope).pk)))

    assert "This finding cites no evidence." in page


def test_a_cited_figure_is_drawn_with_its_files(client, study):
    figure = make_released(study)
    cited = Reference("figure", figure.figure, 1)
    finding = make_published_finding(study.scope, references=[cited])
    response = client.get(address(study, finding.pk))

    assert "This figure counts answers received; it says nothing of anyone else." in response.text
    assert "155 people answered (rounded to the nearest 5)" in response.text
    for ending in ("csv", "svg"):
        assert f"/en/findings/small/figures/{figure.figure}.{ending}" in response.text


def test_html_in_a_finding_is_text(client, study):
    raw = {"fr": "<b>gras</b>", "en": "<script>alert(1)</script>"}
    finding = make_published_finding(study.scope, sentence=raw)

    for page in (address(study, finding.pk), address(study), "/en/", "/en/findings/"):
        assert "<script>" not in client.get(page).text
        assert "&lt;script&gt;alert(1)" in client.get(page).text


def test_a_version_that_was_replaced_leads_to_the_current_one(client, study):
    first = make_published_finding(study.scope)
    second = release_next(first, sentence={"fr": "Vérifier coûte.", "en": "Checking costs."})

    page = client.get(address(study, first.pk))
    assert "This version was replaced on 29 November 2026." in text_of(page)
    assert f'href="{address(study, second.pk)}"' in page.text
    assert "Version 1, 28 November 2026" in text_of(client.get(address(study, second.pk)))


def test_a_finding_that_was_taken_back_says_when_and_not_what_in_any_version(client, study):
    first = make_published_finding(study.scope)
    second = release_next(first)
    take_finding_back(second, by="lea", now=NOW + timedelta(days=2))

    for version in (first, second):
        page = client.get(address(study, version.pk))
        assert page.status_code == 410
        assert "took it back on 30 November 2026" in text_of(page)
        assert BOTH["en"] not in page.text


def test_a_draft_and_a_finding_of_another_study_have_no_page(client, study):
    draft, other = make_finding(study.scope), make_study("other")
    theirs = make_published_finding(other.scope)

    for finding in (draft, theirs):
        assert client.get(address(study, finding.pk)).status_code == 404


# --- Figures as files


@pytest.mark.parametrize(
    ("language", "delimiter", "header", "hidden"),
    [
        ("en", ",", ["Which field?", "People"], "hidden"),
        ("fr", ";", ["Quel domaine ?", "Personnes"], "masqué"),
    ],
)
def test_a_figure_is_a_table_for_the_readers_spreadsheet(
    client, study, language, delimiter, header, hidden
):
    figure = make_released(study)
    response = client.get(f"{address(study, language=language)}figures/{figure.figure}.csv")

    assert response.content.startswith(b"\xef\xbb\xbf")
    lines = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig")), delimiter=delimiter))
    assert lines[0] == header
    assert [line[1] for line in lines[1:]] == ["60", hidden, "75", "15", "155"]


def test_no_cell_of_the_table_is_a_formula(client, study):
    figure = make_released(study, rows=[("a", {"en": "=1+1"}, 20)])
    response = client.get(f"{address(study)}figures/{figure.figure}.csv")

    assert "'=1+1,20" in response.content.decode()


@pytest.mark.parametrize("fictional", [True, False])
def test_an_image_says_where_it_is_from_and_that_it_is_invented(client, study, fictional):
    Study.objects.filter(pk=study.pk).update(fictional=fictional)
    figure = make_released(study)
    response = client.get(f"{address(study)}figures/{figure.figure}.svg")
    texts = " ".join(text.text or "" for text in fromstring(response.content).iter())

    assert response["Content-Type"] == "image/svg+xml"
    assert "A small study · http://testserver/en/findings/small/" in texts
    assert "Released on 28 November 2026 by The team." in texts
    assert ("everything here is invented" in texts) is fictional


def test_what_is_invented_says_so_wherever_it_stands(client, study):
    Study.objects.filter(pk=study.pk).update(fictional=True)
    finding = make_published_finding(study.scope)

    for page in ("/en/", "/en/findings/", address(study), address(study, finding.pk)):
        assert "invented" in text_of(client.get(page)) + client.get(page).text, page


@pytest.mark.parametrize("whole", [False, True])
def test_a_banner_above_the_page_is_not_repeated_on_each_finding(client, study, settings, whole):
    Study.objects.filter(pk=study.pk).update(fictional=True)
    settings.LAB_FICTIONAL = whole
    make_published_finding(study.scope)

    assert ("· invented" in text_of(client.get("/en/findings/"))) is not whole
    assert "· invented" not in text_of(client.get(address(study)))


# --- Ways there, and what it costs


def test_who_has_sent_an_answer_is_led_to_what_others_answered(client, study):
    make_released(study)
    take = f"/en/take/{study.slug}/"
    client.post(take)
    client.post(f"{take}q/story.1.task/", {"story.1.task": "Write a report"})
    thanks = client.post(f"{take}review/")

    assert "Your receipt code" in thanks.text
    assert f'href="{address(study)}">What others told us</a>' in thanks.text


def test_the_first_page_of_an_inquiry_leads_to_its_public_page_once_there_is_any(client, study):
    welcome = f"/en/take/{study.slug}/"
    assert "What others told us" not in client.get(welcome).text

    make_released(study)
    assert f'href="{address(study)}">What others told us</a>' in client.get(welcome).text


@pytest.mark.parametrize("many", [3, 30])
def test_queries_do_not_grow_with_findings_figures_and_studies(
    client, study, django_assert_num_queries, many
):
    figures = [make_released(study, f"/data/work/sector{number}") for number in range(many)]
    cited = [Reference("figure", each.figure, 1) for each in figures]
    findings = [make_published_finding(study.scope, references=cited) for _each in range(many)]
    for number in range(many // 3):
        make_published_finding(make_study(f"other-{number}").scope)
    client.get("/en/")  # questionnaires are read once in a process
    client.get(address(study))

    for page, queries in (
        ("/en/", 21),
        ("/en/findings/", 17),
        (address(study), 22),
        (address(study, findings[0].pk), 15),
        (f"{address(study, findings[0].pk)}card/", 13),
    ):
        with django_assert_num_queries(queries):
            assert client.get(page).status_code == 200


def test_the_first_page_is_at_most_60_kilobytes(client, study):
    """With the font and two style sheets, before compression of the page itself."""
    for _number in range(9):
        make_published_finding(study.scope)

    assert len(client.get("/fr/").content) <= 12_000


def test_a_page_of_twelve_figures_stays_small(client, study):
    for number in range(12):
        make_released(study, f"/data/work/sector{number}", rows=ANSWERS * 3)

    assert len(client.get(address(study)).content) <= 90_000
