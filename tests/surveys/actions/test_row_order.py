"""The order of rows tells nobody who came before whom."""

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.db.models import AutoField, Model

from tests.surveys.actions.test_storage_traces import (
    another_connection,
    files_of,
    on_postgresql,
    purged,
    rows,
)
from tests.surveys.arrival_order import PEOPLE, Crowd, correlate
from tests.surveys.factories import answer, make_study
from vecu.coding.models import Verbatim, WholeStory
from vecu.datasets.models import ImportedRow
from vecu.fieldlog.models import CaseTruth, DiaryCode, LogDecision, OpenMonth, TypedTotals
from vecu.groups.models import GroupMember, HypothesisPosition
from vecu.recommendations.models import RecommendationPosition
from vecu.records.models import Act
from vecu.replies.models import Reason, Reply
from vecu.safeguards.models import PersonCode
from vecu.surveys import actions
from vecu.surveys.actions import row_order, storage_traces
from vecu.surveys.actions.row_order import list_respondent_models, rewrite_rows
from vecu.surveys.models import (
    AccessCode,
    AccessCodeBatch,
    Answer,
    AnswerFile,
    Attachment,
    BreakoffCount,
    Draft,
    Fielding,
    OutreachPartner,
    SearchEntry,
    StagedUpload,
    Study,
    StudyStatement,
    SubmissionReceipt,
    Version,
)
from vecu.surveys.queries import get_fingerprint
from vecu.surveys.rules import Mode

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.data]

RESPONDENTS = {
    AccessCode,
    Answer,
    AnswerFile,
    BreakoffCount,
    Draft,
    OutreachPartner,
    SearchEntry,
    SubmissionReceipt,
}
STAFF = {AccessCodeBatch, Attachment, Fielding, StagedUpload, Study, StudyStatement, Version}
FOLLOWING = {Verbatim}
OF_WORKERS = {LogDecision, CaseTruth, OpenMonth, DiaryCode, TypedTotals}
OF_MEMBERS = {GroupMember, HypothesisPosition, RecommendationPosition, Act}
OF_READERS = {Reply, Reason, WholeStory}
OF_PEOPLE_SUPPORTED = {PersonCode}
"""What other rooms keep of each answer, of workers' decisions, of what members think
and do, of replies to findings, of stories that are read whole and of people who say yes or no."""
MOST = 0.5
"""By chance, 60 people stand so far in some order once in 20,000 times."""
ANSWERS = "SELECT count(*), count(DISTINCT xmin::text) FROM surveys_answer"


# ── which tables ──


def test_every_table_of_surveys_is_written_by_respondents_or_by_staff():
    assert set(apps.get_app_config("surveys").get_models()) == RESPONDENTS | STAFF
    assert not RESPONDENTS & STAFF


def test_what_people_write_and_what_follows_each_answer_is_rewritten():
    assert set(list_respondent_models()) == (
        RESPONDENTS | FOLLOWING | OF_WORKERS | OF_MEMBERS | OF_READERS | OF_PEOPLE_SUPPORTED
    )


def test_no_key_of_theirs_is_counted():
    models = [
        *RESPONDENTS,
        *FOLLOWING,
        *OF_WORKERS,
        *OF_MEMBERS,
        *OF_READERS,
        PersonCode,
        ImportedRow,
    ]
    assert [model for model in models if isinstance(model._meta.pk, AutoField)] == []


# ── sixty people ──


def orders(model: type[Model]) -> dict[str, str]:
    """Return the queries that show rows in an order of the database's own."""
    table, key = model._meta.db_table, model._meta.pk.column
    found = {
        "scan": f"SELECT * FROM {table}",  # noqa: S608
        "keys": f"SELECT {key} FROM {table}",  # noqa: S608
    }
    if on_postgresql():
        return found | {
            "ctid": f"SELECT {key} FROM {table} ORDER BY ctid",  # noqa: S608
            "xmin": f"SELECT {key} FROM {table} ORDER BY age(xmin) DESC, {key}",  # noqa: S608
        }
    if not has_no_row_number(table):
        found["rowid"] = f"SELECT {key} FROM {table} ORDER BY rowid"  # noqa: S608
    return found


def has_no_row_number(table: str) -> bool:
    return rows("SELECT wr FROM pragma_table_list WHERE name = %s", table) == [(1,)]


def keys_in_order(model: type[Model], query: str) -> list[object]:
    with connection.cursor() as cursor:
        cursor.execute(query)
        place = [column[0] for column in cursor.description].index(model._meta.pk.column)
        return [model._meta.pk.to_python(row[place]) for row in cursor.fetchall()]


def correlations(crowd: Crowd) -> dict[tuple[str, str], float]:
    """Return, for each table and each order of its rows, how far it is that of the people."""
    found = {}
    for model, came in crowd.arrivals().items():
        for name, query in orders(model).items():
            people = [came[key] for key in keys_in_order(model, query)]
            assert set(people) == set(range(PEOPLE)), "not all came: this shows nothing"
            found[model._meta.db_table, name] = abs(correlate(people))
    return found


def chunk_order() -> list[int]:
    """Return who gave files, in the order of numbers under which PostgreSQL stores these apart."""
    (toast,) = rows(
        "SELECT reltoastrelid::regclass::text FROM pg_class WHERE relname = 'surveys_answerfile'"
    )[0]
    found = rows(
        f"SELECT convert_from(chunk_data, 'UTF8') FROM {toast} WHERE chunk_seq = 0"  # noqa: S608
        " ORDER BY chunk_id"
    )
    return [int(content[len("paper") :][:2]) for (content,) in found]


def test_no_order_of_rows_shows_in_which_order_sixty_people_came(today):
    crowd = Crowd(today)
    crowd.come()
    assert set(crowd.arrivals()) == RESPONDENTS | FOLLOWING
    before = correlations(crowd)
    if on_postgresql():
        for table in ("surveys_answer", "surveys_submissionreceipt", "surveys_answerfile"):
            assert before[table, "ctid"] > 0.9, "they never lay as they came: this shows nothing"
            assert before[table, "xmin"] > 0.9
        assert correlate(chunk_order()) > 0.9
    else:
        assert {name: far for name, far in before.items() if far >= MOST} == {}

    actions.close_fielding(crowd.fielding, today=today)
    assert "still holds" not in purged()

    after = correlations(crowd)
    assert {name: far for name, far in after.items() if far >= MOST} == {}
    if on_postgresql():
        for model in RESPONDENTS | FOLLOWING:
            counted = f"SELECT count(DISTINCT xmin::text) FROM {model._meta.db_table}"  # noqa: S608
            assert rows(counted) == [(1,)], model
        assert abs(correlate(chunk_order())) < MOST
    else:
        assert [each for each in RESPONDENTS if not lies_by_key(each)] == []


def lies_by_key(model: type[Model]) -> bool:
    """Return whether SQLite has no number for the rows of a table but their random key."""
    return has_no_row_number(model._meta.db_table) or model is SearchEntry


# ── SQLite's index of words ──


def segments() -> int:
    """Return how many segments the full-text index has: one for each answer, until they merge."""
    found = rows("SELECT count(DISTINCT segid) FROM surveys_words_idx")
    return int(found[0][0])


def test_a_purge_leaves_one_segment_of_the_index_of_words(today):
    if on_postgresql():
        return
    study = make_study()
    for number in range(7):
        answer(study, {"story": [{"task": f"word{number} again"}]})
    assert segments() > 1, "there was only one: this shows nothing"

    purged()

    assert segments() == 1
    for number in range(7):
        word = f"word{number}"
        assert rows("SELECT count(*) FROM surveys_words WHERE surveys_words MATCH %s", word) == [
            (1,)
        ]
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO surveys_words(surveys_words) VALUES ('integrity-check')")


# ── PostgreSQL: lots ──


@pytest.fixture
def small(today):
    """An inquiry that takes answers."""
    return make_study()


def say(study, count: int, day: date | None = None) -> None:
    for number in range(count):
        answer(study, {"story": [{"task": f"word{number}"}]}, **({"day": day} if day else {}))


def lots() -> list[int]:
    """Return how many answers each transaction wrote, the largest first."""
    found = rows("SELECT count(*) FROM surveys_answer GROUP BY xmin ORDER BY 1 DESC")
    return [people for (people,) in found]


def test_a_single_answer_joins_those_before_and_is_never_alone(small):
    if not on_postgresql():
        return
    say(small, 5)
    actions.rewrite_tables()
    assert lots() == [5]

    say(small, 1)
    actions.rewrite_tables()

    assert lots() == [6]


def test_a_crowd_stays_unless_those_who_came_are_too_few_without_it(small, monkeypatch):
    if not on_postgresql():
        return
    monkeypatch.setattr(row_order, "CROWD", 4)
    monkeypatch.setattr(row_order, "HEAVY", 10**12)
    say(small, 4)
    actions.rewrite_tables()
    first = rows("SELECT DISTINCT xmin::text FROM surveys_answer")
    say(small, 5)
    actions.rewrite_tables()
    assert lots() == [5, 4]
    assert first[0] in rows("SELECT DISTINCT xmin::text FROM surveys_answer")

    say(small, 1)
    actions.rewrite_tables()

    assert lots() == [5, 5]


def test_many_are_rewritten_by_several_transactions_in_the_order_of_keys(small, monkeypatch):
    if not on_postgresql():
        return
    monkeypatch.setattr(row_order, "CROWD", 4)
    monkeypatch.setattr(row_order, "HEAVY", 10**12)
    say(small, 13)
    actions.rewrite_tables()

    assert sorted(lots()) == [4, 4, 5]
    by_file = rows("SELECT id FROM surveys_answer ORDER BY ctid")
    assert by_file == rows("SELECT id FROM surveys_answer ORDER BY id")
    ages = rows("SELECT id FROM surveys_answer ORDER BY age(xmin) DESC, id")
    assert ages == by_file


def test_heavy_rows_are_a_crowd_sooner(small, monkeypatch):
    if not on_postgresql():
        return
    monkeypatch.setattr(row_order, "HEAVY", 20_000)
    for _person in range(6):
        task = "".join(get_fingerprint(str(number)) for number in range(160))  # 10 kB
        answer(small, {"story": [{"task": task}]})
    actions.rewrite_tables()

    assert len(lots()) > 1
    assert min(lots()) > 1


def test_nothing_is_rewritten_where_nobody_came(small):
    if not on_postgresql():
        return
    say(small, 3)
    actions.rewrite_tables()
    before = rows("SELECT id, xmin::text FROM surveys_answer ORDER BY id")

    actions.rewrite_tables()

    assert rows("SELECT id, xmin::text FROM surveys_answer ORDER BY id") == before


def test_what_an_answer_says_is_the_same_afterwards(small):
    say(small, 3)
    before = {each.pk: each.__dict__ | {"_state": None} for each in Answer.objects.all()}
    found = sorted(SearchEntry.objects.values_list())

    actions.rewrite_tables()

    assert {each.pk: each.__dict__ | {"_state": None} for each in Answer.objects.all()} == before
    assert sorted(SearchEntry.objects.values_list()) == found


# ── PostgreSQL: others at the same time ──


def receipt_of(study) -> str:
    """Return a receipt code of somebody who answered."""
    code = "ABCDEFGHJKMN"
    answer(study, {"story": [{"task": "mine"}]})
    Answer.objects.update(receipt=get_fingerprint(code))
    return code


def test_who_withdraws_while_rows_are_rewritten_waits_and_is_heard(small):
    """Their answer would else come back: deleted here, written anew there."""
    if not on_postgresql():
        return
    code = receipt_of(small)
    say(small, 3)

    def withdraw() -> None:
        try:
            actions.withdraw_answer(code, small.slug)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            assert rewrite_rows(Answer)
            withdrawn = pool.submit(withdraw)
            while not withdrawn.done() and not rows("SELECT FROM pg_locks WHERE NOT granted"):
                time.sleep(0.01)
            assert not withdrawn.done()
        withdrawn.result()
    assert Answer.objects.count() == 3
    assert not Answer.objects.filter(receipt=get_fingerprint(code)).exists()


def test_a_table_that_somebody_writes_to_is_left_for_the_next_time(small, monkeypatch):
    if not on_postgresql():
        return
    monkeypatch.setattr(storage_traces, "PAUSE", 0.001)
    say(small, 3)
    with another_connection() as somebody:
        somebody.execute("SELECT FROM surveys_answer FOR UPDATE")
        assert "surveys_answer" in actions.rewrite_tables()
        assert rows(ANSWERS) == [(3, 3)]

    assert actions.rewrite_tables() == []
    assert rows(ANSWERS) == [(3, 1)]


def test_who_holds_what_rows_refer_to_is_not_waited_for_long(small, monkeypatch):
    """They may want the table that we hold."""
    if not on_postgresql():
        return
    monkeypatch.setattr(row_order, "PATIENCE", "5ms")
    say(small, 3)
    with another_connection() as somebody:
        somebody.execute("SELECT FROM surveys_fielding FOR UPDATE")
        assert rewrite_rows(Answer) is False

    assert rewrite_rows(Answer) is True
    assert rows(ANSWERS) == [(3, 1)]


def test_after_a_purge_no_file_of_postgresql_holds_what_was_withdrawn(small):
    if not on_postgresql():
        return
    code = receipt_of(small)
    Answer.objects.update(values={"story": [{"task": "unmistakable words"}]})
    SearchEntry.objects.update(text="unmistakable words")
    tables = ("surveys_answer", "surveys_searchentry")
    actions.withdraw_answer(code, small.slug)
    for table in tables:
        assert b"unmistakable" in files_of(table), "it was never there: this shows nothing"

    purged()

    for table in tables:
        assert b"unmistakable" not in files_of(table)


# ── what comes from files ──


def test_imported_answers_lie_in_the_order_of_their_keys(today):
    study = make_study("brought", mode=Mode.IMPORTED)
    fielding = actions.ensure_import_fielding(study)
    said = [({"story": [{"task": str(number)}]}, "en") for number in range(20)]

    ids = actions.store_imported_answers(fielding, said, today)

    lying = keys_in_order(Answer, "SELECT id FROM surveys_answer")
    assert lying == sorted(ids) != ids
    tasks = {each.pk: each.values["story"][0]["task"] for each in Answer.objects.all()}
    assert [tasks[each] for each in ids] == [str(number) for number in range(20)]
