"""Pages of a pilot for its members, and what everybody reads of its strictness."""

import pytest
from django.test import Client

from tests.fieldlog.factories import make_log
from tests.pilots.version_factories import release_first
from tests.register.factories import NOW, make_public_system, make_system
from tests.reports import system_factories
from tests.reports.system_factories import make_month, make_released_months
from tests.surveys.factories import make_member
from vecu.accounts.queries import get_member
from vecu.accounts.rules import Role
from vecu.datasets.release_actions import take_release_back
from vecu.pilots.actions import adopt_pilot
from vecu.pilots.models import PilotUse
from vecu.register.actions import take_system_back
from vecu.register.models import System, SystemSetting

pytestmark = [pytest.mark.django_db, pytest.mark.data]

PILOT = "/en/systems/job-offers/pilot/"
STRICTNESS = f"{PILOT}strictness/"
TUNING = "/en/at-work/job-offers/tuning/"
TYPED = {
    "step": "2",
    "group": "Direction et représentants",
    "day": "2026-03-02",
    "heard_fr": "Six agents ; aucun demandeur d’emploi.",
    "heard_en": "Six agents; no job seeker.",
    "lean": "alerts little",
    "reason_fr": "",
    "reason_en": "The alerts take the morning.",
    "replaces": "",
}


@pytest.fixture
def pilot() -> System:
    """A published system that is a pilot; nobody has chosen how strict."""
    system = make_public_system()
    adopt_pilot(system, "job-offers", by="lea", now=NOW)
    return system


@pytest.fixture
def lea(client, pilot) -> Client:
    """The browser of its owner."""
    client.force_login(get_member("lea"))
    return client


def test_an_owner_finds_the_way_from_the_system_to_the_pilot(client):
    make_system()
    client.force_login(get_member("lea"))
    overview = client.get("/en/systems/job-offers/").text
    assert f'<a href="{PILOT}">Make it a pilot of the laboratory</a>' in overview
    assert ">Pilot</a>" not in overview

    page = client.get(PILOT).text
    assert "Job offers: words that may discriminate" in page
    assert client.post(f"{PILOT}adopt/", {"pilot": "job-offers"}).url == PILOT

    page = client.get(PILOT).text
    assert "Nobody here has chosen how strict it is." in page
    assert f'href="{STRICTNESS}"' in page
    assert f'<a href="{PILOT}" aria-current="page">Pilot</a>' in page
    assert "Make it a pilot" not in client.get("/en/systems/job-offers/").text
    assert (
        "Made a system a pilot of the laboratory"
        in client.get("/en/systems/job-offers/audit/").text
    )


def test_only_owners_make_a_pilot_and_errors_stand_beside_the_choice(client):
    system = make_system()
    client.force_login(make_member("noor", system, Role.RESEARCHER))
    page = client.get(PILOT).text
    assert "Only its owners can make it one." in page
    assert "<form" not in page[page.index("<h1") :]
    assert client.post(f"{PILOT}adopt/", {"pilot": "job-offers"}).status_code == 403

    client.force_login(get_member("lea"))
    for typed, message in (({}, "Choose a pilot."), ({"pilot": "x"}, "has no such pilot")):
        refused = client.post(f"{PILOT}adopt/", typed)
        assert refused.status_code == 422
        assert message in refused.text
        assert 'href="#id_pilot"' in refused.text
    assert not PilotUse.objects.exists()


def test_a_pilot_is_not_adopted_twice(lea):
    refused = lea.post(f"{PILOT}adopt/", {"pilot": "job-offers"})

    assert refused.status_code == 422
    assert "This system is a pilot already." in refused.text


def test_the_strictness_is_moved_with_groups_a_day_and_those_who_were_heard(lea):
    page = lea.get(STRICTNESS).text
    assert "In force today." in page
    assert page.count("On the invented offers:") == 3

    assert lea.post(f"{STRICTNESS}choose/", TYPED).url == PILOT

    setting = SystemSetting.objects.get()
    assert (setting.value, setting.group, setting.lean) == ("2", TYPED["group"], "alerts little")
    page = lea.get(PILOT).text
    assert "Strictness: step 2 of 4" in page
    for words in (TYPED["group"], "2 March 2026", TYPED["heard_en"], TYPED["reason_en"]):
        assert words in page
    again = lea.get(STRICTNESS).text
    assert f'name="replaces" value="{setting.pk}"' in again
    assert "Step 2, in force" in again


def test_what_is_wrong_with_a_move_stands_beside_its_field_and_nothing_typed_is_lost(lea):
    typed = {
        "heard_fr": "Les agents",
        "day": "31/02/2026",
        "group": "",
        "reason_fr": "",
        "step": "9",
    }
    refused = lea.post(f"{STRICTNESS}choose/", TYPED | typed | {"reason_en": " ", "heard_en": ""})

    assert refused.status_code == 422
    assert refused.text.count('class="err"') == 4
    for field in ("step", "group", "day", "reason_fr"):
        assert f'href="#id_{field}' in refused.text
    assert "Les agents</textarea>" in refused.text
    assert not SystemSetting.objects.exists()

    for typed, message in (
        ({"day": "2099-01-01"}, "is still to come"),
        ({"group": "lea"}, "“lea” is one member."),
        ({"heard_fr": "", "heard_en": " "}, "or that nobody was"),
        ({"lean": ""}, "Say whether it is set to miss little"),
        ({"reason_en": "x" * 4001}, "This has 4001 characters"),
        ({"group": "x" * 201}, "This has 201 characters"),
        ({"day": "0026-03-02"}, "Check the year."),
        ({"group": "Direction\x01"}, "a character that cannot be read"),
        ({"group": "Direction\x00", "heard_en": "\x00"}, "Null characters are not allowed."),
        ({"replaces": "no-such-choice"}, "The choice before: It cannot be read."),
    ):
        refused = lea.post(f"{STRICTNESS}choose/", TYPED | typed)
        assert (refused.status_code, message in refused.text) == (422, True), message
    assert not SystemSetting.objects.exists()


def test_a_member_who_was_overtaken_sees_what_holds_now_and_keeps_what_they_wrote(lea):
    lea.post(f"{STRICTNESS}choose/", TYPED)

    refused = lea.post(f"{STRICTNESS}choose/", TYPED | {"step": "1", "reason_en": "Quite another."})

    assert refused.status_code == 422
    assert "Somebody else has changed the strictness meanwhile." in refused.text
    assert "Step 2, in force" in refused.text
    assert "Quite another." in refused.text
    latest = SystemSetting.objects.get().pk
    assert f'name="replaces" value="{latest}"' in refused.text
    moved = lea.post(f"{STRICTNESS}choose/", TYPED | {"step": "1", "replaces": str(latest)})
    assert moved.status_code == 302


def test_who_only_reads_sees_the_costs_and_no_form(client, pilot):
    client.force_login(make_member("noor", pilot, Role.REPRESENTATIVE))

    page = client.get(STRICTNESS).text

    assert "Step 3 is in force. On 120 invented offers" in page
    assert "Change the strictness" not in page
    overview = client.get(PILOT).text
    assert "Nobody here has chosen" not in overview
    assert "Everybody can try it." in overview


def test_the_overview_leads_from_step_to_step(lea, pilot):
    """Strictness, then the first version, then the public, then the next version."""
    assert "Nobody here has chosen how strict it is." in lea.get(PILOT).text
    lea.post(f"{STRICTNESS}choose/", TYPED)
    page = lea.get(PILOT).text
    assert "No version has been put to use yet." in page
    assert f'class="btn" href="{PILOT}versions/1/"' in page

    release_first(pilot)
    page = lea.get(PILOT).text
    assert "In use since 7 September 2026." in page
    assert "Version 2 is ready." in page
    assert f'class="btn" href="{PILOT}versions/2/"' in page
    take_system_back(pilot, by="lea", now=NOW)
    page = lea.get(PILOT).text
    assert "Only members can read of it." in page
    assert "Not put to use yet." in page


def test_a_value_of_the_register_that_is_no_step_is_named(lea):
    lea.post(f"{STRICTNESS}choose/", TYPED)
    SystemSetting.objects.create(
        system=System.objects.get(),
        name={"en": "Strictness"},
        value="very strict",
        group="Direction",
        day="2026-03-03",
        reason={"en": "So."},
        replaces=SystemSetting.objects.get().pk,
    )

    assert (
        "“very strict”, is no step from 1 to 4. The pilot stays at step 2." in lea.get(PILOT).text
    )


def test_everybody_reads_what_each_step_costs_and_who_chose_the_one_in_force(client, pilot):
    page = client.get(TUNING)

    assert page.status_code == 200
    assert page.headers["Cache-Control"] == "no-store"
    text = page.text
    assert "The 120 offers are invented, and so is what should be found in them." in text
    assert "Nobody has chosen it for this system" in text
    assert "Chosen by" not in text
    assert "0.4% were discriminatory" in text
    assert "54 alerts, of which 7% are right" in text
    assert '<tr class="current"><th scope="row">Step 3, in force</th>' in text
    assert 'aria-current="page">Strictness</a>' in text
    assert "<script" not in text
    assert "<form" not in text
    french = client.get(TUNING.replace("/en/", "/fr/")).text
    assert "Le niveau 3 est en vigueur. Sur 120 offres inventées" in french


def test_a_released_figure_of_minutes_stands_beside_the_costs_until_it_is_taken_back(client, pilot):
    make_log(pilot)
    assert "No figure of minutes is public." in client.get(TUNING).text

    released = make_released_months(pilot, "2026-09", "2026-10")
    page = client.get(TUNING).text
    assert "A decision takes 4.0 min as people feel it, 5.5 min as measured." in page
    assert "Decisions of October 2026" in page

    figure = next(each.figure for each in released if each.item.endswith("2026-10/minutes"))
    take_release_back(pilot.scope, figure, by="lea", now=NOW)
    assert "Decisions of September 2026" in client.get(TUNING).text


def test_minutes_that_a_month_hides_read_like_minutes_that_are_not_released(
    client, pilot, monkeypatch
):
    make_log(pilot)
    before = client.get(TUNING).text
    head = {"versions": [{"names": ["1"], "decisions": 295}]}
    hidden = make_month() | {"minutes": head}
    monkeypatch.setattr(system_factories, "make_month", lambda: hidden)

    make_released_months(pilot, "2026-10")

    assert client.get(TUNING).text == before


def test_without_a_log_nobody_knows_how_many_minutes_alerts_take(client, pilot):
    assert "No log is kept of what it proposes" in client.get(TUNING).text


def test_nobody_reads_of_a_system_that_is_not_published_or_no_pilot(client):
    assert client.get(TUNING).status_code == 404
    system = make_system()
    adopt_pilot(system, "job-offers", by="lea", now=NOW)
    assert client.get(TUNING).status_code == 404
    make_public_system("tom")
    assert client.get("/en/at-work/job-offers-2/tuning/").status_code == 404
    client.force_login(get_member("tom"))
    assert client.get("/en/systems/job-offers-2/pilot/strictness/").status_code == 404
    assert client.post("/en/systems/job-offers-2/pilot/strictness/choose/").status_code == 404
