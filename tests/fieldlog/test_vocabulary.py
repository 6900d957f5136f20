"""HL7's codes are all mapped; what it has no word for is mapped to nothing."""

import csv
from pathlib import Path

import pytest

from vecu.fieldlog.vocabulary import HL7_OUTCOMES, HL7_REASONS, Outcome, OverrideReason

PUBLISHED = Path(__file__).parents[2] / "../shared/data/fieldlog/hl7_override_reasons.csv"


def test_every_published_code_is_mapped_and_no_other():
    if not PUBLISHED.exists():
        pytest.skip("the published codes are not here")
    with PUBLISHED.open(encoding="utf-8") as file:
        published = {row["code"] for row in csv.DictReader(file)}
    assert set(HL7_REASONS) == published


def test_there_are_29_codes_for_all_of_our_reasons_but_a_choice_and_any_other():
    assert len(HL7_REASONS) == 29
    without = {OverrideReason.KEPT_BY_HAND, OverrideReason.OTHER}
    assert set(OverrideReason) - set(HL7_REASONS.values()) == without


def test_ignored_and_deferred_are_no_overrides():
    assert set(HL7_OUTCOMES) == {Outcome.ACCEPTED, Outcome.OVERRIDDEN}
