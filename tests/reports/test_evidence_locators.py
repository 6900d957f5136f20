"""Each piece of evidence of a claim is one link away from whoever reads the claim."""

import re
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from tests.coding.factories import make_room
from tests.evidence.factories import NOW, make_published_finding
from tests.reports.factories import make_released
from vecu.datasets.models import Released
from vecu.datasets.release_actions import take_release_back
from vecu.evidence.sources import (
    EvidenceState,
    Reference,
    list_public_evidence,
    register_evidence_locator,
)
from vecu.reports.evidence_locators import locate_figures
from vecu.surveys.models import Study

pytestmark = [pytest.mark.django_db, pytest.mark.data]
WORDS = "It invents laws."


def show(*references: Reference):
    with translation.override("en"):
        return list_public_evidence(references)


@pytest.fixture
def cited():
    """A finding, a figure and words of one study, all public."""
    room = make_room({"limit": WORDS}, promise=3)
    room.codes("ana", WORDS)
    quotation = room.release(WORDS)
    finding = make_published_finding(room.study.scope)
    figure = make_released(room.study)
    return (
        Reference("finding", finding.pk, finding.revision),
        Reference("figure", figure.figure, figure.edition),
        Reference("quotation", quotation.pk, quotation.revision),
    )


def test_each_leads_to_where_everybody_reads_it(client, cited):
    finding, figure, quotation = show(*cited)

    for shown in (finding, figure, quotation):
        assert shown.state is EvidenceState.STANDING
        path, _hash, anchor = shown.address.partition("#")
        page = client.get(path)
        assert page.status_code == 200
        assert f'id="{anchor}"' in page.text or not anchor
        assert len(re.findall(f'id="{anchor}"', page.text)) == bool(anchor)
    assert finding.address.endswith(f"/{cited[0].id}/")
    assert figure.address.endswith(f"#figure-{cited[1].id}")
    assert quotation.address.endswith(f"#quotation-{cited[2].id}")


def test_what_is_gone_leads_nowhere(cited):
    released = Released.objects.get(figure=cited[1].id)

    take_release_back(released.extract.scope, released.figure, by="lea", now=NOW)

    [gone] = show(cited[1])
    assert (gone.state, gone.address) == (EvidenceState.GONE, "")
    assert locate_figures({cited[1].id, uuid4()}) == {}


def test_many_cost_no_more_queries_than_one_of_each(cited):
    study = Study.objects.get()
    more = [Reference("figure", make_released(study, f"/data/q{n}").figure, 1) for n in range(5)]
    more += [Reference("finding", make_published_finding(study.scope).pk, 1) for _n in range(5)]

    with CaptureQueriesContext(connection) as for_one_of_each:
        show(*cited)
    with CaptureQueriesContext(connection) as for_many:
        shown = show(*cited, *more)

    assert all(each.address for each in shown)
    assert len(for_many) == len(for_one_of_each)


def test_two_rooms_cannot_say_where_one_source_is_read():
    with pytest.raises(ValueError, match="figure"):
        register_evidence_locator("figure", lambda _ids: {})
