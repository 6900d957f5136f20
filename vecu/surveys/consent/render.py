"""The promise as one person reads it: the sentences that concern them, in one language. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass

from vecu.surveys.consent.legal_bases import LegalBasis, SpecialCategoryBasis
from vecu.surveys.consent.sentences import (
    PromiseCondition,
    PromiseDay,
    PromiseMedium,
    PromiseSentence,
)
from vecu.surveys.consent.server_operators import ServerOperator
from vecu.surveys.consent.texts import PROMISE_TEXTS
from vecu.surveys.consent.wordings import say

_LEGAL_BASES: Mapping[LegalBasis | None, PromiseCondition] = {
    LegalBasis.CONSENT: PromiseCondition.CONSENT,
    LegalBasis.PUBLIC_TASK: PromiseCondition.PUBLIC_TASK,
    LegalBasis.LEGITIMATE_INTEREST: PromiseCondition.LEGITIMATE_INTEREST,
    LegalBasis.LEGAL_OBLIGATION: PromiseCondition.LEGAL_OBLIGATION,
}
_SPECIAL_BASES: Mapping[SpecialCategoryBasis | None, PromiseCondition] = {
    SpecialCategoryBasis.EXPLICIT_CONSENT: PromiseCondition.SPECIAL_CONSENT,
    SpecialCategoryBasis.RESEARCH: PromiseCondition.SPECIAL_RESEARCH,
    SpecialCategoryBasis.PUBLIC_INTEREST: PromiseCondition.SPECIAL_PUBLIC_INTEREST,
}


@dataclass(frozen=True, slots=True)
class PromiseFacts:
    """Whom a promise is for, and what its sentences name, as it is written in their language.

    `relay` is the name of the one whose link they came by, '' without one; `retained_until` is ''
    where no day is set; `must_answer` says that some question may not be left blank. Of what the
    GDPR (article 13) makes a study say, '' or None is what it does not.
    """

    card: bool = False
    relay: str = ""
    must_answer: bool = False
    takes_files: bool = False
    retained_until: str = ""
    draft_retained_until: str = ""
    contact: str = ""
    controller: str = ""
    officer: str = ""
    authority: str = ""
    hosting: str = ""
    server: ServerOperator | None = None
    operator: str = ""
    legal_basis: LegalBasis | None = None
    special_basis: SpecialCategoryBasis | None = None


@dataclass(frozen=True, slots=True)
class RenderedBlock:
    """A block of a promise as it is read; without a condition that holds, a sentence is not."""

    heading: str
    sentences: tuple[str, ...]


def render_promise(
    medium: PromiseMedium, facts: PromiseFacts, language: str
) -> Mapping[str, RenderedBlock]:
    """Return the blocks of a promise by their keys, in reading order; each stays plain text."""
    conditions = _conditions(facts)
    return {
        block.key: RenderedBlock(
            say(block.heading, language),
            tuple(
                _fill(sentence, facts, language)
                for sentence in block.sentences
                if not sentence.when or conditions & {*sentence.when}
            ),
        )
        for block in PROMISE_TEXTS[medium]
    }


def list_promise_sentences(
    medium: PromiseMedium, facts: PromiseFacts, language: str
) -> tuple[str, ...]:
    """Return what is read where a promise has no headings: in another program and on paper."""
    blocks = render_promise(medium, facts, language).values()
    return tuple(sentence for block in blocks for sentence in block.sentences)


def _conditions(facts: PromiseFacts) -> frozenset[PromiseCondition]:
    """Return what holds for a person; with a card nobody comes by a relay's link."""
    employer = facts.server is ServerOperator.EMPLOYER
    holding = {
        PromiseCondition.CARD: facts.card,
        PromiseCondition.LINK: not facts.card,
        PromiseCondition.RELAY: bool(facts.relay) and not facts.card,
        PromiseCondition.FILES: facts.takes_files,
        PromiseCondition.SOME_REQUIRED: facts.must_answer,
        PromiseCondition.ALL_OPTIONAL: not facts.must_answer,
        PromiseCondition.RETENTION_SET: bool(facts.retained_until),
        PromiseCondition.RETENTION_UNSET: not facts.retained_until,
        PromiseCondition.CONTROLLER: bool(facts.controller),
        PromiseCondition.OFFICER: bool(facts.officer),
        PromiseCondition.HOSTING: bool(facts.hosting),
        PromiseCondition.EMPLOYER_SERVER: employer,
        PromiseCondition.OTHER_SERVER: bool(facts.server and facts.operator and not employer),
        PromiseCondition.CONTACT: bool(facts.contact),
        PromiseCondition.AUTHORITY_SET: bool(facts.authority),
        PromiseCondition.AUTHORITY_UNSET: not facts.authority,
        PromiseCondition.SPECIAL_NONE: bool(facts.legal_basis and not facts.special_basis),
    }
    grounds = {_LEGAL_BASES.get(facts.legal_basis), _SPECIAL_BASES.get(facts.special_basis)}
    held = {condition for condition, holds in holding.items() if holds}
    return frozenset(held | {ground for ground in grounds if ground})


def _fill(sentence: PromiseSentence, facts: PromiseFacts, language: str) -> str:
    days = {
        PromiseDay.ANSWERS: facts.retained_until,
        PromiseDay.DRAFT: facts.draft_retained_until,
    }
    named = {
        "name": facts.relay,
        "day": days[sentence.day] if sentence.day else "",
        "contact": facts.contact,
        "controller": facts.controller,
        "officer": facts.officer,
        "authority": facts.authority,
        "hosting": facts.hosting,
        "operator": facts.operator,
    }
    return say(sentence.text, language) % named
