"""Studies created, previewed and edited in the browser: what is required, stored and rejected."""

import ast
import html
import re
from datetime import date
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.surveys.factories import FORM, answer, fielding_of, make_member, make_study
from tests.surveys.views.test_results import words_of
from vecu.accounts.actions import create_member
from vecu.accounts.queries import VERBS, get_audit_verb_label, get_role, list_audit
from vecu.accounts.rules import Role
from vecu.surveys.actions import SlugRefused, WorkbookUpload, publish_next
from vecu.surveys.actions.authoring import ConsentTextLocked, update_description
from vecu.surveys.actions.studies import StudyInfo, create_study
from vecu.surveys.forms.authoring import StudyInfoForm
from vecu.surveys.models import Answer, Draft, Study
from vecu.surveys.queries import find_current_fielding, get_study
from vecu.surveys.queries.studies import find_prepared_fielding
from vecu.surveys.rules import FieldingState

pytestmark = [pytest.mark.django_db, pytest.mark.data]

SOURCES = Path(__file__).parents[3] / "vecu"
ABOUT = {"title_en": "Ours", "purpose_en": "To learn.", "retained_until": "2030-01-31"}


@pytest.fixture
def author(client):
    """A signed-in member who may create studies."""
    user = create_member("author", "a long enough password", may_create_studies=True)
    client.force_login(user)
    return user


def begin(client, **typed):
    return client.post("/en/studies/new/", {"source": "own", **ABOUT, **typed})


def file(content=FORM, name="small.md"):
    content = content.encode() if isinstance(content, str) else content
    return SimpleUploadedFile(name, content)


def mark(response):
    """Return the value of the button that publishes what was checked."""
    return {"publish": re.search(r'name="publish" value="(\w+)"', response.text)[1]}


def publish(client, **brought):
    """Check an upload for the small study, then publish it."""
    looked = client.post("/en/studies/small/questionnaire/", brought)
    return client.post("/en/studies/small/questionnaire/", mark(looked))


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_example_on_the_page_is_a_questionnaire_as_it_stands(client, author, language):
    page = client.get(f"/{language}/studies/new/").text
    example = html.unescape(
        re.search(r'<pre[^>]*id="example"[^>]*>(.*?)</pre>', page, re.DOTALL)[1]
    )

    response = begin(client, slug="copied", pasted=example)

    assert response.status_code == 302
    preview = words_of(client.get(response.url))
    assert all(words in preview for words in ("Do you use AI?", "Pour quelle tâche ?", "Non"))


def test_who_begins_a_study_owns_it_and_it_is_recorded(client, author):
    response = begin(client, file=file())

    study = get_study("ours")
    assert response.url == "/en/studies/ours/preview/"
    assert get_role(author, study.scope) is Role.OWNER
    assert [event.verb for event in list_audit(study.scope)] == ["gave role", "began study"]
    assert (study.title, study.purpose) == ({"en": "Ours"}, {"en": "To learn."})
    assert str(study.retained_until) == "2030-01-31"
    assert fielding_of(study).state == FieldingState.DRAFT


@pytest.mark.parametrize(
    ("retained_until", "said"), [("2026-12-07", "8 December 2026"), ("2026-12-08", "")]
)
def test_answers_are_stored_until_they_can_have_come_from_an_inquiry_that_closes_today(
    retained_until, said
):
    form = StudyInfoForm({**ABOUT, "retained_until": retained_until}, today=date(2026, 11, 24))

    assert form.is_valid() == (not said)
    assert said in str(form.errors)


def test_the_button_to_begin_is_there_for_those_who_may(client, author):
    assert "/studies/new/" in client.get("/en/studies/").text

    client.force_login(make_member("lea"))
    assert "/studies/new/" not in client.get("/en/studies/").text


def test_a_ready_inquiry_brings_its_own_words_for_what_is_left_blank(client, author):
    client.post("/en/studies/new/", {"source": "testimonies"})

    study = Study.objects.get()
    assert study.title["fr"] == "L’IA dans mon travail, racontée par moi"
    assert study.slug == "lia-dans-mon-travail-racontee-par-moi"


@pytest.mark.parametrize(
    ("titles", "slug"),
    [
        ({"title_fr": "Été_2024", "title_en": "Summer"}, "ete-2024"),
        ({"title_fr": "日本語", "title_en": "In Japan"}, "in-japan"),
    ],
)
def test_an_address_is_made_of_the_first_title_that_has_letters_for_it(
    client, author, titles, slug
):
    begin(client, pasted=FORM, **titles)

    assert Study.objects.get().slug == slug


def test_pasted_tables_are_a_workbook(client, author):
    begin(client, pasted=FORM)

    assert get_study("ours").versions.get().workbook_name == "pasted.md"


def test_a_workbook_with_mistakes_is_reported_by_cell_and_everything_typed_stays(client, author):
    response = begin(client, file=file(FORM.replace("| text |", "| texte |")))

    words = words_of(response)
    assert response.status_code == 422
    assert "error survey 3 type" in words  # kind, sheet, row, column
    assert "texte" in words
    assert 'value="Ours"' in response.text
    assert not Study.objects.exists()


def test_a_workbook_need_not_be_chosen_again_when_something_else_was_wrong(client, author):
    refused = begin(client, file=file(), title_en="")
    assert refused.status_code == 422
    assert "Give a title" in words_of(refused)

    begin(client)

    assert bytes(get_study("ours").versions.get().workbook) == FORM.encode()


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({}, "Choose a workbook, paste its tables, or take a ready-made inquiry."),
        ({"pasted": FORM, "slug": "small"}, "There is already an inquiry called “small”"),
        ({"pasted": FORM, "slug": "new"}, "is an address of the laboratory itself"),
        ({"pasted": FORM, "slug": "a b"}, "“a b” cannot be a web address"),
        ({"pasted": FORM, "slug": "Été 2024!"}, "For example “ete-2024”."),
        ({"pasted": FORM, "slug": "ABC_d"}, "For example “abc-d”."),
        ({"pasted": FORM, "slug": "-"}, "“-” cannot be a web address"),
        ({"pasted": FORM, "title_en": "!?"}, "no letter from a to z and no digit"),
        ({"pasted": FORM, "title_en": "日本語"}, "no letter from a to z and no digit"),
        ({"title_en": "😀"}, "no letter from a to z and no digit"),  # all is told at once
        ({"slug": "Été 2024!"}, "For example “ete-2024”."),
        ({"pasted": FORM, "source": "nothing"}, "nothing"),
        ({"pasted": FORM, "retained_until": "one day"}, "valid date"),
        ({"pasted": FORM, "retained_until": "0001-01-01"}, "is too soon"),
        ({"pasted": "| survey |"}, "This workbook cannot be published yet"),
        ({"pick": "no such question"}, "Choose a workbook"),
    ],
)
def test_what_cannot_begin_a_study_is_explained(client, author, typed, said):
    make_study("small")

    response = begin(client, **typed)

    assert response.status_code == 422
    assert said in words_of(response)
    assert Study.objects.count() == 1


@pytest.mark.parametrize(
    "content",
    [b"", b"\x00\xff", b"PK\x03\x04nothing", b"%PDF-1.7", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"],
)
def test_a_file_that_lies_about_its_type_is_a_message(client, author, content):
    response = begin(client, file=file(content, "form.xlsx"))

    assert response.status_code == 422
    assert "This workbook cannot be published yet" in words_of(response)


def test_a_file_beyond_the_bound_is_refused_with_what_was_typed(client, author):
    response = begin(client, file=file(b"x" * 5_000_001, "form.xlsx"))

    assert response.status_code == 422
    assert "larger than 5 MB" in words_of(response)
    assert 'value="Ours"' in response.text


def test_findings_of_another_workbook_are_not_reported_for_one_that_was_refused(
    client, author, monkeypatch
):
    begin(client, file=file(FORM.replace("| text |", "| texte |"), "planted.md"))
    monkeypatch.setattr("vecu.surveys.forms.authoring.MAX_WORKBOOK_BYTES", 5_000)

    words = words_of(begin(client, file=file("x" * 5_001, "large.md")))

    assert "The file is larger than" in words
    assert "planted.md" in words  # still on the desk
    assert "Notes on" not in words
    assert "This workbook cannot be published yet" not in words


def test_what_was_found_says_in_which_workbook(client, author, study):
    client.force_login(make_member("lea", study, Role.OWNER))
    mistaken = file(FORM.replace("| text |", "| texte |"), "planted.md")

    page = client.post("/en/studies/small/questionnaire/", {"file": mistaken})

    assert "Notes on “planted.md”" in words_of(page)


def test_a_body_beyond_60_megabytes_is_not_read(client, author):
    response = client.post("/en/studies/new/", b"", content_type="x/y", CONTENT_LENGTH="60000001")

    assert response.status_code == 413
    assert "larger than 60 MB" in words_of(response)
    assert "The workbook itself may have 5 MB." in words_of(response)


def test_no_study_can_hide_a_page_of_the_laboratory():
    for name in ("new", "library"):
        with pytest.raises(SlugRefused):
            create_study(name, StudyInfo({"en": "x"}), workbook=FORM.encode(), workbook_name="x.md")


def test_questions_picked_in_the_library_are_held_by_the_form(client, author):
    page = client.get("/en/studies/library/?pick=recognition&begin=yes", follow=True)
    picks = re.findall(r'type="hidden" name="pick" value="([^"]+)"', page.text)
    begin(client, pick=picks)

    paths = [
        question
        for question in get_study("ours").versions.get().xform.split()
        if "nodeset" in question
    ]
    assert any("recognition_work" in path for path in paths)


def test_nothing_picked_in_the_library_is_explained(client, author):
    response = client.get("/en/studies/library/?download=xlsx")

    assert response.status_code == 422
    assert "Tick at least one question" in words_of(response)


# --- Preview ---


@pytest.fixture
def study():
    """A study with a signed-in owner."""
    return make_study()


@pytest.fixture
def owner(client, study):
    user = make_member("lea", study, Role.OWNER)
    client.force_login(user)
    return user


def test_the_preview_shows_every_page_in_both_languages_and_stores_nothing(client, study, owner):
    response = client.get("/en/studies/small/preview/")

    words = words_of(response)
    assert "Which task?" in words
    assert "Quelle tâche ?" in words.replace("\xa0", " ")
    assert "Told your manager?" in words  # only asked in social work
    assert "${sector} = 'social'" in words
    assert response.text.count('class="phone"') == 2 * (
        1 + 4 + 4 + 1
    )  # welcome, story, work, quote
    assert not Draft.objects.exists()
    assert "draft" not in response.cookies


TOGETHER = """| survey |
| | type | name | label::English (en) | relevant | appearance |
| | begin group | work | Work | | field-list |
| | integer | age | How old are you? | | |
| | text | ai | Do you use AI? | | |
| | text | which | Which one? | ${ai} = 'yes' | |
| | end group | | | | |
"""


def test_the_preview_puts_a_condition_with_the_question_that_has_it(client):
    study = make_study("together", TOGETHER)
    client.force_login(make_member("lea", study, Role.OWNER))

    words = words_of(client.get("/en/studies/together/preview/"))

    assert "Page 1 age, ai, which which : only if ${ai} = 'yes'" in words
    assert "Only if:" not in words


def test_nothing_on_the_preview_leads_away_or_has_the_same_name_twice(client, study, owner):
    page = client.get("/en/studies/small/preview/").text
    screens = re.findall(r'<fieldset class="phone" disabled.*?</fieldset>\n', page, re.DOTALL)

    assert screens
    for screen in screens:
        assert not re.search(r"\s(href|action|formaction)=", screen)
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert len(ids) == len(set(ids))


def test_words_that_look_like_markup_stay_words_in_the_preview(client):
    label = """<a href="/x" id="main">Click</a> id="y" & "quotes" """
    form = FORM.replace("Which task?", label)
    study = make_study("markup", form)
    client.force_login(make_member("lea", study, Role.OWNER))

    page = client.get("/en/studies/markup/preview/").text

    assert (
        "&lt;a href=&quot;/x&quot; id=&quot;main&quot;&gt;Click&lt;/a&gt; id=&quot;y&quot;" in page
    )


def test_respondents_pages_are_the_same_as_before_a_preview(client, study, owner):
    somebody = Client()
    before = somebody.get("/en/take/small/").text
    client.get("/en/studies/small/preview/")

    assert somebody.get("/en/take/small/").text == before
    assert "Leave at once" in before


def test_there_is_no_preview_of_a_version_that_does_not_exist(client, study, owner):
    assert client.get("/en/studies/small/preview/7/").status_code == 404


# --- Study details ---


def test_what_an_inquiry_says_can_change_until_it_opens(client, author):
    begin(client, file=file())

    client.post("/en/studies/ours/about/", {**ABOUT, "title_en": "Better"})

    assert get_study("ours").title == {"en": "Better"}
    assert list_audit(get_study("ours").scope)[0].verb == "changed description"


def test_what_people_answered_to_stays(client, study, owner):
    response = client.post("/en/studies/small/about/", ABOUT)

    assert response.status_code == 422
    assert "people have answered on the strength of this" in words_of(response)
    with pytest.raises(ConsentTextLocked):
        update_description(
            study, StudyInfo({"en": "x"}), by="lea", now=list_audit(study.scope)[0].at
        )


def test_once_it_has_opened_what_it_says_is_there_to_be_read_and_no_longer_offered(
    client, study, owner
):
    Study.objects.filter(pk=study.pk).update(retained_until="2030-01-01", contact="us@example.org")

    assert "Change the study details" not in client.get("/en/studies/small/preview/").text
    page = client.get("/fr/studies/small/about/")

    assert page.status_code == 200
    assert 'name="title_fr"' not in page.text
    words = words_of(page)
    assert "Titre, en français Une petite étude Titre, en anglais A small study" in words
    assert "us@example.org" in words
    assert "1er janvier 2030" in words
    assert "Qui demande" not in words  # nothing was said


def test_an_inquiry_that_lacks_what_people_must_read_says_so_and_leads_there(client, author):
    begin(client, file=file())
    fielding = fielding_of(get_study("ours"))
    page = client.get("/fr/studies/ours/link/")
    assert "à qui écrire qui est responsable des données la base légale" in words_of(page)

    days = {"opens": "2026-12-01", "closes": "2027-01-31"}
    opening = {"fielding": str(fielding.id), "to": "open", **days}
    refused = client.post("/fr/studies/ours/state/", opening)

    words = words_of(refused)
    assert refused.status_code == 422
    assert "à qui écrire, qui est responsable des données, la base légale" in words
    assert "jusqu’à quand" not in words  # it was said
    assert 'href="/fr/studies/ours/about/"' in refused.text
    assert all(f'value="{day}"' in refused.text for day in days.values())
    assert fielding_of(get_study("ours")).state == FieldingState.DRAFT

    said = {"contact": "us@example.org", "controller": "Nous", "legal_basis": "consent",
            "server_operator": "employer"}  # fmt: skip
    client.post("/fr/studies/ours/about/", {**ABOUT, **said})

    assert client.post("/fr/studies/ours/state/", opening).status_code == 302
    link = client.get("/fr/studies/ours/link/").text
    assert "L’enquête ne pourra ouvrir" not in link
    assert "Confiez plutôt l’enquête à un autre hébergeur" in words_of(
        client.get("/fr/studies/ours/link/")
    )


def test_whoever_runs_the_server_has_a_name_unless_it_is_the_employer(client, author, settings):
    """What was typed stays; the laboratory's own name is enough."""
    begin(client, file=file())
    union = {**ABOUT, "server_operator": "union"}

    refused = client.post("/en/studies/ours/about/", union)
    assert refused.status_code == 422
    assert "Give the name too" in words_of(refused)
    assert '<option value="union" selected>' in refused.text
    settings.OPERATOR = "The union"
    assert client.post("/en/studies/ours/about/", union).status_code == 302
    assert get_study("ours").server_operator == "union"


def test_an_open_inquiry_that_lacks_it_stays_open_and_what_it_lacks_can_be_added(
    client, study, owner
):
    Study.objects.update(legal_basis="", controller="")
    words = words_of(client.get("/en/studies/small/link/"))
    assert "The inquiry has opened, and people cannot read in it: who is responsible" in words
    page = client.get("/en/studies/small/about/").text
    assert 'name="controller"' in page
    assert 'name="contact"' not in page

    half = client.post("/en/studies/small/about/", {"controller": "The University"})
    assert half.status_code == 422
    assert 'value="The University"' in half.text
    client.post(
        "/en/studies/small/about/",
        {
            "controller": "The University", "legal_basis": "public-task",
            "special_category_basis": "research", "contact": "x@example.org",
        },
    )  # fmt: skip

    held = get_study("small")
    assert (held.controller, held.legal_basis) == ("The University", "public-task")
    assert held.special_category_basis == "research"
    assert held.contact == "us@example.org"
    welcome = words_of(Client().get("/en/take/small/"))
    assert "Responsible for your data: The University." in welcome
    assert "a task in the public interest (GDPR, article 6.1.e)" in welcome
    assert "Task in the public interest" in words_of(client.get("/en/studies/small/about/"))


def test_who_answered_finds_their_rights_and_a_contact_once_it_is_closed(client, study, owner):
    fielding = fielding_of(study)
    client.post("/en/studies/small/state/", {"fielding": str(fielding.id), "to": "closed"})

    words = words_of(Client().get("/en/take/small/"))

    assert "This inquiry is closed" in words
    assert "Responsible for your data: University of Val-de-Sève." in words
    assert "write to us@example.org." in words
    assert "right to object" in words


def test_a_reader_of_figures_sees_what_an_inquiry_lacks_and_no_link(client):
    study = make_study()
    Study.objects.update(controller="")
    client.force_login(make_member("nour", study, Role.CODER))

    page = client.get("/en/studies/small/link/").text

    assert "who is responsible for the data" in page
    assert "/studies/small/about/" not in page


def test_a_field_that_may_be_left_blank_gives_what_the_laboratory_says(client, author, settings):
    settings.CONTROLLER = "The University, 1 Place"
    begin(client, file=file())

    page = words_of(client.get("/en/studies/ours/about/"))

    assert "Left blank, people read: The University, 1 Place" in page


def test_the_preview_leads_to_what_it_says_until_it_opens(client, author):
    begin(client, file=file())

    assert "/studies/ours/about/" in client.get("/en/studies/ours/preview/").text


# --- Versions ---

SECOND = FORM.replace("| | integer | years | How many years? | Combien d’années ? | |\n", "")


def test_a_version_is_looked_at_before_it_is_published(client, study, owner):
    looked = client.post("/en/studies/small/questionnaire/", {"file": file(SECOND)})

    words = words_of(looked)
    assert "Ready to be published" in words
    assert "No answers from this version on." in words
    assert study.versions.count() == 1

    published = client.post("/en/studies/small/questionnaire/", mark(looked))
    assert published.url == "/en/studies/small/questionnaire/2/"
    assert bytes(study.versions.get(number=2).workbook) == SECOND.encode()
    assert list_audit(study.scope)[0].verb == "published version"
    assert "How many years?" in words_of(client.get(published.url))


def test_a_version_with_mistakes_is_not_published_even_on_request(client, study, owner):
    typed = {"file": file(FORM.replace("| text |", "| texte |")), "publish": "yes"}
    response = client.post("/en/studies/small/questionnaire/", typed)

    assert response.status_code == 422
    assert study.versions.count() == 1


def test_answers_keep_the_version_they_were_given_to(study, owner):
    given = answer(study, {"story": [{"task": "Write"}]})
    publish_next(
        study, WorkbookUpload(SECOND.encode(), "x.md"), by="lea", now=list_audit(study.scope)[0].at
    )

    assert Answer.objects.get(pk=given.pk).fielding.version.number == 1
    assert sorted(study.fieldings.values_list("wave", "version__number", "state")) == [
        (1, 1, "open"),
        (2, 2, "draft"),
    ]


def test_opening_the_next_wave_closes_the_one_before_and_takes_its_link(client, study, owner):
    publish(client, file=file(SECOND))
    day = list_audit(study.scope)[0].at.date()
    waiting = find_prepared_fielding(study, day)
    assert "Version 2 is waiting to be opened" in words_of(client.get("/en/studies/small/link/"))

    client.post("/en/studies/small/state/", {"fielding": str(waiting.id), "to": "open"})

    assert find_current_fielding(study, day) == waiting
    assert list(study.fieldings.order_by("wave").values_list("state", flat=True)) == [
        "closed",
        "open",
    ]
    assert find_prepared_fielding(study, day) is None


@pytest.mark.parametrize(("state", "said"), [("paused", "paused"), ("closed", "closed")])
def test_a_version_that_waits_changes_nothing_for_those_who_come(client, study, owner, state, said):
    first = fielding_of(study)
    publish(client, file=file(SECOND))
    client.post("/en/studies/small/state/", {"fielding": str(first.id), "to": state})

    assert f"This inquiry is {said}" in words_of(Client().get("/en/take/small/"))
    assert "Version 2 is waiting to be opened" in words_of(client.get("/en/studies/small/link/"))


def test_a_version_published_before_the_opening_makes_no_second_wave(client, author):
    begin(client, file=file())
    looked = client.post("/en/studies/ours/questionnaire/", {"file": file(SECOND)})
    client.post("/en/studies/ours/questionnaire/", mark(looked))

    assert fielding_of(get_study("ours")).version.number == 2


def test_the_workbook_of_a_version_comes_as_a_spreadsheet(client, study, owner):
    response = client.get("/en/studies/small/questionnaire/1/workbook/")

    assert response["Content-Disposition"] == 'attachment; filename="small-1.xlsx"'
    looked = client.post(
        "/en/studies/small/questionnaire/", {"file": file(response.content, "small-1.xlsx")}
    )
    assert "The questions have not changed." in words_of(looked)


# --- The audit in words ---

RECORDERS = {"record_audit_event", "_audit", "audit_action", "audit_reading"}


def recorded_verbs():
    """Yield every verb that the code records as a literal."""
    for path in SOURCES.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            name = ast.unparse(node.func) if isinstance(node, ast.Call) else ""
            if name.split(".")[-1] in RECORDERS:
                values = [one.value for one in node.args if isinstance(one, ast.Constant)]
                yield from (text for text in values if isinstance(text, str) and " " in text)


def test_every_verb_of_the_audit_has_words():
    verbs = set(recorded_verbs())

    assert {"gave role", "published version", "took data out"} <= verbs <= set(VERBS)


def test_the_audit_reads_in_french(client, study, owner):
    client.post("/fr/studies/small/state/", {"fielding": fielding_of(study).id, "to": "paused"})

    assert "A suspendu l’étude" in words_of(client.get("/fr/studies/small/audit/"))
    assert get_audit_verb_label("did something new") == "did something new"


def test_the_details_of_the_audit_have_words_and_show_no_inner_names(client, study, owner):
    fielding = fielding_of(study)
    client.post("/en/studies/small/state/", {"fielding": fielding.id, "to": "paused"})
    client.get(f"/en/studies/small/stories/?fielding={fielding.id}&words=report")

    words = words_of(client.get("/en/studies/small/audit/"))

    assert str(fielding.id) not in words
    assert "opens:" not in words  # no day was set: nothing is said of it
    assert words.count("anyone with the link") >= 2  # what was paused, and what was read
    assert "words looked for: report" in words
