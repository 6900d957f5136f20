"""Entries of a dialogue for `check_record_kind`."""

from dataclasses import asdict, replace
from typing import Any
from uuid import UUID

from tests.dialogue.factories import (
    AGENDA,
    AGREEMENT,
    CLAUSE,
    COMMITMENT,
    CONSULTATION,
    OPPOSED,
    POSITION,
    STAFF,
    SYSTEM,
    WORKSHOP,
    make_point,
)
from tests.records.record_checks import RecordScenario
from tests.register.factories import make_system
from vecu.dialogue.models import Dialogue, Workshop

WORKSHOP_KEY = UUID("5d0c2a3e-4a0e-4f57-9d8f-0a4b8d9f6c11")
POINT = make_point(Workshop(id=WORKSHOP_KEY))


def begin_dialogue() -> Dialogue:
    """A dialogue of which a workshop is noted."""
    scope = make_system().scope
    dialogue = Dialogue.objects.create(scope_kind=scope.kind, scope_uuid=scope.id)
    Workshop.objects.create(id=WORKSHOP_KEY, dialogue=dialogue, side=SYSTEM, **asdict(WORKSHOP))
    return dialogue


OTHER_SUBJECT: dict[str, Any] = {"subject": {"en": "Something else"}}
SCENARIOS = [
    RecordScenario(
        "dialogue",
        kind,
        begin_dialogue,
        first,
        second,
        side,
        other_side,
        is_fixed=kind == "position",
    )
    for kind, first, second, side, other_side in (
        ("workshop", WORKSHOP, replace(WORKSHOP, **OTHER_SUBJECT), SYSTEM, STAFF),
        (
            "point",
            POINT,
            make_point(Workshop(id=WORKSHOP_KEY), management=OPPOSED),
            SYSTEM,
            STAFF,
        ),
        ("consultation", CONSULTATION, replace(CONSULTATION, **OTHER_SUBJECT), SYSTEM, STAFF),
        ("agreement", AGREEMENT, replace(AGREEMENT, **OTHER_SUBJECT), SYSTEM, STAFF),
        ("commitment", COMMITMENT, replace(COMMITMENT, **OTHER_SUBJECT), SYSTEM, STAFF),
        ("clause", CLAUSE, replace(CLAUSE, most=40), SYSTEM, STAFF),
        ("agenda item", AGENDA, replace(AGENDA, **OTHER_SUBJECT), STAFF, SYSTEM),
        ("position", POSITION, replace(POSITION, in_favour=11), SYSTEM, STAFF),
    )
]
