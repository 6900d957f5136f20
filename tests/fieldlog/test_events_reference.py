"""The reference of events names each field, code and limit as the parser has it."""

import re
from pathlib import Path

import pytest

from vecu.fieldlog.event_fields import ChoiceField, ChoicesField
from vecu.fieldlog.events import DATA, DECISION, ENVELOPE, MOST_BYTES, MOST_EVENTS, TRUTH
from vecu.fieldlog.http_binding import BATCH_TYPE, DATA_TYPE, EVENT_TYPE
from vecu.fieldlog.vocabulary import HL7_REASONS, OverrideReason

TEXT = Path(__file__).parents[2].joinpath("docs/reference/field-log-events.md").read_text()


def read_table(heading: str) -> dict[str, tuple[str, ...]]:
    """Return the rows of the table whose first column has this heading, by its first cell."""
    after = TEXT.partition(f"| {heading} |")[2]
    rows = {}
    for line in after.splitlines()[2:]:
        if not line.startswith("|"):
            break
        first, *others = [cell.strip() for cell in line.strip("|").split("|")]
        rows[first.strip("`")] = tuple(others)
    return rows


@pytest.mark.parametrize(
    ("heading", "record"),
    [
        ("Field", ENVELOPE),
        ("Field of a decision", DATA[DECISION]),
        ("Field of a truth", DATA[TRUTH]),
    ],
)
def test_each_field_is_in_its_table_with_its_closed_values(heading, record):
    rows = read_table(heading)

    assert set(rows) - {"data"} == set(record.fields)
    assert {name for name, cells in rows.items() if cells[0] == "yes"} == record.required
    for name, field in record.fields.items():
        if isinstance(field, ChoiceField | ChoicesField):
            assert set(field.choices) == set(re.findall(r"`([^`]+)`", rows[name][1])), name


def test_each_reason_is_explained_with_the_codes_of_hl7_that_count_as_it():
    rows = read_table("Code")

    assert list(rows) == list(OverrideReason)
    written = {code: set(re.findall(r"`([^`]+)`", cells[1])) for code, cells in rows.items()}
    for reason in OverrideReason:
        assert written[reason] == {hl7 for hl7, own in HL7_REASONS.items() if own is reason}


def test_limits_and_media_types_are_those_of_the_parser():
    assert f"{MOST_EVENTS:,} events and {MOST_BYTES:,} bytes" in TEXT
    kinds = {cells[0].partition(",")[0].strip("`") for cells in read_table("Content").values()}
    assert kinds == {BATCH_TYPE, EVENT_TYPE, DATA_TYPE}
