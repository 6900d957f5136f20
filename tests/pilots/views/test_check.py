"""An agent works with the checker: what a page holds, what a press does, what is noted."""

import re
from secrets import token_bytes

import pytest
from django.conf import settings
from django.utils import timezone

from tests.fieldlog.factories import draw_pile, list_all_rows
from tests.pilots.factories import CHECK, NURSE, make_pilot_log, make_pilot_system
from tests.pilots.pilot_checks import iter_words
from tests.pilots.toy_pilot import CapitalsPilot
from tests.register.factories import VERSION, make_entry, make_system
from vecu.credentials import generate_access_codes
from vecu.fieldlog.actions import suspend_log
from vecu.fieldlog.models import FieldLog, LogDecision
from vecu.pilots import catalogue
from vecu.pilots.interface import MOST_CHARACTERS
from vecu.pilots.job_offers import load_job_offer_pilot
from vecu.pilots.models import PilotRelease, PilotUse
from vecu.register.models import System
from vecu.typography import apply_typography

pytestmark = [pytest.mark.django_db, pytest.mark.data]
LIVING = NURSE.index("Résider")
RESIDENCE = f"residence:{LIVING}:{LIVING + len('Résider à proximité exigé')}"


def release_version_2(system: System) -> None:
    entry = make_entry(system, VERSION, name="2")
    use = PilotUse.objects.get(system=system.pk)
    PilotRelease.objects.create(use=use, name="2", entry=entry.pk)


def list_outcomes() -> list[str]:
    return sorted(LogDecision.objects.values_list("outcome", flat=True))


# ---------------------------------------------------------------- what is shown


def test_each_proposal_is_marked_at_its_place_with_its_number(visitor):
    visitor.paste(NURSE)

    marks = re.findall(r'<mark class="(\w+)">([^<]+)</mark>', visitor.text)
    assert marks == [("now", "Véhicule exigé"), ("open", "Résider à proximité exigé")]
    assert visitor.reads("[1: Véhicule exigé]Judge passage 1")  # as a screen reader reads it
    assert f'name="go" value="{RESIDENCE}"' in visitor.text
    assert visitor.reads(NURSE[:60])


def test_an_alert_holds_all_that_is_needed_to_judge_it(visitor):
    alert, _other = load_job_offer_pilot().propose(NURSE, "1", 3)
    visitor.paste(NURSE)

    words = [each["en"] for each in iter_words(alert)]
    for cited in alert.explanation.cited:
        words += [cited.name, apply_typography(cited.words, "fr"), cited.source]
    words += ["Alert 1 of 2", "This is not legal advice.", "Version 1 · strictness 3 of 4"]
    for each in words:
        assert visitor.reads(each), each


def test_a_question_of_version_2_is_answered_before_any_alert(visitor, system):
    release_version_2(system)
    visitor.paste(NURSE)
    assert visitor.reads("Question 1 of 2")
    assert "keep-" not in visitor.text

    visitor.press("reply", "nothing-justifies")
    assert visitor.reads("Alert 1 of 2")
    visitor.press("decide", "keep-rural-no-transport")
    assert visitor.reads("Alert 2 of 2")
    visitor.press("undo")
    visitor.press("reply", "rural-no-transport")
    assert visitor.reads("No alert in that case.")
    assert visitor.reads("Alert 2 of 2")


def test_a_note_says_why_there_is_no_alert_and_asks_for_nothing(visitor):
    visitor.open("077")

    assert visitor.reads("The system found nothing")
    assert visitor.reads("No alert in 2 places, and why")
    assert visitor.reads("Sex may be a condition for this occupation.")
    assert 'name="decide"' not in visitor.text


def test_after_all_proposals_the_text_stands_there_to_copy_as_it_is_now(visitor):
    visitor.paste(NURSE)
    visitor.press("decide", "keep-rural-no-transport")
    visitor.press("decide", "reword", words="délai d'intervention : 30 minutes")

    assert visitor.reads("Nothing is left to judge")
    result = visitor.text.partition('id="result"')[2].partition("</textarea>")[0]
    assert result.endswith("hameaux. délai d&#x27;intervention : 30 minutes.")


def test_invented_texts_follow_one_after_the_other(visitor):
    visitor.open("003")
    assert f'href="{CHECK}004/"' in visitor.text
    visitor.open("120")
    assert "Next text" not in visitor.text
    assert visitor.open("121").status_code == 404
    assert visitor.open("003").headers["Cache-Control"] == "no-store"


def test_every_pilot_has_these_pages(visitor, monkeypatch):
    monkeypatch.setattr(catalogue, "list_pilots", lambda: (CapitalsPilot(),))
    PilotUse.objects.update(pilot="capitals")
    visitor.open("rsa")

    assert visitor.reads("A matter of taste.")
    visitor.press("decide", "keep-initials")
    assert visitor.reads("Alert 2 of 2")
    visitor.press("decide", "reword", words="grand")
    assert visitor.reads("Nothing is left to judge")
    assert visitor.fields["text"] == "Le RSA, ECRIT EN grand."


def test_passages_can_be_judged_in_any_order(visitor):
    visitor.paste(NURSE)
    visitor.press("go", RESIDENCE)
    assert visitor.reads("Alert 2 of 2")
    visitor.press("decide", "ignore")
    assert visitor.reads("Alert 1 of 2")


# ---------------------------------------------------------------- who may


def test_without_a_code_anybody_tries_a_published_system_and_nothing_is_noted(visitor, log):
    visitor.paste(NURSE)
    assert visitor.reads("Without a diary code, nothing that you decide is noted.")
    before = list_all_rows()
    visitor.press("decide", "keep-rural-no-transport")

    assert visitor.reads("Decided. Without a diary code, nothing was noted.")
    assert list_all_rows() == before


def test_a_system_that_is_not_published_opens_with_a_code_only(client):
    system = make_pilot_system(published=False)
    assert client.get(CHECK).status_code == 404  # neither published nor may its log begin
    log = make_pilot_log(system)
    code = draw_pile(log)[0]

    page = client.post(CHECK, {"text": NURSE}).content.decode()
    assert "it opens with a diary code" in page
    assert "<mark" not in page
    assert client.get(f"{CHECK}001/").headers["Location"] == CHECK
    page = client.post(CHECK, {"text": NURSE, "code": code}).content.decode()
    assert "<mark" in page
    assert client.get(f"{CHECK}001/").status_code == 200


def test_a_system_that_is_no_pilot_has_no_such_page(client):
    make_system()
    assert client.get(CHECK).status_code == 404
    PilotUse.objects.create(system=System.objects.get().pk, pilot="no-longer-there")
    assert client.get(CHECK).status_code == 404
    assert client.get("/en/at-work/nowhere/check/").status_code == 404


def test_a_right_code_is_that_of_the_diary_and_goes_on_with_the_text(visitor, codes):
    response = visitor.paste(NURSE, code=codes[0].lower())

    cookie = response.cookies[settings.DIARY_COOKIE_NAME]
    assert cookie["httponly"]
    assert codes[0] not in cookie.value
    assert visitor.reads("Alert 1 of 2")
    assert visitor.reads("What you decide is noted in the log, without your name.")
    assert (
        "What did the machine propose?" in visitor.client.get("/en/at-work/job-offers/diary/").text
    )


def test_the_page_for_workers_leads_to_the_pilot_and_says_what_is_noted_there(visitor, log):
    address = "/en/at-work/job-offers/log/"
    page = visitor.client.get(address).content.decode()
    assert f'href="{CHECK}">Work with the system' in page
    assert "is noted there and then" in page

    PilotUse.objects.all().delete()
    page = visitor.client.get(address).content.decode()
    assert "Work with the system" not in page
    assert "is noted there and then" not in page


def test_a_wrong_code_keeps_the_text_and_is_slowed_as_in_the_diary(visitor, codes):
    wrong = generate_access_codes(4, token_bytes)
    answers = [visitor.paste(NURSE, code=code).status_code for code in wrong]

    assert answers == [403, 403, 403, 429]
    assert visitor.page.headers["Retry-After"]
    assert NURSE in visitor.text
    assert visitor.paste(NURSE, code="KD7M").status_code == 422
    assert NURSE in visitor.text
    assert visitor.paste(NURSE, code=codes[0]).status_code == 200


# ---------------------------------------------------------------- what is noted


def test_a_decision_is_noted_as_the_pilot_has_it(agent):
    agent.paste(NURSE)
    agent.press("decide", "keep-rural-no-transport")

    assert agent.reads("Noted.")
    stored = LogDecision.objects.get()
    assert (stored.proposal_kind, stored.outcome, stored.reason) == (
        "vehicle",
        "overridden",
        "not_applicable",
    )
    assert stored.system_version == "1"


@pytest.mark.parametrize(
    ("pressed", "outcome"),
    [("escalate", "escalated"), ("ignore", "ignored"), ("defer", "deferred")],
)
def test_other_decisions_take_one_press(agent, pressed, outcome):
    agent.paste(NURSE)
    agent.press("decide", pressed)

    assert list_outcomes() == [outcome]
    assert agent.reads("Alert 2 of 2")
    assert agent.reads("Nothing is sent from here") == (pressed == "escalate")


def test_whoever_passes_on_what_nobody_answers_for_reads_that(visitor):
    System.objects.update(contact_name="")
    visitor.paste(NURSE)
    visitor.press("decide", "escalate")

    assert visitor.reads("Nobody is named in the register")


def test_words_as_proposed_are_accepted_and_own_ones_modified(agent):
    agent.paste(f"Bonne présentation. {NURSE}")
    proposed = re.search(r'name="words"[^>]*>\n([^<]*)<', agent.text)[1]
    agent.press("decide", "reword", words=proposed)
    agent.press("decide", "reword", words="venir en 30 minutes")

    assert list_outcomes() == ["accepted", "modified"]
    assert agent.reads(f"{proposed}. ")
    assert proposed == "tenue propre et adaptée au travail"


def test_the_enter_key_in_the_field_of_other_words_uses_them(agent):
    """It presses the first button of the form, which has no name."""
    agent.paste(NURSE)
    agent.press("words", "moyen de venir")

    assert list_outcomes() == ["modified"]
    assert agent.reads("patients. moyen de venir,")


def test_a_page_sent_twice_counts_once_and_two_agents_both(agent, client, codes):
    agent.paste(NURSE)
    fields = {**agent.fields, "decide": "keep-rural-no-transport"}
    pages = [client.post(CHECK, fields) for _again in range(2)]
    assert [page.status_code for page in pages] == [200, 200]
    assert LogDecision.objects.count() == 1

    client.cookies.clear()
    client.post(CHECK, {"code": codes[1]})
    client.post(CHECK, fields)
    assert LogDecision.objects.count() == 2


def test_the_same_alert_of_another_reading_counts_again(agent):
    for _reading in range(2):
        agent.paste(NURSE)
        agent.press("decide", "ignore")
    assert LogDecision.objects.count() == 2
    agent.paste(NURSE)
    assert agent.reads("Alert 1 of 2")  # nothing shows what was decided earlier


def test_a_mistake_is_taken_back_with_its_note_and_its_words(agent):
    agent.paste(NURSE)
    agent.press("decide", "reword", words="un moyen de venir")
    agent.press("undo")

    assert agent.reads("Taken back.")
    assert agent.reads("Alert 1 of 2")
    assert agent.fields["text"] == NURSE
    assert not LogDecision.objects.exists()
    agent.press("decide", "keep-other-meaning")
    assert list_outcomes() == ["overridden"]


def test_a_reply_that_brings_no_alert_is_no_decision(agent, system):
    release_version_2(system)
    agent.paste(NURSE)
    agent.press("reply", "rural-no-transport")
    assert not LogDecision.objects.exists()

    agent.press("undo")
    agent.press("reply", "nothing-justifies")
    agent.press("decide", "keep-rural-no-transport")
    assert LogDecision.objects.get().system_version == "2"


def test_a_page_says_that_the_log_is_suspended_and_the_checker_goes_on(agent, log):
    suspend_log(log, by="rep", now=timezone.now())
    agent.paste(NURSE)
    assert agent.reads("Staff representatives have suspended the log")
    agent.press("decide", "keep-rural-no-transport")

    assert agent.reads("The log is suspended: nothing was noted.")
    assert agent.reads("Alert 2 of 2")
    assert not LogDecision.objects.exists()


def test_codes_for_figures_only_note_decisions_here(agent):
    """The diary beside a pilot would count a decision twice."""
    FieldLog.objects.update(diary_open=False)
    agent.paste(NURSE)
    agent.press("decide", "ignore")

    assert list_outcomes() == ["ignored"]


# ---------------------------------------------------------------- switched off


def test_whoever_works_with_it_switches_it_off_in_this_browser_only(agent):
    agent.paste(NURSE)
    before = list_all_rows()
    response = agent.press("off")

    assert response.cookies[settings.PILOTS_OFF_COOKIE_NAME].value == "job-offers"
    assert "<mark" not in agent.text
    assert agent.reads(NURSE)
    agent.paste(NURSE)
    assert agent.reads("The system is switched off")
    assert "<mark" not in agent.text
    assert list_all_rows() == before

    response = agent.press("on")
    assert response.cookies[settings.PILOTS_OFF_COOKIE_NAME]["max-age"] == 0
    assert agent.reads("Alert 1 of 2")


def test_the_switch_on_the_first_page_keeps_what_was_typed(visitor):
    visitor.paste(NURSE, off="yes")
    assert NURSE in visitor.text
    assert visitor.reads("You have switched the system off")
    visitor.paste(NURSE, on="yes")
    assert NURSE in visitor.text
    assert visitor.reads("Switch the system off")


# ---------------------------------------------------------------- bad input


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "The text is empty."),
        ("\r\n \t", "The text is empty."),
        ("Véhicule exigé. " * 4_000, "this one has 64000. Nothing was read."),
    ],
)
def test_what_cannot_be_read_is_refused_in_words_and_stays(visitor, text, words):
    response = visitor.paste(text)

    assert response.status_code == 422
    assert visitor.reads(words)
    assert text.strip() in visitor.text
    french = visitor.client.post(CHECK.replace("/en/", "/fr/"), {"text": text})
    assert "Collez" in french.content.decode()


def test_other_words_that_make_a_text_too_long_note_nothing_and_lose_nothing(agent):
    agent.paste((NURSE + " mot" * MOST_CHARACTERS)[:MOST_CHARACTERS])
    response = agent.press("decide", "reword", words="un très long passage, bien trop long")

    assert response.status_code == 422
    assert agent.reads("A text may have 50000 characters")
    assert "Tournées de quinze patients" in agent.text
    assert not LogDecision.objects.exists()


@pytest.mark.parametrize(
    "text",
    [
        "VÉHICULE EXIGÉ",
        "<p>V&eacute;hicule exig&#233;</p>",
        "Véhiсulе exigé",
        "Ve\u0301hicule\u00a0exige\u0301",
        "\x00Véhicule exigé\x1b\u202e",
        "<script>alert(1)</script> Véhicule exigé \"'><b>",
        "\nVéhicule exigé\n",
    ],
)
def test_a_trick_of_typography_or_html_is_marked_and_stands_there_as_it_was_pasted(visitor, text):
    assert visitor.paste(text).status_code == 200
    assert visitor.text.count("<mark") == 2  # quoted, and in the text
    assert visitor.fields["text"] == text.replace("\x00", "\ufffd")
    assert "<script>alert" not in visitor.text
    visitor.press("decide", "ignore")
    assert visitor.reads("Nothing is left to judge")


def test_an_english_text_is_read_as_what_it_is(visitor):
    visitor.paste(
        "We are looking for the best of all with a car. You will be with us and our team."
    )

    assert visitor.reads("French only")


@pytest.mark.parametrize(
    "changed",
    [
        {"token": "../../etc"},
        {"settled": "vehicle:1:999999"},
        {"settled": "x y z"},
        {"about": "vehicle:0:3"},
        {"about": "?"},
        {"text": "Another text, without anything."},
        {"last": "vehicle:0:3"},
    ],
)
def test_fields_that_were_tampered_with_are_refused_and_the_text_stays(agent, changed):
    agent.paste(NURSE)
    response = agent.press("decide", "ignore", **changed)

    assert response.status_code == 422
    assert agent.reads("does not match")
    assert changed.get("text", NURSE) in agent.text
    assert not LogDecision.objects.exists()


@pytest.mark.parametrize("name", ["go", "undo", "reply"])
def test_other_buttons_that_were_tampered_with_are_refused_too(agent, name):
    agent.paste(NURSE)
    assert agent.press(name, "nonsense").status_code == 422
    assert NURSE in agent.text


@pytest.mark.parametrize("pressed", ["keep-", "keep-live-near", "constructor"])
def test_a_reason_that_is_none_of_the_list_is_refused_beside_the_alert(agent, pressed):
    agent.paste(NURSE)
    response = agent.press("decide", pressed, words="mes mots")

    assert response.status_code == 422
    assert "Error:" in agent.text
    assert agent.reads("Alert 1 of 2")
    assert "mes mots" in agent.text
    assert not LogDecision.objects.exists()


@pytest.mark.parametrize("words", ["Prise de poste à … h.", "CDD de ___ mois"])
def test_words_that_leave_a_blank_are_refused_and_stay(agent, words):
    """Versions 1 and 2 propose such, and their rules are what was published of them."""
    agent.paste(NURSE)
    response = agent.press("decide", "reword", words=words)

    assert response.status_code == 422
    assert agent.reads("stands for words that are missing: write them first.")
    assert words in agent.text
    assert not LogDecision.objects.exists()


def test_words_that_are_not_other_words_are_refused(agent):
    agent.paste(NURSE)
    agent.press("decide", "reword", words=" Véhicule  exigé ")

    assert agent.reads("These words are the same as before.")
    assert not LogDecision.objects.exists()


@pytest.mark.parametrize("version", ["1/3", "9/9", "", "no such version"])
def test_a_page_of_another_version_decides_nothing(agent, system, version):
    agent.paste(NURSE)
    release_version_2(system)
    response = agent.press("decide", "ignore", version=version)

    assert response.status_code == 409
    assert agent.reads("The system was changed since this page was opened.")
    assert agent.reads("Question 1 of 2")
    assert agent.fields["version"] == "2/3"
    assert not LogDecision.objects.exists()


def test_another_language_keeps_the_page_as_it_is(agent, system):
    release_version_2(system)
    agent.paste(NURSE)
    agent.press("reply", "nothing-justifies")
    agent.press("speak", "fr", words="mes mots")

    assert agent.reads("Alerte 1 sur 2")
    assert "mes mots" in agent.text
    assert 'lang="fr"' in agent.text
    assert not LogDecision.objects.exists()
    agent.address = CHECK
    agent.paste(NURSE, speak="fr")
    assert NURSE in agent.text
    assert agent.reads("Vérifier un texte")


def test_whoever_goes_back_and_decides_otherwise_is_noted_with_what_they_decided_last(agent):
    agent.paste(NURSE)
    before = agent.page
    agent.press("decide", "keep-rural-no-transport")
    agent.page = before
    agent.press("decide", "ignore")

    assert agent.reads("Noted.")
    assert list_outcomes() == ["ignored"]
