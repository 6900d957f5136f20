"""Which step holds follows from the register: its entries, corrections and undoing."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from tests.register.factories import NOW, make_entry, make_system
from tests.surveys.factories import make_member
from vecu.accounts.models import AuditEvent
from vecu.accounts.rules import Role
from vecu.evidence.sources import Audience
from vecu.pilots import actions
from vecu.pilots.actions import adopt_pilot, choose_strictness
from vecu.pilots.catalogue import find_pilot
from vecu.pilots.models import PilotUse, StrictnessChoice
from vecu.pilots.queries import PilotStanding, find_pilot_use, get_pilot_standing
from vecu.pilots.strictness import StrictnessContent
from vecu.records.actions import change_record, remove_record, undo_move
from vecu.records.errors import RecordRefused
from vecu.records.queries import list_undoable_acts
from vecu.register.content import SettingContent
from vecu.register.models import System, SystemSetting
from vecu.register.queries import get_system_detail
from vecu.register.record_kinds import REGISTER
from vecu.register.rules import SettingLean

pytestmark = [pytest.mark.django_db, pytest.mark.data]

TODAY = NOW.date()
STRICT = StrictnessContent(
    step=4,
    group="Direction de l’agence",
    day=date(2026, 10, 1),
    heard={"fr": "Le fournisseur. Aucun agent.", "en": "The supplier. No agent."},
    reason={"en": "Nothing may escape."},
    lean=SettingLean.MISSES_LITTLE,
)


@pytest.fixture
def system() -> System:
    """A system that is a pilot, of which nothing was chosen."""
    made = make_system()
    adopt_pilot(made, "job-offers", by="lea", now=NOW)
    return made


def choose(system: System, content: StrictnessContent = STRICT, **changed) -> StrictnessChoice:
    return choose_strictness(system, replace(content, **changed), by="lea", now=NOW)


def get_standing(system: System, today: date = TODAY) -> PilotStanding:
    use = find_pilot_use(system.pk)
    return get_pilot_standing(use, get_system_detail(system, Audience.MEMBERS), today)


def correct(setting: SystemSetting, **changed) -> SystemSetting:
    """Correct a setting in the register, as its form does."""
    fields = ("name", "value", "group", "day", "reason", "heard", "lean", "replaces")
    content = SettingContent(**{name: getattr(setting, name) for name in fields} | changed)
    return change_record(setting, content, revision=setting.revision, by="lea", now=NOW)


def test_a_system_becomes_a_pilot_once_and_the_audit_says_who_made_it_one():
    system = make_system()
    with pytest.raises(RecordRefused) as refused:
        adopt_pilot(system, "no-such-pilot", by="lea", now=NOW)
    assert set(refused.value.problems) == {"pilot"}

    use = adopt_pilot(system, "job-offers", by="lea", now=NOW)

    assert (use.system, use.pilot) == (system.pk, "job-offers")
    event = AuditEvent.objects.get(verb="adopted pilot")
    assert (event.actor, event.target, event.scope_uuid) == ("lea", "job-offers", system.pk)
    with pytest.raises(RecordRefused):
        adopt_pilot(system, "job-offers", by="lea", now=NOW)
    assert PilotUse.objects.count() == 1


def test_of_two_owners_who_adopt_at_once_the_second_is_refused_in_words(monkeypatch):
    system = make_system()

    def find_while_another_adopts(name):
        PilotUse.objects.create(system=system.pk, pilot=name)
        return find_pilot(name)

    monkeypatch.setattr(actions, "find_pilot", find_while_another_adopts)
    with pytest.raises(RecordRefused, match="already"):
        adopt_pilot(system, "job-offers", by="lea", now=NOW)


def test_before_anybody_chooses_the_step_is_the_one_that_the_version_came_with(system):
    standing = get_standing(system)

    assert standing.step == standing.version.step
    assert (standing.chosen, standing.strictness) == (None, None)


def test_a_choice_is_a_setting_of_the_register_and_the_next_one_replaces_it(system):
    first = choose(system)
    second = choose(
        system,
        step=2,
        day=date(2026, 11, 12),
        group="Direction et représentants",
        lean=SettingLean.ALERTS_LITTLE,
        replaces=first.entry,
    )

    noted = SystemSetting.objects.get(pk=second.entry)
    assert (noted.value, noted.group, noted.day) == (
        "2",
        "Direction et représentants",
        date(2026, 11, 12),
    )
    assert noted.name == {"fr": "Sévérité, de 1 à 4", "en": "Strictness, from 1 to 4"}
    assert (noted.replaces, noted.lean) == (first.entry, "alerts little")
    assert (get_standing(system).step, get_standing(system).chosen) == (2, second.entry)
    assert get_standing(system, date(2026, 11, 11)).step == 4


def test_two_choices_of_one_day_stand_in_the_order_in_which_they_were_made(system):
    last = None
    for step in (4, 1, 3, 2):
        last = choose(system, step=step, replaces=last.entry if last else None)

    assert get_standing(system).step == 2


def test_what_is_undone_in_the_register_brings_the_earlier_step_back(system):
    first = choose(system)
    choose(system, step=1, replaces=first.entry)
    assert get_standing(system).step == 1

    undo_move(
        system, REGISTER, list_undoable_acts(system.scope, REGISTER)[0].move, by="lea", now=NOW
    )
    assert (get_standing(system).step, get_standing(system).chosen) == (4, first.entry)

    undo_move(
        system, REGISTER, list_undoable_acts(system.scope, REGISTER)[0].move, by="lea", now=NOW
    )
    assert get_standing(system).strictness is None
    assert choose(system, step=3).step == get_standing(system).step == 3


def test_what_is_removed_or_corrected_in_the_register_counts_here(system):
    first = choose(system)
    second = choose(system, step=1, replaces=first.entry)

    correct(SystemSetting.objects.get(pk=second.entry), value="2")
    assert get_standing(system).step == 2

    row = SystemSetting.objects.get(pk=second.entry)
    remove_record(row, revision=row.revision, by="lea", now=NOW)
    assert get_standing(system).step == 4


def test_a_value_that_the_register_replaces_holds_as_long_as_it_is_a_step(system):
    first = choose(system)
    setting = SettingContent(
        name={"en": "Strictness"},
        value="2",
        group="Direction",
        day=date(2026, 11, 1),
        reason={"en": "Fewer alerts."},
        replaces=first.entry,
    )
    noted = make_entry(system, setting)
    assert (get_standing(system).step, get_standing(system).chosen) == (2, noted.pk)

    odd = make_entry(system, setting, value="very", day=date(2026, 11, 2), replaces=noted.pk)
    strictness = get_standing(system).strictness
    assert (strictness.step, strictness.setting, strictness.latest) == (2, noted, odd)

    assert choose(system, day=date(2026, 11, 3), replaces=odd.pk).step == 4
    assert get_standing(system).step == 4


def test_a_corrected_value_that_is_no_step_leaves_the_one_that_was_chosen(system):
    chosen = choose(system)

    correct(SystemSetting.objects.get(pk=chosen.entry), value="as strict as can be")

    assert get_standing(system).step == 4


def test_settings_that_replace_each_other_in_a_circle_end_nothing(system):
    """The register’s form has a hidden field: somebody may write into it what they like."""
    first = choose(system)
    second = choose(system, step=1, replaces=first.entry)

    correct(SystemSetting.objects.get(pk=first.entry), replaces=second.entry)

    assert get_standing(system).step in {1, 4}


def test_what_is_missing_of_a_choice_is_named_by_field_and_nothing_is_noted(system):
    make_member("noor", system, Role.READER)
    empty = {"group": " ", "heard": {"fr": " "}, "reason": {}, "day": TODAY + timedelta(1)}
    with pytest.raises(RecordRefused) as refused:
        choose(system, **empty)
    assert set(refused.value.problems) == {"group", "heard_fr", "reason_fr", "day"}
    assert "still to come" in refused.value.problems["day"]

    with pytest.raises(RecordRefused) as refused:
        choose(system, group="noor")
    assert "is one member" in refused.value.problems["group"]
    assert not SystemSetting.objects.exists()
    assert not StrictnessChoice.objects.exists()


def test_of_two_members_who_move_it_at_once_the_second_looks_again(system):
    first = choose(system)

    with pytest.raises(RecordRefused) as refused:
        choose(system, step=1)

    assert "meanwhile" in refused.value.problems[""]
    assert (SystemSetting.objects.get().pk, get_standing(system).step) == (first.entry, 4)
    first_day = SystemSetting.objects.get().day
    with pytest.raises(RecordRefused) as refused:
        choose(system, step=1, replaces=first.entry, day=first_day - timedelta(1))
    assert "cannot be older" in refused.value.problems["day"]


def test_a_system_that_is_no_pilot_has_no_strictness():
    system = make_system()

    with pytest.raises(RecordRefused):
        choose(system)

    assert not SystemSetting.objects.exists()
