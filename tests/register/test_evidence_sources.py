"""What findings cite of the register: versions and settings, as they read now."""

from dataclasses import replace
from datetime import date
from uuid import uuid4

import pytest
from django.utils import translation

from tests.evidence.source_checks import Scenario, check_evidence_source
from tests.register.factories import (
    NOW,
    THRESHOLD,
    VERSION,
    make_entry,
    make_public_system,
    make_system,
)
from vecu.accounts.rules import Scope, ScopeKind
from vecu.evidence.sources import Audience, list_evidence_sources
from vecu.records.actions import change_record, remove_record
from vecu.register.evidence_sources import SettingSource, VersionSource

pytestmark = [pytest.mark.django_db, pytest.mark.data]


@pytest.mark.parametrize(
    ("source", "content", "second"),
    [
        (VersionSource(), VERSION, {"name": "2", "changes": {}}),
        (SettingSource(), THRESHOLD, {"value": "0.5"}),
    ],
)
@pytest.mark.parametrize("make", [make_system, make_public_system])
def test_versions_and_settings_fulfil_the_contract(source, content, second, make):
    system, empty = make(), make("tom")
    contents = {make_entry(system, each).pk: each for each in (content, replace(content, **second))}
    model = source.model

    def change(cited):
        other = replace(contents[cited.id], day=date(2026, 3, 1))
        row = model.objects.get(pk=cited.id)
        change_record(row, other, revision=1, by="lea", now=NOW)

    def remove(cited):
        row = model.objects.get(pk=cited.id)
        remove_record(row, revision=row.revision, by="lea", now=NOW)

    scenario = Scenario(system.scope, empty.scope, change, remove, date(2026, 3, 2))
    check_evidence_source(source, scenario)


def test_both_sources_are_there_when_the_laboratory_starts():
    assert {"system-version", "system-setting"} <= {each.name for each in list_evidence_sources()}


def test_everybody_reads_evidence_of_published_systems_only():
    hidden, public = make_system("tom"), make_public_system()
    for system in (hidden, public):
        make_entry(system, VERSION)
        make_entry(system, THRESHOLD)

    for source in (VersionSource(), SettingSource()):
        assert source.list_citable(hidden.scope, Audience.EVERYBODY) == []
        assert len(source.list_citable(public.scope, Audience.EVERYBODY)) == 1


def test_a_scope_of_another_kind_cites_nothing_here_even_with_the_same_uuid():
    system = make_public_system()
    make_entry(system, VERSION)

    for scope in (Scope(ScopeKind.STUDY, system.pk), Scope(ScopeKind.SYSTEM, uuid4())):
        assert VersionSource().list_citable(scope, Audience.MEMBERS) == []


def test_sentences_say_who_chose_what_when_and_why_in_each_language():
    system = make_system()
    make_entry(system, VERSION)
    make_entry(system, VERSION, name="2", changes={})
    make_entry(system, THRESHOLD)

    def list_sentences() -> list[str]:
        return [
            one.sentence
            for source in (VersionSource(), SettingSource())
            for one in source.list_citable(system.scope, Audience.MEMBERS)
        ]

    with translation.override("en"):
        found = list_sentences()
    assert sorted(found) == [
        "Alert threshold: 0.35. Chosen on 2 March 2026 by: Head of the service."
        " A missed trap costs more than a minute.",
        "Version 1.4, in use since 2 March 2026: It reads the wage.",
        "Version 2, in use since 2 March 2026. What it changed is not known.",
    ]
    with translation.override("fr"):
        found = list_sentences()
    assert "Version 1.4, en service depuis le 2 mars 2026 : Il lit la paie." in [
        each.replace("\xa0", " ").replace("\u202f", " ") for each in found
    ]
