"""The smallest pilot: it finds words in capitals in a letter, and asks to write them small.

It shows what a room has to write. Version 1 finds every word in capitals; version 2 answers "these
are initials": it asks before any alert about a word of three letters. It declines "I like
capitals".
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from vecu.fieldlog.vocabulary import OverrideReason
from vecu.messages import Message
from vecu.pilots.interface import (
    AnsweredReason,
    DeclinedReason,
    Explanation,
    InventedCase,
    LocalReason,
    PilotProposal,
    PilotVersion,
    ProposalForm,
    QuestionReply,
    UnknownPilotVersion,
    Words,
    check_case,
    check_step,
    get_version,
)

LONGEST_LEFT_ALONE = {1: 5, 2: 4, 3: 3, 4: 2}
"""Letters of a word in capitals that is left alone, by step of strictness."""


def both(fr: str, en: str) -> Words:
    return {"fr": fr, "en": en}


REASONS = {
    one.key: one
    for one in (
        LocalReason(
            "initials",
            both("C'est un sigle.", "These are initials."),
            OverrideReason.NOT_APPLICABLE,
        ),
        LocalReason(
            "taste", both("J'aime les capitales.", "I like capitals."), OverrideReason.OTHER
        ),
    )
}
STEP = 3
VERSIONS = (
    PilotVersion(
        "1", date(2026, 9, 1), both("Tout mot en capitales", "Any word in capitals"), STEP
    ),
    PilotVersion(
        "2",
        date(2026, 11, 2),
        both("La question d'abord", "The question first"),
        STEP,
        answers=(
            AnsweredReason(
                "initials",
                "capitals",
                both("Une question pour les mots courts", "A question for short words"),
            ),
        ),
        declines=(
            DeclinedReason("taste", "capitals", both("Illisible pour certains", "Hard to read")),
        ),
    ),
)
REPLIES = (
    QuestionReply("initials", both("Oui, un sigle", "Yes, initials"), alert=False),
    QuestionReply("a-word", both("Non, un mot", "No, a word"), alert=True),
)


@dataclass(frozen=True)
class CapitalsPilot:
    """Words in capitals, as a pilot."""

    name: str = "capitals"
    title: Words = field(default_factory=lambda: both("Mots en capitales", "Words in capitals"))
    versions: Sequence[PilotVersion] = VERSIONS
    language: str = "fr"
    asks_for: str = "Paste a letter"
    caution: str = "A matter of taste."
    cases: Sequence[InventedCase] = (InventedCase("rsa", "Le RSA", "Le RSA, ECRIT EN GRAND."),)

    @property
    def reasons(self) -> Mapping[str, LocalReason]:
        return REASONS

    @property
    def kinds(self) -> Mapping[str, Words]:
        return {"capitals": both("Un mot en capitales", "A word in capitals")}

    def propose(self, case: str, version: str, step: int) -> Sequence[PilotProposal]:
        """Return each word in capitals that is longer than the step leaves alone."""
        check_case(case)
        check_step(step)
        asks_first = bool(get_version(self, version).answers)
        return [
            self._propose(match, asks=asks_first and len(match[0]) <= 3)
            for match in re.finditer(r"\b[A-Z]{2,}\b", case)
            if len(match[0]) > LONGEST_LEFT_ALONE[step]
        ]

    def reply(self, proposal: PilotProposal, key: str) -> PilotProposal | None:
        """Return the alert that follows a reply to a question, or None."""
        replies = {reply.key: reply for reply in proposal.replies}
        if key not in replies:
            raise UnknownPilotVersion(Message("No such reply."))
        alert = replace(proposal, form=ProposalForm.ALERT, replies=())
        return alert if replies[key].alert else None

    def _propose(self, match: re.Match[str], *, asks: bool) -> PilotProposal:
        return PilotProposal(
            kind="capitals",
            value="shouting",
            form=ProposalForm.QUESTION if asks else ProposalForm.ALERT,
            start=match.start(),
            end=match.end(),
            forbidden=False,
            explanation=Explanation(
                what=both("Un mot en capitales", "A word in capitals"),
                why=both("Il se lit moins bien.", "It reads less well."),
                status=both("Un usage", "A habit"),
                whose=both("La charte du bureau", "The office's charter"),
                cited=(),
                others=(),
                uncertain=both("Ce peut être un sigle.", "It may be initials."),
            ),
            question=both("Est-ce un sigle ?", "Are these initials?"),
            rewording=match[0].capitalize(),
            reasons=tuple(REASONS.values()),
            replies=REPLIES if asks else (),
        )
