"""Every kind of entry of every room does what members expect of a history."""

import pytest

from tests.casestudies import record_scenarios as casestudies
from tests.dialogue import record_scenarios as dialogue
from tests.groups import record_scenarios as groups
from tests.recommendations import record_scenarios as recommendations
from tests.records.record_checks import RecordScenario, check_record_kind
from tests.register import record_scenarios as register
from tests.safeguards import record_scenarios as safeguards
from vecu.records.kinds import list_record_kinds

pytestmark = [pytest.mark.django_db, pytest.mark.data]
SCENARIOS: list[RecordScenario] = [
    *register.SCENARIOS,
    *dialogue.SCENARIOS,
    *groups.SCENARIOS,
    *recommendations.SCENARIOS,
    *casestudies.SCENARIOS,
    *safeguards.SCENARIOS,
]


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda each: f"{each.ledger}-{each.kind}")
def test_each_kind_of_entry_passes_the_suite(scenario):
    check_record_kind(scenario)


def test_no_kind_of_entry_is_without_a_scenario():
    """Kinds of which the history holds nothing have none."""
    declared = {(each.ledger.name, each.name) for each in list_record_kinds() if each.model}
    assert declared == {(each.ledger, each.kind) for each in SCENARIOS}
