"""Every type of question, answered in a browser and read again by respondent and members."""

import re
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from tests.surveys.conftest import TODAY
from tests.surveys.factories import PASSWORD, describe_study, make_member, make_study
from tests.surveys.full_database import EVERYTHING, chunk, png
from vecu.accounts.rules import Role
from vecu.file_sanitizer import sanitize
from vecu.file_sanitizer.sanitize import FileNotAccepted, sanitize_file
from vecu.questionnaires import QuestionType, WorkbookRefused
from vecu.surveys.actions import (
    accept_attachments,
    create_study,
    drafts,
    open_fielding,
    publish_version,
)
from vecu.surveys.models import Answer, AnswerFile, Attachment, Draft

pytestmark = [pytest.mark.django_db, pytest.mark.data]
TAKE = "/en/take/everything/"


@pytest.fixture
def everything(db, monkeypatch):
    monkeypatch.setattr(timezone, "localdate", lambda: TODAY)
    about = describe_study({"en": "Everything", "fr": "Tout"})
    study = create_study(
        "everything", about, workbook=EVERYTHING.encode(), workbook_name="everything.md",
        files=accept_attachments({"tea.png": png(chunk(b"tEXt", b"Author\0Somebody"))}),
    )  # fmt: skip
    open_fielding(study.fieldings.get(), today=TODAY)
    return study


@pytest.fixture
def begun(client, everything):
    client.post(TAKE)
    return client


def text_of(response) -> str:
    return response.content.decode()


def answer_page(client, key: str, value) -> dict:
    """Answer one page; return the draft's values afterwards."""
    response = client.post(f"{TAKE}q/{key}/", {key: value})
    assert response.status_code == 303, text_of(response)
    return Draft.objects.get().values


def refused(client, key: str, value) -> str:
    response = client.post(f"{TAKE}q/{key}/", {key: value})
    assert response.status_code == 422
    return re.sub(r"\s+", " ", text_of(response))


def a_file(content: bytes, name: str = "My name.png") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type="image/png")


@pytest.mark.parametrize(
    ("key", "typed", "kept"),
    [
        ("starts", "9h30", "09:30:00"),
        ("meeting", "23/11/2026 14:30", "2026-11-23T14:30:00"),
        ("order", ["2=tea", "1=coffee", "3=water"], "coffee tea water"),
        ("sure", "7", "7"),
        ("share", "12,5", "12.5"),
        ("read", "OK", "OK"),
        ("place", "48.85, 2.35", "48.85 2.35"),
        ("trust", "some", "some"),
    ],
)
def test_an_answer_is_stored_as_the_xform_holds_it(begun, key, typed, kept):
    assert answer_page(begun, key, typed)[key] == kept
    assert begun.get(f"{TAKE}q/{key}/").status_code == 200


@pytest.mark.parametrize("key", ["starts", "meeting", "place", "sure", "order", "photo"])
def test_only_before_a_text_of_their_own_people_read_whom_to_call(begun, key):
    assert "3114" not in text_of(begun.get(f"{TAKE}q/{key}/"))


@pytest.mark.parametrize(
    ("key", "typed", "said"),
    [
        ("starts", "25:00", "Enter hours and minutes, such as 14:30, not “25:00”."),
        (
            "meeting",
            "23/11/2026",
            "Enter a date and a time, such as 24/11/2026 14:30, not “23/11/2026”.",
        ),
        ("order", ["1=tea", "1=coffee", "2=water"], "“Tea”, “Coffee” have the same place"),
        ("order", ["1=tea", "4=coffee", "2=water"], "The places given are 1, 2, 4"),
        ("order", ["1=tea", "2=coffee", ""], "“Water” has no place"),
        ("sure", "11", "Choose a number from 0 to 10, in steps of 1."),
        ("share", "12.3", "Choose a number from 0 to 100, in steps of 0.5."),
        ("read", "yes", "Tick the box or leave it blank"),
        ("place", "95 2.35", "Enter a latitude (−90 to 90) and a longitude (−180 to 180)"),
    ],
)
def test_what_does_not_fit_is_explained_with_what_to_do_and_nothing_is_stored(
    begun, key, typed, said
):
    before = Draft.objects.get().values
    assert said in refused(begun, key, typed)
    assert Draft.objects.get().values == before


def test_places_that_were_refused_are_still_chosen_on_the_page(begun):
    shown = refused(begun, "order", ["1=tea", "1=coffee", ""])
    assert shown.count('value="1=tea" selected') == 1
    assert shown.count('value="1=coffee" selected') == 1


def test_a_cascade_offers_the_towns_of_the_region_only(begun):
    answer_page(begun, "region", "east")
    shown = text_of(begun.get(f"{TAKE}q/town/"))
    assert "Nancy" in shown
    assert "Arles" not in shown
    assert "is not one of the choices" in refused(begun, "town", "arles")


def test_a_table_is_one_page_whose_heading_is_its_label(begun):
    shown = re.sub(r"\s+", " ", text_of(begun.get(f"{TAKE}q/table.block/")))
    assert "<h1>How often do you use it?</h1>" in shown
    assert shown.count("<fieldset") == 2
    assert begun.post(f"{TAKE}q/table.block/", {"table.mail": "yes"}).status_code == 303
    assert Draft.objects.get().values["table"] == {"mail": "yes"}


def test_more_explanation_is_folded_away(begun):
    shown = text_of(begun.get(f"{TAKE}q/starts/"))
    assert "<summary>More explanation</summary><p>The usual hour.</p>" in shown


READ = """
| survey | | | | | | |
| | type | name | label::English (en) | hint::English (en) | guidance_hint::English (en) | read_only |
| | note | law | The law says this. | In force in 2026. | Article 5, read aloud. | |
| | text | unit | Your unit | Taken from the card. | Ask whoever gave it. | yes |
| | text | end | Anything else? | | | |
"""  # noqa: E501


@pytest.mark.parametrize(
    ("name", "hint", "guidance"),
    [
        ("law", "In force in 2026.", "Article 5, read aloud."),
        ("unit", "Taken from the card.", "Ask whoever gave it."),
    ],
)
def test_what_is_only_read_shows_its_hint_and_more_explanation_as_a_question_does(
    client, name, hint, guidance
):
    about = describe_study({"en": "Read", "fr": "Lire"})
    study = create_study("read", about, workbook=READ.encode(), workbook_name="read.md")
    open_fielding(study.fieldings.get(), today=timezone.localdate())
    client.post("/en/take/read/")
    shown = text_of(client.get(f"/en/take/read/q/{name}/"))
    assert f'<p class="hint" id="{name}-hint">{hint}</p>' in shown
    assert f"<summary>More explanation</summary><p>{guidance}</p>" in shown
    other = text_of(client.get(f"/fr/take/read/q/{name}/"))
    assert f'<p class="hint" id="{name}-hint" lang="en">{hint}</p>' in other


# ── pictures of the questionnaire ──


def test_a_choice_shows_its_picture_without_what_the_picture_says_of_its_maker(begun):
    shown = text_of(begun.get(f"{TAKE}q/order/"))
    address = re.search(r'<img src="([^"]+/tea\.png)"', shown)[1]
    response = begun.get(address)
    assert (response.status_code, response["Content-Type"]) == (200, "image/png")
    assert response.content == png()


def test_a_workbook_whose_picture_is_missing_is_refused_by_its_name(db):
    with pytest.raises(WorkbookRefused, match=r"tea\.png"):
        create_study(
            "bare", describe_study({}), workbook=EVERYTHING.encode(), workbook_name="everything.md"
        )


def test_the_next_version_keeps_the_pictures_of_the_one_before(everything):
    publish_version(everything, workbook=EVERYTHING.encode(), workbook_name="everything.md")
    assert Attachment.objects.filter(name="tea.png").count() == 2


# ── files that people give ──


def test_a_file_is_stored_clean_under_a_name_drawn_at_random(begun):
    values = answer_page(begun, "photo", a_file(png(chunk(b"tEXt", b"Author\0Marked Person"))))
    (kept,) = AnswerFile.objects.all()
    assert values["photo"] == kept.name
    assert re.fullmatch(r"[0-9a-f-]{36}\.png", kept.name)
    assert bytes(kept.content) == png()
    shown = text_of(begun.get(f"{TAKE}q/photo/"))
    assert "You have given: a picture (PNG)" in re.sub(r"\s+", " ", shown)
    assert "My name" not in shown


def test_a_file_that_lies_about_its_type_is_refused_and_the_one_before_stays(begun):
    answer_page(begun, "photo", a_file(png()))
    said = refused(begun, "photo", a_file(b"%PDF-1.7 not a picture at all"))
    assert "This file is a document (PDF), which is not what is asked for" in said
    assert AnswerFile.objects.count() == 1


def test_a_document_is_stored_without_its_author(begun):
    letter = (Path(__file__).parents[2] / "file_sanitizer/sample_files/letter.pdf").read_bytes()
    name = answer_page(begun, "paper", SimpleUploadedFile("Anna.pdf", letter))["paper"]
    assert re.fullmatch(r"[0-9a-f-]{36}\.pdf", name)
    shown = re.sub(r"\s+", " ", text_of(begun.get(f"{TAKE}q/paper/")))
    assert "You have given: a document (PDF)" in shown
    kept = bytes(AnswerFile.objects.get().content)
    assert b"Anna" in letter
    assert b"Anna" not in kept
    assert kept.startswith(b"%PDF-1.7")


def test_a_file_is_cleaned_once_though_another_tab_was_first(begun, monkeypatch):
    """What is worked out anew is so while others wait: a file that takes long may not be."""
    checked, clean, cleaned = drafts.check_page, sanitize.clean_content, []

    def while_the_other_tab_saves(*what, **how):
        monkeypatch.setattr(drafts, "check_page", checked)
        answer_page(begun, "starts", "9h30")
        return checked(*what, **how)

    def counted(*what):
        cleaned.append(what)
        return clean(*what)

    monkeypatch.setattr(drafts, "check_page", while_the_other_tab_saves)
    monkeypatch.setattr(sanitize, "clean_content", counted)
    values = answer_page(begun, "photo", a_file(png()))
    assert values.keys() >= {"starts", "photo"}
    assert len(cleaned) == 1


def test_a_file_too_large_is_refused(begun):
    assert "larger than 10 MB" in refused(begun, "photo", a_file(b"\0" * 10_000_001))
    assert begun.post(f"{TAKE}q/photo/", {"photo": a_file(b"\0" * 16_000_000)}).status_code == 413
    assert not AnswerFile.objects.exists()


def test_an_empty_file_is_refused(begun):
    assert "This file is empty" in refused(begun, "photo", a_file(b""))


def test_going_on_without_a_file_keeps_the_one_given(begun):
    answer_page(begun, "photo", a_file(png()))
    begun.post(f"{TAKE}q/photo/")
    assert AnswerFile.objects.count() == 1


def test_another_file_takes_its_place_and_the_box_takes_it_out(begun):
    first = answer_page(begun, "photo", a_file(png()))["photo"]
    second = answer_page(begun, "photo", a_file(png()))["photo"]
    assert [each.name for each in AnswerFile.objects.all()] == [second] != [first]
    assert "photo" not in answer_page(begun, "photo", "remove")
    assert not AnswerFile.objects.exists()


def test_nobody_can_name_the_file_of_another(begun, everything):
    theirs = answer_page(begun, "photo", a_file(png()))["photo"]
    other = type(begun)()
    other.post(TAKE)
    other.post(f"{TAKE}q/photo/", {"photo": theirs})
    assert not Draft.objects.exclude(values__has_key="photo").get().values


def test_a_file_follows_a_draft_that_is_resumed_on_another_device(begun):
    answer_page(begun, "photo", a_file(png()))
    saved = text_of(begun.post(f"{TAKE}save/"))
    code = re.search(r'class="code">([^<]+)<', saved)[1]
    other = type(begun)()
    assert other.post(f"{TAKE}resume/", {"code": code}).status_code == 303
    assert "You have given" in text_of(other.get(f"{TAKE}q/photo/"))
    other.post(f"{TAKE}review/")
    assert AnswerFile.objects.get().answer == Answer.objects.get()


def test_a_file_leaves_with_the_draft(begun):
    answer_page(begun, "photo", a_file(png()))
    begun.get(f"{TAKE}leave/")
    assert not AnswerFile.objects.exists()


def sent(client) -> str:
    """Send and return the receipt code."""
    response = client.post(f"{TAKE}review/")
    assert response.status_code == 200, text_of(response)
    return re.search(r'class="code">([^<]+)<', text_of(response))[1]


def test_a_file_is_sent_read_by_the_team_and_withdrawn_with_the_answer(begun, everything):
    answer_page(begun, "photo", a_file(png()))
    receipt = sent(begun)
    answer = Answer.objects.get()
    (kept,) = answer.enclosures.all()

    make_member("anna", everything, Role.OWNER)
    staff = type(begun)()
    staff.login(username="anna", password=PASSWORD)
    person = f"/en/studies/everything/stories/{answer.id}/"
    assert f"{person}{kept.name}" in text_of(staff.get(person))
    response = staff.get(f"{person}{kept.name}")
    assert response.content == png()
    assert response["Content-Disposition"].startswith("attachment")
    assert begun.get(f"{person}{kept.name}").status_code == 302  # to signing in

    begun.post(f"{TAKE}mine/", {"code": receipt, "withdraw": "yes"})
    assert not AnswerFile.objects.exists()


def test_a_decimal_is_read_again_as_the_language_of_the_page_writes_it(begun, everything):
    """In the XForm and in what leaves it keeps its point; a French page takes and shows a comma."""
    asked = "/fr/take/everything/q/share/"
    assert begun.post(asked, {"share": "12,5"}).status_code == 303
    assert Draft.objects.get().values["share"] == "12.5"
    assert 'value="12,5"' in text_of(begun.get(asked))
    assert 'value="12.5"' in text_of(begun.get(f"{TAKE}q/share/"))
    assert "12,5" in text_of(begun.get("/fr/take/everything/review/"))
    assert "12.5" in text_of(begun.get(f"{TAKE}review/"))

    code = {"code": sent(begun), "read": "yes"}
    answer = Answer.objects.get()
    assert answer.values["share"] == "12.5"
    for language, said in (("fr", "12,5"), ("en", "12.5")):
        read = text_of(begun.post(f"/{language}/take/everything/mine/", code))
        assert said in read, language
    make_member("anna", everything, Role.OWNER)
    begun.login(username="anna", password=PASSWORD)
    for language, said in (("fr", "12,5"), ("en", "12.5")):
        person = f"/{language}/studies/everything/stories/{answer.id}/"
        assert f">{said}<" in text_of(begun.get(person)), language


def test_a_short_range_with_decimals_can_be_chosen_and_read_again_in_french(client):
    workbook = """
| settings | | | |
| | form_title | form_id | default_language |
| | Half | half | English (en) |

| survey | | | | | |
| | type | name | label::English (en) | label::Français (fr) | parameters |
| | range | days | How many days? | Combien de jours ? | start=0 end=2 step=0.5 |
"""
    about = describe_study({"en": "Half", "fr": "Demi"})
    study = create_study("half", about, workbook=workbook.encode(), workbook_name="half.md")
    open_fielding(study.fieldings.get(), today=timezone.localdate())
    client.post("/fr/take/half/")
    client.post("/fr/take/half/q/days/", {"days": "1.5"})
    shown = " ".join(text_of(client.get("/fr/take/half/q/days/")).split())
    assert re.search(r'value="1\.5"[^>]* checked', shown)
    assert ">1,5<" in shown


def test_all_answers_are_read_again_in_words(begun, everything):
    for key, value in {
        "starts": "9:30",
        "order": ["2=tea", "1=coffee", "3=water"],
        "read": "OK",
        "meeting": "23/11/2026 14:30",
    }.items():
        answer_page(begun, key, value)
    shown = text_of(begun.get(f"{TAKE}review/"))
    for said in ("09:30", "1. Coffee", "2. Tea", "I have read this", "23/11/2026 14:30"):
        assert said in shown
    sent(begun)
    make_member("anna", everything, Role.OWNER)
    begun.login(username="anna", password=PASSWORD)
    figures = text_of(begun.get("/en/studies/everything/figures/"))
    for said in ("09:00 to less than 10:00", "Only what was put first is counted", "“Coffee”"):
        assert said in figures


def test_what_is_stored_of_a_file_is_explained_before_it_is_chosen(begun):
    shown = text_of(begun.get(f"{TAKE}q/photo/"))
    assert "the place and the date inside it are taken out" in shown
    assert 'aria-describedby="photo-usual"' in shown
    assert 'accept="image/jpeg,image/png,image/webp,image/gif"' in shown
    assert 'enctype="multipart/form-data"' in shown
    welcome = text_of(begun.get(TAKE))
    assert "the files you give, without their name" in welcome


TOWNS = """
| settings | | | |
| | form_title | form_id | default_language |
| | Towns | towns | English (en) |

| survey | | | | | | |
| | type | name | label::English (en) | label::Français (fr) | choice_filter | constraint |
| | select_one region | region | Region? | Région ? | | |
| | select_one town | town | Town? | Ville ? | region = ${region} | |
| | select_multiple tool | tools | Tools? | Outils ? | | count-selected(.) < 2 |
| | geopoint | place | Place? | Lieu ? | | |

| choices | | | | |
| | list_name | name | label::English (en) | label::Français (fr) | region |
| | region | idf | Paris region | Île-de-France | |
| | region | bre | Brittany | Bretagne | |
| | town | paris | Paris | Paris-la-Grande | idf |
| | town | brest | Brest | Brest | bre |
| | tool | chat | A chatbot | Un agent conversationnel | |
| | tool | none | None | Aucun | |
"""


def test_people_see_the_words_of_choices_and_never_their_codes(client, today):
    make_study("towns", TOWNS)
    take = "/fr/take/towns/"
    client.post(take)
    client.post(f"{take}q/region/", {"region": "idf"})
    client.post(f"{take}q/town/", {"town": "paris"})
    client.post(f"{take}q/place/", {"place": "48,85 ; 2,35"})
    client.post(f"{take}q/region/", {"region": "bre"})  # Paris is offered no more

    review = client.get(f"{take}review/").text
    refused = client.post(f"{take}review/", {}).text
    both = client.post(f"{take}q/tools/", {"tools": ["chat", "none"]}).text

    assert "Paris-la-Grande" in review
    assert ">paris<" not in review
    assert "48.85, 2.35" in review
    assert "« Paris-la-Grande »" in refused.replace("\u00a0", " ").replace("\u202f", " ")
    assert "Un agent conversationnel, Aucun" in both
    assert "chat none" not in both


def test_a_file_that_is_not_taken_is_called_in_plain_words():
    """MZ opens a program of Windows; PK, an archive; BM, a picture as Windows keeps them."""
    said = {
        b"MZ" + bytes(300): "this file is a program,",
        b"PK\x03\x04" + bytes(300): "this file is an archive,",
        b"BM" + bytes(300): "this file is a picture in another format,",
    }
    for content, words in said.items():
        with pytest.raises(FileNotAccepted) as refused:
            sanitize_file(content, QuestionType.FILE, "Which?")
        assert words in str(refused.value)
        assert "application/" not in str(refused.value)


NOTED = """
| settings | | | |
| | form_title | form_id | default_language |
| | Titre du formulaire | noted | English (en) |

| survey | | | | | |
| | type | name | label::English (en) | label::Français (fr) | appearance |
| | note | told | Thank you for coming. | Merci d’être là. | |
| | begin group | both | | | field-list |
| | text | a | First? | Premièrement ? | |
| | text | b | Second? | Deuxièmement ? | |
| | end group | | | | |
"""


def test_a_page_that_the_form_gives_no_heading_has_one_in_the_language_of_its_reader(client, today):
    """The title of the form is in one language only, which no page says."""
    make_study("noted", NOTED)
    client.post("/en/take/noted/")

    note = client.get("/en/take/noted/q/told/").text
    both = client.get("/en/take/noted/q/both.block/").text

    assert "<h1>Please read</h1>" in note
    assert "<title>Please read" in note
    assert "<h1>Please answer</h1>" in both
    assert "Titre du formulaire" not in note + both
