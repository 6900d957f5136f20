"""What findings cite of coding: released words and practices of guides, as they stand now."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import translation

from tests.coding.factories import ACT, Room, make_room
from tests.evidence.factories import BOTH, make_finding, make_published_finding
from tests.evidence.source_checks import Scenario, check_evidence_source
from tests.surveys.factories import DAY, NOON, make_study
from vecu.accounts.rules import Scope, ScopeKind
from vecu.coding.actions.codebook import merge_code
from vecu.coding.actions.guides import (
    GuideText,
    PracticeText,
    change_guide,
    create_guide,
    map_codes,
    remove_guide,
)
from vecu.coding.evidence_sources import PracticeSource, QuotationSource
from vecu.coding.models import Guide, Practice, Quotation
from vecu.evidence.queries import list_published_findings
from vecu.evidence.sources import (
    Audience,
    Evidence,
    EvidenceState,
    Reference,
    list_evidence,
    list_evidence_sources,
)
from vecu.records.errors import RecordRefused
from vecu.surveys.actions import purge_answers
from vecu.surveys.actions.delete_study import DeletionReason, delete_answer, delete_study
from vecu.surveys.models import Answer, Study
from vecu.surveys.rules import FieldingState

pytestmark = [pytest.mark.django_db, pytest.mark.data]
WORDS, OTHER, INSIDE = "It invents laws.", "Too long.", "I check all of it."
STANDING, CHANGED, GONE = EvidenceState.STANDING, EvidenceState.CHANGED, EvidenceState.GONE


@pytest.fixture
def room() -> Room:
    """Three people's words, finished by one coder; the last read a promise that said nothing."""
    room = make_room(*({"limit": words} for words in (WORDS, OTHER, INSIDE)), promise=3)
    for words in (WORDS, OTHER, INSIDE):
        room.codes("ana", words)
    set_promise(room, INSIDE, 2)
    return room


def set_promise(room: Room, words: str, promise: int | None) -> None:
    Answer.objects.filter(pk=room.text(words).answer_id).update(promise=promise)


def reference(quotation: Quotation) -> Reference:
    quotation.refresh_from_db()
    return Reference("quotation", quotation.id, quotation.revision)


def show(cited: Reference, audience: Audience = Audience.EVERYBODY) -> Evidence:
    """Return what anybody sees of a reference, by the door that findings use."""
    return list_evidence([cited], audience)[0]


def rewrite(room: Room, words: str, text: str) -> None:
    """Let an answer read otherwise, as no action of ours does."""
    said = Answer.objects.get(pk=room.text(words).answer_id)
    said.values["story"][0]["limit"] = text
    said.save()


# --- Quotations


def test_quotations_fulfil_the_contract(room):
    for words in (WORDS, OTHER, INSIDE):
        room.release(words)

    def decide_again(cited: Reference) -> None:
        room.release_again(room.withhold(Quotation.objects.get(pk=cited.id)))

    def withdraw(cited: Reference) -> None:
        text = Quotation.objects.get(pk=cited.id).verbatim
        room.withdraw(text.answer.values["story"][0]["limit"])

    scenario = Scenario(room.study.scope, make_study("other").scope, decide_again, withdraw, DAY)
    check_evidence_source(QuotationSource(), scenario)


def test_both_sources_of_coding_are_there_when_the_laboratory_starts():
    assert {"practice", "quotation"} <= {source.name for source in list_evidence_sources()}


def test_a_source_has_nothing_to_show_of_what_is_no_study_or_is_not_coded():
    for scope in (Scope(ScopeKind.SYSTEM, uuid4()), make_study().scope):
        for source in (QuotationSource(), PracticeSource()):
            assert source.list_citable(scope, Audience.MEMBERS) == []


def test_released_words_stand_as_they_were_edited(room):
    cited = reference(room.release_again(room.withhold(room.release(WORDS)), "[…] laws."))

    assert show(cited) == Evidence(
        cited,
        STANDING,
        sentence="A person’s words, published on 24 November 2026",
        quotation="[…] laws.",
        language="en",
        day=DAY,
    )


def test_words_stand_under_the_name_of_their_code_in_the_language_of_the_page(
    room, django_assert_num_queries
):
    limits = room.code("Limits", translated_names={"fr": "Limites"})
    invents = room.code("Invents", parent=limits, translated_names={"fr": "Il invente"})
    room.codes("ana", WORDS, invents)
    cited = reference(room.release(WORDS, code=invents))

    with translation.override("fr"), django_assert_num_queries(5):
        sentence = show(cited).sentence.replace("\u00a0", " ")
    assert "« Limites / Il invente »" in sentence
    assert "“Limits / Invents”" in show(cited).sentence


def test_words_stand_under_the_code_that_theirs_was_merged_into(room):
    mistakes, invents = room.code("Mistakes", parent=room.code("Limits")), room.code("Invents")
    room.codes("ana", WORDS, invents)
    cited = reference(room.release(WORDS, code=invents))
    assert show(cited).sentence == "A person’s words about “Invents”, published on 24 November 2026"

    merge_code(invents, mistakes, ACT)
    with translation.override("fr"):
        sentence = show(cited).sentence.replace("\u00a0", " ")
    assert sentence == (
        "Les mots d’une personne, sur « Limits / Mistakes », publiés le 24 novembre 2026"
    )


@pytest.mark.parametrize("promise", [None, 1, 2])
def test_words_given_under_an_earlier_promise_or_none_are_for_members_only(room, promise):
    set_promise(room, WORDS, promise)
    cited = reference(room.release(WORDS))

    assert show(cited, Audience.MEMBERS).quotation == WORDS
    assert show(cited) == Evidence(cited, GONE)
    assert not QuotationSource().list_citable(room.study.scope, Audience.EVERYBODY)


def forbid(room: Room) -> None:
    said = Answer.objects.get(pk=room.text(WORDS).answer_id)
    said.values["permission"]["quote"] = "no"
    said.save()


def reach_end_of_keeping(room: Room) -> None:
    Study.objects.update(retained_until=DAY)
    purge_answers(DAY + timedelta(days=1))


def delete_by_owner(room: Room) -> None:
    reason = DeletionReason.NAMES_SOMEBODY
    delete_answer(room.study, room.text(WORDS).answer_id, reason, by="lea", now=NOON)


def delete_all(room: Room) -> None:
    room.study.fieldings.update(state=FieldingState.CLOSED)
    delete_study(room.study, by="lea", now=NOON)


ENDS = {
    "the person withdraws": lambda room: room.withdraw(WORDS),
    "permission is gone": forbid,
    "a member withholds": lambda room: room.withhold(Quotation.objects.get()),
    "answers are kept no longer": reach_end_of_keeping,
    "an owner deletes the answer": delete_by_owner,
    "the study is deleted": delete_all,
    "the answer says no more of it": lambda room: rewrite(room, WORDS, "It was fine."),
}


@pytest.mark.parametrize("end", ENDS)
def test_whatever_the_reason_words_that_are_gone_look_the_same(room, end):
    cited = reference(room.release(WORDS))
    assert show(cited).quotation == WORDS

    ENDS[end](room)
    for audience in Audience:
        assert show(cited, audience) == Evidence(cited, GONE)
    assert not QuotationSource().list_citable(room.study.scope, Audience.MEMBERS)


def test_a_withdrawal_takes_the_words_of_a_published_finding_at_once(room):
    gone, left = reference(room.release(WORDS)), reference(room.release(OTHER))
    make_published_finding(room.study.scope, references=[gone, left])

    def read() -> list[str]:
        (found,) = list_published_findings(room.study.scope, Audience.EVERYBODY)
        return [one.quotation for one in found.standing]

    assert read() == [WORDS, OTHER]
    room.withdraw(WORDS)
    assert read() == [OTHER]


def test_a_finding_may_not_repeat_words_that_only_members_read(room):
    """It would publish what its author was promised would stay inside."""
    cited = reference(room.release(INSIDE))
    stolen = BOTH | {"en": "They say: I check all of it, always."}

    for references in ([cited], []):
        with pytest.raises(RecordRefused, match="“I check all of it”"):
            make_finding(room.study.scope, sentence=stolen, references=references)


@pytest.mark.parametrize("text", [WORDS, "[…] invents laws."])
def test_words_that_were_withheld_and_released_again_have_changed(room, text):
    """Even the same: somebody looked again, and who cited them must too."""
    quotation = room.release(WORDS)
    cited = reference(quotation)
    room.release_again(room.withhold(quotation), text)

    assert (show(cited).state, show(cited).quotation) == (CHANGED, text)
    assert show(reference(quotation)).state is STANDING


def test_words_whose_text_reads_otherwise_around_them_have_changed(room):
    cited = reference(room.release(WORDS))
    Quotation.objects.update(start=0, end=len(WORDS))
    rewrite(room, WORDS, f"{WORDS} No, it does not.")

    assert (show(cited).state, show(cited).quotation) == (CHANGED, WORDS)
    assert not QuotationSource().list_citable(room.study.scope, Audience.MEMBERS)


# --- Practices


@pytest.fixture
def guide(room) -> Guide:
    """A guide of two practices."""
    practices = [PracticeText("Check", "Read it again."), PracticeText("Split")]
    return create_guide(room.codebook, GuideText("Six ways", "en", practices=practices), ACT)


def cite(practice: Practice) -> Reference:
    practice.refresh_from_db()
    return Reference("practice", practice.id, practice.revision)


def change(guide: Guide, *practices: PracticeText, name: str = "Six ways") -> None:
    guide.refresh_from_db()
    text = GuideText(name, "en", practices=practices)
    change_guide(guide, text, ACT, revision=guide.revision)


def test_practices_fulfil_the_contract(room, guide):
    def map_again(cited: Reference) -> None:
        map_codes(Practice.objects.get(pk=cited.id), [room.code("A").id], ACT, revision=1)

    def remove(cited: Reference) -> None:
        guide.refresh_from_db()
        kept = [PracticeText(each.name, id=each.id) for each in guide.practices.all()]
        text = GuideText("Six ways", "en", practices=[one for one in kept if one.id != cited.id])
        change_guide(guide, text, ACT, revision=guide.revision, remove=[cited.id])

    scenario = Scenario(room.study.scope, make_study("other").scope, map_again, remove, DAY)
    check_evidence_source(PracticeSource(), scenario)


def test_a_practice_names_its_guide_and_counts_nobody(guide):
    cited = cite(guide.practices.first())

    assert show(cited) == Evidence(
        cited, STANDING, sentence="“Check”, a practice of the guide “Six ways”", day=DAY
    )
    with translation.override("fr"):
        sentence = show(cited).sentence.replace("\u00a0", " ")
    assert sentence == "« Check », pratique du guide « Six ways »"


def test_a_practice_is_named_in_the_language_of_the_page(room):
    check = PracticeText("Check", translated_names={"fr": "Vérifier"})
    text = GuideText("Six ways", "en", practices=[check], translated_names={"fr": "Six façons"})
    cited = cite(create_guide(room.codebook, text, ACT).practices.get())

    with translation.override("fr"):
        sentence = show(cited).sentence.replace("\u00a0", " ")
    assert sentence == "« Vérifier », pratique du guide « Six façons »"


def test_a_practice_has_changed_when_its_own_texts_have_and_not_with_its_neighbours(guide):
    check, split = guide.practices.all()
    cited = cite(check), cite(split)
    change(
        guide,
        PracticeText("Split", id=split.id),
        PracticeText("Check", "Ask a colleague.", check.id),
        name="Seven ways",
    )

    assert [show(each).state for each in cited] == [CHANGED, STANDING]
    assert show(cited[1]).sentence == "“Split”, a practice of the guide “Seven ways”"


def test_the_practices_of_a_guide_that_was_removed_are_gone(guide):
    cited = cite(guide.practices.first())
    remove_guide(guide, ACT)

    assert show(cited) == Evidence(cited, GONE)
