"""A deleted system leaves nothing of its dialogue but the audit."""

import pytest

from tests.dialogue.factories import (
    ACT,
    AGENDA,
    AGREEMENT,
    AVIS,
    CLAUSE,
    COMMITMENT,
    CONSULTATION,
    POSITION,
    WORKSHOP,
    note,
    note_point,
)
from tests.fieldlog.full_log import at
from tests.register.factories import make_system
from tests.surveys.test_privacy import everything_stored
from vecu.dialogue.actions import note_avis
from vecu.dialogue.clause_monitor import fire_clauses
from vecu.dialogue.models import ENTRY_MODELS, Dialogue, StaffAgreement
from vecu.records.queries import Act
from vecu.register.actions import delete_system

pytestmark = [pytest.mark.django_db, pytest.mark.data]


def test_a_deleted_system_takes_its_whole_dialogue_along_and_no_other():
    system, other = make_system(), make_system("tom")
    marked = {"subject": {"en": "MARKER-7"}}
    note_point(system, note(system, WORKSHOP, **marked), statement={"en": "MARKER-8"})
    note_avis(note(system, CONSULTATION, **marked), AVIS, revision=1, **ACT)
    for content in (AGREEMENT, COMMITMENT, CLAUSE, AGENDA):
        note(system, content, **marked)
    note(system, POSITION, statement={"en": "MARKER-9, a number, a paper and a rule: it may copy."})
    note(other, AGREEMENT)
    assert fire_clauses(at(8, 12)) == 1
    for model in (Dialogue, Act, *ENTRY_MODELS.values()):
        assert model._base_manager.exists(), f"{model} has no row: this shows nothing of it"

    delete_system(system, by="lea", now=at(21))

    assert "MARKER" not in str(everything_stored())
    assert Dialogue.objects.get().scope == other.scope
    assert StaffAgreement.objects.get().dialogue.scope == other.scope
    assert {act.scope for act in Act.objects.all()} == {other.scope}
