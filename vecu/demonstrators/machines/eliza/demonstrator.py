"""Talk to a machine that understands nothing, tell it from people, read its author's conclusion."""

import json
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from vecu.demonstrators.machines.distress import HELD_OUT
from vecu.demonstrators.machines.eliza.blind_round import (
    MACHINE,
    PERSON,
    CoinBar,
    count_at_least,
    count_coin,
    list_exchanges,
)
from vecu.demonstrators.machines.eliza.engine import (
    ElizaScript,
    ElizaTurn,
    ReplyBasis,
    converse,
    read_script,
)
from vecu.demonstrators.machines.eliza.origins import ORIGINS
from vecu.demonstrators.machines.interface import Entry, Origin, read_choice, read_typed
from vecu.helplines import HELPLINES, Helpline
from vecu.messages import Message
from vecu.translation import gettext_noop

MOST_TURNS = 12
"""Sentences of a conversation: its form carries them all."""

PARTS = {
    "talk": Message(gettext_noop("Talk to it")),
    "round": Message(gettext_noop("Who is writing?")),
    "author": Message(gettext_noop("Its author")),
}
"""The three parts of the page, one after the other."""

MARKS = {
    PERSON: Message(gettext_noop("A person")),
    MACHINE: Message(gettext_noop("The machine")),
}


@dataclass(frozen=True, slots=True)
class BlindLine:
    """A sentence, the reply to it, and the word that the machine found, if it was the machine."""

    sentence: str
    reply: str
    found: str


@dataclass(frozen=True, slots=True)
class BlindExchange:
    """One of the six as the page shows it; `mark` is what the reader holds it for."""

    key: str
    lines: Sequence[BlindLine]
    by: str
    mark: str | None
    tell: str

    @property
    def is_right(self) -> bool:
        """Return whether the reader saw who it was."""
        return self.mark == self.by


@dataclass(frozen=True, slots=True)
class BlindRound:
    """The six; once all are marked, how many rightly, and how a coin would have done."""

    exchanges: Sequence[BlindExchange]
    is_marked: bool
    right: int
    coin: Sequence[CoinBar]
    throws: int
    as_good: int


@dataclass(frozen=True, slots=True)
class AuthorStep:
    """What somebody wrote of it, in a year, with the key of its origin."""

    origin: str
    year: str
    title: str
    words: str


@dataclass(frozen=True, slots=True)
class ElizaScene:
    """One part of the page: a conversation so far, the blind round, or what followed."""

    part: str
    parts: Mapping[str, Message]
    marks: Mapping[str, Message]
    opening: str
    samples: Mapping[str, str]
    turns: Sequence[ElizaTurn]
    earlier: str
    is_full: bool
    is_blank: bool
    has_stopped: bool
    blind: BlindRound | None
    author: Sequence[AuthorStep]


class Eliza:
    """A machine that people confided in, and an author who turned against it."""

    name = "eliza"
    title = Message(gettext_noop("ELIZA, the machine that listens"))
    announcement = Message(
        gettext_noop(
            "A machine of 1966, rebuilt: it spots a word, turns your sentence round and hands"
            " it back. It understands nothing. And yet people confided in it."
        )
    )
    minutes = 15
    typed: Set[str] = frozenset({"sentence", "earlier"})
    origins: Mapping[str, Origin] = ORIGINS
    helplines: Sequence[Helpline] = HELPLINES
    helps: Sequence[Message] = (
        Message(
            gettext_noop(
                "Hearing one’s own sentence handed back sometimes helps people go on: interviewers"
                " use this too. Nobody has measured whether this machine helps anyone."
            )
        ),
        Message(
            gettext_noop(
                "All its rules can be read. In a few minutes one sees how a machine seems to"
                " listen, and that is what it is good for here."
            )
        ),
    )
    limits: Sequence[Message] = (
        Message(
            gettext_noop(
                "It understands nothing: neither the meaning nor the tone. It sees only words of"
                " its list; all the rest could be anything."
            )
        ),
        Message(
            gettext_noop(
                "It remembers nothing of anybody. It brings back a few words of an earlier"
                " sentence, and forgets everything when the page is closed."
            )
        ),
        Message(
            gettext_noop(
                "It stops at words of distress that are in its list, and leaves alone what is not"
                " about work. Of %(whole)s phrases of distress or danger by somebody who had"
                " not read the list, %(found)s stop it; of as many harmless ones, %(stopped)s. A"
                " list does not look after anybody."
            ),
            found=HELD_OUT.found,
            stopped=HELD_OUT.stopped,
            whole=HELD_OUT.whole,
        ),
        Message(
            gettext_noop(
                "Turning a French or English sentence round sometimes fails. What it cannot turn"
                " with certainty it does not repeat; faults remain."
            )
        ),
        Message(
            gettext_noop(
                "Today’s chatbots are built differently and write far better. This game"
                " says nothing about how well one recognises them."
            )
        ),
    )
    question = Message(
        gettext_noop(
            "What do people around you already confide to a machine, and who should hear it?"
        )
    )

    def play(self, entry: Entry, language: str) -> ElizaScene:
        """Carry the conversation on, or count the marks of the blind round."""
        part = read_choice(entry, "part", tuple(PARTS)) or "talk"
        script = read_script(language)
        earlier, sent = _read_earlier(entry), _read_sent(entry, script)
        sentences = [*earlier, *sent][:MOST_TURNS]
        turns = converse(script, sentences)
        return ElizaScene(
            part,
            PARTS,
            MARKS,
            script.opening,
            {
                str(index): sample
                for index, sample in enumerate(script.samples)
                if sample not in sentences
            },
            turns,
            "\n".join(sentences),
            len(turns) >= MOST_TURNS,
            "sentence" in entry and not sent,
            bool(turns) and turns[-1].reply.basis is ReplyBasis.ALARM,
            _play_round(entry, language) if part == "round" else None,
            list_author_steps(language) if part == "author" else (),
        )


def _read_earlier(entry: Entry) -> list[str]:
    """Return what was written so far, one sentence a line of one field; more lines are not ours."""
    lines = next(iter(entry.get("earlier", ())), "").split("\n")[:MOST_TURNS]
    return [written for line in lines if (written := _read_line(line.rstrip("\r")))]


def _read_sent(entry: Entry, script: ElizaScript) -> list[str]:
    """Return the sentence just sent, or the sample that was pressed; empty if there is none."""
    samples = {str(index): sample for index, sample in enumerate(script.samples)}
    pressed = read_choice(entry, "sample", tuple(samples))
    sent = samples[pressed] if pressed else _read_line(next(iter(entry.get("sentence", ())), ""))
    return [sent] if sent else []


def _read_line(written: str) -> str:
    return " ".join(read_typed({"line": [written]}, "line").split())


def _play_round(entry: Entry, language: str) -> BlindRound:
    exchanges = [
        BlindExchange(
            key := f"exchange-{position}",
            _list_lines(exchange.sentences[language], exchange.replies[language], language),
            exchange.by,
            read_choice(entry, key, tuple(MARKS)),
            exchange.tell[language],
        )
        for position, exchange in enumerate(list_exchanges(), 1)
    ]
    right = sum(exchange.is_right for exchange in exchanges)
    return BlindRound(
        exchanges,
        all(exchange.mark for exchange in exchanges),
        right,
        count_coin(len(exchanges)),
        2 ** len(exchanges),
        count_at_least(right, len(exchanges)),
    )


def _list_lines(sentences: Sequence[str], replies: Sequence[str], language: str) -> list[BlindLine]:
    """Return the lines of an exchange; what the machine would have found is shown for its own."""
    turns = converse(read_script(language), sentences)
    return [
        BlindLine(turn.sentence, reply, turn.reply.keyword if turn.reply.text == reply else "")
        for turn, reply in zip(turns, replies, strict=True)
    ]


@lru_cache
def list_author_steps(language: str) -> Sequence[AuthorStep]:
    """Return what was concluded, by whom, in the order of the years."""
    stored = json.loads(Path(__file__).with_name("author.json").read_text("utf-8"))
    return tuple(
        AuthorStep(each["origin"], each["year"], each["title"][language], each["words"][language])
        for each in stored
    )
