"""Findings stand by their latest news: published, taken up by a group, or answered."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.evidence.factories import make_published_finding
from tests.recommendations.factories import ADDRESS, ANSWER, LANDMARK, make_published
from tests.reports.recommendation_factories import make_claim, make_public_group
from tests.reports.test_projector import headings_of
from tests.surveys.factories import make_study
from vecu.evidence.models import Finding
from vecu.evidence.sources import Reference
from vecu.recommendations.answers import (
    address_recommendation,
    answer_recommendation,
    make_answer_link,
)

pytestmark = pytest.mark.django_db
FIRST = datetime(2026, 9, 1, 12, tzinfo=UTC)
"""Groups publish on 28 November, as the factory of recommendations does."""
LATEST = datetime(2026, 12, 2, 12, tzinfo=UTC)


def cite(finding: Finding) -> list:
    return [make_claim(1, "Un.", "One.", Reference("finding", finding.pk, finding.revision))]


def test_what_was_last_published_taken_up_or_answered_comes_first(client):
    study, group = make_study(), make_public_group()
    alone, listed, answered = (
        make_published_finding(
            study.scope, now=FIRST + timedelta(days), sentence={"fr": f"{text}.", "en": f"{text}."}
        )
        for days, text in ((10, "Of itself"), (0, "In a checklist"), (0, "Answered"))
    )
    make_published(group, LANDMARK, claims=cite(listed))
    row = make_published(group, claims=cite(answered))
    act = {"by": "lea", "now": LATEST}
    address = address_recommendation(row, ADDRESS, revision=row.revision, **act)
    token = make_answer_link(address, revision=address.revision, **act)
    answer_recommendation(token, ANSWER, answers_read=0, now=LATEST)

    page = client.get("/en/").text
    cards = (
        page.partition('<div class="cards three">')[2].partition("</section>")[0].split("<article")
    )
    decided = [each.partition('class="decision')[2].partition("</p>")[0] for each in cards[1:4]]

    assert [each.pk.hex in page.replace("-", "") for each in (alone, listed, answered)] == [
        True
    ] * 3
    assert "accepted in part" in decided[0]
    assert "nothing decided yet: it stands in a checklist" in decided[1]
    assert decided[2].endswith("nothing decided yet")
    shown = headings_of([client.get(f"/en/projector/?card={number}").text for number in (1, 2, 3)])
    assert shown == ["Answered.", "In a checklist.", "Of itself."]
