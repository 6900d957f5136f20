"""Actions on studies and answers, without any page."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from tests.surveys.conftest import TODAY, WORKBOOK
from tests.surveys.factories import NOON, describe_study
from vecu.credentials import parse_code
from vecu.questionnaires import WorkbookRefused
from vecu.surveys import actions
from vecu.surveys.actions import (
    AnswersRefused,
    DraftNotFound,
    NextPage,
    NotOpen,
    PageNotFound,
    PageRefused,
    ReturnTo,
    SlugRefused,
    SlugTaken,
    StateRefused,
    StudyInfo,
    UnknownCode,
    drafts,
)
from vecu.surveys.models import Answer, BreakoffCount, Draft, Study
from vecu.surveys.queries import (
    RespondentContext,
    StudyNotFound,
    find_answer,
    find_current_fielding,
    find_draft,
    get_availability,
    get_questionnaire,
    get_study,
    list_open_fieldings,
)
from vecu.surveys.queries.data_protection import get_promise_facts
from vecu.surveys.rules import REVIEW, AvailabilityStatus, FieldingState, Mode

pytestmark = [pytest.mark.django_db, pytest.mark.data]
NOBODY = RespondentContext(slug="testimonies", token="", language="en", today=TODAY)


@pytest.fixture
def visit(testimonies) -> RespondentContext:
    """A respondent who has begun."""
    token, _draft = actions.start_draft(find_current_fielding(testimonies, TODAY), NOBODY)
    return replace(NOBODY, token=token)


def save_answers(visit: RespondentContext, **answers: str) -> None:
    """Save one page for each answer; story.1.task is written story_1_task."""
    for name, text in answers.items():
        key = name.replace("_", ".")
        actions.save_page(visit, key, {key: [text]})


# ── inquiries ──


def test_a_new_study_is_in_preparation_and_nobody_can_begin(drafted):
    fielding = find_current_fielding(drafted, TODAY)

    assert fielding.state == FieldingState.DRAFT
    with pytest.raises(NotOpen):
        actions.start_draft(fielding, NOBODY)
    assert list_open_fieldings(TODAY) == []


@pytest.mark.parametrize(
    "name", ["", "a b", "a/../b", "été", "a\x00", "x" * 51, "A", "a_b", "-", "a-"]
)
def test_a_name_that_cannot_end_an_address_is_refused(db, name):
    """Such a study would make every page fail that links to it."""
    with pytest.raises(SlugRefused):
        actions.create_study(name, StudyInfo(title={}), workbook=b"", workbook_name="")
    assert not Study.objects.exists()


def test_a_second_study_of_the_same_name_is_refused(drafted):
    about = StudyInfo(title={"en": "Other"})
    with pytest.raises(SlugTaken, match="testimonies"):
        actions.create_study(
            "testimonies", about, workbook=WORKBOOK.read_bytes(), workbook_name="a.md"
        )


def test_a_workbook_that_cannot_be_read_leaves_no_study(db):
    with pytest.raises(WorkbookRefused):
        actions.create_study("broken", StudyInfo(title={}), workbook=b"no", workbook_name="a.xlsx")
    assert not Study.objects.exists()


def test_an_unknown_study_is_named(db):
    with pytest.raises(StudyNotFound, match="nothing-here"):
        get_study("nothing-here")


def test_a_new_version_is_used_only_by_what_has_not_opened(testimonies):
    opened = find_current_fielding(testimonies, TODAY)
    asked = opened.version_id

    version = actions.publish_version(
        testimonies, workbook=WORKBOOK.read_bytes(), workbook_name="two.md"
    )

    assert version.number == 2
    opened.refresh_from_db()
    assert opened.version_id == asked


def test_opening_pausing_and_closing_follow_the_states_that_may_follow(drafted):
    fielding = find_current_fielding(drafted, TODAY)
    with pytest.raises(StateRefused, match="in preparation"):
        actions.pause_fielding(fielding)

    actions.open_fielding(fielding, today=TODAY, closes=TODAY)
    actions.pause_fielding(fielding)
    actions.close_fielding(fielding, today=TODAY)
    actions.open_fielding(fielding, today=TODAY)

    fielding.refresh_from_db()
    # 14 days before 31 December 2099, until when answers are kept
    assert (fielding.state, fielding.closes) == (FieldingState.OPEN, date(2099, 12, 17))


def test_closing_sets_the_last_day_also_of_the_waves_before(testimonies):
    first = testimonies.fieldings.get()
    later = TODAY + timedelta(5)
    second = testimonies.fieldings.create(version=first.version, wave=2, mode=Mode.OPEN)

    actions.open_fielding(second, today=later)
    actions.close_fielding(second, today=later + timedelta(1))

    found = testimonies.fieldings.order_by("wave").values_list("state", "closes")
    assert list(found) == [
        (FieldingState.CLOSED, later),
        (FieldingState.CLOSED, later + timedelta(1)),
    ]


def test_the_public_link_never_leads_to_imported_answers(testimonies):
    actions.ensure_import_fielding(testimonies)
    assert find_current_fielding(testimonies, TODAY).mode == Mode.OPEN


def test_a_questionnaire_is_read_once_for_each_version(testimonies):
    version = testimonies.versions.get()
    assert get_questionnaire(version) is get_questionnaire(version)


# ── answering ──


def test_only_fingerprints_of_the_token_are_stored(visit):
    draft = Draft.objects.get()
    assert len(visit.token) == 64
    assert visit.token not in str(vars(draft))
    assert find_draft(visit) == draft


def test_a_saved_page_leads_to_the_next_one(visit):
    step = actions.save_page(visit, "story.1.task", {"story.1.task": ["Write a report"]})

    assert step == NextPage("story.1.goal")
    draft = find_draft(visit)
    assert draft.values["story"][0]["task"] == "Write a report"
    assert draft.page == "story.1.goal"


def test_a_required_answer_left_blank_is_refused_and_nothing_is_stored(visit):
    with pytest.raises(PageRefused) as refused:
        actions.save_page(visit, "story.1.task", {"story.1.task": ["  "]})

    assert [problem.path for problem in refused.value.problems] == ["/data/story[1]/task"]
    assert find_draft(visit).page == "story.1.task"


def test_a_person_who_puts_the_page_aside_may_leave_it_blank(visit):
    step = actions.save_page(visit, "story.1.task", {}, leniently=True)
    assert step == NextPage("story.1.task")


def test_only_the_problems_of_the_page_itself_stop_it(visit):
    """The task is required and still blank: that is for its own page and for the end."""
    assert actions.save_page(visit, "work.known", {"work.known": ["yes"]}).key == "work.known_why"


def test_the_inputs_of_another_page_change_nothing(visit):
    save_answers(visit, story_1_goal="Go faster")
    with pytest.raises(PageRefused, match="another page"):
        actions.save_page(visit, "story.1.goal", {"work.sector": ["health"]})
    assert find_draft(visit).values["story"][0]["goal"] == "Go faster"


def test_a_page_of_a_story_that_does_not_exist_is_gone(visit):
    with pytest.raises(PageNotFound):
        actions.save_page(visit, "story.7.task", {"story.7.task": ["x"]})


def test_yes_adds_a_story_and_no_goes_on(visit):
    assert actions.save_page(visit, "story.more", {"more": ["no"]}).key == "work.occupation"
    assert actions.save_page(visit, "story.more", {"more": ["yes"]}).key == "story.2.task"
    assert len(find_draft(visit).values["story"]) == 2


def test_two_tabs_that_save_at_the_same_moment_both_keep_what_they_sent(visit, monkeypatch):
    """The other tab saves after this one has read the draft and before it writes."""
    alone = drafts.check_page

    def while_the_other_tab_saves(*what, **how):
        monkeypatch.setattr(drafts, "check_page", alone)
        save_answers(visit, work_occupation="Nurse")
        return alone(*what, **how)

    monkeypatch.setattr(drafts, "check_page", while_the_other_tab_saves)
    save_answers(visit, story_1_task="Report")

    values = find_draft(visit).values
    assert values["story"][0]["task"] == "Report"
    assert values["work"]["occupation"] == "Nurse"


def test_a_draft_sent_by_another_tab_before_this_one_writes_is_gone(visit, monkeypatch):
    save_answers(visit, story_1_task="Report")
    alone = drafts.check_page

    def while_the_other_tab_sends(*what, **how):
        monkeypatch.setattr(drafts, "check_page", alone)
        actions.submit_draft(visit)
        return alone(*what, **how)

    monkeypatch.setattr(drafts, "check_page", while_the_other_tab_sends)
    with pytest.raises(DraftNotFound):
        save_answers(visit, work_occupation="Nurse")
    assert Answer.objects.get().values == {"story": [{"task": "Report"}]}


@pytest.mark.parametrize("texts", [[], ["perhaps"], ["yes", "no"]])
def test_another_story_is_offered_with_yes_or_no(visit, texts):
    with pytest.raises(PageRefused, match="yes or no"):
        actions.save_page(visit, "story.more", {"more": texts} if texts else {})


def test_stories_stop_at_twenty(visit):
    for _story in range(19):
        actions.save_page(visit, "story.more", {"more": ["yes"]})

    assert len(find_draft(visit).values["story"]) == 20
    with pytest.raises(PageNotFound):
        actions.save_page(visit, "story.more", {"more": ["yes"]})


def test_a_story_can_be_taken_out_but_never_the_only_one(visit):
    save_answers(visit, story_1_task="First")
    actions.save_page(visit, "story.more", {"more": ["yes"]})
    save_answers(visit, story_2_task="Second")

    assert actions.remove_story(visit, "story", 1) == NextPage("story.more")
    assert find_draft(visit).values["story"] == [{"task": "Second"}]
    with pytest.raises(PageNotFound):
        actions.remove_story(visit, "story", 1)


def test_a_change_from_the_review_returns_to_it(visit):
    step = actions.save_page(visit, "work.size", {"work.size": ["under_10"]}, then=ReturnTo.REVIEW)
    assert step == NextPage(REVIEW)


def test_a_change_that_raises_a_question_leads_to_it_first(visit):
    step = actions.save_page(visit, "work.known", {"work.known": ["no"]}, then=ReturnTo.REVIEW)
    assert step == NextPage("work.known_why", ReturnTo.REVIEW)


def test_a_story_added_from_the_review_is_completed_before_returning(visit):
    step = actions.save_page(visit, "story.more", {"more": ["yes"]}, then=ReturnTo.REVIEW)
    assert step == NextPage("story.2.task", ReturnTo.STORY)

    keys = []
    while step.key != REVIEW:
        keys.append(step.key)
        text = "Told" if step.key.endswith("task") else ""
        step = actions.save_page(visit, step.key, {step.key: [text]}, then=step.then)

    assert keys == [
        f"story.2.{name}"
        for name in ("task", "goal", "value", "limit", "strategy", "keep", "kind", "weight")
    ]


def test_the_language_of_the_address_keeps_the_answers(visit):
    save_answers(visit, story_1_task="Write a report")
    save_answers(replace(visit, language="fr"), story_1_goal="Aller plus vite")

    draft = find_draft(visit)
    assert draft.language == "fr"
    assert draft.values["story"] == [{"task": "Write a report", "goal": "Aller plus vite"}]


# ── sending ──


def test_sending_keeps_the_day_and_drops_the_draft(visit):
    save_answers(visit, story_1_task="Write a report")
    code = actions.submit_draft(visit)

    answer = Answer.objects.get()
    assert (answer.day, answer.language) == (TODAY, "en")
    assert answer.values == {"story": [{"task": "Write a report"}]}
    assert parse_code(code) == code
    assert not Draft.objects.exists()
    assert find_answer(code, "testimonies") == answer


def test_sending_twice_keeps_one_answer_and_shows_the_same_code(visit):
    save_answers(visit, story_1_task="Write a report")
    assert actions.submit_draft(visit) == actions.submit_draft(visit)
    assert Answer.objects.count() == 1


def test_sending_checks_everything_again(visit):
    with pytest.raises(AnswersRefused) as refused:
        actions.submit_draft(visit)
    assert [problem.path for problem in refused.value.problems] == ["/data/story[1]/task"]
    assert find_draft(visit) is not None


def test_what_a_change_has_made_irrelevant_is_dropped_when_sending(visit):
    save_answers(visit, story_1_task="Report", work_known="no")
    actions.save_page(visit, "work.known_why", {"work.known_why": ["Fear"]})
    save_answers(visit, work_known="unsure")

    assert find_draft(visit).values["work"] == {"known": "unsure", "known_why": "Fear"}
    actions.submit_draft(visit)
    assert Answer.objects.get().values["work"] == {"known": "unsure"}


def test_a_draft_begun_before_the_close_may_be_sent_and_one_of_a_paused_inquiry_waits(
    visit, testimonies
):
    save_answers(visit, story_1_task="Report")
    fielding = find_current_fielding(testimonies, TODAY)
    actions.pause_fielding(fielding)
    with pytest.raises(NotOpen):
        actions.submit_draft(visit)
    assert find_draft(visit) is not None

    actions.close_fielding(fielding, today=TODAY)
    actions.submit_draft(visit)
    assert Answer.objects.count() == 1


def test_a_token_that_was_never_given_sends_nothing(testimonies):
    for token in ("", "0" * 64):
        with pytest.raises(DraftNotFound):
            actions.submit_draft(replace(NOBODY, token=token))


def test_withdrawing_deletes_the_answer_whatever_the_state(visit, testimonies):
    save_answers(visit, story_1_task="Report")
    code = actions.submit_draft(visit)
    actions.close_fielding(find_current_fielding(testimonies, TODAY), today=TODAY)

    actions.withdraw_answer(code, "testimonies")

    assert not Answer.objects.exists()
    with pytest.raises(UnknownCode):
        actions.withdraw_answer(code, "testimonies")


# ── coming back, leaving ──


def test_a_resume_code_gives_the_draft_to_a_new_browser_and_voids_the_old_token(visit):
    save_answers(visit, story_1_task="Report")
    code, _draft = actions.set_resume_code(visit)

    token, draft = actions.resume_draft(NOBODY, code)

    assert draft.page == "story.1.goal"
    assert find_draft(visit) is None
    assert find_draft(replace(visit, token=token)).values["story"][0]["task"] == "Report"
    actions.resume_draft(NOBODY, code)


def test_a_second_resume_code_voids_the_first(visit):
    first, _draft = actions.set_resume_code(visit)
    actions.set_resume_code(visit)
    with pytest.raises(UnknownCode):
        actions.resume_draft(NOBODY, first)


def test_leaving_drops_the_draft_and_counts_the_page(visit):
    save_answers(visit, story_1_task="Report")
    actions.discard_drafts([visit.token])

    assert not Draft.objects.exists()
    assert [(left.page, left.people) for left in BreakoffCount.objects.all()] == [
        ("story.1.goal", 1)
    ]


def test_leaving_keeps_a_draft_that_a_code_leads_back_to(visit):
    code, _draft = actions.set_resume_code(visit)
    actions.discard_drafts([visit.token])
    assert not BreakoffCount.objects.exists()
    actions.resume_draft(NOBODY, code)


def test_expired_drafts_are_purged_and_counted_on_the_day_after_their_last(visit):
    last = find_draft(visit).expires
    assert actions.purge_drafts(last) == 0
    assert actions.purge_drafts(last + timedelta(1)) == 1
    assert BreakoffCount.objects.get().page == "story.1.task"


def test_an_expired_draft_cannot_be_found_before_it_is_purged(visit):
    late = replace(visit, today=find_draft(visit).expires + timedelta(1))
    assert find_draft(late) is None


def test_beginning_purges_what_has_expired(visit, testimonies):
    later = replace(NOBODY, today=TODAY + timedelta(30))
    actions.start_draft(find_current_fielding(testimonies, later.today), later)
    assert BreakoffCount.objects.get().people == 1
    assert Draft.objects.count() == 1


def test_beginning_anew_drops_what_this_browser_had_begun(visit, testimonies):
    actions.start_draft(find_current_fielding(testimonies, TODAY), visit)
    assert Draft.objects.count() == 1


def test_answers_are_deleted_the_day_after_the_one_until_which_they_were_promised(testimonies):
    testimonies.retained_until = TODAY
    testimonies.save()
    fielding = actions.ensure_import_fielding(testimonies)
    actions.store_imported_answers(fielding, [({"story": [{"task": "letter"}]}, "en")], TODAY)

    assert actions.purge_answers(TODAY) == 0
    assert actions.purge_answers(TODAY + timedelta(1)) == 1
    assert not Answer.objects.exists()


@pytest.mark.parametrize(
    ("retained_until", "closes", "stands"),
    [
        (date(2027, 1, 14), None, date(2026, 12, 31)),
        (date(2027, 1, 14), date(2026, 12, 31), date(2026, 12, 31)),
        (date(2026, 12, 8), None, TODAY),
    ],
)
def test_an_inquiry_closes_while_all_that_comes_can_be_stored_as_people_were_promised(
    testimonies, retained_until, closes, stands
):
    testimonies.retained_until = retained_until
    testimonies.save()
    fielding = find_current_fielding(testimonies, TODAY)
    actions.close_fielding(fielding, today=TODAY)

    actions.open_fielding(fielding, today=TODAY, closes=closes)

    assert find_current_fielding(testimonies, TODAY).closes == stands


@pytest.mark.parametrize(
    ("retained_until", "days", "said"),
    [
        (
            date(2027, 1, 14),
            {"closes": TODAY - timedelta(1)},
            "The last day, 23 November 2026, is over.",
        ),
        (date(2020, 1, 1), {}, "kept until 1 January 2020. Answers can arrive for 14 days after"),
        (date.min, {}, "too late to open"),
        (date(2026, 12, 7), {}, "too late to open"),
        (date(2027, 1, 14), {"closes": date(2027, 1, 1)}, "31 December 2026 at the latest"),
        (date(2027, 1, 14), {"opens": date(2027, 1, 1)}, "comes before the first"),
    ],
)
def test_an_inquiry_opens_on_no_days_whose_answers_could_not_be_stored(
    testimonies, retained_until, days, said
):
    testimonies.retained_until = retained_until
    testimonies.save()
    fielding = find_current_fielding(testimonies, TODAY)
    actions.close_fielding(fielding, today=TODAY)

    with pytest.raises(actions.DaysRefused, match=said):
        actions.open_fielding(fielding, today=TODAY, **days)

    assert find_current_fielding(testimonies, TODAY).state == FieldingState.CLOSED


@pytest.mark.parametrize(
    ("lacks", "message"),
    [
        (
            {"retained_until": None},
            "could not read: until when answers are kept. Complete the page",
        ),
        ({"contact": ""}, "could not read: whom people can write to. Complete"),
        ({"controller": "", "legal_basis": ""}, "who is responsible for the data, the legal basis"),
    ],
)
def test_no_inquiry_opens_before_people_can_read_what_the_law_entitles_them_to(
    drafted, lacks, message
):
    Study.objects.update(**lacks)
    fielding = find_current_fielding(get_study(drafted.slug), TODAY)

    with pytest.raises(actions.InformationMissing, match=message):
        actions.open_fielding(fielding, today=TODAY)

    fielding.refresh_from_db()
    assert fielding.state == FieldingState.DRAFT


def test_what_the_laboratory_says_holds_for_each_study_that_says_nothing_else(drafted, settings):
    Study.objects.update(contact="", controller="")
    settings.LAB_CONTACT, settings.CONTROLLER = "lab@example.org", "The laboratory"

    actions.open_fielding(find_current_fielding(get_study(drafted.slug), TODAY), today=TODAY)

    facts = get_promise_facts(get_study(drafted.slug))
    assert (facts.contact, facts.controller) == ("lab@example.org", "The laboratory")


def test_what_was_open_before_stays_open_and_opens_again_once_it_says_what_it_must(testimonies):
    Study.objects.update(retained_until=None, legal_basis="")
    testimonies.refresh_from_db()
    testimonies.fieldings.update(closes=None)
    fielding = find_current_fielding(testimonies, TODAY)
    assert get_availability(fielding, TODAY) is AvailabilityStatus.OPEN
    actions.pause_fielding(fielding)
    with pytest.raises(actions.InformationMissing):
        actions.open_fielding(fielding, today=TODAY)

    said = describe_study({"en": "Another"}, contact="them@example.org")
    actions.update_description(testimonies, said, by="lea", now=NOON)

    again = find_current_fielding(get_study(testimonies.slug), TODAY)
    actions.open_fielding(again, today=TODAY)
    assert again.closes == date(2099, 12, 17)
    held = again.study
    assert (held.title["en"], held.contact) == ("AI and your work", "us@example.org")
    with pytest.raises(actions.ConsentTextLocked):
        actions.update_description(testimonies, said, by="lea", now=NOON)


def test_a_day_of_erasure_added_to_an_open_inquiry_limits_its_last_day(testimonies):
    Study.objects.update(retained_until=None)
    testimonies.fieldings.update(closes=None)

    said = describe_study({}, retained_until=date(2027, 1, 14))
    actions.update_description(testimonies, said, by="lea", now=NOON)

    assert testimonies.fieldings.get().closes == date(2026, 12, 31)


# ── imported answers ──


def test_imported_answers_of_people_who_read_a_promise_carry_its_number(testimonies):
    fielding = actions.ensure_import_fielding(testimonies)
    row = {"story": [{"task": "letter"}]}, "en"

    (kept,) = actions.store_imported_answers(fielding, [row], TODAY, promise=3)

    assert Answer.objects.get(pk=kept).promise == 3


def test_imported_answers_are_stored_in_order_without_receipt(testimonies):
    fielding = actions.ensure_import_fielding(testimonies)
    rows = [({"story": [{"task": str(number)}]}, "en") for number in range(3)]

    kept = actions.store_imported_answers(fielding, rows, TODAY)

    answers = Answer.objects.in_bulk(kept)
    assert [answers[key].values["story"][0]["task"] for key in kept] == ["0", "1", "2"]
    assert {(each.receipt, each.promise) for each in answers.values()} == {(None, None)}
    assert actions.ensure_import_fielding(testimonies) == fielding
