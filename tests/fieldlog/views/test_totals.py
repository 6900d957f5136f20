"""Totals typed with a diary code: counted once, read by nobody, released as a month is."""

import re
from hashlib import sha256
from pathlib import Path
from secrets import token_bytes

import pytest
from django.utils import timezone

from tests.fieldlog.factories import draw_pile, make_log
from tests.fieldlog.full_log import at
from tests.register.factories import make_confirmed, make_system
from vecu.accounts.rules import Scope, ScopeKind
from vecu.evidence.sources import Audience
from vecu.fieldlog.actions import agree_to_month, close_months, suspend_log
from vecu.fieldlog.diary import take_totals
from vecu.fieldlog.diary_codes import derive_diary_token, void_codes
from vecu.fieldlog.diary_notes import NoteNames
from vecu.fieldlog.evidence_sources import LogFigures
from vecu.fieldlog.models import ClosedMonth, FieldLog, OpenMonth, TypedTotals
from vecu.fieldlog.months import LogMonth
from vecu.fieldlog.rules import AgreementSide
from vecu.fieldlog.typed_totals import SheetTotals
from vecu.fieldlog.vocabulary import TotalsSheet

pytestmark = [pytest.mark.django_db, pytest.mark.data]
ADDRESS = "/en/at-work/job-offers/diary/totals/"
CORRECTIONS = {
    "sheet": "corrections", "texts": "4", "keyword_texts": "3", "invented": "2", "omitted": "1",
    "saved": "60", "checking": "20", "correcting": "10", "word": "nobody",
}  # fmt: skip


@pytest.fixture
def log() -> FieldLog:
    system = make_system()
    make_confirmed(system)
    return make_log(system)


@pytest.fixture
def codes(log) -> list[str]:
    return draw_pile(log)


@pytest.fixture
def worker(client, codes):
    """Somebody who has opened the diary with the first code."""
    client.post("/en/at-work/job-offers/diary/", {"code": codes[0]})
    return client


def send(worker, **typed):
    fresh = re.findall(r'name="note" value="([0-9a-f]{32})"', worker.get(ADDRESS).text)
    months = {"month": str(LogMonth(timezone.localdate().year, timezone.localdate().month))}
    return worker.post(ADDRESS, {"note": fresh[0], **months, **typed})


def type_month(log: FieldLog, codes: list[str], sheets: list[SheetTotals]) -> None:
    """Have the owner of each code type all of these, in October."""
    for code in codes:
        for number, totals in enumerate(sheets):
            names = NoteNames(derive_diary_token(log, code), f"{number:032x}")
            month, now = LogMonth(2026, 10), at(20, 10)
            take_totals(log, totals, names, month=month, now=now, random_bytes=token_bytes)


UPKEEP = SheetTotals(TotalsSheet.UPKEEP, "office", {"data": 1.5})
WRITING = SheetTotals(
    TotalsSheet.CORRECTIONS,
    "more_time",
    {"texts": 2, "invented": 2, "saved": 30, "checking": 10, "correcting": 5},
)


def test_totals_are_stored_as_numbers_and_stand_on_no_page(worker):
    response = send(worker, **CORRECTIONS | {"word": "not_known"})
    assert response.status_code == 200
    row = TypedTotals.objects.get()
    assert (row.sheet, row.word) == ("corrections", "not_known")
    assert row.amounts == {
        "texts": 4, "keyword_texts": 3, "invented": 2, "omitted": 1,
        "saved": 60, "checking": 20, "correcting": 10,
    }  # fmt: skip
    send(worker, sheet="upkeep", word="head", answering="1,5")
    assert TypedTotals.objects.get(sheet="upkeep").amounts == {"answering": 1.5}
    assert 'value="60"' not in worker.get(ADDRESS).text
    workers = set(TypedTotals.objects.values_list("worker", flat=True))
    assert len(workers) == 2  # nothing leads from the hours of the only head to their texts


def test_a_page_sent_twice_counts_once_and_can_be_taken_back(worker):
    note = "0" * 32
    for _time in range(2):
        send(worker, note=note, sheet="upkeep", word="office", data="2")
    assert TypedTotals.objects.count() == 1
    worker.post(ADDRESS, {"note": note, "remove": "yes"})
    assert not TypedTotals.objects.exists()


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"texts": ""}, "Write how many texts you compared: at least 1."),
        ({"keyword_texts": "5"}, "These are among the texts compared: not more than those."),
        ({"keyword_texts": ""}, "Omissions are counted only where five keywords were written"),
        ({"invented": "-2"}, "Write a whole number, such as 3."),
        ({"invented": "1.5"}, "Write a whole number, such as 3."),
        ({"checking": "60000"}, "Write a number from 0 to 6000."),
        ({"saved": ""}, "Give the minutes saved too, 0 if there were none."),
        ({"word": "me"}, "Choose one of these answers."),
        ({"sheet": "upkeep", "word": "head"}, "Write the hours of at least one kind of work."),
        ({"sheet": "upkeep", "data": "3"}, "Choose one of these answers."),
    ],
)
def test_a_wrong_sheet_is_refused_in_words_and_what_was_typed_stays(worker, changed, message):
    response = send(worker, **CORRECTIONS | {"word": ""} | changed)
    assert response.status_code == 422
    assert message in response.text
    assert not TypedTotals.objects.exists()
    if changed.get("sheet") != "upkeep":
        assert all(f'value="{each}"' in response.text for each in changed.values() if each != "me")


def test_nothing_is_typed_without_a_code_nor_while_the_log_is_suspended(client, worker, log):
    stranger = type(client)()
    assert stranger.post(ADDRESS, CORRECTIONS).status_code == 303
    suspend_log(log, by="rep", now=timezone.now())
    typed = {"note": "0" * 32, "sheet": "upkeep", "word": "office", "data": "2"}
    assert worker.post(ADDRESS, typed).status_code == 409
    assert not TypedTotals.objects.exists()


def test_a_month_counts_totals_deletes_them_and_everybody_reads_them_once_both_agree(log, codes):
    type_month(log, codes[:6], [UPKEEP, WRITING])
    assert close_months(at(8)) == 1
    assert not TypedTotals.objects.exists()
    assert not OpenMonth.objects.exists()
    month = ClosedMonth.objects.get()
    scope, source = Scope(ScopeKind.SYSTEM, log.system), LogFigures()
    assert not source.list_citable(scope, Audience.MEMBERS)
    agree_to_month(month, AgreementSide.STAFF, group="CST", by="rep", now=at(9))
    agree_to_month(month, AgreementSide.OWNER, group="Board", by="lea", now=at(9))
    sentences = [each.sentence for each in source.list_citable(scope, Audience.MEMBERS)]
    # 6 × 2 texts, rounded to 10; 6 × 2 inventions with what nobody ticked; 15 − 5 − 2.5 minutes
    assert len(sentences) == 2
    gain, writing = sorted(sentences, key=lambda each: "corrected" in each)
    assert "Of 15.0 min saved in writing a text, as people feel it, 7.5 min are left" in gain
    assert "10 texts compared with the machine’s drafts." in writing


def test_hours_of_codes_made_void_are_counted_apart(log, codes):
    """Twelve entries by six codes, three of each pile: neither pile can be shown."""
    type_month(log, codes[:3], [UPKEEP] * 2)
    void_codes(log, by="lea", now=at(20, 10))
    type_month(log, draw_pile(log)[:3], [UPKEEP] * 2)
    assert {row.worker[0] for row in TypedTotals.objects.all()} == {"-", "="}
    close_months(at(8))
    assert not LogFigures().list_citable(Scope(ScopeKind.SYSTEM, log.system), Audience.MEMBERS)


def test_the_file_is_handed_over_and_never_opened_here(client):
    response = client.get("/en/compare-a-draft/file/")
    assert response["Content-Disposition"].startswith("attachment; ")
    assert response["Content-Type"] == "application/octet-stream"
    assert not response.cookies
    page = client.get("/en/compare-a-draft/")
    guide = Path(__file__).parents[3] / "docs/how-to/observe-a-scribe.md"
    assert all(
        sha256(response.content).hexdigest() in text for text in (page.text, guide.read_text())
    )
    assert not page.cookies
