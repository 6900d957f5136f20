"""The pages of guides over HTTP: who may do what, what they show, what nobody is to see."""

import html
import re

import pytest
from django.urls import reverse

from tests.coding.factories import ACT, make_room
from tests.surveys.factories import make_member
from vecu.accounts.queries import list_audit
from vecu.accounts.rules import Role
from vecu.coding.actions import GuideText, PracticeText, create_guide, map_codes, retire_code
from vecu.coding.models import Guide, Quotation

pytestmark = [pytest.mark.django_db, pytest.mark.data]
GUIDES = "/en/studies/stories/coding/guides/"
TEXT = GuideText(
    "Good prompting",
    "en",
    "A vendor, 2023",
    [PracticeText("Be clear", "Say what you want."), PracticeText("Test")],
)


@pytest.fixture
def room():
    """Two people ask clearly, one twice; one does it by hand; one has limits only."""
    room = make_room(
        [{"strategy": "I say all."}, {"strategy": "Again."}],
        {"strategy": "I tell it more."},
        {"strategy": "By hand."},
        {"limit": "Cold."},
    )
    strategies, limits = room.code("Strategies"), room.code("Limits")
    room.orders = room.code("Orders", parent=strategies)
    room.hands = room.code("By hand", parent=strategies)
    cold = room.code("Cold", parent=limits)
    for words, code in (
        ("I say all.", room.orders),
        ("Again.", room.orders),
        ("I tell it more.", room.orders),
        ("By hand.", room.hands),
        ("Cold.", cold),
    ):
        room.codes("ana", words, code)
    room.guide = create_guide(room.codebook, TEXT, ACT)
    room.clear, room.test = room.guide.practices.all()
    map_codes(room.clear, [room.orders.id], ACT, revision=1)
    return room


@pytest.fixture
def lead(client, room):
    client.force_login(make_member("boss", room.study, Role.RESEARCHER))
    return client


def page_of(room):
    return reverse("coding:guide", args=("stories", room.guide.id))


def words_of(page):
    """Return what stands on a page, without tags, blanks as one."""
    return " ".join(html.unescape(re.sub("<[^>]+>", " ", page)).split())


def row_of(page, name):
    """Return the cells of the row whose head holds a name, in words."""
    for row in re.findall(r"<tr>.*?</tr>", page, re.DOTALL):
        cells = re.findall(r"<t[hd].*?</t[hd]>", row, re.DOTALL)
        if 'scope="row"' in cells[0] and name in cells[0]:
            return [words_of(cell) for cell in cells]
    raise LookupError(name)


def test_the_page_says_in_a_sentence_a_picture_and_a_table_what_people_mentioned(lead, room):
    page = lead.get(page_of(room)).text

    assert (
        "People reported 1 of the guide’s 2 practices. 1 code goes beyond the guide."
        in words_of(page)
    )
    assert row_of(page, "Be clear") == [
        "Be clear Say what you want.", "Orders Choose codes – Be clear", "3 – Be clear", "2",
    ]  # fmt: skip
    assert row_of(page, "Test")[-2:] == ["0", "0"]
    assert row_of(page, "By hand") == ["By hand", "1 – By hand", "1"]
    assert "Cold" not in page  # another branch than that of the mapped code
    assert page.count('role="img"') == 2


def test_no_share_of_people_is_printed_and_the_page_says_why(lead, room):
    page = words_of(lead.get(page_of(room)).text)

    assert "%" not in page
    assert "shares of a population cannot be read from them" in page
    assert "These counts come from 5 texts that all of their coders have finished." in page


def test_what_is_not_finished_by_all_coders_is_nowhere_on_the_page(lead, room):
    room.give("By hand.", "bea")  # a second coder, who has not finished
    page = words_of(lead.get(page_of(room)).text)

    assert "0 codes go beyond the guide" in page
    assert "1 more text is not finished yet." in page


def test_a_disagreement_left_open_is_reported_beside_the_count(lead, room):
    room.give("By hand.", "bea")
    room.codes("bea", "By hand.", room.orders)
    page = lead.get(page_of(room)).text

    assert row_of(page, "Be clear")[-1] == "2 +1 (at most 1 more)"
    assert row_of(page, "By hand")[-2:] == ["0", "0 +1 (at most 1 more)"]
    assert "Disagreements that nobody has settled are not counted." in words_of(page)


def test_the_texts_behind_a_count_are_read_with_their_codes_and_audited(lead, room):
    where = reverse("coding:guide-stories", args=("stories", room.guide.id))
    page = words_of(lead.get(f"{where}?line={room.clear.id}").text)

    assert "3 stories report it." in page
    assert "I say all." in page
    assert "By hand." not in page
    assert "May be quoted." in page
    event = list_audit(room.study.scope).filter(verb="read coded stories").get()
    said = ("I say all.", "I tell it more.")
    assert set(event.detail["answers"]) == {str(room.text(words).answer_id) for words in said}
    assert event.detail["codes"] == "Orders"
    beyond = words_of(lead.get(f"{where}?line={room.hands.id}").text)
    assert "By hand." in beyond
    assert "1 story reports it." in beyond


def test_looking_at_the_counts_is_audited(lead, room):
    lead.get(page_of(room))

    event = list_audit(room.study.scope).filter(verb="read figures").get()
    assert event.detail == {"guide": "Good prompting"}


def test_a_withdrawn_story_is_in_no_count(lead, room):
    room.withdraw("By hand.")

    assert "0 codes go beyond the guide" in words_of(lead.get(page_of(room)).text)


def test_only_a_released_quotation_stands_below_its_practice(lead, room):
    for words, released in (("I say all.", True), ("Again.", False)):
        text = room.text(words)
        Quotation.objects.create(
            verbatim=text,
            code=room.orders,
            text=words,
            proposed_by="ana",
            state="released" if released else "proposed",
        )
    cell = row_of(lead.get(page_of(room)).text, "Be clear")[0]

    assert "I say all." in cell
    assert "Again." not in cell


def test_a_ready_guide_begins_in_the_language_of_the_page(lead, room):
    lead.post("/fr/studies/stories/coding/guides/", {"ready": "prompting_2023_12"})

    guide = Guide.objects.exclude(pk=room.guide.pk).get()
    assert guide.language == "fr"
    assert guide.practices.first().name == "Écrire des consignes claires"
    assert lead.post(GUIDES, {"ready": "nothing"}).status_code == 404


def test_a_member_writes_a_guide_one_practice_a_line(lead, room):
    sent = {"name": " Ours ", "language": "en", "source": "Us", "practices": "One\n\n  Two  \n"}
    response = lead.post(GUIDES, sent)

    guide = Guide.objects.get(name="Ours")
    assert response.url == reverse("coding:change-guide", args=("stories", guide.id))
    assert [each.name for each in guide.practices.all()] == ["One", "Two"]


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"name": "Ours", "language": "en", "practices": " \n "},
        {"name": "Ours", "language": "xx", "practices": "One"},
        {"name": "Ours", "language": "en", "practices": "x" * 201},
        {"name": "a\x00b", "language": "en", "practices": "One"},
    ],
)
def test_a_guide_that_cannot_be_begun_says_why_and_keeps_what_was_typed(lead, room, sent):
    response = lead.post(GUIDES, sent)

    assert response.status_code == 422
    assert "There is a problem" in response.text
    assert sent.get("practices", "").strip() in response.text
    assert Guide.objects.count() == 1


def formset(room, **more):
    """Return what a browser sends for the guide as it stands."""
    sent = {
        "name": room.guide.name,
        "language": "en",
        "source": "A vendor, 2023",
        "revision": "1",
        "practice-TOTAL_FORMS": "3",
        "practice-INITIAL_FORMS": "2",
    }
    for number, each in enumerate((room.clear, room.test)):
        sent |= {
            f"practice-{number}-id": str(each.id),
            f"practice-{number}-name": each.name,
            f"practice-{number}-ORDER": str(number + 1),
        }
    return sent | {"practice-2-name": "", "practice-2-ORDER": ""} | more


def change(room):
    return reverse("coding:change-guide", args=("stories", room.guide.id))


def test_practices_are_renamed_added_moved_and_removed_in_one_form(lead, room):
    sent = formset(
        room,
        **{
            "practice-0-name": "Be very clear",
            "practice-0-ORDER": "9",
            "practice-1-DELETE": "on",
            "practice-2-name": "New",
            "practice-2-ORDER": "1",
        },
    )
    assert lead.post(change(room), sent).status_code == 302
    practices = [(each.name, each.codes.count()) for each in room.guide.practices.all()]
    assert practices == [("New", 0), ("Be very clear", 1)]


def test_a_practice_that_lost_its_name_is_requested_and_nothing_changes(lead, room):
    response = lead.post(change(room), formset(room, **{"practice-0-name": " "}))

    assert response.status_code == 422
    assert "Give the practice a name, or tick the box to remove it." in response.text
    assert room.guide.practices.count() == 2


def test_who_changes_a_guide_that_somebody_changed_meanwhile_sees_both(lead, room):
    Guide.objects.filter(pk=room.guide.pk).update(name="Their name", revision=2)
    response = lead.post(change(room), formset(room, name="My name"))

    assert response.status_code == 422
    page = words_of(response.text)
    assert "Somebody else has changed this guide in the meantime." in page
    assert "Their name" in page
    assert 'value="My name"' in response.text
    again = re.search(r'name="revision" value="(\d+)"', response.text)[1]
    assert lead.post(change(room), formset(room, name="My name", revision=again)).status_code == 302
    assert Guide.objects.get().name == "My name"


def test_a_form_that_was_tampered_with_is_refused_and_changes_nothing(lead, room):
    sent = formset(room) | {"practice-TOTAL_FORMS": "many"}

    assert lead.post(change(room), sent).status_code == 422
    assert room.guide.practices.count() == 2


def test_a_guide_is_removed_and_the_history_says_so(lead, room):
    remove = reverse("coding:remove-guide", args=("stories", room.guide.id))

    assert lead.post(remove, {"why": "Another edition."}).status_code == 302
    assert not Guide.objects.exists()
    history = words_of(lead.get("/en/studies/stories/coding/history/").text)
    assert "removed a guide Good prompting Another edition." in history
    assert lead.post(remove).status_code == 404


def mapping(practice):
    return reverse("coding:practice", args=("stories", practice.id))


def test_codes_are_ticked_for_a_practice_and_the_next_one_follows(lead, room):
    page = lead.get(mapping(room.clear)).text
    ticked = re.findall(r'value="([0-9a-f-]{36})" id="c-[^"]*" checked', page)
    assert ticked == [str(room.orders.id)]

    sent = {"revision": "2", "codes": [room.orders.id, room.hands.id], "next": "1", "why": "Both."}
    response = lead.post(mapping(room.clear), sent)
    assert response.url == mapping(room.test)
    assert set(room.clear.codes.all()) == {room.orders, room.hands}
    assert "Matches:" in lead.get(mapping(room.test)).text
    response = lead.post(mapping(room.test), {"revision": "1", "next": "1"})
    assert response.url == page_of(room)


def test_who_maps_what_somebody_mapped_meanwhile_sees_both(lead, room):
    response = lead.post(mapping(room.clear), {"revision": "1", "codes": [room.hands.id]})

    assert response.status_code == 422
    page = words_of(response.text)
    assert "Somebody else has changed this practice or its codes in the meantime." in page
    assert "Codes that match it now: Orders" in page
    assert re.findall(r'id="c-([0-9a-f-]{36})" checked', response.text) == [str(room.hands.id)]
    assert set(room.clear.codes.all()) == {room.orders}


@pytest.mark.parametrize("codes", [["nonsense"], ["00000000-0000-0000-0000-000000000001"]])
def test_a_code_that_is_not_offered_is_refused(lead, room, codes):
    response = lead.post(mapping(room.clear), {"revision": "2", "codes": codes})

    assert response.status_code == 422
    assert set(room.clear.codes.all()) == {room.orders}


def test_a_mapped_code_that_is_no_longer_offered_can_still_be_taken_off(lead, room):
    retire_code(room.orders, ACT)
    assert "no longer offered" in lead.get(mapping(room.clear)).text

    lead.post(mapping(room.clear), {"revision": "2"})
    assert not room.clear.codes.exists()
    assert f'id="c-{room.orders.id}"' not in lead.get(mapping(room.clear)).text


def test_coders_look_and_those_who_lead_map(client, room):
    client.force_login(room.users["ana"])

    assert client.get(page_of(room)).status_code == 200
    assert "Choose codes" not in client.get(page_of(room)).text
    assert client.get(mapping(room.clear)).status_code == 403
    assert client.post(mapping(room.clear), {"revision": "2"}).status_code == 403
    assert client.post(change(room), formset(room)).status_code == 403
    client.post(GUIDES, {"ready": "prompting_2023_12"})
    assert Guide.objects.count() == 1
    assert set(room.clear.codes.all()) == {room.orders}


def test_a_guide_of_another_study_is_not_there(lead, room):
    Guide.objects.all().delete()

    assert lead.get(page_of(room)).status_code == 404
    assert lead.get(mapping(room.clear)).status_code == 404


def test_a_lead_translates_a_guide_and_readers_of_the_other_language_see_it(lead, room):
    page = reverse("coding:change-guide", args=("stories", room.guide.id))
    fields = lead.get(page).context
    said = {
        **{name: value for name, value in fields["form"].initial.items() if value is not None},
        "name_fr": "Bien demander",
        "practice-TOTAL_FORMS": 2,
        "practice-INITIAL_FORMS": 2,
    }
    for number, practice in enumerate((room.clear, room.test)):
        said |= {
            f"practice-{number}-id": practice.id,
            f"practice-{number}-name": practice.name,
            f"practice-{number}-description": practice.description,
            f"practice-{number}-ORDER": number + 1,
        }
    said |= {"practice-0-name_fr": "Être clair", "practice-0-description_fr": "Dites tout."}

    assert lead.post(page, said).status_code == 302

    french = lead.get(page_of(room).replace("/en/", "/fr/")).text
    assert "Bien demander</h1>" in french
    assert row_of(french, "Être clair")[0].startswith("Être clair Dites tout.")
    assert (
        'lang="en" data-in="en anglais">Test</strong>' in french
    )  # a practice that has no French name
    again = lead.get(page).text
    assert 'value="Être clair"' in again
    assert 'value="Bien demander"' in again


def test_a_new_practice_with_a_translation_but_no_name_is_not_dropped(lead, room):
    page = reverse("coding:change-guide", args=("stories", room.guide.id))
    said = {
        "name": "G",
        "language": "en",
        "revision": 1,
        "practice-TOTAL_FORMS": 1,
        "practice-INITIAL_FORMS": 0,
        "practice-0-name_fr": "Essayer",
    }

    response = lead.post(page, said)

    assert response.status_code == 422
    assert "Give the practice a name" in response.text
    assert 'value="Essayer"' in response.text


def test_a_code_is_translated_on_its_page_and_named_in_the_language_of_the_reader(lead, room):
    page = reverse("coding:code", args=("stories", room.hands.id))

    lead.post(page, {"name": "By hand", "name_fr": "À la main", "revision": 1})

    assert 'value="À la main"' in lead.get(page).text
    assert "À la main</h1>" in lead.get(page.replace("/en/", "/fr/")).text
    assert row_of(lead.get(page_of(room).replace("/en/", "/fr/")).text, "À la main")
    assert row_of(lead.get(page_of(room)).text, "By hand")
    codebook = lead.get(reverse("coding:codebook", args=("stories",)).replace("/en/", "/fr/")).text
    assert ">À la main</a>" in codebook
    assert 'lang="en" data-in="en anglais">Orders</a>' in codebook
