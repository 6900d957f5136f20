"""What everybody reads of AI systems: the list, each system, its rules beside real work."""

import csv
import io
import re
from datetime import date
from html import unescape
from uuid import uuid4

import pytest
from defusedxml.ElementTree import fromstring
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.coding.factories import LONG_AGO, Room, make_room
from tests.dialogue.factories import (
    ACT,
    MANDATE,
    OPPOSED,
    SHARED,
    WORKSHOP,
    make_point,
    note,
    note_point,
)
from tests.dialogue.whole_dialogue import note_whole_dialogue
from tests.evidence.factories import make_published_finding
from tests.register.factories import (
    CONSULTED,
    EXPERIMENT,
    INVOLVEMENT,
    NOT_DUE,
    NOW,
    THRESHOLD,
    VERSION,
    make_entry,
    make_public_system,
    make_system,
)
from tests.reports.system_factories import (
    make_released_months,
    make_whole_system,
    release_months,
)
from tests.surveys.factories import make_member, make_study
from vecu.accounts.actions import give_role
from vecu.accounts.rules import Role
from vecu.datasets.release_actions import take_release_back
from vecu.evidence.sources import Reference
from vecu.fieldlog.models import FieldLog
from vecu.records.actions import change_record
from vecu.register.actions import remove_contact, take_system_back
from vecu.register.models import System, SystemSetting
from vecu.register.rules import InvolvementEffect

pytestmark = [pytest.mark.django_db, pytest.mark.data]
LIST, SYSTEM, GAP = "/en/at-work/", "/en/at-work/job-offers/", "/en/at-work/job-offers/gap/"
WORDS = "I explain it each time and it forgets."


@pytest.fixture
def room() -> Room:
    room = make_room({"limit": WORDS}, promise=3, released=LONG_AGO)
    room.codes("ana", WORDS)
    return room


def text_of(response) -> str:
    """The words of a page's main part, without marks."""
    main = response.text.partition("<main")[2].partition(">")[2].partition("</main>")[0]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", main)).replace("\u00a0", " ").split())


def read(client, address: str = SYSTEM) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return text_of(response)


def read_reach(client) -> str:
    """Whom to talk to, which stands below the main part of a page about a system."""
    reach = client.get(SYSTEM).text.partition('class="reach"')[2].partition("</aside>")[0]
    return " ".join(re.sub(r"<[^>]+>", " ", reach).split())


def cite(room: Room) -> Reference:
    quotation = room.release(WORDS)
    return Reference("quotation", quotation.id, quotation.revision)


# --- Who reads it


def test_nobody_learns_whether_there_is_a_system_that_is_not_published(client):
    make_system()
    for end in ("", "gap/"):
        there = client.get(f"/en/at-work/job-offers/{end}")
        nowhere = client.get(f"/en/at-work/other-offers/{end}")
        assert there.status_code == nowhere.status_code == 404
        assert nowhere.text.replace("other-offers", "job-offers") == there.text
    assert "No AI system is being followed yet." in read(client, LIST)


def test_what_is_taken_back_is_gone_at_once(client):
    system = make_public_system()
    assert client.get(SYSTEM).status_code == 200

    take_system_back(system, by="lea", now=NOW)

    assert client.get(SYSTEM).status_code == client.get(GAP).status_code == 404
    assert "Job-offers checker" not in client.get(LIST).text + client.get("/en/").text


def test_pages_need_no_script_and_no_cookie_and_no_cache_keeps_words(client):
    make_whole_system()
    for address in (LIST, SYSTEM, GAP):
        page = client.get(address)
        assert "<script" not in page.text
        assert not page.cookies
        assert page.text.count("<h1") == 1
        assert address == LIST or page["Cache-Control"] == "no-store"


# --- Where it stands


def test_the_list_and_the_first_page_say_where_each_system_stands(client):
    make_whole_system()

    stands = "on trial at work since 9 March 2026"
    consulted = "divided opinion of CST on 4 February 2026, before the experiment"
    assert f"O{stands[1:]} · {consulted}" in read(client, LIST)
    assert "One system: who decided on it" in read(client, "/en/")
    assert f"New: Job-offers checker , {stands}" in read(client, "/en/")


@pytest.mark.parametrize(
    ("consultation", "stands"),
    [
        (None, "no consultation is noted"),
        (NOT_DUE, "no consultation was due"),
        (
            CONSULTED,
            "favourable opinion of CST on 17 February 2026, before the experiment – claimed by",
        ),
    ],
)
def test_a_page_begins_with_where_the_system_stands_and_when_staff_was_consulted(
    client, consultation, stands
):
    system = make_public_system()
    assert re.match(
        r"AI system · no stage noted .* No consultation is noted.* Overview", read(client)
    )
    make_entry(system, EXPERIMENT)
    if consultation:
        make_entry(system, consultation)

    begins = rf"AI system · on trial .* 2 March 2026 .*{stands}.* Overview"
    assert re.match(begins, read(client), re.IGNORECASE)


def test_a_consultation_that_came_too_late_says_so(client):
    system = make_public_system()
    make_entry(system, EXPERIMENT)
    make_entry(system, CONSULTED, day=date(2026, 4, 1))

    stands = (
        "Favourable opinion of CST on 1 April 2026, only once the experiment had begun – claimed"
    )
    assert stands in read(client)


def test_the_problem_and_what_becomes_of_it_without_the_tool_stand_first(client):
    make_public_system()
    page = read(client)

    problem, without = page.index("Some offers break the law"), page.index("Without this tool:")
    assert problem < without < page.index("What became of its proposals")


# --- Figures


def test_figures_of_several_months_are_sums_and_each_month_is_read_alone(client):
    system = make_whole_system()
    make_released_months(system, "2026-07", "2026-08", "2026-09")
    every, one = client.get(SYSTEM), client.get(f"{SYSTEM}?month=2026-08")

    assert "What became of its proposals (July to September 2026)" in text_of(every)
    assert "420 of 885 proposals accepted" in text_of(every)
    assert "What became of its proposals (August 2026)" in text_of(one)
    assert "140 of 295 proposals accepted" in text_of(one)
    assert 'href="/en/at-work/job-offers/?month=2026-08#figures"' in every.text
    assert "August 2026: 140 of 295 proposals accepted" in read(client, LIST).replace(
        "September", "August"
    )


def test_no_share_of_right_proposals_stands_beside_a_promise_to_find_so_many(client):
    """A log of alerts sees no misses: 62 % of them right is no measure of nine found in ten."""
    system = make_whole_system()
    assert "cannot check how many cases" not in read(client), "nothing of the log is read yet"
    make_released_months(system, "2026-07")

    promised, observed = re.findall(
        r"What Offres & Cie promises (.*?) What its log shows (.*?) Work as prescribed",
        read(client),
    )[0]
    assert promised == "Nine unlawful offers found in ten, two hours saved each week."
    assert observed == (
        "A decision takes 4.0 min as people feel it, 5.5 min as measured. The tool saves 7.0 min a"
        " decision, as people feel it. These minutes are for one decision: they are not to be"
        " compared with what is promised for a week, a person or a case. This log cannot check"
        " how many cases the tool finds: it does not see those that it misses."
    )

    System.objects.update(promise={})
    assert "cannot check how many cases" not in read(client), "nothing is promised"


def test_minutes_of_a_text_stand_beside_a_promise_and_cases_do_not(client):
    """A scribe proposes no decision: its log holds typed totals, and misses no case."""
    system = make_whole_system()
    means = {"saved": 22.0, "checking": 10.5, "correcting": 6.0}
    part = {"texts": 180, "means": means, "groups": [[["not_known"], 180]]}
    release_months(system, {"2026-07": {"gain": {"parts": [part]}}})

    page = read(client)
    [observed] = re.findall(r"What its log shows (.*?) Work as prescribed", page)
    assert observed == (
        "Of 22.0 min saved in writing a text, as people feel it, 5.5 min are left after checking"
        " and correcting. As people feel it, for one text: what is promised for a week is another"
        " matter."
    )
    assert "What those who use it noted (July 2026)" in page
    assert "minutes to a tenth, hours to the hour" in page


def test_a_month_that_is_not_public_cannot_be_read_whatever_its_address(client):
    system = make_whole_system()
    make_released_months(system, "2026-07")
    other = client.get(f"{SYSTEM}?month=2026-08")

    assert "What became of its proposals (July 2026)" in text_of(other)


def test_nothing_says_why_a_figure_is_not_public(client):
    """No month closed, one that waits for agreement, and one of too few people read the same."""
    make_whole_system()
    page = read(client)

    assert "No figure is public yet." in page
    assert "waits for two agreements, that of the staff representatives, then that of" in page
    assert "This page never says which" in page


def test_a_system_without_a_log_says_so_and_promises_nothing_of_it(client):
    make_public_system()
    page = read(client)

    assert "No log is kept" in page
    assert "This log watches the machine" not in page


def test_the_log_says_what_the_employer_undertook_once_it_could_begin(client):
    make_whole_system()
    promise = "Your employer undertook in writing, on 10 September 2026, not to appraise"
    assert promise in read(client)

    FieldLog.objects.update(impact_assessment="")
    assert promise not in read(client)


def test_each_figure_of_a_month_is_a_table_and_an_image_on_the_page_of_the_month(client):
    system = make_whole_system()
    outcome, *_others = make_released_months(system, "2026-07", "2026-08")
    files = [f"{SYSTEM}figures/{outcome.figure}.{ending}" for ending in ("csv", "svg")]
    month = outcome.item.partition("/")[0]
    page = client.get(f"{SYSTEM}?month={month}").text
    table, image = (client.get(each) for each in files)

    assert all(f'href="{each}"' in page for each in files)
    assert files[0] not in client.get(SYSTEM).text, "a sum of months is no released figure"
    lines = list(csv.reader(io.StringIO(table.content.decode("utf-8-sig"))))
    assert ["What became of proposals", "Accepted", "140", "140"] in lines
    assert ["Why proposals were overridden", "No time", "40", "40"] in lines
    texts = " ".join(text.text or "" for text in fromstring(image.content).iter())
    assert "It does not fit the case (70), No time (40)." in texts, "overrides have reasons"
    assert "Job-offers checker" in texts
    assert "Released on 28 November 2026 by CST." in texts


def test_a_file_is_there_while_its_figure_and_its_system_are_public(client):
    system = make_whole_system()
    first, second, *_others = make_released_months(system, "2026-07")
    address = f"{SYSTEM}figures/{{}}.csv"
    assert client.get(address.format(first.figure)).status_code == 200
    assert client.get(address.format(uuid4())).status_code == 404

    take_release_back(system.scope, first.figure, by="lea", now=NOW)
    assert client.get(address.format(first.figure)).status_code == 404

    take_system_back(system, by="lea", now=NOW)
    assert client.get(address.format(second.figure)).status_code == 404


# --- What people chose, and who


def test_a_setting_says_who_chose_it_and_its_earlier_value_stays_readable(client):
    make_whole_system()
    page = read(client)

    assert "Alert threshold : 0,50" in page
    assert "Chosen to alert less, even if it misses more" in page
    assert "Chosen on 20 October 2026 by: Direction et agents." in page
    assert "After hearing: The twelve agents." in page
    assert "1 earlier value" in page
    assert "0,35 – Chosen on 9 March 2026 by: Direction du service." in page


def test_versions_are_a_timeline_with_what_their_changes_stand_on(client):
    make_whole_system()
    page = client.get(SYSTEM)
    setting = SystemSetting.objects.get(value="0,50")
    text = text_of(page)

    assert text.index("First asks whether a bus goes there.") < text.index(
        "What it changed is not known."
    )
    assert f'<a href="#setting-{setting.pk}">Alert threshold: 0,50</a>' in page.text
    assert f'id="setting-{setting.pk}"' in page.text


def test_a_version_that_cites_a_figure_of_the_log_leads_to_its_month(client):
    system = make_whole_system()
    figure, *_others = make_released_months(system, "2026-07", "2026-08")
    cited = [Reference("log-figure", figure.figure, 1)]
    make_entry(system, VERSION, name="3", day=date(2026, 11, 28), references=cited)

    chip = '<a href="?month=2026-07#figures">What became of proposals, July 2026</a>'
    assert chip in client.get(SYSTEM).text


def test_a_system_that_is_invented_says_so_wherever_it_stands(client):
    make_whole_system()
    invented = "everything here is invented"
    assert invented not in client.get(SYSTEM).text + client.get(GAP).text

    System.objects.update(fictional=True)

    assert invented in client.get(SYSTEM).text
    assert invented in client.get(GAP).text
    assert "invented" in read(client, LIST)


def test_a_version_without_evidence_says_so_and_what_is_gone_says_nothing_else(client):
    system = make_public_system()
    make_entry(system, VERSION)
    assert "No evidence is cited for it." in read(client)

    setting = make_entry(system, THRESHOLD)
    cited = [Reference("system-setting", setting.pk, 1)]
    make_entry(system, VERSION, name="1.5", references=cited)
    SystemSetting.objects.all().delete()

    assert "Evidence no longer available." in read(client)


def test_taking_part_takes_from_nobody_the_right_to_refuse(client):
    make_whole_system()
    page = read(client)

    right = "Neither consultation nor agreement: taking part removes nobody’s right to refuse."
    assert page.index(right) < page.index("Something changed. The threshold was raised.")
    assert "They may still refuse: To note their decisions" in page


def test_a_person_who_answers_is_named_with_how_to_reach_them_until_they_do_not_agree(client):
    system = make_public_system()
    assert "Anne Martel answers for this system. In person or by telephone:" in read_reach(client)

    remove_contact(system, revision=system.revision, by="lea", now=NOW)

    assert "Nobody is named at the moment." in read_reach(client)
    assert "Martel" not in client.get(SYSTEM).text


def test_what_is_not_known_is_listed(client):
    make_public_system()
    unknown = read(client).partition("What is not known")[2].partition("What is not known")[2]

    for sentence in (
        "no stage is noted",
        "Which version is in use.",
        "Who chose its settings",
        "Who took part in bringing it in.",
        "it has no log",
    ):
        assert sentence in unknown


def test_what_was_noted_without_its_reasons_is_not_known_either(client):
    system = make_public_system()
    make_entry(system, VERSION)
    make_entry(system, THRESHOLD, heard={})
    make_entry(system, INVOLVEMENT, effect=InvolvementEffect.NOT_KNOWN, outcome={})
    unknown = read(client).rpartition("What is not known")[2]

    for sentence in (
        "What some claims about its versions stand on.",
        "Who was heard before some of its settings were chosen.",
        "What came of taking part, for some groups.",
    ):
        assert sentence in unknown


def test_findings_that_cite_it_lead_to_their_pages(client):
    system, study = make_whole_system(), make_study("inquiry")
    setting = SystemSetting.objects.filter(system=system).first()
    finding = make_published_finding(system.scope)
    finding.citations.create(place=0, source="system-setting", reference=setting.pk, revision=1)
    assert "Findings that cite it" not in read(client), "one about a system has no page of its own"

    type(finding).objects.update(scope_kind=study.scope.kind, scope_uuid=study.id)

    assert "Findings that cite it Checking takes time." in read(client)
    assert f'href="/en/findings/inquiry/{finding.pk}/"' in client.get(SYSTEM).text


# --- The gap


def test_the_gap_shows_the_rule_the_situation_what_people_do_and_their_words(client, room):
    make_whole_system(cite(room))
    page = client.get(GAP)
    text = text_of(page)

    for sentence in (
        "Version in use 2, since 20 October 2026.",
        "“Car required” may be indirect discrimination",
        "(Code du travail, L1132-1)",
        "the first bus comes at 9:40",
        "The offer stays as it is.",
        "Nothing links them to a decision in the log.",
        "Who is right, the rule or the situation",
    ):
        assert sentence in text
    assert f'<blockquote lang="en" dir="auto">{WORDS}<footer' in page.text
    assert "published on 1 March 2026" in text


def test_words_that_are_withdrawn_are_gone_at_once_and_leave_no_trace_of_why(client, room):
    make_whole_system(cite(room))
    room.withdraw(WORDS)

    for address in (SYSTEM, GAP):
        assert WORDS not in client.get(address).text
        assert read(client, address).count("Evidence no longer available.") == 1


def test_reasons_that_nobody_has_described_are_named_as_not_known(client, room):
    system = make_whole_system(cite(room))
    assert "no figure is public" in read(client, GAP)

    make_released_months(system, "2026-07", "2026-08")
    page = read(client, GAP)

    assert "In the log: It does not fit the case, 140 times" in page
    assert "“No time” (80 times): no real situation has been described for this reason." in page


def test_a_gap_that_nobody_described_says_so(client):
    make_public_system()

    assert "none has been described" in read(client, GAP)


# --- What was discussed


def test_what_was_discussed_says_what_was_shared_last_and_what_is_open_and_leads_there(client):
    system = make_whole_system()
    assert "What was discussed" not in read(client).replace("What was discussed about it", "")
    assert "What was discussed about it: no dialogue is noted." in read(client)

    note_whole_dialogue(system, fire_at=NOW)
    page = read(client)

    assert (
        "What was discussed Shared last, at the workshop of 6 October 2026: “Ask first whether a"
        " bus comes in time for the start of work”."
    ) in page
    assert re.search(r"Open on the agenda: “Review of the (alerts|year)”\.", page)
    assert "2 other items are open." in page
    assert 'href="/en/at-work/job-offers/dialogue/"' in client.get(SYSTEM).text
    assert "no dialogue is noted" not in page


def test_without_a_shared_point_the_page_says_so_and_what_is_pending_is_not_shared(client):
    system = make_public_system()
    workshop = note(system, WORKSHOP)
    note_point(system, workshop, SHARED, OPPOSED)
    note_point(system, workshop, SHARED, MANDATE)

    assert "What was discussed No point has been shared yet." in read(client)


def test_a_version_leads_to_the_point_that_it_answers_until_that_is_not_shared_any_more(client):
    system = make_public_system()
    workshop = note(system, WORKSHOP)
    point = note_point(system, workshop)
    cited = Reference("shared-point", point.pk, 2)
    make_entry(system, VERSION, day=date(2026, 10, 12), references=[cited])

    assert f'href="/en/at-work/job-offers/dialogue/#entry-{point.pk}"' in client.get(SYSTEM).text

    change_record(point, make_point(workshop, SHARED, OPPOSED), revision=1, **ACT)

    assert f"#entry-{point.pk}" not in client.get(SYSTEM).text
    assert "Evidence no longer available." in read(client)


# --- Cost


def test_a_page_costs_the_same_queries_however_many_months_and_entries_it_has(
    client, django_assert_max_num_queries
):
    system = make_whole_system()
    for number in range(5):
        make_entry(system, VERSION, name=f"3.{number}")
    make_released_months(system, *(f"2026-{month:02}" for month in range(1, 11)))
    client.get(SYSTEM)

    for address in (SYSTEM, GAP):
        with django_assert_max_num_queries(29):
            client.get(address)


@pytest.mark.parametrize("address", [LIST, "/en/studies/seve/findings/", "/en/studies/seve/audit/"])
def test_figures_of_logs_are_read_without_the_counts_of_their_extracts(client, address):
    study = make_study("seve")
    make_published_finding(study.scope)
    client.force_login(make_member("ana", study, Role.OWNER))
    first, *others = map(make_public_system, ("lea", "ravi", "omar"))
    make_released_months(first, "2026-10")
    few = list_queries(client, address)
    for system in others:
        make_released_months(system, *(f"2026-{month:02}" for month in range(1, 11)))

    many = list_queries(client, address)

    figures = [sql for sql in many if '"datasets_released"."content"' in sql]
    assert figures
    assert not any('"datasets_extract"."counts"' in sql for sql in figures)
    assert len(many) == len(few)


def list_queries(client, address: str) -> list[str]:
    """What a page asks of the database, once the laboratory's own texts are at hand."""
    client.get(address)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return [each["sql"] for each in asked]


def test_html_in_a_system_is_text(client):
    make_public_system()
    raw = "<script>alert(1)</script>"
    System.objects.update(name={"en": raw, "fr": raw}, problem={"en": raw}, contact_name=raw)

    for address in (LIST, SYSTEM, GAP, "/en/"):
        assert "<script>" not in client.get(address).text
        assert "&lt;script&gt;" in client.get(address).text


def test_beside_figures_of_a_log_stands_who_opened_the_account_of_representatives(client):
    """They agreed to publish them; an owner who let in an account of theirs cannot hide it."""
    system = make_whole_system()
    make_released_months(system, "2026-09")
    give_role(make_member("noor"), system.scope, Role.REPRESENTATIVE, by="lea", now=NOW)
    opened = "Account opened for staff representatives by management on 28 November 2026"
    assert f"Their representatives: {opened}" in read(client)
