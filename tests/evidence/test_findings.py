"""Findings: a sentence that a group answers for, with what it stands on."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext

from tests.evidence.factories import BOTH, NOW, make_content, make_finding, make_published_finding
from tests.evidence.toy_source import Note
from vecu.accounts.actions import create_member, give_role
from vecu.accounts.models import AuditEvent
from vecu.accounts.queries import VERBS, get_audit_verb_label, list_audit
from vecu.accounts.rules import Role, Scope, ScopeKind
from vecu.evidence import actions
from vecu.evidence.actions import (
    AUDIT_VERBS,
    delete_findings,
    discard_finding,
    edit_finding,
    publish_finding,
    take_finding_back,
    undo_finding,
)
from vecu.evidence.models import Citation, Finding
from vecu.evidence.queries import (
    FINDINGS,
    count_findings,
    find_undoable_move,
    get_finding_detail,
    get_workbench,
    list_findings,
    list_published_findings,
    map_versions,
)
from vecu.evidence.rules import ConfidenceReason, FindingTheme
from vecu.evidence.sources import Audience, EvidenceState
from vecu.records.actions import append_act
from vecu.records.descriptions import describe_act
from vecu.records.errors import RecordChanged, RecordRefused
from vecu.records.models import Act
from vecu.records.queries import list_acts

TODAY = NOW.date()
SCOPE, OTHER = (Scope(ScopeKind.STUDY, uuid4()) for _ in range(2))
pytestmark = [pytest.mark.django_db, pytest.mark.data]


def draft(**changed) -> Finding:
    return make_finding(SCOPE, **changed)


def publish(finding: Finding) -> None:
    publish_finding(finding, by="lea", now=NOW)


def take_back(finding: Finding) -> None:
    take_finding_back(finding, by="lea", now=NOW)


def undo(finding: Finding) -> None:
    undo_finding(finding, by="sam", now=NOW)


def next_version(finding: Finding, **changed) -> Finding:
    finding.refresh_from_db()
    return edit_finding(
        finding, make_content(**changed), revision=finding.revision, by="sam", now=NOW
    )


def published() -> list:
    return [one.finding.pk for one in list_published_findings(SCOPE, Audience.EVERYBODY)]


def list_history(finding: Finding) -> list[Act]:
    """What the page of its history shows."""
    return list(list_acts(finding.scope, FINDINGS, map_versions(finding)))


def state_of(finding: Finding) -> str:
    return Finding.objects.get(pk=finding.pk).state


def test_nobody_but_members_reads_a_draft():
    finding = draft()

    assert [one.finding for one in list_findings(SCOPE)] == [finding]
    assert published() == []


def test_a_published_finding_shows_what_it_stands_on_and_the_day(wall):
    note = wall.pin(Note(SCOPE, "it took me all morning"))
    publish(draft(references=[note]))

    (found,) = list_published_findings(SCOPE, Audience.EVERYBODY)
    assert [one.quotation for one in found.evidence] == ["it took me all morning"]
    assert found.finding.day == date(2026, 11, 28)
    assert not found.must_be_argued_again


def test_a_finding_may_stand_on_nothing_and_says_so():
    publish(draft())

    (found,) = list_published_findings(SCOPE, Audience.EVERYBODY)
    assert found.evidence == ()
    assert found.reserved == 0


def test_when_words_are_withdrawn_the_finding_remains_and_nothing_says_whose_or_when(wall):
    gone, left = wall.pin(Note(SCOPE, "slow")), wall.pin(Note(SCOPE, "quick"))
    publish(draft(references=[gone, left]))
    wall.take_down(gone)

    (found,) = list_published_findings(SCOPE, Audience.EVERYBODY)
    assert [one.state for one in found.evidence] == [EvidenceState.GONE, EvidenceState.STANDING]
    assert [one.quotation for one in found.standing] == ["quick"]
    assert found.gone == 1
    assert found.must_be_argued_again


def test_what_only_members_may_read_is_counted_for_everybody_and_is_not_gone(wall):
    inside = wall.pin(Note(SCOPE, "kept inside", public=False))
    finding = make_published_finding(SCOPE, references=[inside, wall.pin(Note(SCOPE, "quick"))])

    outside = get_finding_detail(finding, Audience.EVERYBODY)
    assert [one.quotation for one in outside.evidence] == ["quick"]
    assert outside.reserved == 1
    assert not outside.must_be_argued_again
    members = get_finding_detail(finding, Audience.MEMBERS)
    assert [one.quotation for one in members.evidence] == ["kept inside", "quick"]
    assert members.reserved == 0

    wall.take_down(inside)
    outside = get_finding_detail(finding, Audience.EVERYBODY)
    assert [one.state for one in outside.evidence] == [EvidenceState.GONE, EvidenceState.STANDING]
    assert outside.reserved == 0


@pytest.mark.parametrize(
    ("lacking", "field"),
    [
        ({"sentence": BOTH | {"fr": " "}}, "sentence_fr"),
        ({"sentence": {"fr": "Vérifier prend du temps."}}, "sentence_en"),
        ({"group": " "}, "group"),
        ({"confidence": None}, "confidence"),
        ({"confidence_reasons": {}}, "methods_fr"),
        ({"limits": {"en": " "}}, "limits_fr"),
        ({"would_change": {}}, "would_change_fr"),
    ],
)
def test_a_finding_is_published_whole_or_not_at_all_and_each_gap_is_named(lacking, field):
    finding = draft(**lacking)

    with pytest.raises(RecordRefused) as refused:
        publish(finding)
    assert list(refused.value.problems) == [field]
    assert published() == []


def test_other_texts_may_be_in_one_language_and_the_summary_and_theme_missing():
    publish(draft(limits={"fr": "Combien de gens."}, summary={}, theme=None))

    assert len(published()) == 1


STOLEN = "People no longer see the end of their days."


@pytest.mark.parametrize("public", [True, False])
@pytest.mark.parametrize(
    ("texts", "field"),
    [
        ({"sentence": BOTH | {"en": STOLEN}}, "sentence_en"),
        ({"summary": {"fr": STOLEN}}, "summary_fr"),
        ({"limits": {"en": STOLEN}}, "limits_en"),
        ({"would_change": {"en": STOLEN}}, "would_change_en"),
        ({"confidence_reasons": {ConfidenceReason.COHERENCE: {"en": STOLEN}}}, "coherence_en"),
        ({"group": STOLEN}, "group"),
    ],
)
def test_a_text_that_repeats_somebodys_words_is_not_even_stored(wall, texts, field, public):
    """They would stay there when their author takes them back, whoever may read them today."""
    words = "I NO LONGER see the end: of my reports before night"
    cited = wall.pin(Note(SCOPE, words, public=public))

    for references in ([cited], []):
        with pytest.raises(RecordRefused, match="“no longer see the end”") as refused:
            draft(references=references, **texts)
        assert list(refused.value.problems) == [field]
    assert Finding.objects.count() == 0
    assert Act.objects.count() == 0


def test_nothing_turns_the_line_of_a_page_around():
    """A right-to-left override would show the words that follow it backwards."""
    found = draft(sentence=BOTH | {"en": "It is \u202eslow\x07.\r\nSo."}, group="The\u2067 team")

    assert found.sentence["en"] == "It is slow.\r\nSo."
    assert found.group == "The team"


def test_words_that_were_released_since_are_found_before_a_draft_is_published(wall):
    finding = draft(sentence=BOTH | {"en": STOLEN})
    wall.pin(Note(SCOPE, "I no longer see the end of my reports"))

    with pytest.raises(RecordRefused, match="no longer see the end"):
        publish(finding)


def test_words_that_were_released_after_the_publication_are_pointed_out_to_members(wall):
    """What is published is not taken back by itself: the group decides, and writes it again."""
    finding = make_published_finding(SCOPE, sentence=BOTH | {"en": STOLEN})
    assert get_workbench(SCOPE).repetitions == {}

    wall.pin(Note(SCOPE, "I no longer see the end of my reports"))
    assert get_workbench(SCOPE).repetitions == {finding.pk: "no longer see the end"}
    assert published() == [finding.pk]


def test_what_repeats_words_is_not_published_again_by_undoing(wall):
    finding = make_published_finding(SCOPE, sentence=BOTH | {"en": STOLEN})
    take_back(finding)
    wall.pin(Note(SCOPE, "I no longer see the end of my reports"))

    with pytest.raises(RecordRefused, match="no longer see the end"):
        undo(finding)
    assert published() == []


@pytest.mark.parametrize("name", ["lea", "LÉA MARTIN", "Lea  Martin"])
def test_a_member_of_the_study_is_no_group(name):
    lea = create_member("lea", "a long enough password", name="Léa Martin")
    give_role(lea, SCOPE, Role.RESEARCHER, by="test", now=NOW)

    with pytest.raises(RecordRefused, match="is one member") as refused:
        draft(group=name)
    assert list(refused.value.problems) == ["group"]
    assert draft(group="Léa’s team").group == "Léa’s team"


def test_a_new_version_supersedes_the_published_one_when_it_is_published():
    first = make_published_finding(SCOPE)
    second = next_version(first, group="The group")

    assert (second.version, second.state) == (2, "draft")
    assert published() == [first.pk]
    publish(second)
    assert published() == [second.pk]
    assert state_of(first) == "superseded"


def test_undoing_a_publication_brings_the_earlier_version_back():
    first = make_published_finding(SCOPE)
    second = next_version(first)
    publish(second)

    undo(second)

    assert published() == [first.pk]
    second.refresh_from_db()
    assert (second.state, second.day) == ("draft", None)


def test_undoing_a_publication_does_not_bring_back_what_had_been_taken_back():
    first = make_published_finding(SCOPE)
    take_back(first)
    second = next_version(first)
    publish(second)

    undo(second)

    assert published() == []
    assert state_of(first) == "taken back"


def test_a_finding_is_taken_back_and_that_can_be_undone():
    finding = make_published_finding(SCOPE)
    take_back(finding)
    assert published() == []

    undo(finding)
    assert published() == [finding.pk]


def test_taking_back_is_undone_while_the_next_version_is_a_draft_and_not_later():
    first = make_published_finding(SCOPE)
    take_back(first)
    second = next_version(first)
    assert find_undoable_move(first, TODAY) is not None

    publish(second)
    assert find_undoable_move(first, TODAY) is None
    with pytest.raises(RecordRefused, match="nothing to undo"):
        undo(first)
    assert published() == [second.pk]


def test_a_publication_is_not_undone_below_a_later_version():
    first = make_published_finding(SCOPE)
    next_version(first)

    assert find_undoable_move(first, TODAY) is None


def test_a_publication_is_undone_on_its_day_only():
    """Later people have read it: it is taken back, and its address says so."""
    finding = make_published_finding(SCOPE)
    tomorrow = NOW + timedelta(days=1)

    assert find_undoable_move(finding, TODAY) is not None
    assert find_undoable_move(finding, tomorrow.date()) is None
    with pytest.raises(RecordRefused, match="nothing to undo"):
        undo_finding(finding, by="sam", now=tomorrow)
    take_finding_back(finding, by="lea", now=tomorrow)
    undo_finding(finding, by="sam", now=tomorrow + timedelta(days=9))
    assert published() == [finding.pk]


def test_undoing_goes_on_to_the_act_before():
    finding = make_published_finding(SCOPE)
    take_back(finding)
    for _ in range(2):
        undo(finding)

    assert [one.finding.state for one in list_findings(SCOPE)] == ["draft"]
    with pytest.raises(RecordRefused):
        undo(finding)


@pytest.mark.parametrize("act", [publish, take_back])
def test_what_was_taken_back_cannot_be_published_or_taken_back_again(act):
    finding = make_published_finding(SCOPE)
    take_back(finding)

    with pytest.raises(RecordRefused, match="Reload the page"):
        act(finding)


def test_a_draft_is_discarded_with_its_history_and_nothing_else_is():
    first = make_published_finding(SCOPE)
    second = next_version(first)
    discard_finding(second, by="sam", now=NOW)

    assert published() == [first.pk]
    assert {one.entry for one in Act.objects.all()} == {first.pk}
    assert next_version(first).version == 2
    with pytest.raises(RecordRefused, match="Only a draft"):
        discard_finding(first, by="sam", now=NOW)


def test_two_people_who_edit_at_once_lose_nothing():
    finding = draft()
    edit_finding(finding, make_content(group="First"), revision=1, by="lea", now=NOW)

    with pytest.raises(RecordChanged) as changed:
        edit_finding(finding, make_content(group="Second"), revision=1, by="sam", now=NOW)
    assert (changed.value.theirs.group, changed.value.theirs.revision) == ("First", 2)


def test_two_people_who_begin_the_next_version_at_once_lose_nothing():
    first = make_published_finding(SCOPE)
    second = next_version(first, group="First")

    with pytest.raises(RecordChanged) as changed:
        next_version(first, group="Second")
    assert changed.value.theirs == second


def test_nobody_publishes_what_they_have_not_read():
    finding = draft()
    edit_finding(finding, make_content(group="Others"), revision=1, by="sam", now=NOW)

    with pytest.raises(RecordChanged):
        publish_finding(finding, by="lea", now=NOW, revision=1)
    publish_finding(finding, by="lea", now=NOW, revision=2)


def test_evidence_is_cited_once_and_in_order(wall):
    slow, quick = wall.pin(Note(SCOPE, "slow")), wall.pin(Note(SCOPE, "quick"))

    assert draft(references=[quick, slow, quick]).references == [quick, slow]


def test_the_workbench_counts_what_no_current_finding_cites(wall):
    slow, quick = wall.pin(Note(SCOPE, "slow")), wall.pin(Note(SCOPE, "quick"))
    wall.pin(Note(SCOPE, "dull"))
    draft(references=[slow])
    take_back(make_published_finding(SCOPE, references=[quick]))

    (notes,) = get_workbench(SCOPE).citable
    assert (len(notes.evidence), notes.uncited) == (3, 2)


def test_the_questions_to_the_database_do_not_grow_with_findings(wall):
    def count_queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as captured:
            get_workbench(SCOPE)
            list_published_findings(SCOPE, Audience.EVERYBODY)
        return len(captured)

    note = wall.pin(Note(SCOPE, "slow"))
    make_published_finding(SCOPE, references=[note])
    few = count_queries()
    for _ in range(5):
        next_version(make_published_finding(SCOPE, references=[note]))

    assert count_queries() == few


def test_findings_come_in_the_order_of_themes():
    for theme in (None, FindingTheme.CONSENT, FindingTheme.SHADOW_AI):
        publish(draft(theme=theme))

    found = list_published_findings(SCOPE, Audience.EVERYBODY)
    assert [one.finding.theme for one in found] == ["shadow AI", "consent", ""]


def test_the_history_holds_references_and_no_words(wall):
    note = wall.pin(Note(SCOPE, "a secret word"))
    finding = make_published_finding(SCOPE, references=[note])

    history = list_history(finding)
    assert [one.verb for one in history] == ["publish", "write"]
    cited = [{"source": "notes", "id": str(note.id), "revision": 1}]
    assert [(one.before, one.after) for one in history] == [
        ({"state": "draft"}, {"state": "published", "references": cited}),
        ({"state": "draft"}, {"state": "draft", "references": cited}),
    ]
    text = str([vars(one) for one in [*Act.objects.all(), *list_audit(SCOPE)]])
    assert "secret" not in text
    assert BOTH["en"] not in text


def test_the_history_of_a_version_begins_with_the_first():
    first = make_published_finding(SCOPE)
    second = next_version(first)
    draft()

    versions = map_versions(second)
    assert versions == {first.pk: 1, second.pk: 2}
    assert [(versions[one.entry], one.verb) for one in list_history(second)] == [
        (2, "write"),
        (1, "publish"),
        (1, "write"),
    ]
    assert len(list_history(first)) == 2


def test_acts_have_an_hour_but_in_groups():
    """Beside the hours of other acts one in a group would tell when a member left it."""
    group = Scope(ScopeKind.GROUP, uuid4())
    for scope, at in ((SCOPE, NOW), (group, None)):
        (act,) = list_history(make_finding(scope))
        assert (act.day, act.at, act.by) == (TODAY, at, "lea")


def test_what_one_publication_did_to_two_versions_is_one_move_and_so_is_its_undoing():
    first = make_published_finding(SCOPE)
    second = next_version(first)
    publish(second)
    undo(second)

    *undone, superseded, published, _write, earlier, _first = list_history(second)
    assert superseded.move == published.move != earlier.move
    assert len({one.move for one in undone}) == 1
    assert {one.undoes for one in undone} == {superseded, published}
    assert [describe_act(one).act for one in (*undone, superseded)] == [
        "undid: published",
        "undid: replaced it with the next version",
        "replaced it with the next version",
    ]


def test_a_scope_numbers_the_acts_on_all_its_findings():
    first, second = draft(), draft()
    publish(first)
    make_finding(OTHER)

    assert [(one.number, one.entry) for one in list_acts(SCOPE, FINDINGS)] == [
        (3, first.pk),
        (2, second.pk),
        (1, first.pk),
    ]


@pytest.mark.parametrize("failures", [1, 10])
def test_of_two_acts_with_one_number_one_is_appended_again(failures, monkeypatch):
    """No row of a scope can be locked: on PostgreSQL two can begin its first finding at once."""
    left = [IntegrityError] * failures

    def append_later(*given, **more):
        if left:
            raise left.pop()
        append_act(*given, **more)

    monkeypatch.setattr(actions, "append_act", append_later)
    if failures == 1:
        assert [one.number for one in list_history(draft())] == [1]
    else:
        with pytest.raises(RecordRefused, match="Try again"):
            draft()


@pytest.mark.django_db(transaction=True)
def test_all_who_write_at_once_have_numbers_of_their_own():
    """SQLite has one writer: one by one."""
    threads, start = connection.vendor == "postgresql", Barrier(4)

    def write(_number: int) -> None:
        if threads:
            start.wait()
        try:
            draft()
        finally:
            if threads:
                connection.close()

    with ThreadPoolExecutor(4) as pool:
        list((pool.map if threads else map)(write, range(4)))
    assert [one.number for one in list_acts(SCOPE, FINDINGS)] == [4, 3, 2, 1]


def test_the_audit_says_what_was_done_and_undone():
    first = make_published_finding(SCOPE)
    second = next_version(first)
    publish(second)
    undo(second)
    discard_finding(second, by="sam", now=NOW)
    take_back(first)

    verbs = [one.verb for one in AuditEvent.objects.order_by("pk")]
    assert verbs == [
        "wrote finding", "published finding",
        "wrote finding", "published finding", "superseded finding",
        "undid finding", "undid finding", "discarded finding", "took finding back",
    ]  # fmt: skip
    assert set(verbs) | set(AUDIT_VERBS.values()) <= set(VERBS)
    assert get_audit_verb_label("undid finding") != "undid finding"


def test_a_scope_is_deleted_with_all_its_findings_and_no_other(wall):
    first = make_published_finding(SCOPE, references=[wall.pin(Note(SCOPE, "slow"))])
    publish(next_version(first))
    other = make_finding(OTHER)
    assert count_findings(SCOPE) == 2

    delete_findings(SCOPE)

    assert list(Finding.objects.all()) == [other]
    assert {one.entry for one in Act.objects.all()} == {other.pk}
    assert not Citation.objects.exists()


def test_a_finding_cites_nothing_of_another_scope(wall):
    """A reference alone would show the words of a study in which the member has no role."""
    elsewhere = wall.pin(Note(OTHER, "theirs alone", public=False))

    with pytest.raises(RecordRefused, match="no longer available") as refused:
        draft(references=[elsewhere])
    assert list(refused.value.problems) == ["evidence"]


def test_what_is_gone_stays_cited_until_the_group_decides(wall):
    gone = wall.pin(Note(SCOPE, "slow"))
    first = make_published_finding(SCOPE, references=[gone])
    wall.take_down(gone)

    second = next_version(first, references=[gone])
    third = next_version(second, references=[gone])
    assert third.references == [gone]
