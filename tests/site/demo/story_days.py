"""The days of the whole demonstration: evidence comes first, histories and the tour run forward.

Called by the test that makes the demonstration.
"""

from collections.abc import Iterator
from datetime import date
from itertools import groupby
from typing import Any

from django.utils.timezone import localdate

from vecu.coding.models import CodingEvent
from vecu.dialogue.models import AgendaItem, Commitment, ReviewClause, WorkshopPoint
from vecu.evidence.models import Finding
from vecu.evidence.sources import Audience, Reference, list_evidence
from vecu.groups.models import PositionRound
from vecu.recommendations.models import AnswerFollowUp, RecommendationVersion, SupplierCard
from vecu.recommendations.rules import RecommendationKind
from vecu.recommendations.stored import read_claims, read_references
from vecu.records.models import Act
from vecu.register.models import SystemGap, SystemVersion
from vecu.site.demo import STUDY
from vecu.site.demo.system import SYSTEM
from vecu.site.tour.addresses import find_quoted
from vecu.site.tour.steps import STEPS
from vecu.surveys.models import Fielding
from vecu.surveys.queries import get_study

UNDATED = {"promise", "practices", "check"}
"""Steps of the tour that are of no day."""


def check_days() -> None:
    """Whoever checks when finds nothing that stands on what came after it."""
    check_citations()
    check_histories()
    check_tour_runs_forward()
    check_inquiry_closes_within_a_year()


def iter_citing() -> Iterator[tuple[Any, list[Reference]]]:
    """Yield the day of everything that cites, with what it cites."""
    for finding in Finding.objects.exclude(day=None):
        yield finding.day, finding.references
    for version in RecommendationVersion.objects.all():
        yield version.day, [one for each in read_claims(version.claims) for one in each.references]
    for card in SupplierCard.objects.all():
        observed: Any = Act.objects.filter(entry=card.pk).first()
        yield observed.day, [one for each in read_claims(card.observed) for one in each.references]
    for follow_up in AnswerFollowUp.objects.all():
        yield follow_up.day, read_references(follow_up.references)
    for point in WorkshopPoint.objects.select_related("workshop"):
        yield point.workshop.day, point.cited
    citing: tuple[Any, ...] = (AgendaItem, SystemVersion, SystemGap)
    for row in (row for model in citing for row in model.objects.all()):
        yield row.day, row.cited
    coming: tuple[Any, ...] = (Commitment, ReviewClause)
    for row in (row for model in coming for row in model.objects.exclude(origin=None)):
        sources = ("shared-point", "agreement")
        yield row.day, [Reference(source, row.origin, 1) for source in sources]


def check_citations() -> None:
    cited = [(day, references) for day, references in iter_citing() if references]
    assert len(cited) > 20
    for day, references in cited:
        for evidence in list_evidence(references, Audience.MEMBERS):
            assert evidence.day is None or evidence.day <= day, (day, evidence.sentence)
    every = {each for _day, references in cited for each in references}
    shown = [each for each in list_evidence(every, Audience.MEMBERS) if each.sentence]
    assert all(each.day for each in shown)
    assert len({each.reference.source for each in shown}) == 9


def check_histories() -> None:
    """What was noted last is of the latest day, in every history."""
    acts = Act.objects.order_by("scope_uuid", "ledger", "-number")
    histories = {
        key: [act.day for act in found]
        for key, found in groupby(acts, key=lambda act: (act.scope_uuid, act.ledger))
    }
    for event in CodingEvent.objects.order_by("-pk"):
        histories.setdefault((event.codebook_id, "coding"), []).append(localdate(event.at))
    names = {ledger for _scope, ledger in histories}
    assert names == {
        "case", "coding", "dialogue", "evaluation", "finding", "group", "matrix", "recommendation",
        "register", "safeguards",
    }  # fmt: skip
    for key, days in histories.items():
        assert days == sorted(days, reverse=True), key


def check_tour_runs_forward() -> None:
    """From the adviser's answer to the recommendation that cites it."""
    quoted: Any = find_quoted()
    [finding] = Finding.objects.filter(citations__reference=quoted.reference.id)
    recommended = RecommendationVersion.objects.filter(
        recommendation__kind=RecommendationKind.RECOMMENDATION
    )
    days: dict[str, Any] = {
        "story": get_study(STUDY).fieldings.get().answers.latest("day").day,
        "coding": quoted.day,
        "figure": min(
            each.day or date.min
            for each in list_evidence(finding.references, Audience.EVERYBODY)
            if each.reference.source == "figure"
        ),
        "finding": finding.day,
        "gap": SystemGap.objects.filter(system__slug=SYSTEM).latest("day").day,
        "dialogue": next(
            each.workshop.day
            for each in WorkshopPoint.objects.select_related("workshop")
            if quoted.reference in each.cited
        ),
        "version": SystemVersion.objects.get(name="2").day,
        "position": PositionRound.objects.latest("number").closed,
        "recommendation": recommended.latest("day").day,
    }
    assert list(days) == [each.key for each in STEPS if each.key not in UNDATED]
    assert list(days.values()) == sorted(days.values())


def check_inquiry_closes_within_a_year() -> None:
    fielding: Any = Fielding.objects.get(study=get_study(STUDY))
    assert fielding.answers.earliest("day").day >= fielding.opens
    assert (fielding.closes - fielding.opens).days < 365
    assert fielding.closes > localdate()
