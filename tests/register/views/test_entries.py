"""Entries of each kind: listed, added, corrected, removed; nothing typed is lost."""

import pytest
from django.test import Client

from tests.register.factories import (
    CONSULTED,
    EXPERIMENT,
    INVOLVEMENT,
    NOT_DUE,
    NOW,
    THRESHOLD,
    VERSION,
    make_entry,
    make_system,
)
from tests.surveys.factories import make_member
from vecu.accounts.queries import get_member
from vecu.accounts.rules import Role
from vecu.records.actions import change_record, remove_record
from vecu.records.models import Act
from vecu.register.models import (
    Consultation,
    Involvement,
    System,
    SystemSetting,
    SystemStage,
    SystemVersion,
)

pytestmark = [pytest.mark.django_db, pytest.mark.data]

SYSTEM = "/en/systems/job-offers/"
POSTED = {
    "stages": {"stage": "experiment", "day": "2026-03-02", "reason_fr": "", "reason_en": "To see."},
    "versions": {"name": "1.4", "day": "02/03/2026", "changes_en": "It reads the wage."},
    "settings": {
        "name_en": "Alert threshold",
        "value": "0.35",
        "group": "Head of the service",
        "day": "2026-03-02",
        "reason_en": "A missed trap costs more.",
        "lean": "misses little",
    },
    "involvement": {
        "group": "Six agents",
        "step": "settings",
        "day": "2026-02-10",
        "effect": "changed",
        "outcome_en": "The threshold was lowered.",
        "refusal_en": "To note their decisions.",
    },
    "consultation": {
        "kind": "held",
        "day": "2026-02-17",
        "body": "CST",
        "reference": "Minutes 2026-02",
        "outcome": "divided",
    },
    "situations": {
        "rule_en": "“Car required” may discriminate.",
        "source": "L1132-1",
        "situation_en": "The first bus comes at 9:40, work starts at 6.",
        "practice_en": "The offer stays as it is.",
        "reason": "not_applicable",
        "day": "2026-10-02",
        "group": "Six agents",
    },
}


@pytest.fixture
def system() -> System:
    return make_system()


@pytest.fixture
def lea(client, system) -> Client:
    """The browser of the system's owner."""
    client.force_login(get_member("lea"))
    return client


@pytest.mark.parametrize("kind", POSTED)
def test_an_entry_is_added_listed_corrected_and_removed(lea, system, kind):
    empty = lea.get(f"{SYSTEM}{kind}/").text
    assert 'class="unknown"' in empty

    added = lea.post(f"{SYSTEM}{kind}/new/", POSTED[kind])
    assert added.status_code == 302, added.text
    assert added.url == f"{SYSTEM}{kind}/"
    entry = Act.objects.filter(verb="add").first()
    assert f"{kind}/{entry.entry}/" in lea.get(added.url).text

    address = f"{SYSTEM}{kind}/{entry.entry}/"
    for name, value in POSTED[kind].items():
        if name not in {"day"}:
            assert value in lea.get(address).text, name
    changed = lea.post(address, POSTED[kind] | {"day": "2026-03-01", "revision": "1"})
    assert changed.status_code == 302, changed.text
    assert "1 March 2026" in lea.get(changed.url).text

    assert lea.post(f"{address}remove/", {"revision": "2"}).status_code == 302
    assert lea.get(address).status_code == 404


@pytest.mark.parametrize("kind", POSTED)
def test_an_empty_form_says_what_is_missing_and_keeps_the_rest(lea, kind):
    texts = {name: "kept" for name in POSTED[kind] if name.endswith("_en")}

    refused = lea.post(f"{SYSTEM}{kind}/new/", texts)

    assert refused.status_code == 422
    assert "Give the day" in refused.text
    assert refused.text.count(">\nkept</textarea>") + refused.text.count('value="kept"') == len(
        texts
    )


def test_what_the_register_refuses_stands_beside_its_field(lea, system):
    make_entry(system, EXPERIMENT)

    refused = lea.post(f"{SYSTEM}stages/new/", POSTED["stages"])

    assert refused.status_code == 422
    assert 'href="#id_day"' in refused.text
    assert "The system already came to a stage on 2 March 2026" in refused.text


def test_a_new_value_for_a_setting_is_an_entry_that_replaces_the_earlier_one(lea, system):
    earlier = make_entry(system, THRESHOLD)
    page = lea.get(f"{SYSTEM}settings/new/?replaces={earlier.pk}").text
    assert "A new value in place of “Alert threshold: 0.35”" in page
    assert 'value="Alert threshold"' in page

    sent = POSTED["settings"] | {"value": "0.5", "day": "2026-06-01", "replaces": str(earlier.pk)}
    assert lea.post(f"{SYSTEM}settings/new/", sent).status_code == 302

    assert SystemSetting.objects.get(value="0.5").replaces == earlier.pk
    page = lea.get(f"{SYSTEM}settings/").text
    assert "replaced by a later choice" in page
    assert page.count("Choose a new value") == 1

    again = lea.post(f"{SYSTEM}settings/new/", sent | {"day": "2026-07-01"})
    assert again.status_code == 422
    assert "Another choice already replaces that one" in again.text


@pytest.mark.parametrize("sent", ["nothing", "00000000-0000-0000-0000-000000000000"])
def test_a_link_to_replace_what_is_not_there_opens_an_empty_form(lea, sent):
    page = lea.get(f"{SYSTEM}settings/new/?replaces={sent}").text

    assert "Add a setting" in page


def test_a_version_cites_a_setting_found_by_a_word_and_never_itself(lea, system):
    setting = make_entry(system, THRESHOLD)
    version = make_entry(system, VERSION)
    address = f"{SYSTEM}versions/{version.pk}/"

    page = lea.get(address).text
    assert f"system-setting:{setting.pk}:1" in page
    assert f"system-version:{version.pk}" not in page

    typed = POSTED["versions"] | {"name": "1.4b", "revision": "1"}
    searched = lea.post(address, typed | {"find": "yes", "words": "nowhere"})
    assert searched.status_code == 200
    assert 'value="1.4b"' in searched.text
    assert "None contains these words" in searched.text

    cited = f"system-setting:{setting.pk}:1"
    assert lea.post(address, typed | {"evidence": cited}).status_code == 302
    assert [each["id"] for each in SystemVersion.objects.get().references] == [str(setting.pk)]
    assert "Alert threshold: 0.35. Chosen on" in lea.get(f"{SYSTEM}versions/").text

    gone = lea.post(address, typed | {"revision": "2", "evidence": cited.replace("-setting", "-x")})
    assert gone.status_code == 422
    assert "cannot be cited here" in gone.text


def test_two_people_who_correct_an_entry_see_both_and_the_second_decides(lea, system):
    stage = make_entry(system, EXPERIMENT)
    theirs = EXPERIMENT.__class__("evaluation", EXPERIMENT.day, {"en": "Theirs."})
    change_record(stage, theirs, revision=1, by="noor", now=NOW)
    address = f"{SYSTEM}stages/{stage.pk}/"
    typed = {"stage": "design", "day": "2026-03-02", "reason_en": "Mine.", "revision": "1"}

    refused = lea.post(address, typed)

    assert refused.status_code == 422
    assert "Somebody else has changed this in the meantime" in refused.text
    assert "Mine." in refused.text
    assert "Theirs." in refused.text
    assert "Evaluation" in refused.text[refused.text.index("Other version:") :]
    assert 'name="revision" value="2"' in refused.text
    assert lea.post(address, typed | {"revision": "2"}).status_code == 302
    assert SystemStage.objects.get().reason == {"en": "Mine."}


def test_what_was_typed_of_an_entry_that_somebody_removed_can_be_added_again(lea, system):
    stage = make_entry(system, EXPERIMENT)
    remove_record(stage, revision=1, by="noor", now=NOW)

    refused = lea.post(f"{SYSTEM}stages/{stage.pk}/", POSTED["stages"] | {"revision": "1"})

    assert refused.status_code == 422
    assert "Somebody else has removed this in the meantime" in refused.text
    assert "To see." in refused.text
    assert f'action="{SYSTEM}stages/new/"' in refused.text


def test_removing_what_somebody_changed_or_replaced_meanwhile_is_refused(lea, system):
    setting = make_entry(system, THRESHOLD)
    make_entry(system, THRESHOLD, replaces=setting.pk)

    changed = lea.post(f"{SYSTEM}settings/{setting.pk}/remove/", {"revision": "7"})
    replaced = lea.post(f"{SYSTEM}settings/{setting.pk}/remove/", {"revision": "1"})

    assert changed.status_code == replaced.status_code == 422
    assert "Somebody else has changed this in the meantime" in changed.text
    assert "A later choice replaced this one" in replaced.text
    assert SystemSetting.objects.count() == 2


def test_an_entry_of_another_system_is_not_there(lea, system):
    theirs = make_entry(make_system("noor"), EXPERIMENT)

    assert lea.get(f"{SYSTEM}stages/{theirs.pk}/").status_code == 404
    assert lea.post(f"{SYSTEM}stages/{theirs.pk}/remove/").status_code == 404


def test_a_reader_reads_each_kind_without_a_form(client, system):
    for content in (EXPERIMENT, VERSION, THRESHOLD, INVOLVEMENT, CONSULTED, NOT_DUE):
        make_entry(system, content)
    client.force_login(make_member("rita", system, Role.READER))

    for kind, text in {
        "stages": "To see it at work.",
        "versions": "It reads the wage.",
        "settings": "A missed trap costs more than a minute.",
        "involvement": "To note their decisions",
        "consultation": "Fewer than eleven people.",
    }.items():
        page = client.get(f"{SYSTEM}{kind}/").text
        assert text in page
        assert "<textarea" not in page
    assert Consultation.objects.count() == 2
    assert Involvement.objects.count() == 1
