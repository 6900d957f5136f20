"""The published JSON Schema of an event, made of the same description as its parser. Pure."""

from vecu.fieldlog.event_fields import Schema
from vecu.fieldlog.events import DATA, DECISION, ENVELOPE
from vecu.fieldlog.vocabulary import Outcome

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def build_event_schema() -> Schema:
    """Return the JSON Schema of one event; a batch is a list of them.

    One rule is only the parser's: a day must exist, which a pattern cannot say of 31 February.
    """
    return {
        "$schema": DIALECT,
        "title": "An event of Vécu's field log, as CloudEvents 1.0",
        **ENVELOPE.describe(),
        "allOf": [_describe_type(kind) for kind in DATA],
    }


def _describe_type(kind: str) -> Schema:
    data = DATA[kind].describe()
    if kind == DECISION:
        accepted = {"properties": {"outcome": {"const": Outcome.ACCEPTED.value}}}
        data |= {
            "if": {**accepted, "required": ["outcome"]},
            "then": {"properties": {"reason": False}},
        }
    return {
        "if": {"properties": {"type": {"const": kind}}, "required": ["type"]},
        "then": {"properties": {"data": data}},
    }
