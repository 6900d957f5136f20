"""Writing in the register: what is stored, what is refused, and how it is undone."""

from dataclasses import fields, replace
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.utils import translation

from tests.evidence.factories import make_finding
from tests.records.undo import undo_latest
from tests.register.factories import (
    CHECKER,
    CONSULTED,
    CONTACT,
    EXPERIMENT,
    GAP,
    INVOLVEMENT,
    NOW,
    THRESHOLD,
    VERSION,
    make_entry,
    make_public_system,
    make_system,
)
from vecu.accounts.queries import VERBS, get_member, get_role, list_audit, list_members
from vecu.accounts.rules import Role
from vecu.evidence.models import Finding
from vecu.evidence.sources import Audience, EvidenceState, Reference
from vecu.records.actions import change_record, remove_record, undo_move
from vecu.records.errors import RecordChanged, RecordRefused
from vecu.records.models import Act
from vecu.records.queries import list_acts, list_undoable_acts
from vecu.register.actions import (
    delete_system,
    publish_system,
    remove_contact,
    set_contact,
    take_system_back,
)
from vecu.register.content import ConsultationContent
from vecu.register.models import System, SystemSetting
from vecu.register.queries import get_system_detail, list_published_systems
from vecu.register.record_kinds import REGISTER
from vecu.register.rules import (
    ConsultationKind,
    ConsultationState,
    InvolvementEffect,
    Stage,
)

pytestmark = [pytest.mark.django_db, pytest.mark.data]
ACT = {"by": "lea", "now": NOW}
EVERY_ENTRY = [EXPERIMENT, VERSION, THRESHOLD, INVOLVEMENT, CONSULTED, GAP]
TOMORROW = NOW.date() + timedelta(days=1)


@pytest.fixture
def system() -> System:
    return make_system()


def refuse(act, *args, **kwargs) -> dict[str, str]:
    """Return why an act is refused, by field; nothing was added to the history."""
    before = Act.objects.count()
    with pytest.raises(RecordRefused) as refused:
        act(*args, **kwargs) if act is make_entry else act(*args, **ACT, **kwargs)
    assert Act.objects.count() == before
    return dict(refused.value.problems)


def undo(system) -> None:
    undo_latest(system, REGISTER, **ACT)


# --- What is stored


def test_who_begins_a_system_owns_it_and_nobody_else_reads_it(system):
    assert get_role(get_member("lea"), system.scope) is Role.OWNER
    assert [event.verb for event in list_audit(system.scope)] == ["gave role", "began system"]
    assert list_published_systems() == []


def test_every_kind_of_entry_is_read_as_it_was_written(system):
    for content in EVERY_ENTRY:
        row = make_entry(system, content)
        row.refresh_from_db()
        written = {each.name: getattr(content, each.name) for each in fields(content)}
        if content in (VERSION, GAP):
            written["references"] = []
        assert {name: getattr(row, name) for name in written} == written


def test_a_system_without_a_noted_stage_stands_nowhere(system):
    detail = get_system_detail(system, Audience.MEMBERS)

    assert (detail.stage, detail.first_use) == (None, None)
    assert detail.consultation is ConsultationState.NOT_NOTED


def test_a_system_stands_at_its_latest_stage_whatever_was_noted_last(system):
    make_entry(system, EXPERIMENT)
    make_entry(system, EXPERIMENT, stage=Stage.DESIGN, day=date(2025, 9, 1))
    make_entry(system, CONSULTED)
    detail = get_system_detail(system, Audience.MEMBERS)

    assert detail.stage.stage == Stage.EXPERIMENT
    assert detail.first_use == EXPERIMENT.day
    assert detail.consultation is ConsultationState.BEFORE_USE


def test_a_value_chosen_anew_replaces_the_earlier_one_which_stays_readable(system):
    first = make_entry(system, THRESHOLD)
    second = make_entry(system, THRESHOLD, value="0.5", day=date(2026, 6, 1), replaces=first.pk)
    detail = get_system_detail(system, Audience.MEMBERS)

    assert detail.settings == [first, second]
    assert detail.current_settings == [second]


def test_what_a_version_changed_stands_on_evidence(system):
    setting = make_entry(system, THRESHOLD)
    cited = Reference("system-setting", setting.pk, 1)
    make_entry(system, VERSION, references=[cited, cited])
    (version,) = get_system_detail(system, Audience.MEMBERS).versions
    (hidden,) = get_system_detail(system, Audience.EVERYBODY).versions

    assert [(one.reference, one.state) for one in version.evidence] == [
        (cited, EvidenceState.STANDING)
    ]
    assert [one.state for one in hidden.evidence] == [EvidenceState.GONE]


def test_space_and_line_ends_of_browsers_are_not_stored(system):
    row = make_entry(system, VERSION, name=" 2 ", changes={"en": " a\r\nb ", "fr": "  "})

    assert (row.name, row.changes) == ("2", {"en": "a\nb"})


# --- What is refused


@pytest.mark.parametrize(
    ("content", "changed", "field", "message"),
    [
        (VERSION, {"name": " "}, "name", "name or number"),
        (THRESHOLD, {"name": {}}, "name_fr", "what was set"),
        (THRESHOLD, {"value": ""}, "value", "which value"),
        (THRESHOLD, {"group": ""}, "group", "function or group chose"),
        (THRESHOLD, {"reason": {"en": " "}}, "reason_fr", "why this value"),
        (THRESHOLD, {"replaces": uuid4()}, "replaces", "no longer exists"),
        (THRESHOLD, {"group": "LEA"}, "group", "“LEA” is one member"),
        (INVOLVEMENT, {"group": ""}, "group", "took part"),
        (INVOLVEMENT, {"group": "Léa"}, "group", "“Léa” is one member"),
        (INVOLVEMENT, {"refusal": {}}, "refusal_fr", "may still refuse"),
        (INVOLVEMENT, {"outcome": {}}, "outcome_fr", "answered, changed or stopped"),
        (CONSULTED, {"body": ""}, "body", "which body"),
        (CONSULTED, {"reference": ""}, "reference", "reference"),
        (CONSULTED, {"kind": ConsultationKind.NOT_DUE}, "why_none_fr", "why no consultation"),
        (VERSION, {"name": "1" * 201}, "name", "201 characters; the limit is 200"),
        (VERSION, {"changes": {"fr": "a" * 4001}}, "changes_fr", "the limit is 4000"),
        (VERSION, {"changes": {"fr": "a\0"}}, "changes_fr", r"cannot be read: [U+0000]"),
    ],
)
def test_what_cannot_stand_is_refused_and_says_what_to_do(system, content, changed, field, message):
    problems = refuse(make_entry, system, content, **changed)

    assert list(problems) == [field]
    assert message in problems[field]


@pytest.mark.parametrize("content", EVERY_ENTRY)
def test_nothing_is_noted_before_it_has_happened(system, content):
    message = refuse(make_entry, system, content, day=TOMORROW)["day"]

    assert message.startswith("29 November 2026 is still to come.")


def test_a_slip_in_the_year_is_refused(system):
    message = refuse(make_entry, system, CONSULTED, day=date(26, 2, 17))["day"]

    assert message.endswith("Check the year.")


def test_an_effect_that_is_not_known_or_none_needs_no_words(system):
    for effect in (InvolvementEffect.NOT_KNOWN, InvolvementEffect.NOTHING):
        make_entry(system, INVOLVEMENT, effect=effect, outcome={})


def test_no_consultation_due_needs_no_body(system):
    why = {"en": "One person, who wrote it, uses it."}
    make_entry(
        system, ConsultationContent(ConsultationKind.NOT_DUE, date(2026, 1, 5), why_none=why)
    )

    detail = get_system_detail(system, Audience.MEMBERS)
    assert detail.consultation is ConsultationState.NOT_DUE


def test_a_system_comes_to_one_stage_a_day_and_to_none_twice_in_a_row(system):
    make_entry(system, EXPERIMENT)

    same_day = refuse(make_entry, system, EXPERIMENT, stage=Stage.EVALUATION)
    assert "already came to a stage on 2 March 2026" in same_day["day"]
    for day in (date(2026, 2, 1), date(2026, 4, 1)):
        assert (
            "this stage on 2 March 2026" in refuse(make_entry, system, EXPERIMENT, day=day)["stage"]
        )
    make_entry(system, EXPERIMENT, stage=Stage.EVALUATION, day=date(2026, 4, 1))
    make_entry(system, EXPERIMENT, day=date(2026, 5, 1))  # back again, as happens


def test_versions_have_names_of_their_own_in_one_system(system):
    row = make_entry(system, VERSION)

    assert "is already a version “1.4”" in refuse(make_entry, system, VERSION)["name"]
    change_record(row, VERSION, revision=1, **ACT)
    make_entry(make_system("tom"), VERSION)


def test_a_version_cites_only_what_stands_and_not_itself(system):
    row = make_entry(system, VERSION)
    elsewhere = make_entry(make_system("tom"), THRESHOLD)
    for cited in (
        Reference("system-version", row.pk, 1),
        Reference("system-setting", elsewhere.pk, 1),
        Reference("system-setting", uuid4(), 1),
    ):
        content = replace(VERSION, references=[cited])
        problems = refuse(change_record, row, content, revision=1)
        assert "cannot be cited here" in problems["evidence"]


def test_a_version_may_go_on_citing_what_is_gone(system):
    setting = make_entry(system, THRESHOLD)
    content = replace(VERSION, references=[Reference("system-setting", setting.pk, 1)])
    row = make_entry(system, content)
    remove_record(setting, revision=1, **ACT)

    assert change_record(row, content, revision=1, **ACT).revision == 2


def test_choices_follow_each_other_in_one_line(system):
    first = make_entry(system, THRESHOLD)
    june = date(2026, 6, 1)
    second = make_entry(system, THRESHOLD, day=june, replaces=first.pk)

    again = refuse(make_entry, system, THRESHOLD, day=june, replaces=first.pk)
    assert "Replace the latest" in again["replaces"]
    early = refuse(make_entry, system, THRESHOLD, day=first.day, replaces=second.pk)
    assert "replace a choice of 1 June 2026" in early["day"]
    late = refuse(change_record, first, replace(THRESHOLD, day=date(2026, 7, 1)), revision=1)
    assert "A choice of 1 June 2026 replaced this one" in late["day"]
    assert "Remove the later one first" in refuse(remove_record, first, revision=1)[""]


def test_sentences_are_in_the_language_of_the_reader(system):
    with translation.override("fr"):
        message = refuse(make_entry, system, VERSION, name="")["name"]

    assert message == "Donnez le nom ou le numéro de la version."


def test_a_system_needs_its_name_in_both_languages(system):
    content = replace(CHECKER, name={"fr": "Contrôle"})

    assert list(refuse(change_record, system, content, revision=1)) == ["name_en"]


def test_whoever_changes_what_another_changed_meanwhile_sees_what_it_is_now(system):
    row = make_entry(system, VERSION)
    change_record(row, replace(VERSION, name="1.5"), revision=1, **ACT)
    with pytest.raises(RecordChanged) as changed:
        change_record(row, replace(VERSION, name="1.6"), revision=1, **ACT)
    assert changed.value.theirs.name == "1.5"

    remove_record(row, revision=2, **ACT)
    with pytest.raises(RecordChanged, match="removed") as removed:
        remove_record(row, revision=2, **ACT)
    assert removed.value.theirs is None

    change_record(system, CHECKER, revision=1, **ACT)
    with pytest.raises(RecordChanged):
        change_record(system, CHECKER, revision=1, **ACT)


# --- The contact


def test_the_history_holds_no_name_of_who_is_to_be_reached(system):
    set_contact(system, CONTACT, revision=1, **ACT)
    set_contact(system, replace(CONTACT, contact_name="Paul Roux"), revision=2, **ACT)
    event = list_acts(system.scope, REGISTER).first()

    assert (event.kind, event.before, event.after) == ("contact", None, None)
    assert list_undoable_acts(system.scope, REGISTER) == []


def test_a_contact_has_a_name_and_is_reached_without_a_screen(system):
    nobody = replace(CONTACT, contact_name="", contact_reach={})

    assert list(refuse(set_contact, system, nobody, revision=1)) == [
        "contact_name",
        "contact_reach_fr",
    ]


def test_who_does_not_agree_any_more_is_gone_at_once_even_of_a_public_system():
    system = remove_contact(make_public_system(), revision=3, **ACT)

    assert (system.contact_name, system.contact_reach) == ("", {})
    assert list_published_systems() == [system]


# --- Publishing


def test_a_system_is_published_once_nobody_has_to_guess_what_it_is_for():
    system = make_system(problem={}, without_tool={}, purpose={}, users={}, touched={})

    assert set(refuse(publish_system, system)) == {
        "problem_fr", "without_tool_fr", "purpose_fr", "users_fr", "touched_fr", "contact_name",
    }  # fmt: skip


def test_a_public_system_cannot_lose_what_everybody_needs():
    system = make_public_system()

    content = replace(CHECKER, without_tool={})
    assert list(refuse(change_record, system, content, revision=3)) == ["without_tool_fr"]


def test_publishing_and_taking_back_each_happen_once():
    system = make_public_system()
    assert "already" in refuse(publish_system, system)[""]
    take_system_back(system, **ACT)

    assert list_published_systems() == []
    assert "already" in refuse(take_system_back, system)[""]
    verbs = [event.verb for event in list_audit(system.scope)]
    assert verbs == ["took system back", "published system", "gave role", "began system"]
    assert set(verbs) | {"deleted system"} <= set(VERBS)


# --- The history, and undoing


def test_the_history_only_grows(system):
    event = list_acts(system.scope, REGISTER).get()

    for act in (
        event.save,
        list_acts(system.scope, REGISTER).delete,
        lambda: list_acts(system.scope, REGISTER).update(by="x"),
    ):
        with pytest.raises(TypeError, match="only grows"):
            act()


def test_undoing_does_not_leave_everybody_with_a_gap():
    system = make_system(purpose={})
    change_record(system, CHECKER, revision=1, **ACT)
    set_contact(system, CONTACT, revision=2, **ACT)
    publish_system(system, **ACT)

    problems = refuse(
        undo_move, system, REGISTER, list_undoable_acts(system.scope, REGISTER)[0].move
    )
    assert list(problems) == ["purpose_fr"]


# --- Deleting


def test_a_deleted_system_takes_everything_along_but_the_audit(system):
    for content in EVERY_ENTRY:
        make_entry(system, content)
    make_finding(system.scope)
    scope, other = system.scope, make_system("tom")
    make_entry(other, THRESHOLD)
    delete_system(system, **ACT)

    assert list_members(scope) == []
    assert [event.verb for event in list_audit(scope)][:1] == ["deleted system"]
    assert not Finding.objects.exists()
    assert System.objects.get() == other
    assert SystemSetting.objects.get().system == other
    assert {event.scope_uuid for event in Act.objects.all()} == {other.pk}
    with pytest.raises(RecordChanged):
        make_entry(system, VERSION)
