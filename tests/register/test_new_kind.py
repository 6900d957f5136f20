"""A kind of entry that the room does not know is added by the four parts of the how-to alone.

The toy is a workshop about the system. Nothing else makes it known: neither an address, nor a page,
nor a query.
"""

import importlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import ClassVar

import pytest
from django.apps import apps
from django.db import connection, models
from django.test import Client
from django.urls import clear_url_caches

from tests.records.record_checks import RecordScenario, check_record_kind
from tests.register.factories import GAP, make_entry, make_system
from vecu.accounts.queries import get_member
from vecu.evidence.sources import Audience
from vecu.records import kinds
from vecu.records.kinds import ADD, CHANGE, REMOVE, EntryPage, RecordKind
from vecu.register import menus, urls
from vecu.register.actions import delete_system
from vecu.register.content import EntryContent
from vecu.register.models import NAME_LENGTH, System, SystemEntry
from vecu.register.queries import get_system_detail
from vecu.register.record_kinds import make_entry_kind, register_entry_kinds
from vecu.site import urls as all_urls
from vecu.translation import gettext_noop
from vecu.ui import menus as all_menus
from vecu.ui.content_forms import ContentForm
from vecu.ui.form_fields import make_day_field, make_name_field
from vecu.ui.noted_facts import NotedFact, make_plain_fact
from vecu.ui.side_by_side import TextSpec
from vecu.ui.templatetags.ui import translate_wording

pytestmark = [pytest.mark.django_db, pytest.mark.data]
ROOM = Path(urls.__file__).parent
LIST = "/en/systems/job-offers/workshops/"
HISTORY = "/en/systems/job-offers/history/"


@dataclass(frozen=True, slots=True)
class WorkshopContent(EntryContent):
    """What content.py would hold."""

    subject: Mapping[str, str]
    day: date
    group: str = ""
    needed: ClassVar = {"subject_fr": "Say what it was about."}


class WorkshopForm(ContentForm[WorkshopContent]):
    """What forms/entries.py would hold."""

    content_type = WorkshopContent
    order: ClassVar = ("subject", "day", "group")
    specs: ClassVar = {"subject": TextSpec("What it was about", rows=1)}
    day = make_day_field("Held on")
    group = make_name_field("Who came")


def define_model() -> type[SystemEntry]:
    """Return what models.py would hold."""

    class SystemWorkshop(SystemEntry):
        subject = models.JSONField(default=dict)
        group = models.CharField(max_length=NAME_LENGTH, blank=True)

        class Meta(SystemEntry.Meta):
            app_label = "register"

    return SystemWorkshop


def declare(model: type[SystemEntry]) -> RecordKind:
    """Return what record_kinds.py would hold."""
    return make_entry_kind(
        "workshop",
        model,
        content=WorkshopContent,
        words={
            ADD: gettext_noop("added a workshop"),
            CHANGE: gettext_noop("changed a workshop"),
            REMOVE: gettext_noop("removed a workshop"),
        },
        title=lambda row: translate_wording(row.subject),
        facts=lambda row: [make_plain_fact("Who came", row.group)],
        forms=[WorkshopForm],
        page=EntryPage(
            "workshops",
            gettext_noop("Workshops"),
            "Those that were about the system.",
            "Add a workshop",
            "No workshop is noted.",
            order=999,
            group=menus.DECIDE,
        ),
    )


WAGES = WorkshopContent({"en": "Wages in offers", "fr": "La paie"}, date(2026, 5, 4), "Six agents")
POSTED = {"subject_en": "Wages in offers", "day": "2026-05-04", "group": "Six agents"}


def read_addresses_again() -> None:
    """Let the laboratory begin anew with the kinds that are declared now."""
    importlib.reload(urls)
    importlib.reload(all_urls)
    clear_url_caches()


@pytest.fixture(scope="module")
def workshop(django_db_setup, django_db_blocker) -> Iterator[RecordKind]:
    """Declare the toy with its table; afterwards nothing is left of it for other tests."""
    model = define_model()
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patches:
        patches.setattr(kinds, "_KINDS", dict(kinds._KINDS))
        patches.setattr(all_menus, "_registered", dict(all_menus._registered))
        with connection.schema_editor() as editor:
            editor.create_model(model)
        kind = declare(model)
        register_entry_kinds(kind)
        read_addresses_again()
        yield kind
        with connection.schema_editor() as editor:
            editor.delete_model(model)
    del apps.all_models["register"][model._meta.model_name]
    delattr(System, model._meta.get_field("system").remote_field.get_accessor_name())
    apps.clear_cache()
    read_addresses_again()


@pytest.fixture
def system(workshop) -> System:
    return make_system()


@pytest.fixture
def lea(client, system) -> Client:
    """The browser of the system's owner."""
    client.force_login(get_member("lea"))
    return client


def test_it_passes_what_holds_of_every_kind(workshop):
    later = replace(WAGES, day=date(2026, 7, 1))
    check_record_kind(RecordScenario("register", "workshop", make_system, WAGES, later))


def test_it_has_a_page_in_the_menu_on_which_one_is_added(lea):
    empty = lea.get(LIST).text
    assert '<a href="/en/systems/job-offers/workshops/" aria-current="page">Workshops</a>' in empty
    assert "No workshop is noted." in empty
    assert lea.post(f"{LIST}new/", POSTED).headers["Location"] == LIST
    page = lea.get(LIST).text
    assert "<h2>Wages in offers</h2>" in page
    assert "Six agents" in page
    assert "No workshop is noted." not in page


def test_what_cannot_stand_is_refused_in_words(lea, workshop):
    refused = lea.post(f"{LIST}new/", {"day": "2026-05-04", "group": "lea"})
    assert refused.status_code == 422
    assert "Say what it was about." in refused.text
    assert "“lea” is one member. Name the function or the group." in refused.text
    assert not workshop.model.objects.exists()


def test_it_is_changed_removed_and_undone_with_its_history(lea, system, workshop):
    row = make_entry(system, WAGES)
    changed = POSTED | {"subject_fr": "La paie", "group": "Four agents", "revision": 1}
    assert lea.post(f"{LIST}{row.pk}/", changed).headers["Location"] == LIST
    assert "<del>Six agents</del> <ins>Four agents</ins>" in lea.get(HISTORY).text
    assert lea.post(f"{LIST}{row.pk}/remove/", {"revision": 2}).headers["Location"] == LIST
    assert "removed a workshop" in lea.get(HISTORY).text
    for group in ("Four agents", "Six agents"):
        move = lea.get(HISTORY).text.split('name="move" value="')[1].split('"')[0]
        assert lea.post(f"{HISTORY}undo/", {"move": move}).status_code == 302
        assert workshop.model.objects.get().group == group


def test_it_is_read_with_all_that_is_noted_and_goes_with_its_system(system, workshop):
    gap, row = make_entry(system, GAP), make_entry(system, WAGES)
    detail = get_system_detail(system, Audience.MEMBERS)
    assert detail.rows[workshop.model] == [row]
    assert [each.gap for each in detail.gaps] == [gap]
    assert workshop.facts(row) == [NotedFact("Who came", {"en": "Six agents"}, is_translated=False)]
    delete_system(system, by="lea", now=RecordScenario.now)
    assert not workshop.model.objects.exists()


def test_the_plainest_kind_is_named_where_the_toy_is_and_where_other_rooms_read_it():
    """CONTRIBUTING has the command that counts them."""
    naming = {
        str(path.relative_to(ROOM))
        for path in ROOM.rglob("*.py")
        if re.search(r"\bInvolvement(Content|Form)?\b", path.read_text())
    }
    declared = {"models.py", "content.py", "forms/entries.py", "record_kinds.py"}
    assert naming == declared | {"queries.py", "migrations/0001_initial.py"}
