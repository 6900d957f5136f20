"""A deleted study leaves its audit log only, a deleted answer no more than a withdrawn one."""

import time
from collections.abc import Collection
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest
from django.apps import apps
from django.db import connection, transaction
from django_tasks_db.models import DBTaskResult

from tests.coding.factories import make_room
from tests.surveys.actions.test_storage_traces import files_of, on_postgresql, rows
from tests.surveys.factories import DAY, NOON, answer, make_member, make_study
from tests.surveys.full_study import WORDS, make_full_study
from tests.surveys.test_privacy import everything_stored
from vecu.accounts.account_changes import AccountChangeRefused
from vecu.accounts.actions import give_role
from vecu.accounts.models import (
    AccessLink,
    AuditEvent,
    LinkPurpose,
    Membership,
    User,
    scope_columns,
)
from vecu.accounts.rules import Role
from vecu.surveys.actions import (
    DeletionReason,
    StudyOpen,
    close_fielding,
    delete_answer,
    delete_fictional_contents,
    delete_study,
    open_fielding,
    pause_fielding,
    save_page,
    start_draft,
    submit_draft,
)
from vecu.surveys.models import Answer, AnswerFile, SearchEntry, Study
from vecu.surveys.queries import FictionalContents, RespondentContext, get_deletion_preview

pytestmark = [pytest.mark.django_db, pytest.mark.data]
ROOMS = ("surveys", "coding", "datasets", "evidence")
NO_PART_OF_AN_ANSWER = {
    "coding_codingupload",
    "datasets_upload",
    "surveys_attachment",
    "surveys_draft",
    "surveys_stagedupload",
}
ACT = {"by": "olga", "now": NOON}
TRACES = (WORDS, WORDS.split()[0])
"""The original words, and one as it is in the index."""


def closed(room) -> Study:
    for fielding in room.study.fieldings.filter(mode="open"):
        close_fielding(fielding, today=DAY)
    return room.study


def assert_no_words(besides: Collection[str] = ()) -> None:
    """Fail if a table holds the words, as text or as bytes; SQLite's index is tables, too."""
    for table, stored in everything_stored().items():
        for row in stored if table not in besides else ():
            for value in row:
                raw = bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()
                assert not any(trace.encode() in raw for trace in TRACES), (table, row)


def test_a_deleted_study_leaves_no_row_in_any_table_but_the_audit():
    room = make_full_study()
    for model in (model for name in ROOMS for model in apps.get_app_config(name).get_models()):
        assert model._base_manager.exists(), f"{model} has no row: this shows nothing of it"
    assert DBTaskResult.objects.exists()
    AccessLink.objects.create(
        fingerprint="f" * 64,
        purpose=LinkPurpose.INVITATION,
        by="olga",
        expires=NOON,
        role=Role.CODER,
        **scope_columns(room.study.scope),
    )

    delete_study(closed(room), **ACT)

    for table, stored in everything_stored().items():
        if table.startswith((*ROOMS, "django_tasks", "accounts_membership", "accounts_accesslink")):
            assert "words_" in table or stored == [], table  # FTS5 keeps a line on an empty index
    assert_no_words()


def test_its_audit_says_who_deleted_it_and_how_many_answers_it_had():
    study = make_study()
    answer(study, {"story": [{"task": WORDS}]})
    close_fielding(study.fieldings.get(), today=DAY)
    scope = study.scope

    delete_study(study, **ACT)

    event = AuditEvent.objects.get(verb="deleted study")
    assert (event.actor, event.target, event.detail) == ("olga", "small", {"answers": 1})
    assert (event.scope_kind, event.scope_uuid) == (scope.kind, scope.id)


def test_other_studies_keep_everything():
    room, other = make_room(), make_study("other")
    make_member("lea", other, Role.OWNER)
    stays = answer(other, {"story": [{"task": WORDS}]})

    delete_study(closed(room), **ACT)

    assert list(Study.objects.all()) == [other]
    assert list(Answer.objects.all()) == [stays]
    assert SearchEntry.objects.filter(answer=stays).exists()
    assert Membership.objects.get().scope_uuid == other.id


@pytest.mark.parametrize("prepare", ["open", "paused", "announced"])
def test_a_study_that_people_may_be_answering_must_be_closed_first(prepare):
    study = make_study()
    fielding = study.fieldings.get()
    if prepare == "paused":
        pause_fielding(fielding)
    if prepare == "announced":
        close_fielding(fielding, today=DAY)
        open_fielding(fielding, today=DAY, opens=DAY + timedelta(days=1))

    with pytest.raises(StudyOpen, match="Close it first"):
        delete_study(study, **ACT)

    assert Study.objects.exists()
    assert not AuditEvent.objects.filter(verb="deleted study").exists()


def test_the_owner_reads_beforehand_what_will_be_gone():
    room = make_full_study()

    preview = get_deletion_preview(room.study, DAY)

    assert preview.open
    assert preview.drafts_until == DAY
    assert preview.contents == (
        "2 answers",
        "1 file sent with an answer",
        "1 draft, not sent yet",
        "11 cards: their codes will lead nowhere",
        "1 relay, with its link and counts",
        "1 version of the questionnaire, with its files",
        "1 uploaded file, not published yet",
        "3 codes",
        "1 coding",
        "1 released quotation",
        "1 memo",
        "1 guide",
        "1 uploaded file of codings, not imported yet",
        "1 uploaded file of answers, not imported yet",
        "1 public figure",
        "1 finding, with its evidence and history",
    )


def test_what_is_invented_is_deleted_with_its_accounts_even_while_it_is_open():
    real, invented = make_study("real"), make_study("invented")
    Study.objects.filter(pk=invented.pk).update(fictional=True)
    answer(invented, {"story": [{"task": WORDS}]})
    make_member("coder", invented, Role.CODER)
    lea = make_member("lea", invented, Role.READER)  # a person, who looks at the demonstration
    owner = make_member("owner", invented, Role.OWNER)
    give_role(owner, real.scope, Role.OWNER, by="test", now=NOON)

    removed = delete_fictional_contents(**ACT)

    assert removed == FictionalContents(
        ("invented",), systems=(), groups=(), accounts=("coder",), staying=("owner",)
    )
    assert list(Study.objects.all()) == [real]
    assert set(User.objects.all()) == {lea, owner}
    assert AuditEvent.objects.get(verb="deleted account").target == "coder"
    assert_no_words()


def test_what_is_invented_stays_while_only_its_owner_could_manage_other_peoples_accounts():
    invented = make_study("invented")
    Study.objects.filter(pk=invented.pk).update(fictional=True)
    make_member("owner", invented, Role.OWNER)
    make_member("lea")
    User.objects.filter(username="owner").update(may_manage_accounts=True)

    with pytest.raises(AccountChangeRefused, match="owner is the last account that may manage"):
        delete_fictional_contents(**ACT)
    assert Study.objects.exists()

    User.objects.filter(username="lea").update(may_manage_accounts=True)
    assert delete_fictional_contents(**ACT).accounts == ("owner",)


def test_an_account_of_the_demonstration_that_coded_elsewhere_stays():
    room, invented = make_room(members=("coder",)), make_study("invented")
    room.coder("coder")
    Study.objects.filter(pk=invented.pk).update(fictional=True)
    Membership.objects.update(scope_uuid=invented.id)

    assert delete_fictional_contents(**ACT).accounts == ()

    assert User.objects.filter(username="coder").exists()


@pytest.mark.django_db(transaction=True)
def test_no_file_of_postgresql_holds_words_of_a_deleted_study():
    study = closed(make_full_study())
    tables = ("surveys_answer", "surveys_answerfile", "surveys_draft", "surveys_searchentry")
    if on_postgresql():
        for table in tables:
            assert any(trace.encode() in files_of(table) for trace in TRACES), table

    delete_study(study, **ACT)

    if on_postgresql():
        for table in tables:
            assert not any(trace.encode() in files_of(table) for trace in TRACES), table


@pytest.mark.django_db(transaction=True)
def test_an_answer_that_is_being_sent_meanwhile_is_waited_for_and_deleted_too():
    """On SQLite, one writer waits for the other anyway."""
    if not on_postgresql():
        return
    study = make_study()
    visit = RespondentContext(slug="small", token="", language="en", today=DAY)
    token, _draft = start_draft(study.fieldings.get(), visit)
    close_fielding(study.fieldings.get(), today=DAY)
    visit = replace(visit, token=token)
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            save_page(visit, "story.1.task", {"story.1.task": [WORDS]})
            submit_draft(visit)
            deleting = pool.submit(delete_and_close, study)
            while not deleting.done() and not rows("SELECT FROM pg_locks WHERE NOT granted"):
                time.sleep(0.01)
            assert not deleting.done(), "it waited for nothing: this shows nothing"
        deleting.result()

    assert not Study.objects.exists()
    assert not Answer.objects.exists()


def delete_and_close(study: Study) -> None:
    try:
        delete_study(study, **ACT)
    finally:
        connection.close()


# ── one answer ──


def test_a_deleted_answer_takes_along_all_that_was_coded_and_found_of_it():
    room = make_full_study()
    told = room.text(WORDS).answer

    assert delete_answer(room.study, told.pk, DeletionReason.NAMES_SOMEBODY, **ACT)

    assert Answer.objects.count() == 1
    assert [file.name for file in AnswerFile.objects.all()] == ["a.txt"]  # which is the draft's
    AnswerFile.objects.all().delete()
    assert_no_words(besides=NO_PART_OF_AN_ANSWER)


def test_its_audit_says_who_and_why_but_not_which():
    room = make_room()
    told = room.text("Too long.").answer

    delete_answer(room.study, told.pk, DeletionReason.REQUESTED, **ACT)

    event = AuditEvent.objects.get(verb="deleted answer")
    assert (event.actor, event.target) == ("olga", "")
    assert event.detail == {"reason": "requested"}


def test_an_answer_of_another_study_or_gone_already_is_not_deleted():
    study, other = make_study(), make_study("other")
    theirs = answer(other, {"story": [{"task": WORDS}]})

    assert not delete_answer(study, theirs.pk, DeletionReason.TEST, **ACT)

    assert Answer.objects.get() == theirs
    assert not AuditEvent.objects.filter(verb="deleted answer").exists()
