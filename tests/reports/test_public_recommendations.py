"""What groups recommend, as everybody reads it: the door, each page, what is gone or went on."""

import re
from datetime import timedelta
from html import unescape
from uuid import uuid4

import pytest
from django.test import Client

from tests.recommendations.conftest import wall, walls  # noqa: F401 - fixtures
from tests.recommendations.factories import (
    ACT,
    ADDRESS,
    AGAINST,
    ANSWER,
    FOR,
    LANDMARK,
    MEMBERS,
    NONE_YET,
    NOW,
    PAUL,
    RECOMMENDATION,
    SALOME,
    SHORTER,
    add_card,
    amend,
    draft,
    make_open,
    make_published,
    speak,
)
from tests.reports.recommendation_factories import (
    WORDS,
    ArguedRecommendation,
    make_argued_recommendation,
    make_public_group,
    make_recommendation_on,
)
from tests.surveys.factories import make_member
from vecu.accounts.rules import Scope
from vecu.groups.actions import take_group_back
from vecu.groups.member_actions import add_group_member
from vecu.groups.models import LearningGroup
from vecu.recommendations.actions import (
    merge_recommendations,
    publish_recommendation,
    take_recommendation_back,
)
from vecu.recommendations.answers import (
    address_recommendation,
    answer_recommendation,
    make_answer_link,
)
from vecu.recommendations.content import BackingContent, EndReason
from vecu.recommendations.errors import GroupTakenBack
from vecu.recommendations.models import Recommendation, RecommendationAddress
from vecu.recommendations.positions import take_position
from vecu.recommendations.public_versions import list_published_statements
from vecu.recommendations.queries import list_public_recommendations

pytestmark = [pytest.mark.django_db, pytest.mark.data]
AGAIN = "To be discussed again."
REASON = EndReason({"en": "The law has changed."})


@pytest.fixture
def group() -> Scope:
    return make_public_group()


@pytest.fixture
def argued() -> ArguedRecommendation:
    return make_argued_recommendation()


def address(row: Recommendation, language: str = "en") -> str:
    return f"/{language}/recommended/{row.pk}/"


def text_of(response) -> str:
    """The words of a page's main part, without marks."""
    main = response.text.partition("<main")[2].partition("</main>")[0]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", main)).replace("\u00a0", " ").split())


def read(client: Client, row: Recommendation, language: str = "en") -> str:
    return text_of(client.get(address(row, language)))


# --- The door


def test_where_nothing_is_recommended_the_page_says_how_it_begins(client):
    page = text_of(client.get("/en/recommended/"))

    assert "No recommendation yet." in page
    assert "Five to thirty people" in page


def test_none_yet_stands_among_recommendations_and_landmarks_by_who_they_are_for(client, group):
    for content in (RECOMMENDATION, NONE_YET, LANDMARK):
        make_published(group, content)
    page = text_of(client.get("/fr/recommended/"))
    results, _heading, landmarks = page.partition("Repères")

    assert "Demander d’abord si un bus arrive." in results
    assert "Faut-il joindre les dossiers ?" in results
    assert "Groupe d’apprentissage du Val-de-Sève" in results
    assert "Pour : Service public de l’emploi Qui lit ce que la machine refuse ?" in landmarks


def test_what_is_no_longer_or_not_yet_published_stands_nowhere(client, group):
    draft(group)
    make_open(group)
    row = make_published(group)
    take_recommendation_back(row, REASON, revision=row.revision, **ACT)
    page = client.get("/en/recommended/").text

    assert "Ask first whether a bus comes." not in page
    assert "Learning group of the Val-de-Sève" in page


def test_the_first_page_counts_what_groups_came_to(client, group):
    make_member("ana")
    for content in (RECOMMENDATION, RECOMMENDATION, NONE_YET, LANDMARK):
        make_published(group, content)
    page = text_of(client.get("/en/"))

    counted = "2 recommendations, 1 checklist, 1 question without a recommendation yet. Each claim"
    assert counted in page


@pytest.mark.parametrize("many", [1, 6])
def test_queries_of_the_door_do_not_grow_with_recommendations(
    client, django_assert_num_queries, many
):
    group = make_public_group()
    for _each in range(many):
        for content in (RECOMMENDATION, NONE_YET, LANDMARK):
            make_published(group, content)

    with django_assert_num_queries(8):
        client.get("/en/recommended/")


def test_a_group_leads_to_what_it_came_to_and_to_nothing_of_another(client, group):
    slug = LearningGroup.objects.get(pk=group.id).slug
    page = f"/en/recommended/groups/{slug}/recommendations/"
    assert client.get(page).status_code == 404
    assert page not in client.get(f"/en/recommended/groups/{slug}/").text

    make_published(group, NONE_YET)
    make_published(make_public_group())
    assert f'href="{page}"' in client.get(f"/en/recommended/groups/{slug}/").text
    words = text_of(client.get(page))
    assert "Should files be joined?" in words
    assert "Ask first whether a bus comes." not in words


# --- One recommendation


def test_a_recommendation_is_read_with_all_that_was_argued(client, group):
    row = make_published(group)
    take_position(row, 1, speak(row, PAUL), AGAINST)
    page = read(client, row)

    for sentence in (
        "Ask first whether a bus comes.",
        "Learning group of the Val-de-Sève",
        "Alerts on cars take time.",
        "Nothing is cited for this: it is what the group holds.",
        "Direction of the service",
        "Two days of work a year.",
        "A tenth of a post at the desk of Sèvremont.",
        "One office, three months.",
        "What other offices do.",
        "For (1) The morning is lost to alerts.",
        "Against (1) The bus line will close anyway.",
        "First text.",
    ):
        assert sentence in page
    for name in MEMBERS:
        assert name not in page


def test_each_claim_is_one_link_from_its_evidence_which_everybody_reads_there(client, argued):
    page = client.get(argued.address(language="en")).text
    claims = re.findall(r'<li id="claim-.*?</li>\s*(?=<li id="claim|</ol>)', page, re.DOTALL)
    links = [re.findall(r'<a href="([^"]+)">', claim) for claim in claims]

    assert [len(each) for each in links] == [2, 2, 1, 0]
    for each in [one for found in links for one in found]:
        there, _hash, anchor = each.partition("#")
        shown = client.get(there)
        assert shown.status_code == 200, there
        assert not anchor or f'id="{anchor}"' in shown.text, each
    assert WORDS in client.get(links[0][0].partition("#")[0]).text


def test_words_that_were_withdrawn_are_gone_and_their_claim_is_to_be_argued_again(client, argued):
    assert AGAIN not in read(client, argued.row)

    argued.room.withdraw(WORDS)
    page = read(client, argued.row)
    assert WORDS not in page
    assert "Some of what is written is care." in page
    assert page.count(AGAIN) == 1
    assert "to be discussed again" in text_of(client.get("/en/recommended/"))


def test_reasons_for_and_against_have_the_same_space_and_the_others_are_folded(client, group):
    row = make_open(group)
    for number in range(3):
        add_group_member(
            LearningGroup.objects.get(pk=group.id), f"m{number}", MEMBERS[SALOME], **ACT
        )
        for_it = BackingContent(FOR.backing, {"en": f"Reason {number}."})
        take_position(row, 1, speak(row, f"m{number}"), for_it)
    take_position(row, 1, speak(row, PAUL), AGAINST)
    publish_recommendation(row, revision=row.revision, **ACT)
    page = read(client, row)

    assert re.search(r"For \(3\) Reason \d\. 2 more reasons Reason \d\. Reason \d\.", page)
    assert "Against (1) The bus line will close anyway." in page


def test_who_shows_their_name_is_named_with_their_college(client, group):
    row = make_published(group)
    against = BackingContent(AGAINST.backing, AGAINST.reason, name_public=True)
    take_position(row, 1, speak(row, PAUL), against)

    assert "The bus line will close anyway. Paul, managers" in read(client, row)


def test_an_addressee_is_waited_for_then_their_answer_stands_with_what_was_seen(client, argued):
    page = read(client, argued.row)

    for sentence in (
        "Addressed to: Direction of the service.",
        "answer requested by 31 January 2027.",
        "Accepted in part · Follow-up: under way",
        "For rural offers, from the summer on.",
        "Head of the service",
        "To be done by 30 June 2027.",
        "Under way Two offices ask the question.",
    ):
        assert sentence in page


def test_who_has_not_answered_is_waited_for_in_public(client, group):
    row = make_published(group)
    address_recommendation(row, ADDRESS, revision=row.revision, **ACT)

    assert "Answer awaited" in read(client, row)


@pytest.mark.parametrize(
    ("content", "sentences"),
    [
        (
            NONE_YET,
            [
                "here is what divides us",
                "Whether who refuses",
                "One year of a service",
                "What we know",
            ],
        ),
        (LANDMARK, ["Checklist · Employment service", "says what to look at", "What to look at"]),
    ],
)
def test_landmarks_and_none_yet_have_pages_of_their_kind(client, group, content, sentences):
    page = read(client, make_published(group, content))

    for sentence in sentences:
        assert sentence in page
    assert "What else the same money would pay for" not in page


# --- Versions, what went on, what was taken back


def test_versions_that_only_the_group_knows_are_left_out(client, group):
    row = make_published(group)
    amend(row)
    amend(row)
    assert "Says it in fewer words." not in read(client, row)

    row.refresh_from_db()
    take_position(row, 3, speak(row, SALOME), FOR)
    later = {"by": "lea", "now": NOW + timedelta(days=1)}
    publish_recommendation(row, revision=row.revision, **later)
    page = read(client, row)
    assert re.search(r"Version 3 · .*Says it in fewer words\. Version 1 · .*First text\.", page)
    assert "Version 2" not in page


def test_what_was_merged_leads_to_where_it_went_on_once_everybody_reads_that(client, group):
    merged, into = make_published(group), make_published(group)
    into = merge_recommendations(
        [merged],
        into,
        RECOMMENDATION,
        SHORTER,
        revisions={merged.pk: merged.revision, into.pk: into.revision},
        **ACT,
    )
    assert "This was merged into another one. Read the text it was merged into" in read(
        client, merged
    )
    assert "merged into another one" in text_of(client.get("/en/recommended/"))

    take_position(into, 2, speak(into, SALOME), FOR)
    publish_recommendation(into, revision=into.revision, **ACT)
    assert f'href="{address(merged)}"' in client.get(address(into)).text
    assert f'href="{address(into)}"' in client.get(address(merged)).text


def test_of_what_was_taken_back_only_the_reason_is_read(client, group):
    row = make_published(group)
    take_recommendation_back(row, REASON, revision=row.revision, **ACT)
    response = client.get(address(row))

    assert response.status_code == 410
    assert "The law has changed." in text_of(response)
    assert "Ask first whether a bus comes." not in response.text


def test_a_draft_has_no_public_page(client, group):
    for row in (draft(group), make_open(group)):
        assert client.get(address(row)).status_code == 404
    assert client.get(f"/en/recommended/{uuid4()}/").status_code == 404


def test_no_cache_keeps_it_and_no_cookie_is_set(client, argued):
    response = client.get(argued.address())

    assert response["Cache-Control"] == "no-store"
    assert not response.cookies


def test_a_group_of_a_demonstration_says_that_it_is_invented(client, argued):
    LearningGroup.objects.filter(pk=argued.group.id).update(fictional=True)

    assert (
        "Demonstration: everything here is invented." in client.get(argued.address("", "en")).text
    )


def test_what_a_group_recommends_is_taken_back_everywhere_with_the_group(client, argued):
    """Lists, first page, its page and files, cards, and the page of who is asked to answer."""
    statement = argued.row.versions.get(number=argued.row.published).statement["en"]
    asked = RecommendationAddress.objects.get()
    token = make_answer_link(asked, revision=asked.revision, **ACT)
    add_card(argued.group)
    group = LearningGroup.objects.get(pk=argued.group.id)
    page = f"/en/recommended/groups/{group.slug}/"
    lists = ("/en/", "/en/recommended/", f"{page}recommendations/")
    own = [argued.address(name, "en") for name in ("", "brief.pdf", "full.pdf")]
    cards = f"{page}suppliers/"
    answer = f"/en/recommended/answer/{token}/"
    shown = (*lists[1:], own[0], answer)
    assert [each for each in shown if statement not in client.get(each).text] == []
    assert all(client.get(each).status_code == 200 for each in (*own, cards))

    take_group_back(group, **ACT)

    hidden = (*lists, own[0], answer)
    assert [each for each in hidden if statement in client.get(each).text] == []
    assert {client.get(each).status_code for each in (*own, lists[-1], cards)} == {404}
    gone = client.get(answer)
    assert gone.status_code == 410
    assert "The group has taken back what it had published" in gone.text
    with pytest.raises(GroupTakenBack):
        answer_recommendation(token, ANSWER, answers_read=0, now=NOW)
    assert list_public_recommendations(NOW.date()) == []
    assert list_published_statements() == []


@pytest.mark.parametrize("many", [5, 50])
def test_queries_do_not_grow_with_evidence(client, django_assert_num_queries, many):
    row = make_recommendation_on(many)
    client.get(address(row))  # questionnaires are read once in a process

    with django_assert_num_queries(20):
        page = client.get(address(row)).text
    assert page.count("/en/findings/") >= many
