"""What changes an inquiry and the answers to it, without any page."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from tests.surveys.conftest import TODAY, WORKBOOK
from vecu.credentials import read_code
from vecu.questionnaires import WorkbookRefused
from vecu.surveys import actions
from vecu.surveys.actions import (
    About,
    AnswersRefused,
    DraftGone,
    NotOpen,
    PageGone,
    PageRefused,
    SlugRefused,
    SlugTaken,
    StateRefused,
    Step,
    Then,
    UnknownCode,
    taking,
)
from vecu.surveys.models import Answer, Draft, LeftAt, Study
from vecu.surveys.queries import (
    UnknownStudy,
    Visit,
    current_fielding,
    find_answer,
    find_draft,
    get_study,
    list_open,
    questionnaire_of,
)
from vecu.surveys.rules import REVIEW, Mode, State

pytestmark = [pytest.mark.django_db, pytest.mark.data]
NOBODY = Visit(slug="testimonies", token="", language="en", today=TODAY)


@pytest.fixture
def visit(testimonies) -> Visit:
    """A person who has begun."""
    token, _draft = actions.start_draft(current_fielding(testimonies, TODAY), NOBODY)
    return replace(NOBODY, token=token)


def told(visit: Visit, **answers: str) -> None:
    """Save one page for each answer, story.1.task given as story_1_task."""
    for name, text in answers.items():
        key = name.replace("_", ".")
        actions.save_step(visit, key, {key: [text]})


# ── inquiries ──


def test_a_new_study_is_in_preparation_and_nobody_can_begin(drafted):
    fielding = current_fielding(drafted, TODAY)

    assert fielding.state == State.DRAFT
    with pytest.raises(NotOpen):
        actions.start_draft(fielding, NOBODY)
    assert list_open(TODAY) == []


@pytest.mark.parametrize(
    "name", ["", "a b", "a/../b", "été", "a\x00", "x" * 51, "A", "a_b", "-", "a-"]
)
def test_a_name_that_cannot_end_an_address_is_refused(db, name):
    """Such a study would make every page fail that links to it."""
    with pytest.raises(SlugRefused):
        actions.create_study(name, About(title={}), workbook=b"", workbook_name="")
    assert not Study.objects.exists()


def test_a_second_study_of_the_same_name_is_refused(drafted):
    about = About(title={"en": "Other"})
    with pytest.raises(SlugTaken, match="testimonies"):
        actions.create_study(
            "testimonies", about, workbook=WORKBOOK.read_bytes(), workbook_name="a.md"
        )


def test_a_workbook_that_cannot_be_read_leaves_no_study(db):
    with pytest.raises(WorkbookRefused):
        actions.create_study("broken", About(title={}), workbook=b"no", workbook_name="a.xlsx")
    assert not Study.objects.exists()


def test_an_unknown_study_is_named(db):
    with pytest.raises(UnknownStudy, match="nothing-here"):
        get_study("nothing-here")


def test_a_new_version_is_asked_only_by_what_has_not_opened(testimonies):
    opened = current_fielding(testimonies, TODAY)
    asked = opened.version_id

    version = actions.publish_version(
        testimonies, workbook=WORKBOOK.read_bytes(), workbook_name="two.md"
    )

    assert version.number == 2
    opened.refresh_from_db()
    assert opened.version_id == asked


def test_opening_pausing_and_closing_follow_the_states_that_may_follow(drafted):
    fielding = current_fielding(drafted, TODAY)
    with pytest.raises(StateRefused, match="in preparation"):
        actions.pause_fielding(fielding)

    actions.open_fielding(fielding, today=TODAY, closes=TODAY)
    actions.pause_fielding(fielding)
    actions.close_fielding(fielding, today=TODAY)
    actions.open_fielding(fielding, today=TODAY)

    fielding.refresh_from_db()
    assert (fielding.state, fielding.closes) == (State.OPEN, None)


def test_closing_sets_the_last_day_also_of_the_waves_before(testimonies):
    first = testimonies.fieldings.get()
    later = TODAY + timedelta(5)
    second = testimonies.fieldings.create(version=first.version, wave=2, mode=Mode.OPEN)

    actions.open_fielding(second, today=later)
    actions.close_fielding(second, today=later + timedelta(1))

    found = testimonies.fieldings.order_by("wave").values_list("state", "closes")
    assert list(found) == [(State.CLOSED, later), (State.CLOSED, later + timedelta(1))]


def test_the_public_link_never_leads_to_imported_answers(testimonies):
    actions.fielding_for_import(testimonies)
    assert current_fielding(testimonies, TODAY).mode == Mode.OPEN


def test_a_questionnaire_is_read_once_for_each_version(testimonies):
    version = testimonies.versions.get()
    assert questionnaire_of(version) is questionnaire_of(version)


# ── answering ──


def test_only_fingerprints_of_the_token_are_stored(visit):
    draft = Draft.objects.get()
    assert len(visit.token) == 64
    assert visit.token not in str(vars(draft))
    assert find_draft(visit) == draft


def test_a_saved_page_leads_to_the_next_one(visit):
    step = actions.save_step(visit, "story.1.task", {"story.1.task": ["Write a report"]})

    assert step == Step("story.1.goal")
    draft = find_draft(visit)
    assert draft.values["story"][0]["task"] == "Write a report"
    assert draft.page == "story.1.goal"


def test_a_required_answer_left_blank_is_refused_and_nothing_is_kept(visit):
    with pytest.raises(PageRefused) as refused:
        actions.save_step(visit, "story.1.task", {"story.1.task": ["  "]})

    assert [problem.path for problem in refused.value.problems] == ["/data/story[1]/task"]
    assert find_draft(visit).page == "story.1.task"


def test_a_person_who_puts_the_page_aside_may_leave_it_blank(visit):
    step = actions.save_step(visit, "story.1.task", {}, leniently=True)
    assert step == Step("story.1.task")


def test_only_the_problems_of_the_page_itself_stop_it(visit):
    """The task is required and still blank: that is for its own page and for the end."""
    assert actions.save_step(visit, "work.known", {"work.known": ["yes"]}).key == "work.known_why"


def test_the_inputs_of_another_page_change_nothing(visit):
    told(visit, story_1_goal="Go faster")
    with pytest.raises(PageRefused, match="another page"):
        actions.save_step(visit, "story.1.goal", {"work.sector": ["health"]})
    assert find_draft(visit).values["story"][0]["goal"] == "Go faster"


def test_a_page_of_a_story_that_does_not_exist_is_gone(visit):
    with pytest.raises(PageGone):
        actions.save_step(visit, "story.7.task", {"story.7.task": ["x"]})


def test_yes_adds_a_story_and_no_goes_on(visit):
    assert actions.save_step(visit, "story.more", {"more": ["no"]}).key == "work.occupation"
    assert actions.save_step(visit, "story.more", {"more": ["yes"]}).key == "story.2.task"
    assert len(find_draft(visit).values["story"]) == 2


def test_two_tabs_that_save_at_the_same_moment_both_keep_what_they_sent(visit, monkeypatch):
    """The other tab saves after this one has read the draft and before it writes."""
    alone = taking.check_page

    def while_the_other_tab_saves(*what, **how):
        monkeypatch.setattr(taking, "check_page", alone)
        told(visit, work_occupation="Nurse")
        return alone(*what, **how)

    monkeypatch.setattr(taking, "check_page", while_the_other_tab_saves)
    told(visit, story_1_task="Report")

    values = find_draft(visit).values
    assert values["story"][0]["task"] == "Report"
    assert values["work"]["occupation"] == "Nurse"


def test_a_draft_sent_by_another_tab_before_this_one_writes_is_gone(visit, monkeypatch):
    told(visit, story_1_task="Report")
    alone = taking.check_page

    def while_the_other_tab_sends(*what, **how):
        monkeypatch.setattr(taking, "check_page", alone)
        actions.submit(visit)
        return alone(*what, **how)

    monkeypatch.setattr(taking, "check_page", while_the_other_tab_sends)
    with pytest.raises(DraftGone):
        told(visit, work_occupation="Nurse")
    assert Answer.objects.get().values == {"story": [{"task": "Report"}]}


@pytest.mark.parametrize("texts", [[], ["perhaps"], ["yes", "no"]])
def test_another_story_is_asked_for_with_yes_or_no(visit, texts):
    with pytest.raises(PageRefused, match="yes or no"):
        actions.save_step(visit, "story.more", {"more": texts} if texts else {})


def test_stories_stop_at_twenty(visit):
    for _story in range(19):
        actions.save_step(visit, "story.more", {"more": ["yes"]})

    assert len(find_draft(visit).values["story"]) == 20
    with pytest.raises(PageGone):
        actions.save_step(visit, "story.more", {"more": ["yes"]})


def test_a_story_can_be_taken_out_but_never_the_only_one(visit):
    told(visit, story_1_task="First")
    actions.save_step(visit, "story.more", {"more": ["yes"]})
    told(visit, story_2_task="Second")

    assert actions.remove_story(visit, "story", 1) == Step("story.more")
    assert find_draft(visit).values["story"] == [{"task": "Second"}]
    with pytest.raises(PageGone):
        actions.remove_story(visit, "story", 1)


def test_a_change_from_the_review_returns_to_it(visit):
    step = actions.save_step(visit, "work.size", {"work.size": ["under_10"]}, then=Then.REVIEW)
    assert step == Step(REVIEW)


def test_a_change_that_raises_a_question_leads_to_it_first(visit):
    step = actions.save_step(visit, "work.known", {"work.known": ["no"]}, then=Then.REVIEW)
    assert step == Step("work.known_why", Then.REVIEW)


def test_a_story_added_from_the_review_is_told_whole_before_returning(visit):
    step = actions.save_step(visit, "story.more", {"more": ["yes"]}, then=Then.REVIEW)
    assert step == Step("story.2.task", Then.STORY)

    keys = []
    while step.key != REVIEW:
        keys.append(step.key)
        text = "Told" if step.key.endswith("task") else ""
        step = actions.save_step(visit, step.key, {step.key: [text]}, then=step.then)

    assert keys == [
        f"story.2.{name}"
        for name in ("task", "goal", "value", "limit", "strategy", "keep", "kind", "weight")
    ]


def test_the_language_of_the_address_keeps_the_answers(visit):
    told(visit, story_1_task="Write a report")
    told(replace(visit, language="fr"), story_1_goal="Aller plus vite")

    draft = find_draft(visit)
    assert draft.language == "fr"
    assert draft.values["story"] == [{"task": "Write a report", "goal": "Aller plus vite"}]


# ── sending ──


def test_sending_keeps_the_day_and_drops_the_draft(visit):
    told(visit, story_1_task="Write a report")
    code = actions.submit(visit)

    answer = Answer.objects.get()
    assert (answer.day, answer.language) == (TODAY, "en")
    assert answer.values == {"story": [{"task": "Write a report"}]}
    assert read_code(code) == code
    assert not Draft.objects.exists()
    assert find_answer(code, "testimonies") == answer


def test_sending_twice_keeps_one_answer_and_shows_the_same_code(visit):
    told(visit, story_1_task="Write a report")
    assert actions.submit(visit) == actions.submit(visit)
    assert Answer.objects.count() == 1


def test_sending_checks_everything_again(visit):
    with pytest.raises(AnswersRefused) as refused:
        actions.submit(visit)
    assert [problem.path for problem in refused.value.problems] == ["/data/story[1]/task"]
    assert find_draft(visit) is not None


def test_what_a_change_has_made_irrelevant_is_dropped_when_sending(visit):
    told(visit, story_1_task="Report", work_known="no")
    actions.save_step(visit, "work.known_why", {"work.known_why": ["Fear"]})
    told(visit, work_known="unsure")

    assert find_draft(visit).values["work"] == {"known": "unsure", "known_why": "Fear"}
    actions.submit(visit)
    assert Answer.objects.get().values["work"] == {"known": "unsure"}


def test_a_draft_begun_before_the_close_may_be_sent_and_one_of_a_paused_inquiry_waits(
    visit, testimonies
):
    told(visit, story_1_task="Report")
    fielding = current_fielding(testimonies, TODAY)
    actions.pause_fielding(fielding)
    with pytest.raises(NotOpen):
        actions.submit(visit)
    assert find_draft(visit) is not None

    actions.close_fielding(fielding, today=TODAY)
    actions.submit(visit)
    assert Answer.objects.count() == 1


def test_a_token_that_was_never_given_sends_nothing(testimonies):
    for token in ("", "0" * 64):
        with pytest.raises(DraftGone):
            actions.submit(replace(NOBODY, token=token))


def test_withdrawing_deletes_the_answer_whatever_the_state(visit, testimonies):
    told(visit, story_1_task="Report")
    code = actions.submit(visit)
    actions.close_fielding(current_fielding(testimonies, TODAY), today=TODAY)

    actions.withdraw(code, "testimonies")

    assert not Answer.objects.exists()
    with pytest.raises(UnknownCode):
        actions.withdraw(code, "testimonies")


# ── coming back, leaving ──


def test_a_resume_code_gives_the_draft_to_a_new_browser_and_voids_the_old_token(visit):
    told(visit, story_1_task="Report")
    code, _draft = actions.set_resume_code(visit)

    token, draft = actions.resume(NOBODY, code)

    assert draft.page == "story.1.goal"
    assert find_draft(visit) is None
    assert find_draft(replace(visit, token=token)).values["story"][0]["task"] == "Report"
    actions.resume(NOBODY, code)


def test_a_second_resume_code_voids_the_first(visit):
    first, _draft = actions.set_resume_code(visit)
    actions.set_resume_code(visit)
    with pytest.raises(UnknownCode):
        actions.resume(NOBODY, first)


def test_leaving_drops_the_draft_and_counts_the_page(visit):
    told(visit, story_1_task="Report")
    actions.leave([visit.token])

    assert not Draft.objects.exists()
    assert [(left.page, left.people) for left in LeftAt.objects.all()] == [("story.1.goal", 1)]


def test_leaving_keeps_a_draft_that_a_code_leads_back_to(visit):
    code, _draft = actions.set_resume_code(visit)
    actions.leave([visit.token])
    assert not LeftAt.objects.exists()
    actions.resume(NOBODY, code)


def test_expired_drafts_are_purged_and_counted_on_the_day_after_their_last(visit):
    last = find_draft(visit).expires
    assert actions.purge_drafts(last) == 0
    assert actions.purge_drafts(last + timedelta(1)) == 1
    assert LeftAt.objects.get().page == "story.1.task"


def test_an_expired_draft_cannot_be_found_before_it_is_purged(visit):
    late = replace(visit, today=find_draft(visit).expires + timedelta(1))
    assert find_draft(late) is None


def test_beginning_purges_what_has_expired(visit, testimonies):
    later = replace(NOBODY, today=TODAY + timedelta(30))
    actions.start_draft(current_fielding(testimonies, later.today), later)
    assert LeftAt.objects.get().people == 1
    assert Draft.objects.count() == 1


def test_beginning_anew_drops_what_this_browser_had_begun(visit, testimonies):
    actions.start_draft(current_fielding(testimonies, TODAY), visit)
    assert Draft.objects.count() == 1


def test_answers_are_deleted_the_day_after_the_one_until_which_they_were_promised(testimonies):
    testimonies.kept_until = TODAY
    testimonies.save()
    fielding = actions.fielding_for_import(testimonies)
    actions.keep_imported(fielding, [({"story": [{"task": "letter"}]}, "en")], TODAY)

    assert actions.purge_answers(TODAY) == 0
    assert actions.purge_answers(TODAY + timedelta(1)) == 1
    assert not Answer.objects.exists()


@pytest.mark.parametrize(
    ("kept_until", "closes", "stands"),
    [
        (None, None, None),
        (None, date(2026, 12, 31), date(2026, 12, 31)),
        (date(2027, 1, 14), None, date(2026, 12, 31)),
        (date(2027, 1, 14), date(2026, 12, 31), date(2026, 12, 31)),
        (date(2026, 12, 8), None, TODAY),
    ],
)
def test_an_inquiry_closes_while_all_that_comes_can_be_kept_as_people_are_told(
    testimonies, kept_until, closes, stands
):
    testimonies.kept_until = kept_until
    testimonies.save()
    fielding = current_fielding(testimonies, TODAY)
    actions.close_fielding(fielding, today=TODAY)

    actions.open_fielding(fielding, today=TODAY, closes=closes)

    assert current_fielding(testimonies, TODAY).closes == stands


@pytest.mark.parametrize(
    ("kept_until", "days", "said"),
    [
        (None, {"closes": TODAY - timedelta(1)}, "The last day, 23 November 2026, is over."),
        (date(2020, 1, 1), {}, "kept until 1 January 2020. They can come for 14 days after"),
        (date.min, {}, "too late to open"),
        (date(2026, 12, 7), {}, "too late to open"),
        (date(2027, 1, 14), {"closes": date(2027, 1, 1)}, "31 December 2026 at the latest"),
        (date(2027, 1, 14), {"opens": date(2027, 1, 1)}, "comes before the first"),
    ],
)
def test_an_inquiry_opens_on_no_days_whose_answers_could_not_be_kept(
    testimonies, kept_until, days, said
):
    testimonies.kept_until = kept_until
    testimonies.save()
    fielding = current_fielding(testimonies, TODAY)
    actions.close_fielding(fielding, today=TODAY)

    with pytest.raises(actions.DaysRefused, match=said):
        actions.open_fielding(fielding, today=TODAY, **days)

    assert current_fielding(testimonies, TODAY).state == State.CLOSED


# ── imported answers ──


def test_imported_answers_are_kept_in_order_without_receipt(testimonies):
    fielding = actions.fielding_for_import(testimonies)
    rows = [({"story": [{"task": str(number)}]}, "en") for number in range(3)]

    kept = actions.keep_imported(fielding, rows, TODAY)

    answers = Answer.objects.in_bulk(kept)
    assert [answers[key].values["story"][0]["task"] for key in kept] == ["0", "1", "2"]
    assert {answer.receipt for answer in answers.values()} == {None}
    assert actions.fielding_for_import(testimonies) == fielding
