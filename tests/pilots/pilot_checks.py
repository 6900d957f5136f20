"""What every pilot fulfils, whatever it reads: `check_pilot`.

def test_my_pilot_fulfils_the_contract():
    check_pilot(MyPilot(), PilotScenario(cases=[...], quiet="..."))
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from itertools import pairwise

import pytest

from vecu.fieldlog.events import DATA, DECISION
from vecu.fieldlog.vocabulary import Outcome, OverrideReason
from vecu.pilots.decisions import DecisionRefused, decide, describe_for_log
from vecu.pilots.interface import (
    MOST_CHARACTERS,
    MOST_REASONS,
    STEPS,
    AnsweredReason,
    CaseRefused,
    DeclinedReason,
    Pilot,
    PilotProposal,
    ProposalForm,
    UnknownPilotVersion,
    Words,
)
from vecu.pilots.replay import ReplayedCase, replay_cases
from vecu.translation import LANGUAGES

LOG_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,39}")


@dataclass(frozen=True)
class PilotScenario:
    """Texts of which each version proposes something for one at least; one text without any.

    All that differs between two versions shows on these texts.
    """

    cases: Sequence[str]
    quiet: str


def check_pilot(pilot: Pilot, scenario: PilotScenario) -> None:
    """Fail at the first promise of the contract that a pilot does not keep."""
    for check in (
        check_names_are_those_that_a_field_log_takes,
        check_proposals_stand_in_the_text_in_its_order,
        check_nothing_is_remembered,
        check_each_proposal_says_all_that_is_needed_to_judge_it,
        check_stricter_never_finds_less,
        check_a_quiet_text_stays_quiet,
        check_bad_input_is_refused_in_words,
        check_whoever_keeps_a_passage_says_why_and_nobody_else_must,
        check_a_decision_is_an_event_of_the_log,
        check_a_question_has_replies_of_both_kinds,
        check_the_first_version_answers_nothing_and_later_ones_say_what,
        check_no_change_is_silent,
        check_nothing_forbidden_is_set_aside,
        check_a_replay_shows_texts_and_proposals_alone,
        check_there_are_invented_texts_to_try_and_what_to_say_beside_them,
    ):
        check(pilot, scenario)


def iter_proposals(pilot: Pilot, scenario: PilotScenario) -> Iterator[tuple[str, PilotProposal]]:
    """Yield each text with each proposal of each version, as strict as can be."""
    for version in pilot.versions:
        for case in scenario.cases:
            for proposal in pilot.propose(case, version.name, STEPS[-1]):
                yield case, proposal


def iter_words(proposal: PilotProposal) -> Iterator[Words]:
    explanation = proposal.explanation
    yield from (explanation.what, explanation.why, explanation.status)
    yield from (explanation.whose, explanation.uncertain)
    yield from explanation.others
    yield proposal.question
    yield from (reason.words for reason in proposal.reasons)
    yield from (reply.words for reply in proposal.replies)


def check_names_are_those_that_a_field_log_takes(pilot: Pilot, scenario: PilotScenario) -> None:
    names = [version.name for version in pilot.versions]

    assert len(set(names)) == len(names) >= 1
    for name in (pilot.name, *names):
        assert LOG_NAME.fullmatch(name)
    for _case, proposal in iter_proposals(pilot, scenario):
        assert LOG_NAME.fullmatch(proposal.kind)
        assert LOG_NAME.fullmatch(proposal.value)
        assert set(pilot.kinds[proposal.kind]) == set(LANGUAGES)


def check_proposals_stand_in_the_text_in_its_order(pilot: Pilot, scenario: PilotScenario) -> None:
    for version in pilot.versions:
        for case in scenario.cases:
            places = [(one.start, one.end) for one in pilot.propose(case, version.name, STEPS[-1])]
            assert places == sorted(places)
            assert all(0 <= start < end <= len(case) for start, end in places)
            assert all(case[start:end].strip() == case[start:end] for start, end in places)


def check_nothing_is_remembered(pilot: Pilot, scenario: PilotScenario) -> None:
    first, step = pilot.versions[0].name, STEPS[-1]
    once = [pilot.propose(case, first, step) for case in scenario.cases]
    again = [pilot.propose(case, first, step) for case in reversed(scenario.cases)]

    assert once == again[::-1]


def check_each_proposal_says_all_that_is_needed_to_judge_it(
    pilot: Pilot, scenario: PilotScenario
) -> None:
    for _case, proposal in iter_proposals(pilot, scenario):
        for words in iter_words(proposal):
            assert set(words) == set(LANGUAGES)
            assert all(text.strip() for text in words.values())
        for cited in proposal.explanation.cited:
            assert cited.name
            assert cited.words
            assert cited.source


def check_stricter_never_finds_less(pilot: Pilot, scenario: PilotScenario) -> None:
    for version in pilot.versions:
        for case in scenario.cases:
            found = [
                {(one.kind, one.start) for one in pilot.propose(case, version.name, step)}
                for step in STEPS
            ]
            assert all(milder <= stricter for milder, stricter in pairwise(found))


def check_a_quiet_text_stays_quiet(pilot: Pilot, scenario: PilotScenario) -> None:
    for version in pilot.versions:
        assert not pilot.propose(scenario.quiet, version.name, version.step)


def check_bad_input_is_refused_in_words(pilot: Pilot, scenario: PilotScenario) -> None:
    version = pilot.versions[0].name
    for case in ("", " \n\t ", "mot " * MOST_CHARACTERS):
        with pytest.raises(CaseRefused) as refused:
            pilot.propose(case, version, 1)
        assert all(refused.value.say(language) for language in LANGUAGES)
    for wanted, step in (("no-such-version", 1), (version, 0), (version, STEPS[-1] + 1)):
        with pytest.raises(UnknownPilotVersion):
            pilot.propose(scenario.quiet, wanted, step)


def check_whoever_keeps_a_passage_says_why_and_nobody_else_must(
    pilot: Pilot, scenario: PilotScenario
) -> None:
    for _case, proposal in iter_proposals(pilot, scenario):
        if proposal.form is ProposalForm.NOTE:
            with pytest.raises(DecisionRefused):
                decide(proposal, Outcome.ACCEPTED)
            continue
        with pytest.raises(DecisionRefused):
            decide(proposal, Outcome.OVERRIDDEN)
        with pytest.raises(DecisionRefused):
            decide(proposal, Outcome.OVERRIDDEN, "no-such-reason")
        for outcome in set(Outcome) - {Outcome.OVERRIDDEN}:
            assert decide(proposal, outcome).log_code is None
        assert 1 <= len(proposal.reasons) <= MOST_REASONS
        for reason in proposal.reasons:
            assert pilot.reasons[reason.key] == reason
            assert decide(proposal, Outcome.OVERRIDDEN, reason.key).log_code == reason.log_code
        for code in OverrideReason:
            assert decide(proposal, Outcome.OVERRIDDEN, code).log_code == code


def check_a_decision_is_an_event_of_the_log(pilot: Pilot, scenario: PilotScenario) -> None:
    for _case, proposal in iter_proposals(pilot, scenario):
        if proposal.form is not ProposalForm.NOTE:
            decision = decide(proposal, Outcome.OVERRIDDEN, proposal.reasons[0].key)
            data = {"worker": "w1", **describe_for_log(decision, pilot.versions[0].name)}
            assert list(DATA[DECISION].check(data, "data")) == []


def check_a_question_has_replies_of_both_kinds(pilot: Pilot, scenario: PilotScenario) -> None:
    for _case, proposal in iter_proposals(pilot, scenario):
        if proposal.form is not ProposalForm.QUESTION:
            assert not proposal.replies
            continue
        assert {reply.alert for reply in proposal.replies} == {True, False}
        for reply in proposal.replies:
            alert = pilot.reply(proposal, reply.key)
            assert (alert is not None) == reply.alert
            assert alert is None or alert.form is ProposalForm.ALERT
        with pytest.raises(UnknownPilotVersion):
            pilot.reply(proposal, "no-such-reply")


def check_the_first_version_answers_nothing_and_later_ones_say_what(
    pilot: Pilot, _scenario: PilotScenario
) -> None:
    first, *later = pilot.versions

    assert first.answers_nothing
    assert [version.day for version in pilot.versions] == sorted(one.day for one in pilot.versions)
    for version in later:
        named: list[AnsweredReason | DeclinedReason] = [*version.answers, *version.declines]
        assert version.answers_nothing == (not named)
        assert {one.reason for one in named} <= set(pilot.reasons)
        assert len({(one.kind, one.reason) for one in named}) == len(named)
        assert {one.kind for one in named} <= set(pilot.kinds)


def check_no_change_is_silent(pilot: Pilot, scenario: PilotScenario) -> None:
    """A kind that a version proposes otherwise is one for which it names a reason, and back.

    A version that corrects its rules says so in words, for any kind may read otherwise then.
    """
    for before, after in pairwise(pilot.versions):
        changed = {
            proposal.kind
            for case in scenario.cases
            for step in STEPS
            for proposal in set_apart(
                pilot.propose(case, before.name, step), pilot.propose(case, after.name, step)
            )
        }
        answered = {answer.kind for answer in after.answers}
        assert answered <= changed if after.corrections else changed == answered


def set_apart(
    those: Sequence[PilotProposal], others: Sequence[PilotProposal]
) -> list[PilotProposal]:
    return [one for one in those if one not in others] + [one for one in others if one not in those]


def check_nothing_forbidden_is_set_aside(pilot: Pilot, scenario: PilotScenario) -> None:
    for before, after in pairwise(pilot.versions):
        for case in scenario.cases:
            forbidden = [
                [one for one in pilot.propose(case, version.name, STEPS[-1]) if one.forbidden]
                for version in (before, after)
            ]
            if after.corrections:
                names = before.name, after.name
                (replayed,) = replay_cases(pilot, [case], *names, step=STEPS[-1])
                assert not replayed.lost
            else:
                assert forbidden[0] == forbidden[1]
            assert {one.form for one in forbidden[1]} <= {ProposalForm.ALERT}


def check_a_replay_shows_texts_and_proposals_alone(pilot: Pilot, scenario: PilotScenario) -> None:
    first, last = pilot.versions[0], pilot.versions[-1]
    replayed = list(replay_cases(pilot, scenario.cases, first.name, last.name))

    assert [one.text for one in replayed] == list(scenario.cases)
    texts = [case.text for case in pilot.cases]
    assert not any(one.lost for one in replay_cases(pilot, texts, first.name, last.name))
    assert [field.name for field in fields(ReplayedCase)] == ["text", "before", "after"]
    for one in replayed:
        assert one.before == tuple(pilot.propose(one.text, first.name, first.step))
        assert one.after == tuple(pilot.propose(one.text, last.name, last.step))


def check_there_are_invented_texts_to_try_and_what_to_say_beside_them(
    pilot: Pilot, _scenario: PilotScenario
) -> None:
    keys = [case.key for case in pilot.cases]

    assert pilot.language in LANGUAGES
    assert pilot.asks_for.strip()
    assert pilot.caution.strip()
    assert len(set(keys)) == len(keys) >= 1
    assert all(re.fullmatch(r"[a-z0-9-]{1,40}", key) for key in keys)
    for case in pilot.cases:
        assert case.title.strip()
        version = pilot.versions[-1]
        assert pilot.propose(case.text, version.name, version.step) is not None
    assert any(pilot.propose(case.text, pilot.versions[0].name, STEPS[-1]) for case in pilot.cases)
