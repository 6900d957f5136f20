"""Consent in simple words: a no is no row, a yes is the person's, no offer has one half only."""

import re
from dataclasses import replace
from datetime import date, timedelta
from html import unescape
from pathlib import Path

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import translation
from django.utils.timezone import localdate, now

from tests.register.factories import make_public_system
from tests.safeguards.factories import (
    DEADLINE,
    PRINTED,
    ROUTE,
    SHEET,
    make_asking_system,
    print_codes,
)
from vecu.accounts.queries import get_member
from vecu.records.actions import add_record, change_record
from vecu.records.errors import RecordRefused
from vecu.register.content import StageContent
from vecu.register.rules import Stage
from vecu.safeguards.actions import answer_consent, delete_expired_codes
from vecu.safeguards.models import PersonCode
from vecu.safeguards.person_codes import PersonCodesRefused
from vecu.safeguards.rules import AnsweringRole, ContactChannel, Typist
from vecu.safeguards.simple_words import list_wording_problems
from vecu.safeguards.views import consent as consent_views

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 9)
NOBODY = "BCDF-GHJK-LMNP"
VOICE = Path(__file__).parents[1] / "file_sanitizer" / "sample_files" / "voice.ogg"


@pytest.fixture
def system():
    return make_asking_system()


@pytest.fixture
def fresh_limit():
    consent_views.guesses.attempts._until.clear()


def check(client, system, typed):
    """Return what whoever has the service's half reads."""
    address = reverse("safeguards:check-consent", args=[system.slug])
    page = client.post(address, {"code": typed}).content.decode()
    return re.search(r'class="verdict"[^>]*>([^<]+)', page)[1]


def send(client, system, answer, code="", **more):
    """Answer as a phone does."""
    address = reverse("safeguards:answer-consent", args=[system.slug])
    return client.post(address, {"answer": answer, "code": code, **more})


@pytest.mark.data
def test_a_no_leaves_no_row_and_reads_like_a_silence_and_a_wrong_code(client, system, fresh_limit):
    """Whoever has the file codes finds those who said yes, and no list of those who refused."""
    (yes, yes_file), (no, no_file), (withdrawn, withdrawn_file), (_silent, silent_file), *rest = (
        print_codes(system)
    )
    for code in (yes, withdrawn):
        assert answer_consent(system, code, Typist.MYSELF, says_yes=True, today=TODAY)
    for code in (no, withdrawn):
        answer_consent(system, code, Typist.MYSELF, says_yes=False, today=TODAY)

    assert PersonCode.objects.count() == 20 - 2
    assert check(client, system, yes_file) == "There is a yes under this code."
    others = {
        check(client, system, each) for each in (no_file, withdrawn_file, silent_file, NOBODY)
    }
    assert others == {"No yes under this code."}
    row = PersonCode.objects.get(state="yes")
    assert (row.day, row.role, row.channel) == (TODAY, AnsweringRole.SELF, ContactChannel.ONLINE)
    assert len(rest) == 16


@pytest.mark.data
def test_of_two_answers_that_contradict_each_other_the_no_wins(system):
    (first, _), (second, _), *_rest = print_codes(system)
    for answers in ([True, False], [False, True]):
        code = first if answers[0] else second
        for says_yes in answers:
            answer_consent(system, code, Typist.OFFICE_PAPER, says_yes=says_yes, today=TODAY)
        assert answer_consent(system, code, Typist.MYSELF, says_yes=True, today=TODAY) is None
    assert not PersonCode.objects.filter(state="yes").exists()


def test_the_half_of_the_service_neither_answers_nor_withdraws(client, system, fresh_limit):
    code, file_code = print_codes(system)[0]

    for answer in ("yes", "no"):
        send(client, system, answer, file_code)
    assert PersonCode.objects.count() == 20
    answer_consent(system, code, Typist.MYSELF, says_yes=True, today=TODAY)
    send(client, system, "no", file_code)
    assert check(client, system, file_code) == "There is a yes under this code."


def test_a_yes_ends_with_its_code_and_silence_is_deleted(client, system):
    code, _file_code = print_codes(system)[0]
    answer_consent(system, code, Typist.MYSELF, says_yes=True, today=DEADLINE)

    late = DEADLINE + timedelta(days=1)
    assert answer_consent(system, code, Typist.MYSELF, says_yes=True, today=late) is None
    assert delete_expired_codes(DEADLINE) == 0
    assert delete_expired_codes(late) == 20


def test_a_pile_is_large_and_asks_anew_within_a_year(system):
    today = PRINTED.date()
    for count, deadline in ((19, DEADLINE), (20, today), (20, today + timedelta(days=367))):
        with pytest.raises(PersonCodesRefused):
            print_codes(system, count=count, deadline=deadline)


def test_a_no_needs_no_code_and_is_never_harder_than_a_yes(client, system, fresh_limit):
    """Both buttons are alike, in drawn order; what is lost, wrong or gone reads the same."""
    page = client.get(reverse("safeguards:consent", args=[system.slug])).content.decode()
    buttons = re.findall(r'<button type="submit" name="answer" value="(\w+)">', page)
    assert set(buttons[:2]) == {"yes", "no"}
    assert buttons[2:4] == ["later", "elsewhere"]
    assert "Refusing is your right; we do not know yet what it costs" in unescape(page)
    assert page.index("With the tool") < page.index('value="yes"')
    assert "session" not in client.cookies

    assert "It is no" in send(client, system, "no").content.decode()
    gone = print_codes(system)[0][0]
    answer_consent(system, gone, Typist.MYSELF, says_yes=False, today=localdate())
    pages = [send(client, system, "yes", each) for each in (gone, "KD7M-3XQP-TR9B", "one too many")]
    assert {each.status_code for each in pages} == {422}
    assert len({re.search(r'class="err"[^>]*>([^<]+)', p.content.decode())[1] for p in pages}) == 1
    kept = pages[-1].content.decode()
    assert 'value="one too many"' in kept


def test_many_wrong_codes_are_slowed_down_and_a_right_one_is_not(client, system, monkeypatch):
    monkeypatch.setattr(consent_views.guesses, "sleep", lambda _seconds: None)
    consent_views.guesses.attempts._until.clear()
    right = print_codes(system, deadline=localdate() + timedelta(days=9), now=now())[0][0]

    statuses = [send(client, system, "yes", NOBODY).status_code for _try in range(40)]
    assert (statuses[0], statuses[-1]) == (422, 429)
    assert send(client, system, "yes", right).status_code == 200
    consent_views.guesses.attempts._until.clear()


def test_beyond_the_limit_a_refused_file_code_still_reads_like_a_silent_one(
    client, system, monkeypatch
):
    """Else a service that has only its own half sends wrong codes first, and learns who said no."""
    pairs = print_codes(system, deadline=localdate() + timedelta(days=9), now=now())
    (refused, file_code), (_silent, other_file_code) = pairs[:2]
    answer_consent(system, refused, Typist.MYSELF, says_yes=False, today=localdate())
    monkeypatch.setattr(consent_views.guesses, "sleep", lambda _seconds: None)
    consent_views.guesses.attempts._until.clear()
    tries = [check(client, system, NOBODY) for _try in range(40)]
    assert tries[0] != tries[-1]

    assert check(client, system, file_code) == check(client, system, other_file_code)
    consent_views.guesses.attempts._until.clear()


def test_nobody_answers_yes_without_a_route_or_with_the_tool_off_and_a_no_still_counts(client):
    system = make_public_system()
    address = reverse("safeguards:consent", args=[system.slug])
    add_record(system, SHEET, by="lea", now=PRINTED)
    page = client.get(address).content.decode()
    assert 'value="yes"' not in page
    assert "No route given for those who refuse" in page
    headed = client.get(reverse("reports:system", args=[system.slug])).content.decode()
    assert headed.index("No route given for those who refuse") < headed.index("<h1")

    add_record(system, ROUTE, by="lea", now=PRINTED)
    assert 'value="yes"' in client.get(address).content.decode()
    code, file_code = print_codes(system, deadline=localdate() + timedelta(days=9), now=now())[0]
    assert "It is yes" in send(client, system, "yes", code).content.decode()
    off = StageContent(day=localdate(), stage=Stage.ABANDONED, reason={"en": "Not worth it."})
    add_record(system, off, by="lea", now=now())
    assert "The tool is switched off" in client.get(address).content.decode()
    assert "It is no" in send(client, system, "no", code).content.decode()
    assert check(client, system, file_code) == "No yes under this code."


@pytest.mark.parametrize(
    ("change", "field", "words"),
    [
        ({"without_tool": {"en": "Your help: the same"}}, "without_tool_en", "The summary"),
        ({"says": {"en": "If you agree, it comes sooner."}}, "says_en", "help depend on a yes"),
        ({"title": {"fr": "Un outil"}}, "title_en", "read this language"),
        ({"read_on": TODAY}, "readers_fr", "who read it over"),
    ],
)
def test_a_conditional_offer_cannot_be_written_without_its_other_half(change, field, words):
    system = make_public_system()
    with pytest.raises(RecordRefused) as refusal:
        add_record(system, replace(SHEET, **change), by="lea", now=now())
    assert words in refusal.value.problems[field]


def test_words_are_easy_to_read_once_people_concerned_have_read_these_words(client, system):
    address = reverse("safeguards:consent", args=[system.slug])
    assert "Simple words, not yet read over" in client.get(address).content.decode()
    [row] = system.consentsheets.all()
    over = replace(SHEET, readers={"en": "Parole et Toit"}, read_on=TODAY)
    act = {"by": "lea", "now": now()}
    row = change_record(row, over, revision=row.revision, **act)
    assert "Read over by Parole et Toit" in client.get(address).content.decode()

    reworded = replace(over, says={"fr": "Il écrit.", "en": "It writes."})
    with pytest.raises(RecordRefused, match="have changed since"):
        change_record(row, reworded, revision=row.revision, **act)


def test_a_voice_is_served_while_it_reads_the_words_of_now_and_a_text_is_no_voice(client, system):
    client.force_login(get_member("lea"))
    store = reverse("safeguards:voice", args=[system.slug])
    play = reverse("safeguards:consent-voice", args=[system.slug, "en"])
    for content, status in ((b"no sound at all", 422), (VOICE.read_bytes(), 302)):
        file = SimpleUploadedFile("voice.mp3", content)
        assert client.post(store, {"language": "en", "file": file}).status_code == status
    part = client.get(play, headers={"range": "bytes=0-3"})
    assert (part.status_code, part.content, part["Content-Type"]) == (206, b"OggS", "audio/ogg")
    consent = reverse("safeguards:consent", args=[system.slug])
    assert 'preload="none"' in client.get(consent).content.decode()

    [row] = system.consentsheets.all()
    reworded = replace(SHEET, says={"fr": "Il écrit.", "en": "It writes."})
    change_record(row, reworded, revision=row.revision, by="lea", now=now())
    assert client.get(play).status_code == 404
    assert "<audio" not in client.get(consent).content.decode()


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_pages_that_ask_and_answer_keep_the_rules_of_simple_words(client, system, language):
    """But for the one long sentence, which says what nobody knows yet."""
    long_one = {"fr": "Refuser est votre droit", "en": "Refusing is your right"}[language]
    with translation.override(language):
        pages = [client.get(reverse("safeguards:consent", args=[system.slug]))]
        pages += [send(client, system, each) for each in ("yes", "no", "later", "elsewhere")]
    for page in pages:
        simple = page.content.decode().split('<div class="simple">')[1].split("</main>")[0]
        simple = re.sub(
            r'<details.*?</details>|<div class="call">.*?</div>', "", simple, flags=re.S
        )
        texts = [unescape(each).strip() for each in re.split(r"<[^>]+>", simple)]
        found = [
            problem
            for text in texts
            if text and not text.startswith(long_one)
            for problem in list_wording_problems(text, language)
        ]
        assert found == []


@pytest.mark.data
def test_every_table_holds_no_name_subject_or_reply_of_a_person_who_answered(client, system):
    """All that a page stores of an answer is one row of closed words and days."""
    before = dump_tables()
    code, _file_code = print_codes(system)[0]
    row = answer_consent(system, code, Typist.HELPER, says_yes=True, today=TODAY)
    send(client, system, "yes", code, name="Mme Rolland", subject="ma dette", reply="oui mais")
    client.post(reverse("safeguards:check-consent", args=[system.slug]), {"code": code})

    added = {
        table: [each for each in rows if each not in before.get(table, [])]
        for table, rows in dump_tables().items()
    }
    assert {table for table, rows in added.items() if rows} == {
        "safeguards.PersonCode",
        "accounts.AuditEvent",
        "rate_limits.CountedTries",  # of a code that leads to nothing, for a minute
    }
    words = str(added)
    assert not any(each in words for each in ("Rolland", "dette", "oui mais", code))
    [stored] = [each for each in added["safeguards.PersonCode"] if each["state"] == "yes"]
    assert stored == {
        "id": row.pk,
        "system_id": system.pk,
        "fingerprint": row.fingerprint,
        "kind": "consent",
        "channel": "online",
        "day": TODAY,
        "deadline": DEADLINE,
        "state": "yes",
        "role": "helper",
    }
    assert [each["detail"] for each in added["accounts.AuditEvent"]] == [{"kind": "consent"}], (
        "the size of a pile beside its rows is how many said no"
    )


def dump_tables():
    """Return every row of every table."""
    return {
        model._meta.label: list(model._base_manager.values())
        for model in apps.get_models()
        if not model._meta.proxy
    }
