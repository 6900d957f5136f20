"""The promise as one person reads it: the sentences that concern them, in one language. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass

from vecu.surveys.consent.texts import (
    PROMISE_TEXTS,
    PromiseCondition,
    PromiseDay,
    PromiseMedium,
    PromiseSentence,
)
from vecu.translation import translate


@dataclass(frozen=True, slots=True)
class PromiseFacts:
    """Whom a promise is for, and what its sentences name, as it is written in their language.

    `relay` is the name of the one whose link they came by, '' without one; `retained_until` is ''
    where no day is set; `must_answer` says that some question may not be left blank.
    """

    card: bool = False
    relay: str = ""
    must_answer: bool = False
    takes_files: bool = False
    retained_until: str = ""
    draft_retained_until: str = ""


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
            translate(block.heading, language),
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
    holding = {
        PromiseCondition.CARD: facts.card,
        PromiseCondition.LINK: not facts.card,
        PromiseCondition.RELAY: bool(facts.relay) and not facts.card,
        PromiseCondition.FILES: facts.takes_files,
        PromiseCondition.SOME_REQUIRED: facts.must_answer,
        PromiseCondition.ALL_OPTIONAL: not facts.must_answer,
        PromiseCondition.RETENTION_SET: bool(facts.retained_until),
        PromiseCondition.RETENTION_UNSET: not facts.retained_until,
    }
    return frozenset(condition for condition, holds in holding.items() if holds)


def _fill(sentence: PromiseSentence, facts: PromiseFacts, language: str) -> str:
    days = {
        PromiseDay.ANSWERS: facts.retained_until,
        PromiseDay.DRAFT: facts.draft_retained_until,
    }
    named = {"name": facts.relay, "day": days[sentence.day] if sentence.day else ""}
    return translate(sentence.text, language) % named
