"""The machine's pages once it has learned: agreement, what it may code, shares, leads."""

import csv
import io
import re
import zipfile
from datetime import timedelta

import pytest
from django.urls import reverse

from tests.coding.factories import LIMIT, STRATEGY, Room
from tests.coding.trained_model import let_learn, limits, waiting
from tests.surveys.factories import NOON, make_member
from vecu.accounts.rules import Role
from vecu.coding.actions.active_sampling import queue_texts_for_coding
from vecu.coding.actions.annotate import undo
from vecu.coding.actions.autocoding import allow_autocoding, set_minimum_agreement
from vecu.coding.actions.codebook import merge_code
from vecu.coding.actions.history import ActionContext
from vecu.coding.models import (
    Assignment,
    AutocodingPermission,
    ClusterPassage,
    Code,
    CodingEvent,
    MachineRun,
    PassageCluster,
    Prediction,
    Suggestion,
)
from vecu.coding.queries.autocoding import list_autocoded_texts, list_evaluation_texts
from vecu.coding.queries.codebook import list_codes
from vecu.coding.rules import RunPurpose, RunState, SamplingMethod
from vecu.coding.tasks import execute_run

pytestmark = [pytest.mark.django_db, pytest.mark.data]
BOSS = ActionContext("boss", NOON)


def page(name, *args):
    return reverse(f"coding:{name}", args=("stories", *args))


@pytest.fixture
def learned(client, trained_room) -> Room:
    """A room of which the machine has learned, and its owner, signed in."""
    room = trained_room
    boss = make_member("boss", room.study, Role.OWNER)
    room.users["boss"] = boss
    client.force_login(boss)
    return room


def code(name: str) -> Code:
    return Code.objects.get(name=name)


def test_the_machine_has_its_columns_in_the_table_of_agreement(client, learned):
    """Its words give each shape away, so that it agrees with Ana nearly always."""
    shown = client.get(page("agreement")).text
    row = re.search(r"<tr>\s*<th[^>]*><a[^>]*>Invents</a>.*?</tr>", shown, re.DOTALL)[0]
    cells = re.findall(r'class="n machine">([^<]*)<', row)

    assert "Machine α" in shown
    assert float(cells[0]) > 0.8
    said = Prediction.objects.filter(held_out=True).values_list("codes", flat=True)
    used = sum(str(code("Invents").id) in codes for codes in said)
    assert cells[-1] == f"{used} / 60"
    assert "on 60 texts that people coded without its suggestions" in shown


def test_a_code_is_let_to_the_machine_only_above_what_the_team_asks_for(client, learned):
    set_minimum_agreement(learned.codebook, 0.99, BOSS)
    Code.objects.filter(name="Vague").delete()

    refused = client.post(page("delegated"), {"code": code("Too long").id}, follow=True).text
    assert (
        "the team requires 0.99" in refused
        or "cannot be measured" in refused
        or "cannot be computed" in refused
    )
    assert not AutocodingPermission.objects.exists()
    assert (
        "may code by itself: 0 of 2. Codes handed over to it: 0."
        in client.get(page("delegations")).text
    )


BUTTON = "Let the machine code it"


def test_letting_the_machine_code_is_offered_for_the_codes_that_pass_alone(client, learned):
    """Three texts that it misses leave “Invents” behind “Too long”, where it errs nowhere."""
    weaken(learned)
    for floor, offered in ((0.5, 2), (0.87, 1)):
        set_minimum_agreement(learned.codebook, floor, BOSS)
        assert client.get(page("delegations")).text.count(BUTTON) == offered
    allow_autocoding(code("Too long"), BOSS)
    assert BUTTON not in client.get(page("delegations")).text
    assert "Leave it to people" in client.get(page("delegations")).text


def test_where_no_code_passes_the_page_says_which_is_nearest_and_what_it_lacks(client, learned):
    """“Too long”: no error on 60 texts, 20 have it; so surely 0.888, cut to 0.88:

    1 − (3/60) / (4/9 · 120/119). That grows with the number of texts: 0.95 takes
    60 · 0.1116 / 0.05 = 134 texts, 74 more.
    """
    weaken(learned)
    set_minimum_agreement(learned.codebook, 0.95, BOSS)
    shown = client.get(page("delegations")).text
    assert BUTTON not in shown
    assert "“Too long”, surely at 0.88 on 60 texts where 0.95 is required" in shown
    assert "about 74 more texts coded without suggestions would be enough" in shown

    Prediction.objects.filter(held_out=True).update(codes=[])
    assert "the machine errs too often for more texts alone" in client.get(page("delegations")).text


def test_codes_that_were_merged_are_one_suggestion_and_limited_ones_none(client, learned):
    text = Suggestion.objects.filter(code__name="Invents").first()
    Suggestion.objects.create(
        run=text.run, verbatim=text.verbatim, code=code("Too long"), score=0.2, words=[]
    )
    merge_code(code("Too long"), code("Invents"), BOSS)
    shown = client.get(page("text", text.verbatim_id)).text
    assert shown.count('value="accept"') == 1
    assert f"probability {text.score:.2f}" in shown

    Code.objects.filter(name="Invents").update(questions=[STRATEGY])
    assert 'value="accept"' not in client.get(page("text", text.verbatim_id)).text


FUNCTION_WORDS = {"it", "and", "for", "my", "which", "do", "not", "the", "is", "what", "of", "an"}


def test_the_words_that_explain_a_suggestion_are_content_words(client, learned):
    shown = client.get(reverse("coding:grid", args=("stories", "story.limit"))).text
    words = {word.lower() for word in re.findall(r"<q>([^<]*)</q>", shown)}

    assert {"invents", "long"} <= words
    assert not words & FUNCTION_WORDS


def test_what_was_delegated_to_the_machine_is_in_the_history_and_taken_back(client, learned):
    weaken(learned)
    client.post(page("delegations"), {"floor": "0.5"})
    assert (
        "may code by itself: 2 of 2. Codes handed over to it: 0."
        in client.get(page("delegations")).text
    )
    client.post(page("delegated"), {"code": code("Invents").id})
    assert (
        "may code by itself: 2 of 2. Codes handed over to it: 1."
        in client.get(page("delegations")).text
    )

    held = AutocodingPermission.objects.get()
    assert (held.by, held.floor) == ("boss", 0.5)
    assert held.conf_low >= 0.5
    told = CodingEvent.objects.filter(verb="delegated code").get()
    assert told.detail["low"] == held.conf_low
    client.post(page("delegated"), {"code": code("Invents").id, "do": "take-back"})
    assert not AutocodingPermission.objects.exists()


def weaken(room: Room) -> None:
    """Let the machine disagree on some texts, so that an interval can be told."""
    invents = str(code("Invents").id)
    held_out = Prediction.objects.filter(held_out=True).order_by("verbatim__place")
    for judgement in [each for each in held_out if invents in each.codes][:3]:
        judgement.codes = []
        judgement.save()


def test_raising_the_required_agreement_takes_codes_from_the_machine(learned):
    weaken(learned)
    set_minimum_agreement(learned.codebook, 0.5, BOSS)
    allow_autocoding(code("Invents"), BOSS)

    set_minimum_agreement(learned.codebook, 0.98, BOSS)
    assert not AutocodingPermission.objects.exists()
    assert CodingEvent.objects.filter(verb="undelegated code").count() == 1


@pytest.mark.parametrize("typed", ["", "1.5", "0", "-1", "nan", "inf", "much"])
def test_a_least_agreement_that_is_none_is_refused_and_preserved_on_the_page(
    client, learned, typed
):
    response = client.post(page("delegations"), {"floor": typed})

    assert response.status_code == 422
    learned.codebook.refresh_from_db()
    assert learned.codebook.floor == 0.8


def texts_of(client, code: Code) -> str:
    """Return the pages of the texts that carry a code."""
    pages = [
        client.get(page("retrieval"), {"code": code.id, "page": number}).text for number in (1, 2)
    ]
    return "".join(pages)


def test_what_the_machine_codes_is_counted_marked_and_gives_way_to_people(client, learned):
    weaken(learned)
    set_minimum_agreement(learned.codebook, 0.5, BOSS)
    invents = code("Invents")
    before = texts_of(client, invents)
    allow_autocoding(invents, BOSS)

    shown = texts_of(client, invents)
    assert "Coded by the machine alone" in shown
    assert "Coded by the machine alone" not in before
    alone = shown.count("⚙ Coded by the machine alone")
    said = Prediction.objects.filter(held_out=False).order_by("verbatim__place")
    waits = [each.verbatim for each in said if str(invents.id) in each.codes]
    assert alone == len(waits) > 0
    text = waits[0]
    seen = client.get(page("text", text.id)).text
    assert "it counts until a person has finished this text" in seen

    learned.codes("ana", text.answer.values["story"][0]["limit"])
    shown = texts_of(client, invents)
    assert shown.count("⚙ Coded by the machine alone") == alone - 1


def test_the_machine_s_codes_on_texts_coded_blind_are_nowhere(client, learned):
    weaken(learned)
    set_minimum_agreement(learned.codebook, 0.5, BOSS)
    allow_autocoding(code("Invents"), BOSS)
    waits = [t for t in waiting(learned) if "invents" in t.answer.values["story"][0]["limit"]]
    words = [text.answer.values["story"][0]["limit"] for text in waits]
    for each in words:
        learned.give(each, "ana", "bea")

    for name in ("ana", "bea", "boss"):
        client.force_login(learned.users[name])
        shown = texts_of(client, code("Invents"))
        assert not [each for each in words if each in shown]


def test_corrected_counts_are_given_for_the_texts_collected_without_a_percentage(client, learned):
    shown = client.get(page("shares")).text

    assert "Of the 72 texts received, about" in shown
    assert "they say nothing of any others" in shown
    assert "%" not in re.sub(r"95 %|<[^>]*>", "", shown[shown.index("<main") :])


def learn_again(room: Room) -> None:
    """Let the machine learn an hour after it did before."""
    MachineRun.objects.update(asked_at=NOON - timedelta(hours=1))
    let_learn(room)


def test_what_was_chosen_for_what_it_may_say_does_not_measure_the_machine(client, learned):
    last = waiting(learned)[-1]
    coder = learned.coder("ana")
    Assignment.objects.create(verbatim=last, coder=coder, draw=SamplingMethod.RARE)
    learned.codes("ana", last.answer.values["story"][0]["limit"])
    learn_again(learned)

    measuring = list_evaluation_texts(learned.codebook, list_codes(learned.codebook))
    assert len(measuring) == 60
    assert last.id not in {text.text for text in measuring}
    for name in ("agreement", "delegations"):
        shown = client.get(page(name)).text
        assert "a random sample" in shown
        assert "nobody has settled are left out" in shown


def test_what_a_person_refused_is_not_counted_as_coded_by_the_machine(client, learned):
    let = {"at": NOON, "floor": 0.5, "estimate": 0.9, "conf_low": 0.8, "texts": 60}
    AutocodingPermission.objects.create(code=code("Invents"), by="boss", **let)
    suggestion = Suggestion.objects.filter(code=code("Invents")).first()
    text = suggestion.verbatim_id

    def counted():
        coded = list_autocoded_texts(learned.codebook, list_codes(learned.codebook))
        return {each.text for each in coded}

    assert text in counted()
    others = counted() - {text}
    client.force_login(learned.users["ana"])
    client.post(page("text", text), {"do": "refuse", "suggestion": suggestion.id})
    assert counted() == others
    learn_again(learned)
    AutocodingPermission.objects.update_or_create(
        code=code("Invents"), defaults={"by": "boss", **let}
    )
    said = Prediction.objects.get(verbatim=text, run__state=RunState.DONE)
    assert str(code("Invents").id) in said.codes
    assert counted() == others
    undo(learned.coder("ana"), ActionContext("ana", NOON))
    assert text in counted()


def test_texts_put_forward_are_the_next_in_random_order_and_likely_rare_ones(learned):
    nexts = waiting(learned)
    drawn = queue_texts_for_coding(learned.coder("ana"), LIMIT, 6, ActionContext("ana", NOON))

    assert drawn == {SamplingMethod.RANDOM: 3, SamplingMethod.RARE: 3}
    random = Assignment.objects.filter(draw=SamplingMethod.RANDOM).values_list(
        "verbatim", flat=True
    )
    assert set(random) == {text.id for text in nexts[:3]}
    assert CodingEvent.objects.filter(verb="put texts forward").get().detail["rare"] == 3
    for given in Assignment.objects.filter(draw=SamplingMethod.RARE):
        words = given.verbatim.answer.values["story"][0]["limit"]
        assert "stays vague" not in words


def test_putting_forward_leads_to_the_texts_given_and_bad_numbers_are_explained(client, learned):
    for typed in ("", "0", "501", "x"):
        refused = client.post(page("forward", "story.limit"), {"count": typed}, follow=True)
        assert "from 1 to 500" in refused.text
    shown = client.post(page("forward", "story.limit"), {"count": "2"}, follow=True)
    assert shown.redirect_chain[-1][0].endswith("?show=given")
    assert "Queued for you: 1 text drawn at random, 1 that may express a rare idea." in shown.text


def find_leads(room: Room, client) -> None:
    client.post(page("find-leads", "story.limit"))
    run = MachineRun.objects.filter(purpose=RunPurpose.LEADS).latest("asked_at")
    execute_run.func(str(run.id))


def test_leads_show_words_and_two_real_passages_and_become_codes_by_a_person(client, learned):
    find_leads(learned, client)
    shown = client.get(page("leads")).text

    assert "not findings" in shown
    lead = PassageCluster.objects.first()
    assert lead.passages.filter(central=True).count() == 2
    for passage in lead.passages.filter(central=True):
        words = passage.verbatim.answer.values["story"][0]["limit"]
        assert words[passage.start : passage.end] in shown
    made = client.post(page("lead", lead.id), {"name": "A new limit"}, follow=True)
    assert "A new limit" in made.text
    lead.refresh_from_db()
    assert lead.code.questions == [LIMIT]
    assert not lead.code.codings.exists()
    again = client.post(page("lead", PassageCluster.objects.last().id), {"name": "A new limit"})
    assert again.status_code == 422
    nothing = client.post(page("lead", PassageCluster.objects.last().id), {"name": "\x00"})
    assert nothing.status_code == 422


def test_a_withdrawn_person_s_words_leave_the_leads_with_them(client, learned):
    find_leads(learned, client)
    own = next(limits(72))
    text = learned.text(own).id
    learned.withdraw(own)

    assert not ClusterPassage.objects.filter(verbatim=text).exists()
    assert client.get(page("leads")).status_code == 200
    for lead in PassageCluster.objects.all():
        assert client.get(page("lead", lead.id)).status_code == 200


def test_words_that_one_person_alone_uses_name_no_lead(client, learned):
    find_leads(learned, client)
    numbers = {
        word for row in ClusterPassage.objects.values_list("words", flat=True) for word in row
    }

    assert numbers
    assert not [word for word in numbers if word.isdigit()]


def suggestions_taken_out(client) -> tuple[list[dict[str, str]], list[dict[str, str]]]:
    """Return the lines of suggestions, and those of codings, as they leave."""
    asked = {"form": "csv", "which": "all", "delimiter": ","}
    response = client.post(page("take-out"), asked)
    with zipfile.ZipFile(io.BytesIO(b"".join(response.streaming_content))) as archive:
        table = archive.read("stories-suggestions.csv").decode("utf-8-sig")
        codings = archive.read("stories-codings.csv").decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(table, newline="")))
    return rows, list(csv.DictReader(io.StringIO(codings, newline="")))


def test_where_a_code_came_from_leaves_with_it_version_words_and_verdict(client, learned):
    accepted, refused = Suggestion.objects.filter(code__name="Invents")[:2]
    client.force_login(learned.users["ana"])
    for suggestion, verb in ((accepted, "accept"), (refused, "refuse")):
        where = page("text", suggestion.verbatim_id)
        client.post(where, {"do": verb, "suggestion": suggestion.id})
        client.post(where, {"do": "finish"})
    client.force_login(learned.users["boss"])

    rows, codings = suggestions_taken_out(client)
    by_verdict = {row["verdict"]: row for row in rows}
    version = accepted.run.version
    assert by_verdict["accepted"]["decided_by"] == by_verdict["refused"]["decided_by"] == "ana"
    assert by_verdict["accepted"]["version"] == version
    assert "invents" in by_verdict["accepted"]["words"].split("; ")
    assert len(rows) == Suggestion.objects.count()
    suggested = [row for row in codings if row["suggested_by"]]
    assert [(row["coder"], row["code"], row["suggested_by"]) for row in suggested] == [
        ("ana", "Invents", version)
    ]


def test_of_texts_coded_blindly_no_suggestion_leaves(client, learned):
    suggestion = Suggestion.objects.first()
    learned.give(suggestion.verbatim.answer.values["story"][0]["limit"], "ana", "boss")

    rows, _codings = suggestions_taken_out(client)
    assert rows
    assert str(suggestion.verbatim_id) not in {row["text"] for row in rows}


def test_what_the_machine_alone_coded_is_distinguished_in_exports(client, learned):
    weaken(learned)
    set_minimum_agreement(learned.codebook, 0.5, BOSS)
    allow_autocoding(code("Invents"), BOSS)

    rows, _codings = suggestions_taken_out(client)
    assert {row["code"] for row in rows if row["coded_by_machine"] == "1"} == {"Invents"}
    assert {row["coded_by_machine"] for row in rows if row["code"] == "Too long"} <= {"0"}
