"""Respondents' pages, as their browser sees them."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.surveys.conftest import TODAY
from tests.surveys.factories import describe_study, make_study
from vecu.surveys import actions
from vecu.surveys.models import Answer, BreakoffCount, Draft
from vecu.surveys.queries import find_current_fielding
from vecu.surveys.views import page_cache

pytestmark = [pytest.mark.django_db, pytest.mark.data]
TAKE = "/en/take/testimonies/"


def page(key: str) -> str:
    return f"{TAKE}q/{key}/"


def text_of(response) -> str:
    return response.content.decode()


@pytest.fixture
def begun(client, testimonies):
    """A browser that has begun."""
    client.post(TAKE)
    return client


def tell(client, **answers: str) -> None:
    for name, text in answers.items():
        key = name.replace("_", ".")
        assert client.post(page(key), {key: text}).status_code == 303


def send(client) -> str:
    """Send one story and return the receipt code."""
    tell(client, story_1_task="Write a report")
    return code_on(client.post(f"{TAKE}review/"))


def code_on(response) -> str:
    return re.search(r'class="code">([^<]+)<', text_of(response))[1]


# ── welcome ──


def test_the_page_to_take_part_lists_what_is_open(client, testimonies):
    shown = text_of(client.get("/en/take/"))

    assert "AI and your work" in shown
    assert "It takes 6 to 8 minutes." in shown
    assert "You do not use AI? Your story counts as much." in shown


def test_the_promise_stands_before_the_first_question_in_both_languages(client, testimonies):
    welcome = text_of(client.get(TAKE))
    for said in (
        "Anyone who has the link can answer",
        "nothing prevents a second answer",
        "IP address",
        "the time of day",
        "Your employer may see",
        "When you send, you get a code",
        "8 December 2026",
        "The trial laboratory",
    ):
        assert said in welcome, said
    assert "L’IA et votre travail" in text_of(client.get("/fr/take/testimonies/"))


def test_the_requirements_are_described_as_this_questionnaire_has_them(client, testimonies):
    """The testimonies ask one thing that must be answered; the small study asks nothing such."""
    make_study()

    asked, free = (" ".join(client.get(f"/en/take/{slug}/").text.split())
                   for slug in ("testimonies", "small"))  # fmt: skip

    assert "It takes 6 to 8 minutes." in asked
    assert "You can stop and come back." in asked
    assert "Optional questions are marked." in asked
    assert "It takes 1 to 2 minutes." in free
    assert "No question is compulsory" in free


def test_only_the_title_and_sixty_words_of_promise_stand_unfolded_before_the_start(
    client, testimonies
):
    """What a study writes may be long: it is in the part that unfolds, and prints unfolded."""
    above, _button, _below = text_of(client.get(TAKE)).partition('<button class="btn"')
    unfolded, _details, folded = above.partition('<details class="printed">')

    for words in ("AI and your work", "We do not ask who you are.", "Your story counts as much."):
        assert words in unfolded
    for words in ("Who asks:", "What we promise", "What we cannot protect you from", "GDPR"):
        assert words in folded
        assert words not in unfolded


def test_reading_the_welcome_page_sets_no_cookie_and_stores_nothing(client, testimonies):
    response = client.get(TAKE)
    assert not response.cookies
    assert not Draft.objects.exists()


def test_beginning_sets_one_cookie_that_no_script_can_read(client, testimonies, settings):
    response = client.post(TAKE)

    assert (response.status_code, response["Location"]) == (303, page("story.1.task"))
    (cookie,) = response.cookies.values()
    assert cookie.key == settings.DRAFT_COOKIE_NAME
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert cookie["path"] == "/"
    assert cookie["max-age"] == 15 * 86_400  # today and the fourteen days that follow


def test_over_https_the_cookie_is_secure(client, testimonies, settings):
    settings.HTTPS = True
    (cookie,) = client.post(TAKE).cookies.values()
    assert cookie["secure"]


def test_whom_to_call_stands_once_above_the_field_in_which_people_write(begun):
    page = begun.get("/en/take/testimonies/q/story.1.task/").content.decode()
    assert page.count("Nobody reads this text right away.") == 1
    assert page.index('href="tel:3114"') < page.index("<textarea")


def test_the_welcome_page_leads_back_to_a_draft(begun):
    tell(begun, story_1_task="Report")
    welcome = text_of(begun.get(TAKE))
    assert "Continue where you left off" in welcome
    assert page("story.1.goal") in welcome


# ── one thing per page ──


def test_a_question_is_the_heading_and_the_label_of_its_input(begun):
    shown = text_of(begun.get(page("story.1.task")))
    assert re.search(r'<h1>\s*<label for="story.1.task">\s*For which task', shown)
    assert 'aria-describedby="story.1.task-hint"' in shown
    assert "(optional)" not in shown
    assert re.search(
        r"get\? <small[^>]*>\(optional\)</small>", text_of(begun.get(page("story.1.goal")))
    )


def test_each_page_says_which_it_is_of_those_on_the_path(begun):
    """Another story has pages of its own: the total follows the answers."""

    def progress(key: str) -> list[int]:
        found = re.search(r'class="step">(\d+) of (\d+) ·', text_of(begun.get(page(key))))
        return [int(number) for number in found.groups()]

    first, last = progress("story.1.task"), progress("permission.quote")
    begun.post(page("story.more"), {"more": "yes"})

    assert first[0] == 1
    assert last[0] == last[1]
    assert progress("story.1.task")[1] > first[1]


def test_a_question_of_a_demonstration_says_that_all_is_invented(begun, testimonies):
    invented = "Demonstration: everything here is invented."
    assert invented not in text_of(begun.get(page("work.size")))

    testimonies.fictional = True
    testimonies.save()

    assert invented in text_of(begun.get(page("work.size")))


def test_an_answer_is_stored_and_leads_on_with_a_redirect(begun):
    response = begun.post(page("story.1.task"), {"story.1.task": "Write <b>a</b> report"})
    assert (response.status_code, response["Location"]) == (303, page("story.1.goal"))
    assert "Write &lt;b&gt;a&lt;/b&gt; report</textarea>" in text_of(
        begun.get(page("story.1.task"))
    )


def test_a_blank_required_answer_comes_back_with_what_to_do(begun):
    response = begun.post(page("story.1.task"), {"story.1.task": ""})
    shown = text_of(response)
    assert response.status_code == 422
    assert "<title>Error:" in shown
    assert 'role="alert"' in shown
    assert 'href="#story.1.task">Answer this question to continue.</a>' in shown
    assert 'aria-invalid="true"' in shown


def test_a_second_story_is_numbered_and_can_be_taken_back(begun):
    tell(begun, story_1_task="Report")
    begun.post(page("story.more"), {"more": "yes"})
    shown = text_of(begun.get(page("story.2.task")))
    assert "number 2" in shown
    assert 'name="remove" value="story[2]"' in shown

    response = begun.post(page("story.2.task"), {"remove": "story[2]", "story.2.task": ""})

    assert response["Location"] == page("story.more")
    assert Draft.objects.get().values["story"] == [{"task": "Report"}]


def test_a_second_tap_on_remove_leaves_the_story_that_moved_up(begun):
    """Without JavaScript nothing keeps a browser from sending the same form twice."""
    for number, task in enumerate(("First", "Second", "Third"), 1):
        begun.post(page(f"story.{number}.task"), {f"story.{number}.task": task})
        begun.post(page("story.more"), {"more": "yes" if number < 3 else "no"})
    form = r'name="among" value="(\d)"><button[^>]* name="remove" value="(story\[2\])"'
    among, removed = re.search(form, text_of(begun.get(f"{TAKE}review/"))).groups()

    for _tap in range(2):
        response = begun.post(f"{TAKE}review/", {"remove": removed, "among": among})
        assert response["Location"] == f"{TAKE}review/"
    assert Draft.objects.get().values["story"] == [{"task": "First"}, {"task": "Third"}]


def test_other_is_followed_by_its_own_page(begun):
    response = begun.post(page("work.sector"), {"work.sector": "other"})
    assert response["Location"] == page("work.sector_other")


def test_several_choices_are_stored_in_the_order_of_the_list(begun):
    begun.post(page("work.tools"), {"work.tools": ["mistral", "chatgpt"]})
    send(begun)
    assert Answer.objects.get().values["work"]["tools"] == "chatgpt mistral"


def test_another_language_keeps_the_answers_and_speaks_the_questionnaires_words(begun):
    tell(begun, story_1_task="Report")
    shown = text_of(begun.get("/fr/take/testimonies/q/story.1.task/"))
    assert "Pour quelle tâche" in shown
    assert "Report</textarea>" in shown


def test_no_page_may_be_cached(begun):
    for address in (TAKE, page("story.1.task"), f"{TAKE}review/", f"{TAKE}mine/"):
        assert begun.get(address)["Cache-Control"] == "no-store", address


def test_every_page_offers_the_quick_exit(begun):
    for address in (TAKE, page("story.1.task"), f"{TAKE}review/", f"{TAKE}mine/", f"{TAKE}resume/"):
        assert "data-exit" in text_of(begun.get(address)), address


def test_a_question_costs_one_read_and_an_answer_one_read_and_one_write(
    begun, django_assert_num_queries
):
    begun.get(page("work.size"))
    with django_assert_num_queries(1):
        begun.get(page("work.size"))
    with django_assert_num_queries(2):
        begun.post(page("work.size"), {"work.size": "under_10"})


def test_a_page_is_drawn_once_for_everybody_and_anew_for_whoever_has_answered_it(begun):
    begun.get(page("work.size"))
    kept = page_cache._drawn_once.cache_info().currsize
    begun.get(page("work.size"))
    assert page_cache._drawn_once.cache_info().currsize == kept

    begun.post(page("work.size"), {"work.size": "under_10"})
    assert 'value="under_10" checked' in text_of(begun.get(page("work.size")))
    begun.post(page("story.1.task"), {"story.1.task": " "})  # refused, with what to do
    tell(begun, story_1_task="Words of a person")
    assert "Words of a person" in text_of(begun.get(page("story.1.task")))
    assert page_cache._drawn_once.cache_info().currsize == kept


# ── review and sending ──


def test_the_review_shows_every_answer_with_a_way_to_change_it(begun):
    tell(begun, story_1_task="Report", work_sector="social_work")
    shown = text_of(begun.get(f"{TAKE}review/"))
    assert "Report" in shown
    assert "Social work" in shown
    assert f"{page('work.sector')}?then=review" in shown
    assert "Left blank" in shown


def test_a_change_returns_to_the_review(begun):
    response = begun.post(f"{page('work.size')}?then=review", {"work.size": "under_10"})
    assert response["Location"] == f"{TAKE}review/"


def test_sending_what_is_incomplete_says_which_page_to_go_to(begun):
    response = begun.post(f"{TAKE}review/")
    assert response.status_code == 422
    assert f'href="{page("story.1.task")}?then=review"' in text_of(response)
    assert not Answer.objects.exists()


def test_sending_shows_the_receipt_code_and_forgets_the_browser(begun, settings):
    tell(begun, story_1_task="Report")
    response = begun.post(f"{TAKE}review/")

    assert response.status_code == 200
    assert re.fullmatch(r"[A-Z2-9]{4}-[A-Z2-9]{4}-[A-Z2-9]{4}", code_on(response))
    assert response.cookies[settings.DRAFT_COOKIE_NAME].value == ""
    assert Answer.objects.get().day == TODAY


def test_sending_again_after_the_cookie_is_gone_shows_the_same_code(begun):
    tell(begun, story_1_task="Report")
    token = re.search(r'name="token" value="(\w+)"', text_of(begun.get(f"{TAKE}review/")))[1]

    first = begun.post(f"{TAKE}review/", {"token": token})
    again = begun.post(f"{TAKE}review/", {"token": token})

    assert code_on(first) == code_on(again)
    assert Answer.objects.count() == 1


def test_a_reload_of_the_thanks_does_not_send_a_second_draft_begun_since(begun):
    tell(begun, story_1_task="First")
    token = re.search(r'name="token" value="(\w+)"', text_of(begun.get(f"{TAKE}review/")))[1]
    first = begun.post(f"{TAKE}review/", {"token": token})
    begun.post(TAKE)
    tell(begun, story_1_task="Second")

    again = begun.post(f"{TAKE}review/", {"token": token})

    assert code_on(again) == code_on(first)
    assert Draft.objects.count() == 1
    assert begun.get(page("story.1.goal")).status_code == 200


def test_without_a_draft_the_page_says_how_to_go_on_and_shows_what_was_typed(client, testimonies):
    response = client.post(page("story.1.task"), {"story.1.task": "My long story"})
    shown = text_of(response)
    assert response.status_code == 410
    assert "My long story" in shown
    assert reverse("surveys:resume", args=("testimonies",)).rpartition("take")[2] in shown


def test_what_is_typed_on_a_question_that_is_no_longer_relevant_is_displayed_again(begun):
    """Two tabs stand on the second story: one takes it out, in the other it is being told."""
    tell(begun, story_1_task="Report")
    begun.post(page("story.more"), {"more": "yes"})
    begun.post(page("story.2.task"), {"remove": "story[2]", "story.2.task": ""})

    response = begun.post(page("story.2.task"), {"story.2.task": "My <long> story"})

    shown = text_of(response)
    assert response.status_code == 404
    assert "This question is not asked" in shown
    assert "<blockquote>My &lt;long&gt; story</blockquote>" in shown
    assert f'href="{TAKE}review/"' in shown
    assert "blockquote" not in text_of(begun.get(page("story.2.task")))


# ── several inquiries in one browser ──

OTHER = "/en/take/small/"


@pytest.fixture
def both(begun):
    """A browser that has written in one study, then begun another and written there."""
    tell(begun, story_1_task="Report")
    make_study()
    begun.post(OTHER)
    begun.post(f"{OTHER}q/story.1.task/", {"story.1.task": "Sort mail"})
    return begun


def tokens_in(client, settings) -> list[str]:
    return client.cookies[settings.DRAFT_COOKIE_NAME].value.split(".")


def test_what_was_begun_first_is_still_there_after_beginning_another_inquiry(both):
    assert "Report" in text_of(both.get(page("story.1.task")))
    assert "You have answers in this browser" in text_of(both.get(TAKE))
    assert "Sort mail" in text_of(both.get(f"{OTHER}q/story.1.task/"))
    assert "Sort mail" in text_of(both.get("/fr/take/small/q/story.1.task/"))


def test_the_cookie_is_still_one_and_names_no_inquiry(both, settings):
    assert set(both.cookies) == {settings.DRAFT_COOKIE_NAME}
    assert re.fullmatch(r"[0-9a-f]{64}\.[0-9a-f]{64}", both.cookies["draft"].value)
    assert both.cookies["draft"]["path"] == "/"


def test_leaving_at_once_takes_what_was_written_in_every_inquiry(both, settings):
    response = both.get(f"{OTHER}leave/")
    assert response.cookies[settings.DRAFT_COOKIE_NAME].value == ""
    assert not Draft.objects.exists()
    assert {left.page for left in BreakoffCount.objects.all()} == {"story.1.goal", "story.1.kind"}


def test_sending_one_leaves_the_other_where_it_was(both, settings):
    response = both.post(f"{TAKE}review/", {"token": tokens_in(both, settings)[0]})
    assert code_on(response)
    assert len(tokens_in(both, settings)) == 1
    assert both.get(page("story.1.task")).status_code == 410
    assert "Sort mail" in text_of(both.get(f"{OTHER}q/story.1.task/"))

    both.post(f"{OTHER}review/", {"token": tokens_in(both, settings)[0]})
    assert both.cookies[settings.DRAFT_COOKIE_NAME].value == ""


def test_starting_again_replaces_the_draft_of_that_inquiry_only(both, settings):
    both.post(OTHER)
    assert Draft.objects.count() == len(tokens_in(both, settings)) == 2
    assert "Report" in text_of(both.get(page("story.1.task")))


def test_forgetting_one_inquiry_says_that_the_browser_still_holds_another(both):
    both.post(f"{OTHER}save/")
    shown = text_of(both.post(f"{OTHER}save/", {"forget": "yes"}))
    assert "This browser has forgotten these answers" in shown
    assert "It still leads to answers to another inquiry" in shown
    assert both.get(f"{OTHER}q/story.1.task/").status_code == 410
    assert "Report" in text_of(both.get(page("story.1.task")))


def test_the_cookie_lives_as_long_as_the_draft_that_is_stored_longest(both, settings, monkeypatch):
    monkeypatch.setattr(timezone, "localdate", lambda: TODAY + timedelta(4))
    both.post(OTHER)
    assert both.cookies[settings.DRAFT_COOKIE_NAME]["max-age"] == 15 * 86_400
    token = tokens_in(both, settings)[-1]
    both.post(f"{OTHER}review/", {"token": token})
    assert both.cookies[settings.DRAFT_COOKIE_NAME]["max-age"] == 11 * 86_400


def test_a_page_costs_one_more_read_where_two_inquiries_are_on_their_way(
    both, django_assert_num_queries
):
    both.get(page("story.1.task"))
    with django_assert_num_queries(2):
        both.get(page("story.1.task"))


# ── coming back, reading, withdrawing, leaving ──


def test_finishing_later_keeps_what_was_typed_and_shows_a_code_and_a_date(begun):
    tell(begun, story_1_task="Report")
    response = begun.post(f"{TAKE}save/?page=story.1.goal", {"story.1.goal": "Half a sentence"})
    assert response.status_code == 200
    assert "8 December 2026" in text_of(response)
    assert Draft.objects.get().values["story"][0]["goal"] == "Half a sentence"
    assert code_on(response) not in str(Draft.objects.values())


def test_finishing_later_does_not_ask_for_what_is_required(begun):
    response = begun.post(f"{TAKE}save/?page=story.1.task", {"story.1.task": ""})
    assert response.status_code == 200


def test_finishing_later_from_a_page_with_a_mistake_says_so_and_keeps_it(begun):
    response = begun.post(f"{TAKE}save/?page=work.size", {"work.size": "huge"})
    assert response.status_code == 422
    assert Draft.objects.get().resume is None
    # Continue, on the page that shows the mistake, goes on: it does not save once more.
    assert f'action="{page("work.size")}"' in text_of(response)


def test_a_browser_can_be_made_to_forget_and_the_code_still_leads_back(begun, new_browser):
    tell(begun, story_1_task="Report")
    code = code_on(begun.post(f"{TAKE}save/"))
    begun.post(f"{TAKE}save/", {"forget": "yes"})
    assert begun.get(page("story.1.goal")).status_code == 410

    other = new_browser()
    response = other.post(f"{TAKE}resume/", {"code": f" {code.lower().replace('-', ' ')} "})

    assert (response.status_code, response["Location"]) == (303, page("story.1.goal"))
    assert "Report" in text_of(other.get(page("story.1.task")))


def test_the_address_of_saving_leads_back_to_the_page_when_it_is_only_read(begun):
    assert begun.get(f"{TAKE}save/")["Location"] == page("story.1.task")


def test_a_receipt_code_shows_what_was_sent_and_withdraws_it_once_confirmed(begun, new_browser):
    code = send(begun)
    other = new_browser()

    assert "Write a report" in text_of(other.post(f"{TAKE}mine/", {"code": code}))
    asked = other.post(f"{TAKE}mine/", {"code": code, "withdraw": "ask"})
    assert "Withdraw your answers?" in text_of(asked)
    assert "Figures already published stay public. Your sentences that were quoted" in text_of(
        asked
    )
    assert Answer.objects.exists()

    done = other.post(f"{TAKE}mine/", {"code": code, "withdraw": "yes"})
    assert "withdrawn" in text_of(done)
    assert not Answer.objects.exists()
    assert other.post(f"{TAKE}mine/", {"code": code}).status_code == 403


def test_two_withdrawals_at_once_both_say_that_it_is_done(begun, monkeypatch):
    """The second one finds the answer, and the first one erases it before the second can."""
    code = send(begun)

    def second(code, slug):
        actions.withdraw_answer(code, slug)
        actions.withdraw_answer(code, slug)

    monkeypatch.setattr("vecu.surveys.views.resume_and_receipt.withdraw_answer", second)
    done = begun.post(f"{TAKE}mine/", {"code": code, "withdraw": "yes"})

    assert done.status_code == 200
    assert "withdrawn" in text_of(done)
    assert not Answer.objects.exists()


def test_the_code_of_a_draft_does_not_read_an_answer_nor_the_reverse(begun):
    resume = code_on(begun.post(f"{TAKE}save/"))
    assert begun.post(f"{TAKE}mine/", {"code": resume}).status_code == 403
    receipt = send(begun)
    assert begun.post(f"{TAKE}resume/", {"code": receipt}).status_code == 403


def test_the_quick_exit_drops_draft_and_cookie_and_goes_elsewhere(begun, settings):
    tell(begun, story_1_task="Report")
    response = begun.get(f"{TAKE}leave/")

    assert (response.status_code, response["Location"]) == (302, settings.QUICK_EXIT_URL)
    assert response.cookies[settings.DRAFT_COOKIE_NAME].value == ""
    assert not Draft.objects.exists()
    assert BreakoffCount.objects.get().page == "story.1.goal"


@pytest.mark.parametrize("headers", [{"Sec-Fetch-Site": "cross-site"}, {"Sec-Purpose": "prefetch"}])
def test_neither_another_site_nor_a_browser_reading_ahead_can_drop_a_draft(begun, headers):
    begun.get(f"{TAKE}leave/", headers=headers)
    assert Draft.objects.exists()


# ── the door ──


def test_an_inquiry_in_preparation_is_not_there(client, drafted):
    assert client.get(TAKE).status_code == 404
    assert client.post(TAKE).status_code == 404


def test_one_that_is_not_open_yet_says_when(client, drafted):
    fielding = find_current_fielding(drafted, TODAY)
    actions.open_fielding(fielding, today=TODAY, opens=TODAY + timedelta(7))
    response = client.get(TAKE)
    assert response.status_code == 403
    assert "1 December 2026" in text_of(response)


def test_a_closed_one_takes_nobody_but_lets_those_who_began_finish(begun, testimonies, new_browser):
    tell(begun, story_1_task="Report")
    actions.close_fielding(find_current_fielding(testimonies, TODAY), today=TODAY)

    assert new_browser().get(TAKE).status_code == 410
    assert new_browser().post(TAKE).status_code == 410
    assert "you can still send until 8 December 2026" in text_of(begun.get(TAKE))
    assert "8 December 2026" in text_of(begun.get(f"{TAKE}review/"))
    assert begun.post(f"{TAKE}review/").status_code == 200


def test_a_paused_one_keeps_the_draft_and_what_is_typed(begun, testimonies):
    tell(begun, story_1_task="Report")
    actions.pause_fielding(find_current_fielding(testimonies, TODAY))

    response = begun.post(page("story.1.goal"), {"story.1.goal": "Faster"}, follow=True)

    assert response.status_code == 403
    assert "What you wrote is kept until 8 December 2026" in text_of(response)
    assert Draft.objects.get().values["story"][0]["goal"] == "Faster"
    assert begun.post(f"{TAKE}review/").status_code == 403
    assert begun.post(TAKE).status_code == 403


def test_a_draft_past_its_date_is_gone(begun, monkeypatch):
    monkeypatch.setattr(timezone, "localdate", lambda: TODAY + timedelta(15))
    assert begun.get(page("story.1.task")).status_code == 410


def test_a_foreign_questionnaire_is_marked_as_such_on_the_page(client, drafted, db):
    """A questionnaire that speaks only German is shown in German on an English page."""
    workbook = (
        "| settings |\n| | form_title | form_id | default_language |\n| | F | f | Deutsch (de) |\n"
        "| survey |\n| | type | name | label::Deutsch (de) |\n| | text | job | Ihr Beruf? |\n"
    )
    about = describe_study({"de": "Umfrage"})
    study = actions.create_study("umfrage", about, workbook=workbook.encode(), workbook_name="f.md")
    actions.open_fielding(find_current_fielding(study, TODAY), today=TODAY)
    first = client.post("/en/take/umfrage/")["Location"]
    assert 'lang="de">Ihr Beruf?' in text_of(client.get(first))
