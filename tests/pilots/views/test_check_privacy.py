"""Nothing of a pasted text, nor of who decided what, stays anywhere but in the rows of the log."""

import logging
import re

import pytest
from django.conf import settings

from tests.pilots.factories import CHECK
from tests.surveys.test_privacy import everything_stored
from vecu.fieldlog.models import LogDecision
from vecu.pilots.job_offers import JobOfferPilot
from vecu.site.logs import DayOnlyFormatter, DropRequestData

pytestmark = [pytest.mark.django_db, pytest.mark.data]
OFFER = "Zephyrine cherche un boulanger (H/F). Véhicule exigé. Résider à proximité exigé."
WORDS = "Zephyrine"
REWORDED = "Quetzalcoatl"


@pytest.fixture
def watched(caplog):
    """Every log record of the run, at all levels."""
    caplog.set_level(logging.DEBUG)
    for name in ("django", "django.request", "django.db.backends", "django.template"):
        caplog.set_level(logging.DEBUG, logger=name)
    return caplog


def format_all(watched) -> str:
    """Return the log as the site's own handlers would write it."""
    keep, form = DropRequestData(), DayOnlyFormatter()
    return "\n".join(form.format(record) for record in watched.records if keep.filter(record))


def work(agent) -> list:
    """Paste, judge, reword, err, take back, switch off and on, in both languages."""
    pages = [agent.paste(OFFER), agent.press("decide", "keep-rural-no-transport")]
    pages += [agent.press("decide", "reword", words=REWORDED), agent.press("undo")]
    pages += [agent.press("decide", "keep-nothing"), agent.press("decide", "ignore", about="x")]
    pages += [agent.paste(OFFER, code="wrong"), agent.paste(OFFER), agent.press("speak", "fr")]
    pages += [agent.press("off"), agent.press("on"), agent.paste(OFFER * 2_000)]
    return pages


def test_what_was_pasted_and_decided_is_in_no_table_but_the_log_and_in_no_record(
    agent, codes, watched
):
    before = everything_stored()
    work(agent)
    after = everything_stored()
    stored = repr(after)
    logged = "\n".join(f"{record.getMessage()} {record.__dict__}" for record in watched.records)

    assert LogDecision.objects.get().outcome == "overridden"
    changed = {table for table, rows in after.items() if rows != before.get(table)}
    assert changed <= {"fieldlog_openmonth", "fieldlog_logdecision", "sqlite_sequence"}
    for canary in (WORDS, REWORDED, "rural-no-transport", codes[0]):
        assert canary not in stored, canary
        assert canary not in logged, canary
        assert canary not in format_all(watched), canary


def test_without_a_code_nothing_at_all_is_stored(visitor, log):
    before = everything_stored()
    work(visitor)

    assert everything_stored() == before


def test_no_page_is_cached_leads_elsewhere_or_carries_a_text_in_its_address(agent):
    for page in work(agent):
        assert page["Cache-Control"] == "no-store"
        assert page["Referrer-Policy"] == "same-origin"
        assert "noindex" in page["X-Robots-Tag"]
        assert not page.has_header("Location")
        assert settings.SESSION_COOKIE_NAME not in page.cookies
        assert not page.wsgi_request.session.accessed
        allowed = {settings.DIARY_COOKIE_NAME, settings.PILOTS_OFF_COOKIE_NAME}
        assert set(page.cookies) <= allowed
        assert not re.findall(r'(?:href|src|action)="https?:', page.content.decode())
        assert not re.findall(r'(?:href|action)="[^"]*(?:Zephyrine|token)', page.content.decode())
        assert 'method="get"' not in page.content.decode()


def test_a_page_that_fails_leaves_nothing_of_the_text_in_a_report(agent, watched, monkeypatch):
    def fail(_pilot, case, _version, _step):
        raise ValueError(case)

    monkeypatch.setattr(JobOfferPilot, "propose", fail)
    agent.client.raise_request_exception = False
    response = agent.paste(OFFER)

    assert response.status_code == 500
    assert WORDS not in response.content.decode()
    assert "ValueError" in format_all(watched)
    assert WORDS not in format_all(watched)


def test_used_and_fresh_codes_see_the_same_pages(agent, codes):
    agent.paste(OFFER)
    agent.press("decide", "ignore")

    def read_with(code):
        agent.client.cookies.clear()
        page = agent.client.post(CHECK, {"text": OFFER, "code": code}).content.decode()
        return re.sub(r"[0-9a-f]{32}", "", page)

    assert read_with(codes[0]) == read_with(codes[1])
