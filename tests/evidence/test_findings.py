"""Findings: a sentence that a group answers for, with what it stands on."""

from datetime import UTC, date, datetime
from uuid import uuid4

import pytest

from tests.evidence.toy_source import Note, WallOfNotes
from vecu.accounts.queries import list_audit
from vecu.accounts.rules import Scope, ScopeKind
from vecu.evidence import sources
from vecu.evidence.actions import (
    FindingChanged,
    FindingContent,
    FindingRefused,
    draft_finding,
    edit_finding,
    publish_finding,
    take_finding_back,
    undo_finding,
)
from vecu.evidence.models import Finding, FindingEvent
from vecu.evidence.queries import (
    list_finding_history,
    list_findings,
    list_published_findings,
)
from vecu.evidence.rules import find_repeated_words
from vecu.evidence.sources import Audience, EvidenceState, register_evidence_source

SCOPE = Scope(ScopeKind.STUDY, uuid4())
NOW = datetime(2026, 11, 28, 9, 0, tzinfo=UTC)
BOTH = {"fr": "Vérifier prend du temps.", "en": "Checking takes time."}
pytestmark = [pytest.mark.django_db, pytest.mark.data]


@pytest.fixture
def wall(monkeypatch) -> WallOfNotes:
    monkeypatch.setattr(sources, "_registered", {})
    wall = WallOfNotes()
    register_evidence_source(wall)
    return wall


def content(**changed) -> FindingContent:
    return FindingContent(**{"sentence": BOTH, "group": "The team of the Val-de-Sève"} | changed)


def draft(**changed) -> Finding:
    return draft_finding(SCOPE, content(**changed), by="lea", now=NOW)


def publish(finding: Finding) -> None:
    publish_finding(finding, by="lea", now=NOW)


def published() -> list:
    return [one.finding.pk for one in list_published_findings(SCOPE, Audience.EVERYBODY)]


def test_nobody_but_members_reads_a_draft():
    finding = draft()

    assert [one.finding for one in list_findings(SCOPE)] == [finding]
    assert published() == []


def test_a_published_finding_shows_what_it_stands_on_and_the_day(wall):
    note = wall.pin(Note(SCOPE, "it took me all morning"))
    finding = draft(references=[note])
    publish(finding)

    (shown,) = list_published_findings(SCOPE, Audience.EVERYBODY)
    assert [one.quotation for one in shown.evidence] == ["it took me all morning"]
    assert shown.finding.day == date(2026, 11, 28)
    assert not shown.must_be_argued_again


def test_a_finding_may_stand_on_nothing_and_says_so():
    publish(draft())

    (shown,) = list_published_findings(SCOPE, Audience.EVERYBODY)
    assert shown.evidence == ()


def test_when_words_are_withdrawn_the_finding_remains_and_nothing_says_whose_or_when(wall):
    gone, left = wall.pin(Note(SCOPE, "slow")), wall.pin(Note(SCOPE, "quick"))
    publish(draft(references=[gone, left]))
    wall.take_down(gone)

    (shown,) = list_published_findings(SCOPE, Audience.EVERYBODY)
    assert [one.state for one in shown.evidence] == [EvidenceState.GONE, EvidenceState.STANDING]
    assert [one.quotation for one in shown.standing] == ["quick"]
    assert shown.must_be_argued_again


@pytest.mark.parametrize("missing", ["fr", "en"])
def test_a_finding_is_published_in_both_languages_or_not_at_all(missing):
    finding = draft(sentence=BOTH | {missing: " "})

    with pytest.raises(FindingRefused, match=missing):
        publish(finding)


def test_somebody_answers_for_a_finding():
    with pytest.raises(FindingRefused, match="group"):
        publish(draft(group=""))


def test_a_sentence_that_repeats_somebodys_words_is_refused(wall):
    """They would stay in it when their author takes them back."""
    note = wall.pin(Note(SCOPE, "I no longer see the end of my reports before night"))
    stolen = BOTH | {"en": "People no longer see the end of their days."}
    finding = draft(sentence=stolen, references=[note])

    with pytest.raises(FindingRefused, match="no longer see the end"):
        publish(finding)


@pytest.mark.parametrize(
    ("sentence", "quotation", "found"),
    [
        ("On ne voit plus la fin.", "« On ne voit plus la fin », dit-elle", "on ne voit plus la"),
        ("L’outil décide à ma place.", "l'OUTIL décide  à ma place", "l outil decide a ma"),
        ("Checking takes time.", "Time is what checking takes", ""),
        ("A nous deux, on y arrive.", "on y arrive", "on y arrive"),
        ("Yes, it helps.", "it helps", ""),
    ],
)
def test_words_are_compared_without_accents_case_and_marks(sentence, quotation, found):
    assert find_repeated_words(sentence, [quotation]) == found


def test_a_new_version_supersedes_the_published_one_when_it_is_published():
    first = draft()
    publish(first)
    second = edit_finding(first, content(group="The group"), revision=1, by="sam", now=NOW)

    assert (second.version, second.state) == (2, "draft")
    assert published() == [first.pk]
    publish(second)
    assert published() == [second.pk]


def test_undoing_a_publication_brings_the_earlier_version_back():
    first = draft()
    publish(first)
    second = edit_finding(first, content(), revision=1, by="sam", now=NOW)
    publish(second)

    undo_finding(second, by="sam", now=NOW)

    assert published() == [first.pk]
    second.refresh_from_db()
    assert (second.state, second.day) == ("draft", None)


def test_a_finding_is_taken_back_and_that_can_be_undone():
    finding = draft()
    publish(finding)
    take_finding_back(finding, by="lea", now=NOW)
    assert published() == []

    undo_finding(finding, by="lea", now=NOW)
    assert published() == [finding.pk]


def test_undoing_goes_on_to_the_act_before():
    finding = draft()
    publish(finding)
    take_finding_back(finding, by="lea", now=NOW)
    for _ in range(2):
        undo_finding(finding, by="lea", now=NOW)

    assert [one.finding.state for one in list_findings(SCOPE)] == ["draft"]
    with pytest.raises(FindingRefused):
        undo_finding(finding, by="lea", now=NOW)


def test_two_people_who_edit_at_once_lose_nothing():
    finding = draft()
    edit_finding(finding, content(group="First"), revision=1, by="lea", now=NOW)

    with pytest.raises(FindingChanged):
        edit_finding(finding, content(group="Second"), revision=1, by="sam", now=NOW)


def test_the_history_holds_references_and_no_words(wall):
    note = wall.pin(Note(SCOPE, "a secret word"))
    finding = draft(references=[note])
    publish(finding)

    history = list_finding_history(finding)
    assert [one.verb for one in history] == ["publish", "write"]
    cited = [{"source": "notes", "id": str(note.id), "revision": 1}]
    assert {str(one.references) for one in history} == {str(cited)}
    text = str([vars(one) for one in [*FindingEvent.objects.all(), *list_audit(SCOPE)]])
    assert "secret" not in text
    assert BOTH["en"] not in text


def test_the_history_only_grows():
    finding = draft()
    with pytest.raises(TypeError):
        FindingEvent.objects.update(by="nobody")
    event = finding.events.get()
    with pytest.raises(TypeError):
        event.save()
