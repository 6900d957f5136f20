"""Which entries, of any room, keep what they cite or come from at an earlier day than theirs.

That no kind of entry can be moved past them is part of `check_record_kind`.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from tests.dialogue.factories import (
    ACT,
    AGENDA,
    AGREEMENT,
    CLAUSE,
    COMMITMENT,
    NOW,
    WORKSHOP,
    note,
    note_point,
    note_signed,
)
from tests.evidence.factories import make_published_finding
from tests.recommendations.factories import CARD, CLAIM, RECOMMENDATION, add_card, draft, make_group
from tests.register.factories import VERSION, make_public_system, make_system
from vecu.dialogue.evidence_sources import SharedPoints, StandingAgreements
from vecu.dialogue.rules import DialogueKind
from vecu.evidence.sources import Audience, Reference
from vecu.records.actions import add_record, change_record
from vecu.records.errors import RecordRefused

pytestmark = [pytest.mark.django_db, pytest.mark.data]
TODAY = NOW.date()


def _claim(reference: Reference) -> list[Any]:
    return [replace(CLAIM, references=[reference])]


CITERS: dict[str, Callable[[Any, Reference], object]] = {
    "finding": lambda system, cited: make_published_finding(system.scope, references=[cited]),
    "version": lambda system, cited: add_record(
        system, replace(VERSION, day=TODAY, references=[cited]), **ACT
    ),
    "item of the agenda": lambda system, cited: note(system, AGENDA, day=TODAY, references=[cited]),
    "recommendation": lambda _system, cited: draft(
        make_group(), RECOMMENDATION, claims=_claim(cited)
    ),
    "card": lambda _system, cited: add_card(
        make_group(), replace(CARD, day=TODAY, observed=_claim(cited))
    ),
    "commitment": lambda system, cited: note(
        system,
        COMMITMENT,
        day=TODAY,
        due=TODAY,
        origin_kind=DialogueKind.AGREEMENT,
        origin=cited.id,
    ),
    "review clause": lambda system, cited: note(
        system, CLAUSE, day=TODAY, origin_kind=DialogueKind.AGREEMENT, origin=cited.id
    ),
}


@pytest.mark.parametrize("citer", CITERS)
def test_an_agreement_cannot_be_dated_after_what_stands_on_it(citer):
    system = make_public_system()
    row = note_signed(system)
    [cited] = StandingAgreements().list_citable(system.scope, Audience.MEMBERS)
    tomorrow = {**ACT, "now": NOW + timedelta(days=1)}
    later = replace(AGREEMENT, day=TODAY + timedelta(days=1))
    CITERS[citer](system, cited.reference)

    with pytest.raises(RecordRefused) as refused:
        change_record(row, later, revision=row.revision, **tomorrow)

    assert "dated 28 November 2026, stands on this" in refused.value.problems["day"]
    change_record(row, replace(AGREEMENT, day=TODAY), revision=row.revision, **tomorrow)


def test_a_workshop_dates_its_points():
    system = make_system()
    workshop = note(system, WORKSHOP)
    note_point(system, workshop)
    [cited] = SharedPoints().list_citable(system.scope, Audience.MEMBERS)
    note(system, AGENDA, day=date(2026, 11, 2), references=[cited.reference])

    with pytest.raises(RecordRefused, match="“Alerts on Saturdays”, dated 2 November 2026"):
        change_record(
            workshop, replace(WORKSHOP, day=date(2026, 11, 3)), revision=workshop.revision, **ACT
        )
