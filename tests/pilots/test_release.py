"""A version is put to use with a shared point or an agreement for each reason, or not at all."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import uuid4

import pytest

from tests.coding.factories import LONG_AGO, make_room
from tests.dialogue.factories import ACT, WITHDRAWN, WORKSHOP
from tests.pilots.toy_pilot import VERSIONS, CapitalsPilot
from tests.pilots.version_factories import (
    CHANGES,
    FIRST_DAY,
    SECOND_DAY,
    discuss,
    make_pilot,
    make_second,
    release_both,
    release_first,
)
from tests.records.undo import undo_latest
from tests.register.factories import NOW, VERSION, make_entry, make_system
from vecu.dialogue.actions import end_dialogue_entry
from vecu.dialogue.models import StaffAgreement, Workshop
from vecu.evidence.sources import Audience, EvidenceState, Reference
from vecu.pilots.interface import UnknownPilotVersion, get_version
from vecu.pilots.job_offers import load_job_offer_pilot
from vecu.pilots.models import PilotRelease
from vecu.pilots.release import compose_changes, find_silenced, put_version_to_use
from vecu.pilots.version_queries import find_version_standing, list_supports
from vecu.records.actions import change_record
from vecu.records.errors import RecordRefused
from vecu.register.models import System
from vecu.register.queries import get_system_detail
from vecu.register.record_kinds import REGISTER

pytestmark = [pytest.mark.django_db, pytest.mark.data]
RURAL, ROUNDS = "support_rural-no-transport", "support_itinerant-no-car"


@pytest.fixture
def system() -> System:
    system = make_system()
    make_pilot(system)
    return system


def find_problems(system, content):
    """Return by field why a version cannot be put to use; nothing was written."""
    releases, versions = PilotRelease.objects.count(), system.systemversions.count()
    with pytest.raises(RecordRefused) as refused:
        put_version_to_use(system, content, by="lea", now=NOW)
    assert PilotRelease.objects.count() == releases
    assert system.systemversions.count() == versions
    return refused.value.problems


def get_standing(system, name, audience=Audience.MEMBERS):
    standing = find_version_standing(system, name, audience, NOW.date())
    assert standing is not None
    return standing


def test_a_version_stands_on_what_was_chosen_and_the_register_notes_all_of_it(system):
    release = release_both(system)
    agreement, point = sorted(list_supports(system.scope), key=lambda one: one.reference.source)

    assert release.cited == {
        "rural-no-transport": point.reference,
        "itinerant-no-car": agreement.reference,
    }
    _first, second = get_system_detail(system, Audience.MEMBERS).versions
    assert (second.version.name, second.version.day) == ("2", SECOND_DAY)
    assert second.version.changes == CHANGES
    assert {each.reference for each in second.evidence} == {point.reference, agreement.reference}
    assert get_standing(system, "2").released.supports["rural-no-transport"].sentence
    assert get_standing(system, "1").until == SECOND_DAY
    assert get_standing(system, "2").until is None


def test_a_first_version_answers_nothing_and_needs_nothing(system):
    release = release_first(system)

    assert release.supports == {}
    assert get_standing(system, "1").released.beside == []


def test_a_reason_without_a_support_is_named_field_by_field(system):
    agreement, _point = discuss(system)
    release_first(system)

    problems = find_problems(system, make_second(None, agreement.reference))
    assert list(problems) == [RURAL]
    assert "Choose the shared point" in problems[RURAL]
    assert set(find_problems(system, make_second(None, None))) == {RURAL, ROUNDS}


def test_an_agreement_withdrawn_meanwhile_supports_nothing(system):
    agreement, point = discuss(system)
    release_first(system)
    row = StaffAgreement.objects.get()
    end_dialogue_entry(row, WITHDRAWN, revision=row.revision, **ACT)

    problems = find_problems(system, make_second(point.reference, agreement.reference))
    assert list(problems) == [ROUNDS]
    assert "withdrawn" in problems[ROUNDS]


def test_a_point_that_reads_otherwise_is_to_be_read_again(system):
    agreement, point = discuss(system)
    release_first(system)
    later = replace(WORKSHOP, day=date(2026, 10, 7))
    change_record(Workshop.objects.get(), later, revision=1, **ACT)

    problems = find_problems(system, make_second(point.reference, agreement.reference))
    assert list(problems) == [RURAL]
    assert "reads otherwise" in problems[RURAL]


def test_neither_a_setting_nor_the_dialogue_of_another_system_is_a_support(system):
    other = make_system("tom")
    _agreement, elsewhere = discuss(other)
    agreement, _point = discuss(system)
    noted = release_first(system)
    own = Reference("system-version", noted.entry, 1)

    for wrong in (elsewhere.reference, own, Reference("shared-point", uuid4(), 1)):
        problems = find_problems(system, make_second(wrong, agreement.reference))
        assert list(problems) == [RURAL]


def test_versions_come_one_after_the_other_and_only_once(system):
    agreement, point = discuss(system)
    second = make_second(point.reference, agreement.reference)

    assert "Put version 1 to use first" in find_problems(system, second)[""]
    release_first(system)
    same_day = replace(second, day=FIRST_DAY)
    assert "later day" in find_problems(system, same_day)["day"]
    put_version_to_use(system, second, by="lea", now=NOW)
    assert "already" in find_problems(system, second)[""]


def test_all_that_is_wrong_is_named_at_once(system):
    discuss(system)
    release_first(system)
    content = replace(
        make_second(None, None, Reference("log-figure", uuid4(), 1)),
        day=NOW.date() + timedelta(days=1),
        changes={},
    )

    assert set(find_problems(system, content)) == {RURAL, ROUNDS, "day", "changes_fr", "evidence"}


def test_a_version_that_the_register_has_already_by_hand_is_named(system):
    make_entry(system, VERSION, name="1")

    with pytest.raises(RecordRefused, match="is already a version"):
        release_first(system)
    assert not PilotRelease.objects.exists()


def test_an_unknown_version_and_a_system_that_is_no_pilot_are_refused(system):
    with pytest.raises(UnknownPilotVersion):
        put_version_to_use(system, replace(make_second(None, None), name="9"), by="lea", now=NOW)
    with pytest.raises(LookupError):
        release_first(make_system("tom"))


def test_undone_in_the_register_it_is_not_in_use_and_can_be_put_to_use_again(system):
    release = release_both(system)
    undo_latest(system, REGISTER, by="lea", now=NOW)

    assert get_standing(system, "2").released is None
    point, agreement = release.cited["rural-no-transport"], release.cited["itinerant-no-car"]
    put_version_to_use(system, make_second(point, agreement), by="lea", now=NOW)
    assert get_standing(system, "2").released is not None


def test_a_support_that_goes_later_changes_nothing_by_itself(system):
    release_both(system)
    row = StaffAgreement.objects.get()
    end_dialogue_entry(row, WITHDRAWN, revision=row.revision, **ACT)

    released = get_standing(system, "2").released
    assert released is not None
    assert released.supports["itinerant-no-car"].state is EvidenceState.GONE
    assert released.supports["rural-no-transport"].state is EvidenceState.STANDING


def test_public_words_stand_beside_and_cannot_be_repeated_in_what_it_changes(system):
    words = "je prends ma propre voiture pour aller voir les fossés"
    room = make_room({"limit": words}, promise=3, released=LONG_AGO)
    room.codes("ana", words)
    quotation = room.release(words)
    cited = Reference("quotation", quotation.id, quotation.revision)
    release_both(system, cited)

    [beside] = get_standing(system, "2", Audience.EVERYBODY).released.beside
    assert beside.quotation == words
    undo_latest(system, REGISTER, by="lea", now=NOW)
    supports = [each.reference for each in list_supports(system.scope)]
    copied = replace(make_second(*supports, cited), changes={"fr": f"Il répond à : {words}."})
    assert "words of a quotation" in find_problems(system, copied)["changes_fr"]


def test_what_it_changes_is_composed_of_the_pilots_own_words():
    pilot = load_job_offer_pilot()
    texts = compose_changes(get_version(pilot, "2"))

    assert texts["fr"].startswith(get_version(pilot, "2").summary["fr"])
    for answer in get_version(pilot, "2").answers:
        assert texts["en"].count(answer.changed["en"]) == 1


def test_no_shared_point_silences_what_the_law_forbids(system, monkeypatch):
    """A version that leaves such an alert out is refused, whatever it names and stands on."""

    class Silencing(CapitalsPilot):
        def propose(self, case, version, step):
            found = [replace(one, forbidden=True) for one in super().propose(case, version, step)]
            return [one for one in found if version == "1" or one.end - one.start > 4]

    pilot = Silencing(name="job-offers", versions=(VERSIONS[0], replace(VERSIONS[1], answers=())))
    assert find_silenced(pilot, pilot.versions[1]) == ["capitals"]
    assert find_silenced(CapitalsPilot(), VERSIONS[1]) == []
    monkeypatch.setattr("vecu.pilots.queries.find_pilot", lambda _name: pilot)
    release_first(system)

    problems = find_problems(system, make_second(None, None))
    assert "law forbids" in problems[""]
    assert "A word in capitals" in problems[""]


def test_an_answer_about_what_the_law_forbids_is_refused_even_if_nothing_differs():
    class Forbidding(CapitalsPilot):
        def propose(self, case, version, step):
            return [replace(one, forbidden=True) for one in super().propose(case, "1", step)]

    assert find_silenced(Forbidding(), VERSIONS[1]) == ["capitals"]
