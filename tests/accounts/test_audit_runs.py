"""The audit log in words: one line for what one person did the same way on one day."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from django.template.loader import render_to_string
from django.utils.translation import override

from vecu.accounts.audit_runs import COUNTED, READINGS, has_identifiers, list_audit_runs
from vecu.accounts.models import AuditEvent
from vecu.accounts.queries import VERBS

NOON = datetime(2026, 11, 28, 11, tzinfo=UTC)
FIGURE = "65d40837-2c7e-4e3c-95aa-60430a80483c"
STUDY = UUID("00000000-0000-4000-8000-000000000001")


def make(verb, target="", *, actor="lea", minutes=0, **detail):
    return AuditEvent(
        at=NOON - timedelta(minutes=minutes),
        actor=actor,
        verb=verb,
        scope_kind="study",
        scope_uuid=STUDY,
        target=target,
        detail=detail,
    )


def read_texts(*answers, minutes=0):
    return make("read to code", answers=[f"{UUID(int=n)}" for n in answers], minutes=minutes)


def sentences(*events, language="en"):
    with override(language):
        return [run.sentence for run in list_audit_runs(events)]


@pytest.mark.parametrize(
    ("language", "sentence"), [("en", "read 12 texts"), ("fr", "a lu 12 textes")]
)
def test_texts_read_on_one_day_stand_in_one_line(language, sentence):
    events = [read_texts(*range(10)), read_texts(10, 11, minutes=5)]

    assert sentences(*events, language=language) == [sentence]


def test_a_text_read_twice_counts_once():
    assert sentences(read_texts(1), read_texts(1, minutes=5)) == ["read 1 text"]


def test_another_person_another_day_and_another_act_have_lines_of_their_own():
    events = [
        make("released figure"),
        make("released figure", actor="noor"),
        make("read figures"),
        make("released figure", minutes=60 * 24),
    ]

    assert len(list_audit_runs(events)) == 4


def test_acts_of_a_day_stand_together_even_if_others_came_between():
    events = [make("released figure"), make("read figures"), make("released figure", minutes=9)]

    assert sentences(*events) == ["released 2 figures", "looked at figures"]


def test_what_has_no_sentence_of_its_own_says_how_many_times():
    events = [make("read figures", minutes=n) for n in range(3)]

    assert sentences(*events) == ["looked at figures, 3 times"]
    assert sentences(*events, language="fr")[0].endswith(", 3 fois")


def test_one_person_whose_answers_are_read_twice_is_one_person():
    events = [make("read answer", str(UUID(int=n)), minutes=n) for n in (1, 1, 2)]

    assert sentences(*events) == ["read the answers of 2 people"]


def test_identifiers_have_a_title_or_are_left_out():
    event = make("released figure", FIGURE, file="a" * 64, answers=[FIGURE], role="owner")

    (run,) = list_audit_runs([event])
    (named,) = list_audit_runs([event], {FIGURE: "Which field?"})

    assert (run.acts[0].target, run.acts[0].details) == ("", [("role", "owner")])
    assert named.acts[0].target == "Which field?"
    assert has_identifiers([event])
    assert not has_identifiers([make("gave role", "tom")])


def test_a_question_as_a_detail_has_its_own_name():
    (run,) = list_audit_runs(
        [make("read figures", rows="/data/sector")], {"/data/sector": "Which field?"}
    )

    assert run.acts[0].details == [("rows", "Which field?")]


def test_every_counted_act_is_one_that_is_recorded():
    assert set(COUNTED) | READINGS <= set(VERBS)


def test_a_page_folds_what_a_line_is_made_of():
    runs = list_audit_runs([read_texts(1, 2), read_texts(3, minutes=5)])

    page = render_to_string("accounts/audit_table.html", {"lines": runs})

    assert "Read 3 texts" in page
    assert page.count("<details>") == 1
    assert "28 November 2026" in page
    assert "00000000-0000" not in page


def test_words_that_were_looked_for_stand_whole_whatever_they_hold():
    """Nobody hides what they searched answers for behind something that looks like a key."""
    words = f"Nadège, badge {FIGURE}"
    with override("en"):
        (run,) = list_audit_runs([make("read people", words=words)], {words: "a title"})

    assert [act.details for act in run.acts] == [[("words looked for", words)]]
